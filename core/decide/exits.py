"""Decides on copy sales: what is due of each copy lot, what can be sold now, and what an answer is worth (section 12).

Exits come first: no entry guard is asked here, nothing expires, and what cannot be done now stays owed (R-2.1, R-2.2).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.decide.by_row import ByRow
from core.decide.desk import Desk, TryExitsAgain
from core.decide.dust import Sold, all_of, in_the_air, released, sellable, taken, waiting_rows
from core.decide.people import denied
from core.fold.book import CopyLots, Delayed, FanOut, Lead, LeadLot
from core.fold.lots import opens, standing
from core.model import events as e
from core.model.chunks import chunk_of, first_row, span
from core.model.columns import Codes, Column, Mask, Rows, floor_to, mul_div, reach
from core.model.commands import SellCopy
from core.model.copying import CopyingState, ReleaseCause
from core.model.market import LOT, Symbol
from core.model.orders import BatchId, Cause
from core.model.people import Origin
from core.model.reasons import Denial, Reason


@dataclass(slots=True)
class _Due:
    """One lead lot's copy lots in a sale: where they stand in the piece, and what is due of each."""

    lot: LeadLot
    piece: CopyLots
    at: Column
    due: Column
    sale: Column

    @property
    def rows(self) -> Rows:
        return self.piece.rows[self.at]


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
        dues = list(_everything(lead, fan_out.symbol, chunk, np.array(fan_out.only, np.int32)))
        return _planned(desk, lead, dues, fan_out.symbol, job)
    dues = _following(desk, lead, fan_out, chunk)
    return _planned(desk, lead, dues, fan_out.symbol, job, idle=_idle(desk, lead, fan_out, chunk))


def _next_chunk(lead: Lead, fan_out: FanOut) -> int | None:
    """The next chunk that this sale concerns: each copying has its result of a sale, lots are let go where they are."""
    if fan_out.only or fan_out.release is None:
        return chunk_of(fan_out.next_row)
    pieces = {chunk for lot in lead.lots_of(fan_out.symbol) for chunk in lot.copies}
    later = [chunk for chunk in pieces if first_row(chunk) >= fan_out.next_row]
    return min(later) if later else None


def again(desk: Desk, step: TryExitsAgain) -> list[e.Fact]:
    """The owed part of exits that could not be done (R-2.2), or that another sale has taken along meanwhile."""
    delayed = desk.book.delayed[step.key]
    lead = desk.book.leads[delayed.lead]
    if delayed.symbol in desk.book.delisted:
        return _let_go(desk, lead, step.key, delayed)
    dues = []
    for lot in (lead.lots[known] for known in delayed.lots if known in lead.lots):
        piece = lot.copies.get(delayed.chunk)
        at = _among(piece, delayed.rows) if piece else None
        if piece is not None and at is not None and piece.owed[at].any():
            due = piece.quantity[at] if _spent(desk, lot, delayed) else piece.owed[at]
            dues.append(_due(lot, piece, at, due))
    job = Job(delayed.batch, delayed.chunk, delayed.cause, delayed.attempt + 1, int(delayed.rows[0]))
    here = span(delayed.chunk, lead.copyings.size)
    idle: Codes = np.zeros(here.stop - here.start, np.uint8)
    idle[delayed.rows - here.start] = Reason.SELL_ALREADY_CLOSED
    return _planned(desk, lead, dues, delayed.symbol, job, idle=idle)


def _spent(desk: Desk, lot: LeadLot, delayed: Delayed) -> bool:
    """Whether copied sales have sold a lead lot out; for an entry answered late that is judged here (R-12.3).

    What was sold privately is none of a copy's affair: the part that is not owed is let go (R-12.10).
    """
    if lot.quantity < lot.followed:
        return False
    late = delayed.attempt == 0
    unsellable = not sellable(desk.book.instruments[lot.symbol], lot.quantity, desk.mark(lot.symbol))
    return lot.quantity == 0 or (late and unsellable)


def _let_go(desk: Desk, lead: Lead, key: str, delayed: Delayed) -> list[e.Fact]:
    """Trading has ended: what was to be sold is its owner's own (R-5.4), but for what a sale may be taking now."""
    waiting = waiting_rows(desk, lead, delayed.symbol, delayed.chunk)
    rows = delayed.rows[~waiting[delayed.rows - first_row(delayed.chunk)]]
    facts = all_of(lead, delayed.symbol, ReleaseCause.DELISTED, delayed.chunk, rows)
    return [*facts, e.ExitsGivenUp(key)]


def by_stop(desk: Desk, lead: Lead, lot: LeadLot, rows: Rows, job: Job) -> list[e.Fact]:
    """Copy lots of one lead lot that their own take-profit or stop-loss sells (R-13.1)."""
    piece = lot.copies[job.chunk]
    at = _among(piece, rows)
    return _planned(desk, lead, [_due(lot, piece, at, piece.quantity[at])], lot.symbol, job)


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
    found = _everything(lead, command.symbol, chunk, one)
    dues = _oldest(found, command.quantity) if command.quantity else list(found)
    total = _per_row(lead, chunk, dues, "sale").of(one)
    quote = desk.market.get(command.symbol)
    if not taken(desk.book.instruments[command.symbol], total, quote.bid if quote else 0)[0]:
        return denied(command, command.who, Denial.ORDER_TOO_SMALL)
    job = Job(BatchId(f"hand-{lead.person}-{row}-{origin}"), chunk, Cause.BY_HAND, 1)
    return _planned(desk, lead, dues, command.symbol, job)


def _oldest(dues: Iterable[_Due], quantity: int) -> list[_Due]:
    """The oldest lots up to a quantity, whole steps of each. What a lot owed is still owed of what is left of it."""
    chosen = []
    for each in dues:
        if not quantity:
            break
        sale = min(quantity, int(each.due[0])) // LOT * LOT
        quantity -= sale
        if sale:
            owed = int(each.piece.owed[each.at][0])
            due = np.minimum(each.due, owed + sale)
            part = _due(each.lot, each.piece, each.at, due)
            part.sale = np.array([sale], np.int64)
            chosen.append(part)
    return chosen


def _following(desk: Desk, lead: Lead, fan_out: FanOut, chunk: int) -> list[_Due]:
    """A lead's sale: its fraction of each matching copy lot; all of it where the lead lot is spent (R-12.3)."""
    instrument, mark = desk.book.instruments[fan_out.symbol], desk.mark(fan_out.symbol)
    cuts = {cut.lot: cut for cut in fan_out.cuts}
    sold, before = sum(cut.sold for cut in fan_out.cuts), sum(cut.before for cut in fan_out.cuts)
    dues = []
    for lot in lead.among(fan_out.symbol, cuts):
        piece, cut = lot.copies.get(chunk), cuts.get(lot.id)
        if piece is None or (cut is None and lot.quantity):
            continue
        live = np.flatnonzero(piece.quantity)
        if not len(live):
            continue  # sold out long ago; its lead lot is dust that sales leave behind
        quantity, owed = piece.quantity[live], piece.owed[live]
        due = quantity
        if cut is not None and sellable(instrument, cut.before - cut.sold, mark):
            due = owed + mul_div(quantity - owed, sold, before)[0]
        dues.append(_due(lot, piece, live, due))
    return dues


def _idle(desk: Desk, lead: Lead, fan_out: FanOut, chunk: int) -> Codes:
    """Why nothing of what the lead sells is due of a copying, if nothing is: an entry a row of the chunk.

    It never had a match (R-12.2), sold or took out all of it before (R-12.9), or has too little of it for the fraction.
    Of an entry that is still to be answered nobody knows yet (R-4.5): NONE.
    """
    here = span(chunk, lead.copyings.size)
    had, left = np.zeros((2, here.stop - here.start), np.bool_)
    for lot in (lead.lots[cut.lot] for cut in fan_out.cuts if cut.lot in lead.lots):
        piece = lot.copies.get(chunk)
        if piece is not None:
            at = reach(piece.rows - here.start)
            had[at] = True
            left[at] |= piece.quantity > 0
    why: Codes = np.zeros(here.stop - here.start, np.uint8)
    live = lead.copyings.state[span(chunk, fan_out.size)] != CopyingState.ENDED
    why[: len(live)][live] = Reason.SELL_NOTHING_HELD
    why[had & (why > 0)] = Reason.SELL_ALREADY_CLOSED
    why[left & (why > 0)] = Reason.SELL_BELOW_MIN
    for rows in _arriving(desk, fan_out, chunk):
        why[rows - here.start] = Reason.NONE
    return why


def _arriving(desk: Desk, fan_out: FanOut, chunk: int) -> Iterator[Rows]:
    """Rows with an entry on its way that may still open a copy lot of what is sold."""
    for flight in desk.book.flights.values():
        if flight.plan.chunk == chunk and any(opens(flight.plan, cut.lot) for cut in fan_out.cuts):
            yield flight.plan.rows[flight.open == 1]


def _everything(lead: Lead, symbol: Symbol, chunk: int, rows: Rows) -> Iterator[_Due]:
    """All that these copyings hold of the instrument, oldest lots first."""
    for lot in lead.lots_of(symbol):
        piece = lot.copies.get(chunk)
        at = _among(piece, rows) if piece else None
        if piece is not None and at is not None and len(at):
            yield _due(lot, piece, at, piece.quantity[at])


def _among(piece: CopyLots, rows: Rows) -> Column:
    """Where the piece has a live copy lot of one of `rows`."""
    if len(rows) == 1:  # one copier's own affair, lot after lot
        at = int(piece.rows.searchsorted(rows[0]))
        there = at < len(piece.rows) and piece.rows[at] == rows[0] and piece.quantity[at] > 0
        return np.array([at] if there else [], np.intp)
    return np.flatnonzero(standing(piece, rows) & (piece.quantity > 0))


def _due(lot: LeadLot, piece: CopyLots, at: Column, due: Column) -> _Due:
    return _Due(lot, piece, at, due, floor_to(due, LOT))


def _planned(
    desk: Desk, lead: Lead, dues: Sequence[_Due], symbol: Symbol, job: Job, *, idle: Codes | None = None
) -> list[e.Fact]:
    """The fact of one chunk. What the venue would not take stays owed; what cannot leave now is tried again."""
    base = first_row(job.chunk)
    sale, due = (_per_row(lead, job.chunk, dues, name).amounts for name in ("sale", "due"))
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
        lots=(),
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
    for each in dues:
        each.sale[reason[reach(each.rows - base)] != Reason.NONE] = 0
    concerned: Mask = due > 0
    if idle is not None:
        reason += idle * ~concerned
        concerned |= idle > 0
    live = np.flatnonzero(concerned)
    plan_ = replace(
        empty,
        lots=tuple(e.LotSale(each.lot.id, each.rows, each.due, each.sale) for each in dues),
        rows=(live + base).astype(np.int32),
        reason=reason[live],
        quantity=sale[live],
    )
    stuck = (live[reason[live] == Reason.SELL_BELOW_MIN] + base).astype(np.int32)
    nothing: Column = np.zeros(len(stuck), np.int64)
    return [plan_, *released(desk, lead, plan_, Sold(stuck, lambda rows: due[reach(rows - base)], nothing, nothing))]


def _per_row(lead: Lead, chunk: int, dues: Sequence[_Due], name: str) -> ByRow:
    """One attribute summed over the lots."""
    total = ByRow.nothing(lead, chunk)
    for each in dues:
        total.add(each.rows, getattr(each, name))
    return total


def _release(desk: Desk, lead: Lead, fan_out: FanOut, chunk: int) -> list[e.Fact]:
    """Lots that are let go: all of some copyings', or those whose lead lot was sold privately."""
    assert fan_out.release is not None
    keep = _still_tried(desk, lead, fan_out, chunk) if fan_out.release in KEEPS_OWED else np.zeros(0, np.int32)
    if fan_out.only:
        rows = np.array(fan_out.only, np.int32)
        tried = np.isin(rows, keep)
        facts = all_of(lead, fan_out.symbol, fan_out.release, chunk, rows[~tried])
        if tried.any():
            facts += _spared(lead, lead.lots_of(fan_out.symbol), fan_out, chunk, keep, among=rows[tried])
        return [*facts, e.FanOutClosed(fan_out.batch)]
    cut = {cut.lot for cut in fan_out.cuts}
    orphaned = [lot for lot in lead.among(fan_out.symbol, cut) if lot.id in cut and not _held_by_lead(desk, lot)]
    facts, after = _spared(lead, orphaned, fan_out, chunk, keep), first_row(chunk + 1)
    last = after >= fan_out.size
    return [*facts, e.FanOutClosed(fan_out.batch) if last else e.FanOutAdvanced(fan_out.batch, after)]


def _spared(
    lead: Lead, lots: Sequence[LeadLot], fan_out: FanOut, chunk: int, keep: Rows, *, among: Rows | None = None
) -> list[e.Fact]:
    """Copy lots of these lead lots are let go, all or those `among` some rows, less what rows to `keep` owe."""
    assert fan_out.release is not None
    facts: list[e.LotsReleased] = []
    for lot in lots:
        piece = lot.copies.get(chunk)
        if piece is None:
            continue
        live = np.flatnonzero(piece.quantity) if among is None else _among(piece, among)
        tried = np.isin(piece.rows[live], keep)
        spare: Column = np.where(tried, piece.quantity[live] - piece.owed[live], piece.quantity[live])
        live, spare = live[spare > 0], spare[spare > 0]
        if len(live):
            cost = mul_div(piece.cost[live], spare, piece.quantity[live])[0]
            facts.append(
                e.LotsReleased(lead.person, lot.symbol, fan_out.release, lot.id, chunk, piece.rows[live], spare, cost)
            )
    return _said_once(lead, chunk, facts)


def _said_once(lead: Lead, chunk: int, facts: Sequence[e.LotsReleased]) -> list[e.Fact]:
    """Whoever loses several lots at once hears of it once (R-12.10)."""
    if len(facts) < 2:
        return list(facts)
    total, last = ByRow.nothing(lead, chunk), ByRow.nothing(lead, chunk)
    for place, fact in enumerate(facts):
        total.add(fact.rows, fact.quantity)
        last.amounts[reach(fact.rows - last.start)] = place
    return [replace(fact, said=total.of(fact.rows) * (last.of(fact.rows) == place)) for place, fact in enumerate(facts)]


def _held_by_lead(desk: Desk, lot: LeadLot) -> bool:
    """Whether the lead still has more of it than dust."""
    return sellable(desk.book.instruments[lot.symbol], lot.quantity, desk.mark(lot.symbol))


KEEPS_OWED = frozenset({ReleaseCause.DUST, ReleaseCause.REVOKED, ReleaseCause.ORPHAN})
"""Releases nobody asked for: the part of a lot whose exit is still tried stays (R-2.1). Who keeps all, keeps all."""


def _still_tried(desk: Desk, lead: Lead, fan_out: FanOut, chunk: int) -> Rows:
    rows = [
        delayed.rows
        for delayed in desk.book.delayed.values()
        if (delayed.lead, delayed.symbol, delayed.chunk) == (lead.person, fan_out.symbol, chunk)
    ]
    return np.concatenate(rows) if rows else np.zeros(0, np.int32)
