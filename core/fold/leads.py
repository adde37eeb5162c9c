"""Folds what a lead decides about leading, and the life of a copying from its start to its settlement."""

from datetime import datetime
from typing import TypeAlias

import numpy as np

from core.fold.book import Book, FanOut, Lead
from core.fold.copyings import Copyings
from core.fold.lots import drop_spent_of
from core.fold.watch import Watched
from core.model import events as e
from core.model.columns import Column, Rows, pieces, reach
from core.model.copying import CopyingState, ReleaseCause, Sizing, StopCause, StopWay
from core.model.limit_texts import DAYS_KEPT
from core.model.market import Symbol
from core.model.orders import BatchId, Cause
from core.model.people import LeadState, PersonId

Change: TypeAlias = (
    e.LeadApplied
    | e.LeadApproved
    | e.LeadRejected
    | e.LeadInstrumentsChosen
    | e.ProfitShareSet
    | e.LeadTradeSwitched
    | e.CopiersAccepted
    | e.CopyingRestricted
    | e.StopLeadingRequested
    | e.StopLeadingEnded
    | e.LeadStopped
    | e.LeadSuspended
    | e.SuspensionLifted
    | e.LeadRevoked
)


def change(book: Book, fact: Change, at: datetime) -> None:
    lead = book.leads.setdefault(fact.lead, Lead(fact.lead))
    lead.version += 1
    match fact:
        case e.LeadApplied():
            lead.state, lead.applied_at, lead.due_told = LeadState.APPLIED, at, False
        case e.LeadApproved():  # whoever leads again is new
            lead.state, lead.chosen, lead.ratio, lead.switch_on = LeadState.APPROVED, False, 0, False
            lead.level = lead.share_level = 1
            lead.accepting, lead.smart_sync_only = True, False
            _own_again(book, lead)
            lead.watched = Watched()
            lead.days, lead.realised, lead.deposits, lead.trading = [], 0, 0, e.Trading()
        case e.LeadRejected():
            lead.state = LeadState.REJECTED
        case e.LeadInstrumentsChosen():
            lead.instruments, lead.chosen = fact.instruments, True
            if lead.state is LeadState.APPROVED:
                lead.state, lead.active_since = LeadState.ACTIVE, at
                lead.watched.quiet_since = at
        case e.ProfitShareSet():
            lead.ratio = fact.ratio
            if fact.month:
                lead.ratio_changes = lead.ratio_changes + 1 if lead.ratio_month == fact.month else 1
                lead.ratio_month = fact.month
        case e.LeadTradeSwitched():
            lead.switch_on = fact.on
        case e.CopiersAccepted():
            lead.accepting = fact.on
        case e.CopyingRestricted():
            lead.smart_sync_only = fact.smart_sync_only
        case e.StopLeadingRequested():
            lead.state = LeadState.STOP_REQUESTED
        case e.StopLeadingEnded() | e.SuspensionLifted():
            lead.state = LeadState.ACTIVE
            lead.watched.quiet_since, lead.watched.quiet_days = at, 0
        case e.LeadStopped():
            lead.state, lead.switch_on = LeadState.STOPPED, False
        case e.LeadSuspended():
            lead.state = LeadState.SUSPENDED
        case e.LeadRevoked():
            lead.state, lead.switch_on = LeadState.REVOKED, False


def _own_again(book: Book, lead: Lead) -> None:
    """What is left of an earlier leading is a lead asset no more; but not while an open sale holds of it."""
    for symbol in [symbol for symbol in lead.coins if not lead.lots_bound.get(symbol)]:
        book.people.coins(symbol)[lead.person] += lead.held(symbol)
        lead.coins[symbol].empty()
        drop_spent_of(book, lead, symbol)


def started(book: Book, fact: e.CopyingStarted, at: datetime) -> None:
    table = book.leads[fact.lead].copyings
    row = table.add(fact.copier, fact.settings, fact.ratio, int(at.timestamp() * 1_000_000))
    if row != fact.row:
        raise ValueError(f"copying started in row {row}, the fact says {fact.row}")
    book.people.cash[fact.copier] -= int(table.cash[row])
    book.people.copied[fact.copier] += 1


def allocated(book: Book, fact: e.AllocationChanged) -> None:
    table = book.leads[fact.lead].copyings
    book.people.cash[fact.copier] -= fact.amount
    table.cash[fact.row] += fact.amount
    table.paid_in[fact.row] += fact.amount


def closing(book: Book, fact: e.CopyingClosing, at: datetime) -> None:
    table = book.leads[fact.lead].copyings
    table.state[fact.row] = CopyingState.CLOSING
    table.stop_cause[fact.row] = fact.cause
    table.stop_way[fact.row] = fact.how
    for symbol in fact.sales:
        close_row(book, book.leads[fact.lead], fact.row, symbol, (BatchId(f"{fact.batch}-{symbol}"), at))
    note_if_over(book, fact.lead, fact.row)


def close_row(book: Book, lead: Lead, row: int, symbol: Symbol, since: tuple[BatchId, datetime]) -> None:
    """What a closing copying holds of an instrument is to be sold, or let go, as its owner chose.

    Those that close together, under one batch, leave as one.
    """
    table, (batch, at) = lead.copyings, since
    if batch in book.fan_outs:
        book.fan_outs[batch].only.append(row)
        return
    why = StopCause(int(table.stop_cause[row]))
    kept = table.stop_way[row] == StopWay.MANUAL_CLOSE
    book.fan_outs[batch] = FanOut(
        batch=batch,
        lead=lead.person,
        symbol=symbol,
        buys=False,
        cause=Cause.TOTAL_STOP_LOSS if why is StopCause.TOTAL_STOP_LOSS else Cause.STOP_COPYING,
        at=at,
        size=table.size,
        only=[row],
        release=RELEASES[why] if kept else None,
        next_row=row,
    )


RELEASES = {
    StopCause.COPIER: ReleaseCause.MANUAL_CLOSE,
    StopCause.TOTAL_STOP_LOSS: ReleaseCause.MANUAL_CLOSE,
    StopCause.LEAD_STOPPED: ReleaseCause.DUST,
    StopCause.REVOKED: ReleaseCause.REVOKED,
    StopCause.REMOVED: ReleaseCause.DUST,
}
"""What lots that are let go are called, by what ended the copying."""


def note_if_over(book: Book, lead: PersonId, row: int) -> None:
    """Puts a closing copying with nothing linked on the list of those to be settled and ended (R-16.4)."""
    table = book.leads[lead].copyings
    if table.state[row] == CopyingState.CLOSING and not table.linked(row):
        book.ending.setdefault(_place(lead, row), (lead, row))


def _place(lead: PersonId, row: int) -> str:
    return f"{lead}#{row}"


def ended(book: Book, fact: e.CopyingEnded) -> None:
    table, row = book.leads[fact.lead].copyings, fact.row
    book.people.cash[fact.copier] += int(table.cash[row])
    table.cash[row] = 0
    table.state[row] = CopyingState.ENDED
    book.people.copied[fact.copier] -= 1
    book.ending.pop(_place(fact.lead, row), None)


def settled(book: Book, fact: e.ProfitShareSettled) -> None:
    table = book.leads[fact.lead].copyings
    for where in pieces(len(fact.rows)):
        at = reach(fact.rows[where])
        table.withheld[at] -= fact.payable[where] + fact.refund[where]
        table.net[at] = 0
        table.due[at] = 0 if fact.carried is None else fact.carried[where]
        if fact.carried is None:
            table.due_rest[at] = 0
        _refund(book, table, fact.rows[where], fact.refund[where])
    book.people.funding[fact.lead] += int(fact.payable.sum())


def _refund(book: Book, table: Copyings, rows: Rows, refund: Column) -> None:
    """Into the allocation while a Smart Sync copying runs, else into the trading account (R-17.4)."""
    given = np.flatnonzero(refund)
    if not len(given):  # most closes of a week are profits, and nothing comes back
        return
    at, back = reach(rows[given]), refund[given]
    smart = (table.sizing[at] == Sizing.SMART_SYNC) & (table.state[at] == CopyingState.RUNNING)
    table.cash[at] += back * smart
    np.add.at(book.people.cash, table.person[at].astype(np.intp), back * ~smart)


def day_taken(book: Book, fact: e.DayTaken) -> None:
    book.day_taken = fact.at
    for day in fact.leads:
        lead = book.leads[day.lead]
        lead.days = [*lead.days, day][-DAYS_KEPT:]


def cycle_closed(book: Book, fact: e.CycleClosed) -> None:
    """From here on existing copyings have their lead's present ratio (R-17.8)."""
    book.cycle_closed, book.refused_until = fact.at, None
    for lead in book.leads.values():
        lead.copyings.ratio[: lead.copyings.size] = lead.ratio


def held_symbols(lead: Lead, row: int) -> list[Symbol]:
    """The instruments in which this copying has linked lots."""
    return [symbol for symbol, column in lead.copyings.held.items() if row < len(column) and column[row]]
