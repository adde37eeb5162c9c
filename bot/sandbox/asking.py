"""What both doors do with one call: run it, make a long poll wait, and let the planned faults happen on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from bot.sandbox.faults import POLL
from bot.sandbox.methods import perform
from bot.sandbox.model import Event, Json, Upload
from bot.sandbox.refused import two_pollers
from bot.sandbox.telegram import Telegram

POLL_LIMIT = 50.0  # seconds of real time, however long the bot asks for
NEWS = frozenset({"update", "poll"})


@dataclass(frozen=True, slots=True)
class Answered:
    """HTTP status and JSON body."""

    status: int
    body: Json


@dataclass(frozen=True, slots=True)
class Lost:
    """Nothing comes back. `executed` tells whether Telegram had done it all the same."""

    executed: bool


async def ask(
    telegram: Telegram, token: str, method: str, params: Mapping[str, object], files: Mapping[str, Upload]
) -> Answered | Lost:
    """The answer to one call, once it is due. Cancelling a waiting getUpdates loses and confirms nothing."""
    fate = telegram.faults.fate(method.lower())
    if fate.request_lost:
        return Lost(executed=False)
    if method.lower() == POLL:
        answer = await _poll(telegram, token, params)
    else:
        answer = Answered(*perform(telegram, token, method, params, files))
    if fate.seconds:
        await asyncio.sleep(fate.seconds)
    return Lost(executed=True) if fate.answer_lost else answer


async def _poll(telegram: Telegram, token: str, params: Mapping[str, object]) -> Answered:
    mine = telegram.begin_poll() if token == telegram.token else 0
    news = asyncio.Event()

    def wake(event: Event) -> None:
        if event.kind in NEWS:
            news.set()

    stop = telegram.watch(wake)
    try:
        return await _wait(telegram, token, params, news, mine)
    finally:
        stop()


async def _wait(
    telegram: Telegram, token: str, params: Mapping[str, object], news: asyncio.Event, mine: int
) -> Answered:
    clock = asyncio.get_running_loop()
    until = clock.time() + _seconds(params.get("timeout"))
    while True:
        if mine and mine != telegram.updates.polls:
            refused = two_pollers()
            return Answered(refused.status, refused.body())
        news.clear()
        status, body = perform(telegram, token, POLL, params)
        left = until - clock.time()
        if status != 200 or body["result"] or left <= 0:
            return Answered(status, body)
        try:
            await asyncio.wait_for(news.wait(), left)
        except TimeoutError:
            continue  # once more around: what came in the last moment still counts


def _seconds(timeout: object) -> float:
    try:
        return min(max(float(str(timeout or 0)), 0.0), POLL_LIMIT)
    except ValueError:
        return 0.0
