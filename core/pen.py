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

from core.decide.desk import Desk, Input
from core.failpoints import failpoint
from core.fold.book import Book
from core.hop import DESK_ITSELF, ROWS_MOST, Asked, Hops
from core.model.events import Record
from core.model.limits import Limits
from core.model.market import Quote, Symbol
from core.model.people import Origin
from core.ports import Clock, Journal

T = TypeVar("T")
Listener: TypeAlias = Callable[[Sequence[Record]], None]
Act: TypeAlias = Callable[[Sequence[Record]], Iterable[Asked]]
"""What is to be done at the venue for durable facts, each as what finds out the venue's answers."""
WAITING_MOST = 256
"""Inputs that share one commit at most."""
HOPS_MOST = 4
"""Hops that share a commit."""


class Runner(Protocol):
    """Where blocking work runs: in line for a story, in one worker thread for a desk."""

    def __call__(self, work: Callable[[], T]) -> Awaitable[T]: ...


async def in_line(work: Callable[[], T]) -> T:
    """Runs the work here and now."""
    return work()


class DeskStopped(RuntimeError):
    """The journal took no more facts; nothing was decided since. The message is the journal's."""


@dataclass(slots=True)
class _Decided:
    """What the next commit will hold, and who asked for it; `durable` where its hop has written it already."""

    askers: list[Asked] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    hops: int = 0
    durable: bool = False
    acts: list[Asked] = field(default_factory=list)
    """What is to be done for records that were written by their hop, and has not been done by it."""
    failed: Exception | None = None
    """Why a hop that had written could not go on."""


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
        self.journal = journal
        self._hops, self._run, self._disk = Hops(book, clock, limits), run, disk or run
        self._lock = asyncio.Lock()
        self._readers = self._hopping = 0
        self._waiting: list[Asked] = []
        self._open: list[Asked] = []
        self._drain: asyncio.Task[None] | None = None
        self._woken: asyncio.Future[None] | None = None
        self._listeners: list[Listener] = []
        self._act: Act = _nothing
        self._broken: Exception | None = None

    @property
    def book(self) -> Book:
        return self._hops.book

    @property
    def limits(self) -> Limits:
        return self._hops.limits

    @property
    def market(self) -> Mapping[Symbol, Quote]:
        """The prices that the next hop looks at."""
        return self._hops.market

    @market.setter
    def market(self, quotes: Mapping[Symbol, Quote]) -> None:
        self._hops.market = quotes

    @property
    def unswept(self) -> bool:
        """Whether prices have changed since the total stop-losses were last looked at."""
        return self._hops.unswept

    def listen(self, listener: Listener) -> None:
        """Calls `listener` on the event loop with the records of each commit, in order, once they are durable."""
        self._listeners.append(listener)

    def act(self, act: Act) -> None:
        """What `act` finds to be done for durable records is done by the next hop: by the one that wrote them, where
        nobody waits. Called in the book's thread or on the event loop.
        """
        self._act = act

    @property
    def busy(self) -> bool:
        return self._drain is not None

    async def write(self, asked: Input | None, origin: Origin = DESK_ITSELF) -> tuple[Record, ...]:
        """The durable records that follow; none for an origin that took effect before, or for a mere nudge (None).

        Raises DeskStopped once the journal has refused. A cancelled caller does not undo the write.
        """
        self._whole()
        answer = asyncio.get_running_loop().create_future()
        self._queue(Asked(asked, origin, answer=answer))
        return await asyncio.shield(answer)

    def post(self, asked: Input) -> None:
        """The same for a step whose records nobody waits for. Nothing once the journal has refused."""
        if self._broken is None:
            self._queue(Asked(asked))

    async def rest(self) -> None:
        """Returns when nothing waits to be written."""
        if self._drain is not None:
            await asyncio.wait([self._drain])

    def _queue(self, asked: Asked) -> None:
        self._waiting.append(asked)
        self._wake()
        if self._drain is None:
            self._drain = asyncio.create_task(self._write_all(), name="pen")

    async def read(self, view: Callable[[Desk], T]) -> T:
        """What `view` makes of the book, all of which is durable. `view` keeps no reference into it.

        Raises DeskStopped once a commit has failed: the book may then hold what the disk does not.
        """
        async with self._reading():
            self._whole()
            return view(self._hops.desk())

    async def glance(self, view: Callable[[Desk], T]) -> T:
        """What `view` makes of the book as it is decided, perhaps ahead of the disk: for finding out what to do next,
        never for what is shown or told. It holds up nothing that is being written.
        """
        self._whole()
        if not self._hopping:  # nothing changes the book while the loop is here
            return view(self._hops.desk())
        return await self._hop(lambda: view(self._hops.desk()))

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

    async def _write_all(self) -> None:
        more = False
        try:
            while self._waiting or more:
                async with self._lock:
                    more = await self._write_on()
                if self._readers:  # one who has just given up has yet to say so: nothing else would let them
                    await asyncio.sleep(0)
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
                if self._goes_on(decided, more=more):
                    more = await self._decide_on(decided, disk_free=writing is None)
                elif writing is not None:
                    await self._until_woken(writing)
                if writing is not None and writing.done():
                    await writing
                    writing = None
                if decided.durable:
                    self._written(decided)
                    if decided.failed is not None:
                        raise decided.failed
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

    def _goes_on(self, decided: _Decided, *, more: bool) -> bool:
        """Whether another hop is decided now.

        Of a fan-out, one chunk ahead of the disk: its first copies would otherwise leave after the chunks that follow.
        """
        if self._readers:
            return False
        return decided.hops == 0 if more else bool(self._waiting) and decided.hops < HOPS_MOST

    async def _until_woken(self, writing: asyncio.Task[None]) -> None:
        """Until it is written, or something new waits."""
        if not writing.done():
            self._woken = asyncio.get_running_loop().create_future()
            await self._woken

    def _wake(self, _written: object = None) -> None:
        if self._woken is not None and not self._woken.done():
            self._woken.set_result(None)

    async def _decide_on(self, decided: _Decided, *, disk_free: bool) -> bool:
        """One hop more; whether work is left."""
        batch = self._next_batch()
        self._open += batch
        decided.askers += batch
        decided.hops += 1
        return await self._hop(lambda: self._decide_and_write(decided, batch, disk_free=disk_free))

    def _decide_and_write(self, decided: _Decided, batch: Sequence[Asked], *, disk_free: bool) -> bool:
        """In the book's thread. What nothing follows is written at once, and what is to be done for it is done, too:
        that saves the turns of two threads for each.

        Of the rest all but the disk's part is done here: two threads at columns stand in each other's way.
        """
        records, more = self._hops.hop(batch)
        decided.records += records
        if not disk_free or more or self._waiting:
            self.journal.prepare(records)
            return more
        self._append(records)
        decided.durable, decided.acts = True, list(self._act(records))
        try:
            while decided.acts and not (more or self._waiting or self._readers):
                records, more = self._hops.hop(decided.acts)
                self._append(records)
                decided.records += records
                decided.acts = list(self._act(records))
        except Exception as error:  # noqa: BLE001  # it breaks the pen once those of the commits before have their answer
            decided.failed = error
        return more

    def _next_batch(self) -> list[Asked]:
        """What has waited longest, and is decided in one hop."""
        rows = taken = 0
        for asked in self._waiting[:WAITING_MOST]:
            if rows >= ROWS_MOST:
                break
            rows += asked.rows
            taken += 1
        batch, self._waiting = self._waiting[:taken], self._waiting[taken:]
        return batch

    async def _hop(self, work: Callable[[], T]) -> T:
        """In the book's thread."""
        self._hopping += 1
        try:
            return await self._run(work)
        finally:
            self._hopping -= 1

    async def _write_down(self, decided: _Decided) -> None:
        """In the disk's thread."""
        await self._disk(lambda: self._append(decided.records))
        decided.acts = list(self._act(decided.records))
        self._written(decided)

    def _written(self, decided: _Decided) -> None:
        """Answers whoever asked, then tells everybody; what is still to be done waits for the next hop."""
        for asked in decided.askers:
            _answer(asked)
        self._open = [asked for asked in self._open if asked.answer and not asked.answer.done()]
        self._tell(decided.records)
        for act in decided.acts:
            self._queue(act)

    def _append(self, records: Sequence[Record]) -> None:
        if records:
            failpoint("before append")
            self.journal.append(records)
            failpoint("after append")

    def _tell(self, records: Sequence[Record]) -> None:
        if records:
            for listener in self._listeners:
                listener(records)

    def _break(self, error: Exception) -> None:
        self._broken = error
        for asked in [*self._open, *self._waiting]:
            if asked.answer is not None and not asked.answer.done():
                asked.answer.set_exception(DeskStopped(str(error)))
        self._open, self._waiting = [], []


def _nothing(_records: Sequence[Record]) -> Iterable[Asked]:
    return ()


def _answer(asked: Asked) -> None:
    if asked.answer is None or asked.answer.done():
        return
    if asked.error is not None:
        asked.answer.set_exception(asked.error)
    else:
        asked.answer.set_result(tuple(asked.records))
