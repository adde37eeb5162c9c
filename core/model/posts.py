"""What a lead may write to their copiers: short, plain, no link, no way to reach them elsewhere (R-20.4, R-22.1).

It errs on the side of refusing: who meant no link puts a space after the full stop.
"""

import re
import unicodedata
from typing import Final

from core.model.reasons import Denial

LONGEST: Final = 500
"""Characters."""
_DOTS: Final = re.compile("[\u3002\uff61\u2024\u00b7]|\\s*[\\[({]\\s*(?:\\.|dot|точка)\\s*[\\])}]\\s*|\\s+dot\\s+")
"""What is read as a dot, or written for one."""
_LINKS: Final = re.compile(
    r"[a-z][a-z0-9+.-]*://|\bwww\b\s*\.|\btg:|\bt\s*\.\s*me\b"
    r"|[\w-]\.[^\W\d_]{2,}"  # a name, a dot, and letters at once: a domain
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b"
)
_CONTACTS: Final = re.compile(
    r"@\s*\w|\w\s*@"
    r"|\+\s?\d(?:[\s().-]*\d){6,}|\d(?:[-().]?\d){9,}|\(?\b\d{3}\)?[\s-]\d{3}[\s-]\d{2}[\s-]?\d{2}\b"
    r"|\b(?:telegram|whats ?app|viber|skype|wechat|discord|instagram)\b"
    r"|телеграм|в[ао]тсап|вайбер|скайп|дискорд|инстаграм"
)


def objection(text: str) -> Denial | None:
    """Why this may not be sent, None if it may."""
    if not text.strip() or len(text) > LONGEST or any(_unprintable(letter) for letter in text):
        return Denial.POST_LENGTH
    plain = _DOTS.sub(".", _bare(text))
    if _CONTACTS.search(plain):
        return Denial.POST_CONTACT
    return Denial.POST_LINK if _LINKS.search(plain) else None


def _bare(text: str) -> str:
    """As it is read: look-alikes of compatibility made one letter, what cannot be seen left out."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if unicodedata.category(letter) != "Cf")


def _unprintable(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cs"} and letter != "\n"
