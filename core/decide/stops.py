"""Decides where stops act: the total stop-loss of a copying, then take-profit and stop-loss of copy lots (R-13)."""

from dataclasses import dataclass

import numpy as np

from core.decide.copying import closing
from core.decide.desk import Desk, SweepLots, SweepStops
from core.decide.equity import lots_value
from core.decide.exits import Job, by_stop
from core.fold.book import Lead, LeadLot
from core.model import events as e
from core.model.chunks import chunk_of, span
from core.model.columns import GREATEST, Column, Places
from core.model.copying import StopCause, StopWay
from core.model.market import LOT, Symbol
from core.model.orders import BatchId, Cause


def sweep(desk: Desk, step: SweepStops) -> list[e.Fact]:
    """Every copying in reach whose net loss reaches its limit, equality included, stops exactly once."""
    leads = desk.book.leads.values() if step.lead is None else [desk.book.leads[step.lead]]
    return [fact for lead in leads for fact in _reached(desk, lead, _where(lead, step))]


def _where(lead: Lead, step: SweepStops) -> Places:
    if step.rows is not None:
        return step.rows
    size = lead.copyings.size
    return slice(size) if step.chunk is None else span(step.chunk, size)


# ── single copy lots ──────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Band:
    """At a last price between these two no copy lot of a coin under one lead reaches a stop of its own."""

    stop: int = 0
    take: int = GREATEST

    def reached(self, last: int) -> bool:
        return last <= self.stop or last >= self.take

    def and_of(self, stop_at: Column | None, take_at: Column | None) -> "Band":
        """The same with more lots; what is absent or 0 is no stop."""
        stop = self.stop if stop_at is None else int(stop_at.max(initial=self.stop))
        take = self.take if take_at is None else int(take_at[take_at > 0].min(initial=self.take))
        return Band(stop, take)


def band(lead: Lead, symbol: Symbol) -> Band:
    """Of all copy lots that a stop of their own may still sell."""
    found = Band()
    for lot in _guarded(lead, symbol):
        for piece in lot.copies.values():
            live = piece.quantity > piece.owed
            found = found.and_of(*(None if each is None else each[live] for each in (piece.stop_at, piece.take_at)))
    return found


def sweep_lots(desk: Desk, step: SweepLots) -> list[e.Fact]:
    """Every copy lot whose own take-profit or stop-loss the last price has reached; the first to act sells it."""
    facts: list[e.Fact] = []
    lead, quote = desk.book.leads[step.lead], desk.market.get(step.symbol)
    for lot in _guarded(lead, step.symbol):
        for chunk, piece in lot.copies.items():
            if quote is not None and (piece.take_at is not None or piece.stop_at is not None):
                facts += _lots_reached(desk, lead, lot, chunk, quote.last)
    return facts


def _guarded(lead: Lead, symbol: Symbol) -> list[LeadLot]:
    """But those sold to less than one lot, often by a fee in the coin: all their copies are due (R-12.3)."""
    return [lot for lot in lead.lots_of(symbol) if lot.quantity >= LOT or lot.quantity == lot.bought]


def _lots_reached(desk: Desk, lead: Lead, lot: LeadLot, chunk: int, last: int) -> list[e.Fact]:
    piece, facts = lot.copies[chunk], list[e.Fact]()
    live = piece.quantity > piece.owed  # what is already due in full is being sold
    nobody = np.zeros(len(live), np.bool_)
    took = nobody if piece.take_at is None else live & (piece.take_at > 0) & (piece.take_at <= last)
    lost = nobody if piece.stop_at is None else live & (piece.stop_at > 0) & (piece.stop_at >= last)
    if not (np.count_nonzero(took) or np.count_nonzero(lost)):
        return []  # nearly every tick of nearly every lot
    ending = [fan_out.only for fan_out in desk.book.fan_outs.values() if fan_out.lead == lead.person]
    live &= ~np.isin(piece.rows, [row for rows in ending for row in rows])
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
    limit, armed = table.total_stop_loss[where], table.limited(where)
    if not armed.any():
        return []
    found = np.flatnonzero(armed & (net(desk, lead, where) <= -limit))
    rows = found + (where.start or 0) if isinstance(where, slice) else where[found]
    firsts: dict[tuple[int, int], int] = {}
    return [_stopped(lead, row, firsts) for row in rows.tolist()]


def net(desk: Desk, lead: Lead, where: Places) -> Column:
    """Realised profit after fees plus what the lots are worth at the best bid, less their remaining cost (R-13.3).

    The fee of a sale not yet made, the profit share and transfers do not count (R-13.4).
    """
    table = lead.copyings
    return table.realised[where] + lots_value(desk, lead, where) - table.open_cost[where]


def _stopped(lead: Lead, row: int, firsts: dict[tuple[int, int], int]) -> e.CopyingClosing:
    """Those of a chunk that stop in one way at one instant sell in one plan, named after the first of them."""
    how = StopWay(int(lead.copyings.action[row]))
    first = firsts.setdefault((chunk_of(row), how), row)
    return closing(lead, row, how, StopCause.TOTAL_STOP_LOSS, BatchId(f"total-stop-{lead.person}-{first}"))
