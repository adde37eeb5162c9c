"""What every view says first: the instant, whether the desk is halted, whether its prices are fresh (rules 9, 23)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.decide.desk import Desk
from core.model.market import Symbol

FRESH = timedelta(seconds=10)
"""A price older than this is marked stale (chat.md, rule 23)."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """`stale`: at least one price that the view rests on is old, or was never quoted."""

    at: datetime
    halted: bool
    stale: bool


def as_of(desk: Desk, symbols: Iterable[Symbol] = ()) -> AsOf:
    """The head of a view that values these instruments."""
    return AsOf(desk.now, desk.book.halted, stale=any(_old(desk, symbol) for symbol in symbols))


def _old(desk: Desk, symbol: Symbol) -> bool:
    if symbol in desk.book.delisted:
        return False  # nothing is planned from the last price of what is not traded any more
    quote = desk.market.get(symbol)
    return quote is None or desk.now - quote.at > FRESH
