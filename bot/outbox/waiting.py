"""What of the outbox waits in memory: rows due now or soon, and so many of each lane; the store has the rest."""

import asyncio
import heapq
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from bot.door.pacing import Pacer
from bot.outbox.rows import Row

LOOK_EVERY: Final = 30.0
"""Seconds; the wall clock may be set, so the store is looked into at least so often."""
AHEAD: Final = 60.0
"""Seconds before it is due that a row is taken into memory."""
HELD: Final = 5_000
"""Rows of one lane in memory, some 700 bytes each: a hundred thousand digests leave room for a trade's message."""


class Waiting:
    """Rows until their turn. `begin` is called with each in its turn, `look` when the store is to be looked into."""

    def __init__(
        self, pacer: Pacer, clock: Callable[[], datetime], *, begin: Callable[[Row], None], look: Callable[[], None]
    ) -> None:
        """Nobody waits yet."""
        self._pacer, self._clock, self._begin, self._look = pacer, clock, begin, look
        self._later: list[tuple[float, int, Row]] = []
        self._held: set[int] = set()
        self._in_lane = Counter[int]()
        self._left_out = False
        self._looked_at = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        """How many wait, or are having their turn."""
        return len(self._held)

    @property
    def most(self) -> int:
        """How many rows to ask the store for: what is held is among them."""
        return HELD + len(self._held)

    def looking(self) -> float:
        """The store is being looked into now; rows due until when are wanted."""
        self._looked_at = self._now()
        self._left_out = False
        return self._looked_at + AHEAD

    def found(self, rows: Iterable[Row], *, all_of_them: bool) -> None:
        """What the store has; it may have more."""
        self._left_out |= not all_of_them
        self.add(rows)

    def add(self, rows: Iterable[Row]) -> None:
        """Have them wait, and let those go on whose time has come."""
        now = self._now()
        while self._later and self._later[0][0] <= now:
            self._join_line(heapq.heappop(self._later)[2])
        for row in rows:
            self._hold(row, now)
        self._set_timer(now)

    def leave(self, row: Row) -> bool:
        """Its turn is over; answers whether there is room for what was left out."""
        self._held.discard(row.id)
        self._in_lane[row.lane] -= 1
        return self._left_out and self._in_lane[row.lane] < HELD // 2

    def close(self) -> None:
        """Ring no more."""
        if self._timer is not None:
            self._timer.cancel()

    def _now(self) -> float:
        return self._clock().timestamp()

    def _hold(self, row: Row, now: float) -> None:
        if row.id in self._held or row.due_at > now + AHEAD:
            return
        if self._in_lane[row.lane] >= HELD:
            self._left_out = True
            return
        self._held.add(row.id)
        self._in_lane[row.lane] += 1
        if row.due_at > now:
            heapq.heappush(self._later, (row.due_at, row.id, row))
        else:
            self._join_line(row)

    def _join_line(self, row: Row) -> None:
        self._pacer.queue(row.lane, row.chat, lambda: self._begin(row))

    def _set_timer(self, now: float) -> None:
        self.close()
        pause = max(self._later[0][0] - now, 0.01) if self._later else LOOK_EVERY
        self._timer = asyncio.get_running_loop().call_later(min(pause, LOOK_EVERY), self._rung)

    def _rung(self) -> None:
        if self._left_out or not 0 <= self._now() - self._looked_at < LOOK_EVERY:
            self._look()
        self.add(())
