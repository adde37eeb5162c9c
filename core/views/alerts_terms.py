"""What changes the terms of leading: a risen profit share, told to copiers beforehand (R-17.8), and levels (R-7.5)."""

from collections.abc import Iterator

import numpy as np

from core.decide.desk import Desk
from core.model import events as e
from core.model.copying import CopyingState
from core.views.alert import Alert, AlertKind
from core.views.alerts_reach import Reachable, concerned


def share_rises(
    desk: Desk, record: e.Record, fact: e.ProfitShareSet, reachable: Reachable | None, part: slice
) -> Iterator[Alert]:
    """Copiers who pay less now are told the old ratio, the new one, and from when; who comes later starts with it."""
    lead = desk.book.leads[fact.lead]
    table, rows = lead.copyings, np.arange(lead.copyings.size)
    copies = table.state[: table.size] != CopyingState.ENDED
    told = copies & (table.ratio[: table.size] < fact.ratio) & (table.started_at[: table.size] <= _stamp(record))
    for each in concerned(lead, rows, told, reachable, part):
        yield Alert(
            to=each.person,
            kind=AlertKind.PROFIT_SHARE_RISES,
            loud=True,
            seq=record.seq,
            at=record.at,
            lead=fact.lead,
            share_before=int(table.ratio[each.row]),
            share=fact.ratio,
            holds_from=desk.limits.clock.next_cycle_end(record.at),
        )


def _stamp(record: e.Record) -> int:
    """As columns hold an instant: microseconds since 1970."""
    return int(record.at.timestamp() * 1_000_000)


def levels_changed(desk: Desk, record: e.Record, fact: e.LevelReckoned) -> Alert:
    """The lead is told of both levels, whichever changed; `share` is the ratio, cut where it was above the highest."""
    levels = desk.limits.levels
    return Alert(
        to=fact.lead,
        kind=AlertKind.LEVELS_CHANGED,
        loud=True,
        seq=record.seq,
        at=record.at,
        lead=fact.lead,
        share=fact.ratio,
        share_max=min(levels.ratio_max(fact.share_level), desk.limits.profit_share.absolute_max),
        level=fact.level,
        share_level=fact.share_level,
        copiers=levels.copier_cap(fact.level),
    )
