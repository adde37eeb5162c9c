"""The watch over the disk: short of room the desk halts buys, gives up its reserve for sales, and tells the admin.

What it takes back is the admin's to give again: a halt stays until it is lifted, and comes again while room is short.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

import structlog

from bot.acts import DESK
from bot.grounds import Grounds
from bot.outbox import Post
from bot.room import ROOM_LAST, ROOM_LEAST, Room
from bot.screens.admin_disk import disk_back, disk_low, disk_spent, halted_for_room
from bot.screens.screen import Screen
from bot.translate import Words
from core.engine import Engine
from core.model.commands import Halt
from core.model.people import OPERATOR, Origin
from core.views.as_of import as_of

SAFETY: Final = 1

log = structlog.get_logger(__name__)


class DiskWatch:
    """`admin` is the chat that is told, None where there is none; `words` are its reader's."""

    def __init__(
        self,
        engine: Engine,
        grounds: Grounds,
        room: Room,
        *,
        admin: int | None,
        words: Callable[[], Words],
        post: Callable[[Post], Awaitable[bool]],
    ) -> None:
        self._engine, self._grounds, self._room = engine, grounds, room
        self._admin, self._words, self._post = admin, words, post
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
        buys = not (await self._engine.read(as_of)).halted
        if buys:
            await self._halt(now)
        if buys or self._short_since is None:
            self._short_since = now
            log.warning("the disk is nearly full: buys are halted", free=free)
            await self._tell("low", disk_low(self._words(), free))
        if free < ROOM_LAST and not self._spent:
            self._spent, left = True, await asyncio.to_thread(self._room.free)
            log.error("the disk is full: the reserve is given up", free=left)
            await self._tell("spent", disk_spent(self._words(), left))

    async def _halt(self, now: datetime) -> None:
        origin = Origin(f"{DESK}:disk:{now.isoformat()}")
        await self._engine.submit(Halt(OPERATOR), origin)
        try:
            await self._grounds.note(origin, halted_for_room(self._words()).plain)
        except sqlite3.Error as problem:  # the halt holds; the reason is for the audit
            log.warning("the reason of a halt could not be kept", problem=str(problem))

    async def _plenty(self) -> None:
        if self._short_since is None:
            return
        await asyncio.to_thread(self._room.keep)
        await self._tell("back", disk_back(self._words()))
        self._short_since, self._spent = None, False

    async def _tell(self, kind: str, screen: Screen) -> None:
        if self._admin is None or self._short_since is None:
            return
        fact = f"disk:{self._short_since.isoformat()}"
        post = Post(fact=fact, person=OPERATOR, kind=f"disk_{kind}", chat=self._admin, lane=SAFETY, screen=screen)
        try:
            await self._post(post)
        except sqlite3.Error as problem:  # the disk is fuller than full: what was done stands all the same
            log.error("the admin could not be told of the disk", problem=str(problem))  # noqa: TRY400 - it is no news
