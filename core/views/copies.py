"""A copier's own copies: all of them in a line each, and one of them in full. Money in quote units, ratios in 10⁻⁸."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np

from core.decide.desk import Desk
from core.decide.equity import copy_equity
from core.decide.profit_share import share_now
from core.fold.book import Lead
from core.fold.leads import held_symbols
from core.model.chunks import chunk_of
from core.model.copying import CopyingState, Sizing, StopCause, StopWay
from core.model.market import Symbol
from core.model.people import LeadState, PersonId
from core.views.as_of import AsOf, as_of
from core.views.shown import shown_quantity

ENDED_SHOWN = 5
"""Ended copies kept on the list, the newest of them."""


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One copy. `result`: realised plus unrealised profit since its start; `cause`: why it is closing or over."""

    lead: PersonId
    state: CopyingState
    paused: bool
    sizing: Sizing
    size: int
    result: int
    assets: int
    since: datetime
    cause: StopCause | None


@dataclass(frozen=True, slots=True)
class MyCopies:
    """Running and closing ones first, in the order of their start; then the newest that have ended."""

    as_of: AsOf
    live: tuple[CopyLine, ...]
    ended: tuple[CopyLine, ...]
    free: int
    unrealised: int = 0
    """What the coins of all copies would bring at the best bid, less what they cost."""


@dataclass(frozen=True, slots=True)
class Held:
    """One coin of a copy: what it cost, and what it would bring at the best bid."""

    symbol: Symbol
    base: str
    quantity: Decimal
    cost: int
    value: int

    @property
    def unrealised(self) -> int:
        return self.value - self.cost


@dataclass(frozen=True, slots=True)
class CopyView:
    """One copy in full. `equity` is its cash, what buys on their way bind, and its coins."""

    as_of: AsOf
    line: CopyLine
    max_total: int
    total_stop_loss: int
    total_stop_loss_action: StopWay
    take_profit: int
    stop_loss: int
    ratio: int
    equity: int
    paid_in: int
    cash: int
    open_cost: int
    on_the_way: int
    withheld: int
    share: int
    """The lead's part of it as it stands, an estimate until it is settled (R-17.5)."""
    realised: int
    settles_at: datetime
    holdings: tuple[Held, ...]
    ratio_next: int = 0
    """The profit share from `settles_at` on (R-17.8)."""
    lead_state: LeadState = LeadState.ACTIVE
    """Nothing a lead buys is copied unless they are active (R-3.11)."""
    suggested: StopWay = StopWay.COPY_CLOSE
    """The way to stop that is offered first (R-16.3)."""

    @property
    def unrealised(self) -> int:
        return sum(held.unrealised for held in self.holdings)

    @property
    def left(self) -> int | None:
        """How much more may be lost before the total stop-loss fires; None when it is off."""
        if not self.total_stop_loss:
            return None
        return self.total_stop_loss + self.realised + self.unrealised


def my_copies(desk: Desk, who: PersonId) -> MyCopies:
    """All copies of one person."""
    found = [(lead, int(row)) for lead in desk.book.leads.values() for row in rows_of(lead, who)]
    lines = sorted((copy_line(desk, lead, row) for lead, row in found), key=lambda line: line.since)
    symbols = {symbol for lead, row in found for symbol in held_symbols(lead, row)}
    live = tuple(line for line in lines if line.state is not CopyingState.ENDED)
    ended = [line for line in lines if line.state is CopyingState.ENDED]
    unrealised = sum(held.unrealised for lead, row in found for held in holdings(desk, lead, row))
    free = int(desk.book.people.cash[who])
    return MyCopies(as_of(desk, symbols), live, tuple(reversed(ended[-ENDED_SHOWN:])), free, unrealised)


def one_copy(desk: Desk, who: PersonId, lead_id: PersonId) -> CopyView | None:
    """This person's running or closing copy of this lead, else the newest that ended; None if there never was one."""
    lead = desk.book.leads.get(lead_id)
    rows = rows_of(lead, who) if lead else []
    if lead is None or not rows:
        return None
    row, table = rows[-1], lead.copyings
    return CopyView(
        as_of=as_of(desk, held_symbols(lead, row)),
        line=copy_line(desk, lead, row),
        max_total=int(table.max_total[row]),
        total_stop_loss=int(table.total_stop_loss[row]),
        total_stop_loss_action=StopWay(int(table.action[row])),
        take_profit=int(table.take_profit[row]),
        stop_loss=int(table.stop_loss[row]),
        ratio=int(table.ratio[row]),
        equity=int(copy_equity(desk, lead, row, row + 1)[0]),
        paid_in=int(table.paid_in[row]),
        cash=int(table.cash[row]),
        open_cost=int(table.open_cost[row]),
        on_the_way=int(table.bound[row]),
        withheld=int(table.withheld[row]),
        share=int(share_now(table, slice(row, row + 1))[0]),
        realised=int(table.realised[row]),
        settles_at=desk.limits.clock.next_cycle_end(desk.now),
        holdings=holdings(desk, lead, row),
        ratio_next=lead.ratio,
        lead_state=lead.state,
        suggested=desk.limits.copying.suggested_stop.of(Sizing(int(table.sizing[row]))),
    )


def rows_of(lead: Lead, who: PersonId) -> list[int]:
    """All rows this person ever had under this lead, oldest first."""
    table = lead.copyings
    found: list[int] = np.flatnonzero(table.person[: table.size] == who).tolist()
    return found


def holdings(desk: Desk, lead: Lead, row: int) -> tuple[Held, ...]:
    """The coins of one copy, the most valuable first."""
    held = [_held(desk, lead, row, symbol) for symbol in held_symbols(lead, row)]
    return tuple(sorted(held, key=lambda each: (-each.value, each.symbol)))


def _held(desk: Desk, lead: Lead, row: int, symbol: Symbol) -> Held:
    instrument, quantity = desk.book.instruments[symbol], int(lead.copyings.held[symbol][row])
    return Held(
        symbol,
        instrument.base,
        shown_quantity(instrument, quantity),
        _cost(lead, row, symbol),
        instrument.value(quantity, desk.mark(symbol)),
    )


def _cost(lead: Lead, row: int, symbol: Symbol) -> int:
    """The remaining cost of the copy's lots in one instrument."""
    return sum(int(shelf.cost[shelf.rows == row].sum()) for shelf in lead.shelves(symbol, chunk_of(row)))


def copy_line(desk: Desk, lead: Lead, row: int) -> CopyLine:
    """The copy in one row of a lead's table."""
    table, state = lead.copyings, CopyingState(int(lead.copyings.state[row]))
    held = holdings(desk, lead, row)
    return CopyLine(
        lead=lead.person,
        state=state,
        paused=bool(table.paused[row]),
        sizing=Sizing(int(table.sizing[row])),
        size=int(table.amount[row]),
        result=int(table.realised[row]) + sum(each.unrealised for each in held),
        assets=len(held),
        since=_instant(int(table.started_at[row])),
        cause=None if state is CopyingState.RUNNING else StopCause(int(table.stop_cause[row])),
    )


def _instant(microseconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
