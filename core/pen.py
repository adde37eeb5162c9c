"""The pen: the only way into the book. Decide, fold, journal; one hop, one commit for whatever waits at that moment.

The book is ahead of the disk only while the pen's lock is held, and everything that looks at the book takes that lock:
nobody can see a fact, act on it or tell it before it is durable (decision 0002). When a commit fails, the pen is broken
for good: the process stops acting, and a new start reads the journal.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias, TypeVar

from core.decide import decide
from core.decide.desk import Desk, Input, PlanChunk, StartDesk, SweepLots, SweepStops, SweepTrigger
from core.decide.duties import cycle_due, next_step
from core.decide.triggers import watched
from core.failpoints import failpoint
from core.fold import fold
from core.fold.book import Book, FanOut
from core.model.events import CHUNK, CopyingChanged, EntriesAnswered, ExitsAnswered, Record
from core.model.limits import Limits
from core.model.market import Quote, Symbol
from core.model.people import Origin
from core.ports import Clock, Journal

T = TypeVar("T")
Listener: TypeAlias = Callable[[Sequence[Record]], None]
DESK_ITSELF = Origin("")
WAITING_MOST = 256
"""Inputs that share one commit at most."""
FIRST_ROWS, ROWS_MOST = CHUNK, 4 * CHUNK
"""Copyings planned in a commit that somebody waits for, and in one that only goes on: they bound hop and blob."""
FEW_ROWS = CHUNK // 64
"""What a fan-out costs at least, counted in rows: many small ones share a commit, but not without end."""


class Runner(Protocol):
    """Where blocking work runs: in line for a story, in one worker thread for a desk."""

    def __call__(self, work: Callable[[], T]) -> Awaitable[T]: ...


async def in_line(work: Callable[[], T]) -> T:
    """Runs the work here and now."""
    return work()


class DeskStopped(RuntimeError):
    """The journal took no more facts; nothing was decided since. The message is the journal's."""


@dataclass(slots=True)
class _Waiting:
    asked: Input | None
    origin: Origin
    result: asyncio.Future[tuple[Record, ...]] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    error: Exception | None = None
    records: list[Record] = field(default_factory=list)


class Pen:
    """Writes one book into one journal."""

    def __init__(self, book: Book, journal: Journal, clock: Clock, limits: Limits, run: Runner = in_line) -> None:
        self.book, self.limits = book, limits
        self.market: Mapping[Symbol, Quote] = {}
        self._swept: Mapping[Symbol, Quote] = self.market
        self.journal, self._clock, self._run = journal, clock, run
        self._lock = asyncio.Lock()
        self._waiting: list[_Waiting] = []
        self._drain: asyncio.Task[None] | None = None
        self._listeners: list[Listener] = []
        self._broken: Exception | None = None

    def listen(self, listener: Listener) -> None:
        """Calls `listener` on the event loop with the records of each commit, in order, once they are durable."""
        self._listeners.append(listener)

    @property
    def busy(self) -> bool:
        return self._drain is not None

    async def write(self, asked: Input | None, origin: Origin = DESK_ITSELF) -> tuple[Record, ...]:
        """The durable records that follow; none for an origin that took effect before, or for a mere nudge (None).

        Raises DeskStopped once the journal has refused. A cancelled caller does not undo the write.
        """
        self._whole()
        waiting = _Waiting(asked, origin)
        self._waiting.append(waiting)
        if self._drain is None:
            self._drain = asyncio.create_task(self._write_all(), name="pen")
        return await asyncio.shield(waiting.result)

    async def read(self, view: Callable[[Desk], T]) -> T:
        """What `view` makes of the book, all of which is durable. `view` keeps no reference into it.

        Raises DeskStopped once a commit has failed: the book may then hold what the disk does not.
        """
        async with self._lock:
            self._whole()
            return view(self._desk())

    async def consult(self, question: Callable[[Journal], T]) -> T:
        """What `question` finds in the journal, in the pen's own thread and between two commits: keep it short."""
        async with self._lock:
            return await self._run(lambda: question(self.journal))

    def _whole(self) -> None:
        if self._broken:
            raise DeskStopped(str(self._broken)) from self._broken

    def _desk(self) -> Desk:
        now = self._clock.now()
        at = self.book.at
        return Desk(self.book, self.market, self.limits, max(now, at) if at else now)

    async def _write_all(self) -> None:
        more, batch = False, list[_Waiting]()
        try:
            while self._waiting or more:
                batch, self._waiting = self._waiting[:WAITING_MOST], self._waiting[WAITING_MOST:]
                async with self._lock:
                    records, more = await self._run(lambda batch=batch: self._commit(batch))  # type: ignore[misc]
                for waiting in batch:
                    _answer(waiting)
                self._tell(records)
        except Exception as error:  # noqa: BLE001  # whatever it was, the book in memory can no longer be trusted
            self._break(error, batch)
        finally:
            self._drain = None

    def _commit(self, batch: Sequence[_Waiting]) -> tuple[list[Record], bool]:
        """Runs in the pen's thread. Returns the records, and whether work is left for another commit."""
        records: list[Record] = []
        for waiting in batch:
            if waiting.asked is not None:
                records += self._cycles(waiting.asked)
                self._take(waiting)
                records += waiting.records
        more = self._work(records, FIRST_ROWS if records else ROWS_MOST)
        if records:
            failpoint("before append")
            self.journal.append(records)
            failpoint("after append")
        return records, more

    def _cycles(self, asked: Input) -> list[Record]:
        """The Mondays an input comes after are closed first: a close at that instant is the new cycle's (R-17.3)."""
        records: list[Record] = []
        while not isinstance(asked, StartDesk) and (step := cycle_due(self.book, self._desk().now)):
            records += [self._fold(fact, DESK_ITSELF) for fact in decide(self._desk(), step, DESK_ITSELF)]
        return records

    def _take(self, waiting: _Waiting) -> None:
        if waiting.origin and waiting.origin in self.book.origins:
            return
        assert waiting.asked is not None
        try:
            facts = decide(self._desk(), waiting.asked, waiting.origin)
        except Exception as error:  # decide is pure: one bad command concerns its asker alone
            if waiting.origin == DESK_ITSELF:
                raise  # a step of the desk's own would be tried for ever: better to stop, and say so
            waiting.error = error
            return
        waiting.records = [self._fold(fact, waiting.origin) for fact in facts]

    def _work(self, records: list[Record], rows: int) -> bool:
        """Does what is due until the rows of this commit are used up."""
        for sweep in self._sweeps(records):
            records += [self._fold(fact, DESK_ITSELF) for fact in decide(self._desk(), sweep, DESK_ITSELF)]
        while (step := next_step(self.book, self._desk().now)) is not None:
            if isinstance(step, PlanChunk):
                if rows <= 0:
                    return True
                rows -= _rows(step.fan_out)
            records += [self._fold(fact, DESK_ITSELF) for fact in decide(self._desk(), step, DESK_ITSELF)]
        return False

    def _sweeps(self, records: Sequence[Record]) -> Sequence[SweepStops | SweepLots | SweepTrigger]:
        """Total stop-losses come before anything else: after new prices of everybody, after fills of their chunk."""
        if self.unswept:
            self._swept = self.market
            return [SweepStops(), SweepLots(), *watched(self.book)]
        facts = [record.fact for record in records]
        filled = [fact for fact in facts if isinstance(fact, EntriesAnswered | ExitsAnswered)]
        changed = [fact for fact in facts if isinstance(fact, CopyingChanged)]
        return [
            *(SweepStops(fact.lead, fact.chunk) for fact in filled),
            *(SweepStops(fact.lead, fact.row // CHUNK) for fact in changed),
        ]

    @property
    def unswept(self) -> bool:
        """Whether prices have changed since the total stop-losses were last looked at."""
        return self._swept is not self.market

    def _fold(self, fact: object, origin: Origin) -> Record:
        record = Record(self.book.seq + 1, self._desk().now, origin, fact)  # type: ignore[arg-type]
        failpoint("before fold")
        fold(self.book, record)
        failpoint("after fold")
        return record

    def _tell(self, records: Sequence[Record]) -> None:
        if records:
            for listener in self._listeners:
                listener(records)

    def _break(self, error: Exception, batch: Sequence[_Waiting]) -> None:
        self._broken = error
        for waiting in [*batch, *self._waiting]:
            if not waiting.result.done():
                waiting.result.set_exception(DeskStopped(str(error)))
        self._waiting = []


def _rows(fan_out: FanOut) -> int:
    """What its next chunk costs, in rows."""
    left = 1 if fan_out.only >= 0 else fan_out.size - fan_out.next_chunk * CHUNK
    return min(max(left, FEW_ROWS), CHUNK)


def _answer(waiting: _Waiting) -> None:
    if waiting.result.done():
        return
    if waiting.error is not None:
        waiting.result.set_exception(waiting.error)
    else:
        waiting.result.set_result(tuple(waiting.records))
