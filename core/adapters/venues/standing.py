"""The paper exchange's memory of single orders: those that rest in its book, and how the others ended.

Bounded: the newest ends, and older ones only while the order was left unanswered and nobody has asked.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from core.adapters.venues.execution import ENDED_EMPTY
from core.model.columns import Mask, Rows, grown
from core.model.market import Side, Symbol
from core.model.people import PersonId
from core.ports import Filled, Order, OrderSeen, PlanColumns, Rejected, Resting

ENDS = 100_000
"""Ended single orders remembered."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A resting order: `most` is what of its quantity may be executed at all, `sums` what was so far."""

    order: Order
    most: int
    sums: Filled

    def seen(self, *, done: bool) -> OrderSeen:
        return OrderSeen(self.order.id, self.sums.quantity, self.sums.notional, self.sums.fee, done, self.sums.at)

    def rests(self) -> Resting:
        return Resting(self.sums.quantity, self.sums.notional, self.sums.fee, self.sums.at)


class Orders:
    """What the venue knows of single orders, by id."""

    def __init__(self, most: int = ENDS) -> None:
        self._most = most
        self._resting: dict[str, Standing] = {}
        self._ended: dict[str, Filled | Rejected] = {}
        self._unasked: set[str] = set()
        self._accounts: dict[tuple[Symbol, Side], Mask] = {}

    def known(self, order_id: str) -> Filled | Resting | Rejected | None:
        self._unasked.discard(order_id)
        standing = self._resting.get(order_id)
        if standing is not None:
            return standing.rests()
        return self._ended.get(order_id)

    def rest(self, standing: Standing) -> Resting:
        self._resting[standing.order.id] = standing
        self._note(standing.order)
        return standing.rests()

    def end(self, order: Order, end: Filled | Rejected) -> Filled | Rejected:
        """The terminal state; sums of nothing are an order that ended empty."""
        if isinstance(end, Filled) and end.quantity == 0:
            end = ENDED_EMPTY
        self._ended[order.id] = end
        self._note(order)
        if len(self._ended) > self._most:
            self._forget()
        return end

    def take(self, order_id: str) -> Standing | None:
        """Takes an order out of the book."""
        return self._resting.pop(order_id, None)

    def resting(self, symbols: Collection[Symbol]) -> tuple[Standing, ...]:
        """Oldest first."""
        return tuple(standing for standing in self._resting.values() if standing.order.symbol in symbols)

    def leave_unasked(self, order_id: str) -> None:
        """Keeps the order until somebody asks what became of it."""
        self._unasked.add(order_id)

    def entries_placed_singly(self, plan: PlanColumns) -> list[int]:
        """Entries of accounts that placed single orders of this kind: the few whose ids are worth a look."""
        accounts = self._accounts.get((plan.symbol, plan.side))
        if accounts is None:
            return []
        entries: list[int] = np.flatnonzero(accounts.take(plan.accounts, mode="clip")).tolist()
        return entries

    def _note(self, order: Order) -> None:
        """The mask always ends with an account that placed nothing: it stands for all beyond."""
        kind = order.symbol, order.side
        known = self._accounts.get(kind)
        if known is None or order.account > len(known) - 2:
            known = self._accounts[kind] = grown(np.zeros(0, np.bool_) if known is None else known, order.account + 64)
        known[order.account] = True

    def _forget(self) -> None:
        oldest = next((order_id for order_id in self._ended if order_id not in self._unasked), None)
        if oldest is not None:
            del self._ended[oldest]


def entries_of(accounts: Rows, wanted: Collection[PersonId]) -> list[int]:
    """The entries of any of the `wanted` accounts, ascending."""
    chosen = np.fromiter(wanted, np.int64, len(wanted))
    entries: list[int] = np.flatnonzero(np.isin(accounts, chosen)).tolist()
    return entries
