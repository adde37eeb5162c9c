"""What the desk does by itself as time passes: prices, what is due, stops asked for on the host, the disk, digests.

A beat that fails because the desk has stopped ends the desk; nothing else may.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.host.stop import HostStops
from bot.telling.digests import Digests
from bot.watches.clock import ClockWatch
from bot.watches.disk import DiskWatch
from bot.watches.stream import StreamWatch
from core.adapters.venues.simulated import SimulatedMarket
from core.engine import Engine
from core.pen import DeskStopped

TICK: Final = 1.0  # seconds between two looks at what is due, and between two prices of the simulated market
LOOK: Final = 5.0  # seconds between two looks at whose digest is due


class Heartbeat:
    """`market_moves` may be set at any time; `lag` is how many seconds late the newest beat came, the loop's lag."""

    def __init__(
        self,
        engine: Engine,
        market: SimulatedMarket,
        *,
        stops: HostStops,
        stream: StreamWatch,
        disk: DiskWatch,
        clock: ClockWatch,
        digests: Digests,
        now: Callable[[], datetime],
        fail: Callable[[Exception], None],
    ) -> None:
        """Nothing beats before `start`. `fail` is told of the desk's own end."""
        self._engine, self._market = engine, market
        self._stops, self._stream, self._digests = stops, stream, digests
        self._disk, self._clock = disk, clock
        self._now, self._fail = now, fail
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._beat_at: float | None = None
        self.market_moves = True
        self.lag = 0.0

    async def start(self) -> None:
        """Beat from now on; a beat that is late is not made up for. A disk without room, or a clock that is behind, is
        found before anything is bought."""
        await self._look_at_the_machine()
        for beat, seconds in ((self._beat, TICK), (self._tell_days, LOOK)):
            self._scheduler.add_job(
                _till_cancelled(beat),
                "interval",
                seconds=seconds,
                coalesce=True,
                misfire_grace_time=None,
                max_instances=1,
            )
        self._scheduler.start()

    def stop(self) -> None:
        """No further beat; may be called again."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _beat(self) -> None:
        now = asyncio.get_running_loop().time()
        self.lag = 0.0 if self._beat_at is None else max(0.0, now - self._beat_at - TICK)
        self._beat_at = now
        if self.market_moves:
            self._market.step()
        else:
            self._market.nudge(None, Decimal(0))  # a still market is quoted all the same: an old price is no price
        try:
            await self._stops.look()
            await self._stream.look(self._engine.pen.market, self._now())
            await self._engine.pen.write(None)
            await self._look_at_the_machine()
        except DeskStopped as problem:
            self._fail(problem)

    async def _look_at_the_machine(self) -> None:
        now = await self._engine.read(lambda desk: desk.now)
        await self._disk.look(now)
        await self._clock.look(now)

    async def _tell_days(self) -> None:
        with suppress(DeskStopped, sqlite3.OperationalError):  # the other beat says so; a full disk is told, too
            await self._digests.look()


def _till_cancelled(beat: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """A beat that is ended by a stop ends in silence: the scheduler would log it as a mistake."""

    async def quietly() -> None:
        with suppress(asyncio.CancelledError):
            await beat()

    return quietly
