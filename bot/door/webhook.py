"""The webhook door: Telegram posts an update, and is answered 200 only when it is stored.

Whoever posts without the secret stores nothing and learns nothing.
"""

import hmac
import json
import os
from typing import Final

from aiohttp import web

from bot.door.inbox import Inbox
from bot.refusals import Refused

PATH: Final = "/telegram"
BODY_MAX: Final = 512 * 1024  # bytes; an update is a few KiB
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


class Webhook:
    """A small HTTP server with one path."""

    def __init__(self, inbox: Inbox, *, secret: str, port: int, host: str = "127.0.0.1") -> None:
        """Behind a proxy that ends TLS, `host` stays the loopback."""
        self._inbox = inbox
        self._secret = secret.encode()
        self._host = host
        self._port = port
        self._runner: web.AppRunner | None = None

    def application(self) -> web.Application:
        """The aiohttp application, for a server or a test."""
        application = web.Application(client_max_size=BODY_MAX)
        application.router.add_post(PATH, self._receive)
        return application

    async def start(self) -> None:
        """Listen. Raises Refused where the port cannot be had."""
        self._runner = web.AppRunner(self.application(), access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as problem:
            said = os.strerror(problem.errno or 0)
            raise Refused(
                f"WEBHOOK_PORT {self._port} of this machine cannot be used ({said}): choose another"
            ) from problem

    async def stop(self) -> None:
        """Answer what is open, then close."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            return web.Response(status=404)
        try:
            raw = json.loads(await request.text())
        except (ValueError, LookupError, RecursionError):  # no JSON, no such charset, or nested to hurt
            return web.Response(status=400)
        await self._inbox.take([raw])
        return web.Response(status=200)
