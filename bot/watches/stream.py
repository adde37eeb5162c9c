"""The watch over the venue's stream: when no price has come for a minute, the admin is told at once (R-2.4).

It only looks and tells. What the desk does with old prices, the rules and reviews decide for themselves (rule 23).
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot.outbox import Post
from bot.screens.admin import stream_back, stream_silent
from bot.screens.screen import Screen
from bot.translate import Words
from bot.wishes.topics import SAFETY
from core.model.market import Quote, Symbol
from core.model.people import OPERATOR
from core.views.lasting import SILENT_FROM, Lasting


class StreamWatch:
    """`admin` is the chat that is told, None where there is none; `words` are its reader's."""

    def __init__(self, admin: int | None, words: Callable[[], Words], post: Callable[[Post], Awaitable[bool]]) -> None:
        self._admin, self._words, self._post = admin, words, post
        self._silent_since: datetime | None = None

    async def look(self, market: Mapping[Symbol, Quote], now: datetime) -> None:
        """At the newest price of any instrument; one message when it falls silent, and one when it speaks again."""
        last = max((quote.at for quote in market.values()), default=None)
        if last is None:
            return
        if now - last < SILENT_FROM:
            if self._silent_since is not None:
                await self._tell("back", self._silent_since, stream_back(self._words()), aloud=False)
            self._silent_since = None
        elif self._silent_since is None:
            self._silent_since = last
            await self._tell("silent", last, stream_silent(self._words(), last), aloud=True)

    async def _tell(self, kind: str, since: datetime, screen: Screen, *, aloud: bool) -> None:
        if self._admin is None:
            return
        fact = f"stream:{since.isoformat()}"
        await self._post(
            Post(
                fact=fact,
                person=OPERATOR,
                kind=f"stream_{kind}",
                chat=self._admin,
                lane=SAFETY,
                screen=screen,
                silent=not aloud,
                once_more=aloud,
                lasting=Lasting.SILENT if aloud else "",
            )
        )
