"""What the desk does for safety by itself: it halts buys, keeps the reason for the audit, and tells the admin.

A halt is the admin's to lift. Nothing here fails because the notes do: what was done holds all the same.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from bot.html import Html
from bot.outbox import Post
from bot.people.acts import DESK
from bot.people.grounds import Grounds
from bot.screens.screen import Screen
from bot.translate import Words
from bot.wishes.topics import SAFETY
from core.engine import Engine
from core.model.commands import Halt
from core.model.people import OPERATOR, Origin
from core.views.as_of import as_of

log = structlog.get_logger(__name__)


class Safety:
    """`admin` is the chat that is told, None where there is none; `words` are its reader's."""

    def __init__(
        self,
        engine: Engine,
        grounds: Grounds,
        *,
        admin: int | None,
        words: Callable[[], Words],
        post: Callable[[Post], Awaitable[bool]],
    ) -> None:
        self._engine, self._grounds = engine, grounds
        self._admin, self.words, self._post = admin, words, post

    async def halt(self, cause: str, now: datetime, why: Html) -> bool:
        """Whether buys went on until now. `cause` is one word. Raises DeskStopped."""
        if (await self._engine.read(as_of)).halted:
            return False
        origin = Origin(f"{DESK}:{cause}:{now.isoformat()}")
        await self._engine.submit(Halt(OPERATOR), origin)
        try:
            await self._grounds.note(origin, why.plain)
        except sqlite3.Error as problem:
            log.warning("the reason of a halt could not be kept", problem=str(problem))
        return True

    async def tell(self, kind: str, since: datetime, screen: Screen) -> None:
        """One message a kind and beginning."""
        if self._admin is None:
            return
        fact = f"{kind}:{since.isoformat()}"
        try:
            await self._post(Post(fact=fact, person=OPERATOR, kind=kind, chat=self._admin, lane=SAFETY, screen=screen))
        except sqlite3.Error as problem:
            log.warning("the admin could not be told", kind=kind, problem=str(problem))
