"""Decides what answered copy sales brought: proceeds, fee and cost by lot, and the share withheld (R-12.7, R-17)."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import numpy as np

from core.decide.by_row import ByRow
from core.decide.desk import Desk, FlightAnswered
from core.decide.dust import Sold, released
from core.decide.profit_share import withheld
from core.decide.verdicts import read
from core.fold.book import Flight, Lead
from core.model import events as e
from core.model.columns import Codes, Column, Mask, Rows, distinct, floor_to, mul_div, reach_each
from core.model.market import LOT
from core.model.reasons import Reason

LONGEST_WAIT_S = 60


def answered(desk: Desk, flight: Flight, step: FlightAnswered) -> list[e.Fact]:
    """What the sales brought: proceeds, fee and cost lot by lot, the share withheld, and what is tried again."""
    plan_ = flight.plan
    assert isinstance(plan_, e.ExitsPlanned)
    lead, said = desk.book.leads[plan_.lead], read(desk, flight, step)
    rows, short = said.rows, ~said.unsure & (said.quantity < plan_.quantity[step.where])
    closes = _closes(lead, plan_, rows, (said.quantity, said.notional, said.fee))
    net, set_aside, cost = (
        _by_row(lead, plan_, closes.rows, each, once=len(closes.lots) == 1).of(rows)
        for each in (closes.net, closes.withheld, closes.cost)
    )
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
    for shelf in lead.shelves(plan_.symbol, plan_.chunk):
        total.add(shelf.rows, np.minimum(shelf.owed, shelf.quantity), once=shelf.single)
    return total.of(rows)


def _closes(lead: Lead, plan_: e.ExitsPlanned, rows: Rows, brought: tuple[Column, Column, Column]) -> e.LotCloses:
    """What each of `rows` brought, quantity, notional and fee, is shared among its lots, oldest first.

    Proceeds and fee by quantity (R-17.1), cost by R-12.7, the share by R-17.2.
    """
    sales, once = plan_.lots, len(plan_.lots.lots) == 1
    quantity, notional, fee = (_by_row(lead, plan_, rows, column) for column in brought)
    filled = quantity.of(sales.rows, once=once)
    sold, last = _parts(sales, filled)
    live = np.flatnonzero(sold)
    closing = sales.some(live)
    fill = _Fill(closing.rows, once, sold[live], filled[live], last[live])
    cost = _cost(lead, plan_, closing, fill.part)
    proceeds, charge = fill.share_of(notional), fill.share_of(fee)
    net = proceeds - charge - cost
    ratio = lead.copyings.ratio[reach_each(fill.rows, once=once)]
    return e.LotCloses(closing.lots, closing.lot, fill.rows, fill.part, cost, net, withheld(net, ratio))


def _by_row(lead: Lead, plan_: e.ExitsPlanned, rows: Rows, amounts: Column, *, once: bool = True) -> ByRow:
    total = ByRow.nothing(lead, plan_.chunk)
    total.add(rows, amounts, once=once)
    return total


def _parts(sales: e.LotSales, filled: Column) -> tuple[Column, Mask]:
    """What of each copy lot is sold, given what its row sold, and which lot is the last of its row to sell."""
    if len(sales.lots) == 1:
        sold = np.minimum(sales.sale, filled)
        return sold, sold == filled
    order = np.argsort(sales.rows, kind="stable")  # the lots of a row together, oldest first
    sale, of = sales.sale[order], filled[order]
    numbers, group = distinct(sales.rows[order])
    after = np.cumsum(sale)  # may wrap: only differences within a row are used
    earlier = after - sale
    earlier -= earlier[np.searchsorted(sales.rows[order], numbers)][group]
    part = np.minimum(np.maximum(of - earlier, 0), sale)
    sold, last = np.empty_like(part), np.empty(len(part), np.bool_)
    sold[order], last[order] = part, earlier + part == of
    return sold, last


@dataclass(frozen=True, slots=True)
class _Fill:
    """Copy lots that are sold: `part` of each out of what its row sold in all; `last` has its row's remainders."""

    rows: Rows
    once: bool
    part: Column
    of: Column
    last: Mask

    def share_of(self, whole: ByRow) -> Column:
        """By quantity, rounded down, and the rest to the last of a row."""
        everything = whole.of(self.rows, once=self.once)
        if self.last.all():  # each row has but one lot, as most have
            return everything
        share = _shared(everything, ~self.last, (everything, self.part, self.of))
        given = ByRow(whole.start, np.zeros_like(whole.amounts))
        given.add(self.rows[~self.last], share[~self.last], once=self.once)
        share[self.last] -= given.of(self.rows[self.last], once=self.once)
        return share


def _cost(lead: Lead, plan_: e.ExitsPlanned, closing: e.LotSales, part: Column) -> Column:
    """A full exit carries all remaining cost, a partial one its share by quantity (R-12.7)."""
    held, cost = np.zeros((2, len(part)), np.int64)
    for shelf, at, which in lead.named(plan_.symbol, plan_.chunk, closing):
        held[which], cost[which] = shelf.quantity[at], shelf.cost[at]
    emptied = (closing.due == held) & (part == floor_to(held, LOT))
    return _shared(cost, ~emptied, (cost, part, held))


def _shared(everything: Column, where: Mask, parts: tuple[Column, Column, Column]) -> Column:
    """`everything`, but where marked whole × part / of, rounded down; most sales take all and divide nothing."""
    share = everything.copy()
    if where.any():
        whole, part, of = (column[where] for column in parts)
        share[where] = mul_div(whole, part, of)[0]
    return share
