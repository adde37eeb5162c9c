"""Clocks: the system's, which never goes back, and a virtual one that stories move by hand.

Instants are aware datetimes in UTC. Neither clock may be asked for a duration: a step of the wall clock would be in it.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush

_LONGEST_NAP = timedelta(seconds=30)
"""A wall clock that was set forward is noticed this late at most."""


def _wall() -> datetime:
    return datetime.now(UTC)


class SystemClock:
    """Wall time that stands still where the machine's clock was set back. May be read from any thread."""

    def __init__(self, wall: Callable[[], datetime] = _wall) -> None:
        self._wall = wall
        self._latest = wall()
        self._lock = threading.Lock()
        self._looked = asyncio.Event()

    def now(self) -> datetime:
        with self._lock:
            self._latest = max(self._latest, self._wall())
            return self._latest

    def wall(self) -> datetime:
        """The machine's own clock, which may be behind: only for finding out that it is."""
        return self._wall()

    async def sleep_until(self, at: datetime) -> None:
        while True:
            left = at - self.now()
            if left <= timedelta(0):
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(self._looked.wait(), min(left, _LONGEST_NAP).total_seconds())

    def look_again(self) -> None:
        """Whoever sleeps looks at the wall at once: it was set forward, and this is known."""
        self._looked.set()
        self._looked = asyncio.Event()


class TimeWentBack(ValueError):
    """A virtual clock was moved to an instant before the present one."""


class VirtualClock:
    """Time that moves only when told to, so that a simulated month takes no longer than its work."""

    def __init__(self, start: datetime) -> None:
        if start.utcoffset() != timedelta(0):
            raise ValueError(f"{start!r} is not an instant in UTC")
        self._now = start
        self._count = 0
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return self._now

    def wall(self) -> datetime:
        """The same: nobody sets this one back."""
        return self._now

    @property
    def next_wake(self) -> datetime | None:
        """When the next sleeper is due; None when nobody sleeps."""
        while self._sleepers and self._sleepers[0][2].done():
            heappop(self._sleepers)
        return self._sleepers[0][0] if self._sleepers else None

    def move_to(self, at: datetime) -> None:
        """Makes it `at` and wakes whoever is due by then, in the order of their instants; they run when the loop does.

        To let everything happen at its own time, move to each `next_wake` in turn and let the loop settle there.
        Raises TimeWentBack.
        """
        if at < self._now:
            raise TimeWentBack(f"{at.isoformat()} is before {self._now.isoformat()}")
        self._now = at
        while (due := self.next_wake) is not None and due <= at:
            heappop(self._sleepers)[2].set_result(None)

    async def sleep_until(self, at: datetime) -> None:
        if at <= self._now:
            return
        woken = asyncio.get_running_loop().create_future()
        self._count += 1
        heappush(self._sleepers, (at, self._count, woken))
        await woken
