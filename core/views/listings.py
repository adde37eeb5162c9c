"""The desk's list of instruments, and what the end of trading in one of them would do. Nobody is named."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.decide.copy_list import copyable
from core.decide.delisting import delist
from core.decide.desk import Desk
from core.model.commands import DelistInstrument
from core.model.events import Denied, LotsReleased, OrderClosed, OrderDropped
from core.model.market import LOT, Symbol
from core.model.people import PersonId
from core.views.as_of import AsOf, as_of


@dataclass(frozen=True, slots=True)
class Listing:
    """One instrument; `price` is its best bid or last price, 0 without one. `ended`: delisted.

    `ends_at`: the announced deadline of its trading; `held_back`: traded and not on the copy list before `copied_from`.
    """

    symbol: Symbol
    base: str
    price: Decimal
    ended: bool
    ends_at: datetime | None = None
    held_back: bool = False
    copied_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listings:
    """All of them, those whose trading has ended last."""

    as_of: AsOf
    rows: tuple[Listing, ...]


@dataclass(frozen=True, slots=True)
class Delisting:
    """What it would do now: so many open orders end, so many copy lots and lead lots are let go, of so many people.

    `on_the_way`: copy orders without an answer yet; their coins are let go when it comes.
    """

    as_of: AsOf
    symbol: Symbol
    base: str
    orders: int
    copy_lots: int
    lead_lots: int
    people: int
    on_the_way: int


def listings(desk: Desk) -> Listings:
    """The copy list as the admin sees it."""
    book = desk.book
    rows = [
        Listing(
            symbol,
            each.base,
            each.price_decimal(desk.mark(symbol)),
            ended=symbol in book.delisted,
            ends_at=book.notices.ends_at.get(symbol),
            held_back=not copyable(desk, symbol),
            copied_from=book.notices.copyable_from.get(symbol),
        )
        for symbol, each in sorted(book.instruments.items())
    ]
    return Listings(as_of(desk), tuple(sorted(rows, key=lambda row: row.ended)))


def delisting(desk: Desk, symbol: Symbol) -> Delisting | None:
    """None for an instrument that is not traded, or not any more. The decision itself is asked, not imitated."""
    facts = delist(desk, DelistInstrument(symbol))
    if isinstance(facts[0], Denied):
        return None
    book = desk.book
    owners: set[PersonId] = set()
    orders = copy_lots = lead_lots = 0
    for fact in facts:
        if isinstance(fact, OrderClosed | OrderDropped):
            orders += 1
            owners.add(fact.person)
        if isinstance(fact, LotsReleased):
            shelves = book.leads[fact.lead].shelves(symbol, fact.chunk)
            copy_lots += sum(len(shelf.of(fact.rows)) for shelf in shelves)
            owners.update(book.leads[fact.lead].copyings.person[fact.rows].tolist())
    for lead in book.leads.values():
        open_lots = sum(lot.quantity >= LOT for lot in lead.lots_of(symbol))
        lead_lots += open_lots
        owners.update({lead.person} if open_lots else ())
    waiting = sum(int(flight.open.sum()) for flight in book.flights.values() if flight.plan.symbol == symbol)
    return Delisting(
        as_of(desk, (symbol,)),
        symbol,
        book.instruments[symbol].base,
        orders,
        copy_lots,
        lead_lots,
        len(owners),
        waiting,
    )
