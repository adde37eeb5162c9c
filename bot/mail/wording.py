"""A letter as its reader gets it: in their language, with PAPER in its subject, and how to have no more of them.

A stranger's words come here escaped, isolated and unlinked; a subject is one line, bounded, of what can be seen.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from bot.html import Html, visible
from bot.mail.contacts import code_of
from bot.mail.letters import Waiting
from bot.screens.mail_letters import code_letter, footer, reminder, subject
from bot.translate import RIGHT_TO_LEFT, Words
from core.ports import Letter

SUBJECT_MOST: Final = 120
_TAG: Final = re.compile(r"<(/?)([a-z-]+)[^>]*>")
_KEPT: Final = frozenset({"b", "code", "pre", "blockquote"})
"""Telegram's tags that mean the same in a letter; of others the text stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What all letters of a desk share: its mark, their domain, the bot's name where it is known, the codes' key."""

    desk: str
    domain: str
    bot: str | None
    key: bytes


def letter_of(t: Words, waiting: Waiting, head: Letterhead) -> Letter:
    """What is sent."""
    if waiting.nonce:
        said = code_letter(t, code_of(head.key, nonce=waiting.nonce, address=waiting.to))
        parts = [said]
    else:
        said = waiting.text
        parts = [said, *([reminder(t)] if waiting.reminds else []), footer(t, head.bot)]
    return Letter(
        id=message_id(waiting.key, head),
        to=waiting.to,
        subject=one_line(subject(t, said)),
        text="\n\n".join(part.plain for part in parts) + "\n",
        html=page(t, parts),
        language=t.language,
        at=waiting.at,
    )


def message_id(key: str, head: Letterhead) -> str:
    """The same at every try of a letter, another for every other letter and desk."""
    mark = hashlib.sha256(f"{head.desk} {key}".encode()).hexdigest()[:32]
    return f"<{mark}@{head.domain}>"


def one_line(text: Html) -> str:
    """For a header: no line break, nothing unseen, bounded."""
    line = " ".join(visible(text.plain).split())
    return line if len(line) <= SUBJECT_MOST else line[: SUBJECT_MOST - 1] + "…"


def page(t: Words, parts: list[Html]) -> str:
    """The same as HTML, with nothing in it to be loaded from anywhere."""
    way = "rtl" if t.language in RIGHT_TO_LEFT else "ltr"
    body = "".join(f"<p>{_tags(part)}</p>\n" for part in parts)
    return f'<!DOCTYPE html>\n<html lang="{t.language}" dir="{way}"><body>\n{body}</body></html>\n'


def _tags(text: Html) -> str:
    kept = _TAG.sub(lambda tag: f"<{tag[1]}{tag[2]}>" if tag[2] in _KEPT else "", text.raw)
    return kept.replace("\n", "<br>\n")
