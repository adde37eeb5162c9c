"""Facts: what happened, as past participles. Journalled, then folded into the book; nothing else is true.

A fan-out is one fact over columns: entry i of every column speaks of the copying in row `rows[i]` of that lead's table.
Money in quote units (10⁻⁸ USDT), quantities and prices in the instrument's units, ratios in 10⁻⁸. A fact holds the
results of every rule it rests on, so folding old facts never depends on today's rules or limits.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from core.model.events.announcing import Announced, BroadcastSent, PostsAllowed, PostSent
from core.model.events.conduct import AccountsLinked, ConductFound, ConductReviewed, LeadFoundInactive
from core.model.events.copyings import (
    AllocationChanged,
    CopyingChanged,
    CopyingClosing,
    CopyingEnded,
    CopyingPaused,
    CopyingResumed,
    CopyingStarted,
    FanOutAdvanced,
    FanOutClosed,
    LeftKept,
    LotsReleased,
)
from core.model.events.desk import (
    Denied,
    DeskHalted,
    DeskResumed,
    DeskStarted,
    InstrumentDelisted,
    InstrumentListed,
)
from core.model.events.entries import (
    EntriesAnswered,
    EntriesPlanned,
    LotShare,
    LotWeight,
)
from core.model.events.exits import (
    ExitsAnswered,
    ExitsGivenUp,
    ExitsPlanned,
    FlightUnanswered,
    LotCloses,
    LotSales,
)
from core.model.events.leads import (
    ApplicationDue,
    CopiersAccepted,
    CopyingRestricted,
    DayTaken,
    LeadApplied,
    LeadApproved,
    LeadDay,
    LeadInstrumentsChosen,
    LeadRejected,
    LeadRevoked,
    LeadStopped,
    LeadSuspended,
    LeadTradeSwitched,
    LevelReckoned,
    ProfitShareSet,
    StopLeadingEnded,
    StopLeadingRequested,
    SuspensionLifted,
    Trading,
    VideoVerified,
)
from core.model.events.orders import (
    LotCuts,
    OrderCancelling,
    OrderClosed,
    OrderDropped,
    OrderPlaced,
    OrderRested,
    OrderRetried,
    OrderTrailed,
    OrderTriggered,
    OrderUnanswered,
)
from core.model.events.people import (
    Deposited,
    PersonJoined,
    Withdrawn,
)
from core.model.events.settling import (
    CycleClosed,
    Gap,
    ProfitShareSettled,
    SettlementRefused,
)
from core.model.people import Origin

__all__ = [
    "AccountsLinked",
    "AllocationChanged",
    "Announced",
    "ApplicationDue",
    "BroadcastSent",
    "ConductFound",
    "ConductReviewed",
    "CopiersAccepted",
    "CopyingChanged",
    "CopyingClosing",
    "CopyingEnded",
    "CopyingPaused",
    "CopyingRestricted",
    "CopyingResumed",
    "CopyingStarted",
    "CycleClosed",
    "DayTaken",
    "Denied",
    "Deposited",
    "DeskHalted",
    "DeskResumed",
    "DeskStarted",
    "EntriesAnswered",
    "EntriesPlanned",
    "ExitsAnswered",
    "ExitsGivenUp",
    "ExitsPlanned",
    "Fact",
    "FanOutAdvanced",
    "FanOutClosed",
    "FlightUnanswered",
    "Gap",
    "InstrumentDelisted",
    "InstrumentListed",
    "LeadApplied",
    "LeadApproved",
    "LeadDay",
    "LeadFoundInactive",
    "LeadInstrumentsChosen",
    "LeadRejected",
    "LeadRevoked",
    "LeadStopped",
    "LeadSuspended",
    "LeadTradeSwitched",
    "LeftKept",
    "LevelReckoned",
    "LotCloses",
    "LotCuts",
    "LotSales",
    "LotShare",
    "LotWeight",
    "LotsReleased",
    "OrderCancelling",
    "OrderClosed",
    "OrderDropped",
    "OrderPlaced",
    "OrderRested",
    "OrderRetried",
    "OrderTrailed",
    "OrderTriggered",
    "OrderUnanswered",
    "PersonJoined",
    "PostSent",
    "PostsAllowed",
    "ProfitShareSet",
    "ProfitShareSettled",
    "Record",
    "SettlementRefused",
    "StopLeadingEnded",
    "StopLeadingRequested",
    "SuspensionLifted",
    "Trading",
    "VideoVerified",
    "Withdrawn",
]

Fact: TypeAlias = (
    DeskStarted
    | DeskHalted
    | DeskResumed
    | Denied
    | InstrumentListed
    | InstrumentDelisted
    | Announced
    | BroadcastSent
    | PostSent
    | PostsAllowed
    | PersonJoined
    | Deposited
    | Withdrawn
    | LeadApplied
    | LeadApproved
    | ApplicationDue
    | VideoVerified
    | LeadRejected
    | LeadInstrumentsChosen
    | ProfitShareSet
    | LeadTradeSwitched
    | CopiersAccepted
    | CopyingRestricted
    | StopLeadingRequested
    | StopLeadingEnded
    | LeadStopped
    | LeadSuspended
    | SuspensionLifted
    | LeadRevoked
    | AccountsLinked
    | ConductFound
    | ConductReviewed
    | LeadFoundInactive
    | DayTaken
    | LevelReckoned
    | OrderPlaced
    | OrderTrailed
    | OrderTriggered
    | OrderRested
    | OrderUnanswered
    | OrderRetried
    | OrderCancelling
    | OrderDropped
    | OrderClosed
    | CopyingStarted
    | CopyingChanged
    | AllocationChanged
    | CopyingPaused
    | CopyingResumed
    | CopyingClosing
    | CopyingEnded
    | FanOutAdvanced
    | FanOutClosed
    | LotsReleased
    | LeftKept
    | EntriesPlanned
    | EntriesAnswered
    | ExitsPlanned
    | ExitsAnswered
    | ExitsGivenUp
    | FlightUnanswered
    | ProfitShareSettled
    | SettlementRefused
    | CycleClosed
)


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the journal: its number, the instant, what asked for it (empty: the desk itself), and the fact."""

    seq: int
    at: datetime
    origin: Origin
    fact: Fact
