"""Copy lots as columns: those of one coin under one lead in one chunk of rows, however many lead lots they are of.

They lie on shelves, by lead lot, oldest first, and then by row; all of one lead lot on the same. Many small ones share
a shelf, so that a sale of the coin is a few passes over columns; a long one has its own, so that a buy moves no other.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from core.model.columns import Column, Entries, Mask, Places, Rows, distinct, places

SHELF = 16_384
"""Up to so many copy lots are put together on one shelf."""


@dataclass(slots=True)
class CopyLots:
    """Copy lots, an entry each: `lot` is the number of the lead lot, `owed` is due and not yet sold."""

    lot: Rows
    rows: Rows
    quantity: Column
    owed: Column
    cost: Column
    take_at: Column | None = None
    """Last prices at which the lots take their profit, 0 where they do not; None where none of them does."""
    stop_at: Column | None = None

    @property
    def single(self) -> bool:
        """Whether all are of one lead lot, or none is there: then the rows ascend."""
        return not len(self.lot) or bool(self.lot[0] == self.lot[-1])

    @property
    def lots(self) -> Rows:
        """The number of each one's lead lot; where all are of one, it stands for all."""
        return self.lot[:1] if self.single else self.lot

    def at(self, where: Places | Mask) -> "CopyLots":
        """Some of them, as they are now."""
        take_at, stop_at = (None if each is None else each[where] for each in (self.take_at, self.stop_at))
        amounts = self.quantity[where], self.owed[where], self.cost[where]
        return CopyLots(self.lot[where], self.rows[where], *amounts, take_at, stop_at)

    def by_lot(self) -> list[slice]:
        """Where those of each lead lot are."""
        starts = np.searchsorted(self.lot, distinct(self.lot)[0]).tolist()
        return list(map(slice, starts, [*starts[1:], len(self.lot)]))

    def of(self, rows: Rows) -> Entries:
        """The entries that still hold something, of rows that ascend and may name others as well."""
        if len(rows) == 1 and self.single:  # one copier's own affair
            at = int(self.rows.searchsorted(rows[0]))
            there = at < len(self.rows) and self.rows[at] == rows[0] and self.quantity[at] > 0
            return np.array([at] if there else [], np.intp)
        return np.flatnonzero(self.standing(rows) & (self.quantity > 0))

    def standing(self, rows: Rows) -> Mask:
        """Which entries are of `rows`, which ascend and may name others as well."""
        found: Mask = self.rows == rows[0] if len(rows) == 1 else np.zeros(len(self.rows), np.bool_)
        if len(rows) > 1 and len(found):
            first = min(int(rows[0]), int(self.rows.min()))
            named = np.zeros(max(int(rows[-1]), int(self.rows.max())) - first + 1, np.bool_)
            named[rows - first] = True
            found = named[self.rows - first]
        return found

    def places(self, lot: Rows | Column, rows: Rows) -> Places:
        """Where these stand, each of which must be there."""
        if self.single:
            return places(rows, self.rows)
        return np.searchsorted(_keys(self.lot, self.rows), _keys(lot, rows))


Shelves: TypeAlias = list[CopyLots]
OnAShelf: TypeAlias = tuple[CopyLots, Places, Places]
"""Of copy lots that are named: the shelf, their places on it, and which of the named these are."""


def _keys(lot: Rows | Column, rows: Rows) -> Column:
    """One number a copy lot, in the order in which they lie."""
    keys: Column = (lot.astype(np.int64) << 32) + rows
    return keys


def joined(parts: Sequence[CopyLots]) -> CopyLots:
    """One after the other; the shelf itself where there is but one."""
    if len(parts) == 1:
        return parts[0]
    nothing, none = np.zeros(0, np.int32), np.zeros(0, np.int64)
    parts = [*parts, CopyLots(nothing, nothing, none, none, none)]
    lot, rows = (np.concatenate([getattr(part, name) for part in parts]) for name in ("lot", "rows"))
    quantity, owed, cost = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("quantity", "owed", "cost")
    )
    take_at, stop_at = (
        _prices([(len(part.rows), getattr(part, name)) for part in parts]) for name in ("take_at", "stop_at")
    )
    return CopyLots(lot, rows, quantity, owed, cost, take_at, stop_at)


def _prices(parts: Sequence[tuple[int, Column | None]]) -> Column | None:
    """Columns that may each be absent, which means zeros; None if all are."""
    if all(part is None for _, part in parts):
        return None
    return np.concatenate([np.zeros(size, np.int64) if part is None else part for size, part in parts])


def picked(shelves: Shelves, which: Callable[[CopyLots], Entries | Mask]) -> CopyLots:
    """Those of all shelves that `which` names on each."""
    return joined([shelf.at(which(shelf)) for shelf in shelves])


def put(shelves: Shelves, new: CopyLots) -> None:
    """Copy lots of one lead lot find their place; a row answered later than others of its lot goes among them."""
    number = int(new.lot[0])
    if not shelves or number > shelves[-1].lot[-1]:
        if shelves and len(shelves[-1].rows) + len(new.rows) <= SHELF:
            new = joined([shelves.pop(), new])
        shelves.append(new)
        return
    place = max((at for at, shelf in enumerate(shelves) if shelf.lot[0] <= number), default=0)
    both = joined([shelves[place], new])
    shelves[place] = both.at(np.argsort(_keys(both.lot, both.rows), kind="stable"))


def named(shelves: Shelves, lot: Rows | Column, rows: Rows) -> Iterator[OnAShelf]:
    """Where copy lots lie, each of which must be there."""
    for shelf in shelves:
        if len(shelves) == 1:
            yield shelf, shelf.places(lot, rows), slice(len(rows))
            return
        mine = np.flatnonzero((lot >= shelf.lot[0]) & (lot <= shelf.lot[-1]))
        if len(mine):
            yield shelf, shelf.places(lot[mine], rows[mine]), mine


def drop(shelves: Shelves, numbers: Column) -> Shelves:
    """The shelves without the copy lots of these lead lots."""
    kept = ((shelf, ~np.isin(shelf.lots, numbers)) for shelf in shelves)
    return [shelf if keep.all() else shelf.at(keep) for shelf, keep in kept if keep.any()]


def followed(shelves: Iterable[CopyLots], numbers: Column) -> Column:
    """Which of these lead lots still have copies; no further looked than needed."""
    left = numbers
    for shelf in shelves:
        if not len(left):
            break
        left = left[~np.isin(left, _live(shelf))]
    return numbers[~np.isin(numbers, left)]


def _live(shelf: CopyLots) -> Rows:
    """The lead lots of a shelf of which something is held."""
    if shelf.single:
        return shelf.lot[: int(shelf.quantity.any())]
    return shelf.lot[shelf.quantity > 0]
