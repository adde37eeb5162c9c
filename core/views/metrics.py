"""How a lead has done: return, drawdown, win rate, habits (section 19), from the days taken at 00:00 and now.

Money in quote units; ratios are decimals of four places, half up (R-19.14). What no day has measured yet is None.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Final

from core.decide.levels import INDEX
from core.fold.book import Lead
from core.model.events import LeadDay, Trading
from core.model.market import Symbol

ALL: Final = 0
"""All days since leading began."""
FOUR_PLACES: Final = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Habits:
    """How a lead trades (R-19.8, R-19.11, R-19.12). `mean_order` of the `bought` lead buys, in quote units.

    `profit_loss` and `held` are None without a losing close, or without any. `coins`: the share of lead orders of each
    instrument, most first. A close is one sale of one lead lot. The holding time is weighted by the part of its lot
    that was sold, so that a coin of many units does not outweigh the others.
    """

    bought: int
    mean_order: int
    profit_loss: Decimal | None
    held: timedelta | None
    coins: tuple[tuple[Symbol, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Metrics:
    """Over one period, or less where leading is younger: `measured` days, the present one included."""

    measured: int
    pnl: int
    pnl_ratio: Decimal
    total_return: Decimal
    drawdown: Decimal
    win_rate: Decimal | None
    """None without a day that closed anything."""
    copiers_pnl: int
    habits: Habits


def metrics(lead: Lead, days: int = 90, *, now: LeadDay | None = None) -> Metrics | None:
    """The last `days` days, `now` as the last of them where given; None before there are two."""
    known = [*lead.days, now] if now else lead.days
    if len(known) < 2:
        return None
    since = period(known, days)
    return Metrics(
        measured=min(len(known) - 1, days) if days != ALL else len(known) - 1,
        pnl=since[-1].realised - since[0].realised,
        pnl_ratio=pnl_ratio(since),
        total_return=ratio(since[-1].index, since[0].index) - 1 if since[0].index else Decimal(0),
        drawdown=drawdown([day.index for day in since]),
        win_rate=win_rate([later.realised - day.realised for day, later in pairwise(since)]),
        copiers_pnl=since[-1].copiers_pnl,
        habits=habits(since[0].trading, since[-1].trading),
    )


def period(known: Sequence[LeadDay], days: int) -> list[LeadDay]:
    """The day it is measured from and the last `days` days; the first is the outset where leading is younger."""
    if days == ALL or len(known) <= days:
        return [_outset(known[0]), *known]
    return list(known[-days - 1 :])


def _outset(first: LeadDay) -> LeadDay:
    """Where leading began, before its first 00:00: nothing was traded or closed yet."""
    return replace(first, realised=0, index=INDEX, trading=Trading())


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


def habits(before: Trading, after: Trading) -> Habits:
    """What was traded between the two."""
    buys, closed = after.buys - before.buys, after.closed - before.closed
    return Habits(
        bought=buys,
        mean_order=(after.notional - before.notional) // buys if buys else 0,
        profit_loss=_profit_loss(before, after),
        held=timedelta(microseconds=(after.held - before.held) // closed) if closed else None,
        coins=_preference({coin: many - before.orders.get(coin, 0) for coin, many in after.orders.items()}),
    )


def _profit_loss(before: Trading, after: Trading) -> Decimal | None:
    """Mean win / abs(mean loss) (R-19.11): (won / wins) / (lost / losses), rounded once; None without a loss."""
    wins, losses = after.wins - before.wins, after.losses - before.losses
    if not losses:
        return None
    return ratio((after.won - before.won) * losses, (after.lost - before.lost) * wins) if wins else Decimal(0)


def _preference(orders: dict[Symbol, int]) -> tuple[tuple[Symbol, Decimal], ...]:
    total = sum(orders.values())
    ordered = sorted((each for each in orders.items() if each[1]), key=lambda each: (-each[1], each[0]))
    return tuple((coin, ratio(many, total)) for coin, many in ordered)
