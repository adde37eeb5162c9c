"""The whole desk as it is wired, on a clock of the test's: a lead who leads, two who copy, an admin, and strangers.

Updates come through the sandbox, its polls and the inbox; `settle` waits until all that they set off has happened.
"""

from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from unittest.mock import patch

from waiting import all_sent
from whole_desk import settings

from bot.door.line import UNLIMITED
from bot.sandbox.methods import perform
from bot.sandbox.request import SandboxRequest
from bot.sandbox.telegram import Telegram
from bot.wiring.doors import Doors
from bot.wiring.house import House
from core.adapters.clocks import VirtualClock
from core.adapters.journals.packing import pack
from core.fold.book import Book
from core.model import commands as c
from core.model.copying import Settings, Sizing
from core.model.market import Side, Symbol
from core.model.money import quote
from core.model.orders import OrderTerms, OrderType
from core.model.people import OPERATOR, Origin

START = datetime(2026, 11, 25, 12, tzinfo=UTC)
LEA, BOB, CAT, ADA, EVE, ANN = 1001, 1002, 1003, 1005, 1009, 1010
BTC = Symbol("BTC-USDT")


@dataclass
class Fort:
    """One running desk; people are Telegram ids, `number` is theirs in the book."""

    house: House
    telegram: Telegram
    clock: VirtualClock
    requests: SandboxRequest
    last: int = 0
    asked: int = 0

    # ── the chat ──────────────────────────────────────────────────────────────

    def person(self, telegram, name=None, **more):
        known = self.telegram.people.get(telegram)
        return known or self.telegram.person(name or f"P{telegram}", id=telegram, **more)

    async def feed(self, *, settle=True):
        """Fetches what waits as the poller does, has it handled, and lets everything come to rest."""
        while True:
            status, body = perform(
                self.telegram, self.telegram.token, "getUpdates", {"offset": self.last + 1, "timeout": 0, "limit": 100}
            )
            assert status == 200
            found = body["result"]
            if not found:
                break
            await self.house.app.inbox.take(found)
            self.last = found[-1]["update_id"]
        await self.house.app.inbox.drain()
        if settle:
            await self.settle()

    async def settle(self):
        self.house.market.nudge(None, Decimal(0))
        await self.house.engine.settle()
        await self.house.alerting.catch_up()
        self.house.app.outbox.look_again()
        await all_sent(self.house.notes, self.house.clock.now)

    async def says(self, telegram, text, chat=None):
        self.telegram.say(self.person(telegram), text, chat=chat)
        await self.feed()
        return self.screen(telegram)

    async def forges(self, telegram, data, message_id=None, chat=None):
        person = self.person(telegram)
        self.telegram.forge(person, message_id or self.live(telegram).message_id, data, chat=chat)
        await self.feed()
        return self.screen(telegram)

    async def presses(self, telegram, label):
        message = self.live(telegram)
        button = next(button for button in message.buttons if plain(button.text).startswith(label))
        return await self.forges(telegram, button.callback_data, message.message_id)

    def ours(self, telegram):
        return [message for message in self.telegram.chat(self.person(telegram)) if message.sender is None]

    def live(self, telegram):
        """The newest message with buttons."""
        return next(message for message in reversed(self.ours(telegram)) if message.keyboard)

    def screen(self, telegram):
        found = self.ours(telegram)
        return plain(found[-1].text) if found else ""

    def toast(self, telegram):
        return self.telegram.answers(self.person(telegram))[-1].text

    def asks_to_confirm(self, telegram):
        """Whether the newest message has a green button."""
        return any((b.callback_data or "").startswith("ok:") for b in self.live(telegram).buttons)

    def confirming(self, telegram):
        """The green button's data and its message."""
        message = self.live(telegram)
        return next(b.callback_data for b in message.buttons if (b.callback_data or "").startswith("ok:")), message

    # ── the desk ──────────────────────────────────────────────────────────────

    @property
    def book(self):
        return self.house.engine.pen.book

    def number(self, telegram):
        found = self.house.people.number(telegram)
        assert found is not None, telegram
        return found

    def fingerprint(self):
        """Of all that the book says of money, people and terms: what a refusal leaves behind may move its count."""
        return fingerprint(self.book)

    def facts(self, after=0):
        """The kinds of the facts after this one, the denials left out."""
        return [r.fact.__class__.__name__ for r in self.records(after) if r.fact.__class__.__name__ != "Denied"]

    def records(self, after=0):
        return list(self.house.engine.pen.journal.read(after))

    async def submit(self, command):
        self.asked += 1
        outcome = await self.house.engine.submit(command, Origin(f"test:{self.asked}"))
        await self.settle()
        assert outcome.accepted, (command, outcome)
        return outcome

    async def buys(self, telegram, notional="1000"):
        terms = OrderTerms(BTC, Side.BUY, OrderType.MARKET, notional=quote(notional))
        return await self.submit(c.PlaceOrder(self.number(telegram), terms))

    async def sells(self, telegram, quantity="0.001"):
        who, instrument = self.number(telegram), self.book.instruments[BTC]
        terms = OrderTerms(BTC, Side.SELL, OrderType.MARKET, quantity=instrument.quantity(Decimal(quantity)))
        return await self.submit(c.PlaceOrder(who, terms))

    async def pass_time(self, **by):
        self.clock.move_to(self.clock.now() + timedelta(**by))
        await self.settle()

    # ── the people ────────────────────────────────────────────────────────────

    async def enters(self, telegram, name):
        self.person(telegram, name)
        await self.says(telegram, "/start")
        await self.forges(telegram, "rs")
        await self.forges(telegram, "ra")

    async def leads(self, telegram, name):
        """Somebody who leads every instrument, with the switch on."""
        await self.enters(telegram, name)
        who = self.number(telegram)
        await self.house.people.describe(who, "slowly and with care")
        for command in (
            c.ApplyToLead(who),
            c.ApproveLead(OPERATOR, who),
            c.ChooseLeadInstruments(who, None),
            c.SwitchLeadTrade(who, True),
        ):
            await self.submit(command)

    async def copies(self, telegram, lead=LEA, amount="50"):
        terms = Settings(Sizing.FIXED_AMOUNT, quote(amount), quote("500"))
        await self.submit(c.StartCopying(self.number(telegram), self.number(lead), terms))


def fingerprint(book):
    seq, at, origins = book.seq, book.at, book.origins
    book.seq, book.at, book.origins = 0, START, {}
    try:
        return sha256(pack(Book, book)).hexdigest()
    finally:
        book.seq, book.at, book.origins = seq, at, origins


def plain(text):
    return text.replace("\u2068", "").replace("\u2069", "").replace("\u00a0", " ").replace("\u2060", "")


@asynccontextmanager
async def fort(folder, *, telegram=None, clock=None, strangers=True, **more):
    """A started desk without a poll loop; `more` are settings. `strangers`: their rate is not what is tested."""
    clock = clock or VirtualClock(START)
    telegram = telegram or Telegram(now=clock.now)
    requests = SandboxRequest(telegram)
    doors = Doors(request=requests, poll_request=SandboxRequest(telegram), pace=UNLIMITED)
    with patch("bot.wiring.house.SystemClock", lambda: clock):
        house = await House.open(settings(folder, telegram, **more), doors)
    if strangers:
        house.app.inbox._strangers.known = lambda _: True
    await house.app.initialize()
    await house.app.start()
    desk = Fort(house, telegram, clock, requests)
    house.market.nudge(None, Decimal(0))
    try:
        yield desk
    finally:
        await house.stop()


async def town(desk):
    """Lea leads, Bob and Cat copy her, Ada is the admin, Ann has joined and Eve has not."""
    desk.person(ADA, "Ada")
    await desk.says(ADA, "/start")
    await desk.leads(LEA, "Lea")
    for telegram, name in ((BOB, "Bob"), (CAT, "Cat")):
        await desk.enters(telegram, name)
        await desk.copies(telegram)
    await desk.enters(ANN, "Ann")
    desk.person(EVE, "Eve")
    await desk.says(EVE, "/start")
    return desk
