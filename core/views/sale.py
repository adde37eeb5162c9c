"""One coin of one copy, and what selling some of it by hand would bring: quantity, price, fee, profit, share withheld.

The decision itself is asked, not imitated: its plan, and its own reckoning of a sale at the best bid (R-12.9, R-17.1).
"""

import hashlib
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from core.decide.closes import answered
from core.decide.desk import Desk, FlightAnswered
from core.decide.equity import lead_equity
from core.decide.exits import by_hand
from core.fold.book import Flight, Lead
from core.model import events as e
from core.model.commands import SellCopy
from core.model.copying import CopyingState, Sizing
from core.model.market import LOT, Instrument, Symbol
from core.model.money import RATIO_UNITS
from core.model.orders import Verdict
from core.model.people import Origin, PersonId
from core.model.reasons import Denial
from core.ports import AnswerColumns
from core.views.as_of import AsOf, as_of
from core.views.copies import holdings
from core.views.own_stops import OwnStops, own_stops
from core.views.shown import shown_price, shown_quantity

LOOKING = Origin("look")
"""The origin of a command that is never submitted."""
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Holding:
    """One coin of one copy. `units`: its quantity in the instrument's units. `price`: the best bid, 0 without one.

    `weight_lead` is its part of the lead's equity.
    """

    as_of: AsOf
    lead: PersonId
    since: int
    state: CopyingState
    sizing: Sizing
    symbol: Symbol
    base: str
    units: int
    quantity: Decimal
    cost: int
    value: int
    price: Decimal
    weight_lead: int
    stops: OwnStops

    @property
    def unrealised(self) -> int:
        return self.value - self.cost

    def part(self, percent: int) -> int:
        """So many per cent of it in whole lots, in units; 0 is all of it, as the command has it."""
        return 0 if percent >= WHOLE else self.units * percent // WHOLE // LOT * LOT


@dataclass(frozen=True, slots=True)
class Sale:
    """`sold`, `left`: quantities. `net` is after the fee, `withheld` of it is set aside. `waits`: it cannot leave now,
    and is tried until it does. `refusal`: why the rules say no."""

    holding: Holding
    units: int
    sold: Decimal
    left: Decimal
    proceeds: int
    fee: int
    net: int
    withheld: int
    waits: bool
    refusal: Denial | None
    plan_hash: str


def holding(desk: Desk, who: PersonId, lead_id: PersonId, symbol: Symbol) -> Holding | None:
    """None where this person holds none of it under this lead."""
    lead = desk.book.leads.get(lead_id)
    row = lead.copyings.row_of(who) if lead else None
    if lead is None or row is None or symbol not in desk.book.instruments:
        return None
    held = next((held for held in holdings(desk, lead, row) if held.symbol == symbol), None)
    if held is None:
        return None
    table, instrument, quote = lead.copyings, desk.book.instruments[symbol], desk.market.get(symbol)
    return Holding(
        as_of=as_of(desk, (symbol,)),
        lead=lead_id,
        since=int(table.started_at[row]),
        state=CopyingState(int(table.state[row])),
        sizing=Sizing(int(table.sizing[row])),
        symbol=symbol,
        base=instrument.base,
        units=int(table.held[symbol][row]),
        quantity=held.quantity,
        cost=held.cost,
        value=held.value,
        price=shown_price(instrument, quote.bid if quote else 0),
        weight_lead=_weight(desk, lead, symbol),
        stops=own_stops(lead, row, instrument),
    )


def _weight(desk: Desk, lead: Lead, symbol: Symbol) -> int:
    equity = lead_equity(desk, lead)
    value = desk.book.instruments[symbol].value(lead.held(symbol), desk.mark(symbol))
    return value * RATIO_UNITS // equity if equity > 0 else 0


def sale(desk: Desk, who: PersonId, lead_id: PersonId, symbol: Symbol, units: int) -> Sale | None:
    """What selling so many units would bring, 0 for all of them; None where none is held."""
    now = holding(desk, who, lead_id, symbol)
    if now is None:
        return None
    instrument = desk.book.instruments[symbol]
    planned = by_hand(desk, SellCopy(who, lead_id, symbol, units), LOOKING)[0]
    parts = (int(who), int(lead_id), symbol, now.since, units)
    plan_hash = hashlib.sha256(repr(parts).encode()).hexdigest()
    if isinstance(planned, e.Denied):
        return _unsold(now, units, instrument, plan_hash, planned.code)
    assert isinstance(planned, e.ExitsPlanned)
    sold = int(planned.quantity[0])
    if not sold:
        return _unsold(now, units, instrument, plan_hash, None)
    closed = _at_the_bid(desk, instrument, planned)
    return Sale(
        holding=now,
        units=units,
        sold=shown_quantity(instrument, sold),
        left=shown_quantity(instrument, now.units - sold),
        proceeds=int(closed.notional[0]),
        fee=int(closed.fee[0]),
        net=int(closed.net[0]),
        withheld=int(closed.withheld[0]),
        waits=False,
        refusal=None,
        plan_hash=plan_hash,
    )


def _unsold(now: Holding, units: int, instrument: Instrument, plan_hash: str, code: Denial | None) -> Sale:
    asked = shown_quantity(instrument, units or now.units)
    return Sale(now, units, asked, now.quantity, 0, 0, 0, 0, waits=code is None, refusal=code, plan_hash=plan_hash)


def _at_the_bid(desk: Desk, instrument: Instrument, plan: e.ExitsPlanned) -> e.ExitsAnswered:
    """The plan as if the venue had filled it whole at the best bid."""
    notional = instrument.value(int(plan.quantity[0]), desk.market[plan.symbol].bid)
    answer = AnswerColumns(
        verdict=np.array([Verdict.FILLED], np.uint8),
        quantity=plan.quantity,
        notional=np.array([notional], np.int64),
        fee=np.array([notional * instrument.fee // RATIO_UNITS], np.int64),
    )
    flight = Flight(plan=plan, open=np.ones(1, np.uint8))
    fact = answered(desk, flight, FlightAnswered(plan.flight, np.zeros(1, np.intp), answer, asked=False))[0]
    assert isinstance(fact, e.ExitsAnswered)
    return fact
