"""States a lead's cycles: the same settlements from the other side, a line a copier, in columns over their rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from core.model import events as e
from core.model.columns import Column, Rows, grown, mul_div, places, reach
from core.model.money import RATIO_UNITS
from core.model.orders import OrderId
from core.model.people import PersonId
from core.views.statement import CopierLine, Outcome, Party, Statement, Totals
from core.views.stating import Course, Stated, share_due

COLUMNS = ("ratio", "net", "withheld", "due", "due_rest", "closes", "fresh_net", "fresh_withheld")


@dataclass(slots=True)
class _Bought:
    """What bought the copy lots of one lead lot in one chunk, rows ascending; `left` of it is not sold yet."""

    rows: Rows
    quantity: Column
    fee: Column
    left: int


def _column() -> Column:
    return np.zeros(0, np.int64)


@dataclass(slots=True)
class _Rows:
    """Every copying of the lead, entry i is row i. `fresh_…` and `closes` are of closes that no statement has yet."""

    person: list[PersonId] = field(default_factory=list)
    ratio: Column = field(default_factory=_column)
    net: Column = field(default_factory=_column)
    withheld: Column = field(default_factory=_column)
    due: Column = field(default_factory=_column)
    """Σ ratio × net, whole quote units …"""
    due_rest: Column = field(default_factory=_column)
    """… and the rest in 10⁻¹⁶."""
    closes: Column = field(default_factory=_column)
    fresh_net: Column = field(default_factory=_column)
    fresh_withheld: Column = field(default_factory=_column)

    def add(self, person: PersonId, ratio: int) -> None:
        self.person.append(person)
        for name in COLUMNS:
            column = getattr(self, name)
            if len(column) < len(self.person):
                setattr(self, name, grown(column, 2 * len(self.person)))
        self.ratio[len(self.person) - 1] = ratio


@dataclass(slots=True)
class LeadStating:
    """One lead. `take` is given every record on the lead and on the desk, oldest first."""

    person: PersonId
    paper: bool
    rows: _Rows = field(default_factory=_Rows)
    lots: dict[tuple[OrderId, int], list[_Bought]] = field(default_factory=dict)
    lines: dict[int, CopierLine] = field(default_factory=dict)
    """Settled in the cycle that runs, by row."""
    ratio: int | None = None
    """That of present copiers in this cycle; None before the first has ended."""
    gross: int = 0
    fees: int = 0

    def take(self, record: e.Record, course: Course) -> Iterator[Stated]:
        """What the record closes; `course` is as it was before it."""
        match record.fact:
            case e.CopyingStarted(lead, copier, _, _, ratio) if lead == self.person:
                self.rows.add(copier, ratio)
            case e.EntriesAnswered() as fact if fact.lead == self.person:
                self._bought(fact)
            case e.ExitsAnswered() as fact if fact.lead == self.person:
                self._sold(fact)
            case e.ProfitShareSettled() as fact if fact.lead == self.person:
                self._settled(fact, Outcome.ENDED if course.ended_early(fact) else Outcome.SETTLED)
            case e.CycleClosed(at):
                self._put_off()
                if self.lines:
                    yield self._stated(record, at, course)
                self._turn(course)
            case _:
                pass

    def _bought(self, fact: e.EntriesAnswered) -> None:
        filled = fact.quantity > 0
        if not filled.any():
            return
        rows, quantity, fee = fact.rows[filled], fact.quantity[filled], fact.fee[filled]
        for share in fact.shares:
            self._piece(share.lot, fact.chunk, _Bought(rows, quantity, fee, share.quantity))
        if not fact.shares:
            left = int((quantity - fee).sum())
            self._piece(OrderId(fact.batch), fact.chunk, _Bought(rows, quantity, fee, left))

    def _piece(self, lot: OrderId, chunk: int, bought: _Bought) -> None:
        self.lots.setdefault((lot, chunk), []).append(bought)

    def _sold(self, fact: e.ExitsAnswered) -> None:
        at, rows = reach(fact.rows), self.rows
        rows.net[at] += fact.net
        rows.fresh_net[at] += fact.net
        rows.withheld[at] += fact.withheld
        rows.fresh_withheld[at] += fact.withheld
        np.add.at(rows.closes, fact.closes.rows.astype(np.intp), 1)
        _add_due(rows, fact.rows, fact.net)
        fees = self._buying(fact.chunk, fact.closes) + int(fact.fee.sum())
        self.fees += fees
        self.gross += int(fact.net.sum()) + fees

    def _buying(self, chunk: int, closes: e.LotCloses) -> int:
        """The fees of buying what was sold, in quote, each copy lot's rounded down as in its owner's statement."""
        ends = np.searchsorted(closes.lot, np.arange(len(closes.lots)), side="right").tolist()
        parts = zip(closes.lots, [0, *ends], ends, strict=False)  # none begins where the last ends
        return sum(self._buying_of(closes, (lot, chunk), slice(start, end)) for lot, start, end in parts if end > start)

    def _buying_of(self, closes: e.LotCloses, lot: tuple[OrderId, int], part: slice) -> int:
        """The same of one lead lot."""
        total, rows, cost, quantity = 0, closes.rows[part], closes.cost[part], closes.quantity[part]
        for bought in self.lots[lot]:
            mine = np.isin(rows, bought.rows, assume_unique=True)
            if not mine.any():
                continue
            at = places(rows[mine], bought.rows)
            total += int(mul_div(cost[mine], bought.fee[at], bought.quantity[at])[0].sum())
            bought.left -= int(quantity[mine].sum())
        self.lots[lot] = [bought for bought in self.lots[lot] if bought.left]
        return total

    def _settled(self, fact: e.ProfitShareSettled, outcome: Outcome) -> None:
        rows = self.rows
        for place, row in enumerate(fact.rows.tolist()):
            self.lines[row] = self._line(row, outcome, int(fact.payable[place]), int(fact.refund[place]))
        at = reach(fact.rows)
        assert (rows.withheld[at] == fact.withheld).all(), "the journal settles another sum than was withheld"
        rows.net[at] = rows.withheld[at] = 0
        rows.due[at] = 0 if fact.carried is None else fact.carried
        if fact.carried is None:
            rows.due_rest[at] = 0
        self._stated_of(fact.rows)

    def _put_off(self) -> None:
        """A cycle's end that settled nothing of them: a lot is open (R-17.5), or the closes came to nothing at all."""
        rows, size = self.rows, len(self.rows.person)
        waiting = (rows.closes[:size] > 0) | (rows.net[:size] != 0) | (rows.withheld[:size] != 0)
        which = np.flatnonzero(waiting).astype(np.int32)
        for row in which.tolist():
            outcome = Outcome.DEFERRED if rows.net[row] or rows.withheld[row] else Outcome.SETTLED
            self.lines[row] = self._line(row, outcome, 0, 0)
        self._stated_of(which)

    def _stated_of(self, rows: Rows) -> None:
        at = reach(rows)
        for column in (self.rows.closes, self.rows.fresh_net, self.rows.fresh_withheld):
            column[at] = 0

    def _line(self, row: int, outcome: Outcome, payable: int, refund: int) -> CopierLine:
        rows = self.rows
        withheld, fresh = int(rows.withheld[row]), int(rows.fresh_withheld[row])
        net = int(rows.fresh_net[row])
        return CopierLine(
            name="",
            outcome=outcome,
            closes=int(rows.closes[row]),
            net=net,
            withheld_before=withheld - fresh,
            withheld=fresh,
            payable=payable,
            refund=refund,
            withheld_after=withheld - payable - refund,
            due=share_due(int(rows.due[row]) * RATIO_UNITS + int(rows.due_rest[row])),
            net_before=int(rows.net[row]) - net,
        )

    def _stated(self, record: e.Record, at: datetime, course: Course) -> Stated:
        order = sorted(self.lines)
        lines = tuple(self.lines[row] for row in order)
        settled = any(line.outcome is not Outcome.DEFERRED for line in lines)
        statement = Statement(
            number=0,
            person=self.person,
            name="",
            party=Party.LEAD,
            lead=self.person,
            other="",
            paper=self.paper,
            starts=course.started(at),
            ends=at,
            settled_at=record.at,
            outcome=Outcome.SETTLED if settled else Outcome.DEFERRED,
            ratio=course.ratios.get(self.person, 0) if self.ratio is None else self.ratio,
            totals=_totals(lines, self.gross, self.fees),
            copiers=lines,
        )
        return Stated(record.seq, statement, copiers=tuple(self.rows.person[row] for row in order))

    def _turn(self, course: Course) -> None:
        self.lines, self.gross, self.fees = {}, 0, 0
        self.ratio = course.ratios.get(self.person, 0)
        self.rows.ratio[: len(self.rows.person)] = self.ratio


def _totals(lines: tuple[CopierLine, ...], gross: int, fees: int) -> Totals:
    """Sums over the lines; a loss of one copier lowers nobody else's share."""
    return Totals(
        gross=gross,
        fees=fees,
        net=sum(line.net for line in lines),
        withheld_before=sum(line.withheld_before for line in lines),
        withheld=sum(line.withheld for line in lines),
        adjustment=0,
        due=sum(line.due for line in lines),
        payable=sum(line.payable for line in lines),
        refund=sum(line.refund for line in lines),
        withheld_after=sum(line.withheld_after for line in lines),
        net_before=sum(line.net_before for line in lines),
    )


def _add_due(rows: _Rows, of: Rows, net: Column) -> None:
    at = reach(of)
    whole, rest = mul_div(net, rows.ratio[at], RATIO_UNITS)
    rest += rows.due_rest[at]
    carry = rest // RATIO_UNITS
    rows.due[at] += whole + carry
    rows.due_rest[at] = rest - carry * RATIO_UNITS
