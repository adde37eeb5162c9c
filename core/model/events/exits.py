"""Facts of copy orders that sell: planned, answered, given up."""

from dataclasses import dataclass, field
from datetime import datetime

from core.model.columns import Codes, Column, Entries, Rows, distinct
from core.model.market import Quote, Symbol
from core.model.orders import BatchId, Cause, OrderId
from core.model.people import PersonId


@dataclass(frozen=True, slots=True)
class LotSales:
    """Copy lots in an exit: what is due of each, and what of it is in this order (section 12).

    Entry i is a copy lot of `lots[lot[i]]` in row `rows[i]`; they come by lead lot, oldest first, and then by row.
    """

    lots: tuple[OrderId, ...]
    lot: Rows
    rows: Rows
    due: Column
    sale: Column

    def some(self, where: Entries) -> "LotSales":
        """These entries alone, and the lots they are of."""
        present, lot = distinct(self.lot[where])
        lots = self.lots if len(present) == len(self.lots) else tuple(self.lots[at] for at in present.tolist())
        return LotSales(lots, lot, self.rows[where], self.due[where], self.sale[where])


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
    lots: LotSales
    rows: Rows
    reason: Codes
    quantity: Column
    until: int = 0
    """The rows below it have their result of what is sold; 0 in older journals (`earlier_chunks`)."""


@dataclass(frozen=True, slots=True)
class LotCloses:
    """What a filled exit did to copy lots, named as in `LotSales`: sold quantity, cost it carried, net, withheld."""

    lots: tuple[OrderId, ...]
    lot: Rows
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
    closes: LotCloses
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
