"""Reads a venue's answer by the order contract: what is over, what is asked again, what is proven absent (R-2.7)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from core.decide.desk import Desk, FlightAnswered
from core.fold.book import Flight
from core.model.columns import Codes, Column, Mask, Rows, are
from core.model.orders import Verdict

ASK_AGAIN = timedelta(seconds=1)
PROOFS = 2
"""Look-ups that must find nothing before an order counts as never placed."""


@dataclass(frozen=True, slots=True)
class Read:
    """Entry by entry. Sums are zero where `unsure`; `gone` is proven never to have been placed."""

    rows: Rows
    verdict: Codes
    unsure: Mask
    gone: Mask
    quantity: Column
    notional: Column
    fee: Column
    ask_at: datetime | None
    absent: int
    words: dict[int, str]


def read(desk: Desk, flight: Flight, step: FlightAnswered) -> Read:
    """A first look-up that finds nothing proves nothing yet: those entries stay unanswered."""
    answer, rows = step.answer, flight.plan.rows[step.where]
    verdict = answer.verdict.copy()
    absent = are(verdict, Verdict.ABSENT)
    none_there = np.count_nonzero(absent) > 0
    if none_there and flight.absent + 1 < PROOFS:
        verdict[absent] = Verdict.UNANSWERED
    unsure = are(verdict, Verdict.UNANSWERED)
    some_unsure = np.count_nonzero(unsure) > 0
    quantity, notional, fee = answer.quantity, answer.notional, answer.fee
    if some_unsure:
        quantity, notional, fee = (each * ~unsure for each in (quantity, notional, fee))
    return Read(
        rows=rows,
        verdict=verdict,
        unsure=unsure,
        gone=absent & ~unsure,
        quantity=quantity,
        notional=notional,
        fee=fee,
        ask_at=(answer.ask_at or desk.now + ASK_AGAIN) if some_unsure else None,
        absent=flight.absent + 1 if step.asked and none_there else 0,
        words={int(rows[place]): words for place, words in answer.words.items()},
    )
