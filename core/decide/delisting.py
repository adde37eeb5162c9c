"""Decides what the end of trading in an instrument does: orders end, and lots are their owners' own coins (R-5.4)."""

from collections.abc import Iterator

import numpy as np

from core.decide.desk import Desk
from core.decide.dust import all_of, waiting_rows
from core.decide.order_ends import ended
from core.decide.people import denied
from core.fold.book import Lead
from core.model import events as e
from core.model.chunks import first_row
from core.model.commands import DelistInstrument
from core.model.copying import ReleaseCause
from core.model.market import Symbol
from core.model.orders import Dropped, OrderState
from core.model.people import OPERATOR
from core.model.reasons import Denial


def delist(desk: Desk, command: DelistInstrument) -> list[e.Fact]:
    """Open orders end with what they executed; then every copy lot is let go, and every lead lot."""
    book, symbol = desk.book, command.symbol
    if symbol not in book.instruments or symbol in book.delisted:
        return denied(command, OPERATOR, Denial.INSTRUMENT_NOT_LISTED, symbol)
    facts: list[e.Fact] = []
    for order in sorted(book.orders.values(), key=lambda each: each.state is OrderState.WAITING):
        over = {fact.order for fact in facts if isinstance(fact, e.OrderDropped)}  # with the lot that it was to sell
        if order.terms.symbol == symbol and order.id not in over:
            facts += ended(desk, order, (order.done, order.notional, order.fee), why=Dropped.DELISTED)
    for lead in book.leads.values():
        facts += _released(desk, lead, symbol)
    leads = tuple(lead.person for lead in book.leads.values() if lead.held(symbol))
    return [*facts, e.InstrumentDelisted(symbol, leads, desk.mark(symbol))]


def _released(desk: Desk, lead: Lead, symbol: Symbol) -> Iterator[e.Fact]:
    """One fact a chunk. A sale that nobody has answered yet keeps its lots until it is."""
    known = lead.coins.get(symbol)
    for chunk in sorted(known.copies) if known else ():
        rows = np.flatnonzero(~waiting_rows(desk, lead, symbol, chunk)).astype(np.int32) + first_row(chunk)
        yield from all_of(lead, symbol, ReleaseCause.DELISTED, chunk, rows)
