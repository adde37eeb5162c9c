"""The engine: takes commands and the venue's news, lets the pen write, keeps the executor busy, and wakes at due times.

Start is snapshot, rest of the journal, then work: the ordinary path, and there is no other.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol, TypeVar

from core.decide.desk import AskVenue, Desk, StartDesk
from core.decide.duties import next_due, next_step
from core.executor import Executor, asks_due
from core.failpoints import failpoint
from core.fold import fold
from core.fold.book import Book
from core.model.commands import Command
from core.model.events import Denied, Record
from core.model.limits import Limits
from core.model.people import Origin, PersonId
from core.model.reasons import Denial
from core.pen import DeskStopped, Listener, Pen, Runner, in_line
from core.ports import Clock, Journal, JournalRefused, QuotesSeen, Snapshot, Venue, VenueEvent

T = TypeVar("T")
SNAPSHOT_EVERY = 10_000
"""Facts between two snapshots; a start reads at most so many and those since."""
SHORTEST_WAIT = timedelta(milliseconds=20)
"""What is due but must wait for an answer is looked at again after this long."""


Heard = Callable[[Exception], None]


def unheard(_problem: Exception) -> None:
    """Where nobody is there to hear of it: in stories."""


class BookCodec(Protocol):
    """Book to bytes and back, chosen by the composition root."""

    def pack(self, book: Book) -> bytes: ...

    def unpack(self, body: bytes) -> Book: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a command. `repeated`: its origin took effect before, at `at`, and nothing more was done now."""

    denial: Denial | None
    about: str
    at: datetime
    records: tuple[Record, ...] = ()
    repeated: bool = False

    @property
    def accepted(self) -> bool:
        return self.denial is None


class Engine:
    """One desk. Build it with `Engine.open`, which recovers; then `start`, `submit`, `read`, and `stop`."""

    def __init__(
        self, pen: Pen, venue: Venue, clock: Clock, *, run: Runner, disk: Runner, codec: BookCodec | None
    ) -> None:
        self.pen, self.clock, self.venue = pen, clock, venue
        self._disk, self._codec = disk, codec
        self.executor = Executor(pen, venue, clock, run)
        self._kicked, self._changed = asyncio.Event(), asyncio.Event()
        self._loops: list[asyncio.Task[None]] = []
        self._saved = pen.book.seq
        self._fail: Heard = unheard
        self._warn: Heard = unheard
        pen.market = dict(venue.quotes())
        pen.act(self.executor.flights)
        pen.listen(self._follow)
        venue.listen(self._hear)

    @classmethod
    async def open(
        cls,
        *,
        journal: Journal,
        venue: Venue,
        clock: Clock,
        limits: Limits,
        run: Runner = in_line,
        disk: Runner | None = None,
        codec: BookCodec | None = None,
    ) -> "Engine":
        """A recovered engine: what was on its way when the last process ended is unanswered, and due to be asked."""
        disk = disk or run
        book = await disk(lambda: recovered(journal, codec))
        engine = cls(
            Pen(book, journal, clock, limits, run=run, disk=disk), venue, clock, run=run, disk=disk, codec=codec
        )
        await engine.pen.write(StartDesk())
        return engine

    # ── asking the engine ─────────────────────────────────────────────────────

    async def submit(self, command: Command, origin: Origin) -> Outcome:
        """Decides one command; its facts are durable when this returns. The same origin takes effect once.

        Raises DeskStopped when the journal takes no more facts.
        """
        records = await self.pen.write(command, origin)
        if not records and origin:
            return await self.pen.read(lambda desk: _earlier(desk, origin))
        denied = next((record.fact for record in records if isinstance(record.fact, Denied)), None)
        at = records[0].at if records else self.clock.now()
        return Outcome(denied.code if denied else None, denied.about if denied else "", at, records)

    async def read(self, view: Callable[[Desk], T]) -> T:
        """What a view makes of the durable book, the latest prices, the limits and the instant."""
        return await self.pen.read(view)

    async def past(
        self, subject: PersonId, kinds: Sequence[str], *, before: int | None = None, most: int = 10
    ) -> list[Record]:
        """The newest records on one lead or person, as `Journal.about` gives them, read in the pen's turn."""
        return await self.pen.consult(lambda journal: journal.about(subject, kinds, before=before, most=most))

    async def back(
        self, subject: PersonId, kinds: Sequence[str], *, before: int | None = None, at_once: int = 8
    ) -> AsyncIterator[list[Record]]:
        """The same back to the oldest, a few at a time: each may be a blob of thousands of copiers, and others wait."""
        while found := await self.past(subject, kinds, before=before, most=at_once):
            yield found
            if len(found) < at_once:
                return
            before = found[-1].seq

    async def onward(
        self, subjects: Collection[PersonId | None], kinds: Sequence[str], *, after: int = 0, most: int = 10
    ) -> list[Record]:
        """The oldest records above `after` on these leads, people or the desk, as `Journal.onward` gives them."""
        return await self.pen.consult(lambda journal: journal.onward(subjects, kinds, after=after, most=most))

    async def since(self, after: int, most: int) -> list[Record]:
        """At most so many records above `after`, oldest first."""
        return await self.pen.consult(lambda journal: list(islice(journal.read(after), most)))

    async def ask_venue(self) -> int:
        """Has the venue asked about all that rests there, and about what is unanswered and due; how many rested."""
        records = await self.pen.write(AskVenue())
        self._kicked.set()
        return len(records)

    def listen(self, listener: Listener) -> None:
        """Calls `listener` with the records of each commit once they are durable."""
        self.pen.listen(listener)

    # ── life ──────────────────────────────────────────────────────────────────

    async def start(self, *, fail: Heard = unheard, warn: Heard = unheard) -> None:
        """Works by itself from now on: steps, answers, due times, prices that nobody told it.

        `fail` hears of what ended one of these, for a desk that does the others alone must not go on; `warn` of a
        snapshot that could not be written, by which no fact is lost.
        """
        self._fail, self._warn = fail, warn
        works = {"work": self._work(), "wake": self._wake(), "look": self._look()}
        self._loops = [asyncio.create_task(work, name=name) for name, work in works.items()]
        for loop in self._loops:
            loop.add_done_callback(self._ended)
        self._kicked.set()

    async def settle(self) -> None:
        """Returns when nothing is left to be done at this instant. For stories and tests, which have no `start`."""
        while True:
            await self._pump()
            if self.executor.tasks:
                await asyncio.wait(self.executor.tasks, return_when=asyncio.FIRST_COMPLETED)
            elif self.pen.busy:
                await self.pen.rest()
            elif not await self._due_now():
                return

    async def stop(self) -> None:
        """No more work; calls in flight get their end or stay unanswered in the book; then a snapshot."""
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        if self.executor.tasks:
            await asyncio.wait(self.executor.tasks, timeout=5)
        for task in list(self.executor.tasks):
            task.cancel()
        await self.pen.rest()
        with suppress(DeskStopped):  # a book that may not be durable leaves no snapshot
            await self._save_or_warn()

    async def save(self) -> None:
        """Writes a snapshot of the book as it is."""
        codec = self._codec
        if codec is None or self.pen.book.seq == self._saved:
            return
        seq, body = await self.pen.read(lambda desk: (desk.book.seq, codec.pack(desk.book)))
        failpoint("before snapshot")
        await self._disk(lambda: self.pen.journal.save(Snapshot(seq, body)))
        failpoint("after snapshot")
        self._saved = seq

    def next_due(self) -> datetime | None:
        """The earliest instant at which something falls due by time alone."""
        return next_due(self.pen.book, self.pen.limits.clock)

    # ── inside ────────────────────────────────────────────────────────────────

    @property
    def _unsaved(self) -> int:
        return self.pen.book.seq - self._saved

    def _hear(self, event: VenueEvent) -> None:
        if isinstance(event, QuotesSeen):
            self.pen.market = {**self.pen.market, **{quote.symbol: quote for quote in event.quotes}}
        else:
            self.executor.moved(event)
        self._kicked.set()

    def _follow(self, records: Sequence[Record]) -> None:
        """What is due has been done by the pen: the clock is all that may bring more."""
        self.executor.follow(records)
        self._changed.set()
        if self._unsaved >= SNAPSHOT_EVERY:
            self._kicked.set()

    async def _pump(self) -> None:
        if self.pen.unswept or await self._due_now():
            await self.pen.write(None)
            await self.executor.ask()

    async def _due_now(self) -> bool:
        return await self.pen.glance(
            lambda desk: next_step(desk.book, desk.limits.clock, desk.now) is not None or asks_due(desk)
        )

    async def _work(self) -> None:
        while True:
            await self._kicked.wait()
            self._kicked.clear()
            try:
                await self._pump()
            except DeskStopped:
                return
            if self._unsaved >= SNAPSHOT_EVERY:
                await self._save_or_warn()

    async def _save_or_warn(self) -> None:
        """The next try comes as many facts later: it packs the whole book, and the disk wants room first."""
        try:
            await self.save()
        except JournalRefused as refused:
            self._saved = self.pen.book.seq
            self._warn(refused)

    async def _tidy_or_warn(self) -> None:
        try:
            await self.pen.consult(lambda journal: journal.tidy())
        except JournalRefused as refused:
            self._warn(refused)

    def _ended(self, loop: asyncio.Task[None]) -> None:
        if not loop.cancelled() and isinstance(problem := loop.exception(), Exception):
            self._fail(problem)

    async def _wake(self) -> None:
        """Kicks when the earliest due time has come; looks anew whenever the book has changed."""
        nap, until = asyncio.create_task(self._nap(None)), None
        try:
            while True:
                self._changed.clear()
                due = await self.pen.glance(lambda desk: next_due(desk.book, desk.limits.clock))
                if due != until or nap.done():
                    nap.cancel()
                    nap, until = asyncio.create_task(self._nap(due)), due
                await self._changed.wait()
        finally:
            nap.cancel()

    async def _look(self) -> None:
        """Reads the venue's prices every so often: no stop hangs on a price that was pushed and got lost (R-13.4).

        And lets the journal do what it has put off, where nothing has happened since the last look.
        """
        every = timedelta(milliseconds=self.pen.limits.copying.total_stop_loss.check_every_ms)
        before = 0
        while True:
            await self.clock.sleep_until(self.clock.now() + max(every, SHORTEST_WAIT))
            quotes = self.venue.quotes()
            if any(self.pen.market.get(symbol) != quote for symbol, quote in quotes.items()):
                self._hear(QuotesSeen(tuple(quotes.values())))
            if self.pen.book.seq == before and not self.pen.busy:
                await self._tidy_or_warn()
            before = self.pen.book.seq

    async def _nap(self, due: datetime | None) -> None:
        """Kicks at `due`; what is overdue and waits for an answer is looked at again a little later."""
        if due is None:
            return
        await self.clock.sleep_until(max(due, self.clock.now() + SHORTEST_WAIT))
        self._kicked.set()
        self._changed.set()


def recovered(journal: Journal, codec: BookCodec | None) -> Book:
    """Snapshot, then the rest of the journal."""
    saved = journal.snapshot() if codec else None
    book = codec.unpack(saved.body) if saved and codec else Book()
    for record in journal.read(after=book.seq):
        fold(book, record)
    return book


def _earlier(desk: Desk, origin: Origin) -> Outcome:
    done = desk.book.origins.get(origin)
    if done is None:
        return Outcome(None, "", desk.now)
    return Outcome(done.denial, done.about, done.at, repeated=True)
