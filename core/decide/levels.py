"""Decides on levels: assets under management taken daily, levels reckoned each Monday (section 7, R-19.1)."""

from datetime import datetime

import numpy as np

from core.decide.desk import Desk
from core.decide.equity import copy_equity, lead_equity, lots_value
from core.fold.book import Lead
from core.model import events as e
from core.model.columns import Column
from core.model.copying import Sizing
from core.model.people import LeadState

LEVELLED = frozenset({LeadState.ACTIVE, LeadState.STOP_REQUESTED, LeadState.SUSPENDED})


def take_day(desk: Desk, at: datetime) -> e.DayTaken:
    """Every lead's assets under management and copiers at a 00:00 UTC+8."""
    levelled = [lead for lead in desk.book.leads.values() if lead.state in LEVELLED]
    accounts = _accounts(desk) if levelled else np.zeros(0, np.int64)
    return e.DayTaken(
        at, tuple(e.LeadDay(lead.person, aum(desk, lead, accounts), lead.copyings.active()) for lead in levelled)
    )


def aum(desk: Desk, lead: Lead, accounts: Column) -> int:
    """Σ min(max_total, USDT equity of the trading account); of Smart Sync the copying's equity (R-19.1)."""
    table = lead.copyings
    size = table.size
    smart = table.sizing[:size] == Sizing.SMART_SYNC
    capped = np.minimum(table.max_total[:size], accounts[table.person[:size]])
    worth = np.where(smart, copy_equity(desk, lead, 0, size), capped)
    return int(worth[table.state[:size] != 0].sum())


def _accounts(desk: Desk) -> Column:
    """Everybody's equity: quote, what orders bind, allocations, and copy lots at the best bid."""
    people = desk.book.people
    total: Column = people.cash + people.frozen
    for lead in desk.book.leads.values():
        table, size = lead.copyings, lead.copyings.size
        worth = table.cash[:size] + table.bound[:size] + lots_value(desk, lead, 0, size)
        np.add.at(total, table.person[:size], worth)
    return total


def reckon(desk: Desk, day: e.DayTaken) -> list[e.Fact]:
    """The levels that change, with the day just taken; an actual ratio above the new highest is cut (R-7.5)."""
    facts: list[e.Fact] = []
    for each in day.leads:
        lead = desk.book.leads[each.lead]
        aums = [*lead.aums, each.aum][-desk.limits.levels.average_days :]
        average = sum(aums) // desk.limits.levels.average_days
        copiers = [*lead.copiers_then, each.copiers]
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
