"""Whom one may copy: the list of leads, ten a page, and one lead's public card. Money in quote units, ratios in 10⁻⁸.

Figures of the past stand here once days have measured them, None before. Nothing the lead did privately is part of it
(R-23.1).
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

import numpy as np

from core.decide.copying import start_refusal
from core.decide.desk import Desk
from core.decide.equity import lead_equity
from core.decide.levels import account_equities, aum
from core.fold.book import Lead
from core.model.columns import Column
from core.model.market import USDT, Asset
from core.model.money import RATIO_UNITS
from core.model.people import LeadState, PersonId
from core.model.reasons import Denial
from core.views.as_of import AsOf, as_of
from core.views.metrics import Metrics, metrics, scores

PAGE = 10
SHOWN = frozenset({LeadState.ACTIVE, LeadState.STOP_REQUESTED, LeadState.SUSPENDED})
"""States in which a lead has a public card; only an active one is listed."""


class LeadSort(StrEnum):
    """What the list is ordered by, the best first; ties go to more days of leading (R-19.16)."""

    SCORE = "score"
    RETURN = "return"
    WINS = "wins"
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
    metrics: Metrics | None = None
    """Over 90 days; None before two days were taken."""
    score: Decimal | None = None


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


def leads_page(desk: Desk, *, who: PersonId | None, page: int = 1, sort: LeadSort = LeadSort.SCORE) -> LeadsPage:
    """A page of the active leads; a page beyond the last is the last."""
    leads = [lead for lead in desk.book.leads.values() if lead.state is LeadState.ACTIVE]
    accounts = account_equities(desk) if leads else np.zeros(0, np.int64)
    rows = [
        replace(_row(desk, lead, who, accounts), score=score) for lead, score in zip(leads, scores(leads), strict=True)
    ]
    rows.sort(key=lambda row: (_rank(row, sort), -row.days, row.lead))
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(page, 1), pages)
    first = (page - 1) * PAGE
    shown = tuple(replace(row, place=first + at) for at, row in enumerate(rows[first : first + PAGE], 1))
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
        _row(desk, lead, who, account_equities(desk)),
        lead.state,
        weights(desk, lead),
        refusal[0] if refusal else None,
    )


def _row(desk: Desk, lead: Lead, who: PersonId | None, accounts: Column) -> LeadRow:
    copiers, cap = lead.copyings.active(), desk.limits.levels.copier_cap(lead.level)
    return LeadRow(
        place=0,
        lead=lead.person,
        days=(desk.now - lead.active_since).days if lead.active_since else 0,
        copiers=copiers,
        cap=cap,
        aum=aum(desk, lead, accounts),
        ratio=lead.ratio,
        smart_sync_only=lead.smart_sync_only,
        closed=not lead.accepting or copiers >= cap,
        copied=who is not None and lead.copyings.row_of(who) is not None,
        metrics=metrics(lead),
    )


def _rank(row: LeadRow, sort: LeadSort) -> Decimal | int:
    match sort:
        case LeadSort.SCORE:
            return -(row.score or 0)
        case LeadSort.RETURN:
            return -(row.metrics.total_return if row.metrics else 0)
        case LeadSort.WINS:
            return -((row.metrics.win_rate if row.metrics else None) or 0)
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


def weights(desk: Desk, lead: Lead) -> tuple[Weight, ...]:
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
