"""States a copier's settlements: one for each copying that settles, ends, or is put off with something in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

import numpy as np

from core.model import events as e
from core.model.market import Instrument
from core.model.money import RATIO_UNITS
from core.model.orders import OrderId
from core.model.people import PersonId
from core.views.log import place_of, reference
from core.views.statement import CloseLine, Outcome, Party, Statement, Totals
from core.views.stating import Course, Stated, share_due


@dataclass(slots=True)
class _Bought:
    """What bought a copy lot: the quantity at the venue, and its fee in the base coin."""

    quantity: int = 0
    fee: int = 0


@dataclass(slots=True)
class _Account:
    """One copying since its last settlement. `due` is Σ ratio × net in 10⁻¹⁶; `fresh`: closes no statement has yet."""

    lead: PersonId
    row: int
    ratio: int
    net: int = 0
    withheld: int = 0
    due: int = 0
    ended: bool = False
    fresh: list[CloseLine] = field(default_factory=list)
    lots: dict[OrderId, _Bought] = field(default_factory=dict)

    def add(self, line: CloseLine) -> None:
        self.fresh.append(line)
        self.net += line.net
        self.withheld += line.withheld
        self.due += line.ratio * line.net

    def settle(self, fact: e.ProfitShareSettled, at: int) -> None:
        """As the book does it: what is due goes on only under a high-water mark (R-17.6)."""
        assert self.net == fact.net[at], "the journal settles another net than that of its closes"
        assert self.withheld == fact.withheld[at], "the journal settles another sum than was withheld"
        self.net = self.withheld = 0
        self.due = 0 if fact.carried is None else self.due - int(fact.payable[at]) * RATIO_UNITS

    @property
    def pending(self) -> bool:
        """Whether a cycle's end has anything to say of it."""
        return bool(self.fresh or self.net or self.withheld)


@dataclass(slots=True)
class CopierStating:
    """All copyings of one person. `take` is given every record on their leads and on the desk, oldest first."""

    person: PersonId
    paper: bool
    accounts: dict[tuple[PersonId, int], _Account] = field(default_factory=dict)

    def take(self, record: e.Record, course: Course) -> Iterator[Stated]:
        """What the record closes; `course` is as it was before it."""
        match record.fact:
            case e.CopyingStarted(lead, copier, row, _, ratio) if copier == self.person:
                self.accounts[lead, row] = _Account(lead, row, ratio)
            case e.CopyingEnded(lead, copier, row) if copier == self.person:
                self.accounts[lead, row].ended = True
            case e.EntriesAnswered() as fact:
                for account in self._of(fact.lead):
                    _bought(account, fact)
            case e.ExitsAnswered() as fact:
                for account in self._of(fact.lead):
                    for line in _closes(
                        account, self.person, fact.at or record.at, fact, course.instruments[fact.symbol]
                    ):
                        account.add(line)
            case e.ProfitShareSettled() as fact:
                yield from self._settled(record, fact, course)
            case e.CycleClosed(at):
                yield from self._put_off(record, at, course)
                self._turn(course)
            case _:
                pass

    def _of(self, lead: PersonId) -> list[_Account]:
        return [account for account in self.accounts.values() if account.lead == lead]

    def _settled(self, record: e.Record, fact: e.ProfitShareSettled, course: Course) -> Iterator[Stated]:
        early = course.ended_early(fact)
        ends = course.calendar.next_cycle_end(fact.cycle_end) if early else fact.cycle_end
        cycle = course.started(ends), ends
        for account in self._of(fact.lead):
            at = place_of(fact.rows, account.row)
            if at is None:
                continue
            paid = int(fact.payable[at]), int(fact.refund[at])
            yield self._stated(record, account, cycle, Outcome.ENDED if early else Outcome.SETTLED, paid)
            account.settle(fact, at)
            account.fresh = []

    def _put_off(self, record: e.Record, at: datetime, course: Course) -> Iterator[Stated]:
        """A cycle's end that settled nothing of it: a lot is open (R-17.5), or its closes came to nothing at all."""
        for account in sorted(self.accounts.values(), key=lambda each: (each.lead, each.row)):
            if account.pending:
                outcome = Outcome.DEFERRED if account.net or account.withheld else Outcome.SETTLED
                yield self._stated(record, account, (course.started(at), at), outcome, (0, 0))
                account.fresh = []

    def _turn(self, course: Course) -> None:
        """A new cycle: the lead's ratio of now (R-17.8). An ended copying has nothing more to state."""
        self.accounts = {key: account for key, account in self.accounts.items() if not account.ended}
        for account in self.accounts.values():
            account.ratio = course.ratios.get(account.lead, 0)

    def _stated(
        self,
        record: e.Record,
        account: _Account,
        cycle: tuple[datetime, datetime],
        outcome: Outcome,
        paid: tuple[int, int],
    ) -> Stated:
        statement = Statement(
            number=0,
            person=self.person,
            name="",
            party=Party.COPIER,
            lead=account.lead,
            other="",
            paper=self.paper,
            starts=cycle[0],
            ends=cycle[1],
            settled_at=record.at,
            outcome=outcome,
            ratio=account.ratio,
            totals=_totals(account, *paid),
            closes=tuple(account.fresh),
        )
        return Stated(record.seq, statement, other=account.lead)


def _totals(account: _Account, payable: int, refund: int) -> Totals:
    fresh = account.fresh
    net, withheld = sum(line.net for line in fresh), sum(line.withheld for line in fresh)
    added = sum(line.ratio * line.net for line in fresh)
    return Totals(
        gross=sum(line.gross for line in fresh),
        fees=sum(line.fees for line in fresh),
        net=net,
        withheld_before=account.withheld - withheld,
        withheld=withheld,
        adjustment=0,
        due=share_due(account.due),
        payable=payable,
        refund=refund,
        withheld_after=account.withheld - payable - refund,
        net_before=account.net - net,
        due_before=(account.due - added) // RATIO_UNITS,
    )


def _bought(account: _Account, fact: e.EntriesAnswered) -> None:
    """Remembers what a copy lot cost in fees, for its closes."""
    at = place_of(fact.rows, account.row)
    if at is None or not fact.quantity[at]:
        return
    for lot in [share.lot for share in fact.shares] or [OrderId(fact.batch)]:
        bought = account.lots.setdefault(lot, _Bought())
        bought.quantity += int(fact.quantity[at])
        bought.fee += int(fact.fee[at])


def _closes(
    account: _Account, who: PersonId, when: datetime, fact: e.ExitsAnswered, instrument: Instrument
) -> Iterator[CloseLine]:
    """A line a lot sold, `when` the venue says (R-1.7). Proceeds and fee are shared by quantity, the last lot has the
    remainders (R-17.1)."""
    at = place_of(fact.rows, account.row)
    if at is None or not fact.quantity[at]:
        return
    sold, notional, fee = (int(column[at]) for column in (fact.quantity, fact.notional, fact.fee))
    price = _price(instrument, sold, notional)
    left, money, charge = sold, notional, fee
    closes = fact.closes
    for where in np.flatnonzero(closes.rows == account.row).tolist():
        part, cost = int(closes.quantity[where]), int(closes.cost[where])
        left -= part
        proceeds, selling = (notional * part // sold, fee * part // sold) if left else (money, charge)
        money, charge = money - proceeds, charge - selling
        bought = account.lots[closes.lots[closes.lot[where]]]
        buying = cost * bought.fee // bought.quantity
        assert proceeds - selling - cost == closes.net[where], "a close is not shared as it was decided"
        yield CloseLine(
            at=when,
            order=reference(fact.batch, who),
            symbol=fact.symbol,
            base=instrument.base,
            quantity=instrument.quantity_decimal(part),
            price=price,
            proceeds=proceeds,
            cost=cost - buying,
            fees=buying + selling,
            net=int(closes.net[where]),
            ratio=account.ratio,
            withheld=int(closes.withheld[where]),
        )


def _price(instrument: Instrument, quantity: int, notional: int) -> Decimal:
    """The average of the order that sold it."""
    return instrument.price_decimal(instrument.affordable_price(quantity, notional))
