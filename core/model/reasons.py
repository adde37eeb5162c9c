"""Reasons: the one condition that held when the desk said no (R-11.1, R-18.3). Numbers are stored and never reused."""

from enum import IntEnum


class Reason(IntEnum):
    """Codes of the rulebook; `NONE` is a copy that goes out. Fits in one byte of a column."""

    NONE = 0
    # the lead guards, in their order
    LEAD_SWITCH_OFF = 1
    LEAD_STOPPED = 2
    LEAD_PAIR_UNSUPPORTED = 3
    LEAD_EQUITY_LOW = 4
    LEAD_DAILY_LIMIT = 5
    LEAD_INSTRUMENT_LIMIT = 6
    LEAD_RISK_CONTROL = 7
    # the entry guards, in their order
    COPYING_STOPPED = 16
    COPYING_PAUSED = 17
    PAIR_NOT_SELECTED = 18
    ENTRY_EXPIRED = 19
    DESK_HALTED = 20
    PAIR_HALTED = 21
    SPREAD_EXCEEDED = 22
    AMOUNT_TOO_LOW = 23
    MAX_TOTAL_REACHED = 24
    INSUFFICIENT_FUNDS = 25
    # what the venue made of it
    VENUE_REJECTED = 32
    UNANSWERED = 33
    # sales
    SELL_NOTHING_HELD = 48
    SELL_ALREADY_CLOSED = 49
    SELL_BELOW_MIN = 50
    SELL_DELAYED = 51


class Denial(IntEnum):
    """Why a command was denied. Nothing happened then, and no money moved."""

    NOT_ALLOWED = 1
    UNKNOWN_PERSON = 2
    ALREADY_JOINED = 3
    AMOUNT_OUT_OF_RANGE = 4
    INSUFFICIENT_FUNDS = 5
    # becoming a lead
    ASSETS_TOO_LOW = 10
    STILL_COPYING = 11
    ALREADY_APPLIED = 12
    NOT_A_LEAD = 13
    WRONG_STATE = 14
    INSTRUMENT_NOT_LISTED = 15
    INSTRUMENT_IN_USE = 16
    RATIO_OUT_OF_RANGE = 17
    RATIO_CHANGES_SPENT = 18
    LEAD_ASSETS_HELD = 19
    LEAD_ORDERS_OPEN = 20
    INSTRUMENTS_NOT_CHOSEN = 21
    # orders
    PAIR_HALTED = 30
    ORDER_TOO_SMALL = 31
    ORDER_ID_TAKEN = 32
    NO_PRICE = 33
    NOTHING_TO_SELL = 34
    UNKNOWN_ORDER = 35
    TICK_SIZE = 37
    TRIGGER_PASSED = 38
    TRAIL_OUT_OF_RANGE = 39
    TOO_MANY_WAITING = 40
    ORDER_UNDER_WAY = 41
    # copying, in its order
    SELF_COPY = 50
    IS_LEAD = 51
    APPLYING_TO_LEAD = 52
    LEAD_NOT_ACTIVE = 53
    LEAD_LEAVING = 54
    ALREADY_COPYING = 55
    NOT_COPYING = 56
    STOP_IN_PROGRESS = 57
    LEAD_CLOSED = 58
    LEAD_FULL = 59
    TOO_MANY_LEADS = 60
    SMART_SYNC_ONLY = 61
    INSTRUMENT_NOT_LED = 62
    TOTAL_BELOW_AMOUNT = 63
    SETTING_OUT_OF_RANGE = 64
    ALLOCATION_NOT_COVERED = 65
    FUNDS_BOUND = 66
    COPIER_NOT_REMOVABLE = 67
    LOTS_BOUND = 68
    # one-tap retries
    RETRY_NOT_OFFERED = 80
    RETRY_EXPIRED = 81
    RETRY_USED = 82
    LEAD_SOLD = 83
    # announcements and posts to copiers
    ALREADY_LISTED = 100
    COPYABLE_TOO_EARLY = 101
    DEADLINE_PAST = 102
    POST_LENGTH = 110
    POST_LINK = 111
    POST_CONTACT = 112
    POSTS_SPENT = 113
    POSTS_BLOCKED = 114


NOTHING_DUE = frozenset({Reason.SELL_NOTHING_HELD, Reason.SELL_ALREADY_CLOSED})
"""A lead sold what this copying never had or has no more: a result, and no failure (R-2.5, R-12.2, R-12.9)."""
TOLD_NOBODY = NOTHING_DUE | {
    Reason.LEAD_SWITCH_OFF,
    Reason.COPYING_STOPPED,
    Reason.COPYING_PAUSED,
    Reason.PAIR_NOT_SELECTED,
}
"""Never pushed to anybody (R-18.3)."""
RETRIED = frozenset(
    {
        Reason.ENTRY_EXPIRED,
        Reason.SPREAD_EXCEEDED,
        Reason.AMOUNT_TOO_LOW,
        Reason.MAX_TOTAL_REACHED,
        Reason.INSUFFICIENT_FUNDS,
        Reason.VENUE_REJECTED,
    }
)
"""What a retry is a next step of: tried again at once, with a higher amount, or with more drift (R-18.3, R-18.4)."""
TOLD_LEAD_ALONE = frozenset(
    {
        Reason.LEAD_EQUITY_LOW,
        Reason.LEAD_INSTRUMENT_LIMIT,
        Reason.LEAD_PAIR_UNSUPPORTED,
    }
)
"""Told to the lead and to no copier (R-18.3)."""
