"""The paper exchange's memory of plans: how every entry ended, so that a known id is answered, never executed twice.

Bounded: the newest flights, and older ones only while an entry of theirs was left unanswered and nobody has asked.
Units are those of the columns. No loop runs over the entries of a plan.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.adapters.venues.execution import Outcome, absent
from core.model.columns import Mask, Rows, grown
from core.model.market import Side, Symbol
from core.model.orders import Verdict
from core.ports import AnswerColumns, Filled, Order, PlanColumns, Rejected

Entries: TypeAlias = NDArray[np.intp]
"""Positions in a plan."""

FLIGHTS = 256
"""Flights remembered. What a crash can leave open is far less: the plans that were sent and not yet journalled."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A part of a flight that reached the venue, with its true end; ABSENT where it got lost on the way."""

    plan: PlanColumns
    truth: Outcome


class Flights:
    """What the venue knows of plans, by flight and row."""

    def __init__(self, most: int = FLIGHTS) -> None:
        self._most = most
        self._parts: dict[str, list[Arrived]] = {}
        self._unasked: set[str] = set()
        self._unread: list[PlanColumns] = []
        self._accounts: dict[tuple[Symbol, Side], Mask] = {}

    def remember(self, plan: PlanColumns, truth: Outcome, *, unanswered: bool) -> None:
        self._parts.setdefault(plan.flight, []).append(Arrived(plan, truth))
        self._unread.append(plan)
        if unanswered:
            self._unasked.add(plan.flight)
        if len(self._parts) > self._most:
            self._forget()

    def recall(self, plan: PlanColumns) -> Outcome | None:
        """What is known of each entry, ABSENT where nothing is; None when the whole flight is unknown."""
        parts = self._parts.get(plan.flight)
        if parts is None:
            return None
        self._unasked.discard(plan.flight)
        if len(parts) == 1 and np.array_equal(parts[0].plan.rows, plan.rows):
            return parts[0].truth
        known = absent(len(plan.rows))
        for part in parts:
            _copy_known(known, plan.rows, part)
        return replace(known, since=max((part.truth.since for part in parts if part.truth.since), default=None))

    def known(self, order: Order) -> Filled | Rejected | None:
        """The end of a single order that arrived in a plan."""
        if not self._ever_met(order):
            return None
        for part in self._meeting(order.symbol, order.side):
            for entry in np.flatnonzero(part.plan.accounts == order.account).tolist():
                if part.plan.ids(entry) == order.id and part.truth.verdict[entry] != Verdict.ABSENT:
                    return part.truth.at(entry)
        return None

    def _ever_met(self, order: Order) -> bool:
        """Whether any plan of this kind was for the account: hardly any order of a person's own is one of a plan's.

        Each plan is read but once, when somebody asks for the first time after it.
        """
        nobody = np.zeros(0, np.bool_)
        while self._unread:
            plan = self._unread.pop()  # in one go: another thread may be adding to them
            kind, most = (plan.symbol, plan.side), int(plan.accounts.max(initial=0))
            known = self._accounts.get(kind, nobody)
            if most >= len(known):
                known = self._accounts[kind] = grown(known, most + most // 2 + 1)
            known[plan.accounts] = True
        known = self._accounts.get((order.symbol, order.side), nobody)
        return order.account < len(known) and bool(known[order.account])

    def _meeting(self, symbol: Symbol, side: Side) -> Iterator[Arrived]:
        for parts in list(self._parts.values()):
            yield from (part for part in parts if part.plan.symbol == symbol and part.plan.side == side)

    def _forget(self) -> None:
        oldest = next((flight for flight in self._parts if flight not in self._unasked), None)
        if oldest is not None:
            del self._parts[oldest]


def part_of_plan(plan: PlanColumns, entries: Entries) -> PlanColumns:
    """The plan of some of its entries alone."""
    if len(entries) == len(plan.rows):
        return plan
    return replace(
        plan,
        rows=plan.rows[entries],
        accounts=plan.accounts[entries],
        quantity=plan.quantity[entries],
        limit=None if plan.limit is None else plan.limit[entries],
        ids=lambda entry: plan.ids(int(entries[entry])),
    )


def copy_entries(into: Outcome, entries: Entries, source: Outcome | AnswerColumns, taken: Entries) -> None:
    """Copies entries `taken` of `source` over `entries` of `into`."""
    into.verdict[entries] = source.verdict[taken]
    into.quantity[entries] = source.quantity[taken]
    into.notional[entries] = source.notional[taken]
    into.fee[entries] = source.fee[taken]
    if source.words:
        into.words.update(_moved(source.words, zip(taken.tolist(), entries.tolist(), strict=True)))


def _moved(words: Mapping[int, str], moves: Iterable[tuple[int, int]]) -> dict[int, str]:
    return {to: words[start] for start, to in moves if start in words}


def _copy_known(known: Outcome, rows: Rows, part: Arrived) -> None:
    _, entries, taken = np.intersect1d(rows, part.plan.rows, assume_unique=True, return_indices=True)
    arrived = part.truth.verdict[taken] != Verdict.ABSENT
    copy_entries(known, entries[arrived], part.truth, taken[arrived])
