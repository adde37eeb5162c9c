"""A paper desk of any size in a folder of its own, and a lead whose fills set it going.

People and copyings are laid down in one step, as a snapshot; from there on it is the product alone: the engine opens
the folder, recovers, and trades. Quote units (10⁻⁸ USDT), price units of the instrument. No rule is repeated here.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import numpy as np

from bot.wiring.engine_room import OneThread, PackedBook, settle_memory
from core.adapters.clocks import SystemClock
from core.adapters.journals.sqlite import LOG_ROOM, SqliteJournal
from core.adapters.venues.paper import PaperVenue
from core.decide.desk import Desk
from core.engine import Engine, recovered
from core.fold.book import FOLD_VERSION, Book
from core.model import commands as c
from core.model import events as e
from core.model.columns import Codes, Column
from core.model.copying import CopyingState, Settings, Sizing
from core.model.limits import limits
from core.model.market import Instrument, Quote, Side, Symbol
from core.model.money import UNITS, ratio
from core.model.orders import OrderId, OrderTerms, OrderType
from core.model.people import Origin, PersonId
from core.ports import AnswerColumns, Clock, Journal, PlanColumns, Snapshot
from core.views.proof import conserved

BTC = Instrument(Symbol("BTC-USDT"), Decimal("0.00000001"), Decimal("0.1"), quantity_min=10_000_000, fee=ratio("0.001"))
ASK = 60_000 * BTC.price_scale
NOTIONAL = 1_000 * UNITS
"""What a lead spends on one buy."""
PAID_IN = 10_000 * UNITS
LEAD = PersonId(1)
"""The first of the leads."""


@dataclass(frozen=True, slots=True)
class People:
    """Columns of copiers as a desk may have them: sizings in turn, amounts from a seed, some paused, some poor."""

    sizing: Codes
    amount: Column
    paused: Codes
    cash: Column

    @classmethod
    def drawn(cls, count: int) -> "People":
        """A third of each sizing; one in 50 is paused, one in 50 has not enough for most copies."""
        luck = np.random.default_rng(7)
        sizing = (np.arange(count) % 3).astype(np.uint8)
        ranges = {Sizing.FIXED_AMOUNT: (10, 900), Sizing.MULTIPLIER: (1, 80), Sizing.SMART_SYNC: (100, 5_000)}
        units = {Sizing.FIXED_AMOUNT: UNITS, Sizing.MULTIPLIER: UNITS // 100, Sizing.SMART_SYNC: UNITS}
        amount = np.zeros(count, np.int64)
        for kind, (least, most) in ranges.items():
            chosen = sizing == kind
            amount[chosen] = luck.integers(least * units[kind], most * units[kind], int(chosen.sum()))
        cash = np.where(luck.integers(0, 50, count) == 0, 20 * UNITS, PAID_IN)
        cash[sizing == Sizing.SMART_SYNC] = PAID_IN
        return cls(sizing, amount, (luck.integers(0, 50, count) == 0).astype(np.uint8), cash)

    def settings(self, row: int) -> Settings:
        """What the copier in this row would have agreed to."""
        kind = Sizing(int(self.sizing[row]))
        return Settings(kind, int(self.amount[row]), 0 if kind is Sizing.SMART_SYNC else 200_000 * UNITS)


# ── laying a desk down ────────────────────────────────────────────────────────


def lead_facts(lead: PersonId) -> list[e.Fact]:
    """A person becomes a lead with the switch on."""
    return [
        e.PersonJoined(lead, f"lead {lead}"),
        e.Deposited(lead, 1_000_000 * UNITS),
        e.LeadApplied(lead),
        e.LeadApproved(lead),
        e.LeadInstrumentsChosen(lead, None),
        e.ProfitShareSet(lead, ratio("0.08"), 0),
        e.LeadTradeSwitched(lead, on=True),
    ]


def lay_down(folder: Path, *, copiers: int, leads: int = 1, at: datetime) -> None:
    """A journal with the leads in it and a snapshot that has their copiers as well, `copiers` for each."""
    journal = SqliteJournal.open(folder / "journal.sqlite", fold_version=FOLD_VERSION)
    facts: list[e.Fact] = [e.InstrumentListed(BTC)]
    for lead in range(1, leads + 1):
        facts += lead_facts(PersonId(lead))
    journal.append([e.Record(seq, at, Origin(""), fact) for seq, fact in enumerate(facts, 1)])
    book = recovered(journal, None)
    for lead in range(1, leads + 1):
        seat(book, PersonId(lead), People.drawn(copiers), at)
    journal.save(Snapshot(book.seq, PackedBook().pack(book)))
    journal.close()


def seat(book: Book, lead: PersonId, people: People, at: datetime) -> None:
    """What PersonJoined, Deposited, CopyingStarted and CopyingPaused of all these copiers fold to, in one step."""
    count, first = len(people.sizing), book.people.size
    everybody = slice(first, first + count)
    book.people.reserve(first + count)
    for number in range(first, first + count):
        book.people.names.append(f"copier {number}")
        book.people.numbers[f"copier {number}"] = PersonId(number)
    book.people.size += count
    table, smart = book.leads[lead].copyings, people.sizing == Sizing.SMART_SYNC
    table.reserve(count)
    table.size = count
    table.person[:] = np.arange(first, first + count)
    table.state[:] = CopyingState.RUNNING
    table.paused[:], table.sizing[:], table.amount[:] = people.paused, people.sizing, people.amount
    table.max_total[:] = np.where(smart, 0, 200_000 * UNITS)
    table.ratio[:], table.started_at[:] = book.leads[lead].ratio, int(at.timestamp() * 1_000_000)
    table.cash[:] = table.paid_in[:] = np.where(smart, people.amount, 0)
    book.people.cash[everybody] = people.cash - table.cash
    book.people.copied[everybody] = 1
    book.ledger.quote.deposited += int(people.cash.sum())


# ── a desk at work ────────────────────────────────────────────────────────────


class NotConserved(AssertionError):
    """The books do not add up after a measured run: whatever was measured is worth nothing."""


@dataclass(slots=True)
class FanOut:
    """One measured fan-out: instants of `time.perf_counter`, and the facts it left."""

    started: float
    fills: int
    first_order: float = 0.0
    """When the first copy orders reached the venue."""
    closed: int = 0
    facts: list[e.Fact] = field(default_factory=list)
    ended: asyncio.Future[float] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def look(self, records: Sequence[e.Record], book: Book) -> None:
        """Called with each durable commit."""
        now = time.perf_counter()
        self.facts += [record.fact for record in records]
        for record in records:
            self.closed += isinstance(record.fact, e.OrderClosed)
        durable = records[-1].seq == book.seq  # the book may be ahead of the disk, and its last answers not on it yet
        over = self.closed == self.fills and not book.fan_outs and not book.flights
        if durable and over and not self.ended.done():
            self.ended.set_result(now)

    @property
    def seconds(self) -> float:
        return self.ended.result() - self.started

    @property
    def seconds_to_first(self) -> float:
        return self.first_order - self.started


class Market(PaperVenue):
    """The paper venue, and when copy orders reached it."""

    reached: float = 0.0

    def place_columns(self, plan: PlanColumns) -> AnswerColumns:
        self.reached = self.reached or time.perf_counter()
        return super().place_columns(plan)


class BenchDesk:
    """An engine on a folder, and the market's side of its venue. Made by `opened`."""

    def __init__(self, engine: Engine, venue: Market, journal: Journal) -> None:
        self.engine, self.venue, self.journal = engine, venue, journal
        self._orders = 0
        self._measured: FanOut | None = None
        self._rested: defaultdict[OrderId, asyncio.Event] = defaultdict(asyncio.Event)
        engine.listen(self._look)

    def _look(self, records: Sequence[e.Record]) -> None:
        for record in records:
            if isinstance(record.fact, e.OrderRested):
                self._rested[record.fact.order].set()
        if self._measured is not None:
            self._measured.look(records, self.engine.pen.book)

    def quote(self, bid: int, ask: int) -> None:
        """The market moves."""
        self.venue.quote(Quote(BTC.symbol, bid, ask, bid, self.engine.clock.now()))

    async def rest(self, lead: PersonId, side: Side, price: int) -> None:
        """The lead has an order in the venue's book: a buy for NOTIONAL, or a sale of all it holds."""
        held = await self.engine.read(lambda desk: desk.book.leads[lead].held(BTC.symbol))
        terms = OrderTerms(
            BTC.symbol,
            side,
            OrderType.LIMIT,
            notional=NOTIONAL if side is Side.BUY else 0,
            quantity=held if side is Side.SELL else 0,
            price=price,
        )
        self._orders += 1
        outcome = await self.engine.submit(c.PlaceOrder(lead, terms), Origin(f"bench {self._orders}"))
        assert outcome.accepted, outcome
        placed = next(record.fact for record in outcome.records if isinstance(record.fact, e.OrderPlaced))
        await self._rested[placed.order].wait()

    async def fan_out(self, bid: int, ask: int, *, fills: int = 1) -> FanOut:
        """The market moves through the resting orders of `fills` leads; returns when all that follows is durable."""
        self.venue.reached = 0.0
        self._measured = FanOut(time.perf_counter(), fills)
        self.quote(bid, ask)
        await self._measured.ended
        measured, self._measured = self._measured, None
        measured.first_order = self.venue.reached
        return measured

    async def buy(self, lead: PersonId = LEAD, price: int = ASK) -> FanOut:
        """A lead buy at `price`, from its fill to the last durable answer."""
        self.quote(price, price + BTC.tick)
        await self.rest(lead, Side.BUY, price)
        return await self.fan_out(price - BTC.tick, price)

    async def sell(self, lead: PersonId = LEAD, price: int = ASK) -> FanOut:
        """The lead sells everything."""
        self.quote(price - BTC.tick, price)
        await self.rest(lead, Side.SELL, price)
        return await self.fan_out(price, price + BTC.tick)

    async def prove(self) -> None:
        """Raises NotConserved unless every asset adds up to the last unit."""
        if not await self.engine.read(conserved):
            raise NotConserved

    async def read_columns(self) -> Desk:
        """The desk as it is; for a bench that has it to itself."""
        return await self.engine.read(lambda desk: desk)


@asynccontextmanager
async def opened(folder: Path, clock: Clock | None = None) -> AsyncIterator[BenchDesk]:
    """The engine on `folder`, wired as the product wires it, started; closed without a last snapshot."""
    clock = clock or SystemClock()
    venue = Market(clock)
    venue.list(BTC)
    columns, pen = OneThread(), OneThread()
    file = folder / "journal.sqlite"
    journal = await pen(lambda: SqliteJournal.open(file, fold_version=FOLD_VERSION, room=LOG_ROOM))
    try:
        engine = await Engine.open(
            journal=journal, venue=venue, clock=clock, limits=limits(), run=columns, disk=pen, codec=PackedBook()
        )
        settle_memory()
        await engine.start()
        yield BenchDesk(engine, venue, journal)
        await engine.stop()
    finally:
        await pen(journal.close)
        pen.close()
        columns.close()
