"""What would have let a failed copy pass: the least setting, the drift to accept, and what may be changed (R-18.4)."""

from math import ceil

from core.decide.desk import Desk
from core.decide.equity import copy_equity
from core.fold.book import Lead
from core.model.copying import Sizing
from core.model.events import EntriesPlanned
from core.model.market import LOT, Instrument
from core.model.money import RATIO_UNITS, UNITS
from core.model.orders import BatchId
from core.model.reasons import Reason

CENT = UNITS // 100
FINE = RATIO_UNITS // 10_000
"""Multipliers are raised to the fourth decimal, money to the cent: figures that people can read."""


def raise_to(desk: Desk, lead: Lead, row: int, fact: EntriesPlanned, *, asked: int, reason: Reason) -> int:
    """The amount, multiplier, sum to be added (Smart Sync) or maximum; 0 where no setting allowed would have helped."""
    sizing, limits = Sizing(int(lead.copyings.sizing[row])), desk.limits.copying
    if reason is Reason.MAX_TOTAL_REACHED:
        most = int(lead.copyings.open_cost[row] + lead.copyings.bound[row]) + asked
        return _fitting(_up(most, CENT), limits.max_total.max)
    if reason is not Reason.AMOUNT_TOO_LOW:
        return 0
    needed = least_quote(desk.book.instruments[fact.symbol], fact.price_copy)
    match sizing:
        case Sizing.FIXED_AMOUNT:
            return _fitting(max(_up(needed, CENT), limits.amount.min), limits.amount.max)
        case Sizing.MULTIPLIER:
            least = _up(-(-needed * RATIO_UNITS // fact.lead_notional), FINE) if fact.lead_notional else 0
            return _fitting(least, limits.multiplier.max)
        case Sizing.SMART_SYNC:
            return _up(_added(desk, lead, row, fact, needed), CENT)


def least_quote(instrument: Instrument, price: int) -> int:
    """The least copy quote that passes R-11.8 at this price, rounding to whole lots included."""
    quantity = _up(max(instrument.quantity_min, LOT), LOT)
    return max(instrument.notional_min, ceil(instrument.worth(quantity, price)))


def is_restricted(lead: Lead, row: int) -> bool:
    """R-14.2: no next step is offered that this copier may not take."""
    return lead.smart_sync_only and lead.copyings.sizing[row] != Sizing.SMART_SYNC


def drift_now(desk: Desk, batch: BatchId) -> int:
    """How far the price is from the lead's of a copy that may be retried, in 10⁻⁸; 0 where that is not known."""
    offer = desk.book.offers.get(batch)
    quote = desk.market.get(offer.symbol) if offer else None
    if offer is None or quote is None or not quote.ask or not offer.notional:
        return 0
    at_copy = desk.book.instruments[offer.symbol].value(offer.quantity, quote.ask)
    return (at_copy - offer.notional) * RATIO_UNITS // offer.notional


def _added(desk: Desk, lead: Lead, row: int, fact: EntriesPlanned, needed: int) -> int:
    """What must be added for usage ratio × equity, and the cash, to reach what is needed."""
    spent = min(fact.lead_notional, fact.lead_equity)
    if not spent:
        return 0
    equity = int(copy_equity(desk, lead, row, row + 1)[0])
    by_ratio = -(-needed * fact.lead_equity // spent) - equity
    return max(by_ratio, needed - int(lead.copyings.cash[row]), 1)


def _up(value: int, step: int) -> int:
    return -(-value // step) * step


def _fitting(value: int, most: int) -> int:
    return value if value <= most else 0
