"""Decides what the lead gets of a copier's net profit: withheld at a close, settled at a cycle's end (section 17)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np

from core.decide.desk import CloseCycle, Desk
from core.decide.levels import reckon, take_day
from core.fold.balance import AssetBalance, balances
from core.fold.book import Lead
from core.fold.copyings import Copyings
from core.model import events as e
from core.model.columns import Column, Mask, Places, Ratios, Rows, mul_div, pieces, reach
from core.model.market import LOT
from core.model.money import RATIO_UNITS

TRIED_AGAIN = timedelta(hours=1)
"""A book that does not balance is looked at again after so long; nothing is settled before."""


def withheld(net: Column, ratio: Ratios) -> Column:
    """round_down(ratio × max(0, net)): set aside at a profitable close; a losing close releases nothing (R-17.2)."""
    return mul_div(np.maximum(net, 0), ratio, RATIO_UNITS)[0]


def close_cycle(desk: Desk, step: CloseCycle) -> list[e.Fact]:
    """Settles whatever has no open lot, the rest is deferred (R-17.5); then levels, then the ratios switch (R-17.3).

    The day is taken as well where the cycle ends at 00:00. A book that does not balance is settled by nobody: one fact
    says so, and what does not add up.
    """
    gaps = tuple(_gap(balance) for balance in balances(desk.book) if not balance.sound())
    if gaps:
        return [e.SettlementRefused(step.at, desk.now + TRIED_AGAIN, gaps)]
    # first, so that the settlement's columns come to lie where its own were
    day = take_day(desk, step.at) if desk.limits.clock.starts_a_day(step.at) else None
    facts: list[e.Fact] = []
    for lead in desk.book.leads.values():
        table = lead.copyings
        rows = np.flatnonzero(_unsettled(desk, table, slice(table.size)) & ~_open(desk, lead))
        facts += _settled(desk, lead, rows.astype(np.int32), step.at)
    return [*facts, *([day] if day else []), *reckon(desk, day), e.CycleClosed(step.at)]


def _unsettled(desk: Desk, table: Copyings, where: Places) -> Mask:
    """Where anything was closed since the last settlement: profits and losses may net to nothing, and the share of them
    not, where the ratio changed in between. Under a high-water mark such a share goes on of itself."""
    found: Mask = (table.net[where] != 0) | (table.withheld[where] != 0)
    if not desk.limits.profit_share.high_water_mark:
        found |= table.due[where] != 0
    return found


def _gap(balance: AssetBalance) -> e.Gap:
    return e.Gap(balance.asset, held=balance.held.total(), expected=balance.account.expected())


def _open(desk: Desk, lead: Lead) -> Mask:
    """Where a copying holds a lot that the venue would still take (R-12.5, R-17.5)."""
    table = lead.copyings
    found = np.zeros(table.size, np.bool_)
    for symbol, column in table.held.items():
        instrument, held = desk.book.instruments[symbol], column[: table.size]
        sellable = held >= max(LOT, instrument.quantity_min)
        mark = desk.mark(symbol)
        if mark and instrument.notional_min:
            sellable &= instrument.values(held, mark)[0] >= instrument.notional_min
        found[: len(held)] |= sellable
    return found


def share_now(table: Copyings, at: Places) -> Column:
    """The lead's part of each, were it settled now: what is due, at most what is withheld. Till then an estimate."""
    return _share(table.due[at], table.withheld[at])


def _share(due: Column, set_aside: Column) -> Column:
    return np.minimum(np.maximum(due, 0), set_aside)


def settle_rows(desk: Desk, lead: Lead, rows: Sequence[int], cycle_end: datetime) -> list[e.Fact]:
    """One fact for these copyings, none if they have nothing to settle."""
    which: Rows = np.asarray(rows, np.int32)
    return _settled(desk, lead, which[_unsettled(desk, lead.copyings, reach(which))], cycle_end)


def _settled(desk: Desk, lead: Lead, rows: Rows, cycle_end: datetime) -> list[e.Fact]:
    """Paid and refunded make up what was withheld, in these rows, each of which has something to settle.

    With a high-water mark what is due counts from the start of the copying, less what was paid (R-17.6).
    """
    if not len(rows):
        return []
    table, (net, payable, refund) = lead.copyings, (np.empty(len(rows), np.int64) for _ in range(3))
    for where in pieces(len(rows)):
        at = reach(rows[where])
        set_aside = table.withheld[at]
        net[where], payable[where] = table.net[at], _share(table.due[at], set_aside)
        refund[where] = set_aside - payable[where]
    carried = table.due[reach(rows)] - payable if desk.limits.profit_share.high_water_mark else None
    return [e.ProfitShareSettled(lead.person, cycle_end, rows, net, payable, refund, carried)]
