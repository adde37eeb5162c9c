"""Plays a scenario on a fresh desk: memory journal, paper venue, virtual clock. Never a wall-clock wait."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final

from bot.scenario import lines
from bot.scenario.amounts import Unwritable
from bot.scenario.commands import command, instrument
from bot.scenario.lines import BadLine, Event
from bot.scenario.printing import Printer, standing
from core.adapters.clocks import VirtualClock
from core.adapters.journals.memory import MemoryJournal
from core.adapters.venues.faults import Fault, Partial, Reject, TimeoutFilled, TimeoutLost
from core.adapters.venues.paper import PaperVenue
from core.decide.desk import Desk
from core.engine import Engine
from core.model.commands import DelistInstrument, ListInstrument
from core.model.copying import Settings, Sizing
from core.model.events import Record
from core.model.limits import Limits
from core.model.market import Instrument, InstrumentRefused, Quote, Symbol
from core.model.money import RATIO_UNITS, UNITS, NotAnAmount, Ratio, units
from core.model.orders import OrderId
from core.model.people import OPERATOR, Origin, PersonId

Line = dict[str, Any]
OTHERS: Final = ("lead", "copier", "first", "second")
"""The fields of a command that name somebody besides the one who asks."""
LONGEST: Final = timedelta(days=7305)
"""Twenty years. Each day of a story is reckoned, so that a slip of a digit would keep the machine busy for hours."""
LAST: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Stage:
    """One desk in play. `out` takes each printed object."""

    out: Callable[[Line], None]
    limits: Limits
    clock: VirtualClock
    journal: MemoryJournal
    venue: PaperVenue
    engine: Engine
    printer: Printer
    ends: datetime = LAST
    unsaid: list[Record] = field(default_factory=list)

    @classmethod
    async def fresh(cls, at: datetime, limits: Limits, out: Callable[[Line], None]) -> "Stage":
        clock, journal = VirtualClock(at), MemoryJournal()
        venue = PaperVenue(clock)
        engine = await Engine.open(journal=journal, venue=venue, clock=clock, limits=limits)
        stage = cls(out, limits, clock, journal, venue, engine, Printer(), at + min(LONGEST, LAST - at))
        engine.listen(stage.unsaid.extend)
        return stage

    async def play(self, events: Iterable[tuple[int, Event]]) -> None:
        """Every event at its instant, and whatever falls due in between at its own. Raises BadLine."""
        for number, event in events:
            await self._move_to(number, event.at)
            await self._act(number, event)
            await self._settle()

    async def _move_to(self, number: int, at: datetime) -> None:
        if at < self.clock.now():
            raise BadLine(f"line {number}: at: time never goes back, found {at.isoformat()}")
        if at > self.ends:
            raise BadLine(f"line {number}: at: a story lasts twenty years at most, found {at.isoformat()}")
        while (due := self.engine.next_due()) is not None and due <= at:
            self.clock.move_to(max(due, self.clock.now()))
            await self._settle()
        self.clock.move_to(at)

    async def _settle(self) -> None:
        """Everything that can be done at this instant, then its facts are printed."""
        await self.engine.settle()
        said, self.unsaid[:] = list(self.unsaid), []
        for record in said:
            for line in await self.engine.read(partial(self._printed, record)):
                self.out(line)

    def _printed(self, record: Record, desk: Desk) -> list[Line]:
        return list(self.printer.lines(desk, record))

    async def _act(self, number: int, event: Event) -> None:
        try:
            await self._input(number, event)
        except Unwritable as error:
            raise BadLine(f"line {number}: {error}") from error

    async def _input(self, number: int, event: Event) -> None:
        if event.list is not None:
            listed = _listed(event.list)
            told = await self.engine.submit(ListInstrument(listed), Origin(f"line {number}"))
            if told.accepted:
                self.venue.list(listed)
        elif event.delist is not None:
            await self.engine.submit(DelistInstrument(Symbol(event.delist.symbol)), Origin(f"line {number}"))
        elif event.quote is not None:
            self.venue.quote(*self._quotes(event))
        elif event.venue is not None:
            self.venue.fault(self.person(event.venue.who), _fault(event.venue))
        elif event.crash:
            await self._crash()
        elif event.who is not None:
            await self._ask(number, event)

    async def _ask(self, number: int, event: Event) -> None:
        assert event.who is not None
        joining = isinstance(event.do, lines.Join)
        who = PersonId(0) if joining else self.person(event.who)
        for named in OTHERS:
            if (name := getattr(event.do, named, None)) is not None:
                self.person(name, named)
        asked = command(who, event.who, event.do, self)
        await self.engine.submit(asked, Origin(f"line {number}"))

    async def _crash(self) -> None:
        """The process dies: nothing of it is left but its journal; the venue is the world and goes on."""
        await self._settle()
        known = self.engine.pen.book
        self.venue.hang_up()
        self.engine = await Engine.open(journal=self.journal, venue=self.venue, clock=self.clock, limits=self.limits)
        assert self.engine.pen.book.people.size == known.people.size
        self.unsaid.extend(self.journal.read(known.seq))  # what it decided as it opened
        self.engine.listen(self.unsaid.extend)

    def instruments(self) -> dict[Symbol, Instrument]:
        return self.engine.pen.book.instruments

    def person(self, name: str, field: str = "who") -> PersonId:
        number = self.engine.pen.book.people.numbers.get(name)
        if number is None:
            raise Unwritable(f"{field}: {name!r} has not joined")
        return OPERATOR if name == "admin" else number

    def lot_instrument(self, who: PersonId, lot: OrderId) -> Instrument | None:
        lead = self.engine.pen.book.leads.get(who)
        held = lead.lot(lot) if lead else None
        return self.instruments()[held.symbol] if held else None

    def settings(self, who: PersonId, lead: PersonId) -> Settings:
        known = self.engine.pen.book.leads.get(lead)
        row = known.copyings.row_of(who) if known else None
        return known.copyings.settings(row) if known and row is not None else Settings(Sizing.FIXED_AMOUNT, 0)

    def _quotes(self, event: Event) -> Iterator[Quote]:
        assert event.quote is not None
        for name, given in event.quote.items():
            listed = self.instruments().get(Symbol(name))
            if listed is None:
                raise Unwritable(f"quote: {name!r} is not listed")
            prices = given if isinstance(given, lines.Prices) else lines.Prices(bid=_text(given), ask=_text(given))
            yield _quote(listed, prices, event.at)

    async def book(self) -> Line:
        """The last line of `--book`."""
        return await self.engine.read(lambda desk: {"book": standing(desk)})


def _listed(line: lines.Listing) -> Instrument:
    try:
        return instrument(line)
    except (Unwritable, InstrumentRefused) as error:
        raise Unwritable(f"list: {error}") from error


def _text(value: Decimal) -> Any:
    return format(value, "f")


def _quote(listed: Instrument, prices: lines.Prices, at: datetime) -> Quote:
    last = prices.last if prices.last is not None else (prices.bid if prices.bid == prices.ask else prices.ask)
    try:
        return Quote(
            listed.symbol,
            bid=listed.price(prices.bid),
            ask=listed.price(prices.ask),
            last=listed.price(last),
            at=at,
            depth=units(prices.depth, UNITS) if prices.depth is not None else None,
            volume=units(prices.volume, UNITS) if prices.volume is not None else None,
        )
    except NotAnAmount as error:
        raise Unwritable(f"quote.{listed.symbol}: {error}") from error


def _fault(line: lines.VenueFault) -> Fault:
    match line.next:
        case "reject":
            return Reject(line.code or "51000")
        case "timeout_filled":
            return TimeoutFilled()
        case "timeout_lost":
            return TimeoutLost()
        case "partial":
            if line.fraction is None:
                raise Unwritable("venue.fraction: a partial fill names its fraction, found none")
            if line.fraction > 1:
                raise Unwritable(f"venue.fraction: a part of the whole is at most 1, found {line.fraction}")
            return Partial(Ratio(units(line.fraction, RATIO_UNITS)))
