"""Folds copy sales: a plan says what is due, an answer turns lots into cash, a release lets lots go."""

from datetime import datetime, timedelta

import numpy as np

from core.fold.book import Book, Delayed, Flight, Lead
from core.fold.cash import spend
from core.fold.copy_lots import named
from core.fold.leads import note_if_over
from core.fold.lots import drop_spent_of
from core.model.columns import Column, Rows, add_at, mul_div, places, reach, reach_each
from core.model.copying import CopyingState, ReleaseCause
from core.model.events import ExitsAnswered, ExitsPlanned, LotsReleased
from core.model.money import RATIO_UNITS
from core.model.orders import Verdict
from core.model.reasons import Reason

LONGEST_RETRY_S = 60
LEFT_BEHIND = frozenset({ReleaseCause.ORPHAN, ReleaseCause.REVOKED})
"""Releases by which a lead leaves copiers with coins; the others the copier chose, or nobody can sell."""


def planned(book: Book, fact: ExitsPlanned, at: datetime) -> None:
    lead = book.leads[fact.lead]
    _advance(book, fact)
    for shelf, where, which in lead.named(fact.symbol, fact.chunk, fact.lots):
        shelf.owed[where] = fact.lots.due[which]
    waiting = fact.reason == Reason.SELL_DELAYED
    if waiting.any():
        _delay(book, fact, fact.rows[waiting], at + _until_retry(fact.attempt))
    ordered = fact.quantity > 0
    if ordered.any():
        book.flights[fact.flight] = Flight(plan=fact, open=ordered.astype(np.uint8))
    drop_spent_of(book, lead, fact.symbol)


def _until_retry(attempt: int) -> timedelta:
    """1, 2, 4 … 60 s: what could not even be sent is tried less and less often, and never given up (R-2.2)."""
    return timedelta(seconds=min(LONGEST_RETRY_S, 2 ** min(attempt - 1, 6)))


def _advance(book: Book, fact: ExitsPlanned) -> None:
    book.delayed.pop(f"{fact.batch}#{fact.chunk}", None)
    fan_out = book.fan_outs.get(fact.batch)
    if fan_out is None or fact.attempt > 1:
        return
    fan_out.next_row = fact.until
    if fan_out.only or fan_out.next_row >= fan_out.size:
        del book.fan_outs[fact.batch]


def _delay(book: Book, plan: ExitsPlanned, rows: Rows, at: datetime) -> None:
    key = f"{plan.batch}#{plan.chunk}"
    known = book.delayed.get(key)
    book.delayed[key] = Delayed(
        batch=plan.batch,
        lead=plan.lead,
        symbol=plan.symbol,
        lots=tuple(dict.fromkeys((*(known.lots if known else ()), *plan.lots.lots))),
        cause=plan.cause,
        chunk=plan.chunk,
        rows=np.union1d(known.rows, rows).astype(np.int32) if known else rows,
        attempt=max(known.attempt, plan.attempt) if known else plan.attempt,  # no id is used twice
        at=min(known.at, at) if known else at,
    )


def answered(book: Book, fact: ExitsAnswered) -> None:
    flight, lead = book.flights[fact.flight], book.leads[fact.lead]
    plan = flight.plan
    assert isinstance(plan, ExitsPlanned)
    closes = fact.closes
    for shelf, at, which in lead.named(fact.symbol, fact.chunk, closes):
        sold = closes.quantity[which]
        shelf.quantity[at] -= sold
        shelf.owed[at] -= np.minimum(shelf.owed[at], sold)
        shelf.cost[at] -= closes.cost[which]
    add_at(lead.copyings.open_cost, reach_each(closes.rows, once=len(closes.lots) == 1), -closes.cost)
    _add_due(lead, fact.rows, fact.net)
    _collect(book, lead, fact)
    unsure = fact.verdict == Verdict.UNANSWERED
    flight.open[places(fact.rows, plan.rows)] &= unsure
    flight.ask_at, flight.absent = fact.ask_at or flight.ask_at, fact.absent
    short = ~unsure & (fact.reason == Reason.SELL_DELAYED)
    if fact.retry_at and short.any():
        _delay(book, plan, fact.rows[short], fact.retry_at)
    if not flight.open.any():
        del book.flights[fact.flight]
    drop_spent_of(book, lead, fact.symbol)
    _note_closing(book, lead, fact.rows[~unsure])


def _add_due(lead: Lead, rows: Rows, net: Column) -> None:
    """due += ratio × net, with the part below a quote unit kept apart (section 17)."""
    table, at = lead.copyings, reach(rows)
    whole, rest = mul_div(net, table.ratio[at], RATIO_UNITS)
    rest += table.due_rest[at]
    carry = rest // RATIO_UNITS
    add_at(table.due, at, whole + carry)
    table.due_rest[at] = rest - carry * RATIO_UNITS


def _collect(book: Book, lead: Lead, fact: ExitsAnswered) -> None:
    table, at = lead.copyings, reach(fact.rows)
    spend(book, lead, fact.rows, fact.fee + fact.withheld - fact.notional)
    add_at(table.withheld, at, fact.withheld)
    add_at(table.net, at, fact.net)
    add_at(table.realised, at, fact.net)
    add_at(table.holding(fact.symbol), at, -fact.quantity)
    book.ledger.sold(fact.symbol, int(fact.quantity.sum()), int(fact.notional.sum()), int(fact.fee.sum()))


def released(book: Book, fact: LotsReleased) -> None:
    lead = book.leads[fact.lead]
    if fact.lot is None:
        for shelf in lead.shelves(fact.symbol, fact.chunk):
            gone = shelf.standing(fact.rows)
            shelf.quantity[gone] = shelf.owed[gone] = shelf.cost[gone] = 0
    elif fact.lot in lead.coin_of:
        number = lead.coins[fact.symbol].numbers[fact.lot]
        of_it = np.full(len(fact.rows), number, np.int32)
        for shelf, at, which in named(lead.shelves(fact.symbol, fact.chunk), of_it, fact.rows):
            shelf.quantity[at] -= fact.quantity[which]
            shelf.cost[at] -= fact.cost[which]
            shelf.owed[at] = np.minimum(shelf.owed[at], shelf.quantity[at])
    table, at = lead.copyings, reach(fact.rows)
    add_at(table.holding(fact.symbol), at, -fact.quantity)
    add_at(table.open_cost, at, -fact.cost)
    persons = table.person[at].astype(np.intp)
    np.add.at(book.people.coins(fact.symbol), persons, fact.quantity)
    if fact.cause in LEFT_BEHIND:
        book.people.leave(fact.symbol, fact.lead, persons, fact.quantity)
    drop_spent_of(book, lead, fact.symbol)
    _note_closing(book, lead, fact.rows)


def _note_closing(book: Book, lead: Lead, rows: Rows) -> None:
    for row in rows[lead.copyings.state[reach(rows)] == CopyingState.CLOSING].tolist():
        note_if_over(book, lead.person, row)
