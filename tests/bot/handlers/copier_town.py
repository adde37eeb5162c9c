"""A whole desk for the copy trader's tests: the real application and sandbox, a real engine on a virtual clock."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from waiting import all_sent

from bot.chat.app import App
from bot.chat.application import Parts
from bot.chat.chats import Chats
from bot.chat.confirmations import Confirmations
from bot.chat.hints import hints_of
from bot.chat.looks import Looks
from bot.chat.routes import Role
from bot.door.line import UNLIMITED
from bot.handlers.account import Account
from bot.handlers.alert_settings import LINK, AlertSettings
from bot.handlers.appearance import Appearance
from bot.handlers.applying import Applying
from bot.handlers.copier.codes import LeadCodes
from bot.handlers.copier.floor import Floor
from bot.handlers.copier.routes import STRAY_TEXT, copier_routes
from bot.handlers.holding import Holding
from bot.handlers.lead import LeadSide
from bot.handlers.lead_floor import LeadFloor
from bot.handlers.personal import Personal
from bot.handlers.placing import ORDER, Placing
from bot.handlers.selling_left import SellingLeft
from bot.handlers.side import Side as Routed
from bot.handlers.statements import PREFIX, Counter, StatementDesk
from bot.handlers.time_zone import TimeZone
from bot.past.endings import Endings
from bot.people.directory import Directory
from bot.people.grounds import Grounds
from bot.sandbox.methods import perform
from bot.sandbox.request import SandboxRequest
from bot.sandbox.telegram import Telegram
from bot.statements.chain import Chains
from bot.takeout.collecting import Collecting
from bot.telling.alerts import Telling
from bot.translate import Catalogues
from bot.wiring.desk_routes import table_of
from bot.wishes.preferences import Wishes
from core.adapters.clocks import VirtualClock
from core.adapters.journals.memory import MemoryJournal
from core.adapters.notes import Notes
from core.adapters.venues.paper import PaperVenue
from core.alerting import Alerting
from core.engine import Engine
from core.model import commands as c
from core.model.limits import limits
from core.model.market import Instrument, Quote, Side, Symbol
from core.model.money import UNITS, quote, ratio
from core.model.orders import OrderTerms, OrderType
from core.model.people import OPERATOR, Origin, PersonId

CATALOGUES = Catalogues.load()
BTC, ETH = Symbol("BTC-USDT"), Symbol("ETH-USDT")
START = datetime(2026, 11, 25, 12, tzinfo=UTC)
LEA = 1001
ADMIN = 1005
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))


@dataclass
class Town:
    """The desk, its people and its market."""

    clock: VirtualClock
    venue: PaperVenue
    engine: Engine
    notes: Notes
    people: Directory
    app: App
    sandbox: Telegram
    alerting: Alerting
    floor: Floor
    open_to: set[int] | None = None
    count: int = 0
    last: int = 0
    journal: MemoryJournal = field(default_factory=MemoryJournal)

    # ── the chat ──────────────────────────────────────────────────────────────

    def person(self, name, id=None, language="en"):  # noqa: A002  # as the sandbox calls it
        return self.sandbox.person(name, id=id, language_code=language)

    async def feed(self):
        offset = self.last + 1 if self.last else 0
        status, body = perform(self.sandbox, self.sandbox.token, "getUpdates", {"offset": offset, "timeout": 0})
        assert status == 200
        await self.app.inbox.take(body["result"])
        if body["result"]:
            self.last = body["result"][-1]["update_id"]
        await self.app.inbox.drain()
        await self.settle()

    async def settle(self):
        """Everything that is due now has happened, and is told."""
        await self.engine.settle()
        await self.alerting.catch_up()
        await all_sent(self.notes, self.clock.now)

    async def says(self, person, text):
        self.sandbox.say(person, text)
        await self.feed()
        return self.screen(person)

    async def presses(self, person, label, message=None):
        """Presses the button whose label begins so, on the newest message that has it."""
        for each in [message] if message else reversed(self.sandbox.chat(person)):
            for button in each.buttons:
                if plain(button.text).startswith(label):
                    self.sandbox.press(person, each.message_id, button.text)
                    await self.feed()
                    return self.screen(person)
        raise AssertionError(f"no button {label!r} in {self.labels(person)}")

    async def forges(self, person, data, message=None):
        target = message or next(m for m in reversed(self.sandbox.chat(person)) if m.keyboard)
        self.sandbox.forge(person, target.message_id, data)
        await self.feed()
        return self.screen(person)

    def ours(self, person):
        return [message for message in self.sandbox.chat(person) if message.sender is None]

    def live(self, person):
        """The newest message with buttons."""
        return next(message for message in reversed(self.ours(person)) if message.keyboard)

    def screen(self, person):
        """What the newest message says."""
        return plain(self.ours(person)[-1].text)

    def all_texts(self, person):
        return [plain(message.text) for message in self.ours(person)]

    def labels(self, person):
        return [plain(button.text) for button in self.live(person).buttons]

    def toast(self, person):
        answers = self.sandbox.answers(person)
        return answers[-1].text if answers else None

    # ── the desk ──────────────────────────────────────────────────────────────

    async def submit(self, command):
        self.count += 1
        outcome = await self.engine.submit(command, Origin(f"test:{self.count}"))
        await self.settle()
        return outcome

    async def joins(self, telegram, name, amount="10000"):
        await self.submit(c.Join(f"tg:{telegram}"))
        number = self.people.number(telegram)
        await self.submit(c.Deposit(number, quote(amount)))
        await self.people.call(number, name)
        return number

    async def leads(self, telegram, name, share="0.08", amount="10000"):
        """Somebody who leads all instruments, with the switch on."""
        number = await self.joins(telegram, name, amount)
        await self.submit(c.ApplyToLead(number))
        await self.submit(c.ApproveLead(OPERATOR, number))
        await self.submit(c.ChooseLeadInstruments(number, None))
        await self.submit(c.SetProfitShare(number, ratio(share)))
        await self.submit(c.SwitchLeadTrade(number, True))
        return number

    async def buys(self, lead: PersonId, notional: str, symbol=BTC):
        return await self.submit(
            c.PlaceOrder(lead, OrderTerms(symbol, Side.BUY, OrderType.MARKET, notional=quote(notional)))
        )

    async def sells(self, lead: PersonId, quantity: str, symbol=BTC):
        amount = self.venue.instruments()[symbol].quantity(Decimal(quantity))
        return await self.submit(c.PlaceOrder(lead, OrderTerms(symbol, Side.SELL, OrderType.MARKET, quantity=amount)))

    def quotes(self, price: str, symbol=BTC, bid: str | None = None):
        instrument = self.venue.instruments()[symbol]
        ask = instrument.price(Decimal(price))
        low = instrument.price(Decimal(bid)) if bid else ask
        self.venue.quote(Quote(symbol, low, ask, ask, self.clock.now()))

    async def pass_time(self, **by):
        self.clock.move_to(self.clock.now() + timedelta(**by))
        await self.app.outbox.look()
        self.quotes("60000")
        self.quotes("3000", ETH)
        await self.settle()

    def cash(self, telegram):
        return int(self.engine.pen.book.people.cash[self.people.number(telegram)])

    async def stop(self):
        await self.app.stop()
        await self.engine.stop()


def plain(text):
    text = text.replace("\u2009", " ")
    return text.replace("\u2068", "").replace("\u2069", "").replace("\u2060", "").replace("\u00a0", " ")


def instrument(name, tick, least="10"):
    return Instrument(Symbol(name), Decimal("0.00000001"), Decimal(tick), notional_min=quote(least), fee=ratio("0.001"))


def link(code):
    return f"https://t.me/desk_bot?start={code}"


async def open_town(
    notes,
    *,
    journal=None,
    sandbox=None,
    clock=None,
    catalogues=CATALOGUES,
    admitted=None,
    names=(),
    settings=MappingProxyType({}),
):
    """A running desk. With a journal and a sandbox of before it is a restart. `settings`: as `--set` takes them."""
    numbers = limits(dict(settings))
    clock = clock or VirtualClock(START)
    sandbox = sandbox or Telegram(now=clock.now)
    journal = journal or MemoryJournal()
    venue = PaperVenue(clock)
    for each in (instrument("BTC-USDT", "0.1"), instrument("ETH-USDT", "0.01")):
        venue.list(each)
    engine = await Engine.open(journal=journal, venue=venue, clock=clock, limits=numbers)
    for each in venue.instruments().values():
        await engine.submit(c.ListInstrument(each), Origin(""))
    people = Directory(notes, admin=ADMIN, paper=lambda telegram: 30 * UNITS if telegram == 1004 else 10_000 * UNITS)
    await people.follow(engine)
    confirmations = Confirmations(notes)
    lead_floor = LeadFloor(engine, people, Grounds(notes))
    lead, applying = LeadSide(lead_floor), Applying(lead_floor)

    async def post(message):
        return await app.outbox.post(message)

    endings = Endings(engine)
    placing = Placing(engine, people, confirmations, endings)
    holding = Holding(engine, people, placing, endings)
    looks = Looks(notes, catalogues)
    statements = StatementDesk(
        Counter(
            engine=engine,
            people=people,
            chains=Chains(notes),
            chats=Chats(notes),
            catalogues=catalogues,
            key=KEY,
            post=post,
            looks=looks,
            link=link,
        )
    )
    floor = Floor(
        engine=engine,
        people=people,
        confirmations=confirmations,
        chats=Chats(notes),
        notes=notes,
        catalogues=catalogues,
        codes=LeadCodes(notes),
        looks=looks,
        admits=lambda telegram: admitted is None or telegram in admitted,
        homes={Role.LEAD: lead.home},
        links={PREFIX: statements.linked, LINK: AlertSettings(Wishes(notes), lambda _: None).linked},
        link=link,
    )

    async def alert(kind, fields):
        raise AssertionError(f"{kind} {fields}")

    request = SandboxRequest(sandbox)
    parts = Parts(
        token=sandbox.token,
        notes=notes,
        routes=table_of(
            (
                copier_routes(floor),
                lead.side(),
                applying.side(),
                holding.side(),
                Routed(reviews={ORDER: placing}),
                SellingLeft(floor, endings).side(),
                Account(floor, Collecting(engine, notes, people, statements.issuing)).side(),
                statements.side(),
                AlertSettings(Wishes(notes), lambda _: None).side(),
                TimeZone(Chats(notes), lambda: None).side(),
                Appearance(floor.looks, Chats(notes)).side(),
                Personal(Wishes(notes), floor.looks).side(),
            ),
            confirmations,
            text=STRAY_TEXT,
            hints=hints_of(people.way_to_leading),
        ),
        rights=people.rights,
        known=lambda _: True,
        alert=alert,
        catalogues=catalogues,
        clock=clock.now,
        limits=UNLIMITED,
        request=request,
        poll_request=SandboxRequest(sandbox),
    )
    app = App(parts)
    alerting = Alerting(engine, Telling(notes, app.outbox, people, catalogues, alerts=numbers.alerts), clock)
    await alerting.open()
    await app.initialize()
    await app.start()
    town = Town(clock, venue, engine, notes, people, app, sandbox, alerting, floor, journal=journal)
    town.quotes("60000")
    town.quotes("3000", ETH)
    return town
