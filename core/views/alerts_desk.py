"""What is told beside copy orders: settlements, receipts, the life of a copy, leading, and the whole desk's halt."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from core.decide.desk import Desk
from core.model import events as e
from core.model.copying import CopyingState, Sizing, StopWay
from core.model.market import Side
from core.model.orders import OrderId
from core.model.people import OPERATOR, PersonId
from core.model.reasons import NOTHING_DUE, TOLD_NOBODY, Reason
from core.views import alerts_orders
from core.views.alert import HELD, Alert, AlertKind, average
from core.views.alerts_conduct import of_conduct
from core.views.alerts_reach import Reachable, concerned, hears
from core.views.alerts_terms import levels_changed
from core.views.log import LEAD_REASONS

ANSWERS: Final = {
    e.LeadApproved: AlertKind.APPLICATION_APPROVED,
    e.LeadRejected: AlertKind.APPLICATION_REJECTED,
    e.StopLeadingEnded: AlertKind.STOP_LEADING_ENDED,
    e.LeadSuspended: AlertKind.LEAD_SUSPENDED,
    e.SuspensionLifted: AlertKind.SUSPENSION_LIFTED,
    e.LeadRevoked: AlertKind.LEAD_REVOKED,
}


def settled(
    desk: Desk, record: e.Record, fact: e.ProfitShareSettled, reachable: Reachable | None, part: slice
) -> Iterator[Alert]:
    lead = desk.book.leads[fact.lead]
    ends = fact.cycle_end if desk.limits.clock.ends_a_cycle(fact.cycle_end) else None
    everybody = np.ones(len(fact.rows), np.bool_)
    for each in concerned(lead, fact.rows, everybody, reachable, part):
        yield Alert(
            to=each.person,
            kind=AlertKind.SHARE_SETTLED,
            loud=False,
            seq=record.seq,
            at=record.at,
            lead=fact.lead,
            profit_net=int(fact.net[each.at]),
            withheld=int(fact.payable[each.at] + fact.refund[each.at]),
            payable=int(fact.payable[each.at]),
            refund=int(fact.refund[each.at]),
            cycle_end=ends,
        )
    first = part.indices(len(fact.rows))[0] == 0
    payable = int(fact.payable.sum())
    if first and (payable or ends) and hears(fact.lead, reachable):
        yield Alert(
            to=fact.lead,
            kind=AlertKind.SHARE_RECEIVED,
            loud=False,
            seq=record.seq,
            at=record.at,
            lead=fact.lead,
            profit_net=int(fact.net.sum()),
            payable=payable,
            copiers=len(fact.rows),
            cycle_end=ends,
        )


def receipt_due(
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
    if fact.chunk == 0 and np.isin(fact.reason, [int(each) for each in NOTHING_DUE]).all():
        return  # a sale of what nobody has causes no message
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


def restricted(
    desk: Desk, record: e.Record, fact: e.CopyingRestricted, reachable: Reachable | None, part: slice
) -> Iterator[Alert]:
    """R-14.2: present copiers by another way are told, and when it is over too; their copies go on."""
    lead = desk.book.leads[fact.lead]
    kind = AlertKind.COPYING_RESTRICTED if fact.smart_sync_only else AlertKind.RESTRICTION_LIFTED
    table, rows = lead.copyings, np.arange(lead.copyings.size)
    other = (table.sizing[: table.size] != Sizing.SMART_SYNC) & (table.state[: table.size] != CopyingState.ENDED)
    for each in concerned(lead, rows, other, reachable, part):
        yield Alert(to=each.person, kind=kind, loud=True, seq=record.seq, at=record.at, lead=fact.lead)


def whole_desk(desk: Desk, record: e.Record, reachable: Reachable | None, part: slice) -> Iterator[Alert]:
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


def single(desk: Desk, record: e.Record) -> Sequence[Alert]:
    seq, at = record.seq, record.at
    match record.fact:
        case e.CopyingStarted(lead, copier):
            return [Alert(to=copier, kind=AlertKind.COPYING_STARTED, loud=False, seq=seq, at=at, lead=lead)]
        case e.CopyingClosing() as fact if _ended_at_once(desk, fact):
            return []
        case e.CopyingClosing() | e.CopyingEnded() as fact:
            return [_ends(desk, record, fact)]
        case e.OrderClosed() as fact if fact.reason is not Reason.NONE and fact.reason not in TOLD_NOBODY:
            return [_lead_order_failed(desk, record, fact)]
        case e.OrderDropped() as fact:
            return alerts_orders.dropped(record, fact)
        case e.OrderClosed() as fact:
            return alerts_orders.filled(desk, record, fact)
        case e.ConductFound() | e.ConductReviewed() | e.LeadFoundInactive() | e.PostsAllowed():
            return of_conduct(desk, record)
        case e.LevelReckoned() as fact:
            return [levels_changed(desk, record, fact)]
        case _:
            return _of_leading(record)


def _ends(desk: Desk, record: e.Record, fact: e.CopyingClosing | e.CopyingEnded) -> Alert:
    """With what the copy's sales have come to, and the way it was to end."""
    table = desk.book.leads[fact.lead].copyings
    return Alert(
        to=fact.copier,
        kind=AlertKind.COPYING_CLOSING if isinstance(fact, e.CopyingClosing) else AlertKind.COPYING_ENDED,
        loud=bool(fact.cause),
        seq=record.seq,
        at=record.at,
        lead=fact.lead,
        cause=fact.cause.name.lower(),
        how=StopWay(int(table.stop_way[fact.row])),
        profit_net=int(table.realised[fact.row]),
    )


def _ended_at_once(desk: Desk, closing: e.CopyingClosing) -> bool:
    """With nothing to sell a copy is over as soon as it closes: its end alone is told, for the same cause."""
    return (
        closing.how is StopWay.MANUAL_CLOSE
        and desk.book.leads[closing.lead].copyings.state[closing.row] == CopyingState.ENDED
    )


def _of_leading(record: e.Record) -> Sequence[Alert]:
    """What is decided on somebody's leading, told to them, and what waits for the operator."""
    seq, at = record.seq, record.at
    match record.fact:
        case e.LeadApplied(lead):
            return [Alert(to=OPERATOR, kind=AlertKind.APPLICATION_RECEIVED, loud=True, seq=seq, at=at, lead=lead)]
        case e.SettlementRefused(gaps=gaps):
            kind = AlertKind.SETTLEMENT_REFUSED
            return [Alert(to=OPERATOR, kind=kind, loud=True, seq=seq, at=at, count=len(gaps))]
        case e.StopLeadingRequested(lead, _):
            return [Alert(to=OPERATOR, kind=AlertKind.STOP_LEADING_REQUESTED, loud=True, seq=seq, at=at, lead=lead)]
        case e.ApplicationDue(lead):
            return [Alert(to=OPERATOR, kind=AlertKind.APPLICATION_DUE, loud=True, seq=seq, at=at, lead=lead)]
        case e.StopLeadingEnded(by_lead=True):
            return []
        case e.LeadStopped(lead, quiet_days):
            kind = AlertKind.LEAD_STOPPED
            return [Alert(to=lead, kind=kind, loud=True, seq=seq, at=at, lead=lead, count=quiet_days)]
        case e.StopLeadingEnded(lead, failed) if failed is not None:
            kind, cause = AlertKind.STOP_LEADING_ENDED, failed.name.lower()
            return [Alert(to=lead, kind=kind, loud=True, seq=seq, at=at, lead=lead, cause=cause)]
        case (
            e.LeadApproved()
            | e.LeadRejected()
            | e.StopLeadingEnded()
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
        cause=HELD if fact.reason is Reason.LEAD_RISK_CONTROL and desk.book.leads[fact.person].watched.held else "",
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
        price=average(instrument, fact.quantity, fact.notional),
        notional=fact.notional,
        free=fact.lead_equity,
        limit=limit,
        count=limits.daily_buys,
    )
