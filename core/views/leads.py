"""Whom one may copy: the list of leads, sorted and filtered, ten a page. Money in quote units, ratios in 10⁻⁸.

Figures of the past stand here once days have measured them, None before. Nothing the lead did privately is part of it
(R-23.1).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

from core.decide.desk import Desk
from core.fold.book import Lead
from core.model.people import PersonId
from core.views.as_of import AsOf, as_of
from core.views.metrics import Metrics
from core.views.ranking import SHOWN, Figures, Ranking, assets, listed, ranking


class LeadSort(StrEnum):
    """What the list is ordered by, the best first; ties go to more days of leading (R-19.16)."""

    SCORE = "score"
    PNL = "pnl"
    AUM = "aum"
    WINS = "wins"
    PART = "part"
    COPIERS_PNL = "gains"


class LeadMode(StrEnum):
    """Which ways of copying a listed lead must allow."""

    ANY = "any"
    ALL_WAYS = "all"
    SMART_SYNC = "smart"


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """Who is listed: with a place free, leading for so many days at least, with so much of their own and of copiers.

    `assets` (R-19.6) and `aum` are the least, in quote units; 0 lets everybody in.
    """

    vacancy: bool = False
    days: int = 0
    assets: int = 0
    aum: int = 0
    mode: LeadMode = LeadMode.ANY

    @property
    def narrows(self) -> bool:
        """Whether it keeps anybody out."""
        return self != LeadFilter()


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
    own: int = 0
    copiers_pnl: int = 0
    metrics: Metrics | None = None
    """Over `listed_days` on the list, over the period asked for on a card; None before two days were taken."""
    score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LeadsPage:
    """`page` counts from 1; an empty list has one page. `listed`: how many there are without the filter."""

    as_of: AsOf
    rows: tuple[LeadRow, ...]
    page: int
    pages: int
    sort: LeadSort
    only: LeadFilter = LeadFilter()
    listed: int = 0


def leads_page(
    desk: Desk,
    *,
    who: PersonId | None,
    page: int = 1,
    sort: LeadSort = LeadSort.SCORE,
    only: LeadFilter | None = None,
    known: Ranking | None = None,
) -> LeadsPage:
    """A page of the listed leads; one beyond the last is the last. `known`: figures of a while ago."""
    only = only or LeadFilter()
    found = (known or ranking(desk)).figures
    days = desk.limits.metrics.listed_days
    everybody = [lead_row(desk, lead, who, found, days=days) for lead in desk.book.leads.values() if listed(desk, lead)]
    rows = sorted(
        (row for row in everybody if _fits(row, only)), key=lambda row: (_rank(row, sort), -row.days, row.lead)
    )
    size = min(desk.limits.metrics.rows.default, desk.limits.metrics.rows.max)
    pages = max(1, -(-len(rows) // size))
    page = min(max(page, 1), pages)
    first = (page - 1) * size
    shown = tuple(replace(row, place=first + at) for at, row in enumerate(rows[first : first + size], 1))
    return LeadsPage(as_of(desk), shown, page, pages, sort, only, len(everybody))


def lead_row(
    desk: Desk,
    lead: Lead,
    who: PersonId | None,
    found: Mapping[PersonId, Figures],
    *,
    days: int,
) -> LeadRow:
    """What there is to say of one lead; who has come since the figures were made has none yet."""
    copiers, cap, mine = lead.copyings.active(), desk.limits.levels.copier_cap(lead.level), found.get(lead.person)
    return LeadRow(
        place=0,
        lead=lead.person,
        days=(desk.now - lead.active_since).days if lead.active_since else 0,
        copiers=copiers,
        cap=cap,
        aum=mine.aum if mine else 0,
        ratio=lead.ratio,
        smart_sync_only=lead.smart_sync_only,
        closed=not lead.accepting or copiers >= cap,
        copied=who is not None and lead.copyings.row_of(who) is not None,
        own=mine.own if mine else assets(desk, lead),
        copiers_pnl=mine.copiers_pnl if mine else 0,
        metrics=mine.periods[days] if mine else None,
        score=mine.score if mine else None,
    )


def _fits(row: LeadRow, only: LeadFilter) -> bool:
    if only.vacancy and row.closed:
        return False
    if row.days < only.days or row.own < only.assets or row.aum < only.aum:
        return False
    match only.mode:
        case LeadMode.ANY:
            return True
        case LeadMode.ALL_WAYS:
            return not row.smart_sync_only
        case LeadMode.SMART_SYNC:
            return row.smart_sync_only
        case _ as unknown:
            assert_never(unknown)


def _rank(row: LeadRow, sort: LeadSort) -> Decimal | int:
    match sort:
        case LeadSort.SCORE:
            return -(row.score or 0)
        case LeadSort.PNL:
            return -(row.metrics.pnl if row.metrics else 0)
        case LeadSort.AUM:
            return -row.aum
        case LeadSort.WINS:
            return -((row.metrics.win_rate if row.metrics else None) or 0)
        case LeadSort.PART:
            return -(row.metrics.pnl_ratio if row.metrics else 0)
        case LeadSort.COPIERS_PNL:
            return -row.copiers_pnl
        case _ as unknown:
            assert_never(unknown)


__all__ = [
    "SHOWN",
    "LeadFilter",
    "LeadMode",
    "LeadRow",
    "LeadSort",
    "LeadsPage",
    "lead_row",
    "leads_page",
]
