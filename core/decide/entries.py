"""Decides on copy buys: the guard ladder over the columns, the order sent, and what an answer means (section 11)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from core.decide import conduct, existing_assets
from core.decide.desk import Desk, FlightAnswered
from core.decide.sizing import copy_quote
from core.decide.verdicts import read
from core.fold.book import FanOut, Flight, Lead
from core.fold.lead_lots import LeadLot
from core.model import events as e
from core.model.chunks import chunk_of, span
from core.model.columns import Codes, Column, Entries, Mask, Rows, are, floor_to, mul_div, reach
from core.model.copying import CopyingState, Sizing
from core.model.market import LOT, Instrument, Quote
from core.model.money import RATIO_UNITS
from core.model.orders import OrderId, Verdict
from core.model.reasons import Reason
from core.ports import AnswerColumns


class Ladder:
    """Guards in their order over one chunk: the first that fails is the reason, later ones change nothing."""

    def __init__(self, size: int) -> None:
        self.reason: Codes = np.zeros(size, np.uint8)

    def fail(self, where: Mask | bool, reason: Reason) -> None:  # noqa: FBT001  # one guard for all rows, or a column of it
        """`reason` wherever the guard fails and none has failed before."""
        if np.count_nonzero(where):  # most guards fail nowhere
            self.reason[self.passed & where] = reason

    @property
    def passed(self) -> Mask:
        return are(self.reason, Reason.NONE)


@dataclass(frozen=True, slots=True)
class Terms:
    """How far a plan reaches: its rows, its place among the flights, and how much drift it bears."""

    flight: str
    start: int
    stop: int
    attempt: int
    deadline: datetime
    spread: int


def plan(desk: Desk, fan_out: FanOut) -> list[e.Fact]:
    """The next rows of a lead buy: who buys how much, or which guard failed first."""
    start = fan_out.next_row
    chunk = chunk_of(start)
    stop = span(chunk, fan_out.size).stop
    deadline = fan_out.at + timedelta(seconds=desk.limits.entry.expires_s)
    flight = f"{fan_out.batch}#{chunk}"
    return [planned(desk, fan_out, Terms(flight, start, stop, 1, deadline, desk.limits.entry.spread))]


def planned(desk: Desk, fan_out: FanOut, terms: Terms) -> e.EntriesPlanned:
    """The plan of some rows of one chunk."""
    lead, instrument = desk.book.leads[fan_out.lead], desk.book.instruments[fan_out.symbol]
    start, stop = terms.start, terms.stop
    quote = desk.market.get(fan_out.symbol)
    ladder = Ladder(stop - start)
    asked = copy_quote(desk, lead, fan_out, start, stop)
    _copying_guards(ladder, lead, fan_out, slice(start, stop))
    _desk_guards(ladder, desk, fan_out, quote, terms.deadline)
    quantity: Column = np.zeros(stop - start, np.int64)
    if quote is not None and quote.ask:
        unheld = asked > instrument.most(quote.ask)  # more than a column holds: no such price is traded on
        ladder.fail(unheld, Reason.PAIR_HALTED)
        asked[unheld] = 0
        quantity = floor_to(instrument.affordables(asked, quote.ask), LOT)
        _spread_guard(ladder, desk, fan_out, (quote, terms.spread), quantity)
        too_low = (asked < instrument.notional_min) | (quantity < max(instrument.quantity_min, 1))
        ladder.fail(too_low, Reason.AMOUNT_TOO_LOW)
    free, spent, cap = _money(desk, lead, slice(start, stop))
    room = _money_guards(ladder, cap - spent, asked, free)
    passed = ladder.passed
    quantity *= passed
    limit, hold = _limits_and_holds(instrument, fan_out, terms.spread, quantity, room)
    rows = (np.flatnonzero(lead.copyings.state[start:stop]) + start).astype(np.int32)
    live = reach(rows - start)
    failed = np.flatnonzero(~passed[live])
    return e.EntriesPlanned(
        flight=terms.flight,
        batch=fan_out.batch,
        chunk=chunk_of(start),
        lead=lead.person,
        symbol=fan_out.symbol,
        attempt=terms.attempt,
        cause=fan_out.cause,
        deadline=terms.deadline,
        lead_notional=fan_out.notional,
        lead_quantity=fan_out.quantity,
        lead_equity=fan_out.lead_equity,
        price_copy=quote.ask if quote else 0,
        quotes=_quotes_used(desk, lead, fan_out),
        rows=rows,
        reason=ladder.reason[live],
        asked=asked[live],
        quantity=quantity[live],
        limit=limit[live],
        hold=hold[live],
        free=free[live][failed] if len(failed) else None,
        open=spent[live][failed] if len(failed) else None,
        until=stop,
    )


# ── the guards, in their order ────────────────────────────────────────────────


def _copying_guards(ladder: Ladder, lead: Lead, fan_out: FanOut, chunk: slice) -> None:
    """R-11.2, R-11.3, R-11.4."""
    table = lead.copyings
    ladder.fail(~are(table.state[chunk], CopyingState.RUNNING), Reason.COPYING_STOPPED)
    ladder.fail(table.paused[chunk] != 0, Reason.COPYING_PAUSED)
    included, never = table.included.get(fan_out.symbol), table.never.get(fan_out.symbol)
    own_choice = table.own_choice[chunk] != 0
    chosen = included[chunk] != 0 if included is not None else False
    ladder.fail(own_choice > chosen, Reason.PAIR_NOT_SELECTED)
    if never is not None:
        ladder.fail(never[chunk] != 0, Reason.PAIR_NOT_SELECTED)
    if fan_out.reason is not Reason.NONE:
        ladder.fail(where=True, reason=fan_out.reason)


def _desk_guards(ladder: Ladder, desk: Desk, fan_out: FanOut, quote: Quote | None, deadline: datetime) -> None:
    """R-11.5, R-11.6."""
    lot = desk.book.leads[fan_out.lead].lot(fan_out.lot)
    ladder.fail(desk.now > deadline or _lead_sold(lot), Reason.ENTRY_EXPIRED)
    ladder.fail(desk.book.halted, Reason.DESK_HALTED)
    trading = quote is not None and quote.ask and fan_out.symbol not in desk.book.delisted
    ladder.fail(not trading, Reason.PAIR_HALTED)


def _lead_sold(lot: LeadLot | None) -> bool:
    """Whether the lead has sold any of the lot: its entries not yet sent are dropped as expired (R-4.5)."""
    return lot is not None and lot.quantity < lot.bought


def _spread_guard(ladder: Ladder, desk: Desk, fan_out: FanOut, at: tuple[Quote, int], quantity: Column) -> None:
    """R-11.7: abs(price_copy / price_lead − 1) ≤ spread, in whole numbers; a book too thin fails it (R-11.11)."""
    instrument, (quote, spread) = desk.book.instruments[fan_out.symbol], at
    paid, at_copy = fan_out.notional * RATIO_UNITS, instrument.value(fan_out.quantity, quote.ask) * RATIO_UNITS
    allowed = fan_out.notional * spread
    unit = RATIO_UNITS  # both sides are rounded to a quote unit: the average price is not known any finer
    ladder.fail(abs(at_copy - paid) > allowed + unit, Reason.SPREAD_EXCEEDED)
    if quote.depth is not None:
        ladder.fail(quantity > instrument.affordable(quote.depth, quote.ask), Reason.SPREAD_EXCEEDED)


def _money(desk: Desk, lead: Lead, chunk: slice) -> tuple[Column, Column, Column]:
    """Free quote, what is open with orders on their way (R-8.15), and the cap; Smart Sync is capped by its cash."""
    table = lead.copyings
    smart = are(table.sizing[chunk], Sizing.SMART_SYNC)
    free = np.where(smart, table.cash[chunk], desk.book.people.cash.take(table.person[chunk]))
    spent = table.open_cost[chunk] + table.bound[chunk]
    return free, spent, np.where(smart, free + spent, table.max_total[chunk])


def _money_guards(ladder: Ladder, room: Column, asked: Column, free: Column) -> Column:
    """R-11.9, R-11.10; returns what slippage must not break: the least of the room under the cap and free quote."""
    ladder.fail(asked > room, Reason.MAX_TOTAL_REACHED)
    ladder.fail(asked > free, Reason.INSUFFICIENT_FUNDS)
    return np.minimum(room, free)


# ── the order ─────────────────────────────────────────────────────────────────


def _limits_and_holds(
    instrument: Instrument, fan_out: FanOut, spread: int, quantity: Column, room: Column
) -> tuple[Column, Column]:
    """R-11.13: the lowest of price_lead × (1 + spread) and the prices at which the quantity uses up the room.

    And what each order binds: its quantity at its limit, rounded down as the venue rounds a notional.
    """
    widest = RATIO_UNITS + spread
    dearest = instrument.affordable_price(fan_out.quantity, (fan_out.notional + 1) * widest) // RATIO_UNITS
    dearest -= dearest % instrument.tick
    ordered = quantity > 0
    limit, hold = ordered * np.int64(dearest), instrument.values(quantity, dearest)[0]
    tight = ordered & (hold >= room)  # few: only theirs is worth a division of columns
    if np.count_nonzero(tight):
        prices = instrument.prices_at_which(quantity[tight], room[tight])
        limit[tight] = floor_to(np.minimum(dearest, prices), instrument.tick)
        hold[tight] = instrument.costs(quantity[tight], limit[tight])
    return limit, hold


def _quotes_used(desk: Desk, lead: Lead, fan_out: FanOut) -> tuple[Quote, ...]:
    symbols = {fan_out.symbol, *lead.copyings.held}
    return tuple(desk.market[symbol] for symbol in sorted(symbols) if symbol in desk.market)


# ── answers ───────────────────────────────────────────────────────────────────


def answered(desk: Desk, flight: Flight, step: FlightAnswered) -> list[e.Fact]:
    """What the venue made of the entries; absent ones are asked for again, then retried or given up."""
    plan_ = flight.plan
    assert isinstance(plan_, e.EntriesPlanned)
    said = read(desk, flight, step)
    reason = _reasons(said.verdict, step.answer.words.keys())
    refusal = withdrawn(desk, plan_, said.rows[said.gone])
    reason[said.gone] = refusal
    unsent = are(said.verdict, Verdict.UNSENT)
    if np.count_nonzero(unsent):
        why = withdrawn(desk, plan_, said.rows[unsent])
        reason[unsent] = np.where(why == Reason.NONE, np.uint8(Reason.ENTRY_EXPIRED), why)
    fact = e.EntriesAnswered(
        flight=step.flight,
        batch=plan_.batch,
        chunk=plan_.chunk,
        lead=plan_.lead,
        symbol=plan_.symbol,
        rows=said.rows,
        verdict=said.verdict,
        reason=reason,
        quantity=said.quantity,
        notional=said.notional,
        fee=said.fee,
        ask_at=said.ask_at,
        absent=said.absent,
        words=said.words,
        take_at=_take_at(desk, plan_, said.rows, step.answer),
        stop_at=_stop_at(desk, plan_, said.rows, step.answer),
        shares=existing_assets.shares(plan_, step.answer),
        at=step.answer.at,
    )
    again = step.where[said.gone][refusal == Reason.NONE]
    retried = [_next_attempt(plan_, again)] if len(again) else []
    return [fact, *retried, *conduct.copies_bought(desk, fact)]


def _take_at(desk: Desk, plan_: e.EntriesPlanned, rows: Rows, answer: AnswerColumns) -> Column | None:
    """The last price from which a new copy lot takes its profit: cost / quantity × (1 + take_profit) (R-13.1)."""
    profit = desk.book.leads[plan_.lead].copyings.take_profit[reach(rows)]
    armed = (answer.quantity > 0) & (profit > 0)
    if not np.count_nonzero(armed):
        return None
    worth, rest = mul_div(answer.notional[armed], RATIO_UNITS + profit[armed], RATIO_UNITS)
    price: Column = np.zeros(len(rows), np.int64)
    received = (answer.quantity - answer.fee)[armed]
    price[armed] = desk.book.instruments[plan_.symbol].prices_reaching(received, worth + (rest > 0))
    return price


def _stop_at(desk: Desk, plan_: e.EntriesPlanned, rows: Rows, answer: AnswerColumns) -> Column | None:
    """The last price down to which a new copy lot is kept: cost / quantity × (1 − stop_loss) (R-13.1)."""
    loss = desk.book.leads[plan_.lead].copyings.stop_loss[reach(rows)]
    armed = (answer.quantity > 0) & (loss > 0)
    if not np.count_nonzero(armed):
        return None
    worth = mul_div(answer.notional[armed], RATIO_UNITS - loss[armed], RATIO_UNITS)[0]
    price: Column = np.zeros(len(rows), np.int64)
    received = (answer.quantity - answer.fee)[armed]
    price[armed] = desk.book.instruments[plan_.symbol].prices_at_which(received, worth)
    return price


def _reasons(verdict: Codes, worded: Collection[int]) -> Codes:
    """A refusal in the venue's words is the venue's no (R-2.7); without any, the IOC met no price in its limit."""
    reason: Codes = np.zeros(len(verdict), np.uint8)
    reason[are(verdict, Verdict.REJECTED)] = Reason.SPREAD_EXCEEDED
    if worded:
        reason[list(worded)] = Reason.VENUE_REJECTED
    reason[are(verdict, Verdict.UNANSWERED)] = Reason.UNANSWERED
    return reason


def withdrawn(desk: Desk, plan_: e.EntriesPlanned, rows: Rows) -> Codes:
    """Why planned entries may not leave any more, or not once more; NONE where they may (R-2.3, R-4.5, R-16.1)."""
    table, ladder, at = desk.book.leads[plan_.lead].copyings, Ladder(len(rows)), reach(rows)
    if not len(rows):
        return ladder.reason
    ladder.fail(~are(table.state[at], CopyingState.RUNNING), Reason.COPYING_STOPPED)
    ladder.fail(table.paused[at] != 0, Reason.COPYING_PAUSED)
    lot = desk.book.leads[plan_.lead].lot(OrderId(plan_.batch))
    ladder.fail(desk.now > plan_.deadline or _lead_sold(lot), Reason.ENTRY_EXPIRED)
    ladder.fail(desk.book.halted, Reason.DESK_HALTED)
    capped = ~are(table.sizing[at], Sizing.SMART_SYNC)  # its maximum may have been lowered meanwhile: it holds at once
    ladder.fail(capped & (table.open_cost[at] + table.bound[at] > table.max_total[at]), Reason.MAX_TOTAL_REACHED)
    return ladder.reason


def _next_attempt(plan_: e.EntriesPlanned, where: Entries) -> e.EntriesPlanned:
    """The same orders under the next attempt's ids; their holds are bound anew."""
    attempt = plan_.attempt + 1
    return replace(
        plan_,
        flight=f"{plan_.batch}#{plan_.chunk}.{attempt}-{int(plan_.rows[where[0]])}",
        attempt=attempt,
        rows=plan_.rows[where],
        reason=plan_.reason[where],
        asked=plan_.asked[where],
        quantity=plan_.quantity[where],
        limit=plan_.limit[where],
        hold=plan_.hold[where],
    )
