"""What a decision may look at: the book, the prices, the numbers and the instant. Nothing else gets in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from core.fold.book import Book, FanOut
from core.model.columns import Entries
from core.model.commands import Command
from core.model.limits import Limits
from core.model.market import Quote, Symbol
from core.model.orders import OrderId
from core.model.people import PersonId
from core.ports import AnswerColumns, Found, OrderSeen


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
        """The desk's day as a proleptic ordinal (R-1.7)."""
        return self.day_of(self.now)

    def day_of(self, at: datetime) -> int:
        return self.limits.clock.day_of(at)

    def month(self) -> int:
        """The desk's calendar month as YYYYMM."""
        return self.limits.clock.month_of(self.now)


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
    """The end of a cycle, which may be a 00:00 as well."""

    at: datetime


@dataclass(frozen=True, slots=True)
class CloseDay:
    """A 00:00 of the desk's clock that ends no cycle."""

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
