"""How each chat is told things: loud, silent or off by topic, its quiet hours and the hour of its digest. In Notes.

Who has changed nothing has no row, and all is as usual. Every change carries the version it was shown at: a button
that was shown before another change does nothing (rule 5).
"""

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Final

from bot.wishes.mornings import Span
from bot.wishes.topics import USUAL, Level, Topic
from core.adapters.notes import Notes

DIGEST_AT: Final = 9 * 60
"""Minutes of the reader's day (chat.md, section 4)."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """`levels` holds what differs from the usual; `digest_at` in minutes of the reader's day, None is no digest."""

    version: int = 0
    levels: Mapping[Topic, Level] = field(default_factory=dict)
    quiet: Span | None = None
    digest_at: int | None = DIGEST_AT

    def level(self, topic: Topic) -> Level:
        return self.levels.get(topic, USUAL[topic])

    def with_level(self, topic: Topic, level: Level) -> "Preferences":
        rest = {each: kept for each, kept in self.levels.items() if each is not topic}
        return replace(self, levels=rest if level is USUAL[topic] else {**rest, topic: level})

    def wants(self, topic: Topic | None) -> bool:
        """Whether it is told at all."""
        return topic is None or self.level(topic) is not Level.OFF

    def sounds(self, topic: Topic | None, *, loud: bool) -> bool:
        """Whether it makes a sound. Of a topic that is loud by itself, what is `loud` by its kind alone does."""
        if topic is None:
            return loud
        return self.level(topic) is Level.LOUD and (loud or USUAL[topic] is not Level.LOUD)


class Change(Enum):
    """What became of a wish."""

    DONE = auto()
    SAME = auto()
    """It was so already."""
    STALE = auto()
    """Something was changed since the button was shown."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """The preferences of all chats."""

    notes: Notes

    async def of(self, chat: int) -> Preferences:
        return await self.notes.transact(lambda db: preferences_of(db, chat))

    async def change(
        self, chat: int, wish: Callable[[Preferences], Preferences], *, version: int | None = None
    ) -> Change:
        """Carry out a wish; one shown at another `version` is not. None: it was typed, and holds whatever was shown."""
        return await self.notes.transact(lambda db: _change(db, chat, wish, version))


def preferences_of(db: sqlite3.Connection, chat: int) -> Preferences:
    """Of one chat, in the caller's transaction."""
    row = db.execute(
        "SELECT version, levels, quiet_from, quiet_to, digest_at FROM preference WHERE chat = ?", (chat,)
    ).fetchone()
    if row is None:
        return Preferences()
    version, levels, quiet_from, quiet_to, digest_at = row
    quiet = None if quiet_from is None else Span(quiet_from, quiet_to)
    return Preferences(version, _known(json.loads(levels)), quiet, digest_at)


def _known(levels: Mapping[str, str]) -> dict[Topic, Level]:
    """Those whose topic this release still has."""
    topics = {str(topic) for topic in Topic}
    return {Topic(topic): Level(level) for topic, level in levels.items() if topic in topics}


def _change(
    db: sqlite3.Connection, chat: int, wish: Callable[[Preferences], Preferences], version: int | None
) -> Change:
    before = preferences_of(db, chat)
    if version is not None and version != before.version:
        return Change.STALE
    after = wish(before)
    if after == before:
        return Change.SAME
    quiet = (after.quiet.start, after.quiet.end) if after.quiet else (None, None)
    levels = json.dumps({str(topic): str(level) for topic, level in sorted(after.levels.items())})
    db.execute(
        "INSERT OR REPLACE INTO preference VALUES (?, ?, ?, ?, ?, ?)",
        (chat, before.version + 1, levels, *quiet, after.digest_at),
    )
    return Change.DONE
