"""The log of one copy: each fired lead order and its one result, put together from the journal's packed facts (R-2.5).

Records are handed in, newest or oldest first; a copier's row is found in each by binary search. Money in quote units.
Of a lead buy that became private a copier learns the code, never the coin or the amount (R-18.3).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.fold.book import Book
from core.model.events import EntriesAnswered, EntriesPlanned, ExitsAnswered, ExitsPlanned, Record
from core.model.market import Side, Symbol
from core.model.orders import Cause, Verdict, copy_order_id
from core.model.people import PersonId
from core.model.reasons import NOTHING_DUE, Reason
from core.views.shown import shown_price, shown_quantity

PLANNED: Final = ("EntriesPlanned", "ExitsPlanned")
ANSWERED: Final = ("EntriesAnswered", "ExitsAnswered")
KINDS: Final = (*PLANNED, *ANSWERED)
LEAD_REASONS: Final = frozenset(reason for reason in Reason if reason.name.startswith("LEAD_"))
MILLISECOND: Final = timedelta(milliseconds=1)
REFERENCE: Final = slice(3, 9)
"""The part of a copy order's id that people read and type; the whole id stands at the venue."""

Planned: TypeAlias = EntriesPlanned | ExitsPlanned
Answered: TypeAlias = EntriesAnswered | ExitsAnswered


class Result(StrEnum):
    """What became of a lead order in one copy (R-2.5). WAITING: sent, and not answered yet."""

    COPIED = "copied"
    PARTLY = "partly"
    FAILED = "failed"
    NOTHING_DUE = "nothing_due"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class LogRow:
    """One result. `seq` is the fact that decided it; `quantity` is what a buy brought after its fee, or a sale took.

    `net` of a sale is its profit after fees, before the share in `withheld`. `symbol` None: the lead's private affair.
    `answered_at`: the venue's instant of its last answer; `deadline`: of a buy, until when it might be sent (R-2.3).
    """

    seq: int
    at: datetime
    reference: str
    order: str
    side: Side
    cause: Cause
    symbol: Symbol | None
    base: str
    result: Result
    reason: Reason
    asked: int
    quantity: Decimal
    notional: int
    price: Decimal
    fee: Decimal
    net: int
    withheld: int
    words: str
    answered_at: datetime | None = None
    deadline: datetime | None = None


@dataclass(slots=True)
class _Told:
    """One batch as far as it has been read."""

    seq: int
    at: datetime
    plan: Planned
    ordered: int
    reason: Reason
    asked: int
    quantity: int = 0
    notional: int = 0
    fee: int = 0
    net: int = 0
    withheld: int = 0
    words: str = ""
    open: bool = False
    answered_at: datetime | None = None


def log_rows(book: Book, records: Iterable[Record], *, who: PersonId, row: int) -> tuple[LogRow, ...]:
    """The results that the records tell of one row, newest first; a batch whose plan is not among them is left out."""
    told: dict[str, _Told] = {}
    for record in sorted(records, key=lambda each: each.seq):
        match record.fact:
            case EntriesPlanned() | ExitsPlanned() as fact:
                _plan(told, record, fact, row)
            case EntriesAnswered() | ExitsAnswered() as fact:
                _answer(told, record, fact, row)
            case _:
                pass
    rows = [_row(book, each, who) for each in told.values()]
    return tuple(sorted(rows, key=lambda each: -each.seq))


COPIED: Final = frozenset({Result.COPIED, Result.PARTLY})


@dataclass(frozen=True, slots=True)
class Health:
    """Of so many lead orders so many were copied, wholly or partly; the others by their reason, most first.

    Sales of which nothing was due are not counted.

    `middle`, `slow`: milliseconds from the trigger of a lead buy to the answer of half of its copies, of 95 in 100;
    None where none was copied. `last_at`: of the newest result.
    """

    orders: int
    copied: int
    middle: int | None = None
    slow: int | None = None
    missed: tuple[tuple[Reason, int], ...] = ()
    last_at: datetime | None = None


def health(rows: Sequence[LogRow], *, expires: timedelta) -> Health:
    """How well a copy follows, by the results at hand; `expires` is how long a buy may be on its way (R-2.3)."""
    led = [row for row in rows if row.cause is Cause.LEAD_ORDER and row.result is not Result.NOTHING_DUE]
    failed = Counter(row.reason for row in led if row.result is Result.FAILED)
    delays = sorted(delay for row in led if (delay := delay_of(row, expires)) is not None)
    return Health(
        len(led),
        sum(row.result in COPIED for row in led),
        reached(delays, 50),
        reached(delays, 95),
        tuple(sorted(failed.items(), key=lambda each: (-each[1], each[0]))),
        max((row.answered_at or row.at for row in led), default=None),
    )


def delay_of(row: LogRow, expires: timedelta) -> int | None:
    """Milliseconds from the trigger of a lead buy to the answer to its copy."""
    if row.deadline is None or row.answered_at is None or row.result not in COPIED:
        return None
    return max(0, (row.answered_at - row.deadline + expires) // MILLISECOND)


def reached(delays: Sequence[int], percent: int) -> int | None:
    """The delay within which so many in a hundred of ascending delays lie."""
    return delays[-(-len(delays) * percent // 100) - 1] if delays else None


def unfinished(rows: Sequence[LogRow]) -> bool:
    """Whether one of them may have an answer among newer records."""
    return any(row.result is Result.WAITING for row in rows)


def place_of(rows: NDArray[Any], row: int) -> int | None:
    """Where a row stands in a fact's ascending rows; None if the fact does not speak of it."""
    at = int(np.searchsorted(rows, row))
    return at if at < len(rows) and rows[at] == row else None


def reference(batch: str, who: PersonId) -> str:
    """The short name of one copy order, as `/why` takes it."""
    return copy_order_id(batch, who)[REFERENCE].upper()  # type: ignore[arg-type]  # a batch read back is plain text


def _plan(told: dict[str, _Told], record: Record, fact: Planned, row: int) -> None:
    at = place_of(fact.rows, row)
    if at is None:
        return
    reason, ordered = Reason(int(fact.reason[at])), int(fact.quantity[at])
    known = told.get(fact.batch)
    if known is None and fact.attempt > 1:
        return  # the first attempt stands in older records, and its number is the result's
    if known is None:
        asked = int(fact.asked[at]) if isinstance(fact, EntriesPlanned) else 0
        told[fact.batch] = known = _Told(record.seq, record.at, fact, ordered, reason, asked)
    known.open = ordered > 0
    known.ordered = known.ordered or ordered
    known.reason = reason


def _answer(told: dict[str, _Told], record: Record, fact: Answered, row: int) -> None:
    at, known = place_of(fact.rows, row), told.get(fact.batch)
    if at is None or known is None:
        return
    verdict = Verdict(int(fact.verdict[at]))
    known.reason = Reason(int(fact.reason[at]))
    known.words = fact.words.get(row, known.words)
    if verdict is Verdict.UNANSWERED:
        known.open = True
        return
    known.open, known.answered_at = False, fact.at or record.at
    known.quantity += int(fact.quantity[at])
    known.notional += int(fact.notional[at])
    known.fee += int(fact.fee[at])
    if isinstance(fact, ExitsAnswered):
        known.net += int(fact.net[at])
        known.withheld += int(fact.withheld[at])


def _row(book: Book, told: _Told, who: PersonId) -> LogRow:
    plan, private = told.plan, told.reason in LEAD_REASONS
    instrument = book.instruments[plan.symbol]
    buys = isinstance(plan, EntriesPlanned)
    price = Decimal(0)
    if told.quantity:
        price = shown_price(instrument, instrument.affordable_price(told.quantity, told.notional))
    return LogRow(
        seq=told.seq,
        at=told.at,
        reference=reference(plan.batch, who),
        order=plan.batch,
        side=Side.BUY if buys else Side.SELL,
        cause=plan.cause,
        symbol=None if private else plan.symbol,
        base="" if private else instrument.base,
        result=_result(told),
        reason=told.reason,
        asked=0 if private else told.asked,
        quantity=shown_quantity(instrument, told.quantity - (told.fee if buys else 0)),
        notional=told.notional,
        price=price,
        fee=instrument.quantity_decimal(told.fee) if buys else Decimal(told.fee).scaleb(-8),
        net=told.net,
        withheld=told.withheld,
        words=told.words,
        answered_at=told.answered_at,
        deadline=plan.deadline if isinstance(plan, EntriesPlanned) else None,
    )


def _result(told: _Told) -> Result:
    if told.open:
        return Result.WAITING
    if not told.quantity:
        return Result.NOTHING_DUE if told.reason in NOTHING_DUE else Result.FAILED
    return Result.COPIED if told.quantity >= told.ordered else Result.PARTLY
