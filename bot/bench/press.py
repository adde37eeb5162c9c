"""press: an update in, its screen out, through the sandbox over loopback HTTP, beside the bare library's answer.

The bare application answers the tap and edits the message with the very screens that the desk has shown before, and
does nothing else: no store, no desk.
"""

import asyncio
import json
import re
import statistics
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from pydantic import SecretStr
from telegram import InlineKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters
from telegram.request import RequestData

from bot.bench.measuring import NotEqual, Row, interleaved
from bot.door.line import Limits, Rate
from bot.door.processor import PARALLEL
from bot.door.transport import AiohttpRequest
from bot.presses import Home, Open, pack
from bot.sandbox.model import Event, Message
from bot.sandbox.server import Server, serve
from bot.sandbox.telegram import Telegram
from bot.settings import Settings
from bot.wiring.doors import Doors
from bot.wiring.house import House

SOMEBODY: Final = 1001
SOON: Final = 10.0
AT_ONCE: Final = Rate(burst=1e9, per_second=1e9)
PRESSES: Final = {pack(Open(to="portfolio")): "portfolio", pack(Home()): "Home"}
"""Two screens in turn, so that each press changes what is shown, and what stands in the first line of each."""


class _Client:
    """A person before a sandbox of their own, and the server that a bot reaches it by."""

    def __init__(self, telegram: Telegram, server: Server) -> None:
        self.telegram, self.server = telegram, server
        self.person = telegram.person("Somebody", id=SOMEBODY)
        self._news = asyncio.Event()
        telegram.watch(self._hear)
        self.answered_at = 0.0
        self.turns = cycle(PRESSES)

    def _hear(self, event: Event) -> None:
        if event.kind == "answer":
            self.answered_at = time.perf_counter()
        self._news.set()

    @property
    def drawn(self) -> str:
        """What the screen and its buttons say, figures apart: a screen may tell the time."""
        assert self.screen is not None
        return re.sub(r"\d", "0", "\n".join([self.screen.text, *(button.text for button in self.screen.buttons)]))

    @property
    def screen(self) -> Message | None:
        """The newest message with buttons."""
        return next((each for each in reversed(self.telegram.chat(self.person)) if each.keyboard), None)

    async def say(self, text: str) -> None:
        """Waits for a screen."""
        self.telegram.say(self.person, text)
        await self._until(lambda: self.screen is not None)

    async def choose(self, label: str) -> None:
        """Presses a button and waits for what follows."""
        screen = self.screen
        assert screen is not None
        button = next(each.text for each in screen.buttons if each.text.startswith(label))
        self.telegram.press(self.person, screen.message_id, button)
        await self._until(lambda: self.screen is not None and self.screen.text != screen.text)

    async def press(self, data: str) -> tuple[float, float]:
        """Milliseconds until the tap is answered, and until the screen has changed."""
        screen = self.screen
        assert screen is not None
        start = time.perf_counter()
        self.telegram.forge(self.person, screen.message_id, data)
        await self._until(lambda: self.screen is not None and self.screen.text != screen.text)
        ended = time.perf_counter()
        await self._until(lambda: self.answered_at > start)
        return (self.answered_at - start) * 1e3, (ended - start) * 1e3

    async def _until(self, so: Callable[[], bool]) -> None:
        while not so():
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), SOON)


@asynccontextmanager
async def _client() -> AsyncIterator[_Client]:
    telegram = Telegram(now=lambda: datetime.now(UTC))
    server = await serve(telegram)
    try:
        yield _Client(telegram, server)
    finally:
        await server.close()


class _Remembering(AiohttpRequest):
    """The desk's own transport; it keeps what was last edited in."""

    def __init__(self) -> None:
        super().__init__(connections=PARALLEL)
        self.edits: deque[RequestData] = deque(maxlen=len(PRESSES))

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *given: Any, **more: Any
    ) -> tuple[int, bytes]:
        if request_data is not None and url.endswith("/editMessageText"):
            self.edits.append(request_data)
        return await super().do_request(url, method, request_data, *given, **more)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A screen as it was sent, and as it was then drawn."""

    text: str
    keyboard: InlineKeyboardMarkup
    drawn: str


@asynccontextmanager
async def _desk(folder: Path, request: _Remembering) -> AsyncIterator[_Client]:
    """The whole desk, with somebody who has joined it."""
    async with _client() as client:
        settings = Settings(
            telegram_bot_token=SecretStr(client.telegram.token),
            telegram_api_base=client.server.url,
            data_dir=folder,
            admission="open",
            admin_id=SOMEBODY + 1,
            webhook_url=None,
        )
        house = await House.open(settings, Doors(request=request, pace=Limits(AT_ONCE, AT_ONCE, AT_ONCE)))
        await house.start()
        try:
            await client.say("/start")
            await client.choose("Start with paper")
            await client.choose("I understand")
            yield client
        finally:
            await house.stop()


@asynccontextmanager
async def _bare(screens: Mapping[str, _Shown]) -> AsyncIterator[_Client]:
    """python-telegram-bot alone."""
    first = screens[pack(Home())]

    async def greet(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_html(first.text, reply_markup=first.keyboard)

    async def answer(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        assert query is not None
        assert query.data is not None
        await query.answer()
        shown = screens[query.data]
        await query.edit_message_text(shown.text, parse_mode=ParseMode.HTML, reply_markup=shown.keyboard)

    async with _client() as client:
        base = client.server.url
        builder = Application.builder().token(client.telegram.token).base_url(f"{base}/bot")
        bare = builder.base_file_url(f"{base}/file/bot").job_queue(None).build()
        bare.add_handler(MessageHandler(filters.TEXT, greet))
        bare.add_handler(CallbackQueryHandler(answer))
        await bare.initialize()
        await bare.start()
        assert bare.updater is not None
        await bare.updater.start_polling()
        try:
            await client.say("/start")
            yield client
        finally:
            await bare.updater.stop()
            await bare.stop()
            await bare.shutdown()


async def _shown(client: _Client, request: _Remembering) -> dict[str, _Shown]:
    """What each press shows."""
    screens = {}
    for data, title in PRESSES.items():
        await client.press(data)
        if title not in client.drawn.partition("\n")[0]:
            raise NotEqual(f"the press {data} does not show {title}")
        edit = request.edits[-1].json_parameters
        keyboard = InlineKeyboardMarkup.de_json(json.loads(edit["reply_markup"]), None)
        screens[data] = _Shown(edit["text"], keyboard, client.drawn)
    return screens


async def _pressed(client: _Client, screens: Mapping[str, _Shown], n: int) -> tuple[float, float]:
    """The medians of so many presses, until the tap was answered and until the screen had changed."""
    times = []
    for data in islice(client.turns, n):
        times.append(await client.press(data))
        if client.drawn != screens[data].drawn:
            raise NotEqual(f"the press {data} shows another screen")
    taps, changes = zip(*times, strict=True)
    return statistics.median(taps), statistics.median(changes)


async def press(n: int, rounds: int) -> list[Row]:
    """The median of n presses in a row, in each round."""
    request, taps = _Remembering(), list[float]()
    with TemporaryDirectory(prefix="slipstream-bench-") as name:
        async with _desk(Path(name), request) as ours:
            screens = await _shown(ours, request)
            async with _bare(screens) as theirs:

                async def desk() -> float:
                    tap, change = await _pressed(ours, screens, n)
                    taps.append(tap)
                    return change

                async def library() -> float:
                    return (await _pressed(theirs, screens, n))[1]

                times, limits = await interleaved(rounds, desk, library)
    against = "python-telegram-bot alone, which answers with the same screens, same server"
    answered = round(statistics.median(taps[-rounds:]), 3)
    return [Row("press", n, times, limits, against, target=1.5, more={"tap_answered_ms": answered})]
