"""The watch over the machine's clock: set back, or behind the last fact, the desk's time stands still until it has
caught up; till then nothing may be bought, as no buy would expire.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.screens.admin_safety import clock_back, clock_behind, halted_for_time
from bot.watches.safety import Safety

BEHIND: Final = timedelta(seconds=5)
"""From here on nothing is bought: promises.md, section 1."""

log = structlog.get_logger(__name__)


class ClockWatch:
    """`wall` is the machine's clock, as it is now."""

    def __init__(self, safety: Safety, wall: Callable[[], datetime]) -> None:
        self._safety, self._wall = safety, wall
        self._since: datetime | None = None

    async def look(self, now: datetime) -> None:
        """`now` is the desk's time, never before its last fact. Raises DeskStopped."""
        behind = now - self._wall()
        words = self._safety.words()
        if behind <= BEHIND:
            if self._since is not None:
                await self._safety.tell("clock_back", self._since, clock_back(words))
            self._since = None
        elif await self._safety.halt("clock", now, halted_for_time(words)) or self._since is None:
            self._since = now
            log.warning("the clock is behind the last fact: buys are halted", seconds=round(behind.total_seconds()))
            await self._safety.tell("clock_behind", now, clock_behind(words, behind))
