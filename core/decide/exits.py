"""Decides on copy sales: what is due of each copy lot, what can be sold now, and what an answer is worth (section 12).

Exits come first: no entry guard is asked here, nothing expires, and what cannot be done now stays owed (R-2.1, R-2.2).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from core.decide.by_row import ByRow
from core.decide.desk import Desk, TryExitsAgain
from core.decide.dust import Sold, all_of, in_the_air, released, taken, waiting_rows
from core.decide.people import denied
from core.fold.book import Delayed, FanOut, Lead
from core.fold.copy_lots import CopyLots, joined, picked
from core.fold.lead_lots import CoinLots
from core.fold.lots import opened_by
from core.model import events as e
from core.model.chunks import chunk_of, first_row, span
from core.model.columns import Codes, Column, Entries, Mask, Rows, distinct, floor_to, mul_div, reach, reach_each
from core.model.commands import SellCopy
from core.model.copying import CopyingState, ReleaseCause
from core.model.market import LOT, Symbol
from core.model.orders import BatchId, Cause
from core.model.people import Origin
from core.model.reasons import Denial, Reason


@dataclass(frozen=True, slots=True)
class _Dues:
    """Copy lots in a sale, by lead lot and then by row: what is due of each, and what of it can be sold."""

    lots: CopyLots
    due: Column
    sale: Column


@dataclass(frozen=True, slots=True)
class Job:
    """What a sale follows from, its chunk, and the attempt."""

    batch: BatchId
    chunk: int
    cause: Cause
    attempt: int
    first: int = 0

    @property
    def flight(self) -> str:
        """Its own: later attempts of one sale are told apart by their first row, as several may be on their way."""
        name = f"{self.batch}#{self.chunk}"
        return name if self.attempt == 1 else f"{name}.{self.attempt}-{self.first}"


# ── planning ──────────────────────────────────────────────────────────────────


def plan(desk: Desk, fan_out: FanOut) -> list[e.Fact]:
    """The next chunk of a sale that copyings follow, or of what one copying sells; released lots where that is due."""
    lead = desk.book.leads[fan_out.lead]
    chunk = _next_chunk(lead, fan_out)
    if chunk is None:
        return [e.FanOutClosed(fan_out.batch)]
    if fan_out.release is not None:
        return _release(desk, lead, fan_out, chunk)
    job = Job(fan_out.batch, chunk, fan_out.cause, 1)
    if fan_out.only:
        dues = _all_due(_held(lead, fan_out.symbol, chunk, np.array(fan_out.only, np.int32)))
        return _planned(desk, lead, dues, fan_out.symbol, job)
    dues = _following(desk, lead, fan_out, chunk)
    return _planned(desk, lead, dues, fan_out.symbol, job, idle=_idle(desk, lead, fan_out, chunk))


def _next_chunk(lead: Lead, fan_out: FanOut) -> int | None:
    """The next chunk that this sale concerns: each copying has its result of a sale, lots are let go where they are."""
    if fan_out.only or fan_out.release is None:
        return chunk_of(fan_out.next_row)
    known = lead.coins.get(fan_out.symbol)
    later = [chunk for chunk in known.copies if first_row(chunk) >= fan_out.next_row] if known else []
    return min(later) if later else None


def again(desk: Desk, step: TryExitsAgain) -> list[e.Fact]:
    """The owed part of exits that could not be done (R-2.2), or that another sale has taken along meanwhile."""
    delayed = desk.book.delayed[step.key]
    lead = desk.book.leads[delayed.lead]
    if delayed.symbol in desk.book.delisted:
        return _let_go(desk, lead, step.key, delayed)
    known = lead.coins.get(delayed.symbol)
    lots = _held(lead, delayed.symbol, delayed.chunk, delayed.rows)
    if known:
        lots = lots.at(np.isin(lots.lot, known.sought(delayed.lots)))
        lots = lots.at(np.isin(lots.lot, lots.lot[lots.owed > 0]))
    spent = _spent(desk, known, delayed)[known.places(lots.lot)] if known else np.zeros(0, np.bool_)
    dues = _dues(lots, np.where(spent, lots.quantity, lots.owed))
    job = Job(delayed.batch, delayed.chunk, delayed.cause, delayed.attempt + 1, int(delayed.rows[0]))
    here = span(delayed.chunk, lead.copyings.size)
    idle: Codes = np.zeros(here.stop - here.start, np.uint8)
    idle[delayed.rows - here.start] = Reason.SELL_ALREADY_CLOSED
    return _planned(desk, lead, dues, delayed.symbol, job, idle=idle)


def _spent(desk: Desk, known: CoinLots, delayed: Delayed) -> Mask:
    """Which lead lots copied sales have sold out; for an entry answered late that is judged here (R-12.3).

    What was sold privately is none of a copy's affair: the part that is not owed is let go (R-12.10).
    """
    gone: Mask = known.quantity == 0
    if delayed.attempt == 0:
        gone |= ~_sellable(desk, delayed.symbol, known.quantity)
    return gone & (known.quantity >= known.followed)


def _sellable(desk: Desk, symbol: Symbol, quantity: Column) -> Mask:
    """Where the venue would take it at the last known price; without one its notional is not asked."""
    return taken(desk.book.instruments[symbol], quantity, desk.mark(symbol))


def _let_go(desk: Desk, lead: Lead, key: str, delayed: Delayed) -> list[e.Fact]:
    """Trading has ended: what was to be sold is its owner's own (R-5.4), but for what a sale may be taking now."""
    waiting = waiting_rows(desk, lead, delayed.symbol, delayed.chunk)
    rows = delayed.rows[~waiting[delayed.rows - first_row(delayed.chunk)]]
    facts = all_of(lead, delayed.symbol, ReleaseCause.DELISTED, delayed.chunk, rows)
    return [*facts, e.ExitsGivenUp(key)]


def by_stop(desk: Desk, lead: Lead, symbol: Symbol, lots: CopyLots, job: Job) -> list[e.Fact]:
    """Copy lots that their own take-profit or stop-loss sells (R-13.1)."""
    return _planned(desk, lead, _all_due(lots), symbol, job)


def by_hand(desk: Desk, command: SellCopy, origin: Origin) -> list[e.Fact]:
    """A copier's own sale, oldest lots first; the rest stays linked and owes at most itself (R-12.9)."""
    lead = desk.book.leads.get(command.lead)
    row = lead.copyings.row_of(command.who) if lead else None
    if lead is None or row is None:
        return denied(command, command.who, Denial.NOT_COPYING)
    chunk, one = chunk_of(row), np.array([row], np.int32)
    held = int(lead.copyings.held[command.symbol][row]) if command.symbol in lead.copyings.held else 0
    if held == 0:
        return denied(command, command.who, Denial.NOTHING_TO_SELL, command.symbol)
    if command.quantity > held:
        return denied(command, command.who, Denial.INSUFFICIENT_FUNDS, command.symbol)
    lots = _held(lead, command.symbol, chunk, one)
    dues = _oldest(lots, command.quantity) if command.quantity else _all_due(lots)
    total = dues.sale.sum(keepdims=True)
    quote = desk.market.get(command.symbol)
    if not taken(desk.book.instruments[command.symbol], total, quote.bid if quote else 0)[0]:
        return denied(command, command.who, Denial.ORDER_TOO_SMALL)
    job = Job(BatchId(f"hand-{lead.person}-{row}-{origin}"), chunk, Cause.BY_HAND, 1)
    return _planned(desk, lead, dues, command.symbol, job)


def _oldest(lots: CopyLots, quantity: int) -> _Dues:
    """The oldest lots up to a quantity, whole steps of each. What a lot owed is still owed of what is left of it."""
    steps = floor_to(lots.quantity, LOT)
    sale = np.clip(quantity // LOT * LOT - (np.cumsum(steps) - steps), 0, steps)
    lots, sale = lots.at(sale > 0), sale[sale > 0]
    return _Dues(lots, np.minimum(lots.quantity, lots.owed + sale), sale)


def _following(desk: Desk, lead: Lead, fan_out: FanOut, chunk: int) -> _Dues:
    """A lead's sale: its fraction of each matching copy lot; all of it where the lead lot is spent (R-12.3)."""
    known, cuts = lead.coins.get(fan_out.symbol), fan_out.cuts
    assert cuts is not None
    if known is None:
        return _all_due(joined([]))
    part: Mask = np.zeros(len(known.number), np.bool_)
    matching = known.quantity == 0
    numbers = known.sought(cuts.lots)
    at = known.places(numbers[numbers > 0])
    matching[at] = True
    part[at] = _sellable(desk, fan_out.symbol, cuts.before - cuts.sold)[numbers > 0]
    shelves = lead.shelves(fan_out.symbol, chunk)
    lots = picked(shelves, lambda shelf: matching[known.places(shelf.lots)] & (shelf.quantity > 0))
    due = lots.quantity.copy()
    parts = np.broadcast_to(part[known.places(lots.lots)], due.shape)
    if parts.any():
        owed = lots.owed[parts]
        fraction = mul_div(due[parts] - owed, int(cuts.sold.sum()), int(cuts.before.sum()))[0]
        due[parts] = owed + fraction
    return _dues(lots, due)


def _idle(desk: Desk, lead: Lead, fan_out: FanOut, chunk: int) -> Codes:
    """Why nothing of what the lead sells is due of a copying, if nothing is: an entry a row of the chunk.

    It never had a match (R-12.2), sold or took out all of it before (R-12.9), or has too little of it for the fraction.
    Of an entry that is still to be answered nobody knows yet (R-4.5): NONE.
    """
    here = span(chunk, lead.copyings.size)
    had, left = np.zeros((2, here.stop - here.start), np.bool_)
    for lots in _cut(lead, fan_out, chunk):
        had[reach_each(lots.rows - here.start, once=lots.single)] = True
        left[reach_each(lots.rows[lots.quantity > 0] - here.start, once=lots.single)] = True
    why: Codes = np.zeros(here.stop - here.start, np.uint8)
    live = lead.copyings.state[span(chunk, fan_out.size)] != CopyingState.ENDED
    why[: len(live)][live] = Reason.SELL_NOTHING_HELD
    why[had & (why > 0)] = Reason.SELL_ALREADY_CLOSED
    why[left & (why > 0)] = Reason.SELL_BELOW_MIN
    for rows in _arriving(desk, fan_out, chunk):
        why[rows - here.start] = Reason.NONE
    return why


def _cut(lead: Lead, fan_out: FanOut, chunk: int) -> Iterator[CopyLots]:
    """The copy lots of what the lead sold, shelf by shelf, those sold out included."""
    known = lead.coins.get(fan_out.symbol)
    if known and fan_out.cuts:
        cut = known.sought(fan_out.cuts.lots)
        for shelf in known.shelves(chunk):
            mine = np.isin(shelf.lots, cut)
            if mine.any():
                yield shelf if mine.all() else shelf.at(mine)


def _arriving(desk: Desk, fan_out: FanOut, chunk: int) -> Iterator[Rows]:
    """Rows with an entry on its way that may still open a copy lot of what is sold."""
    sold = set(fan_out.cuts.lots) if fan_out.cuts else set()
    for flight in desk.book.flights.values():
        if flight.plan.chunk == chunk and not sold.isdisjoint(opened_by(flight.plan)):
            yield flight.plan.rows[flight.open == 1]


def _held(lead: Lead, symbol: Symbol, chunk: int, rows: Rows) -> CopyLots:
    """All that these copyings hold of the instrument, oldest lots first."""
    return picked(lead.shelves(symbol, chunk), lambda shelf: shelf.of(rows))


def _all_due(lots: CopyLots) -> _Dues:
    return _dues(lots, lots.quantity)


def _dues(lots: CopyLots, due: Column) -> _Dues:
    return _Dues(lots, due, floor_to(due, LOT))


def _planned(
    desk: Desk, lead: Lead, dues: _Dues, symbol: Symbol, job: Job, *, idle: Codes | None = None
) -> list[e.Fact]:
    """The fact of one chunk. What the venue would not take stays owed; what cannot leave now is tried again."""
    base = first_row(job.chunk)
    lots = dues.lots
    sale, due = (_per_row(lead, job.chunk, lots, each) for each in (dues.sale, dues.due))
    instrument, quote = desk.book.instruments[symbol], desk.market.get(symbol)
    empty = e.ExitsPlanned(
        flight=job.flight,
        batch=job.batch,
        chunk=job.chunk,
        lead=lead.person,
        symbol=symbol,
        attempt=job.attempt,
        cause=job.cause,
        quotes=(quote,) if quote else (),
        lots=_sales(lead, symbol, dues),
        rows=np.zeros(0, np.int32),
        reason=np.zeros(0, np.uint8),
        quantity=np.zeros(0, np.int64),
        until=first_row(job.chunk + 1),
    )
    reason: Codes = np.zeros(len(due), np.uint8)
    reason[(due > 0) & ~taken(instrument, sale, quote.bid if quote else 0)] = Reason.SELL_BELOW_MIN
    waiting = in_the_air(desk, lead, empty) if quote and quote.bid else np.ones(len(due), np.bool_)
    reason[(sale > 0) & (reason == Reason.NONE) & waiting] = Reason.SELL_DELAYED
    sale[reason != Reason.NONE] = 0
    dues.sale[reason[reach_each(lots.rows - base, once=lots.single)] != Reason.NONE] = 0
    concerned: Mask = due > 0
    if idle is not None:
        reason += idle * ~concerned
        concerned |= idle > 0
    live = np.flatnonzero(concerned)
    plan_ = replace(
        empty,
        rows=(live + base).astype(np.int32),
        reason=reason[live],
        quantity=sale[live],
    )
    stuck = (live[reason[live] == Reason.SELL_BELOW_MIN] + base).astype(np.int32)
    nothing: Column = np.zeros(len(stuck), np.int64)
    return [plan_, *released(desk, lead, plan_, Sold(stuck, lambda rows: due[reach(rows - base)], nothing, nothing))]


def _sales(lead: Lead, symbol: Symbol, dues: _Dues) -> e.LotSales:
    """As the fact has it: by the names of the lead lots. Later changes of what is sold are seen in it."""
    if not len(dues.lots.lot):
        return e.LotSales((), dues.lots.lot, dues.lots.rows, dues.due, dues.sale)
    known = lead.coins[symbol]
    numbers, lot = distinct(dues.lots.lot)
    return e.LotSales(known.names_of(numbers), lot, dues.lots.rows, dues.due, dues.sale)


def _per_row(lead: Lead, chunk: int, lots: CopyLots, amounts: Column) -> Column:
    """An amount of each copy lot, summed over the lots of each row."""
    total = ByRow.nothing(lead, chunk)
    total.add(lots.rows, amounts, once=lots.single)
    return total.amounts


def _release(desk: Desk, lead: Lead, fan_out: FanOut, chunk: int) -> list[e.Fact]:
    """Lots that are let go: all of some copyings', or those whose lead lot was sold privately."""
    assert fan_out.release is not None
    keep = _still_tried(desk, lead, fan_out, chunk) if fan_out.release in KEEPS_OWED else np.zeros(0, np.int32)
    if fan_out.only:
        rows = np.array(fan_out.only, np.int32)
        tried = np.isin(rows, keep)
        facts = all_of(lead, fan_out.symbol, fan_out.release, chunk, rows[~tried])
        if tried.any():
            facts += _spared(lead, fan_out, chunk, keep, lambda shelf: shelf.of(rows[tried]))
        return [*facts, e.FanOutClosed(fan_out.batch)]
    facts, after = _spared(lead, fan_out, chunk, keep, _orphaned(desk, lead, fan_out)), first_row(chunk + 1)
    last = after >= fan_out.size
    return [*facts, e.FanOutClosed(fan_out.batch) if last else e.FanOutAdvanced(fan_out.batch, after)]


def _orphaned(desk: Desk, lead: Lead, fan_out: FanOut) -> Callable[[CopyLots], Mask]:
    """Of the lots that the lead sold of, those of which no more than dust is left."""
    known, cuts = lead.coins.get(fan_out.symbol), fan_out.cuts
    if known is None or cuts is None:
        return lambda shelf: np.zeros(len(shelf.rows), np.bool_)
    numbers = known.sought(cuts.lots)
    gone = numbers[numbers > 0]
    gone = gone[~_sellable(desk, fan_out.symbol, known.quantity[known.places(gone)])]
    return lambda shelf: np.isin(shelf.lots, gone) & (shelf.quantity > 0)


def _spared(
    lead: Lead, fan_out: FanOut, chunk: int, keep: Rows, which: Callable[[CopyLots], Entries | Mask]
) -> list[e.Fact]:
    """These copy lots are let go, less what rows to `keep` owe; a fact a lead lot."""
    assert fan_out.release is not None
    lots = picked(lead.shelves(fan_out.symbol, chunk), which)
    spare: Column = np.where(np.isin(lots.rows, keep), lots.quantity - lots.owed, lots.quantity)
    lots, spare = lots.at(spare > 0), spare[spare > 0]
    if not len(spare):
        return []
    cost, said = mul_div(lots.cost, spare, lots.quantity)[0], _said_once(lead, chunk, lots, spare)
    names = lead.coins[fan_out.symbol].names_of(distinct(lots.lot)[0])
    return [
        e.LotsReleased(
            lead=lead.person,
            symbol=fan_out.symbol,
            cause=fan_out.release,
            lot=lot,
            chunk=chunk,
            rows=lots.rows[part],
            quantity=spare[part],
            cost=cost[part],
            said=None if said is None else said[part],
        )
        for lot, part in zip(names, lots.by_lot(), strict=True)
    ]


def _said_once(lead: Lead, chunk: int, lots: CopyLots, spare: Column) -> Column | None:
    """Whoever loses several lots at once hears of it once, with the last of them (R-12.10)."""
    if lots.single:
        return None
    at, order = lots.rows - first_row(chunk), np.arange(len(spare))
    total = _per_row(lead, chunk, lots, spare)
    last = np.zeros(len(total), np.int64)
    last[at] = order  # of those named twice the last one stays
    said: Column = total[at] * (last[at] == order)
    return said


KEEPS_OWED = frozenset({ReleaseCause.DUST, ReleaseCause.REVOKED, ReleaseCause.ORPHAN})
"""Releases nobody asked for: the part of a lot whose exit is still tried stays (R-2.1). Who keeps all, keeps all."""


def _still_tried(desk: Desk, lead: Lead, fan_out: FanOut, chunk: int) -> Rows:
    rows = [
        delayed.rows
        for delayed in desk.book.delayed.values()
        if (delayed.lead, delayed.symbol, delayed.chunk) == (lead.person, fan_out.symbol, chunk)
    ]
    return np.concatenate(rows) if rows else np.zeros(0, np.int32)
