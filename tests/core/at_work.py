"""A real engine on a memory journal, a paper venue and a virtual clock, and short ways to make things happen."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from core.adapters.clocks import VirtualClock
from core.adapters.journals.memory import MemoryJournal
from core.adapters.venues.paper import PaperVenue
from core.engine import Engine
from core.model import commands as c
from core.model.copying import Settings, Sizing
from core.model.limits import limits
from core.model.market import Instrument, Quote, Side, Symbol
from core.model.money import quote, ratio
from core.model.orders import OrderTerms, OrderType
from core.model.people import OPERATOR, Origin, PersonId

BTC, ETH = Symbol("BTC-USDT"), Symbol("ETH-USDT")
START = datetime(2026, 11, 25, 12, tzinfo=UTC)


@dataclass
class AtWork:
    """The desk. Everybody has a name; Lea leads unless a test says otherwise."""

    clock: VirtualClock
    venue: PaperVenue
    journal: MemoryJournal
    engine: Engine
    records: list = field(default_factory=list)
    count: int = 0

    @classmethod
    async def open(cls, journal=None, least="10", **numbers):
        clock, journal = VirtualClock(START), journal or MemoryJournal()
        venue = PaperVenue(clock)
        engine = await Engine.open(journal=journal, venue=venue, clock=clock, limits=limits(numbers))
        desk = cls(clock, venue, journal, engine)
        engine.listen(desk.records.extend)
        for name, tick in (("BTC-USDT", "0.1"), ("ETH-USDT", "0.01")):
            instrument = Instrument(Symbol(name), Decimal("0.00000001"), Decimal(tick), notional_min=quote(least))
            venue.list(instrument)
            await desk.do(c.ListInstrument(instrument))
        desk.quotes("60000")
        desk.quotes("3000", ETH)
        return desk

    @property
    def book(self):
        return self.engine.pen.book

    def view(self, function, *arguments, **more):
        """What a view makes of the desk now."""
        return self.engine.pen.read(lambda desk: function(desk, *arguments, **more))

    async def do(self, command):
        self.count += 1
        outcome = await self.engine.submit(command, Origin(f"test:{self.count}"))
        await self.engine.settle()
        return outcome

    async def joins(self, name, amount="10000") -> PersonId:
        await self.do(c.Join(name))
        number = self.book.people.numbers[name]
        await self.do(c.Deposit(number, quote(amount)))
        return number

    async def leads(self, name="lea", share="0.08", amount="10000") -> PersonId:
        number = await self.joins(name, amount)
        await self.do(c.ApplyToLead(number))
        await self.do(c.ApproveLead(OPERATOR, number))
        await self.do(c.ChooseLeadInstruments(number, None))
        if share != "0":
            assert (await self.do(c.SetProfitShare(number, ratio(share)))).accepted
        await self.do(c.SwitchLeadTrade(number, True))
        return number

    async def copies(self, who, lead, sizing=Sizing.FIXED_AMOUNT, size="100", maximum="1000", **more):
        scale = ratio if sizing is Sizing.MULTIPLIER else quote
        limit = 0 if sizing is Sizing.SMART_SYNC else quote(maximum)
        outcome = await self.do(c.StartCopying(who, lead, Settings(sizing, scale(size), limit, **more)))
        assert outcome.accepted, outcome
        return outcome

    async def buys(self, lead, notional, symbol=BTC):
        terms = OrderTerms(symbol, Side.BUY, OrderType.MARKET, notional=quote(notional))
        outcome = await self.do(c.PlaceOrder(lead, terms))
        assert outcome.accepted, outcome
        return next(r.fact.order for r in outcome.records if type(r.fact).__name__ == "OrderPlaced")

    async def sells(self, lead, quantity, symbol=BTC):
        amount = self.venue.instruments()[symbol].quantity(Decimal(quantity))
        outcome = await self.do(c.PlaceOrder(lead, OrderTerms(symbol, Side.SELL, OrderType.MARKET, quantity=amount)))
        assert outcome.accepted, outcome

    def quotes(self, price, symbol=BTC, depth=None):
        value = self.venue.instruments()[symbol].price(Decimal(price))
        self.venue.quote(Quote(symbol, value, value, value, self.clock.now(), quote(depth) if depth else None))

    def pass_time(self, **by):
        self.clock.move_to(self.clock.now() + timedelta(**by))
