"""What of a holding the venue would take, and what can never be sold: dust (R-12.4, R-12.5)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.decide.by_row import ByRow
from core.decide.desk import Desk
from core.fold.book import Lead
from core.model import events as e
from core.model.chunks import first_row, span
from core.model.columns import Column, Mask, Rows, floor_to, reach
from core.model.copying import ReleaseCause
from core.model.market import LOT, Instrument, Symbol


@dataclass(frozen=True, slots=True)
class Sold:
    """Rows of one plan whose sale is over: what was due of each, what has just left, and the cost it carried.

    `due` is asked of those rows alone whose rest could never be sold: it may take a look at every lot.
    """

    rows: Rows
    due: Callable[[Rows], Column]
    quantity: Column
    cost: Column


def taken(instrument: Instrument, sale: Column, bid: int) -> Mask:
    """Where the venue's smallest quantity and smallest notional at the best bid are reached (R-12.4)."""
    enough = sale >= max(instrument.quantity_min, LOT)
    if bid and instrument.notional_min:
        enough &= instrument.values(sale, bid)[0] >= instrument.notional_min
    return enough


def sellable(instrument: Instrument, quantity: int, mark: int) -> bool:
    """The same of one quantity; without a price its notional is not asked."""
    if quantity < max(LOT, instrument.quantity_min):
        return False
    return not mark or instrument.value(quantity, mark) >= instrument.notional_min


def in_the_air(desk: Desk, lead: Lead, plan: e.ExitsPlanned) -> Mask:
    """Rows of the plan's chunk with a sale that nobody has answered yet, the plan's own flight apart."""
    return waiting_rows(desk, lead, plan.symbol, plan.chunk, but=plan.flight)


def waiting_rows(desk: Desk, lead: Lead, symbol: Symbol, chunk: int, *, but: str = "") -> Mask:
    """Rows of a chunk with a sale of the instrument that nobody has answered yet, one flight apart."""
    here = span(chunk, lead.copyings.size)
    waiting = np.zeros(here.stop - here.start, np.bool_)
    for key, flight in desk.book.flights.items():
        plan = flight.plan
        same_place = (plan.lead, plan.symbol, plan.chunk) == (lead.person, symbol, chunk)
        if isinstance(plan, e.ExitsPlanned) and same_place and key != but:
            waiting[plan.rows[flight.open == 1] - here.start] = True
    return waiting


def released(desk: Desk, lead: Lead, plan: e.ExitsPlanned, sold: Sold) -> list[e.Fact]:
    """What can never be sold is let go once nothing else of the instrument is linked; none or one fact.

    A sale takes whole steps of each lot (R-12.3), so the rests of several are dust however much they come to together.
    Where trading has ended meanwhile, that is all that is left (R-5.4).
    """
    if not len(sold.rows):
        return []
    held = lead.copyings.held[plan.symbol][reach(sold.rows)]
    left = held - sold.quantity
    over = left > 0
    if plan.symbol not in desk.book.delisted:
        instrument, mark = desk.book.instruments[plan.symbol], desk.mark(plan.symbol)
        rests = lead.lot_count(plan.symbol) * (LOT - 1)
        over &= ~taken(instrument, np.maximum(left - rests, 0), mark)  # that much is there whatever the lots are
        if over.any():
            over[over] = sold.due(sold.rows[over]) == held[over]
        if over.any():
            steps = _steps(lead, plan.symbol, plan.chunk, sold.rows[over]) - sold.quantity[over]
            over[over] = ~taken(instrument, steps, mark)
    if not over.any():
        return []
    over &= ~in_the_air(desk, lead, plan)[sold.rows - first_row(plan.chunk)]
    if not over.any():
        return []
    rows = sold.rows[over]
    costs = _costs(lead, plan.symbol, plan.chunk, rows) - sold.cost[over]
    cause = ReleaseCause.DELISTED if plan.symbol in desk.book.delisted else ReleaseCause.DUST
    return [e.LotsReleased(lead.person, plan.symbol, cause, None, plan.chunk, rows, left[over], costs)]


def all_of(lead: Lead, symbol: Symbol, cause: ReleaseCause, chunk: int, rows: Rows) -> list[e.Fact]:
    """All that these copyings hold of the instrument is let go: one fact, however many lots it is; none of nothing."""
    held = lead.copyings.held.get(symbol, np.zeros(0, np.int64))
    rows = rows[rows < len(held)]
    rows = rows[held[rows] > 0]
    if not len(rows):
        return []
    costs = _costs(lead, symbol, chunk, rows)
    return [e.LotsReleased(lead.person, symbol, cause, None, chunk, rows, held[rows], costs)]


def _steps(lead: Lead, symbol: Symbol, chunk: int, rows: Rows) -> Column:
    """What of each row's lots in the instrument a sale of them all would take."""
    total = ByRow.nothing(lead, chunk)
    for shelf in lead.shelves(symbol, chunk):
        total.add(shelf.rows, floor_to(shelf.quantity, LOT), once=shelf.single)
    return total.of(rows)


def _costs(lead: Lead, symbol: Symbol, chunk: int, rows: Rows) -> Column:
    """The remaining cost of each row's lots in the instrument."""
    total = ByRow.nothing(lead, chunk)
    for shelf in lead.shelves(symbol, chunk):
        total.add(shelf.rows, shelf.cost, once=shelf.single)
    return total.of(rows)
