"""A Telegram with a clock of its own, somebody in it, and both doors to it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
import pytest_asyncio
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.sandbox.methods import perform
from bot.sandbox.model import Json, Person
from bot.sandbox.request import SandboxRequest
from bot.sandbox.server import Control, Seat, Server, serve
from bot.sandbox.telegram import Telegram
from tests.bot.sandbox.browser import browser as browser  # noqa: PLC0414 - a fixture, for the tests of this folder
from tests.bot.waiting import SOON


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    at: datetime = field(default_factory=lambda: datetime(2026, 11, 25, 12, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.at

    def move(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def telegram(clock: Clock) -> Telegram:
    return Telegram(now=clock)


@pytest.fixture
def lea(telegram: Telegram) -> Person:
    """Somebody who has written to the bot; the update is already confirmed."""
    person = telegram.person("Lea")
    telegram.say(person, "/start")
    telegram.updates.waiting.clear()
    return person


Call = Callable[..., tuple[int, Json]]


@pytest.fixture
def call(telegram: Telegram) -> Call:
    def method(name: str, /, **params: object) -> tuple[int, Json]:
        return perform(telegram, telegram.token, name, params)

    return method


async def doubled() -> str:
    return "The market rose by 2 %"


@pytest_asyncio.fixture
async def server(telegram: Telegram, lea: Person) -> AsyncIterator[Server]:
    running = await serve(
        telegram,
        people=[Seat(lea, "lead trader"), Seat(telegram.person("Bob", language_code="ru"), "copy trader")],
        controls=[Control("up", "Market +2 %", doubled)],
        banner="Paper money",
    )
    yield running
    await running.close()


@pytest_asyncio.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest_asyncio.fixture(params=["in process", "over HTTP"])
async def bot(request: pytest.FixtureRequest, telegram: Telegram) -> AsyncIterator[Bot]:
    """python-telegram-bot's own Bot, once through each door."""
    if request.param == "in process":
        async with Bot(
            telegram.token, request=SandboxRequest(telegram), get_updates_request=SandboxRequest(telegram)
        ) as made:
            yield made
        return
    running = await serve(telegram)
    unhurried = dict.fromkeys(("read_timeout", "write_timeout", "connect_timeout", "pool_timeout"), SOON)
    requests = {"request": HTTPXRequest(**unhurried), "get_updates_request": HTTPXRequest(4, **unhurried)}
    async with Bot(telegram.token, base_url=running.api_base, base_file_url=running.file_base, **requests) as made:
        yield made
    await running.close()
