"""Facts of copy orders that buy: planned and answered."""

from dataclasses import dataclass, field
from datetime import datetime

from core.model.columns import Codes, Column, Rows
from core.model.market import Quote, Symbol
from core.model.orders import BatchId, Cause, OrderId
from core.model.people import PersonId


@dataclass(frozen=True, slots=True)
class LotWeight:
    """A lead lot that an order buys the match of, and what it held when the order was planned (R-10.2).

    `followed`: as the lot has it; 0 in facts of before it was kept, where it is the quantity.
    """

    lot: OrderId
    quantity: int
    followed: int = 0


@dataclass(frozen=True, slots=True)
class LotShare:
    """One lead lot's part of a filled order over several lots."""

    lot: OrderId
    quantity: int
    cost: int


@dataclass(frozen=True, slots=True)
class EntriesPlanned:
    """Who buys how much after a lead buy, or the first guard that failed (R-11.1). One fact a chunk.

    `price_lead` is notional and quantity of the lead order: their quotient is the average price. `price_copy` is what
    the book asked when deciding, 0 without a price. Columns: `asked` the copy quote, `quantity` what is ordered (0 for
    a reason other than NONE), `limit` the IOC limit, `hold` the quote that the order binds.
    """

    flight: str
    batch: BatchId
    chunk: int
    lead: PersonId
    symbol: Symbol
    attempt: int
    cause: Cause
    deadline: datetime
    lead_notional: int
    lead_quantity: int
    lead_equity: int
    price_copy: int
    quotes: tuple[Quote, ...]
    rows: Rows
    reason: Codes
    asked: Column
    quantity: Column
    limit: Column
    hold: Column
    lots: tuple[LotWeight, ...] = ()
    """Of buying existing assets alone: the lead lots it matches; else the lot is the lead order's own."""
    free: Column | None = None
    """What each failing copying could have spent, and what was open of its maximum: inputs of the decision (R-2.8).

    In the order of `rows`, one entry for each that has a reason.
    """
    open: Column | None = None
    until: int = 0
    """The rows below it have their result of the lead order; 0 in older journals (`earlier_chunks`)."""


@dataclass(frozen=True, slots=True)
class EntriesAnswered:
    """What the venue made of planned entries. `fee` in the base coin. UNANSWERED rows stay open until asked.

    A row that filled nothing has its `reason`; `words` are the venue's own, by row. `take_at` and `stop_at` are the
    last prices at which a copy lot sells itself (R-13.1), 0 where it does not; None where no row has any. `at`: the
    venue's instant, where it tells one (R-1.7).
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
    ask_at: datetime | None = None
    absent: int = 0
    words: dict[int, str] = field(default_factory=dict)
    take_at: Column | None = None
    stop_at: Column | None = None
    shares: tuple[LotShare, ...] = ()
    at: datetime | None = None
