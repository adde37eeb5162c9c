"""A lead's receipt: what became of one lead order in all copies of it, counted column by column; nobody is named."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.fold.book import Book
from core.model import events as e
from core.model.market import Side
from core.model.money import RATIO_UNITS
from core.model.reasons import NOTHING_DUE, Reason
from core.views.trade import tick_decimals

Copies: TypeAlias = e.EntriesPlanned | e.EntriesAnswered | e.ExitsPlanned | e.ExitsAnswered
MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one lead order: `copied` of `copiers`, and how many failed for which reason, most first.

    Of a sale only those count of whom something was due.
    """

    copied: int
    copiers: int
    failures: tuple[tuple[Reason, int], ...]


@dataclass(frozen=True, slots=True)
class OrderReceipt:
    """A lead order at its end, and what became of it. `reason`: the lead guard that failed, and nobody copied it.

    `away`: by how much of the lead's price the copies' average lies above it, a ratio; None where nothing was copied.
    `middle`, `slow`: milliseconds from the order's end to the end of half of the copies, of 95 in 100 of them.
    """

    seq: int
    at: datetime
    order: str
    base: str
    side: Side
    quantity: Decimal
    price: Decimal
    decimals: int
    """Of the price: the instrument's tick has so many."""
    reason: Reason
    counted: Receipt
    away: int | None
    middle: int | None
    slow: int | None


def is_lead_order(fact: e.Fact) -> bool:
    """Whether it is the end of an order that was placed to be copied."""
    return isinstance(fact, e.OrderClosed) and (fact.led or fact.triggers)


def order_receipts(book: Book, records: Sequence[e.Record]) -> tuple[OrderReceipt, ...]:
    """The lead orders among the records of one lead, newest first; the copies of each must be among them."""
    copies: dict[str, list[e.Record]] = defaultdict(list)
    for record in records:
        if isinstance(record.fact, Copies):
            copies[record.fact.batch].append(record)
    closed = [record for record in records if is_lead_order(record.fact)]
    return tuple(
        _told(book, record, record.fact, copies[record.fact.order])
        for record in sorted(closed, key=lambda each: -each.seq)
        if isinstance(record.fact, e.OrderClosed)
    )


def _told(book: Book, record: e.Record, closed: e.OrderClosed, copies: Sequence[e.Record]) -> OrderReceipt:
    instrument = book.instruments[closed.symbol]
    delays = _delays(closed.at or record.at, copies)
    return OrderReceipt(
        seq=record.seq,
        at=record.at,
        order=closed.order,
        base=instrument.base,
        side=Side(closed.side),
        quantity=instrument.quantity_decimal(closed.quantity),
        price=instrument.price_decimal(instrument.affordable_price(closed.quantity, closed.notional)),
        decimals=tick_decimals(instrument),
        reason=closed.reason,
        counted=receipt(copies, closed.order),
        away=_away(closed, copies),
        middle=reached(delays, 50),
        slow=reached(delays, 95),
    )


def _away(closed: e.OrderClosed, copies: Sequence[e.Record]) -> int | None:
    answers = [each.fact for each in copies if isinstance(each.fact, e.EntriesAnswered | e.ExitsAnswered)]
    quantity = sum(int(fact.quantity.sum()) for fact in answers)
    notional = sum(int(fact.notional.sum()) for fact in answers)
    if not quantity or not closed.notional:
        return None
    return notional * closed.quantity * RATIO_UNITS // (quantity * closed.notional) - RATIO_UNITS


def _delays(since: datetime, copies: Sequence[e.Record]) -> list[tuple[int, int]]:
    """Milliseconds by the venue's clock (R-1.7), and how many copies were executed after so many; fastest first."""
    found = (
        (max(0, ((record.fact.at or record.at) - since) // MILLISECOND), int(np.count_nonzero(record.fact.quantity)))
        for record in copies
        if isinstance(record.fact, e.EntriesAnswered | e.ExitsAnswered)
    )
    return sorted(each for each in found if each[1])


def reached(delays: Sequence[tuple[int, int]], percent: int) -> int | None:
    """The delay within which so many in a hundred were answered."""
    wanted, reached = sum(many for _, many in delays) * percent, 0
    for delay, many in delays:
        reached += many * 100
        if reached >= wanted:
            return delay
    return None


def receipt(records: Sequence[e.Record], order: str) -> Receipt:
    """Counted over all chunks and answers of one lead order, column by column; nobody is named."""
    ends: dict[int, tuple[NDArray[Any], NDArray[Any]]] = {}
    for record in sorted(records, key=lambda each: each.seq):
        fact = record.fact
        if not isinstance(fact, Copies):
            continue
        if fact.batch == order:
            _end(ends, fact)
    everything = [reasons for _, reasons in ends.values()]
    counts = np.bincount(np.concatenate(everything) if everything else [], minlength=max(Reason) + 1)
    counts[list(NOTHING_DUE)] = 0
    failed = [(Reason(code), int(counts[code])) for code in np.flatnonzero(counts).tolist() if code]
    ordered = sorted(failed, key=lambda pair: (-pair[1], pair[0]))
    return Receipt(int(counts[0]), int(counts.sum()), tuple(ordered))


def _end(
    ends: dict[int, tuple[NDArray[Any], NDArray[Any]]],
    fact: Copies,
) -> None:
    """The latest reason of each row of a chunk; whatever filled has none."""
    known = ends.get(fact.chunk)
    if known is None:
        if isinstance(fact, e.EntriesPlanned | e.ExitsPlanned):
            ends[fact.chunk] = (fact.rows, fact.reason.copy())
        return
    rows, reasons = known
    at = np.searchsorted(rows, fact.rows)
    reason = fact.reason.copy()
    if isinstance(fact, e.EntriesAnswered | e.ExitsAnswered):
        reason[fact.quantity > 0] = Reason.NONE
    reasons[at] = reason
