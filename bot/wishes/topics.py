"""What alerts are about: the topic a person sets loud, silent or off, and the lane they leave in (chat.md, section 4).

Safety alerts have no topic: nobody can turn them off. Neither have answers to what one just did.
"""

from enum import StrEnum
from typing import Final

from core.views.alerts import Alert, AlertKind

SAFETY, DECISION, TRADE, RECEIPT, STATEMENT, POST, DIGEST = 1, 2, 3, 4, 6, 8, 9
"""Priorities of chat.md, section 4."""
KEPT_FROM: Final = STATEMENT
"""From this lane on quiet hours keep a message for the digest."""


class Topic(StrEnum):
    """What a person is told of. It travels in a button and stands in Notes, so a member is never renamed."""

    TRADES = "trades"
    STOPS = "stops"
    SKIPPED = "skipped"
    FAILED = "failed"
    TERMS = "terms"
    ENDS = "ends"
    STATEMENT = "statement"
    LEAD_FAILED = "leadfailed"
    RECEIPTS = "receipts"
    LEADING = "leading"
    REQUESTS = "requests"
    POSTS = "posts"
    LISTINGS = "listings"


class Level(StrEnum):
    """How. A tap goes from each to the next, and from the last to the first."""

    LOUD = "loud"
    SILENT = "silent"
    OFF = "off"

    @property
    def next(self) -> "Level":
        order = list(Level)
        return order[(order.index(self) + 1) % len(order)]


USUAL: Final = {
    Topic.TRADES: Level.SILENT,
    Topic.STOPS: Level.LOUD,
    Topic.SKIPPED: Level.SILENT,
    Topic.FAILED: Level.LOUD,
    Topic.TERMS: Level.LOUD,
    Topic.ENDS: Level.LOUD,
    Topic.STATEMENT: Level.SILENT,
    Topic.LEAD_FAILED: Level.LOUD,
    Topic.RECEIPTS: Level.SILENT,
    Topic.LEADING: Level.LOUD,
    Topic.REQUESTS: Level.LOUD,
    Topic.POSTS: Level.SILENT,
    Topic.LISTINGS: Level.SILENT,
}
"""Of whoever has set nothing."""
OF_COPIERS: Final = (
    Topic.TRADES,
    Topic.STOPS,
    Topic.SKIPPED,
    Topic.FAILED,
    Topic.TERMS,
    Topic.ENDS,
    Topic.STATEMENT,
    Topic.POSTS,
    Topic.LISTINGS,
)
OF_LEADS: Final = (Topic.LEAD_FAILED, Topic.RECEIPTS, Topic.LEADING, Topic.STATEMENT, Topic.LISTINGS)
OF_ADMINS: Final = (Topic.REQUESTS, Topic.POSTS)

_PLACES: Final[dict[AlertKind, tuple[Topic | None, int]]] = {
    AlertKind.COPY_FILLED: (Topic.TRADES, TRADE),
    AlertKind.COPY_SOLD: (Topic.TRADES, TRADE),
    AlertKind.COPY_SKIPPED: (Topic.SKIPPED, DECISION),
    AlertKind.COPY_FAILED: (Topic.FAILED, DECISION),
    AlertKind.COPY_UNANSWERED: (Topic.FAILED, DECISION),
    AlertKind.SELL_DELAYED: (None, SAFETY),
    AlertKind.SELL_BELOW_MIN: (Topic.SKIPPED, DECISION),
    AlertKind.LOTS_RELEASED: (Topic.TRADES, TRADE),
    AlertKind.COPYING_STARTED: (None, RECEIPT),
    AlertKind.COPYING_CLOSING: (Topic.ENDS, DECISION),
    AlertKind.COPYING_ENDED: (Topic.ENDS, DECISION),
    AlertKind.SHARE_SETTLED: (Topic.STATEMENT, STATEMENT),
    AlertKind.SHARE_RECEIVED: (Topic.STATEMENT, STATEMENT),
    AlertKind.LEAD_ORDER_FAILED: (Topic.LEAD_FAILED, DECISION),
    AlertKind.LEAD_ORDER_COPIED: (Topic.RECEIPTS, RECEIPT),
    AlertKind.ORDER_REFUSED: (None, DECISION),
    AlertKind.ORDER_FILLED: (None, TRADE),
    AlertKind.APPLICATION_RECEIVED: (Topic.REQUESTS, DECISION),
    AlertKind.APPLICATION_APPROVED: (Topic.LEADING, DECISION),
    AlertKind.APPLICATION_REJECTED: (Topic.LEADING, DECISION),
    AlertKind.STOP_LEADING_REQUESTED: (Topic.REQUESTS, DECISION),
    AlertKind.STOP_LEADING_ENDED: (Topic.LEADING, DECISION),
    AlertKind.LEAD_STOPPED: (Topic.LEADING, DECISION),
    AlertKind.LEAD_SUSPENDED: (Topic.LEADING, DECISION),
    AlertKind.SUSPENSION_LIFTED: (Topic.LEADING, DECISION),
    AlertKind.LEAD_REVOKED: (Topic.LEADING, DECISION),
    AlertKind.COPYING_RESTRICTED: (Topic.TERMS, RECEIPT),
    AlertKind.RESTRICTION_LIFTED: (Topic.TERMS, RECEIPT),
    AlertKind.PROFIT_SHARE_RISES: (Topic.TERMS, RECEIPT),
    AlertKind.LEVELS_CHANGED: (Topic.LEADING, RECEIPT),
    AlertKind.APPLICATION_DUE: (Topic.REQUESTS, DECISION),
    AlertKind.ANNOUNCED: (Topic.LISTINGS, POST),
    AlertKind.DELISTING_OF_HELD: (None, DECISION),
    AlertKind.TRADING_ENDED: (None, DECISION),
    AlertKind.LEAD_POST: (Topic.POSTS, POST),
    AlertKind.POSTS_ALLOWED: (Topic.LEADING, DECISION),
    AlertKind.BROADCAST: (None, DIGEST),
    AlertKind.CONDUCT_HELD: (Topic.LEADING, DECISION),
    AlertKind.CONDUCT_CLEARED: (Topic.LEADING, DECISION),
    AlertKind.CONDUCT_REVIEW: (Topic.REQUESTS, DECISION),
    AlertKind.COPIER_FLOW_WARNED: (Topic.LEADING, DECISION),
    AlertKind.LEAD_INACTIVE: (Topic.LEADING, DECISION),
    AlertKind.DESK_HALTED: (None, SAFETY),
    AlertKind.DESK_RESUMED: (None, SAFETY),
    AlertKind.SETTLEMENT_REFUSED: (None, SAFETY),
    AlertKind.DESK_WAS_OFFLINE: (None, SAFETY),
}
"""Each kind's topic and lane, but for what makes one of safety or of a stop; a test wants all kinds in it."""
_SAFETY_CAUSES: Final = {
    (AlertKind.COPYING_CLOSING, "total_stop_loss"),
    (AlertKind.COPYING_ENDED, "total_stop_loss"),
    (AlertKind.LOTS_RELEASED, "orphan"),
    (AlertKind.LOTS_RELEASED, "revoked"),
}
_STOPS: Final = frozenset({"take_profit", "stop_loss"})


def place_of(alert: Alert) -> tuple[Topic | None, int]:
    """The topic of an alert, None where it cannot be turned off, and its lane."""
    if (alert.kind, alert.cause) in _SAFETY_CAUSES:
        return None, SAFETY
    if alert.kind is AlertKind.COPY_SOLD and alert.cause in _STOPS:
        return Topic.STOPS, TRADE
    return _PLACES.get(alert.kind, (None, DECISION))
