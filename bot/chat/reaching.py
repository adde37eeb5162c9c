"""How the chat is reached and how updates come in: by polling, or posted by Telegram; and what becomes of refusals.

A Telegram out of reach is tried again for as long as it takes. At the start a refused token ends the process, with one
line, as a refused address and a second poller do at any time. A token refused later, perhaps because it was stolen and
is replaced, does not: stop-losses are watched without a chat, too.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final

import structlog
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.chat.app import App
from bot.door.polling import REFUSED
from bot.door.sieve import KINDS
from bot.door.webhook import PATH, Webhook
from bot.refusals import Refused, TokenRefused, WebhookRefused
from bot.settings import Settings

REACH_WITHIN: Final = 5.0  # seconds a start waits for Telegram
TRY_EVERY: Final = 5.0
TRY_REFUSED_EVERY: Final = 60.0

log = structlog.get_logger(__name__)


class ChatDoor:
    """Opens once, closes once. `fail` is told what must end the process."""

    def __init__(self, app: App, settings: Settings, fail: Callable[[Exception], None]) -> None:
        """Talks to nobody yet."""
        self._app, self._settings, self._fail = app, settings, fail
        self._tasks: list[asyncio.Task[None]] = []
        self._webhook: Webhook | None = None

    async def open(self) -> None:
        """Raises TokenRefused; returns, and goes on trying, where Telegram cannot be reached."""
        try:
            await asyncio.wait_for(self._app.initialize(), REACH_WITHIN)
        except InvalidToken as problem:
            raise TokenRefused(REFUSED) from problem
        except (TelegramError, TimeoutError) as problem:
            log.warning("Telegram cannot be reached: trading goes on", problem=type(problem).__name__)
            self._begin(self._later(), "chat")
        else:
            await self._on()

    async def close(self) -> None:
        """No more intake."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._webhook is not None:
            await self._webhook.stop()

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._tasks.append(asyncio.create_task(work, name=name))

    async def _later(self) -> None:
        while True:
            await asyncio.sleep(TRY_EVERY)
            try:
                await self._app.initialize()
            except InvalidToken:
                await self._without_chat()
            except TelegramError:
                pass  # the next try says so where it lasts
            else:
                try:
                    await self._on()
                except Refused as problem:  # nobody waits for this task: what ends the process is told to it
                    self._fail(problem)
                return

    async def _without_chat(self) -> None:
        log.error("the token is refused: the desk trades on without its chat; put a new token into .env and start anew")
        await asyncio.sleep(TRY_REFUSED_EVERY)

    async def _on(self) -> None:
        await self._app.start()
        if self._settings.webhook_url is None:
            self._begin(self._poll(), "poll")
            return
        assert self._settings.webhook_secret is not None, "the settings refuse a webhook without a secret"
        secret = self._settings.webhook_secret.get_secret_value()
        self._webhook = Webhook(self._app.inbox, secret=secret, port=self._settings.webhook_port)
        await self._webhook.start()
        self._begin(self._be_posted_to(f"{self._settings.webhook_url}{PATH}", secret), "webhook")

    async def _be_posted_to(self, address: str, secret: str) -> None:
        while True:
            try:
                await self._app.bot.set_webhook(address, secret_token=secret, allowed_updates=KINDS)
            except BadRequest as problem:
                self._fail(WebhookRefused(f"Telegram refuses WEBHOOK_URL: {problem}"))
                return
            except TelegramError as problem:
                log.warning("the webhook could not be set", problem=type(problem).__name__)
                await asyncio.sleep(TRY_EVERY)
            else:
                return

    async def _poll(self) -> None:
        while True:
            try:
                await self._app.poll()
            except (TokenRefused, InvalidToken):
                await self._without_chat()
            except TelegramError as problem:
                log.warning("polling could not begin", problem=type(problem).__name__)
                await asyncio.sleep(TRY_EVERY)
            except Exception as problem:  # noqa: BLE001 - whatever else ends the polling ends the process
                self._fail(problem)
                return
