"""What the chat's machinery wants its admin to know: into the log always, into the admin's chat once in ten minutes."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.outbox import Post
from bot.screens.admin import trouble
from bot.translate import Words
from bot.wishes.topics import DECISION
from core.model.people import OPERATOR

EVERY: Final = timedelta(minutes=10)
"""Between two messages of one kind: one that is itself refused must not bring the next."""

log = structlog.get_logger(__name__)


class Troubles:
    """`admin` is the chat that is told, None where there is none; `words` are its reader's."""

    def __init__(
        self,
        admin: int | None,
        words: Callable[[], Words],
        post: Callable[[Post], Awaitable[bool]],
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._admin, self._words, self._post, self._now = admin, words, post, now
        self._told: dict[str, datetime] = {}

    async def tell(self, kind: str, fields: Mapping[str, object]) -> None:
        """`fields` are for the log alone."""
        log.warning("the chat needs its admin", kind=kind, **fields)
        now = self._now()
        if self._admin is None or (kind in self._told and now - self._told[kind] < EVERY):
            return
        self._told[kind] = now
        screen = trouble(self._words(), kind)
        fact = f"trouble:{kind}:{now.isoformat()}"
        await self._post(
            Post(fact=fact, person=OPERATOR, kind="trouble", chat=self._admin, lane=DECISION, screen=screen)
        )
