"""Decides on levels: assets under management taken daily, levels reckoned as a cycle ends (section 7, R-19.1)."""

from datetime import datetime

import numpy as np

from core.decide.desk import Desk
from core.decide.equity import copy_equity, lead_equity, lots_value
from core.fold.book import Lead
from core.model import events as e
from core.model.columns import Column, pieces
from core.model.copying import Sizing
from core.model.people import LeadState

LEVELLED = frozenset({LeadState.ACTIVE, LeadState.STOP_REQUESTED, LeadState.SUSPENDED})


INDEX = 10**12


def take_day(desk: Desk, at: datetime) -> e.DayTaken:
    """Every lead's day at a 00:00."""
    levelled = _levelled(desk)
    accounts = account_equities(desk) if levelled else np.zeros(0, np.int64)
    return e.DayTaken(at, tuple(day_of(desk, lead, accounts) for lead in levelled))


def day_of(desk: Desk, lead: Lead, accounts: Column) -> e.LeadDay:
    """One lead's day as it stands now."""
    equity = lead_equity(desk, lead)
    return e.LeadDay(
        lead.person,
        aum(desk, lead, accounts),
        lead.copyings.active(),
        equity=equity,
        deposits=lead.deposits,
        realised=lead.realised,
        copiers_pnl=copiers_pnl(desk, lead),
        index=index_of(desk, lead, equity),
        trading=lead.trading,
    )


def index_of(desk: Desk, lead: Lead, equity: int) -> int:
    """Iₜ = Iₜ₋₁ × (equityₜ − net depositₜ) / equityₜ₋₁; from zero equity the index stays (R-19.9). I₀ is the outset."""
    if lead.days:
        last = lead.days[-1]
        index, before, deposits = last.index, last.equity, lead.deposits - last.deposits
    else:
        index, before, deposits = INDEX, _outset_equity(desk, lead), lead.deposits
    return index * max(equity - deposits, 0) // before if before > 0 else index


def _outset_equity(desk: Desk, lead: Lead) -> int:
    """What leading began with: the USDT and the cost of the lots now, less what came in and what was made since."""
    people = desk.book.people
    quote = int(people.cash[lead.person] + people.frozen[lead.person])
    return quote + sum(int(known.cost.sum()) for known in lead.coins.values()) - lead.realised - lead.deposits


def copiers_pnl(desk: Desk, lead: Lead) -> int:
    """Σ PnL of current copiers, realised and unrealised (R-19.7)."""
    table, total = lead.copyings, 0
    for where in pieces(table.size):
        net = lots_value(desk, lead, where)
        net += table.realised[where]
        net -= table.open_cost[where]
        total += int(net.sum(where=table.state[where] != 0))
    return total


def aum(desk: Desk, lead: Lead, accounts: Column) -> int:
    """Σ min(max_total, USDT equity of the trading account); of Smart Sync the copying's equity (R-19.1)."""
    table, total = lead.copyings, 0
    for where in pieces(table.size):
        capped = np.minimum(table.max_total[where], accounts.take(table.person[where]))
        smart = table.sizing[where] == Sizing.SMART_SYNC
        worth = np.where(smart, copy_equity(desk, lead, where.start, where.stop), capped)
        total += int(worth.sum(where=table.state[where] != 0))
    return total


def account_equities(desk: Desk) -> Column:
    """Everybody's equity: quote, what orders bind, allocations, and copy lots at the best bid."""
    people = desk.book.people
    total: Column = people.cash + people.frozen
    for lead in desk.book.leads.values():
        for where in pieces(lead.copyings.size):
            persons = lead.copyings.person[where].astype(np.intp)
            np.add.at(total, persons, copy_equity(desk, lead, where.start, where.stop))
    return total


def _levelled(desk: Desk) -> list[Lead]:
    return [lead for lead in desk.book.leads.values() if lead.state in LEVELLED]


def close_day(desk: Desk, at: datetime) -> list[e.Fact]:
    """A 00:00 with which no cycle ends: the day is taken, and who is new is reckoned for the first time (R-7.4)."""
    day = take_day(desk, at)
    return [day, *_reckoned(desk, day, [lead for lead in _levelled(desk) if not lead.days])]


def reckon(desk: Desk, day: e.DayTaken | None) -> list[e.Fact]:
    """The levels that change as a cycle ends, with the day just taken, if any."""
    return _reckoned(desk, day, _levelled(desk))


def _reckoned(desk: Desk, day: e.DayTaken | None, leads: list[Lead]) -> list[e.Fact]:
    """An actual ratio above the new highest is cut (R-7.5)."""
    facts: list[e.Fact] = []
    taken = {each.lead: each for each in day.leads} if day else {}
    for lead in leads:
        days = [*lead.days, taken[lead.person]] if day else lead.days
        average = sum(day.aum for day in days[-desk.limits.levels.average_days :]) // desk.limits.levels.average_days
        copiers = [day.copiers for day in days]
        share, level = _share_level(desk, average), _lead_level(desk, lead, average, copiers)
        ratio = min(lead.ratio, desk.limits.levels.ratio_max(share))
        if (share, level, ratio) != (lead.share_level, lead.level, lead.ratio):
            facts.append(e.LevelReckoned(lead.person, share, level, ratio))
    return facts


def _share_level(desk: Desk, average: int) -> int:
    """The highest level whose average AUM is reached (R-7.1)."""
    return sum(average >= level.aum_from for level in desk.limits.levels.profit_share) or 1


def _lead_level(desk: Desk, lead: Lead, average: int, copiers: list[int]) -> int:
    """The highest level all of whose requirements hold, each level above the last (R-7.2)."""
    reached = 1
    own = lead_equity(desk, lead)
    for number, level in enumerate(desk.limits.levels.lead[1:], start=2):
        lasting = len(copiers) >= level.days and all(many >= level.copiers for many in copiers[-level.days or None :])
        verified = lead.video_verified or not level.video
        if average > level.aum_above and own >= level.own_assets and lasting and verified:
            reached = number
    return reached
