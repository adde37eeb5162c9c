"""What a copier is told of one copy order: bought, sold, not copied and why, still waiting, let go (R-18.2, R-18.3)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from core.decide.desk import Desk
from core.model import events as e
from core.model.columns import Column, Mask
from core.model.copying import ReleaseCause, Sizing
from core.model.market import Instrument, Side
from core.model.orders import BatchId, Cause, OrderId, Verdict
from core.model.people import PersonId
from core.model.reasons import Reason
from core.views.alert import NEVER_TO_COPIERS, SKIPPED, Alert, AlertKind, average, venue_words
from core.views.alerts_reach import Reachable, Told, concerned
from core.views.log import LEAD_REASONS, reference
from core.views.raising import drift_now, is_restricted, raise_to
from core.views.shown import shown_quantity
from core.views.why import drift, lead_price, least_order

FIRST_ATTEMPT: Final = 1


def entries_planned(
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
    for each in concerned(lead, fact.rows, failed, reachable, part):
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
            free=_input(fact, fact.free, each),
            room=_input(fact, fact.open, each),
            late_s=late,
            sizing=Sizing(int(lead.copyings.sizing[each.row])),
            raise_to=raise_to(desk, lead, each.row, fact, asked=int(fact.asked[each.at]), reason=reason),
            drift_max=desk.limits.entry.accepted_drift_max,
            restricted=is_restricted(lead, each.row),
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


def _input(fact: e.EntriesPlanned, column: Column | None, told: Told) -> int:
    """What the decision saw of this copying, which it did not copy."""
    return int(column[np.count_nonzero(fact.reason[: told.at])]) if column is not None else 0


def entries_answered(
    desk: Desk, record: e.Record, fact: e.EntriesAnswered, reachable: Reachable | None, part: slice
) -> Iterator[Alert]:
    lead, instrument = desk.book.leads[fact.lead], desk.book.instruments[fact.symbol]
    told = (fact.quantity > 0) | _pushed(fact.reason)
    for each in concerned(lead, fact.rows, told, reachable, part):
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
            quantity=shown_quantity(instrument, quantity - int(fact.fee[each.at])),
            price=average(instrument, quantity, notional),
            limit=desk.limits.entry.spread,
            notional=notional,
            words=venue_words(fact.words.get(each.row, "")),
            drift=drift_now(desk, fact.batch) if reason is Reason.SPREAD_EXCEEDED else 0,
            drift_max=desk.limits.entry.accepted_drift_max,
            restricted=is_restricted(lead, each.row),
        )


def _entry_kind(quantity: int, reason: Reason) -> AlertKind:
    if quantity:
        return AlertKind.COPY_FILLED
    return AlertKind.COPY_UNANSWERED if reason is Reason.UNANSWERED else AlertKind.COPY_FAILED


def exits_planned(
    desk: Desk, record: e.Record, fact: e.ExitsPlanned, reachable: Reachable | None, part: slice
) -> Iterator[Alert]:
    lead, instrument = desk.book.leads[fact.lead], desk.book.instruments[fact.symbol]
    failed = _pushed(fact.reason) & (fact.attempt == FIRST_ATTEMPT)
    for each in concerned(lead, fact.rows, failed, reachable, part):
        reason = Reason(int(fact.reason[each.at]))
        due = int(fact.lots.due[fact.lots.rows == each.row].sum())
        if due:
            yield _sale_waits(record, fact, each.person, instrument, reason=reason, due=due)


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
        quantity=shown_quantity(instrument, due),
    )


def exits_answered(
    desk: Desk, record: e.Record, fact: e.ExitsAnswered, reachable: Reachable | None, part: slice
) -> Iterator[Alert]:
    lead, instrument = desk.book.leads[fact.lead], desk.book.instruments[fact.symbol]
    told = (fact.quantity > 0) | _pushed(fact.reason)
    for each in concerned(lead, fact.rows, told, reachable, part):
        quantity, reason = int(fact.quantity[each.at]), Reason(int(fact.reason[each.at]))
        if quantity:
            yield _sold(desk, record, fact, each, quantity)
        if reason is Reason.UNANSWERED or (reason is not Reason.NONE and fact.verdict[each.at] != Verdict.UNANSWERED):
            yield _sale_waits(record, fact, each.person, instrument, reason=Reason.SELL_DELAYED, due=0)


def _sold(desk: Desk, record: e.Record, fact: e.ExitsAnswered, told: Told, quantity: int) -> Alert:
    instrument, notional = desk.book.instruments[fact.symbol], int(fact.notional[told.at])
    stop = _stop_of(desk, fact.batch)
    return Alert(
        to=told.person,
        kind=AlertKind.COPY_SOLD,
        loud=bool(stop),
        cause=stop,
        seq=record.seq,
        at=record.at,
        lead=fact.lead,
        order=fact.batch,
        reference=reference(fact.batch, told.person),
        symbol=fact.symbol,
        base=instrument.base,
        side=Side.SELL,
        quantity=shown_quantity(instrument, quantity),
        price=average(instrument, quantity, notional),
        notional=notional,
        profit_net=int(fact.net[told.at]),
        cost=int(fact.closes.cost[fact.closes.rows == told.row].sum()),
        withheld=int(fact.withheld[told.at]),
    )


def _stop_of(desk: Desk, batch: BatchId) -> str:
    """Which of a copy lot's own stops sold it, by the batch that says so; nothing for any other sale."""
    if OrderId(batch) in desk.book.names_used:
        return ""  # a lead order, whatever its name
    stops = (cause.name.lower() for cause in (Cause.TAKE_PROFIT, Cause.STOP_LOSS))
    return next((stop for stop in stops if batch.startswith(f"{stop}-")), "")


def released(
    desk: Desk, record: e.Record, fact: e.LotsReleased, reachable: Reachable | None, part: slice
) -> Iterator[Alert]:
    """Dust is not pushed: it stands in the portfolio, and nobody can do anything about it; nor is one's own doing."""
    if fact.cause in {ReleaseCause.DUST, ReleaseCause.KEPT}:
        return
    lead, instrument = desk.book.leads[fact.lead], desk.book.instruments[fact.symbol]
    said = fact.quantity if fact.said is None else fact.said
    for each in concerned(lead, fact.rows, said > 0, reachable, part):
        yield Alert(
            to=each.person,
            kind=AlertKind.LOTS_RELEASED,
            loud=fact.cause in {ReleaseCause.ORPHAN, ReleaseCause.REVOKED},
            seq=record.seq,
            at=record.at,
            lead=fact.lead,
            symbol=fact.symbol,
            base=instrument.base,
            cause=fact.cause.name.lower(),
            quantity=shown_quantity(instrument, int(said[each.at])),
        )
