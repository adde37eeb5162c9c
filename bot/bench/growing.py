"""growth: how the work grows with each thing that a desk may have many of, as the exponent of processor time in N.

What doubles when N does has an exponent of 1. Stories are played in memory, and those who stop at one price on the
bench's own desk; times are processor time, the least of the rounds, so that a neighbour counts as little as can be.
Stories are played without the search for garbage: it comes when a quarter is new, so it is linear, but in leaps.
"""

import asyncio
import gc
import math
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeAlias

from bot.bench.desk import ASK, BTC, LEAD, lay_down, opened
from bot.bench.measuring import Row
from bot.bench.stories import STORIES, Story, told
from bot.scenario.play import Stage
from bot.wiring.engine_room import settle_memory
from core.model import events as e
from core.model.limits import limits

SPAN: Final = 4
"""The smaller story has one in so many."""
LINEAR: Final = 1.15
"""An exponent up to this is no more than noise above 1."""
STOPPED: Final = 8
"""Copyings that one price stops, for each of N."""
MOST_ROUNDS: Final = 3

Played: TypeAlias = Callable[[int], Awaitable[float]]
"""Plays with so many of a thing; milliseconds of processor time."""


async def growing(n: int, rounds: int) -> list[Row]:
    """A row a thing; of what is cheap there are as many times `n` as its story says."""
    things: dict[str, tuple[Played, int]] = {
        name: (partial(_story, story), times) for name, (story, times) in STORIES.items()
    }
    things["stopped"] = (_stopped, STOPPED)
    rounds = min(rounds, MOST_ROUNDS)
    return [await _row(name, played, n * times, rounds) for name, (played, times) in things.items()]


async def _row(name: str, played: Played, n: int, rounds: int) -> Row:
    few, many = list[float](), list[float]()
    await played(n // SPAN)  # what is imported or made but once
    for _ in range(rounds):
        few.append(await played(n // SPAN))
        many.append(await played(n))
    exponent = math.log(min(many) / min(few)) / math.log(SPAN)
    more = {"exponent": round(exponent, 3), "met": exponent <= LINEAR}
    return Row(f"growth_{name}", n, many, few, f"the same with N / {SPAN}", target=round(SPAN**LINEAR, 2), more=more)


async def _story(story: Story, n: int) -> float:
    events = told(story, n)
    stage = await Stage.fresh(events[0][1].at, limits(), lambda _: None)
    settle_memory()
    gc.disable()
    try:
        began = time.process_time()
        await stage.play(events)
        return (time.process_time() - began) * 1e3
    finally:
        gc.enable()


async def _stopped(n: int) -> float:
    """A price at which the total stop-loss of nearly every copying acts: sold, settled and ended."""
    with TemporaryDirectory(prefix="slipstream-bench-") as name:
        lay_down(Path(name), copiers=n, at=datetime.now(UTC))
        async with opened(Path(name)) as desk:
            await desk.buy()
            table = (await desk.read_columns()).book.leads[LEAD].copyings
            table.total_stop_loss[:n] = 1
            ended = _AllEnded()
            desk.engine.listen(ended.look)
            began = time.process_time()
            desk.quote(ASK // 2 // BTC.tick * BTC.tick, ASK)
            await ended.reached.wait()
            taken = (time.process_time() - began) * 1e3
            await desk.prove()
    return taken


class _AllEnded:
    """Waits until as many copyings have ended as began to close."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self._closing = self._ended = 0

    def look(self, records: Sequence[e.Record]) -> None:
        """Called with each durable commit."""
        for record in records:
            self._closing += isinstance(record.fact, e.CopyingClosing)
            self._ended += isinstance(record.fact, e.CopyingEnded)
        if 0 < self._closing == self._ended:
            self.reached.set()
