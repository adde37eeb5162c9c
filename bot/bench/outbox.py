"""outbox: what a message costs us from its row to "sent", beside the slot that Telegram gives a message.

The real outbox, its rows durable on disk; Telegram answers at once, and the pace is let go.
"""

import asyncio
import json
import time
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from telegram.constants import ParseMode
from telegram.ext import Defaults, ExtBot
from telegram.request import BaseRequest

from bot.bench.measuring import NotEqual, Row, interleaved
from bot.door.line import Limits, Rate
from bot.door.pacing import Pacer
from bot.html import esc
from bot.outbox import Outbox, Post
from bot.presses import Home
from bot.screens.screen import Button, Screen
from bot.translate import Catalogues
from core.adapters.notes import Notes

SLOT: Final = 1_000 / 30
"""Milliseconds: Telegram takes some thirty messages a second from one bot."""
AT_ONCE: Final = Rate(burst=1e9, per_second=1e9)
SCREEN: Final = Screen(
    esc("▲ Bought 0.0046 BTC at 64,000.0\nOrion · PAPER · 12:00"), ((Button(esc("Home"), Home()),),), live=False
)


class AnswersAtOnce(BaseRequest):
    """The network without a network: each message is delivered and numbered."""

    def __init__(self) -> None:
        self._numbers = count(1)

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(self, url: str, *_given: object, **_more: object) -> tuple[int, bytes]:
        """What Telegram would say of a new message, and of itself."""
        result: dict[str, Any] = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
        if url.endswith("sendMessage"):
            result = {"message_id": next(self._numbers), "date": 0, "chat": {"id": 1, "type": "private"}}
        return 200, json.dumps({"ok": True, "result": result}).encode()


class _Sending:
    """So many people get one message each; every round is another fact."""

    def __init__(self, notes: Notes, n: int) -> None:
        self._notes, self._n, self._facts = notes, n, count(1)
        pacer = Pacer(Limits(AT_ONCE, AT_ONCE, AT_ONCE))
        bot: ExtBot[int] = ExtBot(
            "1:bench",
            request=AnswersAtOnce(),
            get_updates_request=AnswersAtOnce(),
            defaults=Defaults(parse_mode=ParseMode.HTML),
            rate_limiter=pacer,
        )
        self.outbox = Outbox(notes, bot=bot, pacer=pacer, catalogues=Catalogues.load(), alert=_refused)
        self.bot = bot

    async def all_of_them(self) -> float:
        """Milliseconds a message, from the first row to the last "sent"."""
        fact = f"fact {next(self._facts)}"
        start = time.perf_counter()
        await self.outbox.post_all(
            Post(fact=fact, person=number, kind="bench", chat=number, lane=3, screen=SCREEN)
            for number in range(1, self._n + 1)
        )
        while self.outbox.held:  # noqa: ASYNC110  # nobody else would need an event for it
            await asyncio.sleep(0.001)
        taken = (time.perf_counter() - start) * 1e3
        sent = "SELECT count(*) FROM outbox WHERE fact = ? AND state = 'sent'"
        if await self._notes.run(sent, fact) != [(self._n,)]:
            raise NotEqual("not every message was sent")
        return taken / self._n


async def _refused(kind: str, fields: object) -> None:
    raise NotEqual(f"{kind}: {fields}")


async def _slot() -> float:
    return SLOT


async def outbox(n: int, rounds: int) -> list[Row]:
    with TemporaryDirectory(prefix="slipstream-bench-") as name:
        notes = await Notes.open(Path(name) / "notes.sqlite")
        sending = _Sending(notes, n)
        await sending.bot.initialize()
        await sending.outbox.start()
        times, limits = await interleaved(rounds, sending.all_of_them, _slot, warm_up=1)
        await sending.outbox.stop()
        await notes.close()
    against = "the slot of a message at 30 a second, Telegram's pace over all"
    more = {"messages_a_second": round(1e3 / sorted(times)[len(times) // 2])}
    return [Row("outbox", n, times, limits, against, target=1.0, more=more)]
