"""Decides where stops act: the total stop-loss of a copying, then take-profit and stop-loss of copy lots (R-13)."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.decide.copying import closing
from core.decide.desk import Desk, SweepLots, SweepStops
from core.decide.equity import lots_value
from core.decide.exits import Job, by_stop
from core.fold.book import Lead
from core.fold.copy_lots import CopyLots
from core.fold.lead_lots import CoinLots
from core.model import events as e
from core.model.chunks import chunk_of, span
from core.model.columns import GREATEST, Column, Mask, Places
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
    for _, shelf in _with_stops(lead, symbol):
        live = _guarded(lead.coins[symbol], shelf)
        found = found.and_of(*(None if each is None else each[live] for each in (shelf.stop_at, shelf.take_at)))
    return found


def sweep_lots(desk: Desk, step: SweepLots) -> list[e.Fact]:
    """Every copy lot whose own take-profit or stop-loss the last price has reached; the first to act sells it."""
    lead, quote = desk.book.leads[step.lead], desk.market.get(step.symbol)
    if quote is None:
        return []
    ending = [fan_out.only for fan_out in desk.book.fan_outs.values() if fan_out.lead == lead.person]
    spared = [row for rows in ending for row in rows]
    reached = [
        (chunk, cause, lots)
        for chunk, shelf in _with_stops(lead, step.symbol)
        for cause, lots in _reached_of(lead.coins[step.symbol], shelf, quote.last, spared)
    ]
    facts: list[e.Fact] = []
    for chunk, cause, lots in sorted(reached, key=lambda each: int(each[2].lot[0])):
        (name,) = lead.coins[step.symbol].names_of(lots.lots)
        batch = BatchId(f"{cause.name.lower()}-{name}-{int(lots.rows[0])}")
        facts += by_stop(desk, lead, step.symbol, lots, Job(batch, chunk, cause, 1))
    return facts


def _with_stops(lead: Lead, symbol: Symbol) -> Iterator[tuple[int, CopyLots]]:
    known = lead.coins.get(symbol)
    for chunk, shelves in known.copies.items() if known else ():
        for shelf in shelves:
            if shelf.take_at is not None or shelf.stop_at is not None:
                yield chunk, shelf


def _guarded(known: CoinLots, shelf: CopyLots) -> Mask:
    """But those sold to less than one lot, often by a fee in the coin: all their copies are due (R-12.3).

    And what is already due in full is being sold.
    """
    guarded = (known.quantity >= LOT) | (known.quantity == known.bought)
    live: Mask = guarded[known.places(shelf.lots)] & (shelf.quantity > shelf.owed)
    return live


def _reached_of(known: CoinLots, shelf: CopyLots, last: int, spared: list[int]) -> Iterator[tuple[Cause, CopyLots]]:
    """Copy lots whose price has come, a lead lot at a time: each sells them by itself, profits first."""
    live = _guarded(known, shelf)
    nobody = np.zeros(len(live), np.bool_)
    took = nobody if shelf.take_at is None else live & (shelf.take_at > 0) & (shelf.take_at <= last)
    lost = nobody if shelf.stop_at is None else live & (shelf.stop_at > 0) & (shelf.stop_at >= last)
    if not (np.count_nonzero(took) or np.count_nonzero(lost)):
        return  # nearly every tick
    live &= ~np.isin(shelf.rows, spared)
    took = live & took
    lost = live & ~took & lost
    for cause, where in ((Cause.TAKE_PROFIT, took), (Cause.STOP_LOSS, lost)):
        lots = shelf.at(where)
        for part in lots.by_lot():
            yield cause, lots.at(part)


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
