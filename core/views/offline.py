"""After an outage: what it cost each person, told in one message instead of one a late fact (chat.md, section 4).

Pure. An outage lasts from the last sign of life to the desk's start. What the desk catches up with in its first seconds
belongs to it, but for orders that were placed only then; what needs a decision of its own is told by itself all the
same, and says how late it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from core.model import events as e
from core.model.orders import OrderId
from core.model.people import PersonId
from core.views.alert import Alert, AlertKind

SHORTEST: Final = timedelta(seconds=60)
"""A shorter one is no outage: what is late by less says nothing of it."""
CATCHING_UP: Final = timedelta(seconds=10)
"""After the start: expired entries are swept and what was in the air is asked about within it (R-2.4)."""
BOUGHT: Final = frozenset({AlertKind.COPY_FILLED})
SOLD: Final = frozenset({AlertKind.COPY_SOLD})
SKIPPED: Final = frozenset({AlertKind.COPY_FAILED, AlertKind.COPY_SKIPPED})


@dataclass(slots=True)
class Cost:
    """What came of one person's copies while the desk was away."""

    bought: int = 0
    sold: int = 0
    skipped: int = 0


@dataclass(slots=True)
class Offline:
    """An outage from `since` to the desk's start `until`, the fact `seq`, and what it cost, gathered alert by alert."""

    since: datetime
    until: datetime
    seq: int
    placed_since: set[OrderId] = field(default_factory=set)
    costs: dict[PersonId, Cost] = field(default_factory=dict)

    @property
    def ends(self) -> datetime:
        """When all that belongs to it is known."""
        return self.until + CATCHING_UP

    def follow(self, record: e.Record) -> None:
        """An order that is placed after the start has nothing to do with the outage."""
        if record.seq > self.seq and isinstance(record.fact, e.OrderPlaced):
            self.placed_since.add(record.fact.order)

    def take(self, alerts: Iterable[Alert]) -> list[Alert]:
        """Counts those that belong to it; answers the others, which are told by themselves."""
        return [alert for alert in alerts if not self._counts(alert)]

    def _counts(self, alert: Alert) -> bool:
        if alert.at > self.ends or alert.order in self.placed_since:
            return False
        if alert.kind not in BOUGHT | SOLD | SKIPPED:
            return False
        cost = self.costs.setdefault(alert.to, Cost())
        cost.bought += alert.kind in BOUGHT
        cost.sold += alert.kind in SOLD
        cost.skipped += alert.kind in SKIPPED
        return True

    def alerts(self) -> list[Alert]:
        """One for each person whom it cost anything."""
        away = int((self.until - self.since).total_seconds())
        kind = AlertKind.DESK_WAS_OFFLINE
        return [
            Alert(to=person, kind=kind, loud=True, seq=self.seq, at=self.ends, late_s=away,
                  bought=cost.bought, sold=cost.sold, skipped=cost.skipped)
            for person, cost in self.costs.items()
        ]  # fmt: skip


@dataclass(slots=True)
class Signs:
    """What the records say of when the desk lived. `alive`: the last sign of it, at first what a process noted down."""

    alive: datetime | None
    _start: tuple[int, datetime, datetime | None] | None = None

    def see(self, record: e.Record) -> None:
        """The next record. Any fact is a sign of life, but for those that a start itself brings."""
        match record.fact:
            case e.DeskStarted():
                self._start = (record.seq, record.at, self.alive)
            case e.OrderUnanswered() | e.FlightUnanswered():
                pass
            case _:
                self.alive = record.at if self.alive is None else max(self.alive, record.at)

    def outage(self) -> Offline | None:
        """The one that the last start ended, if there was one."""
        if self._start is None:
            return None
        seq, until, since = self._start
        return Offline(since, until, seq) if since is not None and until - since > SHORTEST else None
