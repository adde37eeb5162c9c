"""Whom a lead is copied by (R-20.1): since when and with what result, the best first. Names are masked elsewhere."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from core.decide.ceasing import open_holdings, trading_account
from core.decide.desk import Desk
from core.fold.book import Lead
from core.model.copying import CopyingState, Sizing
from core.model.people import PersonId
from core.views.as_of import AsOf, as_of
from core.views.copies import holdings

PAGE = 10
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Copier:
    """One copy of this lead; `result` is realised plus unrealised profit since it started."""

    person: PersonId
    since: datetime
    result: int
    sizing: Sizing
    closing: bool


@dataclass(frozen=True, slots=True)
class Copiers:
    """A page of ten. `new`: how many of the present ones came in the last 7 days; `change` of their number since."""

    as_of: AsOf
    rows: tuple[Copier, ...]
    page: int
    pages: int
    total: int
    cap: int
    new: int
    accepting: bool
    version: int
    change: int = 0


@dataclass(frozen=True, slots=True)
class Removal:
    """One copier, and whether the lead may remove them (R-20.2): only with next to nothing and nothing held.

    `poor`: their trading account is below `below`; how much it holds is their own affair.
    """

    as_of: AsOf
    copier: Copier
    below: int
    poor: bool
    empty: bool

    @property
    def possible(self) -> bool:
        """Whether nothing is against it."""
        return self.poor and self.empty and not self.copier.closing


def removal(desk: Desk, who: PersonId, person: PersonId) -> Removal | None:
    """None for whoever does not copy this lead now, whether they exist or not."""
    lead = desk.book.leads.get(who)
    row = lead.copyings.row_of(person) if lead else None
    if lead is None or row is None:
        return None
    below = desk.limits.remove_copier.balance_below
    poor = trading_account(desk, person) < below
    empty = open_holdings(desk, lead, row) <= desk.limits.remove_copier.open_lots
    return Removal(as_of(desk, lead.copyings.held), _copier(desk, lead, row), below, poor=poor, empty=empty)


def copiers(desk: Desk, who: PersonId, page: int = 1) -> Copiers | None:
    """None for somebody who never led."""
    lead = desk.book.leads.get(who)
    if lead is None:
        return None
    table = lead.copyings
    rows = np.flatnonzero(table.state[: table.size] != CopyingState.ENDED).tolist()
    found = [_copier(desk, lead, row) for row in rows]
    found.sort(key=lambda copier: (-copier.result, copier.since))
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 1), pages)
    new = sum(copier.since > desk.now - WEEK for copier in found)
    return Copiers(
        as_of(desk, table.held),
        tuple(found[(page - 1) * PAGE : page * PAGE]),
        page,
        pages,
        len(found),
        desk.limits.levels.copier_cap(lead.level),
        new,
        lead.accepting,
        lead.version,
        len(found) - _week_ago(lead),
    )


def _week_ago(lead: Lead) -> int:
    """How many copied at the 00:00 that began the last 7 days, this one included; none before leading began."""
    return lead.days[-WEEK.days].copiers if len(lead.days) >= WEEK.days else 0


def _copier(desk: Desk, lead: Lead, row: int) -> Copier:
    table = lead.copyings
    return Copier(
        PersonId(int(table.person[row])),
        _instant(int(table.started_at[row])),
        int(table.realised[row]) + sum(each.unrealised for each in holdings(desk, lead, row)),
        Sizing(int(table.sizing[row])),
        closing=int(table.state[row]) == CopyingState.CLOSING,
    )


def _instant(microseconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
