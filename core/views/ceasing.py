"""Ceasing to lead as the lead and the admin see it: what is still in the way, and whom it concerns. Quote units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import numpy as np

from core.decide.ceasing import precondition
from core.decide.desk import Desk
from core.fold.book import Lead
from core.model.copying import CopyingState
from core.model.events import Record, StopLeadingEnded, StopLeadingRequested
from core.model.market import LOT, Symbol
from core.model.people import LeadState, PersonId, StopReason
from core.model.reasons import Denial
from core.views.as_of import AsOf, as_of


@dataclass(frozen=True, slots=True)
class StillHeld:
    """What is left of the lead lots in one instrument."""

    symbol: Symbol
    base: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Ceasing:
    """`failed`: the part of the precondition that does not hold now (R-3.12); `orders`: open lead orders.

    `copies` run or are being stopped, `holding` of them hold coins or have an order on its way; `on`: lead trade.
    """

    as_of: AsOf
    lead: PersonId
    state: LeadState
    version: int
    held: tuple[StillHeld, ...]
    orders: int
    copies: int
    holding: int
    on: bool
    failed: Denial | None
    review_days: int
    video: bool = False
    """The operator has seen the lead by video (R-7.2)."""


def ceasing(desk: Desk, person: PersonId) -> Ceasing | None:
    """None for somebody who never applied."""
    lead = desk.book.leads.get(person)
    if lead is None:
        return None
    table = lead.copyings
    live = np.flatnonzero(table.state[: table.size] != CopyingState.ENDED).tolist()
    return Ceasing(
        as_of=as_of(desk, {symbol for symbol in lead.coins if lead.held(symbol)}),
        lead=person,
        state=lead.state,
        version=lead.version,
        held=_held(desk, lead),
        orders=sum(order.person == person and order.switch_on for order in desk.book.orders.values()),
        copies=len(live),
        holding=sum(table.linked(row) for row in live),
        on=lead.switch_on,
        failed=precondition(desk, lead),
        review_days=desk.limits.lead.stop_review_days,
        video=lead.video_verified,
    )


def _held(desk: Desk, lead: Lead) -> tuple[StillHeld, ...]:
    symbols = sorted(lead.coins)
    found = [(desk.book.instruments[symbol], lead.held(symbol)) for symbol in symbols]
    return tuple(StillHeld(each.symbol, each.base, each.quantity_decimal(held)) for each, held in found if held >= LOT)


@dataclass(frozen=True, slots=True)
class LastRequest:
    """The newest request to stop. `reason` while it stands; else `failed` is the part of the precondition that ended it
    at its grant, None where it was refused or taken back."""

    at: datetime
    reason: StopReason | None = None
    failed: Denial | None = None


def last_request(records: Sequence[Record]) -> LastRequest | None:
    """From a lead's newest record about it; None where there never was one."""
    for record in records:
        if isinstance(record.fact, StopLeadingRequested):
            return LastRequest(record.at, reason=record.fact.reason)
        if isinstance(record.fact, StopLeadingEnded):
            return LastRequest(record.at, failed=record.fact.failed)
    return None
