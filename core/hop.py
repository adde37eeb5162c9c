"""One hop at the book: what waits is decided and folded, then what is due. No await, no disk, one thread at a time.

The book is ahead of the disk when a hop returns: the pen, which alone makes hops, keeps that from everybody.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from core.decide import decide
from core.decide.desk import Desk, Input, PlanChunk, StartDesk, Step, SweepLots, SweepStops, SweepTrigger
from core.decide.duties import cycle_due, next_step
from core.failpoints import failpoint
from core.fold import fold
from core.fold.book import Book, FanOut
from core.model.chunks import FIRST, chunk_of, first_row
from core.model.events import Fact, Record
from core.model.limits import Limits
from core.model.market import Quote, Symbol
from core.model.people import Origin
from core.ports import Clock
from core.sweeps import Sweeps

Finding: TypeAlias = Callable[[Desk], Iterable[Input]]
"""What finds out inputs at the moment they are decided."""
DESK_ITSELF = Origin("")
ROWS_MOST = FIRST
"""Copyings after which a hop begins no further chunk: they bound hop and commit."""
FEW_ROWS = FIRST // 64
"""What a fan-out costs at least, counted in rows: many small ones share a commit, but not without end."""


@dataclass(slots=True)
class Asked:
    """An input, or what finds one out, at the cost of so many `rows`; and what came of it."""

    what: Input | Finding | None
    origin: Origin = DESK_ITSELF
    rows: int = 1
    answer: "asyncio.Future[tuple[Record, ...]] | None" = None
    """Where somebody waits for what comes of it."""
    error: Exception | None = None
    records: list[Record] = field(default_factory=list)


class Hops:
    """The one who changes the book."""

    def __init__(self, book: Book, clock: Clock, limits: Limits) -> None:
        self.book, self.limits = book, limits
        self.market: Mapping[Symbol, Quote] = {}
        self._clock = clock
        self._swept: Mapping[Symbol, Quote] = self.market
        self._sweeping = Sweeps()

    def desk(self) -> Desk:
        """The book, the prices and the instant."""
        now = self._clock.now()
        at = self.book.at
        return Desk(self.book, self.market, self.limits, max(now, at) if at else now)

    def hop(self, batch: Sequence[Asked]) -> tuple[list[Record], bool]:
        """One hop, one instant, one look at the prices. The records, and whether work is left for another."""
        desk, records = self.desk(), list[Record]()
        for asked in batch:
            for what in _inputs(desk, asked.what):
                records += self._cycles(desk, what)
                self._take(desk, asked, what)
                records += asked.records
        more = self._work(desk, records)
        return records, more

    @property
    def unswept(self) -> bool:
        """Whether prices have changed since the total stop-losses were last looked at."""
        return self._swept is not self.market

    def _cycles(self, desk: Desk, what: Input) -> list[Record]:
        """The cycles an input comes after are closed first: a close at that instant is the new cycle's (R-17.3)."""
        records: list[Record] = []
        while not isinstance(what, StartDesk) and (step := cycle_due(self.book, desk.limits.clock, desk.now)):
            records += self._step(desk, step)
        return records

    def _step(self, desk: Desk, step: Step) -> list[Record]:
        """A step of the desk's own."""
        return [self._fold(desk, fact, DESK_ITSELF) for fact in decide(desk, step, DESK_ITSELF)]

    def _take(self, desk: Desk, asked: Asked, what: Input) -> None:
        if asked.origin and asked.origin in self.book.origins:
            return
        try:
            facts = decide(desk, what, asked.origin)
        except Exception as error:  # decide is pure: one bad command concerns its asker alone
            if asked.origin == DESK_ITSELF:
                raise  # a step of the desk's own would be tried for ever: better to stop, and say so
            asked.error = error
            return
        asked.records = [self._fold(desk, fact, asked.origin) for fact in facts]

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

    def _fold(self, desk: Desk, fact: Fact, origin: Origin) -> Record:
        record = Record(self.book.seq + 1, desk.now, origin, fact)
        failpoint("before fold")
        fold(self.book, record)
        failpoint("after fold")
        self._sweeping.forget(record.fact)
        return record


def _inputs(desk: Desk, what: Input | Finding | None) -> Iterable[Input]:
    if what is None:
        return ()
    return what(desk) if callable(what) else (what,)


def _rows(fan_out: FanOut) -> int:
    """What its next chunk costs, in rows."""
    end = min(first_row(chunk_of(fan_out.next_row) + 1), fan_out.size)
    return max(len(fan_out.only) or end - fan_out.next_row, FEW_ROWS)
