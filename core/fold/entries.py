"""Folds copy buys: a plan binds quote, an answer turns it into copy lots or gives it back."""

from datetime import datetime

import numpy as np

from core.fold import offers
from core.fold.book import Book, Delayed, FanOut, Flight, Lead
from core.fold.cash import spend
from core.fold.copy_lots import CopyLots
from core.fold.lead_lots import LeadLot
from core.fold.leads import close_row, note_if_over
from core.fold.lots import drop_spent_of
from core.model.columns import Column, Mask, Rows, add_at, are, mul_div, places, reach
from core.model.copying import CopyingState, ReleaseCause, StopWay
from core.model.events import EntriesAnswered, EntriesPlanned, LotCuts
from core.model.orders import BatchId, Cause, OrderId, Verdict


def planned(book: Book, fact: EntriesPlanned) -> None:
    _advance(book, fact)
    ordered = fact.quantity > 0
    if not np.count_nonzero(ordered):
        return
    lead, hold = book.leads[fact.lead], fact.hold * ordered
    add_at(lead.copyings.bound, reach(fact.rows), hold)
    spend(book, lead, fact.rows, hold)
    book.flights[fact.flight] = Flight(plan=fact, open=ordered.astype(np.uint8))


def _advance(book: Book, fact: EntriesPlanned) -> None:
    fan_out = book.fan_outs.get(fact.batch)
    if fan_out is None or fact.attempt > 1:
        return
    fan_out.next_row = fact.until
    if fan_out.next_row >= fan_out.size:
        del book.fan_outs[fact.batch]


def answered(book: Book, fact: EntriesAnswered, at: datetime) -> None:
    flight = book.flights[fact.flight]
    plan, lead = flight.plan, book.leads[fact.lead]
    assert isinstance(plan, EntriesPlanned)
    where, unsure = places(fact.rows, plan.rows), are(fact.verdict, Verdict.UNANSWERED)
    flight.ask_at, flight.absent = fact.ask_at or flight.ask_at, fact.absent
    filled = fact.quantity > 0
    _pay(book, lead, fact, filled, plan.hold[where] * ~unsure)
    if np.count_nonzero(filled):
        _open_lots(book, lead, fact, filled, at)
    offers.answered(book, fact, plan, at)
    flight.open[where] &= unsure
    if not np.count_nonzero(flight.open):
        del book.flights[fact.flight]
        drop_spent_of(book, lead, fact.symbol, (OrderId(fact.batch),))
    _close_late(book, lead, fact, at)
    _note_closing(book, lead, fact)


def _close_late(book: Book, lead: Lead, fact: EntriesAnswered, at: datetime) -> None:
    """An entry that filled after its copying began to close is sold or let go like the rest of it (R-16.2)."""
    table, at_rows = lead.copyings, reach(fact.rows)
    late = (fact.quantity > 0) & are(table.state[at_rows], CopyingState.CLOSING)
    if np.count_nonzero(late):
        late &= table.stop_way[at_rows] != StopWay.COPY_CLOSE
    for row in fact.rows[late].tolist():
        close_row(book, lead, row, fact.symbol, (BatchId(f"late-{fact.batch}-{row}"), at))


def _pay(book: Book, lead: Lead, fact: EntriesAnswered, filled: Mask, held: Column) -> None:
    """What was `held` for each entry goes back, and what was filled is paid."""
    table, at, paid = lead.copyings, reach(fact.rows), fact.notional * filled
    add_at(table.bound, at, -held)
    spend(book, lead, fact.rows, paid - held)
    if not np.count_nonzero(filled):
        return
    add_at(table.open_cost, at, paid)
    add_at(table.holding(fact.symbol), at, (fact.quantity - fact.fee) * filled)
    book.ledger.bought(fact.symbol, int(fact.quantity.sum()), int(fact.notional.sum()), int(fact.fee.sum()))


def _open_lots(book: Book, lead: Lead, fact: EntriesAnswered, filled: Mask, at: datetime) -> None:
    if fact.shares:
        _open_shares(book, lead, fact, at)
        return
    lot, rows = lead.lot(OrderId(fact.batch)), fact.rows[filled]
    assert lot is not None
    new = CopyLots(
        lot=_numbers(lead, lot, rows),
        rows=rows,
        quantity=(fact.quantity - fact.fee)[filled],
        owed=np.zeros(len(rows), np.int64),
        cost=fact.notional[filled],
        take_at=fact.take_at[filled] if fact.take_at is not None else None,
        stop_at=fact.stop_at[filled] if fact.stop_at is not None else None,
    )
    _open(book, fact, lot, new, (lot.bought, at))


def _open_shares(book: Book, lead: Lead, fact: EntriesAnswered, at: datetime) -> None:
    """One copying's order over several lead lots: one copy lot a lead lot (R-10.2)."""
    plan = book.flights[fact.flight].plan
    assert isinstance(plan, EntriesPlanned)
    followed_then = {weight.lot: weight.followed or weight.quantity for weight in plan.lots}
    for share in fact.shares:
        lot = lead.lot(share.lot)
        assert lot is not None
        new = CopyLots(
            lot=_numbers(lead, lot, fact.rows),
            rows=fact.rows,
            quantity=np.array([share.quantity], np.int64),
            owed=np.zeros(1, np.int64),
            cost=np.array([share.cost], np.int64),
            take_at=fact.take_at,
            stop_at=fact.stop_at,
        )
        _open(book, fact, lot, new, (followed_then[share.lot], at))


def _numbers(lead: Lead, lot: LeadLot, rows: Rows) -> Rows:
    """The lead lot's number, for each of the rows."""
    return np.full(len(rows), lead.coins[lot.symbol].numbers[lot.id], np.int32)


def _open(book: Book, fact: EntriesAnswered, lot: LeadLot, new: CopyLots, since: tuple[int, datetime]) -> None:
    """Adds copy lots. What copied sales took of the lot while the answer was out is due of them at once (R-4.5)."""
    before, at = since
    if lot.followed < before:
        new.owed = mul_div(new.quantity, before - lot.followed, before)[0]
        _owe(book, fact, lot, new.rows, at)
    if lot.quantity < lot.followed:
        _leave(book, fact, lot, int(new.rows[0]), at)
    book.leads[fact.lead].coins[lot.symbol].put(fact.chunk, new)


def _owe(book: Book, fact: EntriesAnswered, lot: LeadLot, rows: Rows, at: datetime) -> None:
    """To be sold at once; what several lots owe goes in one order."""
    batch = BatchId(f"{fact.batch}-late-{int(rows[0])}")
    known = book.delayed.get(f"{batch}#{fact.chunk}")
    book.delayed[f"{batch}#{fact.chunk}"] = Delayed(
        batch=batch,
        lead=fact.lead,
        symbol=fact.symbol,
        lots=(*known.lots, lot.id) if known else (lot.id,),
        cause=Cause.LEAD_ORDER,
        chunk=fact.chunk,
        rows=rows,
        attempt=0,
        at=at,
    )


def _leave(book: Book, fact: EntriesAnswered, lot: LeadLot, row: int, at: datetime) -> None:
    """Some of the lot was sold privately: if nothing is left of it, what is not owed is an orphan (R-12.10)."""
    batch = BatchId(f"{fact.batch}-left-{lot.id}-{row}")
    book.fan_outs[batch] = FanOut(
        batch=batch,
        lead=fact.lead,
        symbol=fact.symbol,
        buys=False,
        cause=Cause.LEAD_ORDER,
        at=at,
        size=book.leads[fact.lead].copyings.size,
        cuts=LotCuts((lot.id,), np.array([lot.bought], np.int64), np.array([lot.bought], np.int64)),
        release=ReleaseCause.ORPHAN,
    )


def _note_closing(book: Book, lead: Lead, fact: EntriesAnswered) -> None:
    for row in fact.rows[are(lead.copyings.state[reach(fact.rows)], CopyingState.CLOSING)].tolist():
        note_if_over(book, fact.lead, row)
