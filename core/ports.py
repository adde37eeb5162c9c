"""The ports: clock, journal, venue and mail. What stands behind them is chosen by the composition root alone."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeAlias

from core.model.columns import Codes, Column, Rows
from core.model.events import Record
from core.model.market import Instrument, Quote, Side, Symbol
from core.model.people import PersonId

# ── clock ─────────────────────────────────────────────────────────────────────


class Clock(Protocol):
    """Wall time for facts and a way to wait. Durations are the clock's own: a virtual clock waits for nobody."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC, never going back."""
        ...

    async def sleep_until(self, at: datetime) -> None:
        """Returns when `now()` has reached `at`."""
        ...


# ── journal ───────────────────────────────────────────────────────────────────


class JournalRefused(RuntimeError):
    """The journal cannot be used as it is: a newer schema, damaged bytes, another writer. The message says why."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The book after the fact `seq`, as bytes that the codec made."""

    seq: int
    body: bytes


class Journal(Protocol):
    """Append-only and durable. Blocking on purpose: it is called from worker threads, one writer alone.

    Only `prepare`, `append` and `save` may be called at the same time; the pen sees to it that nothing else is.
    """

    def prepare(self, records: Sequence[Record]) -> None:
        """Does what of their append needs no disk, for a caller who has the time now. Nothing of it can be read yet."""
        ...

    def append(self, records: Sequence[Record]) -> None:
        """All or none, on disk when this returns. Raises JournalRefused when another writer took the next number."""
        ...

    def read(self, after: int = 0) -> Iterator[Record]:
        """The records with a seq above `after`, in order. Raises JournalRefused at the first damaged one."""
        ...

    def about(
        self, subject: PersonId, kinds: Sequence[str], *, before: int | None = None, most: int = 10
    ) -> list[Record]:
        """The newest records on one lead or person of the given fact names, newest first, below `before`."""
        ...

    def onward(
        self, subjects: Collection[PersonId | None], kinds: Sequence[str], *, after: int, most: int
    ) -> list[Record]:
        """The oldest records above `after` of the given fact names on any of these, oldest first; None: on the desk.

        Fewer than `most` where they are long, so that the next caller gets their turn; one at least where there is any.
        """
        ...

    def tidy(self) -> None:
        """Called when nothing else is going on: what an append would sooner or later do, and others wait for."""
        ...

    def save(self, snapshot: Snapshot) -> None:
        """Keeps the newest two snapshots; never loses the last good one."""
        ...

    def snapshot(self) -> Snapshot | None:
        """The newest snapshot that is whole and of this fold's version, else None."""
        ...

    def close(self) -> None: ...


# ── venue ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Order:
    """One attempt at the venue. `id` is the client id; quantity in whole lots of the instrument's units.

    `price_cap` 0 is a market order. `resting`: good till cancelled; else immediate or cancel. `post_only`: a resting
    order that is cancelled if it would execute at once. `whole`: all of it at once, or nothing (FOK).
    """

    id: str
    account: PersonId
    symbol: Symbol
    side: Side
    quantity: int
    price_cap: int
    resting: bool
    is_exit: bool
    expires_at: datetime | None
    post_only: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """The terminal state with something executed, maybe less than asked. `fee` in base on a buy, in quote on a sale.

    `at`: the venue's instant of that end (R-1.7); None where it tells none. It makes no other answer of the same sums.
    """

    quantity: int
    notional: int
    fee: int
    at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Resting:
    """In the venue's book; the sums are what was executed so far, last at `at`."""

    quantity: int = 0
    notional: int = 0
    fee: int = 0
    at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Rejected:
    """The venue's no, in its own code and words; also an IOC or a cancelled order that ended empty: `code` is empty."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Nobody knows. Ask by the order's id, not before `ask_at`; never send it again meanwhile."""

    ask_at: datetime


@dataclass(frozen=True, slots=True)
class Absent:
    """One proof that no order of this id was placed."""


Answer: TypeAlias = Filled | Resting | Rejected | Unanswered
Found: TypeAlias = Answer | Absent


@dataclass(frozen=True, slots=True)
class OrderSeen:
    """What the venue pushes on a resting order: cumulative sums; `done` is its end, `at` the venue's instant."""

    id: str
    quantity: int
    notional: int
    fee: int
    done: bool
    at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class QuotesSeen:
    quotes: tuple[Quote, ...]


VenueEvent: TypeAlias = OrderSeen | QuotesSeen
Listener: TypeAlias = Callable[[VenueEvent], None]


@dataclass(frozen=True, slots=True)
class PlanColumns:
    """A chunk of copy orders in one call: entry i is the order `ids(i)` of account `accounts[i]`."""

    flight: str
    symbol: Symbol
    side: Side
    rows: Rows
    accounts: Rows
    quantity: Column
    limit: Column | None
    """Price caps; None for market orders."""
    ids: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class AnswerColumns:
    """Entry i answers entry i of the plan, with a `Verdict`; sums are 0 unless FILLED.

    `words` by entry are the venue's code, a space and its words; a REJECTED entry without any ended empty. `at` is the
    venue's instant of the latest fill (R-1.7).
    """

    verdict: Codes
    quantity: Column
    notional: Column
    fee: Column
    words: Mapping[int, str] = field(default_factory=dict)
    ask_at: datetime | None = None
    at: datetime | None = None


class Venue(Protocol):
    """One exchange in one mode. Never raises for what an exchange does."""

    name: str
    paper: bool

    def instruments(self) -> Mapping[Symbol, Instrument]: ...

    async def place(self, order: Order) -> Answer: ...

    async def find(self, order: Order) -> Found:
        """What became of an unanswered order, by its id."""
        ...

    async def cancel(self, order: Order) -> Found:
        """The terminal state after the cancellation, or UNANSWERED."""
        ...

    def listen(self, listener: Listener) -> None:
        """Calls `listener` on the event loop for every quote and every change of a resting order from now on."""
        ...

    def quotes(self) -> Mapping[Symbol, Quote]:
        """The latest quotes."""
        ...


class ColumnVenue(Venue, Protocol):
    """A venue that takes a whole plan in one call. `place` and `place_columns` agree on every case (a law)."""

    def place_columns(self, plan: PlanColumns) -> AnswerColumns:
        """Executes entries that are not known yet; a known id is answered from memory, never executed twice."""
        ...

    def find_columns(self, plan: PlanColumns) -> AnswerColumns:
        """What became of a plan after a crash: ABSENT where nothing of it is known."""
        ...


# ── mail ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One e-mail for one person. `id` is the same at every try, so that a mailbox knows a repeat; `at`: its date."""

    id: str
    to: str
    subject: str
    text: str
    html: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """The server answers for it from now on."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The server's no to this letter or its address, in its own words: the same again would be refused again."""

    words: str


@dataclass(frozen=True, slots=True)
class NotNow:
    """Not taken for certain: try again later. `all_of_them`: no other letter would be taken now either."""

    words: str
    all_of_them: bool = False


Delivery: TypeAlias = Taken | Refused | NotNow


class Notifier(Protocol):
    """The way to somebody's mailbox. Never raises for what a server or a network does."""

    async def send(self, letter: Letter) -> Delivery:
        """Hands a letter over; the way stays open for the next one."""
        ...

    async def rest(self) -> None:
        """Nothing more is to be sent for now."""
        ...
