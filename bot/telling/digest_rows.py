"""What the digests keep in Notes: who wants one at which hour, who has had which day, and what was kept for them."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.html import Html
from bot.screens.digest import KEPT_SHOWN, Kept
from bot.wishes.mornings import latest
from bot.wishes.preferences import DIGEST_AT, preferences_of
from bot.wishes.quiet import DIGEST_KIND
from bot.wishes.zones import DEFAULT
from core.views.alert import AlertKind

CHUNK: Final = 100
"""Readers taken at once; between two chunks the loop and other writers have their turn."""
STATED: Final = frozenset({str(AlertKind.SHARE_SETTLED), str(AlertKind.SHARE_RECEIVED)})
_WANTED_AT: Final = f"CASE WHEN p.chat IS NULL THEN {DIGEST_AT:d} ELSE p.digest_at END"


@dataclass(frozen=True, slots=True)
class Hour:
    """All who want their digest at one time of day of one zone."""

    zone: str
    minute: int


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose digest is due, and what quiet hours kept for it."""

    chat: int
    language: str | None
    kept: Kept


@dataclass(frozen=True, slots=True)
class Chunk:
    """`readers` are told now, `all` are done with the day afterwards; `last` is where the next chunk goes on."""

    readers: tuple[Reader, ...]
    all: tuple[int, ...]
    last: int


def hours(db: sqlite3.Connection) -> list[Hour]:
    """All that anybody has; the usual one is among them, so that whoever comes later is looked at, too."""
    sql = f"SELECT DISTINCT c.timezone, {_WANTED_AT} FROM chat c LEFT JOIN preference p USING (chat)"  # noqa: S608
    found = {Hour(zone, minute) for zone, minute in db.execute(sql) if minute is not None}
    return sorted(found | {Hour(DEFAULT, DIGEST_AT)}, key=lambda hour: (hour.zone, hour.minute))


def take(db: sqlite3.Connection, hour: Hour, day: date, after: int) -> Chunk:
    """The next chats of this hour that have not had this day. Who is new begins with it, and is told the next one."""
    sql = f"""
        SELECT c.chat, c.language, c.blocked, d.told FROM chat c
        LEFT JOIN preference p USING (chat) LEFT JOIN digest d USING (chat)
        WHERE c.chat > ? AND c.timezone = ? AND {_WANTED_AT} = ? AND (d.told IS NULL OR d.told < ?)
        ORDER BY c.chat LIMIT ?
    """  # noqa: S608 - our own words
    rows = db.execute(sql, (after, hour.zone, hour.minute, day.isoformat(), CHUNK)).fetchall()
    readers = [
        _gathered(db, chat, language, day)
        for chat, language, blocked, told in rows
        if told is not None and not blocked and not _posted(db, chat, day.isoformat())
    ]
    return Chunk(tuple(readers), tuple(row[0] for row in rows), rows[-1][0] if rows else after)


def begin(db: sqlite3.Connection, begun: Mapping[int, datetime]) -> None:
    """The hour that had come last counts as told, whatever was told of it; nobody is told a day twice."""
    for chat, at in begun.items():
        row = db.execute("SELECT timezone FROM chat WHERE chat = ?", (chat,)).fetchone()
        wishes = preferences_of(db, chat)
        minute = DIGEST_AT if wishes.digest_at is None else wishes.digest_at
        day = latest(at, minute, row[0] if row else DEFAULT).isoformat()
        sql = "INSERT INTO digest VALUES (?, ?) ON CONFLICT (chat) DO UPDATE SET told = max(told, excluded.told)"
        db.execute(sql, (chat, day))


def _gathered(db: sqlite3.Connection, chat: int, language: str | None, day: date) -> Reader:
    """What was kept for one reader, set apart for this day's digest; what an earlier one told is let go first."""
    earlier = db.execute("SELECT DISTINCT day FROM kept WHERE chat = ? AND day < ?", (chat, day.isoformat())).fetchall()
    for (old,) in earlier:
        if _posted(db, chat, old):
            db.execute("DELETE FROM kept WHERE chat = ? AND day = ?", (chat, old))
    db.execute("UPDATE kept SET day = ? WHERE chat = ?", (day.isoformat(), chat))
    return Reader(chat, language, _kept(db, chat))


def _kept(db: sqlite3.Connection, chat: int) -> Kept:
    rows = db.execute("SELECT line FROM kept WHERE chat = ? ORDER BY id DESC LIMIT ?", (chat, KEPT_SHOWN)).fetchall()
    kinds = dict(db.execute("SELECT kind, count(*) FROM kept WHERE chat = ? GROUP BY kind", (chat,)).fetchall())
    return Kept(tuple(Html(line) for (line,) in rows), sum(kinds.values()), stated=not STATED.isdisjoint(kinds))


def _posted(db: sqlite3.Connection, chat: int, day: str) -> bool:
    sql = "SELECT 1 FROM outbox WHERE fact = ? AND kind = ? LIMIT 1"
    return db.execute(sql, (f"{chat}:{day}", DIGEST_KIND)).fetchone() is not None


def done(db: sqlite3.Connection, chats: Sequence[int], day: date) -> None:
    """These chats have had the day, and what was kept for it."""
    told = day.isoformat()
    db.executemany("INSERT OR REPLACE INTO digest VALUES (?, ?)", [(chat, told) for chat in chats])
    db.executemany("DELETE FROM kept WHERE chat = ? AND day = ?", [(chat, told) for chat in chats])


def left_over(db: sqlite3.Connection) -> list[tuple[Reader, str, int]]:
    """What was kept for whoever has no digest now, with their zone and the last of it."""
    sql = """
        SELECT k.chat, c.language, c.timezone, max(k.id) FROM kept k
        JOIN preference p USING (chat) JOIN chat c USING (chat)
        WHERE p.digest_at IS NULL AND c.blocked = 0 GROUP BY k.chat LIMIT ?
    """
    rows = db.execute(sql, (CHUNK,)).fetchall()
    return [(Reader(chat, language, _kept(db, chat)), zone, last) for chat, language, zone, last in rows]
