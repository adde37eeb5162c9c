"""What clients find in plain text by themselves: commands, links, addresses. Strangers' text must not make any."""

from __future__ import annotations

import re

from bot.sandbox.markup import utf16_length
from bot.sandbox.model import Entity

# Telegram knows every top-level domain; these are enough to catch a name that turned into a link.
ENDINGS = "com|org|net|io|me|app|dev|xyz|info|top|link|site|online|ru|cn|tr|br|es|de|uk|eu|ai|co|ton"
SPOTTERS = (
    (
        "url",
        re.compile(
            rf"(?<![\w@.])(?:https?://[^\s<>\"]+|(?:[\w-]+\.)+(?:{ENDINGS})(?![\w-])(?:/[^\s<>\"]*)?)", re.IGNORECASE
        ),
    ),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("mention", re.compile(r"(?<![\w@./])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)")),
    ("bot_command", re.compile(r"(?<![\w/<>@.])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d]\w*")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?![\w])")),
)


def spotted(text: str) -> list[Entity]:
    """Every automatic entity of this text, none overlapping another; the earlier spotter wins."""
    found: list[Entity] = []
    for kind, spotter in SPOTTERS:
        for match in spotter.finditer(text):
            start, length = utf16_length(text[: match.start()]), utf16_length(match[0].rstrip(".,;:!?)"))
            entity = Entity(kind, start, length)
            if length and not any(overlap(entity, other) for other in found):
                found.append(entity)
    return found


def overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end
