"""Facts of the profit share: settlements, and the cycle they close."""

from dataclasses import dataclass
from datetime import datetime

from core.model.columns import Column, Rows
from core.model.market import Symbol
from core.model.people import PersonId


@dataclass(frozen=True, slots=True)
class ProfitShareSettled:
    """What was withheld is paid or refunded. `net` is the sum of net profits since the last settlement."""

    lead: PersonId
    cycle_end: datetime
    rows: Rows
    net: Column
    payable: Column
    refund: Column
    carried: Column | None = None
    """What of the share due goes on into the next settlement; None without a high-water mark: nothing (R-17.6)."""

    @property
    def withheld(self) -> Column:
        """Payable plus refund, to the unit (R-17.10), so it is not written down beside them."""
        return self.payable + self.refund


@dataclass(frozen=True, slots=True)
class Gap:
    """One asset that does not add up, USDT where it is None: what people hold, what the ledger says they must."""

    asset: Symbol | None
    held: int
    expected: int


@dataclass(frozen=True, slots=True)
class SettlementRefused:
    """The book does not balance, so the cycle that ended at `at` stays open; it is tried again at `again_at` (P-7).

    An asset in `gaps` whose two sums are equal has somebody below zero.
    """

    at: datetime
    again_at: datetime
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class CycleClosed:
    """The cycle that ends at `at` is done: settled, then ratios switched (R-17.3)."""

    at: datetime
