"""What the conduct monitors remember between two facts: links of accounts, their last trades, flows of copy buys."""

from dataclasses import dataclass, field
from datetime import datetime

from core.model.conduct import Finding, Monitor
from core.model.market import Symbol
from core.model.people import PersonId


@dataclass(slots=True)
class Trade:
    """The last own order of a linked account in one instrument, on one side."""

    at: datetime
    quantity: int
    notional: int


@dataclass(slots=True)
class Links:
    """Accounts declared to be one person's, both ways, and what each of them traded last."""

    of: dict[PersonId, set[PersonId]] = field(default_factory=dict)
    trades: dict[str, Trade] = field(default_factory=dict)
    """By account, instrument and side."""

    def trade(self, person: PersonId, symbol: Symbol, side: int) -> Trade | None:
        return self.trades.get(trade_key(person, symbol, side))


def trade_key(person: PersonId, symbol: Symbol, side: int) -> str:
    return f"{person}:{symbol}:{int(side)}"


@dataclass(slots=True)
class Flow:
    """Quote that copy buys of one instrument cost at an instant."""

    at: datetime
    notional: int


@dataclass(slots=True)
class Watched:
    """One lead under the monitors."""

    findings: list[Finding] = field(default_factory=list)
    """What waits for the operator."""
    bought_at: dict[Symbol, datetime] = field(default_factory=dict)
    """When the last lead buy of each instrument fired."""
    flows: dict[Symbol, list[Flow]] = field(default_factory=dict)
    warned_at: dict[Symbol, datetime] = field(default_factory=dict)
    quiet_since: datetime | None = None
    """The last lead order, or since when leading goes on without one."""
    quiet_days: int = 0
    """The last step of R-22.7 that was taken, 0 for none."""

    @property
    def held(self) -> bool:
        """Whether a conduct hold is set: the lead's buys open nothing until it is lifted (R-6.8)."""
        return any(finding.monitor is Monitor.FRONT_RUN for finding in self.findings)
