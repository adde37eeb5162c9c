"""What the desk tells everybody: a listing, a coin added to the copy list, a delisting; and broadcasts (section 21)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

from core.model.market import Symbol


class AnnouncementKind(IntEnum):
    """R-21.1. A listing alone makes nothing copyable. Numbers are stored and never reused."""

    LISTING = 1
    ADDED_TO_COPY_LIST = 2
    DELISTING = 3


class Audience(IntEnum):
    """To whom a broadcast goes."""

    EVERYBODY = 1
    COPIERS = 2
    LEADS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """The fields of R-21.2, empty where there is nothing to say; the risk warning is none of them (R-21.3).

    `trading_at`: when trading opens, when it may be copied, or when trading ends and open orders are cancelled;
    `deposits_at` and `withdrawals_at` open with a listing and end with a delisting. `notice` is an address that is
    opened only on an allowed host (R-21.4).
    """

    kind: AnnouncementKind
    symbol: Symbol
    name: str
    trading_at: datetime
    deposits_at: datetime | None = None
    withdrawals_at: datetime | None = None
    network: str = ""
    supply: str = ""
    supply_on: date | None = None
    unsupported: str = ""
    notice: str = ""
