"""The stops of one lead lot as they are, and as they would be: made anew at every look (R-13.2).

The decision itself is asked, not imitated. Prices and quantities in the instrument's units, money in quote units.
"""

import hashlib
from dataclasses import dataclass

import numpy as np

from core.decide.desk import Desk
from core.decide.triggers import lot_stops, set_lot_stops
from core.fold.book import Lead
from core.fold.lead_lots import LeadLot
from core.model.commands import SetLotStops
from core.model.events import Denied, OrderPlaced
from core.model.market import LOT, Instrument
from core.model.orders import LotStops, OrderId
from core.model.people import PersonId
from core.model.reasons import Denial
from core.views.as_of import AsOf, as_of
from core.views.trade import LOOKING, leads_now

NONE = LotStops(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class StopsOfLot:
    """One lead lot. `bound`: what open sells hold of it, which a stop leaves alone. `copies` follow the lot.

    `led`: whether its stops make lead sales, by the switch they were set under, or by the present one if none is set.
    """

    as_of: AsOf
    instrument: Instrument
    lot: OrderId
    quantity: int
    cost: int
    last: int
    bound: int
    copies: int
    leads: bool
    led: bool
    stops: LotStops


@dataclass(frozen=True, slots=True)
class StopsPlan:
    """What a change would make of them; `denial` and `about`: why it cannot be."""

    shown: StopsOfLot
    who: PersonId
    stops: LotStops
    led: bool
    denial: Denial | None = None
    about: str = ""

    @property
    def hash(self) -> str:
        """What must not differ between the review and the change."""
        said = (self.who, self.shown.lot, repr(self.stops), self.led, self.denial and int(self.denial))
        return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


def stops_of_lot(desk: Desk, who: PersonId, lot_id: OrderId) -> StopsOfLot | None:
    """None for a lot that is none of this person's, or sold."""
    lead = desk.book.leads.get(who)
    lot = lead.lot(lot_id) if lead else None
    if lead is None or lot is None or lot.quantity < LOT:
        return None
    order, quote = lot_stops(desk.book, who).get(lot_id), desk.market.get(lot.symbol)
    known = order.terms.wait if order is not None else None
    return StopsOfLot(
        as_of=as_of(desk, (lot.symbol,)),
        instrument=desk.book.instruments[lot.symbol],
        lot=lot.id,
        quantity=lot.quantity,
        cost=lot.cost,
        last=quote.last if quote else 0,
        bound=lot.bound,
        copies=_copies(lead, lot),
        leads=leads_now(lead),
        led=order.switch_on if order is not None else lead.switch_on,
        stops=known if isinstance(known, LotStops) else NONE,
    )


def stops_plan(desk: Desk, command: SetLotStops) -> StopsPlan | None:
    """None for a lot that is none of this person's, or sold."""
    shown = stops_of_lot(desk, command.who, command.lot)
    if shown is None:
        return None
    fact = set_lot_stops(desk, command, LOOKING)[-1]
    if isinstance(fact, Denied):
        return StopsPlan(shown, command.who, shown.stops, shown.led, fact.code, fact.about)
    if isinstance(fact, OrderPlaced) and isinstance(fact.terms.wait, LotStops):
        return StopsPlan(shown, command.who, fact.terms.wait, fact.switch_on)
    return StopsPlan(shown, command.who, NONE, shown.led)


def _copies(lead: Lead, lot: LeadLot) -> int:
    known = lead.coins[lot.symbol]
    number = known.numbers[lot.id]
    every = (shelf for shelves in known.copies.values() for shelf in shelves)
    return sum(int(np.count_nonzero(shelf.quantity[shelf.lot == number])) for shelf in every)
