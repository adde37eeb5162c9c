"""The pace: the rate limiter of python-telegram-bot that lets every request wait in one line."""

import asyncio
import os
import time
from collections.abc import Callable, Coroutine
from itertools import count
from typing import Any, Final

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.door.line import Limits, Line, Wait

# Without it the library warns at each 429 that its seconds will be a timedelta one day; read when it is needed.
os.environ.setdefault("PTB_TIMEDELTA", "true")

Json = bool | dict[str, Any] | list[dict[str, Any]]

ANSWER: Final = 0
LAST: Final = 9
GRANTED: Final = -1
"""The lane of a request whose turn has come already (the outbox waits in the line itself)."""
UNPACED: Final = frozenset({"answerCallbackQuery", "answerInlineQuery", "sendChatAction", "deleteMessage"})
TRIES_MAX: Final = 5  # 429s in a row before the caller is told


class Pacer(BaseRateLimiter[int]):
    """Every message, edit and file waits in one line; `rate_limit_args` is its lane, 0 unless given."""

    def __init__(self, limits: Limits | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Start the line at the given clock."""
        self._limits = limits or Limits()
        self._line: Line[Callable[[], None]] = Line(self._limits)
        self._clock = clock
        self._in_flight = 0
        self._pumping = False
        self._timer: asyncio.TimerHandle | None = None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Let nobody else go."""
        if self._timer is not None:
            self._timer.cancel()

    def queue(self, lane: int, chat: int, start: Callable[[], None]) -> None:
        """Have `start` called when its turn comes; it must lead to one `release`."""
        self._line.push(lane, chat, start)
        self._pump()

    def release(self) -> None:
        """One that was started has come back."""
        self._in_flight -= 1
        self._pump()

    def told_to_wait(self, chat: int | None, seconds: float) -> None:
        """A 429 came back."""
        self._line.told_to_wait(chat, seconds, self._clock())
        self._pump()

    async def turn(self, lane: int, chat: int) -> None:
        """Wait for one's turn; follow it by one `release`."""
        granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.queue(lane, chat, lambda: self._grant(granted))
        try:
            await granted
        except asyncio.CancelledError:
            if granted.done() and not granted.cancelled():
                self.release()
            raise

    async def process_request(  # noqa: PLR0917 - the signature is the library's
        self,
        callback: Callable[..., Coroutine[Any, Any, Json]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Json:
        """Wait for the turn, send, and wait out a 429 as told."""
        chat = data.get("chat_id")
        if not isinstance(chat, int) or endpoint in UNPACED or rate_limit_args == GRANTED:
            return await callback(*args, **kwargs)
        for tried in count(1):
            await self.turn(rate_limit_args or ANSWER, chat)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as told:
                self.told_to_wait(chat, seconds_of(told))
                if tried == TRIES_MAX:
                    raise
            finally:
                self.release()
        raise AssertionError("the loop above returns or raises")

    def _grant(self, granted: "asyncio.Future[None]") -> None:
        if granted.cancelled():
            self._in_flight -= 1  # it went away while it waited: its turn is the next one's
            return
        granted.set_result(None)

    def _pump(self) -> None:
        if self._pumping:
            return  # who gives their place back at once is seen by the loop that let them go
        self._pumping = True
        try:
            self._let_go()
        finally:
            self._pumping = False

    def _let_go(self) -> None:
        while self._in_flight < self._limits.in_flight:
            answer = self._line.pop(self._clock())
            if answer is None:
                return
            if isinstance(answer, Wait):
                self._look_again(answer.seconds)
                return
            self._in_flight += 1
            answer()

    def _look_again(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        at = loop.time() + seconds
        if self._timer is not None and self._timer.when() <= at + 0.001:
            return  # a hundred thousand joining the line must not set as many timers
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_later(seconds, self._rung)

    def _rung(self) -> None:
        self._timer = None
        self._pump()


def seconds_of(told: RetryAfter) -> float:
    """How long a 429 asks to wait; the library is on its way from int to timedelta."""
    wait = told.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
