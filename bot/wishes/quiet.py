"""Quiet hours: what is loud becomes silent, and priorities 6 to 9 wait for the digest; safety alerts stay loud.

Asked in the transaction that claims a message for sending, for that is when a phone would ring: whatever held the
message up, the reader's clock on the wall decides, through zone changes and daylight changes.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from enum import Enum, auto
from typing import Final

from bot.html import Html, balanced, esc
from bot.wishes.mornings import is_quiet
from bot.wishes.preferences import preferences_of
from bot.wishes.topics import KEPT_FROM, SAFETY

DIGEST_KIND: Final = "day_digest"
"""The digest itself is never kept for one."""
LINE_MOST: Final = 120
"""Characters of a kept line."""


class Hush(Enum):
    """How a message leaves now."""

    ALOUD = auto()
    SILENTLY = auto()
    KEPT = auto()


def hush(db: sqlite3.Connection, *, chat: int, lane: int, kind: str, now: datetime) -> Hush:
    """Whether the reader's quiet hours hold now, and what they do to a message of this lane."""
    if lane <= SAFETY:
        return Hush.ALOUD
    wishes = preferences_of(db, chat)
    row = db.execute("SELECT timezone FROM chat WHERE chat = ?", (chat,)).fetchone()
    if row is None or not is_quiet(wishes.quiet, now, row[0]):
        return Hush.ALOUD
    kept = lane >= KEPT_FROM and kind != DIGEST_KIND and wishes.digest_at is not None
    return Hush.KEPT if kept else Hush.SILENTLY


def keep(db: sqlite3.Connection, *, chat: int, kind: str, told: Sequence[str], now: datetime) -> None:
    """Have the digest tell them, the newest first: what each message begins with, as it is drawn."""
    lines = [_beginning(Html(text.partition("\n")[0])) for text in reversed(told)]
    sql = "INSERT INTO kept (chat, kind, line, at) VALUES (?, ?, ?, ?)"
    db.executemany(sql, [(chat, kind, line.raw, now.timestamp()) for line in lines])


def _beginning(line: Html) -> Html:
    """A line that fits among others: one that is long, or whose tags end in another line, keeps its bare beginning."""
    if line.size <= LINE_MOST and balanced(line):
        return line
    return esc(line.plain[:LINE_MOST])
