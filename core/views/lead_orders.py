"""D4, a lead's public orders, newest first: what could be copied, and nothing the lead did privately (R-23.1).

Money in quote units, quantities and prices as exact decimals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.decide.desk import Desk
from core.model.events import OrderClosed, Record
from core.model.market import Side, Symbol
from core.model.people import PersonId
from core.views.as_of import AsOf, as_of
from core.views.ranking import SHOWN
from core.views.shown import shown_price, shown_quantity


@dataclass(frozen=True, slots=True)
class PublicOrder:
    """One. `net`: what a sale brought after fees and the cost of its lead lots, None for a buy."""

    seq: int
    at: datetime
    side: Side
    symbol: Symbol
    base: str
    quantity: Decimal
    price: Decimal
    notional: int
    net: int | None


@dataclass(frozen=True, slots=True)
class LeadOrders:
    """A page of them; `more`: there are older ones, as far back as `months`."""

    as_of: AsOf
    lead: PersonId
    rows: tuple[PublicOrder, ...]
    more: bool
    months: int


def public(record: Record) -> bool:
    """Whether the order is one of the public ones: a fired buy, or a sale of lead lots with the switch on."""
    return isinstance(record.fact, OrderClosed) and record.fact.led


def history_since(desk: Desk) -> datetime:
    """How far back the single orders of leads are shown and gone by (R-19.14)."""
    return desk.limits.clock.months_before(desk.now, desk.limits.metrics.history_months)


def lead_orders(desk: Desk, lead_id: PersonId, records: Sequence[Record], *, size: int) -> LeadOrders | None:
    """The newest of the public `records`, as far back as history goes; None for whoever has no public card."""
    lead = desk.book.leads.get(lead_id)
    if lead is None or lead.state not in SHOWN:
        return None
    since = history_since(desk)
    found = sorted((each for each in records if public(each) and each.at >= since), key=lambda each: -each.seq)
    rows = tuple(_row(desk, each) for each in found[:size])
    return LeadOrders(as_of(desk), lead_id, rows, len(found) > size, desk.limits.metrics.history_months)


def _row(desk: Desk, record: Record) -> PublicOrder:
    order = record.fact
    assert isinstance(order, OrderClosed), "only ends of orders are public"
    instrument = desk.book.instruments[order.symbol]
    price = instrument.affordable_price(order.quantity, order.notional) if order.quantity else 0
    return PublicOrder(
        record.seq,
        record.at,
        Side(order.side),
        order.symbol,
        instrument.base,
        shown_quantity(instrument, order.quantity),
        shown_price(instrument, price),
        order.notional,
        order.lead_net if order.side == Side.SELL else None,
    )
