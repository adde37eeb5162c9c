"""Decides what answered copy sales brought: proceeds, fee and cost by lot, and the share withheld (R-12.7, R-17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import numpy as np

from core.decide.by_row import ByRow
from core.decide.desk import Desk, FlightAnswered
from core.decide.dust import Sold, released
from core.decide.profit_share import withheld
from core.decide.verdicts import read
from core.fold.book import CopyLots, Flight, Lead
from core.model import events as e
from core.model.chunks import first_row
from core.model.columns import Codes, Column, Mask, Rows, floor_to, mul_div, places, reach
from core.model.market import LOT
from core.model.reasons import Reason

LONGEST_WAIT_S = 60


def answered(desk: Desk, flight: Flight, step: FlightAnswered) -> list[e.Fact]:
    """What the sales brought: proceeds, fee and cost lot by lot, the share withheld, and what is tried again."""
    plan_ = flight.plan
    assert isinstance(plan_, e.ExitsPlanned)
    lead, said = desk.book.leads[plan_.lead], read(desk, flight, step)
    rows, short = said.rows, ~said.unsure & (said.quantity < plan_.quantity[step.where])
    closes = _closes(lead, plan_, _Fill.of(lead, plan_.chunk, rows, (said.quantity, said.notional, said.fee)))
    net, set_aside, cost = (_sums(lead, plan_.chunk, closes, name).of(rows) for name in ("net", "withheld", "cost"))
    reason: Codes = np.zeros(len(rows), np.uint8)
    reason[short], reason[said.unsure] = Reason.SELL_DELAYED, Reason.UNANSWERED
    wait = min(LONGEST_WAIT_S, 2 ** min(plan_.attempt - 1, 6))
    fact = e.ExitsAnswered(
        flight=step.flight,
        batch=plan_.batch,
        chunk=plan_.chunk,
        lead=plan_.lead,
        symbol=plan_.symbol,
        rows=rows,
        verdict=said.verdict,
        reason=reason,
        quantity=said.quantity,
        notional=said.notional,
        fee=said.fee,
        net=net,
        withheld=set_aside,
        closes=closes,
        ask_at=said.ask_at,
        retry_at=desk.now + timedelta(seconds=wait) if short.any() else None,
        absent=said.absent,
        words=said.words,
        at=step.answer.at,
    )
    done = ~said.unsure & ~short
    sold = Sold(rows[done], partial(_owed, lead, plan_), said.quantity[done], cost[done])
    return [fact, *released(desk, lead, plan_, sold)]


def _owed(lead: Lead, plan_: e.ExitsPlanned, rows: Rows) -> Column:
    """All that is due of each row's lots in the instrument, the sale on its way included."""
    total = ByRow.nothing(lead, plan_.chunk)
    for lot in lead.lots_of(plan_.symbol):
        piece = lot.copies.get(plan_.chunk)
        if piece is not None:
            total.add(piece.rows, np.minimum(piece.owed, piece.quantity))
    return total.of(rows)


@dataclass(frozen=True, slots=True)
class _Fill:
    """What each row of a chunk sold, entry i for its row i, or what of it is not yet shared among its lots."""

    quantity: Column
    notional: Column
    fee: Column

    @classmethod
    def of(cls, lead: Lead, chunk: int, rows: Rows, columns: tuple[Column, Column, Column]) -> "_Fill":
        spread = [ByRow.nothing(lead, chunk) for _ in columns]
        for by_row, column in zip(spread, columns, strict=True):
            by_row.add(rows, column)
        return cls(*(by_row.amounts for by_row in spread))

    def copy(self) -> "_Fill":
        return _Fill(self.quantity.copy(), self.notional.copy(), self.fee.copy())


def _closes(lead: Lead, plan_: e.ExitsPlanned, fill: _Fill) -> tuple[e.LotClose, ...]:
    """Shares each row's fill among its lots, oldest first; the last lot has the remainders."""
    left = fill.copy()
    closes = (_close(lead, plan_, sale, fill, left) for sale in plan_.lots)
    return tuple(close for close in closes if close is not None)


def _close(lead: Lead, plan_: e.ExitsPlanned, sale: e.LotSale, fill: _Fill, left: _Fill) -> e.LotClose | None:
    """One lot's part: proceeds and fee by quantity (R-17.1), cost by R-12.7, the share by R-17.2."""
    start = first_row(plan_.chunk)
    at = reach(sale.rows - start)
    sold = np.minimum(sale.sale, left.quantity[at])
    left.quantity[at] -= sold
    live = np.flatnonzero(sold)
    if not len(live):
        return None
    part, rows = sold[live], sale.rows[live]
    place = reach(rows - start)
    last = left.quantity[place] == 0
    proceeds, charge = (
        _shared(rest[place], ~last, (whole[place], part, fill.quantity[place]))
        for whole, rest in ((fill.notional, left.notional), (fill.fee, left.fee))
    )
    left.notional[place] -= proceeds
    left.fee[place] -= charge
    cost = _cost(lead.lots[sale.lot].copies[plan_.chunk], sale, live, part)
    net = proceeds - charge - cost
    return e.LotClose(sale.lot, rows, part, cost, net, withheld(net, lead.copyings.ratio[reach(rows)]))


def _cost(piece: CopyLots, sale: e.LotSale, live: Column, part: Column) -> Column:
    """A full exit carries all remaining cost, a partial one its share by quantity (R-12.7)."""
    where = places(sale.rows[live], piece.rows)
    held, cost = piece.quantity[where], piece.cost[where]
    emptied = (sale.due[live] == held) & (part == floor_to(held, LOT))
    return _shared(cost, ~emptied, (cost, part, held))


def _shared(everything: Column, where: Mask, parts: tuple[Column, Column, Column]) -> Column:
    """`everything`, but where marked whole × part / of, rounded down; most sales take all and divide nothing."""
    share = everything.copy()
    if where.any():
        whole, part, of = (column[where] for column in parts)
        share[where] = mul_div(whole, part, of)[0]
    return share


def _sums(lead: Lead, chunk: int, closes: Sequence[e.LotClose], name: str) -> ByRow:
    """One attribute of the closes, summed per row."""
    total = ByRow.nothing(lead, chunk)
    for close in closes:
        total.add(close.rows, getattr(close, name))
    return total
