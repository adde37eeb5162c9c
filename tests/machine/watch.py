"""Follows a desk's journal and its orders on the wire, and says at once when a promise is broken (P-1, P-3, P-5)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction

from core.fold.book import Book
from core.model import events as e
from core.model.chunks import chunk_of
from core.model.columns import Rows
from core.model.market import LOT, Side
from core.model.orders import Cause, Verdict
from core.model.reasons import NOTHING_DUE, Reason
from tests.machine.ledger import Ledger

LIFE = timedelta(seconds=30)
DONE = {Reason.NONE, Reason.SELL_BELOW_MIN, *NOTHING_DUE}
"""How a sale may end: done, too little for the venue, or of what its copier has not (R-12.2, R-12.9)."""


@dataclass
class Buy:
    """A triggered lead buy, and the copyings that are to have one result of it (R-2.5)."""

    lead: int
    at: datetime
    rows: set[int]
    planned: set[int] = field(default_factory=set)

    def of(self, chunk: int) -> set[int]:
        return {row for row in self.rows if chunk_of(row) == chunk}


class Watch:
    """Takes each record as soon as it is durable."""

    def __init__(self) -> None:
        self.ledger, self.seq, self.halted = Ledger(), 0, False
        self.delisted: set[str] = set()
        self.buys: dict[str, Buy] = {}
        self.sales: dict[str, e.OrderClosed] = {}
        self.results: Counter[tuple[str, int]] = Counter()
        self.begun: dict[tuple[str, int, Cause], datetime] = {}
        self.settled: set[tuple[int, int, datetime]] = set()
        self.exits: dict[tuple[int, int, str, str], Reason] = {}
        """The last word on each sale of a copying, by instrument and batch; NONE: it is sold."""

    def follow(self, records: Iterable[e.Record]) -> None:
        for record in records:
            assert record.seq == self.seq + 1
            self.seq = record.seq
            self._judge(record)
            self.ledger.take(record)

    def _judge(self, record: e.Record) -> None:
        match record.fact:
            case e.DeskHalted() | e.DeskResumed() as fact:
                self.halted = isinstance(fact, e.DeskHalted)
            case e.InstrumentDelisted(symbol):
                self.delisted.add(symbol)
            case e.OrderClosed() as fact:
                self._triggered(fact, fact.at or record.at)
            case e.CopyingEnded() as fact:
                for buy in self.buys.values():
                    if buy.lead == fact.lead and fact.row not in buy.planned:
                        buy.rows.discard(fact.row)
            case e.EntriesPlanned() as fact:
                self._entries_planned(fact, record.at)
            case e.EntriesAnswered() as fact:
                self._entries_answered(fact)
            case e.ExitsPlanned() as fact:
                self._exits_planned(fact)
            case e.ExitsAnswered() as fact:
                self._exits_answered(fact)
            case e.LotsReleased() as fact:
                for key in [key for key in self.exits if key[:3] in _keys(fact)]:
                    del self.exits[key]
            case e.ProfitShareSettled() as fact:
                self._settled(fact)

    # ── lead orders ───────────────────────────────────────────────────────────

    def _triggered(self, fact: e.OrderClosed, at: datetime) -> None:
        assert fact.order not in self.buys, "R-4.4: a lead order triggers once"
        assert fact.order not in self.sales, "R-4.4: a lead order triggers once"
        if not fact.triggers:
            assert not fact.led, "R-2.5: what fired has results"
            return
        if fact.side == Side.BUY:
            rows = self.ledger.rows.items()
            active = {row for (lead, row), copying in rows if lead == fact.person and copying.state != "ended"}
            self.buys[fact.order] = Buy(fact.person, at, active)
        else:
            self.sales[fact.order] = fact

    def _entries_planned(self, fact: e.EntriesPlanned, at: datetime) -> None:
        first = fact.attempt == 1 and fact.cause is Cause.LEAD_ORDER
        if first:
            buy, rows = self.buys[fact.batch], set(fact.rows.tolist())
            assert not rows & buy.planned
            assert rows == buy.of(fact.chunk), "R-2.5: each copying has its result"
            buy.planned |= rows
        for place, row in enumerate(fact.rows.tolist()):
            begun = self.buys[fact.batch].at if fact.cause is Cause.LEAD_ORDER else at
            self.begun.setdefault((fact.batch, row, fact.cause), begun)
            if first and fact.reason[place]:
                self._result(fact.batch, row)

    def _entries_answered(self, fact: e.EntriesAnswered) -> None:
        plan = self.ledger.plans[fact.flight]
        for place, row in enumerate(fact.rows.tolist()):
            over = fact.verdict[place] != Verdict.UNANSWERED and (fact.quantity[place] or fact.reason[place])
            if over and plan.cause is Cause.LEAD_ORDER:
                self._result(fact.batch, row)

    def _result(self, order: str, row: int) -> None:
        self.results[order, row] += 1
        assert self.results[order, row] == 1, f"R-2.5: a second result of {order} in copying {row}"

    # ── exits ─────────────────────────────────────────────────────────────────

    def _exits_planned(self, fact: e.ExitsPlanned) -> None:
        if fact.attempt == 1 and fact.batch in self.sales:
            self._follows_sale(fact, self.sales[fact.batch])
        tried = [key for key, word in self.exits.items() if key[3] == fact.batch and word is Reason.SELL_DELAYED]
        for key in tried:
            if key[:3] not in _keys(fact):  # nothing is due of it any more
                del self.exits[key]
        for place, key in enumerate(_keys(fact)):
            self.exits[*key, fact.batch] = Reason(int(fact.reason[place])) or Reason.UNANSWERED

    def _follows_sale(self, fact: e.ExitsPlanned, sale: e.OrderClosed) -> None:
        """A lead's sale sells its fraction of each matching copy lot, all of it where nothing is left (section 12)."""
        cuts, lots = sale.cuts, fact.lots
        sold, before = int(cuts.sold.sum()), int(cuts.before.sum())
        named = zip(lots.lot.tolist(), lots.rows.tolist(), lots.due.tolist(), strict=True)
        due = {(lots.lots[lot], row): due for lot, row, due in named}
        for cut, part, whole in zip(cuts.lots, cuts.sold.tolist(), cuts.before.tolist(), strict=True):
            for (lead, row, lot), held in self.ledger.lots.items():
                if (lead, lot, chunk_of(row)) != (sale.person, cut, fact.chunk) or not held:
                    continue
                least = held if part == whole else held * sold // before
                assert least <= due.get((lot, row), 0) <= held, f"section 12: {lot} of copying {row}"

    def _exits_answered(self, fact: e.ExitsAnswered) -> None:
        for place, key in enumerate(_keys(fact)):
            self.exits[*key, fact.batch] = Reason(int(fact.reason[place]))

    # ── orders on the wire ────────────────────────────────────────────────────

    def sends(self, flight: str, rows: Rows, now: datetime) -> None:
        """Each copy order that leaves, as it leaves."""
        plan = self.ledger.plans[flight]
        if isinstance(plan, e.ExitsPlanned):
            return
        assert not self.halted, "R-11.6: no entry leaves a halted desk"
        for row in rows.tolist():
            copying = self.ledger.row(plan.lead, row)
            assert copying.state == "running", "R-16.1: no entry for who has stopped"
            assert not copying.paused, "P-5: no entry for who has paused"
            age = now - self.begun[plan.batch, row, plan.cause]
            assert age <= LIFE, f"R-2.3: an entry left after {age}"

    # ── settlements ───────────────────────────────────────────────────────────

    def _settled(self, fact: e.ProfitShareSettled) -> None:
        keys = {(fact.lead, row, fact.cycle_end) for row in fact.rows.tolist()}
        assert not keys & self.settled, "P-7: settled once a copying and cycle"
        self.settled |= keys

    # ── the end ───────────────────────────────────────────────────────────────

    def finished(self, book: Book, bids: dict[str, Fraction]) -> None:
        """After a quiet phase: each lead buy has its results, and no exit is owed that could be done."""
        for order, buy in self.buys.items():
            assert buy.planned >= buy.rows, f"R-2.5: {order} was never planned"
            missing = [row for row in buy.rows if self.results[order, row] != 1]
            assert not missing, f"R-2.5: no result of {order} in {missing}"
        assert not book.flights, "an order on its way has no end"
        assert not book.fan_outs
        assert not book.ending
        for key, word in self.exits.items():
            if bids.get(key[2]):
                assert word in DONE, f"R-2.2: an exit is dropped, {key}: {word.name}"
        delayed = [each for each in book.delayed.values() if bids.get(each.symbol)]
        assert not delayed, "R-2.2: an exit is still owed"
        for lead in book.leads.values():
            for symbol, known in lead.coins.items():
                lots = lead.lots_of(symbol)
                assert known.held == sum(lot.quantity for lot in lots), "what a lead's lots come to"
                for shelf in (shelf for shelves in known.copies.values() for shelf in shelves):
                    left = shelf.quantity * (known.quantity[known.places(shelf.lot)] == 0)
                    for row in shelf.rows[left >= LOT].tolist():
                        words = {word for key, word in self.exits.items() if key[:3] == (lead.person, row, symbol)}
                        kept = Reason.SELL_BELOW_MIN in words or not bids.get(symbol)
                        assert kept, f"R-12.3: {symbol} of copying {row}"


def _keys(fact: e.ExitsPlanned | e.ExitsAnswered | e.LotsReleased) -> list[tuple[int, int, str]]:
    return [(fact.lead, row, fact.symbol) for row in fact.rows.tolist()]
