"""Decides where stops act: the total stop-loss of a copying, then take-profit and stop-loss of copy lots (R-13)."""

import numpy as np

from core.decide.copying import closing
from core.decide.desk import Desk, SweepStops
from core.decide.equity import lots_value
from core.decide.exits import Job, by_stop
from core.fold.book import Lead, LeadLot
from core.model import events as e
from core.model.columns import Column, Places
from core.model.copying import CopyingState, StopCause, StopWay
from core.model.market import LOT
from core.model.orders import BatchId, Cause


def sweep(desk: Desk, step: SweepStops) -> list[e.Fact]:
    """Every running copying in reach whose net loss reaches its limit, equality included, stops exactly once."""
    facts: list[e.Fact] = []
    for lead in desk.book.leads.values():
        if step.lead in (None, lead.person):
            facts += _reached(desk, lead, _where(lead, step))
    return facts


def _where(lead: Lead, step: SweepStops) -> Places:
    if step.rows is not None:
        return step.rows
    size = lead.copyings.size
    return slice(size) if step.chunk is None else slice(step.chunk * e.CHUNK, min((step.chunk + 1) * e.CHUNK, size))


# ── single copy lots ──────────────────────────────────────────────────────────


def sweep_lots(desk: Desk) -> list[e.Fact]:
    """Every copy lot whose own take-profit or stop-loss the last price has reached; the first to act sells it."""
    facts: list[e.Fact] = []
    for lead in desk.book.leads.values():
        for lot in lead.lots.values():
            if lot.quantity < LOT and lot.quantity < lot.bought:
                continue  # sold to less than one lot, often by a fee in the coin: all its copies are due
            quote = desk.market.get(lot.symbol)
            for chunk, piece in lot.copies.items():
                if quote is not None and (piece.take_at is not None or piece.stop_at is not None):
                    facts += _lots_reached(desk, lead, lot, chunk, quote.last)
    return facts


def _lots_reached(desk: Desk, lead: Lead, lot: LeadLot, chunk: int, last: int) -> list[e.Fact]:
    piece, facts = lot.copies[chunk], list[e.Fact]()
    live = piece.quantity > piece.owed  # what is already due in full is being sold
    nobody = np.zeros(len(live), np.bool_)
    took = nobody if piece.take_at is None else live & (piece.take_at > 0) & (piece.take_at <= last)
    lost = nobody if piece.stop_at is None else live & (piece.stop_at > 0) & (piece.stop_at >= last)
    if not (np.count_nonzero(took) or np.count_nonzero(lost)):
        return []  # nearly every tick of nearly every lot
    live &= ~np.isin(
        piece.rows, [fan_out.only for fan_out in desk.book.fan_outs.values() if fan_out.lead == lead.person]
    )
    took = live & took
    lost = live & ~took & lost
    for cause, where in ((Cause.TAKE_PROFIT, took), (Cause.STOP_LOSS, lost)):
        if where.any():
            rows = piece.rows[where]
            batch = BatchId(f"{cause.name.lower()}-{lot.id}-{int(rows[0])}")
            facts += by_stop(desk, lead, lot, rows, Job(batch, chunk, cause, 1))
    return facts


# ── total stop-loss ───────────────────────────────────────────────────────────


def _reached(desk: Desk, lead: Lead, where: Places) -> list[e.Fact]:
    table = lead.copyings
    limit = table.total_stop_loss[where]
    armed = (limit > 0) & (table.state[where] == CopyingState.RUNNING)
    if not armed.any():
        return []
    found = np.flatnonzero(armed & (net(desk, lead, where) <= -limit))
    rows = found + (where.start or 0) if isinstance(where, slice) else where[found]
    return [_stopped(lead, row) for row in rows.tolist()]


def net(desk: Desk, lead: Lead, where: Places) -> Column:
    """Realised profit after fees plus what the lots are worth at the best bid, less their remaining cost (R-13.3).

    The fee of a sale not yet made, the profit share and transfers do not count (R-13.4).
    """
    table = lead.copyings
    return table.realised[where] + lots_value(desk, lead, where) - table.open_cost[where]


def _stopped(lead: Lead, row: int) -> e.CopyingClosing:
    how = StopWay(int(lead.copyings.action[row]))
    return closing(lead, row, how, StopCause.TOTAL_STOP_LOSS, BatchId(f"total-stop-{lead.person}-{row}"))
