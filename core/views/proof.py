"""Conservation: deposits − withdrawals − fees, asset by asset, against what people and the market hold (P-6)."""

from dataclasses import dataclass

from core.decide.desk import Desk
from core.fold.book import Book
from core.fold.ledger import Account
from core.model.market import Symbol


@dataclass(frozen=True, slots=True)
class Imbalance:
    """One asset that does not add up: what people hold, and what the ledger says they must. `asset` None is USDT."""

    asset: Symbol | None
    held: int
    expected: int


def imbalances(desk: Desk) -> tuple[Imbalance, ...]:
    """Empty on a sound book."""
    book = desk.book
    found = [Imbalance(None, _quote_held(book), book.ledger.quote.expected())]
    coins = sorted(book.instruments)
    found += [
        Imbalance(symbol, _coins_held(book, symbol), book.ledger.base.get(symbol, Account()).expected())
        for symbol in coins
    ]
    return tuple(each for each in found if each.held != each.expected)


def conserved(desk: Desk) -> bool:
    """Whether every asset adds up to the last unit, and nobody is below zero."""
    return not imbalances(desk) and not _below_zero(desk.book)


def _quote_held(book: Book) -> int:
    people = book.people
    total = int(people.cash.sum()) + int(people.frozen.sum()) + int(people.funding.sum())
    for lead in book.leads.values():
        table = lead.copyings
        total += int(table.cash.sum()) + int(table.bound.sum()) + int(table.withheld.sum())
    return total


def _coins_held(book: Book, symbol: Symbol) -> int:
    people = book.people
    total = sum(int(group[symbol].sum()) for group in (people.own, people.own_bound) if symbol in group)
    for lead in book.leads.values():
        total += lead.held(symbol)
        if symbol in lead.copyings.held:
            total += int(lead.copyings.held[symbol].sum())
    return total


def _below_zero(book: Book) -> bool:
    people = book.people
    columns = [people.cash, people.frozen, people.funding, *people.own.values(), *people.own_bound.values()]
    for lead in book.leads.values():
        table = lead.copyings
        columns += [table.cash, table.bound, table.withheld, table.open_cost, *table.held.values()]
    return any(bool((column < 0).any()) for column in columns)
