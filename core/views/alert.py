"""An alert: one message for one person about one fact, with every figure its text needs (R-18, chat.md section 4).

Money in quote units, quantities and prices as exact decimals, ratios in 10⁻⁸. Whoever sends it needs no book.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from core.model.announcements import Announcement
from core.model.copying import Sizing, StopWay
from core.model.events import OrderDropped
from core.model.limits import AlertLimits
from core.model.market import Instrument, Side, Symbol
from core.model.money import RATIO_UNITS
from core.model.people import PersonId
from core.model.reasons import TOLD_LEAD_ALONE, TOLD_NOBODY, Reason
from core.views.log import LEAD_REASONS
from core.views.shown import shown_price

PRIVATE_COLLAPSED: Final = timedelta(days=1)
"""Of a lead buy that became private a copier learns the code once a day (R-18.3)."""


class AlertKind(StrEnum):
    """What happened."""

    COPY_FILLED = "copy_filled"
    COPY_SOLD = "copy_sold"
    COPY_SKIPPED = "copy_skipped"
    COPY_FAILED = "copy_failed"
    COPY_UNANSWERED = "copy_unanswered"
    SELL_DELAYED = "sell_delayed"
    SELL_BELOW_MIN = "sell_below_min"
    LOTS_RELEASED = "lots_released"
    COPYING_STARTED = "copying_started"
    COPYING_CLOSING = "copying_closing"
    COPYING_ENDED = "copying_ended"
    SHARE_SETTLED = "share_settled"
    SHARE_RECEIVED = "share_received"
    LEAD_ORDER_FAILED = "lead_order_failed"
    LEAD_ORDER_COPIED = "lead_order_copied"
    ORDER_REFUSED = "order_refused"
    ORDER_FILLED = "order_filled"
    APPLICATION_RECEIVED = "application_received"
    APPLICATION_APPROVED = "application_approved"
    APPLICATION_REJECTED = "application_rejected"
    STOP_LEADING_REQUESTED = "stop_leading_requested"
    STOP_LEADING_ENDED = "stop_leading_ended"
    LEAD_STOPPED = "lead_stopped"
    LEAD_SUSPENDED = "lead_suspended"
    SUSPENSION_LIFTED = "suspension_lifted"
    LEAD_REVOKED = "lead_revoked"
    COPYING_RESTRICTED = "copying_restricted"
    RESTRICTION_LIFTED = "restriction_lifted"
    PROFIT_SHARE_RISES = "profit_share_rises"
    LEVELS_CHANGED = "levels_changed"
    APPLICATION_DUE = "application_due"
    ANNOUNCED = "announced"
    DELISTING_OF_HELD = "delisting_of_held"
    TRADING_ENDED = "trading_ended"
    LEAD_POST = "lead_post"
    POSTS_ALLOWED = "posts_allowed"
    BROADCAST = "broadcast"
    CONDUCT_HELD = "conduct_held"
    CONDUCT_CLEARED = "conduct_cleared"
    CONDUCT_REVIEW = "conduct_review"
    COPIER_FLOW_WARNED = "copier_flow_warned"
    LEAD_INACTIVE = "lead_inactive"
    DESK_HALTED = "desk_halted"
    DESK_RESUMED = "desk_resumed"
    SETTLEMENT_REFUSED = "settlement_refused"
    DESK_WAS_OFFLINE = "desk_was_offline"


SKIPPED: Final = frozenset({Reason.AMOUNT_TOO_LOW, Reason.MAX_TOTAL_REACHED})
"""What the copier's own settings say; told without a sound."""
NEVER_TO_COPIERS: Final = TOLD_NOBODY | TOLD_LEAD_ALONE
HELD: Final = "held"
"""The cause of a lead's buy that a conduct hold kept private (R-6.8)."""
COLLAPSING: Final = frozenset(
    {
        AlertKind.COPY_SKIPPED,
        AlertKind.COPY_FAILED,
        AlertKind.COPY_UNANSWERED,
        AlertKind.SELL_DELAYED,
        AlertKind.SELL_BELOW_MIN,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One message for one person about one fact. What a kind does not speak of is None, empty or zero.

    `asked`, `least`, `free`, `room`: what a copy needed, the least that may be ordered, what was free, what was in use.
    `sizing`, `raise_to`: by which way it is copied, and the least setting that would have passed (R-18.4);
    `drift_max`: the most drift that may be accepted;
    `share_before`, `share`, `share_max`: profit share ratios until `holds_from`, from then on, and at most;
    `cycle_end`: of the cycle that was settled, whose statement comes on the morning after; None: settled at once;
    `how`: what becomes of the coins of a copy that closes or has ended;
    `restricted`: nothing but the total stop-loss may be changed (R-14.2).
    `copied` of `copiers` is a lead's receipt, `failures` its reasons with their numbers, `away` how far their average
    price lay from the lead's (a ratio), `middle` and `slow` the milliseconds within which half and 95 in 100 of them
    were answered; filled in by alerting. `bought`, `sold`, `skipped`: copies while the desk was away for `late_s`.
    """

    to: PersonId
    kind: AlertKind
    loud: bool
    seq: int
    at: datetime
    lead: PersonId | None = None
    copier: PersonId | None = None
    order: str = ""
    reference: str = ""
    symbol: Symbol | None = None
    base: str = ""
    side: Side | None = None
    reason: Reason = Reason.NONE
    cause: str = ""
    quantity: Decimal = Decimal(0)
    price: Decimal = Decimal(0)
    price_lead: Decimal = Decimal(0)
    drift: int = 0
    limit: int = 0
    notional: int = 0
    profit_net: int = 0
    cost: int = 0
    withheld: int = 0
    payable: int = 0
    refund: int = 0
    asked: int = 0
    least: int = 0
    free: int = 0
    room: int = 0
    late_s: int = 0
    words: str = ""
    dropped: OrderDropped | None = None
    count: int = 0
    copied: int = 0
    copiers: int = 0
    failures: tuple[tuple[Reason, int], ...] = ()
    away: int | None = None
    middle: int | None = None
    slow: int | None = None
    bought: int = 0
    sold: int = 0
    skipped: int = 0
    sizing: Sizing | None = None
    how: StopWay | None = None
    raise_to: int = 0
    drift_max: int = 0
    restricted: bool = False
    share_before: int = 0
    share: int = 0
    share_max: int = 0
    level: int = 0
    share_level: int = 0
    holds_from: datetime | None = None
    cycle_end: datetime | None = None
    announcement: Announcement | None = None

    @property
    def key(self) -> str:
        """What makes it one message however often the fact is told: the fact, or the order a receipt is for."""
        return f"receipt:{self.order}" if self.kind is AlertKind.LEAD_ORDER_COPIED else f"{self.seq}:{self.order}"

    def window(self, limits: AlertLimits) -> timedelta:
        """How long others of the same person, lead and code wait to be told together; none for most kinds."""
        if self.kind not in COLLAPSING:
            return timedelta(0)
        return PRIVATE_COLLAPSED if self.reason in LEAD_REASONS else timedelta(seconds=limits.collapse_failures_s)


def gain(alert: Alert) -> int:
    """A sale's profit as a part of its cost, in 10⁻⁸; 0 without a cost."""
    return alert.profit_net * RATIO_UNITS // alert.cost if alert.cost else 0


def venue_words(words: str) -> str:
    """The words without the venue's code before them."""
    code, _, rest = words.partition(" ")
    return rest if code.isdecimal() else words


def average(instrument: Instrument, quantity: int, notional: int) -> Decimal:
    """The average price of what was executed, to the nearest tick."""
    return shown_price(instrument, instrument.affordable_price(quantity, notional)) if quantity else Decimal(0)
