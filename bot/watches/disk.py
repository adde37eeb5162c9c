"""The watch over the disk: short of room the desk halts buys, gives up its reserve for sales, and tells the admin.

The halt stays until it is lifted, and comes again while room is short.
"""

import asyncio
from datetime import datetime

import structlog

from bot.host.room import ROOM_LAST, ROOM_LEAST, Room
from bot.screens.admin_safety import disk_back, disk_low, disk_spent, halted_for_room
from bot.watches.safety import Safety

log = structlog.get_logger(__name__)


class DiskWatch:
    """Looks at one disk."""

    def __init__(self, safety: Safety, room: Room) -> None:
        self._safety, self._room = safety, room
        self._short_since: datetime | None = None
        self._spent = False

    async def look(self, now: datetime) -> None:
        """Halts buys below the least, gives the reserve up below the last. Raises DeskStopped."""
        free = await asyncio.to_thread(self._room.free)
        if free >= ROOM_LEAST:
            await self._plenty()
            return
        if free < ROOM_LAST:
            await asyncio.to_thread(self._room.keep)
        words = self._safety.words()
        if await self._safety.halt("disk", now, halted_for_room(words)) or self._short_since is None:
            self._short_since = now
            log.warning("the disk is nearly full: buys are halted", free=free)
            await self._safety.tell("disk_low", now, disk_low(words, free))
        if free < ROOM_LAST and not self._spent:
            self._spent, left = True, await asyncio.to_thread(self._room.free)
            log.error("the disk is full: the reserve is given up", free=left)
            await self._safety.tell("disk_spent", self._short_since, disk_spent(words, left))

    async def _plenty(self) -> None:
        if self._short_since is None:
            return
        await asyncio.to_thread(self._room.keep)
        await self._safety.tell("disk_back", self._short_since, disk_back(self._safety.words()))
        self._short_since, self._spent = None, False
