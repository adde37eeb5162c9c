"""fan_out and first_order: one lead buy and all its copies, beside sizing in C and two durable appends of its bytes."""

import asyncio
import ctypes
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.bench.desk import ASK, BTC, LEAD, BenchDesk, FanOut, lay_down, opened
from bot.bench.limit import Appends, Before, CSizing, bytes_of, compiled, numpy_sizing
from bot.bench.measuring import Row, interleaved
from core.fold import book
from core.model import events as e
from core.model.orders import BatchId, Cause

DEAREST = ASK * 1001 // 1000 // BTC.tick * BTC.tick
"""What the lead sells at between two rounds."""
FEW = 1_000


class _Rounds:
    """One desk, measured again and again: a buy, its limit, and a sale that clears the table for the next."""

    def __init__(self, desk: BenchDesk, appends: Appends, library: ctypes.CDLL | None) -> None:
        self._desk, self._appends, self._library = desk, appends, library
        self._before: Before | None = None
        self._measured: FanOut | None = None
        self.firsts: list[float] = []
        self.sales: list[float] = []

    async def buy(self) -> float:
        """The product."""
        self._before = await self._desk.engine.read(lambda desk: Before.of(desk, desk.book.leads[LEAD]))
        self._measured = await self._desk.buy()
        self.firsts.append(self._measured.seconds_to_first * 1e3)
        return self._measured.seconds * 1e3

    async def limit(self) -> float:
        """The arithmetic and the bytes of the buy before, and nothing else; in a thread, as the product's are."""
        assert self._measured is not None
        facts = self._measured.facts
        planned, answered = bytes_of(facts, e.EntriesPlanned), bytes_of(facts, e.EntriesAnswered)
        plans = [fact for fact in facts if isinstance(fact, e.EntriesPlanned)]
        sizing = await (self._c_sizing(plans) if self._library else self._numpy_sizing(plans))
        return sizing + await asyncio.to_thread(self._append, planned, answered)

    def _append(self, *bodies: bytes) -> float:
        start = time.perf_counter()
        for body in bodies:
            self._appends.append(body)
        return (time.perf_counter() - start) * 1e3

    async def _c_sizing(self, plans: list[e.EntriesPlanned]) -> float:
        assert self._library is not None
        assert self._before is not None
        sizing = CSizing(self._library, self._before)
        start = time.perf_counter()
        sizing.run(plans[0], ASK - BTC.tick)
        taken = (time.perf_counter() - start) * 1e3
        sizing.sized.compare(plans)
        return taken

    async def _numpy_sizing(self, plans: list[e.EntriesPlanned]) -> float:
        first = plans[0]
        size = sum(len(plan.rows) for plan in plans)
        trigger = book.FanOut(
            batch=BatchId("limit"),
            lead=LEAD,
            symbol=BTC.symbol,
            buys=True,
            cause=Cause.LEAD_ORDER,
            at=self._desk.engine.clock.now(),
            size=size,
            notional=first.lead_notional,
            quantity=first.lead_quantity,
            lead_equity=first.lead_equity,
        )
        desk = await self._desk.read_columns()
        start = time.perf_counter()
        numpy_sizing(desk, trigger)
        return (time.perf_counter() - start) * 1e3

    async def sell(self) -> float:
        """Not compared with anything: its time is kept, and the table is clear again."""
        taken = (await self._desk.sell(price=DEAREST)).seconds * 1e3
        self.sales.append(taken)
        await self._desk.prove()
        return taken


async def measured(n: int, rounds: int) -> tuple[Row, list[float]]:
    """The row of one N, and the times to its first order."""
    with TemporaryDirectory(prefix="slipstream-bench-") as name:
        folder = Path(name)
        library = compiled(folder)
        lay_down(folder, copiers=n, at=datetime.now(UTC))
        appends = Appends(folder)
        async with opened(folder) as desk:
            at_work = _Rounds(desk, appends, library)
            times, limits, sales = await interleaved(rounds, at_work.buy, at_work.limit, at_work.sell)
        appends.close()
    sizing = "C" if library else "NumPy, no C compiler here"
    against = "2 durable appends" if n <= 100 else f"sizing in {sizing} + 2 durable appends"
    more = {"copies_per_second": round(n / (sorted(times)[len(times) // 2] / 1e3)), "sale_ms": round(min(sales), 3)}
    row = Row("fan_out", n, times, limits, against, target=2.0 if n <= 100 else 2.5, more=more)
    return row, at_work.firsts[-rounds:]


async def fan_out(n: int, rounds: int) -> list[Row]:
    return [(await measured(n, rounds))[0]]


async def first_order(n: int, rounds: int) -> list[Row]:
    """From the lead's fill to the first durable plan, against the same of a thousand copiers."""
    _, few = await measured(FEW, rounds)
    _, many = await measured(n, rounds)
    return [Row("first_order", n, many, few, f"the same at N = {FEW:,}", target=5.0)]
