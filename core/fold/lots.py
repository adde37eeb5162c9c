"""Forgets lead lots that nothing follows any more."""

from collections.abc import Collection, Set

from core.fold.book import Book, Lead
from core.model.events import EntriesPlanned, ExitsPlanned
from core.model.market import Symbol
from core.model.orders import OrderId


def drop_spent_of(book: Book, lead: Lead, symbol: Symbol, among: Collection[OrderId] | None = None) -> None:
    """Those that are sold out, have no copies left, and of which no entry is on its way; all, or some of them alone."""
    known = lead.coins.get(symbol)
    spent = known.spent() if known else set()
    if among is not None:
        spent.intersection_update(among)
    if not spent or known is None:
        return
    spent.difference_update(map(OrderId, book.fan_outs))
    for flight in book.flights.values():
        spent -= opened_by(flight.plan)
    for fan_out in book.fan_outs.values():
        spent.difference_update(fan_out.cuts.lots if fan_out.cuts else ())
    lead.forget(symbol, spent - known.copied(spent))


def opened_by(plan: EntriesPlanned | ExitsPlanned) -> Set[OrderId]:
    """The lead lots of which an answer to this plan may still open a copy lot."""
    if isinstance(plan, ExitsPlanned):
        return frozenset()
    return {OrderId(plan.batch), *(weight.lot for weight in plan.lots)}
