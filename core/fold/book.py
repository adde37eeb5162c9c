"""The book: everything the desk knows to be true, folded from the journal. What is still to be done stands in it too.

Nothing but `fold` changes it. Quote units (10⁻⁸ USDT), quantities in the instrument's units, ratios in 10⁻⁸.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from core.fold.copyings import Copyings
from core.fold.ledger import Ledger
from core.fold.notices import Notices, Posting
from core.fold.people import People
from core.fold.watch import Links, Watched
from core.model.columns import Codes, Column, Rows
from core.model.copying import ReleaseCause
from core.model.events import EntriesPlanned, ExitsPlanned, LeadDay, LotCut, Trading
from core.model.market import Instrument, Symbol
from core.model.orders import BatchId, Cause, OrderId, OrderState, OrderTerms
from core.model.people import LeadState, Origin, PersonId
from core.model.reasons import Denial, Reason

FOLD_VERSION = 10
"""Raised when the same facts fold to another book; older snapshots are then set aside and the journal is replayed."""


@dataclass(slots=True)
class CopyLots:
    """The copy lots of one lead lot in one chunk of rows, rows ascending; `owed` is due and not yet sold."""

    rows: Rows
    quantity: Column
    owed: Column
    cost: Column
    take_at: Column | None = None
    """Last prices at which the lots take their profit, 0 where they do not; None where no lot of the piece does."""
    stop_at: Column | None = None


@dataclass(slots=True)
class LeadLot:
    """What one lead buy bought (R-4.6). `bought` never changes; `bound` is what open sales aimed at it hold of it."""

    id: OrderId
    symbol: Symbol
    bought: int
    quantity: int
    cost: int
    opened_at: datetime
    bound: int = 0
    copies: dict[int, CopyLots] = field(default_factory=dict)
    followed: int = 0
    """What would be left if private sales had taken nothing: copies follow this, and not the quantity (R-4.10)."""

    def linked(self) -> bool:
        return any(piece.quantity.any() for piece in self.copies.values())


@dataclass(slots=True)
class CoinLots:
    """A lead's lots of one coin by number, oldest first, and what is known of them without a look at each."""

    numbers: dict[OrderId, int] = field(default_factory=dict)
    quantity: int = 0
    spent: set[OrderId] = field(default_factory=set)
    """Those that are sold out and still have copies, or an answer to come."""
    opened: int = 0


@dataclass(slots=True)
class Lead:
    """A person in the role of a lead, from the application on."""

    person: PersonId
    state: LeadState = LeadState.NONE
    applied_at: datetime | None = None
    due_told: bool = False
    """The operator was told that the application is to be decided."""
    switch_on: bool = False
    version: int = 0
    """Grows with every change a lead screen shows; a switch carries the version it was shown at."""
    instruments: frozenset[Symbol] | None = None
    chosen: bool = False
    ratio: int = 0
    ratio_month: int = 0
    ratio_changes: int = 0
    accepting: bool = True
    smart_sync_only: bool = False
    active_since: datetime | None = None
    day: int = 0
    day_buys: int = 0
    day_before: tuple[int, int] = (0, 0)
    """The day counted before and its lead buys: one of them may be told late (R-1.7)."""
    level: int = 1
    share_level: int = 1
    video_verified: bool = False
    realised: int = 0
    """Profit after fees of closed lead lots since leading began."""
    deposits: int = 0
    """What came into lead equity less what left it, but by lead trades, since leading began (R-19.9)."""
    trading: Trading = field(default_factory=Trading)
    """What was traded since leading began, for the figures of section 19."""
    days: list[LeadDay] = field(default_factory=list)
    """The last days, newest last, at most a year and a day."""
    lots: dict[OrderId, LeadLot] = field(default_factory=dict)
    coins: dict[Symbol, CoinLots] = field(default_factory=dict)
    """What the lots come to, coin by coin: of what a sale does not touch, however many, nobody looks at each."""
    lots_bound: dict[Symbol, int] = field(default_factory=dict)
    copyings: Copyings = field(default_factory=Copyings)
    watched: Watched = field(default_factory=Watched)
    posting: Posting = field(default_factory=Posting)

    @property
    def aums(self) -> list[int]:
        """Assets under management of the last days, newest last."""
        return [day.aum for day in self.days]

    def buys_on(self, day: int) -> int:
        """Lead buys that fired in a day of the desk, today or the one counted before (R-6.6)."""
        known, count = self.day_before
        return self.day_buys if day == self.day else count if day == known else 0

    def lots_of(self, symbol: Symbol) -> list[LeadLot]:
        """The lead lots of one instrument, oldest first, those sold out with copies left included."""
        known = self.coins.get(symbol)
        return [self.lots[lot] for lot in known.numbers] if known else []

    def lot_count(self, symbol: Symbol) -> int:
        """How many `lots_of` an instrument are."""
        known = self.coins.get(symbol)
        return len(known.numbers) if known else 0

    def among(self, symbol: Symbol, lots: Collection[OrderId]) -> list[LeadLot]:
        """Those of the named lots that are known, and all sold out ones of the instrument, oldest first."""
        known = self.coins.get(symbol) or CoinLots()
        found = known.spent.union(lot for lot in lots if lot in known.numbers)
        return [self.lots[lot] for lot in sorted(found, key=known.numbers.__getitem__)]

    def held(self, symbol: Symbol) -> int:
        known = self.coins.get(symbol)
        return known.quantity if known else 0

    def open(self, lot: LeadLot) -> None:
        """One more lot, the newest."""
        known = self.coins.setdefault(lot.symbol, CoinLots())
        known.opened += 1
        self.lots[lot.id], known.numbers[lot.id] = lot, known.opened
        known.quantity += lot.quantity

    def take(self, lot: LeadLot, quantity: int) -> None:
        """So much of a lot is gone."""
        known = self.coins[lot.symbol]
        lot.quantity -= quantity
        known.quantity -= quantity
        if not lot.quantity:
            known.spent.add(lot.id)

    def forget(self, lot: LeadLot) -> None:
        """A lot that nothing follows any more."""
        known = self.coins[lot.symbol]
        del self.lots[lot.id], known.numbers[lot.id]
        known.spent.discard(lot.id)
        if not known.numbers:
            del self.coins[lot.symbol]


@dataclass(slots=True)
class OpenOrder:
    """A person's own order before its end. Sums are what was executed in all attempts so far.

    While it waits it binds nothing; `rises` and `best` are those of `OrderPlaced`, `best` 0 until it is active.
    """

    id: OrderId
    person: PersonId
    terms: OrderTerms
    switch_on: bool
    quantity: int
    price_cap: int
    hold: int
    from_lots: int
    from_private: int
    placed_at: datetime
    state: OrderState = OrderState.PLANNED
    attempt: int = 1
    ask_at: datetime | None = None
    absent: int = 0
    cancelling: bool = False
    done: int = 0
    notional: int = 0
    fee: int = 0
    lead_equity: int = 0
    before: tuple[int, int, int] = (0, 0, 0)
    """The three sums that earlier attempts brought."""
    rises: bool = False
    best: int = 0


@dataclass(slots=True)
class FanOut:
    """One thing that copyings must still get their result from, chunk after chunk.

    `size`: rows that existed at the trigger; `only`: the rows, all of one chunk and ascending, that sell or are
    let go all they hold; empty where the rows up to `size` follow their lead.
    """

    batch: BatchId
    lead: PersonId
    symbol: Symbol
    buys: bool
    cause: Cause
    at: datetime
    size: int
    reason: Reason = Reason.NONE
    notional: int = 0
    quantity: int = 0
    lead_equity: int = 0
    cuts: tuple[LotCut, ...] = ()
    only: list[int] = field(default_factory=list)
    release: ReleaseCause | None = None
    """Lots are let go instead of sold: the lead sold privately (R-12.10), or the copier keeps them (R-16.2)."""
    next_row: int = 0
    """The rows below it have had theirs."""

    @property
    def lot(self) -> OrderId:
        """The lead lot that a lead buy opened."""
        return OrderId(self.batch)


@dataclass(slots=True)
class Flight:
    """A planned chunk of copy orders until each has its answer. `open`: 1 where there is none yet."""

    plan: EntriesPlanned | ExitsPlanned
    open: Codes
    ask_at: datetime | None = None
    absent: int = 0


@dataclass(slots=True)
class Failed:
    """Copies of one lead buy that failed at one instant; `attempt` is the last that was sent, 0 for none."""

    at: datetime
    attempt: int
    rows: Rows
    reason: Codes


@dataclass(slots=True)
class Offer:
    """What a one-tap retry of a failed copy goes by, for as long as one may be asked for (R-18.5)."""

    lead: PersonId
    symbol: Symbol
    notional: int
    quantity: int
    lead_equity: int
    failed: list[Failed] = field(default_factory=list)
    retried: set[int] = field(default_factory=set)
    """Rows that have had their one retry."""


@dataclass(slots=True)
class Delayed:
    """Exits that could not be done; they are tried until they are (R-2.2). What other lots owe waits for their own."""

    batch: BatchId
    lead: PersonId
    symbol: Symbol
    lots: tuple[OrderId, ...]
    cause: Cause
    chunk: int
    rows: Rows
    attempt: int
    at: datetime


@dataclass(slots=True)
class Done:
    """What became of a command, by its origin, for seven days."""

    at: datetime
    denial: Denial | None
    about: str = ""


@dataclass(slots=True)
class Book:
    """The whole. Two books with the same facts are equal to the bit."""

    seq: int = 0
    at: datetime | None = None
    first_at: datetime | None = None
    epoch: int = 0
    halted: bool = False
    people: People = field(default_factory=People)
    leads: dict[PersonId, Lead] = field(default_factory=dict)
    instruments: dict[Symbol, Instrument] = field(default_factory=dict)
    delisted: set[Symbol] = field(default_factory=set)
    orders: dict[OrderId, OpenOrder] = field(default_factory=dict)
    orders_of: dict[PersonId, dict[OrderId, None]] = field(default_factory=dict)
    """The same by person, oldest first."""
    unanswered: dict[OrderId, None] = field(default_factory=dict)
    """Those of which nobody knows the end, since when first."""
    names_used: set[OrderId] = field(default_factory=set)
    fan_outs: dict[BatchId, FanOut] = field(default_factory=dict)
    flights: dict[str, Flight] = field(default_factory=dict)
    delayed: dict[str, Delayed] = field(default_factory=dict)
    offers: dict[BatchId, Offer] = field(default_factory=dict)
    ending: dict[str, tuple[PersonId, int]] = field(default_factory=dict)
    """Copyings, lead and row, with nothing linked any more, to be settled and ended in this order."""
    cycle_closed: datetime | None = None
    refused_until: datetime | None = None
    """The book did not balance when a cycle was due: nothing is settled, and it is tried again then."""
    day_taken: datetime | None = None
    origins: dict[Origin, Done] = field(default_factory=dict)
    links: Links = field(default_factory=Links)
    notices: Notices = field(default_factory=Notices)
    ledger: Ledger = field(default_factory=Ledger)

    def orders_by(self, person: PersonId) -> list[OpenOrder]:
        """A person's own open orders, oldest first."""
        return [self.orders[order] for order in self.orders_of.get(person, ())]

    def lead(self, person: PersonId) -> Lead | None:
        return self.leads.get(person)

    def copied_leads(self, person: PersonId) -> list[tuple[Lead, int]]:
        """The running and closing copyings of one person: the lead and the row in its table."""
        found = ((lead, lead.copyings.row_of(person)) for lead in self.leads.values())
        return list(islice(((lead, row) for lead, row in found if row is not None), int(self.people.copied[person])))
