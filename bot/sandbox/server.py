"""The loopback door: the Bot API and the chat page on one port of 127.0.0.1, for the demo and browser tests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from aiohttp import web

from bot.sandbox.api import Api
from bot.sandbox.bodies import UPLOAD_LIMIT
from bot.sandbox.chat_page import ChatPage
from bot.sandbox.guard import add_headers, guard
from bot.sandbox.posting import Poster
from bot.sandbox.seats import Control, Seat
from bot.sandbox.telegram import Telegram
from bot.sandbox.view import View

__all__ = ["Control", "Seat", "Server", "serve"]

LOOPBACK = frozenset({"127.0.0.1", "localhost"})
GRACE = 0.1  # seconds an open request gets when the server closes


@dataclass(slots=True)
class Server:
    """A running server. `url` is the chat page, `api_base` and `file_base` are for the bot's `base_url` settings."""

    host: str
    port: int
    page: ChatPage
    runner: web.AppRunner
    poster: asyncio.Task[None]
    unwatch: Callable[[], None] = field(repr=False)

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def api_base(self) -> str:
        return f"{self.url}/bot"

    @property
    def file_base(self) -> str:
        return f"{self.url}/file/bot"

    async def close(self) -> None:
        self.unwatch()
        self.page.close()
        self.poster.cancel()
        await asyncio.gather(self.poster, return_exceptions=True)
        await self.runner.cleanup()


async def serve(
    telegram: Telegram,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    people: Iterable[Seat] = (),
    controls: Iterable[Control] = (),
    banner: str = "",
) -> Server:
    """A running server; port 0 takes any free one. ValueError: an address other machines could reach."""
    if host not in LOOPBACK:
        raise ValueError(f"the sandbox serves loopback only, not {host}")
    page = ChatPage(telegram, View(telegram, list(people), tuple(controls), banner))
    runner = web.AppRunner(
        application(telegram, page), access_log=None, shutdown_timeout=GRACE, handler_cancellation=True
    )
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    poster = asyncio.create_task(Poster(telegram).run())
    return Server(host, int(runner.addresses[0][1]), page, runner, poster, telegram.watch(page.tell))


def application(telegram: Telegram, page: ChatPage) -> web.Application:
    app = web.Application(middlewares=[guard], client_max_size=UPLOAD_LIMIT)
    app.on_response_prepare.append(add_headers)
    app.add_routes(Api(telegram).routes())
    app.add_routes(page.routes())
    return app
