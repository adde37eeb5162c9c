"""group_commit: many leads' fills that wait at once, beside the same fills one after the other."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.bench.desk import ASK, BTC, BenchDesk, FanOut, lay_down, opened
from bot.bench.fan_out import DEAREST
from bot.bench.measuring import NotEqual, Row, interleaved
from core.model import events as e
from core.model.market import Side
from core.model.people import PersonId

COPIERS = 100


def _copied(*measured: FanOut) -> int:
    """How many copies were planned."""
    facts = [fact for each in measured for fact in each.facts]
    return sum(int((fact.quantity > 0).sum()) for fact in facts if isinstance(fact, e.EntriesPlanned))


class _Rounds:
    def __init__(self, desk: BenchDesk, leads: int) -> None:
        self._desk, self._leads = desk, [PersonId(lead) for lead in range(1, leads + 1)]
        self._together = 0

    async def together(self) -> float:
        """One price goes through the orders of all leads."""
        self._desk.quote(ASK, ASK + BTC.tick)
        for lead in self._leads:
            await self._desk.rest(lead, Side.BUY, ASK)
        measured = await self._desk.fan_out(ASK - BTC.tick, ASK, fills=len(self._leads))
        self._together = _copied(measured)
        await self._sell()
        return measured.seconds * 1e3

    async def one_by_one(self) -> float:
        """The price comes down a tick at a time, and each lead's fan-out ends before the next fill."""
        self._desk.quote(ASK, ASK + BTC.tick)
        prices = self._prices()
        for lead, price in zip(self._leads, prices, strict=False):
            await self._desk.rest(lead, Side.BUY, price)
        start = time.perf_counter()
        measured = [
            await self._desk.fan_out(price - BTC.tick, price)
            for _, price in zip(self._leads, self._prices(), strict=False)
        ]
        taken = (time.perf_counter() - start) * 1e3
        await self._sell()
        if _copied(*measured) != self._together:
            raise NotEqual("fills together and one by one brought other copies")
        return taken

    def _prices(self) -> Iterator[int]:
        return (ASK - BTC.tick * step for step in count())

    async def _sell(self) -> None:
        self._desk.quote(DEAREST - BTC.tick, DEAREST)
        for lead in self._leads:
            await self._desk.rest(lead, Side.SELL, DEAREST)
        await self._desk.fan_out(DEAREST, DEAREST + BTC.tick, fills=len(self._leads))
        await self._desk.prove()


async def group_commit(n: int, rounds: int) -> list[Row]:
    """`n` leads with 100 copiers each."""
    with TemporaryDirectory(prefix="slipstream-bench-") as name:
        lay_down(Path(name), copiers=COPIERS, leads=n, at=datetime.now(UTC))
        async with opened(Path(name)) as desk:
            at_work = _Rounds(desk, n)
            times, limits = await interleaved(rounds, at_work.together, at_work.one_by_one, warm_up=1)
    more = {"fills_per_second": round(n / (sorted(times)[len(times) // 2] / 1e3))}
    return [Row("group_commit", n, times, limits, "one commit a fill", target=5.0, faster=True, more=more)]
