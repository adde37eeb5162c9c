"""What a decision may look at: the book, the prices, the numbers and the instant. Nothing else gets in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TypeAlias

from core.fold.book import Book, FanOut
from core.model.columns import Entries
from core.model.commands import Command
from core.model.limits import Limits
from core.model.market import Quote, Symbol
from core.model.orders import OrderId
from core.model.people import PersonId
from core.ports import AnswerColumns, Found, OrderSeen

DESK_ZONE = timezone(timedelta(hours=8))
"""Days, months and cycles are those of UTC+8 (R-1.7)."""


@dataclass(frozen=True, slots=True)
class Desk:
    book: Book
    market: Mapping[Symbol, Quote]
    limits: Limits
    now: datetime

    def mark(self, symbol: Symbol) -> int:
        """What one price unit of a holding is valued at (R-1.8); 0 while nothing was ever quoted."""
        quote = self.market.get(symbol)
        return quote.mark if quote else 0

    def today(self) -> int:
        """The UTC+8 day as a proleptic ordinal."""
        return day_of(self.now)

    def month(self) -> int:
        """The UTC+8 calendar month as YYYYMM."""
        local = self.now.astimezone(DESK_ZONE)
        return local.year * 100 + local.month


def day_of(at: datetime) -> int:
    """The UTC+8 day of an instant as a proleptic ordinal (R-1.7)."""
    return at.astimezone(DESK_ZONE).toordinal()


# ── what asks for a decision, beside commands ─────────────────────────────────


@dataclass(frozen=True, slots=True)
class StartDesk:
    """A process has taken over: what was on its way is unanswered from now on."""


@dataclass(frozen=True, slots=True)
class AskVenue:
    """The venue is asked about every order that rests there: a push of it may have been lost (P-2)."""


@dataclass(frozen=True, slots=True)
class PlanChunk:
    """The next chunk of a fan-out."""

    fan_out: FanOut


@dataclass(frozen=True, slots=True)
class TryExitsAgain:
    key: str


@dataclass(frozen=True, slots=True)
class FinishCopying:
    lead: PersonId
    row: int


@dataclass(frozen=True, slots=True)
class SweepStops:
    """Total stop-losses are looked at: of one chunk, of some `rows` of it, or of everybody."""

    lead: PersonId | None = None
    chunk: int | None = None
    rows: Entries | None = None


@dataclass(frozen=True, slots=True)
class SweepLots:
    """Take-profits and stop-losses of single copy lots of a coin under one lead are looked at, after new prices."""

    lead: PersonId
    symbol: Symbol


@dataclass(frozen=True, slots=True)
class SweepTrigger:
    """One order that waits for its price is looked at, after new prices."""

    order: OrderId


@dataclass(frozen=True, slots=True)
class CloseCycle:
    at: datetime


@dataclass(frozen=True, slots=True)
class CloseDay:
    """A 00:00 UTC+8 that is no Monday's."""

    at: datetime


@dataclass(frozen=True, slots=True)
class OrderAnswered:
    """What the venue said of one attempt at a person's order."""

    order: OrderId
    attempt: int
    answer: Found


@dataclass(frozen=True, slots=True)
class OrderMoved:
    """What the venue pushed about a resting order."""

    order: OrderId
    attempt: int
    seen: OrderSeen


@dataclass(frozen=True, slots=True)
class FlightAnswered:
    """Answers to entries `where` of a flight's plan; `asked` when they come from a look-up."""

    flight: str
    where: Entries
    answer: AnswerColumns
    asked: bool


@dataclass(frozen=True, slots=True)
class EndTrading:
    """An announced delisting has come to its deadline."""

    symbol: Symbol


Step: TypeAlias = (
    StartDesk
    | AskVenue
    | PlanChunk
    | TryExitsAgain
    | FinishCopying
    | CloseCycle
    | CloseDay
    | EndTrading
    | SweepStops
    | SweepLots
    | SweepTrigger
    | OrderAnswered
    | OrderMoved
    | FlightAnswered
)
Input: TypeAlias = Command | Step
