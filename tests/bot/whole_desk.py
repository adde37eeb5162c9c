"""A whole desk in process: the real application, the sandbox, the real engine and journal. People press labels."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from waiting import until

from bot.door.line import UNLIMITED
from bot.sandbox.model import Message, Person
from bot.sandbox.request import SandboxRequest
from bot.sandbox.telegram import Telegram
from bot.settings import Settings
from bot.wiring.doors import Doors
from bot.wiring.house import House
from core.model.money import quote

ADMIN = 1005
Shape = tuple[int, str, object]
State = frozenset[Shape]
"""What stands in a chat: message ids with their texts and when those were edited."""


@dataclass
class Chat:
    """One person's chat with the desk."""

    telegram: Telegram
    person: Person
    house: House | None = None

    @property
    def messages(self) -> list[Message]:
        return [message for message in self.telegram.chat(self.person) if message.sender is None]

    @property
    def screen(self) -> Message:
        """The newest message with buttons that is no alert: a screen says PAPER in its first line, an alert later."""
        return next(message for message in reversed(self.messages) if message.keyboard and is_screen(message))

    def reads(self, words: str, since: State = frozenset()) -> Message | None:
        """The newest message of the desk that says so; of those alone that did not stand so in an earlier state."""
        found = (each for each in reversed(self.messages) if words in seen(each.text) and _shape(each) not in since)
        return next(found, None)

    async def sees(self, words: str, since: State = frozenset()) -> Message:
        """Waits until the desk says so, in a message that came or changed after that state."""
        await until(lambda: self.reads(words, since), lambda: f"{self.person.name} reads {self.texts()}")
        found = self.reads(words, since)
        assert found is not None
        return found

    def texts(self) -> list[str]:
        return [message.text for message in self.messages[-3:]]

    async def says(self, text: str, expect: str = "") -> Message | None:
        """What is expected must follow: that it stood there before is no answer."""
        before = self.state()
        self.telegram.say(self.person, text)
        await until(lambda: self.state() != before, lambda: f"nothing followed {text!r}")
        return await self.sees(expect, since=before) if expect else None

    async def presses(self, label: str, expect: str = "") -> Message | None:
        """Presses the newest button whose label begins so."""
        message, button = await self.button(label)
        before = self.state()
        self.telegram.press(self.person, message.message_id, button)
        await self.answered()
        return await self.sees(expect, since=before) if expect else None

    async def button(self, label: str) -> tuple[Message, str]:
        await until(lambda: self._find(label) is not None, lambda: f"no button {label!r} in {self.labels()}")
        found = self._find(label)
        assert found is not None
        return found

    def labels(self) -> list[str]:
        return [seen(button.text) for message in self.messages[-3:] for button in message.buttons]

    async def answered(self) -> None:
        await until(lambda: self.telegram.presses(self.person)[-1].answer is not None, lambda: "no answer")

    def _find(self, label: str) -> tuple[Message, str] | None:
        for message in reversed(self.messages):
            for button in message.buttons:
                if seen(button.text).startswith(label):
                    return message, button.text
        return None

    def state(self) -> State:
        return frozenset(map(_shape, self.messages))


def _shape(message: Message) -> Shape:
    return message.message_id, message.text, message.edited_at


def is_screen(message: Message) -> bool:
    first = message.text.split("\n")[0]
    return "PAPER" in first or "PÄPËŘ" in first


def seen(text: str) -> str:
    """A text without the marks that keep names apart from the direction around them."""
    return text.replace("\u2068", "").replace("\u2069", "").replace("\u2060", "")


def settings(folder: Path, telegram: Telegram, **more: object) -> Settings:
    return Settings(
        _env_file=None,
        telegram_bot_token=telegram.token,
        data_dir=folder,
        admin_id=ADMIN,
        admission="open",
        webhook_url=None,
        webhook_secret=None,
        **more,
    )


@dataclass
class Town:
    """The people, and the house that serves them."""

    telegram: Telegram
    house: House

    def chat(self, name: str, number: int | None = None, language: str = "en") -> Chat:
        return Chat(self.telegram, self.telegram.person(name, id=number, language_code=language))


def sandbox() -> Telegram:
    return Telegram(now=lambda: datetime.now(UTC))


@asynccontextmanager
async def desk(
    folder: Path, telegram: Telegram | None = None, *, dan: int = 1004, **more: object
) -> AsyncIterator[Town]:
    """A started desk, polling; stopped cleanly afterwards. The market stands still unless a test moves it.

    `more` are settings.
    """
    telegram = telegram or sandbox()
    doors = Doors(
        request=SandboxRequest(telegram),
        poll_request=SandboxRequest(telegram),
        pace=UNLIMITED,
        paper={dan: quote("30")},
    )
    house = await House.open(settings(folder, telegram, **more), doors)
    house.heartbeat.market_moves = False
    await house.start()
    try:
        yield Town(telegram, house)
    finally:
        await house.stop()
