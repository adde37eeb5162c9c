"""Folds what failed copies may be retried with: kept for two minutes, the latest failure last."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np

from core.fold.book import Book, Failed, Offer
from core.model.events import EntriesAnswered, EntriesPlanned
from core.model.orders import Cause, Verdict
from core.model.reasons import Reason

KEPT = timedelta(minutes=2)
"""Longer than any retry is valid; how long that is, the rules decide."""
LEAD_REASONS = (Reason.LEAD_SWITCH_OFF, Reason.LEAD_RISK_CONTROL)
"""First and last of the lead guards: their orders are private, nothing of them is offered."""


def planned(book: Book, fact: EntriesPlanned, at: datetime) -> None:
    if fact.cause is Cause.BUY_EXISTING:
        return
    _forget(book, at)
    if fact.cause is Cause.RETRY and fact.batch in book.offers:
        book.offers[fact.batch].retried.update(fact.rows[fact.quantity > 0].tolist())
    failing = fact.reason > LEAD_REASONS[1]
    if np.count_nonzero(failing) and (fact.attempt == 1 or fact.cause is Cause.RETRY):
        _failed(book, fact, Failed(at, fact.attempt - 1, fact.rows[failing], fact.reason[failing]))


def answered(book: Book, fact: EntriesAnswered, plan: EntriesPlanned, at: datetime) -> None:
    if plan.cause is Cause.BUY_EXISTING:
        return
    failing = (fact.quantity == 0) & (fact.verdict != int(Verdict.UNANSWERED)) & (fact.reason != int(Reason.NONE))
    if np.count_nonzero(failing):
        _failed(book, plan, Failed(at, plan.attempt, fact.rows[failing], fact.reason[failing]))


def _failed(book: Book, plan: EntriesPlanned, failed: Failed) -> None:
    """The offer that failed last stands last, so that those to be forgotten are the first."""
    known = book.offers.pop(plan.batch, None)
    offer = known or Offer(plan.lead, plan.symbol, plan.lead_notional, plan.lead_quantity, plan.lead_equity)
    offer.failed.append(failed)
    book.offers[plan.batch] = offer


def _forget(book: Book, at: datetime) -> None:
    while book.offers:
        batch, offer = next(iter(book.offers.items()))
        if offer.failed[-1].at >= at - KEPT:
            return
        del book.offers[batch]


def failures(offer: Offer, row: int) -> Iterator[tuple[Failed, int]]:
    """How often the copy in this row failed and why, the latest first: the next attempt has an id of its own."""
    for failed in reversed(offer.failed):
        place = int(np.searchsorted(failed.rows, row))
        if place < len(failed.rows) and failed.rows[place] == row:
            yield failed, int(failed.reason[place])
