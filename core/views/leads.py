"""Whom one may copy: the list of leads, ten a page, and one lead's public card. Money in quote units, ratios in 10⁻⁸.

Only what the book knows stands here: no return, no drawdown, no score before they are measured. Nothing the lead did
privately is part of it (R-23.1).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

import numpy as np

from core.decide.copying import start_refusal
from core.decide.desk import Desk
from core.decide.equity import copy_equity, lead_equity
from core.fold.book import Lead
from core.model.copying import CopyingState, Sizing
from core.model.market import USDT, Asset
from core.model.money import RATIO_UNITS
from core.model.people import LeadState, PersonId
from core.model.reasons import Denial
from core.views.as_of import AsOf, as_of

PAGE = 10
SHOWN = frozenset({LeadState.ACTIVE, LeadState.STOP_REQUESTED, LeadState.SUSPENDED})
"""States in which a lead has a public card; only an active one is listed."""


class LeadSort(StrEnum):
    """What the list is ordered by, the best first; ties go to more days of leading."""

    COPIERS = "copiers"
    MONEY = "money"
    DAYS = "days"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class LeadRow:
    """One line. `aum` is what copiers have put under this lead (R-19.1), `place` its number over all pages."""

    place: int
    lead: PersonId
    days: int
    copiers: int
    cap: int
    aum: int
    ratio: int
    smart_sync_only: bool
    closed: bool
    copied: bool


@dataclass(frozen=True, slots=True)
class LeadsPage:
    """`page` counts from 1; an empty list has one page."""

    as_of: AsOf
    rows: tuple[LeadRow, ...]
    page: int
    pages: int
    sort: LeadSort


@dataclass(frozen=True, slots=True)
class Weight:
    """A part of the lead's equity."""

    asset: Asset
    ratio: int


@dataclass(frozen=True, slots=True)
class LeadCard:
    """`refusal`: why this reader cannot start a copy now, None if they can, or have not joined."""

    as_of: AsOf
    row: LeadRow
    state: LeadState
    weights: tuple[Weight, ...]
    refusal: Denial | None


def leads_page(desk: Desk, *, who: PersonId | None, page: int = 1, sort: LeadSort = LeadSort.COPIERS) -> LeadsPage:
    """A page of the active leads; a page beyond the last is the last."""
    rows = [_row(desk, lead, who) for lead in desk.book.leads.values() if lead.state is LeadState.ACTIVE]
    rows.sort(key=lambda row: (_rank(row, sort), -row.days, row.lead))
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(page, 1), pages)
    first = (page - 1) * PAGE
    shown = tuple(_placed(row, first + at) for at, row in enumerate(rows[first : first + PAGE], 1))
    return LeadsPage(as_of(desk), shown, page, pages, sort)


def lead_card(desk: Desk, lead_id: PersonId, *, who: PersonId | None) -> LeadCard | None:
    """A lead's public card; None for whoever does not lead, whether they exist or not."""
    lead = desk.book.leads.get(lead_id)
    if lead is None or lead.state not in SHOWN:
        return None
    refusal = None if who is None else start_refusal(desk, who, lead_id, None)
    symbols = {lot.symbol for lot in lead.lots.values() if lot.quantity}
    return LeadCard(
        as_of(desk, symbols),
        _row(desk, lead, who),
        lead.state,
        _weights(desk, lead),
        refusal[0] if refusal else None,
    )


def _row(desk: Desk, lead: Lead, who: PersonId | None) -> LeadRow:
    copiers, cap = lead.copyings.active(), desk.limits.levels.copier_cap(lead.level)
    return LeadRow(
        place=0,
        lead=lead.person,
        days=(desk.now - lead.active_since).days if lead.active_since else 0,
        copiers=copiers,
        cap=cap,
        aum=aum(desk, lead),
        ratio=lead.ratio,
        smart_sync_only=lead.smart_sync_only,
        closed=not lead.accepting or copiers >= cap,
        copied=who is not None and lead.copyings.row_of(who) is not None,
    )


def _placed(row: LeadRow, place: int) -> LeadRow:
    return LeadRow(
        place,
        row.lead,
        row.days,
        row.copiers,
        row.cap,
        row.aum,
        row.ratio,
        smart_sync_only=row.smart_sync_only,
        closed=row.closed,
        copied=row.copied,
    )


def _rank(row: LeadRow, sort: LeadSort) -> int:
    match sort:
        case LeadSort.COPIERS:
            return -row.copiers
        case LeadSort.MONEY:
            return -row.aum
        case LeadSort.DAYS:
            return -row.days
        case LeadSort.SHARE:
            return row.ratio
        case _ as unknown:
            assert_never(unknown)


def aum(desk: Desk, lead: Lead) -> int:
    """R-19.1: for Smart Sync the copying's equity, else the maximum in use, at most the copier's USDT."""
    table, people = lead.copyings, desk.book.people
    if not table.size:
        return 0
    live = table.state[: table.size] != CopyingState.ENDED
    smart = table.sizing[: table.size] == Sizing.SMART_SYNC
    who = table.person[: table.size]
    common = np.minimum(table.max_total[: table.size], people.cash[who] + people.frozen[who])
    under = np.where(smart, copy_equity(desk, lead, 0, table.size), common)
    return int(under[live].sum())


def _weights(desk: Desk, lead: Lead) -> tuple[Weight, ...]:
    """What the lead's equity consists of: its USDT first, then lead lots by value."""
    equity = lead_equity(desk, lead)
    if equity <= 0:
        return ()
    parts: list[tuple[int, Asset]] = []
    for symbol in {lot.symbol for lot in lead.lots.values() if lot.quantity}:
        instrument = desk.book.instruments[symbol]
        parts.append((instrument.value(lead.held(symbol), desk.mark(symbol)), instrument.base))
    cash = equity - sum(value for value, _ in parts)
    ordered = [(cash, USDT), *sorted(parts, key=lambda part: (-part[0], part[1]))]
    return tuple(Weight(asset, value * RATIO_UNITS // equity) for value, asset in ordered)
