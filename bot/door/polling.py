"""The polling door: fetch raw updates, store them, and only then ask for the next.

The next `getUpdates` is what confirms a batch to Telegram, so a process killed at any point loses nothing.
"""

import asyncio
import random
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest, RequestData

# The library builds its own parameters with this class; there is no public way to post to a method by name without
# its parsing, and one malformed update would then fail its whole batch.
from telegram.request._requestparameter import RequestParameter

from bot.door.inbox import Alert, Inbox
from bot.door.pacing import seconds_of
from bot.door.sieve import KINDS
from bot.refusals import AnotherPoller, TokenRefused

LONG_POLL: Final = 25  # seconds Telegram holds an empty answer back
BATCH: Final = 100  # getUpdates.limit, its greatest
BACK_OFF_MAX: Final = 30.0
REFUSED: Final = "Telegram refuses TELEGRAM_BOT_TOKEN: put the one that BotFather shows for this bot into .env"
EMPTY_PAUSE: Final = 0.05  # a server that does not hold empty answers back must not be asked in a tight loop

log = structlog.get_logger(__name__)


class Poller:
    """One loop over getUpdates."""

    def __init__(self, inbox: Inbox, *, request: BaseRequest, base_url: str, alert: Alert) -> None:
        """`base_url` is the bot's own, token included; it is never logged."""
        self._inbox = inbox
        self._request = request
        self._base_url = base_url
        self._alert = alert
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll until cancelled. Raises `AnotherPoller`, which ends the process with an error, and `TokenRefused`."""
        failures = 0
        while True:
            try:
                if not await self.once():
                    await asyncio.sleep(EMPTY_PAUSE)
                failures = 0
            except Conflict as problem:
                await self._alert("another_poller", {})
                raise AnotherPoller("another process polls this bot's token, or a webhook is set") from problem
            except InvalidToken as problem:
                raise TokenRefused(REFUSED) from problem
            except RetryAfter as told:
                await asyncio.sleep(seconds_of(told))
            except (TelegramError, sqlite3.OperationalError) as problem:
                # a full disk takes no update: Telegram keeps what was not confirmed, and trading goes on meanwhile
                failures += 1
                pause = back_off(failures)
                log.warning("polling failed", problem=type(problem).__name__, failures=failures, pause=round(pause, 1))
                await asyncio.sleep(pause)

    async def once(self) -> int:
        """Fetch, store, and move the offset; answers how many came."""
        raws = await self._fetch()
        await self._inbox.take(raws)
        ids = [raw["update_id"] for raw in raws if isinstance(raw, dict) and isinstance(raw.get("update_id"), int)]
        if ids:
            # By equality of ids alone: after a quiet week they may begin anew from a lower number.
            self._offset = ids[-1] + 1
        return len(raws)

    async def confirm(self) -> None:
        """Tell Telegram what is stored, once more at a clean stop, so that the next start fetches nothing twice."""
        if self._offset is None:
            return
        with suppress(TelegramError):  # not confirmed: fetched again, and known by its id
            await self._post(hold=0, limit=1)

    async def _fetch(self) -> Sequence[object]:
        return await self._post(hold=LONG_POLL, limit=BATCH)

    async def _post(self, *, hold: int, limit: int) -> Sequence[object]:
        wanted = {"offset": self._offset, "timeout": hold, "limit": limit, "allowed_updates": list(KINDS)}
        parameters = [RequestParameter(name, value, None) for name, value in wanted.items() if value is not None]
        answer = await self._request.post(
            f"{self._base_url}/getUpdates", RequestData(parameters), read_timeout=hold + 10.0
        )
        return answer if isinstance(answer, list) else ()


def back_off(failures: int) -> float:
    """Seconds to wait after so many failures in a row: doubling, bounded, and spread so that desks do not march."""
    longest = min(BACK_OFF_MAX, 0.5 * 2 ** min(failures, 10))
    return random.uniform(longest / 2, longest)  # noqa: S311 - spreads load, guards nothing
