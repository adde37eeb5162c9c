"""The day digest: one message a person and day of theirs, at their own hour, made from the book and the journal.

What is due is a pure question to `bot.wishes.mornings`; the scheduler only wakes. Of days missed in the dark the latest
alone is told, and says how late it is. Made in chunks, and no faster than the outbox sends: a hundred thousand readers
of one morning hold nothing up. A cut at any point leaves each digest told once: the outbox keeps one row of its kind a
day.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeAlias

import numpy as np

from bot.html import Html
from bot.outbox import Outbox, Post
from bot.people.directory import Directory, telegram_of
from bot.screens.digest import KEPT_SHOWN, Kept, copier_digest, kept_alone, lead_digest
from bot.screens.screen import Screen
from bot.translate import Catalogues, Words
from bot.wishes.mornings import ONE, instant_of, latest, next_after
from bot.wishes.preferences import DIGEST_AT, preferences_of
from bot.wishes.quiet import DIGEST_KIND
from bot.wishes.topics import DIGEST
from bot.wishes.zones import DEFAULT
from core.adapters.notes import Notes
from core.engine import Engine
from core.model.events import PersonJoined, Record
from core.model.people import OPERATOR, PersonId
from core.views import digest as views
from core.views.alert import AlertKind

CHUNK: Final = 100
"""Readers taken at once; between two chunks the loop and other writers have their turn."""
AT_ONCE: Final = 5
"""Days drawn, and records read, in one turn of the pen: a copier's portfolio takes up to 2 ms."""
WAITING_MOST: Final = 300
"""Digests that may wait in the outbox: some ten seconds' worth, so that their figures are fresh when they leave."""
STATED: Final = frozenset({str(AlertKind.SHARE_SETTLED), str(AlertKind.SHARE_RECEIVED)})
Told: TypeAlias = views.CopierDay | views.LedDay


@dataclass(frozen=True, slots=True)
class _Hour:
    """All who want their digest at one time of day of one zone."""

    zone: str
    minute: int


@dataclass(frozen=True, slots=True)
class _Reader:
    chat: int
    language: str | None
    kept: Kept


@dataclass(frozen=True, slots=True)
class _Chunk:
    """`readers` are told now, `all` are done with the day afterwards; `last` is where the next chunk goes on."""

    readers: tuple[_Reader, ...]
    all: tuple[int, ...]
    last: int


class Digests:
    """Look at them as often as you like: what is due is told once."""

    def __init__(
        self,
        engine: Engine,
        notes: Notes,
        outbox: Outbox,
        people: Directory,
        *,
        catalogues: Catalogues,
        clock: Callable[[], datetime],
    ) -> None:
        self._engine, self._notes, self._outbox, self._people = engine, notes, outbox, people
        self._catalogues, self._clock = catalogues, clock
        self._next: datetime | None = None
        self._beginning: dict[int, datetime] = {}
        self._days: dict[tuple[_Hour, date], _Days] = {}

    def learn(self, records: Sequence[Record]) -> None:
        """For `engine.listen`: whoever joins begins with the next time their hour comes."""
        joined = [(record.fact.handle, record.at) for record in records if isinstance(record.fact, PersonJoined)]
        self._beginning |= {chat: at for handle, at in joined if (chat := telegram_of(handle)) is not None}

    def begin_anew(self, chat: int) -> None:
        """Its person wants another hour: it holds from the next time it comes."""
        self._beginning[chat] = self._clock()
        self.moved()

    def moved(self) -> None:
        """Somebody lives in another zone now: look at all hours again."""
        self._next = None

    async def look(self) -> int:
        """Tell what is due now, as far as the outbox has room; how many were told."""
        now = self._clock()
        if self._beginning:
            begun, self._beginning = self._beginning, {}
            await self._notes.transact(lambda db: _begin(db, begun))
        if self._next is not None and now < self._next:
            return 0
        self._next = None
        hours = await self._notes.transact(_hours)
        told, whole = 0, True
        for hour in hours:
            many, done = await self._tell(hour, now)
            told, whole = told + many, whole and done
        told += await self._tell_the_rest(now)
        if whole:
            self._days.clear()
            self._next = min(next_after(now, hour.minute, hour.zone) for hour in hours)
        return told

    async def _tell(self, hour: _Hour, now: datetime) -> tuple[int, bool]:
        """The latest day of one hour to all who have not had it; how many, and whether these were all."""
        day = latest(now, hour.minute, hour.zone)
        start, end = (instant_of(each, hour.minute, hour.zone) for each in (day - ONE, day))
        days = self._days.setdefault((hour, day), _Days(self._engine, start, end))
        told, after = 0, 0
        while True:
            if await self._crowded(now):
                return told, False
            chunk = await self._notes.transact(lambda db, a=after: _take(db, hour, day, a))  # type: ignore[misc]
            posts = await self._drawn(chunk.readers, day, hour.zone, days)
            await self._outbox.post_all(posts)
            await self._notes.transact(lambda db, c=chunk: _done(db, c.all, day))  # type: ignore[misc]
            told, after = told + len(posts), chunk.last
            if len(chunk.all) < CHUNK:
                return told, True
            await asyncio.sleep(0)

    async def _crowded(self, now: datetime) -> bool:
        sql = "SELECT count(*) FROM outbox WHERE lane = ? AND state IN ('waiting', 'sending') AND due_at <= ?"
        return bool((await self._notes.run(sql, DIGEST, now.timestamp()))[0][0] >= WAITING_MOST)

    async def _drawn(self, readers: Sequence[_Reader], day: date, zone: str, days: "_Days") -> list[Post]:
        people = {reader.chat: self._people.number(reader.chat) for reader in readers}
        found = await days.of([number for number in people.values() if number is not None])
        posts = []
        for reader in readers:
            number = people[reader.chat]
            told = found.get(number) if number is not None else None
            if told is not None or reader.kept.many:
                posts.append(self._post(reader, told, str(day), zone=zone, due_at=days.end))
        return posts

    def _post(self, reader: _Reader, told: Told | None, which: str, *, zone: str, due_at: datetime) -> Post:
        words = self._catalogues.words(reader.language, zone=zone)
        number = self._people.number(reader.chat)
        return Post(
            fact=f"{reader.chat}:{which}",
            person=OPERATOR if number is None else number,
            kind=DIGEST_KIND,
            chat=reader.chat,
            lane=DIGEST,
            screen=_screen(words, told, reader.kept),
            silent=True,
            due_at=due_at,
        )

    async def _tell_the_rest(self, now: datetime) -> int:
        """What was kept for those who have turned their digest off since."""
        rows = await self._notes.transact(_left_over)
        for reader, zone, last in rows:
            await self._outbox.post(self._post(reader, None, f"kept:{last}", zone=zone, due_at=now))
            await self._notes.run("DELETE FROM kept WHERE chat = ? AND id <= ?", reader.chat, last)
        return len(rows)


def _screen(t: Words, told: Told | None, kept: Kept) -> Screen:
    match told:
        case views.CopierDay():
            return copier_digest(t, told, kept)
        case views.LedDay():
            return lead_digest(t, told, kept)
        case None:
            return kept_alone(t, kept)


class _Days:
    """One day of people and leads; what a lead's facts tell is read once for all their copiers."""

    def __init__(self, engine: Engine, start: datetime, end: datetime) -> None:
        self._engine, self.start, self.end = engine, start, end
        self._leads: dict[PersonId, views.LeadDay] = {}

    async def of(self, people: Sequence[PersonId]) -> Mapping[PersonId, Told]:
        """Of those who have anything to be told."""
        if not people:
            return {}
        numbers = np.array(people, np.int64)
        for lead in await self._engine.read(lambda desk: views.leads_of(desk, numbers)):
            if lead not in self._leads:
                self._leads[lead] = await self._read(lead)
        found: dict[PersonId, Told] = {}
        for at in range(0, len(people), AT_ONCE):
            few = people[at : at + AT_ONCE]
            days = await self._engine.read(
                lambda desk, few=few: [views.day_of(desk, who, self._leads, self.end) for who in few]  # type: ignore[misc]
            )
            found |= {who: day for who, day in zip(few, days, strict=True) if day is not None}
            await asyncio.sleep(0)
        return found

    async def _read(self, lead: PersonId) -> views.LeadDay:
        day = views.LeadDay(self.start, self.end)
        async for records in self._engine.back(lead, views.TOLD, at_once=AT_ONCE):
            day.count(records)
            if records[-1].at < self.start:
                break
            await asyncio.sleep(0)
        return day


# ── what stands in Notes ──────────────────────────────────────────────────────

_WANTED_AT: Final = f"CASE WHEN p.chat IS NULL THEN {DIGEST_AT:d} ELSE p.digest_at END"


def _hours(db: sqlite3.Connection) -> list[_Hour]:
    """All that anybody has; the usual one is among them, so that whoever comes later is looked at, too."""
    sql = f"SELECT DISTINCT c.timezone, {_WANTED_AT} FROM chat c LEFT JOIN preference p USING (chat)"  # noqa: S608
    found = {_Hour(zone, minute) for zone, minute in db.execute(sql) if minute is not None}
    return sorted(found | {_Hour(DEFAULT, DIGEST_AT)}, key=lambda hour: (hour.zone, hour.minute))


def _take(db: sqlite3.Connection, hour: _Hour, day: date, after: int) -> _Chunk:
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
    return _Chunk(tuple(readers), tuple(row[0] for row in rows), rows[-1][0] if rows else after)


def _begin(db: sqlite3.Connection, begun: Mapping[int, datetime]) -> None:
    """The hour that had come last counts as told, whatever was told of it; nobody is told a day twice."""
    for chat, at in begun.items():
        row = db.execute("SELECT timezone FROM chat WHERE chat = ?", (chat,)).fetchone()
        wishes = preferences_of(db, chat)
        minute = DIGEST_AT if wishes.digest_at is None else wishes.digest_at
        day = latest(at, minute, row[0] if row else DEFAULT).isoformat()
        sql = "INSERT INTO digest VALUES (?, ?) ON CONFLICT (chat) DO UPDATE SET told = max(told, excluded.told)"
        db.execute(sql, (chat, day))


def _gathered(db: sqlite3.Connection, chat: int, language: str | None, day: date) -> _Reader:
    """What was kept for one reader, set apart for this day's digest; what an earlier one told is let go first."""
    earlier = db.execute("SELECT DISTINCT day FROM kept WHERE chat = ? AND day < ?", (chat, day.isoformat())).fetchall()
    for (old,) in earlier:
        if _posted(db, chat, old):
            db.execute("DELETE FROM kept WHERE chat = ? AND day = ?", (chat, old))
    db.execute("UPDATE kept SET day = ? WHERE chat = ?", (day.isoformat(), chat))
    return _Reader(chat, language, _kept(db, chat))


def _kept(db: sqlite3.Connection, chat: int) -> Kept:
    rows = db.execute("SELECT line FROM kept WHERE chat = ? ORDER BY id DESC LIMIT ?", (chat, KEPT_SHOWN)).fetchall()
    kinds = dict(db.execute("SELECT kind, count(*) FROM kept WHERE chat = ? GROUP BY kind", (chat,)).fetchall())
    return Kept(tuple(Html(line) for (line,) in rows), sum(kinds.values()), stated=not STATED.isdisjoint(kinds))


def _posted(db: sqlite3.Connection, chat: int, day: str) -> bool:
    sql = "SELECT 1 FROM outbox WHERE fact = ? AND kind = ? LIMIT 1"
    return db.execute(sql, (f"{chat}:{day}", DIGEST_KIND)).fetchone() is not None


def _done(db: sqlite3.Connection, chats: Sequence[int], day: date) -> None:
    told = day.isoformat()
    db.executemany("INSERT OR REPLACE INTO digest VALUES (?, ?)", [(chat, told) for chat in chats])
    db.executemany("DELETE FROM kept WHERE chat = ? AND day = ?", [(chat, told) for chat in chats])


def _left_over(db: sqlite3.Connection) -> list[tuple[_Reader, str, int]]:
    """What was kept for whoever has no digest now, with their zone and the last of it."""
    sql = """
        SELECT k.chat, c.language, c.timezone, max(k.id) FROM kept k
        JOIN preference p USING (chat) JOIN chat c USING (chat)
        WHERE p.digest_at IS NULL AND c.blocked = 0 GROUP BY k.chat LIMIT ?
    """
    rows = db.execute(sql, (CHUNK,)).fetchall()
    return [(_Reader(chat, language, _kept(db, chat)), zone, last) for chat, language, zone, last in rows]
