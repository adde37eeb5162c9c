"""Decides on ceasing to lead: stopping on request, suspension, revocation, and what the copyings do then (R-3)."""

import numpy as np

from core.decide.copying import closing
from core.decide.desk import Desk
from core.decide.dust import sellable
from core.decide.people import denied
from core.fold.book import Lead
from core.model import commands as c
from core.model import events as e
from core.model.chunks import chunk_of
from core.model.copying import CopyingState, StopCause, StopWay
from core.model.market import Symbol
from core.model.orders import BatchId
from core.model.people import OPERATOR, LeadState, PersonId
from core.model.reasons import Denial


def request(desk: Desk, command: c.RequestStopLeading) -> list[e.Fact]:
    lead = desk.book.leads.get(command.who)
    if lead is None or lead.state is not LeadState.ACTIVE:
        return denied(command, command.who, Denial.WRONG_STATE if lead else Denial.NOT_A_LEAD)
    failed = precondition(desk, lead)
    if failed:
        return denied(command, command.who, failed)
    return [e.StopLeadingRequested(lead.person, command.reason)]


def precondition(desk: Desk, lead: Lead) -> Denial | None:
    """No lead lot above dust, no open lead order; checked at the request and again at the grant (R-3.12, R-3.13)."""
    if any(_open(desk, lot.symbol, lot.quantity) for lot in lead.lots()):
        return Denial.LEAD_ASSETS_HELD
    ordered = any(order.switch_on for order in desk.book.orders_by(lead.person))
    return Denial.LEAD_ORDERS_OPEN if ordered else None


def withdraw(desk: Desk, command: c.WithdrawStopRequest) -> list[e.Fact]:
    lead = desk.book.leads.get(command.who)
    if lead is None or lead.state is not LeadState.STOP_REQUESTED:
        return denied(command, command.who, Denial.WRONG_STATE)
    return [e.StopLeadingEnded(lead.person, None, by_lead=True)]


def answer(desk: Desk, command: c.AnswerStopRequest) -> list[e.Fact]:
    lead = _for_operator(desk, command.who, command.lead, LeadState.STOP_REQUESTED)
    if isinstance(lead, Denial):
        return denied(command, command.who, lead)
    if not command.granted:
        return [e.StopLeadingEnded(lead.person, None)]
    failed = precondition(desk, lead)
    if failed:
        return [e.StopLeadingEnded(lead.person, failed)]
    return [e.LeadStopped(lead.person), *end_all(desk, lead, StopCause.LEAD_STOPPED)]


def suspend(desk: Desk, command: c.SuspendLead) -> list[e.Fact]:
    """Copyings stay, without entries: an order of a lead who is not active is private (R-3.15)."""
    lead = _for_operator(desk, command.who, command.lead, LeadState.ACTIVE, LeadState.STOP_REQUESTED)
    if isinstance(lead, Denial):
        return denied(command, command.who, lead)
    return [e.LeadSuspended(lead.person)]


def lift(desk: Desk, command: c.LiftSuspension) -> list[e.Fact]:
    lead = _for_operator(desk, command.who, command.lead, LeadState.SUSPENDED)
    if isinstance(lead, Denial):
        return denied(command, command.who, lead)
    return [e.SuspensionLifted(lead.person)]


def revoke(desk: Desk, command: c.RevokeLead) -> list[e.Fact]:
    lead = _for_operator(desk, command.who, command.lead, LeadState.SUSPENDED)
    if isinstance(lead, Denial):
        return denied(command, command.who, lead)
    return [e.LeadRevoked(lead.person), *end_all(desk, lead, StopCause.REVOKED)]


def _for_operator(desk: Desk, who: PersonId, lead_id: PersonId, *states: LeadState) -> Lead | Denial:
    if who != OPERATOR:
        return Denial.NOT_ALLOWED
    lead = desk.book.leads.get(lead_id)
    return lead if lead and lead.state in states else Denial.WRONG_STATE


def end_all(desk: Desk, lead: Lead, cause: StopCause) -> list[e.Fact]:
    """Every copying takes no more entries; owed exits are finished, what else is linked is let go.

    After a revocation nobody waits for the lead's sales any more, whoever had been closing that way (R-3.15).
    """
    table = lead.copyings
    state, way = table.state[: table.size], table.stop_way[: table.size]
    ending = state == CopyingState.RUNNING
    if cause is StopCause.REVOKED:
        ending |= (state == CopyingState.CLOSING) & (way == StopWay.COPY_CLOSE)
    batch = f"{cause.name.lower()}-{lead.person}-{desk.book.seq}"
    rows = np.flatnonzero(ending).tolist()
    return [closing(lead, row, StopWay.MANUAL_CLOSE, cause, BatchId(f"{batch}-{chunk_of(row)}")) for row in rows]


def remove_copier(desk: Desk, command: c.RemoveCopier) -> list[e.Fact]:
    """Only a copier with next to nothing and no open copy lot under this lead may be removed (R-20.2)."""
    lead = desk.book.leads.get(command.who)
    row = lead.copyings.row_of(command.copier) if lead else None
    if lead is None or row is None:
        return denied(command, command.who, Denial.NOT_COPYING)
    if lead.copyings.state[row] == CopyingState.CLOSING:
        return denied(command, command.who, Denial.STOP_IN_PROGRESS)
    below = trading_account(desk, command.copier) < desk.limits.remove_copier.balance_below
    if not below or open_holdings(desk, lead, row) > desk.limits.remove_copier.open_lots:
        return denied(command, command.who, Denial.COPIER_NOT_REMOVABLE)
    return [closing(lead, row, StopWay.MANUAL_CLOSE, StopCause.REMOVED, BatchId(f"removed-{lead.person}-{row}"))]


def trading_account(desk: Desk, person: PersonId) -> int:
    """The quote in a person's trading account, allocations and what orders bind included."""
    people = desk.book.people
    total = int(people.cash[person] + people.frozen[person])
    for lead, row in desk.book.copied_leads(person):
        total += int(lead.copyings.cash[row] + lead.copyings.bound[row])
    return total


def open_holdings(desk: Desk, lead: Lead, row: int) -> int:
    """In how many instruments the copying holds something the venue would take (R-12.5)."""
    held = {symbol: int(column[row]) for symbol, column in lead.copyings.held.items() if row < len(column)}
    return sum(_open(desk, symbol, quantity) for symbol, quantity in held.items())


def _open(desk: Desk, symbol: Symbol, quantity: int) -> bool:
    return sellable(desk.book.instruments[symbol], quantity, desk.mark(symbol))
