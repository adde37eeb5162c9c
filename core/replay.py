"""Looks back: decides a stored decision anew from the journal alone, and says whether it is the same (R-2.8).

The book is what the records before it fold to, the numbers are those the desk was started with, the prices are those
the fact keeps, the instant is the record's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from core.decide.desk import Desk
from core.decide.entries import plan
from core.fold import fold
from core.fold.book import Book
from core.model.events import DeskStarted, EntriesPlanned, Fact, Record
from core.model.limits import Limits, limits
from core.model.orders import Cause


@dataclass(frozen=True, slots=True)
class Decision:
    """One planned chunk of a lead buy, the same decided again, and the book it was decided on (do not keep it)."""

    record: Record
    again: EntriesPlanned | None
    book: Book

    @property
    def fact(self) -> EntriesPlanned:
        assert isinstance(self.record.fact, EntriesPlanned)
        return self.record.fact

    @property
    def same(self) -> bool:
        """Whether both are equal in every field and every entry of every column."""
        return self.again is not None and all(
            _equal(getattr(self.fact, name), getattr(self.again, name)) for name in EntriesPlanned.__slots__
        )


def decisions(records: Iterable[Record]) -> Iterator[Decision]:
    """Every decision on a lead buy, in order, each decided anew."""
    book, numbers = Book(), limits()
    for record in records:
        fact = record.fact
        if isinstance(fact, DeskStarted):
            numbers = limits(dict(fact.numbers))
        if isinstance(fact, EntriesPlanned) and fact.attempt == 1 and fact.cause is Cause.LEAD_ORDER:
            yield Decision(record, _again(book, record, fact, numbers), book)
        fold(book, record)


def _again(book: Book, record: Record, fact: EntriesPlanned, numbers: Limits) -> EntriesPlanned | None:
    fan_out = book.fan_outs.get(fact.batch)
    if fan_out is None:
        return None
    market = {quote.symbol: quote for quote in fact.quotes}
    found: list[Fact] = plan(Desk(book, market, numbers, record.at), fan_out)
    first = found[0]
    return first if isinstance(first, EntriesPlanned) else None


def _equal(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    return one == other
