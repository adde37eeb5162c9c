"""A lead's lots of one coin as columns, and their copy lots: quantities in the instrument's units, cost in quote."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import repeat

import numpy as np

from core.fold.copy_lots import CopyLots, Shelves, drop, followed, put
from core.model.columns import Column, Rows
from core.model.market import Symbol
from core.model.orders import OrderId

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def _column() -> Column:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class LeadLot:
    """What one lead buy bought (R-4.6), as it stands. `bound` is what open sales aimed at it hold of it."""

    id: OrderId
    symbol: Symbol
    bought: int
    quantity: int
    cost: int
    opened_at: datetime
    bound: int = 0
    followed: int = 0
    """What would be left if private sales had taken nothing: copies follow this, and not the quantity (R-4.10)."""


def _longer(column: Column, value: int) -> Column:
    """With one entry more; as `numpy.append` in a third of its time."""
    longer = np.empty(len(column) + 1, np.int64)
    longer[:-1], longer[-1] = column, value
    return longer


def microseconds(at: datetime) -> int:
    """Since 1970, UTC."""
    return (at - _EPOCH) // _MICROSECOND


@dataclass(slots=True)
class CoinLots:
    """The lots of one coin, oldest first: entry i of each column is that of the i-th of `numbers`.

    A lot's number is never given to another. Those sold out with copies left, or an answer to come, are there as well.
    """

    numbers: dict[OrderId, int] = field(default_factory=dict)
    held: int = 0
    """What they hold in all."""
    opened: int = 0
    number: Column = field(default_factory=_column)
    bought: Column = field(default_factory=_column)
    quantity: Column = field(default_factory=_column)
    cost: Column = field(default_factory=_column)
    opened_at: Column = field(default_factory=_column)
    """Microseconds since 1970, UTC."""
    bound: Column = field(default_factory=_column)
    followed: Column = field(default_factory=_column)
    copies: dict[int, Shelves] = field(default_factory=dict)
    """The copy lots by chunk of rows."""

    # ── lead lots ─────────────────────────────────────────────────────────────

    def open(self, lot: LeadLot) -> None:
        """One more lot, the newest."""
        self.opened += 1
        self.numbers[lot.id] = self.opened
        self.held += lot.quantity
        opened_at = microseconds(lot.opened_at)
        new = (self.opened, lot.bought, lot.quantity, lot.cost, opened_at, lot.bound, lot.followed)
        for name, value in zip(_COLUMNS, new, strict=True):
            setattr(self, name, _longer(getattr(self, name), value))

    def forget(self, lots: Collection[OrderId]) -> None:
        """Lots that nothing follows any more."""
        gone = np.array([self.numbers.pop(lot) for lot in lots], np.int64)
        kept = ~np.isin(self.number, gone)
        for name in _COLUMNS:
            setattr(self, name, getattr(self, name)[kept])
        left = ((chunk, drop(shelves, gone)) for chunk, shelves in self.copies.items())
        self.copies = {chunk: shelves for chunk, shelves in left if shelves}

    def place(self, lot: OrderId) -> int:
        """Its entry in the columns."""
        return int(self.number.searchsorted(self.numbers[lot]))

    def numbered(self, lots: Collection[OrderId]) -> Column:
        """The numbers of lots that are all there."""
        if lots == tuple(self.numbers):  # most sales are of the whole coin
            return self.number
        return np.fromiter(map(self.numbers.__getitem__, lots), np.int64, len(lots))

    def sought(self, lots: Collection[OrderId]) -> Column:
        """The same of lots that may be there no more: 0 for those."""
        return np.fromiter(map(self.numbers.get, lots, repeat(0)), np.int64, len(lots))

    def places(self, numbers: Column | Rows) -> Column:
        """The entries of lots that are all there, by number."""
        return self.number.searchsorted(numbers)

    def names(self, places: Column) -> tuple[OrderId, ...]:
        """The lots in these places."""
        known = tuple(self.numbers)
        return known if len(places) == len(known) else tuple(known[place] for place in places.tolist())

    def names_of(self, numbers: Column | Rows) -> tuple[OrderId, ...]:
        """The lots with these numbers."""
        return self.names(self.places(numbers))

    def take(self, places: Column | slice, quantity: Column) -> None:
        """So much of some lots is gone."""
        self.quantity[places] -= quantity
        self.held -= int(quantity.sum())

    def empty(self) -> None:
        """All of them are sold out, or nobody's lead lots any more."""
        self.quantity[:] = self.cost[:] = 0
        self.held = 0

    def spent(self) -> set[OrderId]:
        """Those that are sold out."""
        return set() if self.quantity.all() else set(self.names(np.flatnonzero(self.quantity == 0)))

    def each(self, symbol: Symbol) -> Iterator[LeadLot]:
        """One after the other, for whom a look at each is worth it."""
        columns = (self.bought, self.quantity, self.cost, self.opened_at, self.bound, self.followed)
        for lot, bought, quantity, cost, at, bound, follows in zip(
            self.numbers, *(column.tolist() for column in columns), strict=True
        ):
            yield LeadLot(lot, symbol, bought, quantity, cost, _EPOCH + at * _MICROSECOND, bound, follows)

    def one(self, symbol: Symbol, lot: OrderId) -> LeadLot:
        """One of them."""
        at = self.place(lot)
        names = ("bought", "quantity", "cost", "opened_at", "bound", "followed")
        bought, quantity, cost, opened_at, bound, follows = (int(getattr(self, name)[at]) for name in names)
        return LeadLot(lot, symbol, bought, quantity, cost, _EPOCH + opened_at * _MICROSECOND, bound, follows)

    # ── their copies ──────────────────────────────────────────────────────────

    def put(self, chunk: int, new: CopyLots) -> None:
        """Copy lots of one lead lot."""
        put(self.copies.setdefault(chunk, []), new)

    def shelves(self, chunk: int) -> Shelves:
        return self.copies.get(chunk, [])

    def copied(self, lots: Collection[OrderId]) -> set[OrderId]:
        """Which of these lots copies still follow."""
        by_number = {self.numbers[lot]: lot for lot in lots}
        every = (shelf for shelves in self.copies.values() for shelf in shelves)
        found = followed(every, np.fromiter(by_number, np.int64, len(by_number)))
        return {by_number[number] for number in found.tolist()}


_COLUMNS = ("number", "bought", "quantity", "cost", "opened_at", "bound", "followed")
