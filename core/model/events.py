"""Facts: what happened, as past participles. Journalled, then folded into the book; nothing else is true.

A fan-out is one fact over columns: entry i of every column speaks of the copying in row `rows[i]` of that lead's table.
Money in quote units (10⁻⁸ USDT), quantities and prices in the instrument's units, ratios in 10⁻⁸. A fact holds the
results of every rule it rests on, so folding old facts never depends on today's rules or limits.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from core.model.columns import Codes, Column, Rows
from core.model.copying import ReleaseCause, Settings, StopCause, StopWay
from core.model.market import Instrument, Quote, Symbol
from core.model.orders import BatchId, Cause, OrderId, OrderTerms
from core.model.people import Origin, PersonId, StopReason
from core.model.reasons import Denial, Reason

CHUNK = 16_384
"""Copyings a plan speaks of at most, so that the first order leaves early and no hop is long."""


# ── the desk ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class DeskStarted:
    """A process took the desk over. Each start has the next epoch."""

    epoch: int


@dataclass(frozen=True, slots=True)
class DeskHalted:
    by: PersonId


@dataclass(frozen=True, slots=True)
class DeskResumed:
    by: PersonId


@dataclass(frozen=True, slots=True)
class Denied:
    """A command the rules refuse. Nothing moved. `about` names the setting or says what was found, if that helps."""

    who: PersonId
    do: str
    code: Denial
    about: str = ""


@dataclass(frozen=True, slots=True)
class InstrumentListed:
    instrument: Instrument


@dataclass(frozen=True, slots=True)
class InstrumentDelisted:
    """Lead lots in it are their owners' private coins from now on (R-5.4)."""

    symbol: Symbol


# ── people ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PersonJoined:
    person: PersonId
    handle: str


@dataclass(frozen=True, slots=True)
class Deposited:
    person: PersonId
    amount: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    person: PersonId
    amount: int


# ── leads ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class LeadApplied:
    lead: PersonId


@dataclass(frozen=True, slots=True)
class LeadApproved:
    lead: PersonId


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
    """`month` is the UTC+8 calendar month the change counts in, as YYYYMM; 0 when the value is the present one."""

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
    lead: PersonId


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
class LeadDay:
    """One lead at a 00:00 UTC+8 (R-7.4, R-19), in quote units.

    `equity` at the time; `deposits` net and `realised` after fees, both since leading began; `copiers_pnl` of those who
    copy now; `index` the deposit-neutral index in 10⁻¹², from 10¹² on the first day (R-19.9).
    """

    lead: PersonId
    aum: int
    copiers: int
    equity: int = 0
    deposits: int = 0
    realised: int = 0
    copiers_pnl: int = 0
    index: int = 10**12


@dataclass(frozen=True, slots=True)
class DayTaken:
    """The 00:00 UTC+8 at `at`, with every lead's day."""

    at: datetime
    leads: tuple[LeadDay, ...]


@dataclass(frozen=True, slots=True)
class LevelReckoned:
    """A lead's levels from now on, counted from 1; `ratio` is cut where it was above the new highest (R-7.5)."""

    lead: PersonId
    share_level: int
    level: int
    ratio: int


# ── a person's own orders ─────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class LotCut:
    """One lead lot in a sale: what was sold of it, and what it held before (R-12.1)."""

    lot: OrderId
    sold: int
    before: int


@dataclass(frozen=True, slots=True)
class OrderPlaced:
    """In the book before it leaves. `switch_on` never changes after (R-4.2).

    `quantity` is what is asked of the venue, `price_cap` its limit (0: none), `hold` the quote a buy binds;
    a sale binds `from_lots` of the lead lots and `from_private` of the private coins.
    """

    order: OrderId
    person: PersonId
    terms: OrderTerms
    switch_on: bool
    quantity: int
    price_cap: int
    hold: int
    from_lots: int = 0
    from_private: int = 0


@dataclass(frozen=True, slots=True)
class OrderRested:
    """The venue has it in its book; `quantity`, `notional`, `fee` are what was executed so far.

    `lead_equity` is the lead's equity just before the first fill (R-6.1), 0 until there was one.
    """

    order: OrderId
    quantity: int
    notional: int
    fee: int
    lead_equity: int = 0


@dataclass(frozen=True, slots=True)
class OrderUnanswered:
    """Nobody knows what became of it; the venue is asked from `ask_at` on (R-2.7); `absent` counts proofs."""

    order: OrderId
    attempt: int
    ask_at: datetime
    absent: int = 0


@dataclass(frozen=True, slots=True)
class OrderRetried:
    """The last attempt is proven absent; the next one has its own id."""

    order: OrderId
    attempt: int


@dataclass(frozen=True, slots=True)
class OrderCancelling:
    """Its owner wants it cancelled; the venue is told until it has an end."""

    order: OrderId


@dataclass(frozen=True, slots=True)
class OrderDropped:
    """Its end with nothing executed: cancelled, or refused by the venue in `words`."""

    order: OrderId
    person: PersonId
    words: str = ""


@dataclass(frozen=True, slots=True)
class OrderClosed:
    """Its end with something executed; a lead order triggers here, once (R-4.4).

    `fee` is in the base coin on a buy and in quote on a sale. `led`: a lead order past the lead guards; else `reason`
    says which guard failed (NONE for a sale, and for who does not lead). `triggers`: copyings get a result from it.
    """

    order: OrderId
    person: PersonId
    symbol: Symbol
    side: int
    quantity: int
    notional: int
    fee: int
    led: bool
    reason: Reason
    triggers: bool
    lead_equity: int = 0
    day: int = 0
    """The UTC+8 day it counts in, as a proleptic ordinal (R-6.6)."""
    cuts: tuple[LotCut, ...] = ()
    private_sold: int = 0
    lead_net: int = 0
    """Profit after fees of the lead lots it closed (R-19.3)."""


# ── copyings ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class CopyingStarted:
    """A row of the lead's table from now on. `ratio` is the profit share it starts with (R-17.8)."""

    lead: PersonId
    copier: PersonId
    row: int
    settings: Settings
    ratio: int


@dataclass(frozen=True, slots=True)
class CopyingChanged:
    """New settings; open copy lots keep their take-profit and stop-loss (R-15.1)."""

    lead: PersonId
    copier: PersonId
    row: int
    settings: Settings


@dataclass(frozen=True, slots=True)
class AllocationChanged:
    """Quote moved into the allocation (above zero) or out of it; neither is profit or loss (R-9.4)."""

    lead: PersonId
    copier: PersonId
    row: int
    amount: int


@dataclass(frozen=True, slots=True)
class CopyingPaused:
    lead: PersonId
    copier: PersonId
    row: int


@dataclass(frozen=True, slots=True)
class CopyingResumed:
    lead: PersonId
    copier: PersonId
    row: int


@dataclass(frozen=True, slots=True)
class CopyingClosing:
    """No more entries. `sales` are the instruments to be sold at once, each a batch of its own."""

    lead: PersonId
    copier: PersonId
    row: int
    cause: StopCause
    how: StopWay
    batch: BatchId
    sales: tuple[Symbol, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyingEnded:
    lead: PersonId
    copier: PersonId
    row: int
    cause: StopCause


@dataclass(frozen=True, slots=True)
class FanOutAdvanced:
    """The chunks below `next_chunk` are done."""

    batch: BatchId
    next_chunk: int


@dataclass(frozen=True, slots=True)
class FanOutClosed:
    """Nothing of this batch concerns any copying any more."""

    batch: BatchId


@dataclass(frozen=True, slots=True)
class LotsReleased:
    """Copy lots of these rows become the copiers' own coins: those of one lead lot, or all of the instrument."""

    lead: PersonId
    symbol: Symbol
    cause: ReleaseCause
    lot: OrderId | None
    chunk: int
    rows: Rows
    quantity: Column
    cost: Column


@dataclass(frozen=True, slots=True)
class LotWeight:
    """A lead lot that an order buys the match of, and what it held when the order was planned (R-10.2)."""

    lot: OrderId
    quantity: int


@dataclass(frozen=True, slots=True)
class LotShare:
    """One lead lot's part of a filled order over several lots."""

    lot: OrderId
    quantity: int
    cost: int


# ── copy orders, entries ──────────────────────────────────────────────────────


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
    """What each failing copying could have spent, and what was open of its maximum: inputs of the decision (R-2.8)."""
    open: Column | None = None


@dataclass(frozen=True, slots=True)
class EntriesAnswered:
    """What the venue made of planned entries. `fee` in the base coin. UNANSWERED rows stay open until asked.

    A row that filled nothing has its `reason`; `words` are the venue's own, by row. `take_at` and `stop_at` are the
    last prices at which a copy lot sells itself (R-13.1), 0 where it does not; None where no row has any.
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


# ── copy orders, exits ────────────────────────────────────────────────────────


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

    `retry_at`: when what was not sold is tried again (R-2.2); None if all was.
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


@dataclass(frozen=True, slots=True)
class ExitsGivenUp:
    """Owed exits that can never be done: trading in the instrument has ended, and the lots were let go."""

    key: str


@dataclass(frozen=True, slots=True)
class FlightUnanswered:
    """The process that sent these orders is gone: the venue is asked about every open one from `ask_at` on."""

    flight: str
    ask_at: datetime


# ── profit share ──────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ProfitShareSettled:
    """Withheld is payable plus refund, to the unit (R-17.10). `net` is the sum of net profits since the last one."""

    lead: PersonId
    cycle_end: datetime
    rows: Rows
    net: Column
    withheld: Column
    payable: Column
    refund: Column
    carried: Column | None = None
    """What of the share due goes on into the next settlement; None without a high-water mark: nothing (R-17.6)."""


@dataclass(frozen=True, slots=True)
class CycleClosed:
    """The Monday 00:00 UTC+8 at `at` is done: settled, then ratios switched (R-17.3)."""

    at: datetime


Fact: TypeAlias = (
    DeskStarted
    | DeskHalted
    | DeskResumed
    | Denied
    | InstrumentListed
    | InstrumentDelisted
    | PersonJoined
    | Deposited
    | Withdrawn
    | LeadApplied
    | LeadApproved
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
    | DayTaken
    | LevelReckoned
    | OrderPlaced
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
    | EntriesPlanned
    | EntriesAnswered
    | ExitsPlanned
    | ExitsAnswered
    | ExitsGivenUp
    | FlightUnanswered
    | ProfitShareSettled
    | CycleClosed
)


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the journal: its number, the instant, what asked for it (empty: the desk itself), and the fact."""

    seq: int
    at: datetime
    origin: Origin
    fact: Fact
