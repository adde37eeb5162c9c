"""The pen: the only way into the book. Decide, fold, journal; one hop, one commit for whatever waits at that moment.

The book is ahead of the disk only while the pen's lock is held, and whoever shows the book takes that lock: nobody can
see a fact, act on it or tell it before it is durable (decision 0002). While one commit is written the next is decided,
unless somebody waits to read. When a commit fails, the pen is broken for good: the process stops acting, and a new
start reads the journal.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias, TypeVar

from core.decide import decide
from core.decide.desk import (
    Desk,
    Input,
    PlanChunk,
    StartDesk,
    Step,
    SweepLots,
    SweepStops,
    SweepTrigger,
)
from core.decide.duties import cycle_due, next_step
from core.failpoints import failpoint
from core.fold import fold
from core.fold.book import Book, FanOut
from core.model.chunks import FIRST, chunk_of, first_row
from core.model.events import Fact, Record
from core.model.limits import Limits
from core.model.market import Quote, Symbol
from core.model.people import Origin
from core.ports import Clock, Journal
from core.sweeps import Sweeps

T = TypeVar("T")
Listener: TypeAlias = Callable[[Sequence[Record]], None]
Finding: TypeAlias = Callable[[Desk], Iterable[Input]]
"""What finds out inputs at the moment they are decided."""
DESK_ITSELF = Origin("")
WAITING_MOST = 256
"""Inputs that share one commit at most."""
ROWS_MOST, HOPS_MOST = FIRST, 4
"""Copyings after which a hop begins no further chunk, and hops that share a commit: they bound hop and commit."""
FEW_ROWS = FIRST // 64
"""What a fan-out costs at least, counted in rows: many small ones share a commit, but not without end."""

FEW_INPUTS, FEW_OF_A_DESK = 4, 8 * FEW_ROWS
"""What is decided on the loop itself, in some 2 ms at most: so many inputs, to a desk of so many copyings in all."""


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
    asked: Input | Finding | None
    origin: Origin
    rows: int = 1
    result: asyncio.Future[tuple[Record, ...]] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    error: Exception | None = None
    records: list[Record] = field(default_factory=list)


@dataclass(slots=True)
class _Decided:
    """What the next commit will hold, and who asked for it; `durable` where its hop has written it already."""

    askers: list[_Waiting] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    hops: int = 0
    durable: bool = False


class Pen:
    """Writes one book into one journal."""

    def __init__(
        self,
        book: Book,
        journal: Journal,
        clock: Clock,
        limits: Limits,
        *,
        run: Runner = in_line,
        disk: Runner | None = None,
    ) -> None:
        """`run` is where the book is changed, `disk` where the journal is used: one hop at a time each.

        A hop of the book that nothing follows writes into the journal itself, while the disk's has nothing to do.
        """
        self.book, self.limits = book, limits
        self.market: Mapping[Symbol, Quote] = {}
        self._swept: Mapping[Symbol, Quote] = self.market
        self._sweeping = Sweeps()
        self.journal, self._clock, self._run, self._disk = journal, clock, run, disk or run
        self._lock = asyncio.Lock()
        self._readers = 0
        self._hops = 0
        self._waiting: list[_Waiting] = []
        self._open: list[_Waiting] = []
        self._drain: asyncio.Task[None] | None = None
        self._woken: asyncio.Future[None] | None = None
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
        self._queue(waiting)
        return await asyncio.shield(waiting.result)

    def post(self, asked: Input) -> None:
        """The same for a step whose records nobody waits for. Nothing once the journal has refused."""
        if self._broken is None:
            self._queue(_Waiting(asked, DESK_ITSELF))

    def post_found(self, finding: Finding, *, rows: int) -> None:
        """The same for steps that `finding` comes to in the hop that decides them, at the cost of so many `rows`."""
        if self._broken is None:
            self._queue(_Waiting(finding, DESK_ITSELF, rows))

    async def rest(self) -> None:
        """Returns when nothing waits to be written."""
        if self._drain is not None:
            await asyncio.wait([self._drain])

    def _queue(self, waiting: _Waiting) -> None:
        self._waiting.append(waiting)
        self._wake()
        if self._drain is None:
            self._drain = asyncio.create_task(self._write_all(), name="pen")

    async def read(self, view: Callable[[Desk], T]) -> T:
        """What `view` makes of the book, all of which is durable. `view` keeps no reference into it.

        Raises DeskStopped once a commit has failed: the book may then hold what the disk does not.
        """
        async with self._reading():
            self._whole()
            return view(self._desk())

    async def glance(self, view: Callable[[Desk], T]) -> T:
        """What `view` makes of the book as it is decided, perhaps ahead of the disk: for finding out what to do next,
        never for what is shown or told. It holds up nothing that is being written.
        """
        self._whole()
        if self._at_hand:
            return view(self._desk())
        return await self._hop(lambda: view(self._desk()))

    @property
    def _at_hand(self) -> bool:
        """Whether nothing changes the book while the loop is here."""
        return self._hops == 0

    async def consult(self, question: Callable[[Journal], T]) -> T:
        """What `question` finds in the journal, in the disk's own thread and between two commits: keep it short."""
        async with self._reading():
            return await self._disk(lambda: question(self.journal))

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[None]:
        """The book and the disk are one inside."""
        self._readers += 1
        try:
            async with self._lock:
                yield
        finally:
            self._readers -= 1

    def _whole(self) -> None:
        if self._broken:
            raise DeskStopped(str(self._broken)) from self._broken

    def _desk(self) -> Desk:
        now = self._clock.now()
        at = self.book.at
        return Desk(self.book, self.market, self.limits, max(now, at) if at else now)

    async def _write_all(self) -> None:
        more = False
        try:
            while self._waiting or more:
                async with self._lock:
                    more = await self._write_on()
        except Exception as error:  # noqa: BLE001  # whatever it was, the book in memory can no longer be trusted
            self._break(error)
        finally:
            self._drain = None

    async def _write_on(self) -> bool:
        """Decides on while the disk is busy, and gives it all that is decided as soon as it is free.

        Until nothing is left, or somebody wants to read: then no more is decided. Whether work is left. When it
        returns, the book is as the disk is.
        """
        decided, more = _Decided(), False
        writing: asyncio.Task[None] | None = None
        try:
            while True:
                if (self._waiting or more) and decided.hops < HOPS_MOST and not self._readers:
                    more = await self._decide_on(decided, disk_free=writing is None)
                elif writing is not None:
                    await self._until_woken(writing)
                if writing is not None and writing.done():
                    await writing
                    writing = None
                if decided.durable:
                    self._written(decided)
                    decided = _Decided()
                if writing is None:
                    if decided.hops:
                        writing = asyncio.create_task(self._write_down(decided), name="commit")
                        writing.add_done_callback(self._wake)
                        decided = _Decided()
                    elif self._readers or not (self._waiting or more):
                        return more
        finally:
            if writing is not None:
                await writing

    async def _until_woken(self, writing: asyncio.Task[None]) -> None:
        """Until it is written, or something new waits."""
        if not writing.done():
            self._woken = asyncio.get_running_loop().create_future()
            await self._woken

    def _wake(self, _written: object = None) -> None:
        if self._woken is not None and not self._woken.done():
            self._woken.set_result(None)

    async def _decide_on(self, decided: _Decided, *, disk_free: bool) -> bool:
        """One hop more; whether work is left.

        On the loop where that is sooner done than handed over, and the book's thread is not at the book.
        """
        batch = self._next_batch()
        self._open += batch
        decided.askers += batch
        decided.hops += 1
        if self._at_hand and len(batch) <= FEW_INPUTS and _is_small(self.book):
            records, more = self._decide(batch)
            decided.records += records
            return more
        return await self._hop(lambda: self._decide_and_write(decided, batch, disk_free=disk_free))

    def _decide_and_write(self, decided: _Decided, batch: Sequence[_Waiting], *, disk_free: bool) -> bool:
        """In the book's thread. What nothing follows is written at once: two threads' turns less to wait for."""
        records, more = self._decide(batch)
        decided.records += records
        if disk_free and not more and not self._waiting:
            if records:
                self._append(records)
            decided.durable = True
        return more

    def _next_batch(self) -> list[_Waiting]:
        """What has waited longest, and is decided in one hop."""
        rows = taken = 0
        for waiting in self._waiting[:WAITING_MOST]:
            if rows >= ROWS_MOST:
                break
            rows += waiting.rows
            taken += 1
        batch, self._waiting = self._waiting[:taken], self._waiting[taken:]
        return batch

    async def _hop(self, work: Callable[[], T]) -> T:
        """In the book's thread."""
        self._hops += 1
        try:
            return await self._run(work)
        finally:
            self._hops -= 1

    async def _write_down(self, decided: _Decided) -> None:
        """In the disk's thread."""
        if decided.records:
            await self._disk(lambda: self._append(decided.records))
        self._written(decided)

    def _written(self, decided: _Decided) -> None:
        """Answers whoever asked, then tells everybody."""
        for waiting in decided.askers:
            _answer(waiting)
        self._open = [waiting for waiting in self._open if not waiting.result.done()]
        self._tell(decided.records)

    def _append(self, records: Sequence[Record]) -> None:
        failpoint("before append")
        self.journal.append(records)
        failpoint("after append")

    def _decide(self, batch: Sequence[_Waiting]) -> tuple[list[Record], bool]:
        """One hop, one instant, one look at the prices. The records, and whether work is left for another commit."""
        desk, records = self._desk(), list[Record]()
        for waiting in batch:
            for asked in _inputs(desk, waiting.asked):
                records += self._cycles(desk, asked)
                self._take(desk, waiting, asked)
                records += waiting.records
        more = self._work(desk, records)
        return records, more

    def _cycles(self, desk: Desk, asked: Input) -> list[Record]:
        """The cycles an input comes after are closed first: a close at that instant is the new cycle's (R-17.3)."""
        records: list[Record] = []
        while not isinstance(asked, StartDesk) and (step := cycle_due(self.book, desk.limits.clock, desk.now)):
            records += self._step(desk, step)
        return records

    def _step(self, desk: Desk, step: Step) -> list[Record]:
        """A step of the desk's own."""
        return [self._fold(desk, fact, DESK_ITSELF) for fact in decide(desk, step, DESK_ITSELF)]

    def _take(self, desk: Desk, waiting: _Waiting, asked: Input) -> None:
        if waiting.origin and waiting.origin in self.book.origins:
            return
        try:
            facts = decide(desk, asked, waiting.origin)
        except Exception as error:  # decide is pure: one bad command concerns its asker alone
            if waiting.origin == DESK_ITSELF:
                raise  # a step of the desk's own would be tried for ever: better to stop, and say so
            waiting.error = error
            return
        waiting.records = [self._fold(desk, fact, waiting.origin) for fact in facts]

    def _work(self, desk: Desk, records: list[Record]) -> bool:
        """Does what is due until the rows of this hop are used up."""
        rows = ROWS_MOST
        for sweep in self._sweeps(desk, records):
            records += self._step(desk, sweep)
        while (step := next_step(self.book, desk.limits.clock, desk.now)) is not None:
            if isinstance(step, PlanChunk):
                if rows <= 0:
                    return True
                rows -= _rows(step.fan_out)
            done = self._step(desk, step)
            for sweep in list(self._sweeping.after(desk, done)):  # lots that are let go may take a gain along
                done += self._step(desk, sweep)
            records += done
        return False

    def _sweeps(self, desk: Desk, records: Sequence[Record]) -> Sequence[SweepStops | SweepLots | SweepTrigger]:
        if self._swept is not desk.market:
            self._swept = desk.market
            return list(self._sweeping.after_prices(desk))
        return list(self._sweeping.after(desk, records))

    @property
    def unswept(self) -> bool:
        """Whether prices have changed since the total stop-losses were last looked at."""
        return self._swept is not self.market

    def _fold(self, desk: Desk, fact: Fact, origin: Origin) -> Record:
        record = Record(self.book.seq + 1, desk.now, origin, fact)
        failpoint("before fold")
        fold(self.book, record)
        failpoint("after fold")
        self._sweeping.forget(record.fact)
        return record

    def _tell(self, records: Sequence[Record]) -> None:
        if records:
            for listener in self._listeners:
                listener(records)

    def _break(self, error: Exception) -> None:
        self._broken = error
        for waiting in [*self._open, *self._waiting]:
            if not waiting.result.done():
                waiting.result.set_exception(DeskStopped(str(error)))
        self._open, self._waiting = [], []


def _inputs(desk: Desk, asked: Input | Finding | None) -> Iterable[Input]:
    if asked is None:
        return ()
    return asked(desk) if callable(asked) else (asked,)


def _is_small(book: Book) -> bool:
    """Whether nothing that may be due takes longer than a hop to a thread."""
    if len(book.leads) * FEW_ROWS > FEW_OF_A_DESK:
        return False
    return sum(max(lead.copyings.size, FEW_ROWS) for lead in book.leads.values()) <= FEW_OF_A_DESK


def _rows(fan_out: FanOut) -> int:
    """What its next chunk costs, in rows."""
    end = min(first_row(chunk_of(fan_out.next_row) + 1), fan_out.size)
    return max(len(fan_out.only) or end - fan_out.next_row, FEW_ROWS)


def _answer(waiting: _Waiting) -> None:
    if waiting.result.done():
        return
    if waiting.error is not None:
        waiting.result.set_exception(waiting.error)
    else:
        waiting.result.set_result(tuple(waiting.records))
