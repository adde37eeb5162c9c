"""Webhook delivery: each waiting update is posted to the bot's address, in order, until it says 2xx."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import aiohttp

from bot.sandbox.model import Event, Json
from bot.sandbox.telegram import Telegram
from bot.sandbox.updates import Webhook

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
FIRST_PAUSE, LAST_PAUSE = 0.1, 5.0  # seconds between tries, doubling
TIMEOUT = aiohttp.ClientTimeout(total=10)


@dataclass(slots=True)
class Poster:
    """Runs until cancelled. `news` is set at every change that might mean work."""

    telegram: Telegram
    news: asyncio.Event = field(default_factory=asyncio.Event)
    pause: float = FIRST_PAUSE

    async def run(self) -> None:
        stop = self.telegram.watch(self._wake)
        try:
            async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
                while True:
                    await self._round(session)
        finally:
            stop()

    def _wake(self, event: Event) -> None:
        if event.kind == "update":
            self.news.set()

    async def _round(self, session: aiohttp.ClientSession) -> None:
        self.news.clear()
        updates = self.telegram.updates
        updates.forget_old(self.telegram.now())
        if updates.webhook is None or not updates.waiting:
            await self.news.wait()
            return
        update_id, _, update = updates.waiting[0]
        problem = await self._post(session, updates.webhook, update)
        if problem is None:
            updates.confirm(update_id)
            self.pause = FIRST_PAUSE
            return
        updates.last_error = (self.telegram.now(), problem)
        await asyncio.sleep(self.pause)
        self.pause = min(self.pause * 2, LAST_PAUSE)

    async def _post(self, session: aiohttp.ClientSession, hook: Webhook, update: Json) -> str | None:
        """None if it was taken, else what went wrong, in the words of getWebhookInfo."""
        headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
        try:
            async with session.post(hook.url, json=update, headers=headers, allow_redirects=False) as response:
                status, reason = response.status, response.reason
        except (aiohttp.ClientError, TimeoutError) as problem:
            return f"Connection failed: {type(problem).__name__}"
        return None if 200 <= status < 300 else f"Wrong response from the webhook: {status} {reason}"
