"""settlement: the end of a cycle for everybody, beside one pass in C and one durable append of its bytes."""

import asyncio
import ctypes
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bot.bench.desk import BTC, LEAD, BenchDesk, lay_down, opened
from bot.bench.limit import Appends, bytes_of, c_settle, compiled, numpy_settle
from bot.bench.measuring import NotEqual, Row, interleaved
from core.adapters.clocks import VirtualClock
from core.model import events as e
from core.model.columns import Column
from core.model.limits import limits

CALENDAR = limits().clock
PROFIT = 11
"""The lead sells at 1.1 times what it bought at, in tenths."""


class _Rounds:
    """A profit for everybody, then a Monday; the clock is moved by hand."""

    def __init__(self, desk: BenchDesk, clock: VirtualClock, appends: Appends, library: ctypes.CDLL | None) -> None:
        self._desk, self._clock, self._appends, self._library = desk, clock, appends, library
        self._settled: list[e.Fact] = []
        self._ended: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        desk.engine.listen(self._look)
        self._columns: tuple[Column, Column] = (np.zeros(0, np.int64), np.zeros(0, np.int64))

    async def settle(self) -> float:
        """From the first instant of the Monday to the durable end of the cycle."""
        bought = await self._desk.buy()
        price = next(fact for fact in bought.facts if isinstance(fact, e.EntriesPlanned)).price_copy
        await self._desk.sell(price=price * PROFIT // 10 // BTC.tick * BTC.tick)
        await self._desk.prove()
        table = (await self._desk.read_columns()).book.leads[LEAD].copyings
        rows = np.flatnonzero((table.withheld != 0) | (table.net != 0))
        self._columns = table.withheld[rows], table.due[rows]
        self._settled, self._ended = [], asyncio.get_running_loop().create_future()
        await self._days()
        start = time.perf_counter()
        self._clock.move_to(CALENDAR.next_cycle_end(self._clock.now()))
        await self._desk.engine.pen.write(None)  # as the desk's tick does; a virtual clock may wake nobody
        taken = (await self._ended - start) * 1e3
        await self._desk.prove()
        return taken

    async def _days(self) -> None:
        """The days before that Monday, each at its own time: they are no part of a settlement."""
        end = CALENDAR.next_cycle_end(self._clock.now())
        while (day := CALENDAR.next_day(self._clock.now())) < end:
            self._clock.move_to(day)
            await self._desk.engine.pen.write(None)

    def _look(self, records: Sequence[e.Record]) -> None:
        self._settled += [record.fact for record in records]
        if not self._ended.done() and any(isinstance(record.fact, e.CycleClosed) for record in records):
            self._ended.set_result(time.perf_counter())

    async def limit(self) -> float:
        """The same figures in C, and their bytes on disk."""
        body = bytes_of(self._settled, e.ProfitShareSettled)
        settle = (lambda *columns: c_settle(self._library, *columns)) if self._library else numpy_settle
        start = time.perf_counter()
        payable, refund = settle(*self._columns)
        await asyncio.to_thread(self._appends.append, body)
        taken = (time.perf_counter() - start) * 1e3
        facts = [fact for fact in self._settled if isinstance(fact, e.ProfitShareSettled)]
        for ours, theirs in ((payable, "payable"), (refund, "refund")):
            if not np.array_equal(ours, np.concatenate([getattr(fact, theirs) for fact in facts])):
                raise NotEqual(f"the C pass and the desk differ in {theirs}")
        return taken


async def settlement(n: int, rounds: int) -> list[Row]:
    with TemporaryDirectory(prefix="slipstream-bench-") as name:
        folder, clock = Path(name), VirtualClock(datetime.now(UTC))
        library = compiled(folder)
        lay_down(folder, copiers=n, at=clock.now())
        appends = Appends(folder)
        async with opened(folder, clock) as desk:
            at_work = _Rounds(desk, clock, appends, library)
            times, limits = await interleaved(rounds, at_work.settle, at_work.limit, warm_up=1)
        appends.close()
    against = f"one pass in {'C' if library else 'NumPy, no C compiler here'} + 1 durable append"
    return [Row("settlement", n, times, limits, against, target=2.0)]
