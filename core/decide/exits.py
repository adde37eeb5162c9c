"""Decides on copy sales: what is due of each copy lot, what can be sold now, and what an answer is worth (section 12).

Exits come first: no entry guard is asked here, nothing expires, and what cannot be done now stays owed (R-2.1, R-2.2).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from core.decide.desk import Desk, FlightAnswered, TryExitsAgain
from core.decide.profit_share import withheld
from core.fold.book import CopyLots, FanOut, Flight, Lead, LeadLot
from core.model import events as e
from core.model.columns import Codes, Column, Mask, Rows, floor_to, mul_div
from core.model.copying import ReleaseCause
from core.model.market import LOT, Instrument, Symbol
from core.model.orders import BatchId, Cause, Verdict
from core.model.reasons import Reason

ASK_AGAIN = timedelta(seconds=1)
PROOFS = 2
LONGEST_WAIT_S = 60


@dataclass(slots=True)
class _Due:
    """One lead lot's copy lots in a sale: where they stand in the piece, and what is due of each."""

    lot: LeadLot
    piece: CopyLots
    at: Column
    due: Column
    sale: Column
    full: bool

    @property
    def rows(self) -> Rows:
        return self.piece.rows[self.at]


@dataclass(frozen=True, slots=True)
class _Job:
    batch: BatchId
    chunk: int
    cause: Cause
    attempt: int


# ── planning ──────────────────────────────────────────────────────────────────


def plan(desk: Desk, fan_out: FanOut) -> list[e.Fact]:
    """The next chunk of a sale that copyings follow, or of what one copying sells; released lots where that is due."""
    lead = desk.book.leads[fan_out.lead]
    chunk = _next_chunk(lead, fan_out)
    if chunk is None:
        return [e.FanOutClosed(fan_out.batch)]
    if fan_out.release is not None:
        return _release(lead, fan_out, chunk)
    if fan_out.only >= 0:
        dues = _everything(lead, fan_out.symbol, chunk, np.array([fan_out.only], np.int32))
    else:
        dues = _following(desk, lead, fan_out, chunk)
    return _planned(desk, lead, dues, fan_out.symbol, _Job(fan_out.batch, chunk, fan_out.cause, 1))


def _next_chunk(lead: Lead, fan_out: FanOut) -> int | None:
    """The next chunk in which this sale can concern a copy lot."""
    if fan_out.only >= 0:
        return fan_out.next_chunk
    pieces = {chunk for lot in lead.lots_of(fan_out.symbol) for chunk in lot.copies}
    later = [chunk for chunk in pieces if chunk >= fan_out.next_chunk]
    return min(later) if later else None


def again(desk: Desk, step: TryExitsAgain) -> list[e.Fact]:
    """The owed part of exits that could not be done (R-2.2)."""
    delayed = desk.book.delayed[step.key]
    lead = desk.book.leads[delayed.lead]
    dues = []
    for lot in lead.lots_of(delayed.symbol):
        piece = lot.copies.get(delayed.chunk)
        at = _among(piece, delayed.rows) if piece else None
        if piece is not None and at is not None and piece.owed[at].any():
            full = lot.quantity == 0
            dues.append(_due(lot, piece, at, piece.quantity[at] if full else piece.owed[at], full=full))
    job = _Job(delayed.batch, delayed.chunk, delayed.cause, delayed.attempt + 1)
    return _planned(desk, lead, dues, delayed.symbol, job)


def _following(desk: Desk, lead: Lead, fan_out: FanOut, chunk: int) -> list[_Due]:
    """A lead's sale: its fraction of each matching copy lot; all of it where the lead lot is empty or cannot be sold."""
    instrument, mark = desk.book.instruments[fan_out.symbol], desk.mark(fan_out.symbol)
    cuts = {cut.lot: cut for cut in fan_out.cuts}
    dues = []
    for lot in lead.lots_of(fan_out.symbol):
        piece, cut = lot.copies.get(chunk), cuts.get(lot.id)
        if piece is None or (cut is None and lot.quantity):
            continue
        full = cut is None or not _sellable(instrument, cut.before - cut.sold, mark)
        live = np.flatnonzero(piece.quantity)
        quantity, owed = piece.quantity[live], piece.owed[live]
        due = quantity
        if cut is not None and not full:
            due = owed + mul_div(quantity - owed, cut.sold, cut.before)[0]
        dues.append(_due(lot, piece, live, due, full=full))
    return dues


def _everything(lead: Lead, symbol: Symbol, chunk: int, rows: Rows) -> list[_Due]:
    """All that these copyings hold of the instrument."""
    dues = []
    for lot in lead.lots_of(symbol):
        piece = lot.copies.get(chunk)
        at = _among(piece, rows) if piece else None
        if piece is not None and at is not None and len(at):
            dues.append(_due(lot, piece, at, piece.quantity[at], full=True))
    return dues


def _among(piece: CopyLots, rows: Rows) -> Column:
    """Where the piece has a live copy lot of one of `rows`."""
    return np.flatnonzero(np.isin(piece.rows, rows) & (piece.quantity > 0))


def _due(lot: LeadLot, piece: CopyLots, at: Column, due: Column, *, full: bool) -> _Due:
    return _Due(lot, piece, at, due, floor_to(due, LOT), full)


def _sellable(instrument: Instrument, quantity: int, mark: int) -> bool:
    """Whether the venue would take a sale of this quantity."""
    if quantity < max(LOT, instrument.quantity_min):
        return False
    return not mark or instrument.value(quantity, mark) >= instrument.notional_min


def _planned(desk: Desk, lead: Lead, dues: Sequence[_Due], symbol: Symbol, job: _Job) -> list[e.Fact]:
    """The fact of one chunk. What the venue would not take stays owed; what cannot leave now is tried again."""
    base = job.chunk * e.CHUNK
    sale, due = _per_row(dues, base, "sale"), _per_row(dues, base, "due")
    instrument, quote = desk.book.instruments[symbol], desk.market.get(symbol)
    empty = e.ExitsPlanned(
        flight=f"{job.batch}#{job.chunk}" if job.attempt == 1 else f"{job.batch}#{job.chunk}.{job.attempt}",
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
    )
    reason: Codes = np.zeros(len(due), np.uint8)
    reason[(due > 0) & ~_taken(instrument, sale, quote.bid if quote else 0)] = Reason.SELL_BELOW_MIN
    waiting = _in_the_air(desk, lead, empty) if quote and quote.bid else np.ones(len(due), np.bool_)
    reason[(sale > 0) & (reason == Reason.NONE) & waiting] = Reason.SELL_DELAYED
    sale[reason != Reason.NONE] = 0
    for each in dues:
        each.sale[reason[each.rows - base] != Reason.NONE] = 0
    live = np.flatnonzero(due)
    plan_ = replace(
        empty,
        lots=tuple(e.LotSale(each.lot.id, each.rows, each.due, each.sale, each.full) for each in dues),
        rows=(live + base).astype(np.int32),
        reason=reason[live],
        quantity=sale[live],
    )
    stuck = live[reason[live] == Reason.SELL_BELOW_MIN]
    nothing: Column = np.zeros(len(stuck), np.int64)
    return [plan_, *_dust(desk, lead, plan_, (stuck + base).astype(np.int32), due[stuck], nothing, nothing)]


def _per_row(dues: Sequence[_Due], base: int, name: str) -> Column:
    """One attribute summed over the lots, one entry a row of the chunk."""
    total: Column = np.zeros(e.CHUNK, np.int64)
    for each in dues:
        total[each.rows - base] += getattr(each, name)
    return total


def _taken(instrument: Instrument, sale: Column, bid: int) -> Mask:
    """Where the venue's smallest quantity and smallest notional at the best bid are reached (R-12.4)."""
    enough = sale >= max(instrument.quantity_min, LOT)
    if bid and instrument.notional_min:
        enough &= instrument.values(sale, bid)[0] >= instrument.notional_min
    return enough


def _in_the_air(desk: Desk, lead: Lead, plan_: e.ExitsPlanned) -> Mask:
    """Rows of the chunk with a sale of the instrument that nobody has answered yet, `plan_`'s own flight apart."""
    waiting = np.zeros(e.CHUNK, np.bool_)
    for key, flight in desk.book.flights.items():
        other = flight.plan
        same_place = (other.lead, other.symbol, other.chunk) == (lead.person, plan_.symbol, plan_.chunk)
        if isinstance(other, e.ExitsPlanned) and same_place and key != plan_.flight:
            waiting[other.rows[flight.open == 1] - plan_.chunk * e.CHUNK] = True
    return waiting


# ── releases ──────────────────────────────────────────────────────────────────


def _release(lead: Lead, fan_out: FanOut, chunk: int) -> list[e.Fact]:
    """Lots that are let go: all of one copying's, or those whose lead lot was sold privately."""
    assert fan_out.release is not None
    facts: list[e.Fact] = []
    for lot in lead.lots_of(fan_out.symbol):
        piece = lot.copies.get(chunk)
        orphaned = lot.quantity == 0 and any(cut.lot == lot.id for cut in fan_out.cuts)
        if piece is None or not (orphaned or fan_out.only >= 0):
            continue
        live = np.flatnonzero(piece.quantity) if fan_out.only < 0 else _among(piece, np.array([fan_out.only]))
        if len(live):
            facts.append(_released(lead, lot, piece, chunk, live, fan_out.release))
    last = fan_out.only >= 0 or (chunk + 1) * e.CHUNK >= fan_out.size
    return [*facts, e.FanOutClosed(fan_out.batch) if last else e.FanOutAdvanced(fan_out.batch, chunk + 1)]


def _released(
    lead: Lead, lot: LeadLot, piece: CopyLots, chunk: int, live: Column, cause: ReleaseCause
) -> e.LotsReleased:
    return e.LotsReleased(
        lead=lead.person,
        symbol=lot.symbol,
        cause=cause,
        lot=lot.id,
        chunk=chunk,
        rows=piece.rows[live],
        quantity=piece.quantity[live],
        cost=piece.cost[live],
    )


def _dust(
    desk: Desk, lead: Lead, plan_: e.ExitsPlanned, rows: Rows, due: Column, sold: Column, cost: Column
) -> list[e.Fact]:
    """What can never be sold is let go once nothing else of the instrument is linked (R-12.5).

    `due` is all that was due of each row, `sold` what has just left, `cost` what it carried away.
    """
    held = lead.copyings.holding(plan_.symbol)[rows]
    left = held - sold
    sellable = _taken(desk.book.instruments[plan_.symbol], floor_to(left, LOT), desk.mark(plan_.symbol))
    over = (left > 0) & (due == held) & ~sellable
    over &= ~_in_the_air(desk, lead, plan_)[rows - plan_.chunk * e.CHUNK]
    if not over.any():
        return []
    which = rows[over]
    costs = _costs(lead, plan_.symbol, plan_.chunk, which) - cost[over]
    return [e.LotsReleased(lead.person, plan_.symbol, ReleaseCause.DUST, None, plan_.chunk, which, left[over], costs)]


def _costs(lead: Lead, symbol: Symbol, chunk: int, rows: Rows) -> Column:
    """The remaining cost of each row's lots in the instrument."""
    base = chunk * e.CHUNK
    total: Column = np.zeros(e.CHUNK, np.int64)
    for lot in lead.lots_of(symbol):
        piece = lot.copies.get(chunk)
        if piece is not None:
            total[piece.rows - base] += piece.cost
    return total[rows - base]


# ── answers ───────────────────────────────────────────────────────────────────


def answered(desk: Desk, flight: Flight, step: FlightAnswered) -> list[e.Fact]:
    """What the sales brought: proceeds, fee and cost lot by lot, the share withheld, and what is tried again."""
    plan_ = flight.plan
    assert isinstance(plan_, e.ExitsPlanned)
    lead, answer = desk.book.leads[plan_.lead], step.answer
    rows, asked = plan_.rows[step.where], plan_.quantity[step.where]
    verdict = answer.verdict.copy()
    absent = verdict == Verdict.ABSENT
    if absent.any() and flight.absent + 1 < PROOFS:
        verdict[absent] = Verdict.UNANSWERED
    unsure = verdict == Verdict.UNANSWERED
    quantity, notional, fee = (np.where(unsure, 0, each) for each in (answer.quantity, answer.notional, answer.fee))
    closes = _closes(lead, plan_, rows, quantity, notional, fee)
    net, set_aside, cost = (_sums(closes, plan_.chunk, rows, name) for name in ("net", "withheld", "cost"))
    short = ~unsure & (quantity < asked)
    reason: Codes = np.zeros(len(rows), np.uint8)
    reason[short], reason[unsure] = Reason.SELL_DELAYED, Reason.UNANSWERED
    wait = min(LONGEST_WAIT_S, 2 ** min(plan_.attempt - 1, 6))
    fact = e.ExitsAnswered(
        flight=step.flight,
        batch=plan_.batch,
        chunk=plan_.chunk,
        lead=plan_.lead,
        symbol=plan_.symbol,
        rows=rows,
        verdict=verdict,
        reason=reason,
        quantity=quantity,
        notional=notional,
        fee=fee,
        net=net,
        withheld=set_aside,
        closes=closes,
        ask_at=(answer.ask_at or desk.now + ASK_AGAIN) if unsure.any() else None,
        retry_at=desk.now + timedelta(seconds=wait) if short.any() else None,
        absent=flight.absent + 1 if step.asked and absent.any() else 0,
        words={int(rows[place]): words for place, words in answer.words.items()},
    )
    done = ~unsure & ~short
    owed = _owed(lead, plan_, rows[done])
    return [fact, *_dust(desk, lead, plan_, rows[done], owed, quantity[done], cost[done])]


def _owed(lead: Lead, plan_: e.ExitsPlanned, rows: Rows) -> Column:
    """All that is due of each row's lots in the instrument, the sale on its way included."""
    base = plan_.chunk * e.CHUNK
    total: Column = np.zeros(e.CHUNK, np.int64)
    for lot in lead.lots_of(plan_.symbol):
        piece = lot.copies.get(plan_.chunk)
        if piece is not None:
            total[piece.rows - base] += np.minimum(piece.owed, piece.quantity)
    return total[rows - base]


def _closes(
    lead: Lead, plan_: e.ExitsPlanned, rows: Rows, quantity: Column, notional: Column, fee: Column
) -> tuple[e.LotClose, ...]:
    """Shares each row's fill among its lots, oldest first; proceeds and fee by quantity (R-17.1), cost by R-12.7."""
    base = plan_.chunk * e.CHUNK
    spread = {}
    for name, column in (("left", quantity), ("all", quantity), ("notional", notional), ("fee", fee)):
        spread[name] = np.zeros(e.CHUNK, np.int64)
        spread[name][rows - base] = column
    paid, charged = spread["notional"].copy(), spread["fee"].copy()
    closes = []
    for sale in plan_.lots:
        at = sale.rows - base
        sold = np.minimum(sale.sale, spread["left"][at])
        spread["left"][at] -= sold
        live = np.flatnonzero(sold)
        if not len(live):
            continue
        place, part = at[live], sold[live]
        last = spread["left"][place] == 0
        whole = spread["all"][place]
        proceeds = np.where(last, paid[place], mul_div(spread["notional"][place], part, whole)[0])
        charge = np.where(last, charged[place], mul_div(spread["fee"][place], part, whole)[0])
        paid[place] -= proceeds
        charged[place] -= charge
        piece = lead.lots[sale.lot].copies[plan_.chunk]
        where = np.searchsorted(piece.rows, sale.rows[live])
        emptied = sale.full & (part == sale.sale[live])
        cost = np.where(emptied, piece.cost[where], mul_div(piece.cost[where], part, piece.quantity[where])[0])
        net = proceeds - charge - cost
        share = withheld(net, lead.copyings.ratio[sale.rows[live]])
        closes.append(e.LotClose(sale.lot, sale.rows[live], part, cost, net, share))
    return tuple(closes)


def _sums(closes: Sequence[e.LotClose], chunk: int, rows: Rows, name: str) -> Column:
    """One attribute of the closes, summed per row."""
    base = chunk * e.CHUNK
    total: Column = np.zeros(e.CHUNK, np.int64)
    for close in closes:
        total[close.rows - base] += getattr(close, name)
    return total[rows - base]
