"""Decides on the one-tap retry of a failed copy (R-18.5): the same copy order again, every guard but age."""

from datetime import timedelta

from core.decide.desk import Desk
from core.decide.entries import Terms, planned
from core.decide.people import denied
from core.fold.book import FanOut, Lead
from core.fold.offers import failures
from core.model import events as e
from core.model.chunks import chunk_of
from core.model.commands import RetryCopy
from core.model.copying import CopyingState
from core.model.orders import BatchId, Cause, OrderId
from core.model.reasons import RETRIED, Denial


def retry(desk: Desk, command: RetryCopy) -> list[e.Fact]:
    """However many taps come, at most one order is sent; it is sized by the settings of this moment.

    What was bought while a copying was paused, or of a coin it did not copy, is not bought later (R-15.1, R-16.6).
    """
    lead = desk.book.leads.get(command.lead)
    row = lead.copyings.row_of(command.who) if lead else None
    if lead is None or row is None:
        return denied(command, command.who, Denial.NOT_COPYING)
    offer = desk.book.offers.get(BatchId(command.order))
    failed = list(failures(offer, row)) if offer and offer.lead == lead.person else []
    if offer is None or all(reason not in RETRIED for _, reason in failed):
        return denied(command, command.who, Denial.RETRY_NOT_OFFERED)
    refusal = _refusal(desk, lead, row, command)
    if refusal is not None:
        return denied(command, command.who, refusal)
    if row in offer.retried:
        return denied(command, command.who, Denial.RETRY_USED)
    latest = failed[0][0]
    if desk.now > latest.at + timedelta(seconds=desk.limits.entry.retry_valid_s):
        return denied(command, command.who, Denial.RETRY_EXPIRED)
    batch = BatchId(command.order)
    again = FanOut(
        batch=batch,
        lead=lead.person,
        symbol=offer.symbol,
        buys=True,
        cause=Cause.RETRY,
        at=desk.now,
        size=lead.copyings.size,
        notional=offer.notional,
        quantity=offer.quantity,
        lead_equity=offer.lead_equity,
    )
    spread = max(desk.limits.entry.spread, command.drift)
    deadline = desk.now + timedelta(seconds=desk.limits.entry.expires_s)
    flight = f"{batch}#{chunk_of(row)}.retry-{row}"
    return [planned(desk, again, Terms(flight, row, row + 1, latest.attempt + 1, deadline, spread))]


def _refusal(desk: Desk, lead: Lead, row: int, command: RetryCopy) -> Denial | None:
    lot = lead.lot(OrderId(command.order))
    if lot is None or lot.quantity < lot.bought:
        return Denial.LEAD_SOLD
    if lead.copyings.state[row] != CopyingState.RUNNING:
        return Denial.STOP_IN_PROGRESS
    return Denial.SETTING_OUT_OF_RANGE if command.drift > desk.limits.entry.accepted_drift_max else None
