"""A desk in play that is judged after each line: its money, its promises, and what a denied command may not touch."""

import asyncio
import json
import logging
import os
import warnings
from collections import Counter
from contextlib import contextmanager
from fractions import Fraction

from bot.scenario.lines import BadLine, read
from bot.scenario.play import Stage
from bot.scenario.printing import Printer
from core.adapters.clocks import VirtualClock
from core.adapters.journals.memory import MemoryJournal
from core.adapters.journals.packing import pack, unpack
from core.engine import Engine
from core.fold import fold
from core.fold.book import Book
from core.model import events as e
from core.model.limits import limits
from tests.crash.mortal import StrictVenue, fingerprint
from tests.machine import reach
from tests.machine.comparing import compare
from tests.machine.watch import Watch

NUMBERS = {
    "lead.daily_buys": "12",
    "lead.instrument_cap": '[{"instruments": "any", "usdt": "4000"}]',
    "lead.posts_per_day": "2",
    "levels.average_days": "3",
    "levels.profit_share": '[["0", "0.2"], ["900", "0.3"]]',
    "levels.lead": '[{"own_assets": "500", "copier_cap": "4"}]',
    "copying.leads_per_copier": "2",
    "conduct.inactive_days.hide": "4",
    "conduct.inactive_days.ask": "6",
    "conduct.inactive_days.stop": "9",
}
"""Small enough for every limit to be met."""


EACH = 4
"""One line in so many has the whole book looked at before and after: it is what takes longest."""


@contextmanager
def quietly():
    """What dies with a broken desk says nothing more."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.disable(logging.ERROR)
        try:
            yield
        finally:
            logging.disable(logging.NOTSET)


class WatchedVenue(StrictVenue):
    """Tells the watch of each copy order before it is taken."""

    def place_columns(self, plan):
        self.leaves(plan)
        return super().place_columns(plan)


class Judged:
    """One desk: `line` plays a line of a scenario and judges what came of it."""

    def __init__(self, seen: Counter) -> None:
        self.seen, self.lines, self.watch = seen, [], Watch()
        self.limits, self.journal = limits(NUMBERS), MemoryJournal()
        self.stage: Stage | None = None
        self.unread: list[e.Record] = []
        self.broken: AssertionError | None = None
        self.half: tuple[int, bytes] | None = None

    @property
    def book(self) -> Book:
        return self.stage.engine.pen.book

    async def line(self, **raw) -> list[e.Fact]:
        """The facts that came of it. Raises AssertionError for a broken promise, BadLine for what is no line."""
        number = len(self.lines) + 1
        event = read(number, raw)
        self.lines.append(raw)
        if self.stage is None:
            await self._open(event.at)
        await self.stage.play([(number, read(number, {"at": raw["at"]}))])  # what is due by time alone is no command's
        self._judge()
        before = None if number % EACH else standing(self.book)
        seq = self.book.seq
        await self.stage.play([(number, event)])
        facts = self._judge()
        if facts and isinstance(facts[0], e.Denied):
            assert before in (None, standing(self.book)), "a denied command changed something"
            assert self.book.seq == seq + 1, "a denied command had more than its denial"
        if raw.get("crash"):
            self.half = self.book.seq, pack(Book, self.book)
        return facts

    async def _open(self, at) -> None:
        clock = VirtualClock(at)
        venue = WatchedVenue(clock)
        venue.leaves = self._leaves
        engine = await Engine.open(journal=self.journal, venue=venue, clock=clock, limits=self.limits)
        self.stage = Stage(lambda _: None, self.limits, clock, self.journal, venue, engine, Printer())
        engine.listen(self.stage.unsaid.extend)

    def _news(self) -> list[e.Record]:
        records = list(self.journal.read(self.watch.seq))
        for record in records:
            reach.count(self.seen, record.fact)
        self.watch.follow(records)
        return records

    def _leaves(self, plan) -> None:
        """What is wrong here is said by the line: a task that raises says nothing."""
        try:
            self.unread.extend(self._news())
            self.watch.sends(plan.flight, plan.rows, self.stage.clock.now())
        except AssertionError as error:
            self.broken = self.broken or error

    def _judge(self) -> list[e.Fact]:
        if self.broken is not None:
            raise self.broken
        facts = [record.fact for record in (*self.unread, *self._news())]
        self.unread.clear()
        if facts:
            compare(self.book, self.watch.ledger)
            assert set(self.stage.venue.sent.values()) <= {1}, "P-1: an order id went out twice"
        return facts

    async def rest(self, at: str) -> None:
        """The quiet phase is over: everything is finished, and the journal gives the same book, whole or in part."""
        await self.line(at=at)
        assert (await self.stage.book())["book"]["conserved"]
        quotes = self.stage.venue.quotes()
        self.watch.finished(self.book, {symbol: Fraction(quote.bid) for symbol, quote in quotes.items()})
        whole = fingerprint(self.book)
        assert fingerprint(self._folded(Book())) == whole, "P-10: the journal gives another book"
        if self.half is not None:
            assert fingerprint(self._folded(unpack(Book, self.half[1], writable=True))) == whole, (
                "P-10: snapshot and rest"
            )

    def _folded(self, book: Book) -> Book:
        for record in self.journal.read(book.seq):
            fold(book, record)
        return book


def standing(book: Book) -> str:
    """The fingerprint of all but what the journal itself counts: numbers and instants of records, and origins."""
    kept = book.seq, book.at, book.origins
    book.seq, book.at, book.origins = 0, None, {}
    try:
        return fingerprint(book)
    finally:
        book.seq, book.at, book.origins = kept


async def replayed(lines, seen: Counter | None = None) -> Judged:
    """The same lines on a fresh desk; the last one ends a quiet phase."""
    desk = Judged(seen if seen is not None else Counter())
    for raw in lines[:-1]:
        await desk.line(**raw)
    await desk.rest(lines[-1]["at"])
    return desk


def breaks(lines) -> str | None:
    """What is wrong with this story, None if nothing is, or if it is no story."""
    try:
        asyncio.run(replayed(lines))
    except BadLine:
        return None
    except Exception as error:  # noqa: BLE001  # whatever it is that the desk dies of
        return f"{type(error).__name__}: {error}".splitlines()[0]
    return None


TRIES = int(os.environ.get("SHORTEN", "300"))
"""Shorter stories that are tried at most; 0 where only red or green is asked for."""


def shortened(lines):
    """A shorter story that breaks the same promise: pieces are left out, halves first, as long as it stays broken."""
    with quietly():
        return _shortened(lines)


def _shortened(lines):
    wrong, piece, tries = breaks(lines), len(lines) // 2, 0
    if wrong is None:
        return lines
    kind = wrong.split(",")[0]
    while piece:
        start = 0
        while start < len(lines) - 1 and tries < TRIES:
            tries += 1
            fewer = lines[:start] + lines[min(start + piece, len(lines) - 1) :]
            found = breaks(fewer)
            if found is not None and found.split(",")[0] == kind:
                lines = fewer
            else:
                start += piece
        piece //= 2
    return lines


def written(lines) -> str:
    return "\n".join(json.dumps(line) for line in lines)
