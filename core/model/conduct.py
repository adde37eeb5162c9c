"""The words for conduct: what a monitor watches for, and one finding of it (section 22). Money in quote units."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from core.model.market import Symbol
from core.model.people import PersonId


class Monitor(IntEnum):
    """Numbers are stored and never reused. Drawdown (R-22.5) is read off the days and finds nothing of its own."""

    SELF_MATCH = 1
    """R-22.3: linked accounts traded with each other."""
    COPIER_FLOW = 2
    """R-22.4: a lead's copiers bought too much of what was traded."""
    FRONT_RUN = 3
    """R-22.6: sold privately right after a lead buy."""


REVIEWED = frozenset({Monitor.SELF_MATCH, Monitor.FRONT_RUN})
"""What the operator looks into; the other only warns."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What waits for the operator's review. `order` made the monitor act; `other` is the linked account."""

    monitor: Monitor
    symbol: Symbol
    order: str
    at: datetime
    other: PersonId | None = None
