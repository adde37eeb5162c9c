"""The day digest: one message a person and day of theirs, at their own hour, made from the book and the journal.

What is due is a pure question to `bot.wishes.mornings`; the scheduler only wakes. Of days missed in the dark the latest
alone is told, and says how late it is. Made in chunks, and no faster than the outbox sends: a hundred thousand readers
of one morning hold nothing up. A cut at any point leaves each digest told once: the outbox keeps one row of its kind a
day.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final

from bot.outbox import Outbox, Post
from bot.people.directory import Directory, telegram_of
from bot.screens.digest import Kept, copier_digest, kept_alone, lead_digest
from bot.screens.screen import Screen
from bot.telling import digest_rows as rows
from bot.telling.digest_days import Days, Told
from bot.translate import Catalogues, Words
from bot.wishes.mornings import ONE, instant_of, latest, next_after
from bot.wishes.quiet import DIGEST_KIND
from bot.wishes.topics import DIGEST
from core.adapters.notes import Notes
from core.engine import Engine
from core.model.events import PersonJoined, Record
from core.model.people import OPERATOR
from core.views import digest as views

WAITING_MOST: Final = 300
"""Digests that may wait in the outbox: some ten seconds' worth, so that their figures are fresh when they leave."""


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
        self._days: dict[tuple[rows.Hour, date], Days] = {}

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
            await self._notes.transact(lambda db: rows.begin(db, begun))
        if self._next is not None and now < self._next:
            return 0
        self._next = None
        hours = await self._notes.transact(rows.hours)
        told, whole = 0, True
        for hour in hours:
            many, done = await self._tell(hour, now)
            told, whole = told + many, whole and done
        told += await self._tell_the_rest(now)
        if whole:
            self._days.clear()
            self._next = min(next_after(now, hour.minute, hour.zone) for hour in hours)
        return told

    async def _tell(self, hour: rows.Hour, now: datetime) -> tuple[int, bool]:
        """The latest day of one hour to all who have not had it; how many, and whether these were all."""
        day = latest(now, hour.minute, hour.zone)
        start, end = (instant_of(each, hour.minute, hour.zone) for each in (day - ONE, day))
        days = self._days.setdefault((hour, day), Days(self._engine, start, end))
        told, after = 0, 0
        while True:
            if await self._crowded(now):
                return told, False
            chunk = await self._notes.transact(lambda db, a=after: rows.take(db, hour, day, a))  # type: ignore[misc]
            posts = await self._drawn(chunk.readers, day, hour.zone, days)
            await self._outbox.post_all(posts)
            await self._notes.transact(lambda db, c=chunk: rows.done(db, c.all, day))  # type: ignore[misc]
            told, after = told + len(posts), chunk.last
            if len(chunk.all) < rows.CHUNK:
                return told, True
            await asyncio.sleep(0)

    async def _crowded(self, now: datetime) -> bool:
        sql = "SELECT count(*) FROM outbox WHERE lane = ? AND state IN ('waiting', 'sending') AND due_at <= ?"
        return bool((await self._notes.run(sql, DIGEST, now.timestamp()))[0][0] >= WAITING_MOST)

    async def _drawn(self, readers: Sequence[rows.Reader], day: date, zone: str, days: Days) -> list[Post]:
        people = {reader.chat: self._people.number(reader.chat) for reader in readers}
        found = await days.of([number for number in people.values() if number is not None])
        posts = []
        for reader in readers:
            number = people[reader.chat]
            told = found.get(number) if number is not None else None
            if told is not None or reader.kept.many:
                posts.append(self._post(reader, told, str(day), zone=zone, due_at=days.end))
        return posts

    def _post(self, reader: rows.Reader, told: Told | None, which: str, *, zone: str, due_at: datetime) -> Post:
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
        left = await self._notes.transact(rows.left_over)
        for reader, zone, last in left:
            await self._outbox.post(self._post(reader, None, f"kept:{last}", zone=zone, due_at=now))
            await self._notes.run("DELETE FROM kept WHERE chat = ? AND id <= ?", reader.chat, last)
        return len(left)


def _screen(t: Words, told: Told | None, kept: Kept) -> Screen:
    match told:
        case views.CopierDay():
            return copier_digest(t, told, kept)
        case views.LedDay():
            return lead_digest(t, told, kept)
        case None:
            return kept_alone(t, kept)
