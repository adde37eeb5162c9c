"""Facts of copy orders that sell: planned, answered, given up."""

from dataclasses import dataclass, field
from datetime import datetime

from core.model.columns import Codes, Column, Rows
from core.model.market import Quote, Symbol
from core.model.orders import BatchId, Cause, OrderId
from core.model.people import PersonId


@dataclass(frozen=True, slots=True)
class LotSale:
    """One lead lot's copy lots in an exit: what is due of each, and what of it is in this order (section 12)."""

    lot: OrderId
    rows: Rows
    due: Column
    sale: Column


@dataclass(frozen=True, slots=True)
class ExitsPlanned:
    """Who sells how much. `quantity` 0 with SELL_BELOW_MIN: it stays owed (R-12.4)."""

    flight: str
    batch: BatchId
    chunk: int
    lead: PersonId
    symbol: Symbol
    attempt: int
    cause: Cause
    quotes: tuple[Quote, ...]
    lots: tuple[LotSale, ...]
    rows: Rows
    reason: Codes
    quantity: Column
    until: int = 0
    """The rows below it have their result of what is sold; 0 in older journals (`earlier_chunks`)."""


@dataclass(frozen=True, slots=True)
class LotClose:
    """What a filled exit did to one lead lot's copy lots: sold quantity, the cost it carried, net and withheld."""

    lot: OrderId
    rows: Rows
    quantity: Column
    cost: Column
    net: Column
    withheld: Column


@dataclass(frozen=True, slots=True)
class ExitsAnswered:
    """What the venue made of planned exits. `fee` in quote; `net` and `withheld` are sums over the row's lots.

    `retry_at`: when what was not sold is tried again (R-2.2); None if all was. `at`: the venue's instant (R-1.7).
    """

    flight: str
    batch: BatchId
    chunk: int
    lead: PersonId
    symbol: Symbol
    rows: Rows
    verdict: Codes
    reason: Codes
    quantity: Column
    notional: Column
    fee: Column
    net: Column
    withheld: Column
    closes: tuple[LotClose, ...]
    ask_at: datetime | None = None
    retry_at: datetime | None = None
    absent: int = 0
    words: dict[int, str] = field(default_factory=dict)
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ExitsGivenUp:
    """Owed exits that can never be done: trading in the instrument has ended, and the lots were let go."""

    key: str


@dataclass(frozen=True, slots=True)
class FlightUnanswered:
    """The process that sent these orders is gone: the venue is asked about every open one from `ask_at` on."""

    flight: str
    ask_at: datetime
