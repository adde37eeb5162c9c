"""Facts of leading: states, terms, days and levels."""

from dataclasses import dataclass, field
from datetime import datetime

from core.model.market import Symbol
from core.model.people import PersonId, StopReason
from core.model.reasons import Denial


@dataclass(frozen=True, slots=True)
class LeadApplied:
    lead: PersonId


@dataclass(frozen=True, slots=True)
class LeadApproved:
    lead: PersonId


@dataclass(frozen=True, slots=True)
class ApplicationDue:
    """The last business day in which an application is to be decided has begun (R-3.8)."""

    lead: PersonId


@dataclass(frozen=True, slots=True)
class VideoVerified:
    """The operator has seen a lead by video, or takes that back; the higher lead levels ask for it (R-7.2)."""

    lead: PersonId
    on: bool


@dataclass(frozen=True, slots=True)
class LeadRejected:
    lead: PersonId


@dataclass(frozen=True, slots=True)
class LeadInstrumentsChosen:
    """An approved lead becomes active by it (R-3.9). None is all of the copy list."""

    lead: PersonId
    instruments: frozenset[Symbol] | None


@dataclass(frozen=True, slots=True)
class ProfitShareSet:
    """`month` is the desk's calendar month the change counts in, as YYYYMM; 0 when the value is the present one."""

    lead: PersonId
    ratio: int
    month: int


@dataclass(frozen=True, slots=True)
class LeadTradeSwitched:
    lead: PersonId
    on: bool


@dataclass(frozen=True, slots=True)
class CopiersAccepted:
    lead: PersonId
    on: bool


@dataclass(frozen=True, slots=True)
class CopyingRestricted:
    lead: PersonId
    smart_sync_only: bool


@dataclass(frozen=True, slots=True)
class StopLeadingRequested:
    lead: PersonId
    reason: StopReason


@dataclass(frozen=True, slots=True)
class StopLeadingEnded:
    """The request is withdrawn or refused, or failed its precondition at the grant: active again (R-3.13)."""

    lead: PersonId
    failed: Denial | None
    by_lead: bool = False
    """The lead took the request back: nobody needs to tell them."""


@dataclass(frozen=True, slots=True)
class LeadStopped:
    """Granted, or after `quiet_days` without a lead order (R-22.7); 0: it was asked for."""

    lead: PersonId
    quiet_days: int = 0


@dataclass(frozen=True, slots=True)
class LeadSuspended:
    lead: PersonId


@dataclass(frozen=True, slots=True)
class SuspensionLifted:
    lead: PersonId


@dataclass(frozen=True, slots=True)
class LeadRevoked:
    lead: PersonId


@dataclass(frozen=True, slots=True)
class Trading:
    """What a lead traded since leading began, in sums of which two differ by a period (R-19.8, R-19.11, R-19.12).

    `orders` fired, by instrument; `buys` of them for `notional`. A close is one sale of one lead lot (as R-17.1):
    `wins` of them won `won`, `losses` lost `lost`. `closed` lots, each counted by the part that was sold of it, in
    10⁻⁸, were held for `held`, the same parts times microseconds.
    """

    orders: dict[Symbol, int] = field(default_factory=dict)
    buys: int = 0
    notional: int = 0
    wins: int = 0
    won: int = 0
    losses: int = 0
    lost: int = 0
    closed: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True)
class LeadDay:
    """One lead at a 00:00 of the desk (R-7.4, R-19), in quote units.

    `equity` at the time; `deposits` net, with what private coins cost and brought, and `realised` after fees, both
    since leading began; `copiers_pnl` of those who copy now; `index` the deposit-neutral index in 10⁻¹², from 10¹² on
    the first day (R-19.9).
    """

    lead: PersonId
    aum: int
    copiers: int
    equity: int = 0
    deposits: int = 0
    realised: int = 0
    copiers_pnl: int = 0
    index: int = 10**12
    trading: Trading = Trading()


@dataclass(frozen=True, slots=True)
class DayTaken:
    """The 00:00 at `at`, with every lead's day."""

    at: datetime
    leads: tuple[LeadDay, ...]


@dataclass(frozen=True, slots=True)
class LevelReckoned:
    """A lead's levels from now on, counted from 1; `ratio` is cut where it was above the new highest (R-7.5)."""

    lead: PersonId
    share_level: int
    level: int
    ratio: int
