"""The figures of all leads at one instant, and the open score among those who are listed (R-19.14 to R-19.16).

They are the same for every reader, so whoever shows them keeps them for some minutes. Money in quote units.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final

import numpy as np

from core.decide.desk import Desk
from core.decide.equity import lots_value
from core.decide.levels import account_equities, day_of
from core.fold.book import Lead
from core.model.columns import Column
from core.model.events import LeadDay
from core.model.limits import ScoreWeights
from core.model.people import LeadState, PersonId
from core.views.conduct import off_the_list
from core.views.metrics import ALL, Metrics, metrics

SHOWN: Final = frozenset({LeadState.ACTIVE, LeadState.STOP_REQUESTED, LeadState.SUSPENDED})
"""States in which a lead has a public card; only an active one is listed."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One lead's. `own`: USDT in the trading account (R-19.6); `copied`: the value of all copy lots (R-19.2);
    `copiers` now and `ever` (R-19.7); `periods` by their days, 0 for all; `now` ends each of them, as a day would.

    `parts` are the seven scores in the order of R-19.15, `score` their weighted sum; None and empty for who is not
    listed.
    """

    lead: PersonId
    own: int
    aum: int
    copied: int
    copiers: int
    ever: int
    copiers_pnl: int
    periods: Mapping[int, Metrics | None]
    now: LeadDay
    parts: tuple[Decimal, ...] = ()
    score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """All leads with a public card, as of `at`."""

    at: datetime
    figures: Mapping[PersonId, Figures]


def ranking(desk: Desk) -> Ranking:
    """Every figure anew: a pass over all people."""
    shown = [lead for lead in desk.book.leads.values() if lead.state in SHOWN]
    accounts = account_equities(desk) if shown else np.zeros(0, np.int64)
    found = {lead.person: figures(desk, lead, accounts) for lead in shown}
    ranked = [found[lead.person] for lead in shown if listed(desk, lead)]
    found.update({each.lead: each for each in scored(ranked, desk.limits.metrics.weights)})
    return Ranking(desk.now, found)


def listed(desk: Desk, lead: Lead) -> bool:
    """Whether a lead is on the public list; who is not can be copied by name (R-19.16, R-22.5, R-22.7)."""
    rich_enough = assets(desk, lead) >= desk.limits.lead.public_list_min_assets
    return lead.state is LeadState.ACTIVE and rich_enough and not off_the_list(desk, lead)


def assets(desk: Desk, lead: Lead) -> int:
    """USDT in the lead's trading account, what orders bind included (R-19.6)."""
    people = desk.book.people
    return int(people.cash[lead.person] + people.frozen[lead.person])


def figures(desk: Desk, lead: Lead, accounts: Column) -> Figures:
    """One lead's, without a score."""
    now, table = day_of(desk, lead, accounts), lead.copyings
    periods = {ALL, *SCORED, *desk.limits.metrics.periods_days}
    return Figures(
        lead=lead.person,
        own=assets(desk, lead),
        aum=now.aum,
        copied=int(lots_value(desk, lead, slice(table.size)).sum()),
        copiers=now.copiers,
        ever=int(np.count_nonzero(np.bincount(table.person[: table.size]))),
        copiers_pnl=now.copiers_pnl,
        periods={days: metrics(lead, days, now=now) for days in periods},
        now=now,
    )


# ── the score ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the overview score (R-19.15): its weight's name, its figure, and whether less is better."""

    weight: str
    figure: Callable[[Figures], Decimal | int]
    less_is_better: bool = False


MONTH: Final = 30
WEEK: Final = 7
SCORED: Final = (MONTH, WEEK)
"""Days that the score goes by, whichever periods are offered: its weights are named after them (R-19.15)."""


def _pnl_ratio(days: int) -> Callable[[Figures], Decimal]:
    return lambda lead: found.pnl_ratio if (found := lead.periods[days]) else Decimal(0)


def _drawdown(days: int) -> Callable[[Figures], Decimal]:
    return lambda lead: found.drawdown if (found := lead.periods[days]) else Decimal(0)


SCORE: Final = (
    Part("pnl_pct_all", _pnl_ratio(ALL)),
    Part("pnl_pct_30d", _pnl_ratio(MONTH)),
    Part("pnl_pct_7d", _pnl_ratio(WEEK)),
    Part("drawdown_all", _drawdown(ALL), less_is_better=True),
    Part("drawdown_7d", _drawdown(WEEK), less_is_better=True),
    Part("copiers", lambda lead: lead.copiers),
    Part("copiers_pnl", lambda lead: lead.copiers_pnl),
)


def scored(leads: Sequence[Figures], weights: ScoreWeights) -> list[Figures]:
    """The same with the scores that they have among themselves."""
    ranks = [percentiles([part.figure(lead) for lead in leads], less_is_better=part.less_is_better) for part in SCORE]
    parts = [tuple(part_ranks[place] for part_ranks in ranks) for place in range(len(leads))]
    return [replace(lead, parts=each, score=overview(each, weights)) for lead, each in zip(leads, parts, strict=True)]


def overview(parts: Sequence[Decimal], weights: ScoreWeights) -> Decimal:
    """Σ weight × score / 100, in the order of R-19.15."""
    return sum((weight_of(part, weights) * score / 100 for part, score in zip(SCORE, parts, strict=True)), Decimal(0))


def weight_of(part: Part, weights: ScoreWeights) -> Decimal:
    """What a part counts, of 100."""
    return Decimal(getattr(weights, part.weight))


def percentiles(figures: Sequence[Decimal | int], *, less_is_better: bool) -> list[Decimal]:
    """100 × (worse + half of equals) / others for each; 100 if alone."""
    others = len(figures) - 1
    if others == 0:
        return [Decimal(100)]
    signed = [-figure for figure in figures] if less_is_better else list(figures)
    ordered = sorted(signed)
    return [Decimal(100 * (_below(ordered, figure) + _equals(ordered, figure) - 1)) / (2 * others) for figure in signed]


def _below(ordered: Sequence[Decimal | int], figure: Decimal | int) -> int:
    """Twice the number of worse ones: half of equals then stays whole."""
    return 2 * bisect_left(ordered, figure)


def _equals(ordered: Sequence[Decimal | int], figure: Decimal | int) -> int:
    return bisect_right(ordered, figure) - bisect_left(ordered, figure)
