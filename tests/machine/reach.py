"""Counts which branches of the rulebook a run has come to, by the names of their codes."""

from collections import Counter

import numpy as np

from core.model import events as e
from core.model.copying import ReleaseCause, Sizing, StopCause, StopWay
from core.model.orders import Cause, Dropped
from core.model.reasons import Denial, Reason

LADDER = [each for each in Reason if Reason.COPYING_STOPPED <= each <= Reason.INSUFFICIENT_FUNDS]
LEAD_GUARDS = [each for each in Reason if Reason.LEAD_SWITCH_OFF <= each <= Reason.LEAD_RISK_CONTROL]


def name(code: object) -> str:
    return f"{type(code).__name__}.{code.name}"  # type: ignore[attr-defined]


def count(seen: Counter, fact: e.Fact) -> None:
    """What one fact has reached."""
    seen[f"fact {type(fact).__name__}"] += 1
    match fact:
        case e.Denied():
            seen[name(fact.code)] += 1
        case e.OrderClosed():
            seen[f"lead guard {fact.reason.name}"] += 1
        case e.OrderDropped():
            seen[name(fact.why)] += 1
            if fact.denial is not None:
                seen[f"at its price {fact.denial.name}"] += 1
        case e.CopyingStarted():
            seen[name(fact.settings.sizing)] += 1
        case e.CopyingClosing():
            seen[name(StopWay(fact.how))] += 1
        case e.CopyingEnded():
            seen[name(StopCause(fact.cause))] += 1
        case e.LotsReleased():
            seen[name(ReleaseCause(fact.cause))] += len(fact.rows)
        case e.EntriesPlanned() | e.ExitsPlanned() | e.EntriesAnswered() | e.ExitsAnswered():
            _copies(seen, fact)
        case e.ProfitShareSettled():
            seen["paid"] += int(np.count_nonzero(fact.payable))
            seen["refunded"] += int(np.count_nonzero(fact.refund))


def _copies(seen: Counter, fact: e.EntriesPlanned | e.ExitsPlanned | e.EntriesAnswered | e.ExitsAnswered) -> None:
    seen["later chunk"] += fact.chunk > 0
    for code in fact.reason[fact.reason != 0].tolist():
        seen[name(Reason(code))] += 1
    if isinstance(fact, e.EntriesPlanned | e.ExitsPlanned):
        seen[name(fact.cause)] += int(np.count_nonzero(fact.quantity))
    if isinstance(fact, e.ExitsAnswered):
        seen["withheld"] += int(np.count_nonzero(fact.withheld))
        seen["loss"] += int(np.count_nonzero(fact.net < 0))


def every(kind: type) -> list[str]:
    """The names of all values of an enumeration."""
    return [name(each) for each in kind]  # type: ignore[attr-defined]


NOT_IN_A_STORY = {
    "Reason.NONE",
    "Reason.LEAD_SWITCH_OFF",  # a private order has no results in copyings
    "Denial.UNKNOWN_PERSON",  # a scenario's person has joined, else its line is bad
    "fact SettlementRefused",  # only a book that does not balance comes to it
    "fact FanOutAdvanced",  # only of more than one chunk of copyings
}
"""What no story can come to, and why."""


def guards() -> list[str]:
    """Each guard a lead buy can fail, and each that stops a copy of it."""
    return [*(f"lead guard {each.name}" for each in LEAD_GUARDS), *map(name, LADDER)]


def ends() -> list[str]:
    """How copyings, their lots and their orders come to be and to an end."""
    return [each for kind in (StopCause, StopWay, ReleaseCause, Cause, Sizing) for each in every(kind)]


def wanted() -> list[str]:
    """What a long run must come to."""
    enums = [each for kind in (Reason, Denial, Dropped) for each in every(kind)]
    facts = [f"fact {kind.__name__}" for kind in e.Fact.__args__]
    more = ["withheld", "loss", "paid", "refunded"]
    return [each for each in [*guards(), *ends(), *enums, *facts, *more] if each not in NOT_IN_A_STORY]
