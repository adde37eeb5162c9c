"""Folds copy buys: a plan binds quote, an answer turns it into copy lots or gives it back."""

from datetime import datetime

import numpy as np

from core.fold.book import Book, CopyLots, Delayed, Flight, Lead
from core.fold.leads import close_row, note_if_over
from core.fold.lots import add_piece, drop_if_spent
from core.model.columns import Column, Mask, mul_div
from core.model.copying import CopyingState, Sizing, StopWay
from core.model.events import CHUNK, EntriesAnswered, EntriesPlanned
from core.model.orders import BatchId, OrderId, Verdict


def planned(book: Book, fact: EntriesPlanned) -> None:
    _advance(book, fact)
    ordered = fact.quantity > 0
    if not ordered.any():
        return
    _bind(book, book.leads[fact.lead], fact, ordered, sign=1)
    book.flights[fact.flight] = Flight(plan=fact, open=ordered.astype(np.uint8))


def _advance(book: Book, fact: EntriesPlanned) -> None:
    fan_out = book.fan_outs.get(fact.batch)
    if fan_out is None or fact.attempt > 1:
        return
    fan_out.next_chunk = fact.chunk + 1
    if fan_out.next_chunk * CHUNK >= fan_out.size:
        del book.fan_outs[fact.batch]


def _bind(book: Book, lead: Lead, plan: EntriesPlanned, where: Mask, *, sign: int) -> None:
    """Moves the holds of the marked entries from cash to bound, or back."""
    table, rows, hold = lead.copyings, plan.rows[where], plan.hold[where] * sign
    smart = table.sizing[rows] == Sizing.SMART_SYNC
    table.bound[rows] += hold
    table.cash[rows] -= hold * smart
    book.people.cash[table.person[rows]] -= hold * ~smart


def answered(book: Book, fact: EntriesAnswered, at: datetime) -> None:
    flight = book.flights[fact.flight]
    plan, lead = flight.plan, book.leads[fact.lead]
    assert isinstance(plan, EntriesPlanned)
    ended = np.zeros(len(plan.rows), np.bool_)
    ended[np.searchsorted(plan.rows, fact.rows[fact.verdict != Verdict.UNANSWERED])] = True
    flight.ask_at, flight.absent = fact.ask_at or flight.ask_at, fact.absent
    _bind(book, lead, plan, ended, sign=-1)
    filled = fact.quantity > 0
    if filled.any():
        _pay(book, lead, fact, filled)
        _open_lots(book, lead, fact, filled, at)
    flight.open[ended] = 0
    if not flight.open.any():
        del book.flights[fact.flight]
        drop_if_spent(book, lead, OrderId(fact.batch))
    _close_late(book, lead, fact, at)
    _note_closing(book, lead, fact)


def _close_late(book: Book, lead: Lead, fact: EntriesAnswered, at: datetime) -> None:
    """An entry that filled after its copying began to close is sold or let go like the rest of it (R-16.2)."""
    table = lead.copyings
    late = (fact.quantity > 0) & (table.state[fact.rows] == CopyingState.CLOSING)
    late &= table.stop_way[fact.rows] != StopWay.COPY_CLOSE
    for row in fact.rows[late].tolist():
        close_row(book, lead, row, fact.symbol, (BatchId(f"late-{fact.batch}-{row}"), at))


def _pay(book: Book, lead: Lead, fact: EntriesAnswered, filled: Mask) -> None:
    table, rows, notional = lead.copyings, fact.rows[filled], fact.notional[filled]
    smart = table.sizing[rows] == Sizing.SMART_SYNC
    table.cash[rows] -= notional * smart
    book.people.cash[table.person[rows]] -= notional * ~smart
    table.open_cost[rows] += notional
    table.holding(fact.symbol)[rows] += (fact.quantity - fact.fee)[filled]
    book.ledger.bought(fact.symbol, int(fact.quantity.sum()), int(fact.notional.sum()), int(fact.fee.sum()))


def _open_lots(book: Book, lead: Lead, fact: EntriesAnswered, filled: Mask, at: datetime) -> None:
    lot = lead.lots[OrderId(fact.batch)]
    rows, quantity = fact.rows[filled], (fact.quantity - fact.fee)[filled]
    owed: Column = np.zeros(len(rows), np.int64)
    if lot.quantity < lot.bought:  # the lead sold while this answer was out: the same fraction is due now
        owed = quantity - mul_div(quantity, lot.quantity, lot.bought)[0]
        batch = BatchId(f"{fact.batch}-late-{fact.flight.rsplit('.', 1)[-1]}")
        book.delayed[f"{batch}#{fact.chunk}"] = Delayed(
            batch=batch,
            lead=fact.lead,
            symbol=fact.symbol,
            cause=book.flights[fact.flight].plan.cause,
            chunk=fact.chunk,
            rows=rows,
            attempt=0,
            at=at,
        )
    new = CopyLots(rows=rows, quantity=quantity, owed=owed, cost=fact.notional[filled])
    new.take_at = fact.take_at[filled] if fact.take_at is not None else None
    new.stop_at = fact.stop_at[filled] if fact.stop_at is not None else None
    add_piece(lot.copies, fact.chunk, new)


def _note_closing(book: Book, lead: Lead, fact: EntriesAnswered) -> None:
    for row in fact.rows[lead.copyings.state[fact.rows] == CopyingState.CLOSING].tolist():
        note_if_over(book, fact.lead, row)
