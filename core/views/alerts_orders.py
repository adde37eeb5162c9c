"""What is told of a person's own orders, where nobody waits for the answer any more: they ended empty, or late."""

from collections.abc import Sequence
from typing import Final

from core.decide.desk import Desk
from core.model import events as e
from core.model.market import Side
from core.model.orders import Dropped
from core.views.alert import Alert, AlertKind, average

OWN_DOING: Final = frozenset({Dropped.CANCELLED, Dropped.LOT_GONE, Dropped.REPLACED})
"""Ends that follow from what the owner did; they are not told again."""


def dropped(record: e.Record, fact: e.OrderDropped) -> Sequence[Alert]:
    """An order that ended with nothing executed, and not by its owner's hand."""
    if fact.why in OWN_DOING:
        return []
    kind, to = AlertKind.ORDER_REFUSED, fact.person
    return [Alert(to=to, kind=kind, loud=True, seq=record.seq, at=record.at, order=fact.order, dropped=fact)]


def filled(desk: Desk, record: e.Record, fact: e.OrderClosed) -> Sequence[Alert]:
    """An order that rested, waited for its price, or was unanswered, and is done: nobody waits for its end any more."""
    if not fact.waited:
        return []
    instrument = desk.book.instruments[fact.symbol]
    return [
        Alert(
            to=fact.person,
            kind=AlertKind.ORDER_FILLED,
            cause=fact.stop.name.lower() if fact.stop else "",
            loud=True,
            seq=record.seq,
            at=record.at,
            order=fact.order,
            symbol=fact.symbol,
            base=instrument.base,
            side=Side(fact.side),
            quantity=instrument.quantity_decimal(fact.quantity),
            price=average(instrument, fact.quantity, fact.notional),
            notional=fact.notional,
        )
    ]
