"""How a lead has done: return, drawdown, win rate and the open score (section 19), from the days taken at 00:00 UTC+8.

Money in quote units; ratios are decimals of four places, half up (R-19.14). What no day has measured yet is None.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Final

from core.fold.book import Lead
from core.model.events import LeadDay

PERIODS: Final = (7, 30, 90, 365)
FOUR_PLACES: Final = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Metrics:
    """Over one period, or less where leading is younger: `measured` whole days."""

    measured: int
    pnl: int
    pnl_ratio: Decimal
    total_return: Decimal
    drawdown: Decimal
    win_rate: Decimal | None
    """None without a day that closed anything."""
    copiers_pnl: int


def metrics(lead: Lead, days: int | None = 90) -> Metrics | None:
    """The last `days` days, all of them for None; None before two days were taken."""
    taken = lead.days if days is None else lead.days[-days - 1 :]
    if len(taken) < 2:
        return None
    return Metrics(
        measured=len(taken) - 1,
        pnl=taken[-1].realised - taken[0].realised,
        pnl_ratio=pnl_ratio(taken),
        total_return=ratio(taken[-1].index, taken[0].index) - 1 if taken[0].index else Decimal(0),
        drawdown=drawdown([day.index for day in taken]),
        win_rate=win_rate([later.realised - day.realised for day, later in pairwise(taken)]),
        copiers_pnl=taken[-1].copiers_pnl,
    )


def ratio(part: int, whole: int) -> Decimal:
    """part / whole to four decimals, half up; zero for an empty whole."""
    if whole == 0:
        return Decimal(0)
    return (Decimal(part) / Decimal(whole)).quantize(FOUR_PLACES, ROUND_HALF_UP)


def pnl_ratio(taken: Sequence[LeadDay]) -> Decimal:
    """PnL over the highest value in the period of equity at its start plus net deposits so far (R-19.4)."""
    start = taken[0]
    base = max(start.equity + day.deposits - start.deposits for day in taken)
    return ratio(taken[-1].realised - start.realised, base)


def drawdown(index: Sequence[int]) -> Decimal:
    """The largest (peak − Iₜ) / peak, the peak being the highest value up to t (R-19.10)."""
    peak, deepest = index[0], Decimal(0)
    for value in index:
        peak = max(peak, value)
        deepest = max(deepest, ratio(peak - value, peak))
    return deepest


def win_rate(nets: Sequence[int]) -> Decimal | None:
    """Profit days of profit and loss days; days without a close are neither (R-19.5)."""
    won, lost = sum(net > 0 for net in nets), sum(net < 0 for net in nets)
    return ratio(won, won + lost) if won + lost else None


# ── the score ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the overview score (R-19.15): its weight of 100, its figure, and whether less is better."""

    weight: int
    figure: Callable[[Lead], Decimal | int]
    less_is_better: bool = False


def _pnl_ratio(days: int | None) -> Callable[[Lead], Decimal]:
    return lambda lead: found.pnl_ratio if (found := metrics(lead, days)) else Decimal(0)


def _drawdown(days: int | None) -> Callable[[Lead], Decimal]:
    return lambda lead: found.drawdown if (found := metrics(lead, days)) else Decimal(0)


SCORE: Final = (
    Part(20, _pnl_ratio(None)),
    Part(15, _pnl_ratio(30)),
    Part(10, _pnl_ratio(7)),
    Part(10, _drawdown(None), less_is_better=True),
    Part(10, _drawdown(7), less_is_better=True),
    Part(20, lambda lead: lead.copyings.active()),
    Part(15, lambda lead: lead.days[-1].copiers_pnl if lead.days else 0),
)


def scores(leads: Sequence[Lead]) -> list[Decimal]:
    """Σ weight × percentile rank / 100 of each, among themselves, to two decimals."""
    ranks = [_ranks([part.figure(lead) for lead in leads], less_is_better=part.less_is_better) for part in SCORE]
    return [overview([part_ranks[place] for part_ranks in ranks]) for place in range(len(leads))]


def overview(parts: Sequence[Decimal]) -> Decimal:
    """The weighted sum of the seven scores, in the order of R-19.15."""
    return sum((Decimal(part.weight) * score / 100 for part, score in zip(SCORE, parts, strict=True)), Decimal(0))


def _ranks(figures: Sequence[Decimal | int], *, less_is_better: bool) -> list[Decimal]:
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
