"""A desk that dies at a chosen failpoint and starts again from its journal; the story goes on where it was."""

import asyncio
from collections import Counter
from dataclasses import replace
from hashlib import sha256

from bot.scenario.commands import instrument
from bot.scenario.lines import read
from bot.scenario.play import Stage
from bot.scenario.printing import Printer
from core import failpoints
from core.adapters.clocks import VirtualClock
from core.adapters.journals.memory import MemoryJournal
from core.adapters.journals.packing import pack, unpack
from core.adapters.venues.paper import PaperVenue
from core.engine import Engine
from core.fold.book import Book
from core.fold.watch import Watched
from core.model import events as e
from core.model.limits import limits
from core.model.orders import Verdict


class Died(SystemExit):
    """Leaves the event loop as a kill leaves a process: no handler of the desk may catch it."""


class StrictVenue(PaperVenue):
    """Counts how often each order id goes over the wire: once, whatever happens (P-1)."""

    def __init__(self, clock) -> None:
        super().__init__(clock)
        self.sent = Counter()

    async def place(self, order):
        self.sent[order.id] += 1
        return await super().place(order)

    def place_columns(self, plan):
        self.sent.update(plan.ids(entry) for entry in range(len(plan.rows)))
        return super().place_columns(plan)


class Story:
    """The lines of one story, how far it has come, and what outlives a process: journal, venue, clock."""

    def __init__(self, lines, numbers=None, journal=None) -> None:
        self.events = [(number, read(number, line)) for number, line in enumerate(lines, start=1)]
        self.limits = limits(numbers)
        self.clock = VirtualClock(self.events[0][1].at)
        self.journal = journal or MemoryJournal()
        self.venue = StrictVenue(self.clock)
        self.done = 0
        self.at_rest = lambda stage: None
        self.market_of = []

    async def go_on(self) -> None:
        """One process: opens the journal and plays the lines that are left."""
        asyncio.get_running_loop().set_exception_handler(_buried)
        self.venue.hang_up()
        engine = await Engine.open(journal=self.journal, venue=self.venue, clock=self.clock, limits=self.limits)
        stage = Stage(lambda _line: None, self.limits, self.clock, self.journal, self.venue, engine, Printer())
        for event in self.market_of:  # what the market of a lost exchange was like
            if event.list is not None:
                self.venue.list(instrument(event.list))
            elif event.quote is not None:
                self.venue.quote(*stage._quotes(event))
        while self.done < len(self.events):
            number, event = self.events[self.done]
            if event.venue is not None:
                self.done += 1  # a fault is the market's doing: the desk's death does not bring it back
            await stage.play([(number, event)])
            self.done += event.venue is None
            self.at_rest(stage)
        self.book = engine.pen.book

    def play(self, *, die_at=None, seen=None) -> Book:
        """The book at the end; the process dies once, at hit number `die_at`. `seen` counts the failpoints."""
        hits = 0

        def reached(name):
            nonlocal hits
            hits += 1
            if seen is not None:
                seen[name] += 1
            if hits == die_at:
                failpoints.arm(None)
                raise Died(name)

        failpoints.arm(reached)
        try:
            asyncio.run(self.go_on())
        except Died:
            asyncio.run(self.go_on())
        finally:
            failpoints.arm(None)
        assert set(self.venue.sent.values()) <= {1}, self.venue.sent.most_common(3)
        return self.book


def _buried(loop, context) -> None:
    """The death of a task is told once, by the loop that it ended."""
    if not isinstance(context.get("exception"), Died):
        loop.default_exception_handler(context)


def hits(lines, numbers=None) -> Counter:
    """How often each failpoint is reached when nothing goes wrong."""
    seen = Counter()
    Story(lines, numbers).play(seen=seen)
    return seen


def fingerprint(book: Book) -> str:
    """Equal for books that are equal to the bit."""
    return sha256(pack(Book, book)).hexdigest()


def settled(book: Book) -> str:
    """The fingerprint without what a crash may change: numbers of records, starts, and instants of a few seconds."""
    book = unpack(Book, pack(Book, book), writable=True)
    book.seq = book.epoch = 0
    book.at = book.first_at = None
    book.origins, book.offers = {}, {}
    for lead in book.leads.values():
        for known in lead.coins.values():
            known.opened_at[:] = 0
        lead.watched = Watched()
        lead.trading = replace(lead.trading, held=0)
        lead.days = [replace(day, trading=replace(day.trading, held=0)) for day in lead.days]
    for order in book.orders.values():
        order.placed_at = order.ask_at = None
        order.attempt, order.absent = 1, 0
    return fingerprint(book)


def results(journal) -> Counter:
    """How many results each lead buy has in each copying: copied, partly copied, or failed with one code (R-2.5)."""
    found = Counter()
    for record in journal.read():
        fact = record.fact
        if isinstance(fact, e.EntriesPlanned) and fact.attempt == 1:
            found.update((fact.batch, row) for row in fact.rows[fact.reason != 0].tolist())
        if isinstance(fact, e.EntriesAnswered):
            over = (fact.verdict != Verdict.UNANSWERED) & ((fact.quantity > 0) | (fact.reason != 0))
            found.update((fact.batch, row) for row in fact.rows[over].tolist())
    return found
