"""The book: everything the desk knows to be true, folded from the journal. What is still to be done stands in it too.

Nothing but `fold` changes it. Quote units (10⁻⁸ USDT), quantities in the instrument's units, ratios in 10⁻⁸.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from core.fold.copy_lots import OnAShelf, Shelves, named
from core.fold.copyings import Copyings
from core.fold.lead_lots import CoinLots, LeadLot
from core.fold.ledger import Ledger
from core.fold.notices import Notices, Posting
from core.fold.people import People
from core.fold.watch import Links, Watched
from core.model.columns import Codes, Rows
from core.model.copying import ReleaseCause
from core.model.events import EntriesPlanned, ExitsPlanned, LeadDay, LotCloses, LotCuts, LotSales, Trading
from core.model.market import Instrument, Symbol
from core.model.orders import BatchId, Cause, OrderId, OrderState, OrderTerms
from core.model.people import LeadState, Origin, PersonId
from core.model.reasons import Denial, Reason

FOLD_VERSION = 10
"""Raised when the same facts fold to another book; older snapshots are then set aside and the journal is replayed."""


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
    coin_of: dict[OrderId, Symbol] = field(default_factory=dict)
    """Where each lead lot is, oldest first."""
    coins: dict[Symbol, CoinLots] = field(default_factory=dict)
    """The lead lots and their copies, coin by coin."""
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

    def lot(self, lot: OrderId | None) -> LeadLot | None:
        """As it stands; None for one that is not there, or not any more."""
        symbol = self.coin_of.get(lot) if lot is not None else None
        return None if lot is None or symbol is None else self.coins[symbol].one(symbol, lot)

    def lots(self) -> list[LeadLot]:
        """All lead lots, oldest first, those sold out with copies left included."""
        known = {lot.id: lot for symbol in self.coins for lot in self.lots_of(symbol)}
        return [known[lot] for lot in self.coin_of]

    def lots_of(self, symbol: Symbol) -> list[LeadLot]:
        """The same of one instrument."""
        known = self.coins.get(symbol)
        return list(known.each(symbol)) if known else []

    def lot_count(self, symbol: Symbol) -> int:
        """How many `lots_of` an instrument are."""
        known = self.coins.get(symbol)
        return len(known.numbers) if known else 0

    def shelves(self, symbol: Symbol, chunk: int) -> Shelves:
        """The copy lots of one instrument in one chunk of rows."""
        known = self.coins.get(symbol)
        return known.shelves(chunk) if known else []

    def named(self, symbol: Symbol, chunk: int, lots: LotSales | LotCloses) -> Iterator[OnAShelf]:
        """Where the copy lots that a fact names lie."""
        if len(lots.rows):
            known = self.coins[symbol]
            yield from named(known.shelves(chunk), known.numbered(lots.lots)[lots.lot], lots.rows)

    def held(self, symbol: Symbol) -> int:
        known = self.coins.get(symbol)
        return known.held if known else 0

    def open(self, lot: LeadLot) -> None:
        """One more lot, the newest."""
        self.coin_of[lot.id] = lot.symbol
        self.coins.setdefault(lot.symbol, CoinLots()).open(lot)

    def forget(self, symbol: Symbol, lots: Collection[OrderId]) -> None:
        """Lots that nothing follows any more."""
        for lot in lots:
            del self.coin_of[lot]
        self.coins[symbol].forget(lots)
        if not self.coins[symbol].numbers:
            del self.coins[symbol]


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
    cuts: LotCuts | None = None
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
