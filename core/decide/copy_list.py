"""The copy list: which instruments may be led and copied now, and when one may join (R-5.1, R-5.2)."""

from datetime import datetime, timedelta

from core.decide.desk import Desk
from core.model.market import Symbol


def copyable(desk: Desk, symbol: Symbol) -> bool:
    """Whether an instrument is on the copy list now (R-5.1)."""
    book = desk.book
    if symbol not in book.instruments or symbol in book.delisted:
        return False
    if symbol not in book.notices.held_back:
        return True
    since = book.notices.copyable_from.get(symbol)
    return since is not None and since <= desk.now


def copy_list(desk: Desk) -> set[Symbol]:
    """Every instrument on it."""
    return {symbol for symbol in desk.book.instruments if copyable(desk, symbol)}


def earliest(desk: Desk, symbol: Symbol) -> datetime | None:
    """When it may join at the earliest: 24 h after its trading opened as announced; None for one never announced."""
    opens_at = desk.book.notices.opens_at.get(symbol)
    return None if opens_at is None else opens_at + timedelta(hours=desk.limits.instrument.copyable_after_h)
