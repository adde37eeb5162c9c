"""Decides where a total stop-loss acts: the most a copier accepts to lose over all trades under one lead (R-13.3)."""

import numpy as np

from core.decide.copying import closing
from core.decide.desk import Desk, SweepStops
from core.decide.equity import lots_value
from core.fold.book import Lead
from core.model import events as e
from core.model.columns import Column
from core.model.copying import CopyingState, StopCause, StopWay
from core.model.orders import BatchId


def sweep(desk: Desk, step: SweepStops) -> list[e.Fact]:
    """Every running copying in reach whose net loss reaches its limit, equality included, stops exactly once."""
    facts: list[e.Fact] = []
    for lead in desk.book.leads.values():
        if step.lead in (None, lead.person):
            start = 0 if step.chunk is None else step.chunk * e.CHUNK
            stop = lead.copyings.size if step.chunk is None else min(start + e.CHUNK, lead.copyings.size)
            facts += _reached(desk, lead, start, stop)
    return facts


def _reached(desk: Desk, lead: Lead, start: int, stop: int) -> list[e.Fact]:
    table = lead.copyings
    limit = table.total_stop_loss[start:stop]
    armed = (limit > 0) & (table.state[start:stop] == CopyingState.RUNNING)
    if not armed.any():
        return []
    rows = np.flatnonzero(armed & (net(desk, lead, start, stop) <= -limit)) + start
    return [_stopped(lead, row) for row in rows.tolist()]


def net(desk: Desk, lead: Lead, start: int, stop: int) -> Column:
    """Realised profit after fees plus what the lots are worth at the best bid, less their remaining cost (R-13.3).

    The fee of a sale not yet made, the profit share and transfers do not count (R-13.4).
    """
    table = lead.copyings
    worth = lots_value(desk, lead, start, stop)
    return table.realised[start:stop] + worth - table.open_cost[start:stop]


def _stopped(lead: Lead, row: int) -> e.CopyingClosing:
    how = StopWay(int(lead.copyings.action[row]))
    return closing(lead, row, how, StopCause.TOTAL_STOP_LOSS, BatchId(f"total-stop-{lead.person}-{row}"))
