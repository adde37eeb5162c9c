"""The balance: what people hold against what the ledger says they must, asset by asset, to the last unit (P-6).

USDT in quote units, each base coin in its instrument's units. It reads the whole book, and changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from core.fold.book import Book
from core.fold.ledger import Account
from core.model.columns import Column
from core.model.market import Symbol


@dataclass(frozen=True, slots=True)
class Holdings:
    """Where one asset is. `free`: people's own, outside of everything else; `bound`: in their own open orders.

    `earned`: profit share received. `copies`: in copyings, allocations and copy lots, orders on their way included.
    `withheld`: set aside for a settlement. `led`: lead lots. USDT knows no `led`, coins no `earned` and no `withheld`.
    """

    free: int = 0
    bound: int = 0
    earned: int = 0
    copies: int = 0
    withheld: int = 0
    led: int = 0

    def total(self) -> int:
        return self.free + self.bound + self.earned + self.copies + self.withheld + self.led


@dataclass(frozen=True, slots=True)
class AssetBalance:
    """One asset, USDT where it is None. The ledger's four sums, where it is now, and whether somebody is below zero."""

    asset: Symbol | None
    account: Account
    held: Holdings
    below_zero: bool

    def sound(self) -> bool:
        return self.held.total() == self.account.expected() and not self.below_zero


def balances(book: Book) -> Iterator[AssetBalance]:
    """USDT first, then every coin that was ever listed."""
    yield _quote(book)
    for symbol in sorted(book.instruments):
        yield _coin(book, symbol)


def balanced(book: Book) -> bool:
    """Whether every asset adds up and nobody is below zero."""
    return all(balance.sound() for balance in balances(book))


def _quote(book: Book) -> AssetBalance:
    people, tables = book.people, [lead.copyings for lead in book.leads.values()]
    held = Holdings(
        free=int(people.cash.sum()),
        bound=int(people.frozen.sum()),
        earned=int(people.funding.sum()),
        copies=sum(int(table.cash.sum()) + int(table.bound.sum()) for table in tables),
        withheld=sum(int(table.withheld.sum()) for table in tables),
    )
    columns = [people.cash, people.frozen, people.funding]
    for table in tables:
        columns += [table.cash, table.bound, table.withheld, table.open_cost]
    return AssetBalance(None, book.ledger.quote, held, _below_zero(columns))


def _coin(book: Book, symbol: Symbol) -> AssetBalance:
    people, leads = book.people, book.leads.values()
    own, bound = people.own.get(symbol), people.own_bound.get(symbol)
    copies = [lead.copyings.held[symbol] for lead in leads if symbol in lead.copyings.held]
    held = Holdings(
        free=_sum(own),
        bound=_sum(bound),
        copies=sum(_sum(column) for column in copies),
        led=sum(lead.held(symbol) for lead in leads),
    )
    columns = [column for column in (own, bound, *copies) if column is not None]
    return AssetBalance(symbol, book.ledger.base.get(symbol, Account()), held, _below_zero(columns))


def _sum(column: Column | None) -> int:
    return 0 if column is None else int(column.sum())


def _below_zero(columns: list[Column]) -> bool:
    return any(len(column) and int(column.min()) < 0 for column in columns)
