"""R-22.7 after the desk was dark: each step of a lead's silence is taken once, in order, at the day it was due."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from core.adapters.clocks import VirtualClock
from core.adapters.journals.memory import MemoryJournal
from core.adapters.venues.paper import PaperVenue
from core.engine import Engine
from core.model import commands as c
from core.model.events import ConductFound, DayTaken, LeadFoundInactive, LeadStopped
from core.model.limits import limits
from core.model.market import Instrument, Quote, Side, Symbol
from core.model.money import UNITS, quote
from core.model.orders import OrderTerms, OrderType
from core.model.people import OPERATOR, LeadState, Origin

BTC = Symbol("BTC-USDT")
MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)
LEA = 1


class World:
    """A venue, a clock and a journal that outlive the desk."""

    def __init__(self):
        self.clock, self.journal = VirtualClock(MONDAY), MemoryJournal()
        self.venue = PaperVenue(self.clock)
        self.asked = 0

    async def open(self):
        self.venue.hang_up()
        engine = await Engine.open(journal=self.journal, venue=self.venue, clock=self.clock, limits=limits())
        await engine.settle()
        return engine

    async def do(self, engine, command):
        self.asked += 1
        outcome = await engine.submit(command, Origin(f"asked {self.asked}"))
        assert outcome.accepted, outcome.denial
        await engine.settle()

    def facts(self, *kinds):
        return [record.fact for record in self.journal.read() if isinstance(record.fact, kinds)]


@pytest.fixture
async def world():
    """lea leads BTC-USDT, the switch on."""
    world = World()
    engine = await world.open()
    btc = Instrument(BTC, Decimal("0.00000001"), Decimal("0.01"))
    await world.do(engine, c.ListInstrument(btc))
    world.venue.list(btc)
    price = btc.price(Decimal(50_000))
    world.venue.quote(Quote(BTC, price, price, price, MONDAY))
    await world.do(engine, c.Join("lea"))
    await world.do(engine, c.Deposit(LEA, quote("10000")))
    await world.do(engine, c.ApplyToLead(LEA))
    await world.do(engine, c.ApproveLead(OPERATOR, LEA))
    await world.do(engine, c.ChooseLeadInstruments(LEA, None))
    await world.do(engine, c.SwitchLeadTrade(LEA, on=True))
    return world


@pytest.mark.parametrize(
    ("days", "steps", "stopped"), [(29, [], 0), (31, [30], 0), (61, [30, 60], 0), (91, [30, 60], 1), (400, [30, 60], 1)]
)
async def test_r22_7_missed_days_are_taken_in_order_and_each_step_once(world, days, steps, stopped):
    world.clock.move_to(MONDAY + timedelta(days=days))
    engine = await world.open()
    assert [fact.days for fact in world.facts(LeadFoundInactive)] == steps
    assert len(world.facts(LeadStopped)) == stopped
    taken = [type(fact) for fact in world.facts(DayTaken, LeadFoundInactive, LeadStopped)]
    if stopped:
        last = taken.index(LeadStopped)
        assert taken[:last].count(DayTaken) == 91, "the first midnight is no whole day yet"
    again = await world.open()
    assert [fact.days for fact in world.facts(LeadFoundInactive)] == steps
    assert again.pen.book.leads[LEA].state is engine.pen.book.leads[LEA].state


async def test_r22_6_a_hold_stands_after_a_crash(world):
    engine = await world.open()
    for side, on in ((Side.BUY, True), (Side.SELL, False)):
        await world.do(engine, c.SwitchLeadTrade(LEA, on=on))
        held = engine.pen.book.leads[LEA].held(BTC)
        size = {"notional": 1000 * UNITS} if side is Side.BUY else {"quantity": held}
        await world.do(engine, c.PlaceOrder(LEA, OrderTerms(BTC, side, OrderType.MARKET, **size)))
    assert len(world.facts(ConductFound)) == 1
    engine = await world.open()
    assert engine.pen.book.leads[LEA].watched.held
    assert engine.pen.book.leads[LEA].state is LeadState.ACTIVE
