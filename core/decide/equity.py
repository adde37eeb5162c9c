"""Equity: cash plus the value of lots at the best bid, of a lead (R-4.8) and of copyings (section 9). Exact."""

import numpy as np

from core.decide.desk import Desk
from core.fold.book import Lead
from core.model.columns import Column, Places


def lead_equity(desk: Desk, lead: Lead) -> int:
    """USDT in the trading account, frozen amounts included, plus the lead lots; private coins do not count."""
    people = desk.book.people
    quote = int(people.cash[lead.person] + people.frozen[lead.person])
    worth = (desk.book.instruments[symbol].worth(lead.held(symbol), desk.mark(symbol)) for symbol in lead.coins)
    return int(quote + sum(worth))


def copy_equity(desk: Desk, lead: Lead, start: int, stop: int) -> Column:
    """Equity of the copyings in rows start to stop, rounded down once."""
    return equities(desk, lead, slice(start, stop))


def equities(desk: Desk, lead: Lead, where: Places) -> Column:
    """Equity of these copyings: cash, what entries bind, and lots, rounded down once."""
    table = lead.copyings
    equity = lots_value(desk, lead, where)
    equity += table.cash[where]
    equity += table.bound[where]
    return equity


def lots_value(desk: Desk, lead: Lead, where: Places) -> Column:
    """What the linked lots of these copyings are worth in all, rounded down once."""
    total: Column = np.zeros(len(lead.copyings.cash[where]), np.int64)
    parts: list[tuple[Column, int]] = []
    for symbol, held in lead.copyings.held.items():
        mark, quantities = desk.mark(symbol), held[where]
        if not mark or not quantities.any():
            continue
        whole, rest, of = desk.book.instruments[symbol].values(quantities, mark)
        total[: len(whole)] += whole
        parts.append((rest, of))
    if len(parts) > 1:
        total += _carry(parts, len(total))
    return total


def _carry(parts: list[tuple[Column, int]], size: int) -> Column:
    """What the remainders of several values come to together, so that their sum is rounded down but once."""
    carried: Column = np.zeros(size, np.int64)
    common = int(np.lcm.reduce([of for _, of in parts]))
    for rest, of in parts:
        carried[: len(rest)] += rest * (common // of)
    return carried // common
