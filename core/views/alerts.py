"""Who is told what of one fact: pure, so that a story prints the alerts a desk would send (R-18, chat.md section 4).

An alert carries every figure its text needs; whoever sends it needs no book. Money in quote units, quantities and
prices as exact decimals. Nobody is named to anybody but themselves, their lead and the operator.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.decide.desk import Desk
from core.fold.book import Lead
from core.model import events as e
from core.model.columns import Mask
from core.model.copying import CopyingState, Sizing
from core.model.market import Instrument, Side, Symbol
from core.model.money import RATIO_UNITS
from core.model.orders import OrderId, Verdict
from core.model.people import OPERATOR, PersonId
from core.model.reasons import TOLD_LEAD_ALONE, TOLD_NOBODY, Reason
from core.views.log import LEAD_REASONS, place_of, reference
from core.views.why import drift, lead_price, least_order

COLLAPSED: Final = timedelta(minutes=10)
"""One message for each copier, lead and code in this time (R-18.2)."""
PRIVATE_COLLAPSED: Final = timedelta(days=1)
"""Of a lead buy that became private a copier learns the code once a day (R-18.3)."""
FIRST_ATTEMPT: Final = 1

Reachable: TypeAlias = Callable[[NDArray[Any]], Mask]
"""Which of these person numbers can be told anything at all."""


class AlertKind(StrEnum):
    """What happened."""

    COPY_FILLED = "copy_filled"
    COPY_SOLD = "copy_sold"
    COPY_SKIPPED = "copy_skipped"
    COPY_FAILED = "copy_failed"
    COPY_UNANSWERED = "copy_unanswered"
    SELL_DELAYED = "sell_delayed"
    SELL_BELOW_MIN = "sell_below_min"
    LOTS_RELEASED = "lots_released"
    COPYING_STARTED = "copying_started"
    COPYING_CLOSING = "copying_closing"
    COPYING_ENDED = "copying_ended"
    SHARE_SETTLED = "share_settled"
    SHARE_RECEIVED = "share_received"
    LEAD_ORDER_FAILED = "lead_order_failed"
    LEAD_ORDER_COPIED = "lead_order_copied"
    ORDER_REFUSED = "order_refused"
    APPLICATION_RECEIVED = "application_received"
    APPLICATION_APPROVED = "application_approved"
    APPLICATION_REJECTED = "application_rejected"
    STOP_LEADING_REQUESTED = "stop_leading_requested"
    STOP_LEADING_ENDED = "stop_leading_ended"
    LEAD_STOPPED = "lead_stopped"
    LEAD_SUSPENDED = "lead_suspended"
    SUSPENSION_LIFTED = "suspension_lifted"
    LEAD_REVOKED = "lead_revoked"
    COPYING_RESTRICTED = "copying_restricted"
    DESK_HALTED = "desk_halted"
    DESK_RESUMED = "desk_resumed"


SKIPPED: Final = frozenset({Reason.AMOUNT_TOO_LOW, Reason.MAX_TOTAL_REACHED})
"""What the copier's own settings say; told without a sound."""
NEVER_TO_COPIERS: Final = TOLD_NOBODY | TOLD_LEAD_ALONE
ANSWERS: Final = {
    e.LeadApproved: AlertKind.APPLICATION_APPROVED,
    e.LeadRejected: AlertKind.APPLICATION_REJECTED,
    e.StopLeadingEnded: AlertKind.STOP_LEADING_ENDED,
    e.LeadStopped: AlertKind.LEAD_STOPPED,
    e.LeadSuspended: AlertKind.LEAD_SUSPENDED,
    e.SuspensionLifted: AlertKind.SUSPENSION_LIFTED,
    e.LeadRevoked: AlertKind.LEAD_REVOKED,
}
COLLAPSING: Final = frozenset(
    {
        AlertKind.COPY_SKIPPED,
        AlertKind.COPY_FAILED,
        AlertKind.COPY_UNANSWERED,
        AlertKind.SELL_DELAYED,
        AlertKind.SELL_BELOW_MIN,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One message for one person about one fact. What a kind does not speak of is None, empty or zero.

    `asked`, `least`, `free`, `room`: what a copy needed, the least that may be ordered, what was free, what was in use.
    `copied` of `copiers` is a lead's receipt, `failures` its reasons with their numbers; filled in by alerting.
    """

    to: PersonId
    kind: AlertKind
    loud: bool
    seq: int
    at: datetime
    lead: PersonId | None = None
    copier: PersonId | None = None
    order: str = ""
    reference: str = ""
    symbol: Symbol | None = None
    base: str = ""
    side: Side | None = None
    reason: Reason = Reason.NONE
    cause: str = ""
    quantity: Decimal = Decimal(0)
    price: Decimal = Decimal(0)
    price_lead: Decimal = Decimal(0)
    drift: int = 0
    limit: int = 0
    notional: int = 0
    profit_net: int = 0
    cost: int = 0
    withheld: int = 0
    payable: int = 0
    refund: int = 0
    asked: int = 0
    least: int = 0
    free: int = 0
    room: int = 0
    late_s: int = 0
    words: str = ""
    count: int = 0
    copied: int = 0
    copiers: int = 0
    failures: tuple[tuple[Reason, int], ...] = ()

    @property
    def key(self) -> str:
        """What makes it one message however often the fact is told: the fact, or the order a receipt is for."""
        return f"receipt:{self.order}" if self.kind is AlertKind.LEAD_ORDER_COPIED else f"{self.seq}:{self.order}"

    @property
    def window(self) -> timedelta:
        """How long others of the same person, lead and code wait to be told together; none for most kinds."""
        if self.kind not in COLLAPSING:
            return timedelta(0)
        return PRIVATE_COLLAPSED if self.reason in LEAD_REASONS else COLLAPSED


def alerts(desk: Desk, record: e.Record, reachable: Reachable | None = None) -> list[Alert]:
    """Everybody who is told something of this fact; `desk` knows it and perhaps later ones."""
    return list(each_alert(desk, record, reachable))


def each_alert(
    desk: Desk, record: e.Record, reachable: Reachable | None = None, rows: slice = slice(None)
) -> Iterator[Alert]:
    """The same one by one, of entries `rows` of a fact over columns: who must not hold up others takes it in parts."""
    match record.fact:
        case e.EntriesPlanned() as fact:
            yield from _entries_planned(desk, record, fact, reachable, rows)
            yield from (each for each in _receipt(desk, record, fact, rows) if _hears(each.to, reachable))
        case e.EntriesAnswered() as fact:
            yield from _entries_answered(desk, record, fact, reachable, rows)
            yield from (each for each in _receipt(desk, record, fact, rows) if _hears(each.to, reachable))
        case e.ExitsPlanned() as fact:
            yield from _exits_planned(desk, record, fact, reachable, rows)
            yield from (each for each in _receipt(desk, record, fact, rows) if _hears(each.to, reachable))
        case e.ExitsAnswered() as fact:
            yield from _exits_answered(desk, record, fact, reachable, rows)
            yield from (each for each in _receipt(desk, record, fact, rows) if _hears(each.to, reachable))
        case e.LotsReleased() as fact:
            yield from _released(desk, record, fact, reachable, rows)
        case e.ProfitShareSettled() as fact:
            yield from _settled(desk, record, fact, reachable, rows)
        case e.CopyingRestricted(lead, True):
            yield from _restricted(desk, record, lead, reachable, rows)
        case e.DeskHalted() | e.DeskResumed():
            yield from _whole_desk(desk, record, reachable, rows)
        case _:
            yield from (each for each in _single(desk, record) if _hears(each.to, reachable))


def entries_of(desk: Desk, record: e.Record) -> int:
    """How many entries `each_alert` may be cut into."""
    if isinstance(record.fact, e.DeskHalted | e.DeskResumed):
        return desk.book.people.size
    if isinstance(record.fact, e.CopyingRestricted):
        return desk.book.leads[record.fact.lead].copyings.size or 1
    return len(getattr(record.fact, "rows", ())) or 1


# ── facts over columns ────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Told:
    """Entry `at` of a fact, and whom it concerns."""

    at: int
    row: int
    person: PersonId


def _hears(person: PersonId, reachable: Reachable | None) -> bool:
    return reachable is None or bool(reachable(np.array([person]))[0])


def _concerned(
    lead: Lead, fact_rows: NDArray[Any], where: Mask, reachable: Reachable | None, part: slice
) -> list[_Told]:
    """The entries of a part of a fact that somebody can be told of; the rest costs no object."""
    start, stop, _ = part.indices(len(fact_rows))
    people = lead.copyings.person[fact_rows[start:stop]]
    told = where[start:stop] if reachable is None else where[start:stop] & reachable(people)
    places = np.flatnonzero(told)
    return [
        _Told(at + start, row, PersonId(person))
        for at, row, person in zip(
            places.tolist(), fact_rows[start:stop][places].tolist(), people[places].tolist(), strict=True
        )
    ]


def _entries_planned(
    desk: Desk, record: e.Record, fact: e.EntriesPlanned, reachable: Reachable | None, part: slice
) -> Iterator[Alert]:
    lead, instrument = desk.book.leads[fact.lead], desk.book.instruments[fact.symbol]
    failed = _pushed(fact.reason)
    if not failed.any():
        return
    average, off, least = (
        lead_price(instrument, fact),
        drift(instrument, fact),
        least_order(instrument, fact.price_copy),
    )
    fired_at = fact.deadline - timedelta(seconds=desk.limits.entry.expires_s)
    late = max(0, int((record.at - fired_at).total_seconds()))
    for each in _concerned(lead, fact.rows, failed, reachable, part):
        reason = Reason(int(fact.reason[each.at]))
        if reason in LEAD_REASONS:
            yield _private(record, fact, each.person, reason)
            continue
        yield Alert(
            to=each.person,
            kind=AlertKind.COPY_SKIPPED if reason in SKIPPED else AlertKind.COPY_FAILED,
            loud=reason not in SKIPPED,
            seq=record.seq,
            at=record.at,
            lead=fact.lead,
            order=fact.batch,
            reference=reference(fact.batch, each.person),
            symbol=fact.symbol,
            base=instrument.base,
            side=Side.BUY,
            reason=reason,
            price=instrument.price_decimal(fact.price_copy),
            price_lead=average,
            drift=off,
            limit=desk.limits.entry.spread
            if reason is Reason.SPREAD_EXCEEDED
            else int(lead.copyings.max_total[each.row]),
            asked=int(fact.asked[each.at]),
            least=least,
            free=_free(desk, lead, each),
            room=int(lead.copyings.open_cost[each.row] + lead.copyings.bound[each.row]),
            late_s=late,
        )


def _pushed(reason: NDArray[Any]) -> Mask:
    """Where a reason is one that copiers are told."""
    pushed: Mask = (reason != Reason.NONE) & ~np.isin(reason, [int(each) for each in NEVER_TO_COPIERS])
    return pushed


def _private(record: e.Record, fact: e.EntriesPlanned, person: PersonId, reason: Reason) -> Alert:
    return Alert(
        to=person,
        kind=AlertKind.COPY_FAILED,
        loud=False,
        seq=record.seq,
        at=record.at,
        lead=fact.lead,
        order=fact.batch,
        reason=reason,
    )


def _free(desk: Desk, lead: Lead, told: _Told) -> int:
    """What this copier could spend on a copy when last seen."""
    table = lead.copyings
    smart = table.paid_in[told.row] > 0
    return int(table.cash[told.row] if smart else desk.book.people.cash[told.person])


def _entries_answered(
    desk: Desk, record: e.Record, fact: e.EntriesAnswered, reachable: Reachable | None, part: slice
) -> Iterator[Alert]:
    lead, instrument = desk.book.leads[fact.lead], desk.book.instruments[fact.symbol]
    told = (fact.quantity > 0) | _pushed(fact.reason)
    for each in _concerned(lead, fact.rows, told, reachable, part):
        quantity, notional = int(fact.quantity[each.at]), int(fact.notional[each.at])
        reason = Reason(int(fact.reason[each.at]))
        yield Alert(
            to=each.person,
            kind=_entry_kind(quantity, reason),
            loud=quantity == 0 and reason not in SKIPPED,
            seq=record.seq,
            at=record.at,
            lead=fact.lead,
            order=fact.batch,
            reference=reference(fact.batch, each.person),
            symbol=fact.symbol,
            base=instrument.base,
            side=Side.BUY,
            reason=reason,
            quantity=instrument.quantity_decimal(quantity - int(fact.fee[each.at])),
            price=_average(instrument, quantity, notional),
            limit=desk.limits.entry.spread,
            notional=notional,
            words=_venue_words(fact.words.get(each.row, "")),
        )


def _entry_kind(quantity: int, reason: Reason) -> AlertKind:
    if quantity:
        return AlertKind.COPY_FILLED
    return AlertKind.COPY_UNANSWERED if reason is Reason.UNANSWERED else AlertKind.COPY_FAILED


def _venue_words(words: str) -> str:
    """The words without the venue's code before them."""
    code, _, rest = words.partition(" ")
    return rest if code.isdecimal() else words


def _exits_planned(
    desk: Desk, record: e.Record, fact: e.ExitsPlanned, reachable: Reachable | None, part: slice
) -> Iterator[Alert]:
    lead, instrument = desk.book.leads[fact.lead], desk.book.instruments[fact.symbol]
    failed = _pushed(fact.reason) & (fact.attempt == FIRST_ATTEMPT)
    for each in _concerned(lead, fact.rows, failed, reachable, part):
        reason = Reason(int(fact.reason[each.at]))
        due = sum(_due_of(sale, each.row) for sale in fact.lots)
        yield _sale_waits(record, fact, each.person, instrument, reason=reason, due=due)


def _due_of(sale: e.LotSale, row: int) -> int:
    at = place_of(sale.rows, row)
    return 0 if at is None else int(sale.due[at])


def _sale_waits(
    record: e.Record,
    fact: e.ExitsPlanned | e.ExitsAnswered,
    person: PersonId,
    instrument: Instrument,
    *,
    reason: Reason,
    due: int,
) -> Alert:
    below = reason is Reason.SELL_BELOW_MIN
    return Alert(
        to=person,
        kind=AlertKind.SELL_BELOW_MIN if below else AlertKind.SELL_DELAYED,
        loud=not below,
        seq=record.seq,
        at=record.at,
        lead=fact.lead,
        order=fact.batch,
        reference=reference(fact.batch, person),
        symbol=fact.symbol,
        base=instrument.base,
        side=Side.SELL,
        reason=reason,
        quantity=instrument.quantity_decimal(due),
    )


def _exits_answered(
    desk: Desk, record: e.Record, fact: e.ExitsAnswered, reachable: Reachable | None, part: slice
) -> Iterator[Alert]:
    lead, instrument = desk.book.leads[fact.lead], desk.book.instruments[fact.symbol]
    told = (fact.quantity > 0) | _pushed(fact.reason)
    for each in _concerned(lead, fact.rows, told, reachable, part):
        quantity, reason = int(fact.quantity[each.at]), Reason(int(fact.reason[each.at]))
        if quantity:
            yield _sold(record, fact, each, instrument, quantity)
        if reason is Reason.UNANSWERED or (reason is not Reason.NONE and fact.verdict[each.at] != Verdict.UNANSWERED):
            yield _sale_waits(record, fact, each.person, instrument, reason=Reason.SELL_DELAYED, due=0)


def _sold(record: e.Record, fact: e.ExitsAnswered, told: _Told, instrument: Instrument, quantity: int) -> Alert:
    notional = int(fact.notional[told.at])
    return Alert(
        to=told.person,
        kind=AlertKind.COPY_SOLD,
        loud=False,
        seq=record.seq,
        at=record.at,
        lead=fact.lead,
        order=fact.batch,
        reference=reference(fact.batch, told.person),
        symbol=fact.symbol,
        base=instrument.base,
        side=Side.SELL,
        quantity=instrument.quantity_decimal(quantity),
        price=_average(instrument, quantity, notional),
        notional=notional,
        profit_net=int(fact.net[told.at]),
        cost=sum(_cost_of(close, told.row) for close in fact.closes),
        withheld=int(fact.withheld[told.at]),
    )


def _cost_of(close: e.LotClose, row: int) -> int:
    at = place_of(close.rows, row)
    return 0 if at is None else int(close.cost[at])


def _average(instrument: Instrument, quantity: int, notional: int) -> Decimal:
    return instrument.price_decimal(instrument.affordable_price(quantity, notional)) if quantity else Decimal(0)


def _released(
    desk: Desk, record: e.Record, fact: e.LotsReleased, reachable: Reachable | None, part: slice
) -> Iterator[Alert]:
    lead, instrument = desk.book.leads[fact.lead], desk.book.instruments[fact.symbol]
    everybody = np.ones(len(fact.rows), np.bool_)
    for each in _concerned(lead, fact.rows, everybody, reachable, part):
        yield Alert(
            to=each.person,
            kind=AlertKind.LOTS_RELEASED,
            loud=fact.cause.name == "ORPHAN",
            seq=record.seq,
            at=record.at,
            lead=fact.lead,
            symbol=fact.symbol,
            base=instrument.base,
            cause=fact.cause.name.lower(),
            quantity=instrument.quantity_decimal(int(fact.quantity[each.at])),
        )


def _settled(
    desk: Desk, record: e.Record, fact: e.ProfitShareSettled, reachable: Reachable | None, part: slice
) -> Iterator[Alert]:
    lead = desk.book.leads[fact.lead]
    everybody = np.ones(len(fact.rows), np.bool_)
    for each in _concerned(lead, fact.rows, everybody, reachable, part):
        yield Alert(
            to=each.person,
            kind=AlertKind.SHARE_SETTLED,
            loud=False,
            seq=record.seq,
            at=record.at,
            lead=fact.lead,
            profit_net=int(fact.net[each.at]),
            withheld=int(fact.withheld[each.at]),
            payable=int(fact.payable[each.at]),
            refund=int(fact.refund[each.at]),
        )
    first = part.indices(len(fact.rows))[0] == 0
    payable = int(fact.payable.sum())
    if first and payable and _hears(fact.lead, reachable):
        yield Alert(
            to=fact.lead,
            kind=AlertKind.SHARE_RECEIVED,
            loud=False,
            seq=record.seq,
            at=record.at,
            lead=fact.lead,
            payable=payable,
            copiers=int(np.count_nonzero(fact.payable)),
        )


def _receipt(
    desk: Desk,
    record: e.Record,
    fact: e.EntriesPlanned | e.EntriesAnswered | e.ExitsPlanned | e.ExitsAnswered,
    part: slice,
) -> Iterator[Alert]:
    """The lead's receipt once nothing of a lead order is left to be done. Alerting counts it from the journal."""
    book = desk.book
    last = part.indices(len(fact.rows))[1] >= len(fact.rows)
    led = OrderId(fact.batch) in book.names_used
    if not (last and led) or fact.batch in book.fan_outs:
        return
    if any(flight.plan.batch == fact.batch for flight in book.flights.values()):
        return
    if isinstance(fact, e.EntriesPlanned) and np.isin(fact.reason, [int(each) for each in LEAD_REASONS]).any():
        return  # it became private as a whole, and the lead has been told why
    instrument = book.instruments[fact.symbol]
    yield Alert(
        to=fact.lead,
        kind=AlertKind.LEAD_ORDER_COPIED,
        loud=False,
        seq=record.seq,
        at=record.at,
        lead=fact.lead,
        order=fact.batch,
        symbol=fact.symbol,
        base=instrument.base,
        side=Side.BUY if isinstance(fact, e.EntriesPlanned | e.EntriesAnswered) else Side.SELL,
    )


def _restricted(
    desk: Desk, record: e.Record, lead_id: PersonId, reachable: Reachable | None, part: slice
) -> Iterator[Alert]:
    """R-14.2: present copiers by another way are told; their copies go on."""
    lead = desk.book.leads[lead_id]
    table, rows = lead.copyings, np.arange(lead.copyings.size)
    other = (table.sizing[: table.size] != Sizing.SMART_SYNC) & (table.state[: table.size] != CopyingState.ENDED)
    for each in _concerned(lead, rows, other, reachable, part):
        kind = AlertKind.COPYING_RESTRICTED
        yield Alert(to=each.person, kind=kind, loud=True, seq=record.seq, at=record.at, lead=lead_id)


def _whole_desk(desk: Desk, record: e.Record, reachable: Reachable | None, part: slice) -> Iterator[Alert]:
    """Everybody who trades: copiers with a copy, and leads."""
    start, stop, _ = part.indices(desk.book.people.size)
    concerned = np.zeros(desk.book.people.size, np.bool_)
    for lead in desk.book.leads.values():
        table = lead.copyings
        concerned[lead.person] = True
        concerned[table.person[: table.size][table.state[: table.size] != 0]] = True
    numbers = np.flatnonzero(concerned)
    numbers = numbers[(numbers >= start) & (numbers < stop)]
    kind = AlertKind.DESK_HALTED if isinstance(record.fact, e.DeskHalted) else AlertKind.DESK_RESUMED
    told = numbers if reachable is None else numbers[reachable(numbers)]
    for person in told.tolist():
        yield Alert(to=PersonId(person), kind=kind, loud=True, seq=record.seq, at=record.at)


# ── facts about one person ────────────────────────────────────────────────────


def _single(desk: Desk, record: e.Record) -> Sequence[Alert]:
    seq, at = record.seq, record.at
    match record.fact:
        case e.CopyingStarted(lead, copier):
            return [Alert(to=copier, kind=AlertKind.COPYING_STARTED, loud=False, seq=seq, at=at, lead=lead)]
        case e.CopyingClosing(lead, copier, _, cause):
            kind, told = AlertKind.COPYING_CLOSING, cause.name.lower()
            return [Alert(to=copier, kind=kind, loud=bool(cause), seq=seq, at=at, lead=lead, cause=told)]
        case e.CopyingEnded(lead, copier, _, cause):
            kind, told = AlertKind.COPYING_ENDED, cause.name.lower()
            return [Alert(to=copier, kind=kind, loud=bool(cause), seq=seq, at=at, lead=lead, cause=told)]
        case e.OrderClosed() as fact if fact.reason is not Reason.NONE and fact.reason not in TOLD_NOBODY:
            return [_lead_order_failed(desk, record, fact)]
        case e.OrderDropped(order, person, words) if words:
            kind = AlertKind.ORDER_REFUSED
            said = _venue_words(words)
            return [Alert(to=person, kind=kind, loud=True, seq=seq, at=at, order=order, words=said)]
        case _:
            return _of_leading(record)


def _of_leading(record: e.Record) -> Sequence[Alert]:
    """What is decided on somebody's leading, told to them, and what waits for the operator."""
    seq, at = record.seq, record.at
    match record.fact:
        case e.LeadApplied(lead):
            return [Alert(to=OPERATOR, kind=AlertKind.APPLICATION_RECEIVED, loud=True, seq=seq, at=at, lead=lead)]
        case e.StopLeadingRequested(lead, _):
            return [Alert(to=OPERATOR, kind=AlertKind.STOP_LEADING_REQUESTED, loud=True, seq=seq, at=at, lead=lead)]
        case (
            e.LeadApproved()
            | e.LeadRejected()
            | e.StopLeadingEnded()
            | e.LeadStopped()
            | e.LeadSuspended()
            | e.SuspensionLifted()
            | e.LeadRevoked()
        ) as fact:
            return [Alert(to=fact.lead, kind=ANSWERS[type(fact)], loud=True, seq=seq, at=at, lead=fact.lead)]
        case _:
            return []


def _lead_order_failed(desk: Desk, record: e.Record, fact: e.OrderClosed) -> Alert:
    """R-18.1: it executed for the lead, and is private as a whole."""
    instrument, limits = desk.book.instruments[fact.symbol], desk.limits.lead
    limit = limits.min_equity if fact.reason is Reason.LEAD_EQUITY_LOW else limits.cap(fact.symbol)
    return Alert(
        to=fact.person,
        kind=AlertKind.LEAD_ORDER_FAILED,
        loud=True,
        seq=record.seq,
        at=record.at,
        lead=fact.person,
        order=fact.order,
        symbol=fact.symbol,
        base=instrument.base,
        side=Side(fact.side),
        reason=fact.reason,
        quantity=instrument.quantity_decimal(fact.quantity),
        price=_average(instrument, fact.quantity, fact.notional),
        notional=fact.notional,
        free=fact.lead_equity,
        limit=limit,
        count=limits.daily_buys,
    )


# ── a lead's receipt ──────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one lead order: `copied` of `copiers`, and how many failed for which reason, most first."""

    copied: int
    copiers: int
    failures: tuple[tuple[Reason, int], ...]


def receipt(records: Sequence[e.Record], order: str) -> Receipt:
    """Counted over all chunks and answers of one lead order, column by column; nobody is named."""
    ends: dict[int, tuple[NDArray[Any], NDArray[Any]]] = {}
    for record in sorted(records, key=lambda each: each.seq):
        fact = record.fact
        if not isinstance(fact, e.EntriesPlanned | e.EntriesAnswered | e.ExitsPlanned | e.ExitsAnswered):
            continue
        if fact.batch == order:
            _end(ends, fact)
    everything = [reasons for _, reasons in ends.values()]
    counts = np.bincount(np.concatenate(everything)) if everything else np.zeros(1, np.int64)
    failed = [(Reason(code), int(counts[code])) for code in np.flatnonzero(counts).tolist() if code]
    ordered = sorted(failed, key=lambda pair: (-pair[1], pair[0]))
    return Receipt(int(counts[0]), int(counts.sum()), tuple(ordered))


def _end(
    ends: dict[int, tuple[NDArray[Any], NDArray[Any]]],
    fact: e.EntriesPlanned | e.EntriesAnswered | e.ExitsPlanned | e.ExitsAnswered,
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


def gain(alert: Alert) -> int:
    """A sale's profit as a part of its cost, in 10⁻⁸; 0 without a cost."""
    return alert.profit_net * RATIO_UNITS // alert.cost if alert.cost else 0
