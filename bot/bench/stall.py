"""loop_stall_ms: the longest gap between two beats of the event loop during a fan-out, beside the same loop idle."""

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.bench.desk import ASK, BTC, LEAD, BenchDesk, lay_down, opened
from bot.bench.fan_out import DEAREST
from bot.bench.measuring import Row, interleaved
from core.model.market import Side

BEAT = 0.001
"""Seconds between two beats, if nothing stands in their way."""


class Heart:
    """Beats while the block runs; `longest` is the widest gap in milliseconds, `beats` how often it beat."""

    def __init__(self) -> None:
        self.longest = 0.0
        self.beats = 0

    async def __aenter__(self) -> "Heart":
        self._task = asyncio.create_task(self._beat())
        await asyncio.sleep(BEAT)
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.sleep(BEAT)
        self._task.cancel()

    async def _beat(self) -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(BEAT)
            now = time.perf_counter()
            self.longest = max(self.longest, (now - last) * 1e3)
            self.beats += 1
            last = now


class _Rounds:
    def __init__(self, desk: BenchDesk) -> None:
        self._desk = desk
        self._seconds = 0.05

    async def during(self) -> float:
        self._desk.quote(ASK, ASK + BTC.tick)
        await self._desk.rest(LEAD, Side.BUY, ASK)
        async with Heart() as heart:
            measured = await self._desk.fan_out(ASK - BTC.tick, ASK)
        self._seconds = measured.seconds
        await self._desk.sell(price=DEAREST)
        return heart.longest

    async def idle(self) -> float:
        """For as long as the fan-out took."""
        async with Heart() as heart:
            await asyncio.sleep(self._seconds)
        return heart.longest


async def loop_stall(n: int, rounds: int) -> list[Row]:
    with TemporaryDirectory(prefix="slipstream-bench-") as name:
        lay_down(Path(name), copiers=n, at=datetime.now(UTC))
        async with opened(Path(name)) as desk:
            at_work = _Rounds(desk)
            stalls, idle = await interleaved(rounds, at_work.during, at_work.idle)
            await desk.prove()
    bound = 10 if n <= 100_000 else 15
    most = {"target_ms": bound, "within_20_ms": max(stalls) <= 20, "met": sorted(stalls)[len(stalls) // 2] <= bound}
    return [Row("loop_stall_ms", n, stalls, idle, f"the same loop idle (a beat a ms; at most {bound} ms)", more=most)]
