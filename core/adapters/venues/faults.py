"""What a paper venue can be told to do wrong with one account's next order: the `venue` line of a scenario."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from core.adapters.venues.execution import Outcome, part_of, rejected_words
from core.model.columns import Column
from core.model.money import Ratio
from core.model.orders import Verdict


@dataclass(frozen=True, slots=True)
class Reject:
    """The venue says no, with an OKX code."""

    code: str


@dataclass(frozen=True, slots=True)
class TimeoutFilled:
    """It is executed, no answer comes; a look-up finds it."""


@dataclass(frozen=True, slots=True)
class TimeoutLost:
    """It never arrives, no answer comes; a look-up proves it."""


@dataclass(frozen=True, slots=True)
class Partial:
    """No more than this fraction of the quantity, rounded down to the lot, is executed; the rest is cancelled."""

    fraction: Ratio


Fault: TypeAlias = Reject | TimeoutFilled | TimeoutLost | Partial


def wanted_of(quantity: Column, faults: Mapping[int, Fault]) -> Column:
    """What of each quantity may be executed; `faults` by entry."""
    partial = {entry: fault.fraction for entry, fault in faults.items() if isinstance(fault, Partial)}
    if not partial:
        return quantity
    wanted = quantity.copy()
    for entry, fraction in partial.items():
        wanted[entry] = part_of(int(quantity[entry]), fraction)
    return wanted


def with_noes(outcome: Outcome, faults: Mapping[int, Fault]) -> Outcome:
    """The outcome where faults said no or lost the order on its way."""
    truth = outcome.copied()
    for entry, fault in faults.items():
        if isinstance(fault, Reject):
            truth.put(entry, Verdict.REJECTED, rejected_words(fault.code))
        elif isinstance(fault, TimeoutLost):
            truth.put(entry, Verdict.ABSENT)
    return truth


def with_silence(truth: Outcome, faults: Mapping[int, Fault]) -> Outcome:
    """What is told of the truth: nothing where no answer came."""
    told = truth.copied()
    for entry in silent_entries(faults):
        told.put(entry, Verdict.UNANSWERED)
    return told


def silent_entries(faults: Mapping[int, Fault]) -> list[int]:
    return [entry for entry, fault in faults.items() if isinstance(fault, TimeoutFilled | TimeoutLost)]
