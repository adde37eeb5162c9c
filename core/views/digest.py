"""A day in figures: what each copier bought, sold, missed and made, counted over the journal's columns.

One reading of a lead's facts serves all their copiers. Money in quote units. Never told: what R-18.3 tells nobody, and
of lead buys that became private not even how many.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from core.decide.desk import Desk
from core.decide.equity import lead_equity
from core.decide.leading import LEADING
from core.fold.book import Lead
from core.model.columns import Column, Mask, Rows, grown, reach
from core.model.copying import CopyingState
from core.model.events import EntriesAnswered, EntriesPlanned, ExitsAnswered, Record
from core.model.orders import OrderId, Verdict
from core.model.people import PersonId
from core.model.reasons import Reason
from core.views.alert import NEVER_TO_COPIERS
from core.views.as_of import AsOf, as_of
from core.views.copies import rows_of
from core.views.log import LEAD_REASONS
from core.views.portfolio import portfolio

TOLD: Final = ("EntriesPlanned", "EntriesAnswered", "ExitsAnswered")
"""The facts that a day is counted from."""
_UNTOLD: Final = [int(each) for each in (*NEVER_TO_COPIERS, *LEAD_REASONS)]


@dataclass(slots=True)
class LeadDay:
    """What the copies of one lead did from `start` to before `end`, an entry a row of the lead's table."""

    start: datetime
    end: datetime
    bought: Column = field(default_factory=lambda: np.zeros(0, np.int64))
    sold: Column = field(default_factory=lambda: np.zeros(0, np.int64))
    net: Column = field(default_factory=lambda: np.zeros(0, np.int64))
    missed: dict[Reason, Column] = field(default_factory=dict)
    orders: set[str] = field(default_factory=set)
    """What was copied, or could have been: lead orders, and what copiers themselves had sold."""

    def count(self, records: Iterable[Record]) -> None:
        """Add what these facts tell, each handed in once; those of other times are passed over."""
        for record in records:
            if not self.start <= record.at < self.end:
                continue
            match record.fact:
                case EntriesPlanned() as fact:
                    self._room(fact.rows)
                    self._miss(fact.rows, fact.reason)
                    self.orders.add(fact.batch)
                case EntriesAnswered() as fact:
                    self._room(fact.rows)
                    self.bought[reach(fact.rows[fact.quantity > 0])] += 1
                    empty = (fact.quantity == 0) & (fact.verdict != Verdict.UNANSWERED)
                    self._miss(fact.rows[empty], fact.reason[empty])
                case ExitsAnswered() as fact:
                    self._room(fact.rows)
                    self.sold[reach(fact.rows[fact.quantity > 0])] += 1
                    self.net[reach(fact.rows)] += fact.net
                    self.orders.add(fact.batch)
                case _:
                    pass

    def _room(self, rows: Rows) -> None:
        """Columns that reach to the last of the rows."""
        size = int(rows[-1]) + 1 if len(rows) else 0
        self.bought, self.sold, self.net = (grown(each, size) for each in (self.bought, self.sold, self.net))
        for reason, column in self.missed.items():
            self.missed[reason] = grown(column, size)

    def _miss(self, rows: Rows, reasons: NDArray[Any]) -> None:
        told: Mask = (reasons != Reason.NONE) & ~np.isin(reasons, _UNTOLD)
        for code in np.unique(reasons[told]).tolist():
            column = self.missed.setdefault(Reason(code), np.zeros(len(self.bought), np.int64))
            column[reach(rows[reasons == code])] += 1


@dataclass(frozen=True, slots=True)
class CopierDay:
    """A copier's day to `end`. `net` of what was sold, after fees and before the share; `missed` by reason, most first.

    `withheld` for leads so far this cycle: an estimate until it is settled.
    """

    as_of: AsOf
    end: datetime
    equity: int
    net: int
    entries: int
    exits: int
    missed: tuple[tuple[Reason, int], ...]
    withheld: int

    @property
    def copied(self) -> int:
        return self.entries + self.exits

    @property
    def skipped(self) -> int:
        return sum(many for _, many in self.missed)


@dataclass(frozen=True, slots=True)
class LedDay:
    """A lead's day to `end`: lead `orders` that could be copied, `copied` and `missed` copies of them in all.

    `withheld` by their copiers so far this cycle, likewise an estimate.
    """

    as_of: AsOf
    end: datetime
    equity: int
    orders: int
    copied: int
    missed: int
    withheld: int


def leads_of(desk: Desk, people: NDArray[Any]) -> tuple[PersonId, ...]:
    """Whose days must be read for these people: the leads they ever copied, and those among them who lead."""
    found = [
        lead.person
        for lead in desk.book.leads.values()
        if np.isin(lead.person, people) or np.isin(lead.copyings.person[: lead.copyings.size], people).any()
    ]
    return tuple(found)


def day_of(desk: Desk, who: PersonId, days: Mapping[PersonId, LeadDay], end: datetime) -> CopierDay | LedDay | None:
    """The day of one person; None where they neither lead nor copy, and nothing was copied."""
    own = desk.book.leads.get(who)
    if own is not None and own.state in LEADING:
        return _led(desk, own, days.get(who), end)
    mine = [(lead, rows) for lead in desk.book.leads.values() if (rows := rows_of(lead, who))]
    live = any(lead.copyings.state[row] != CopyingState.ENDED for lead, rows in mine for row in rows)
    counted = [(days[lead.person], row) for lead, rows in mine for row in rows if lead.person in days]
    bought = sum(_at(day.bought, row) for day, row in counted)
    sold = sum(_at(day.sold, row) for day, row in counted)
    missed = _missed(counted)
    if not (live or bought or sold or missed):
        return None
    money = portfolio(desk, who)
    net = sum(_at(day.net, row) for day, row in counted)
    return CopierDay(money.as_of, end, money.equity, net, bought, sold, missed, money.withheld)


def _led(desk: Desk, lead: Lead, day: LeadDay | None, end: datetime) -> LedDay:
    table, symbols = lead.copyings, lead.coins
    return LedDay(
        as_of=as_of(desk, symbols),
        end=end,
        equity=lead_equity(desk, lead),
        orders=sum(OrderId(each) in desk.book.names_used for each in day.orders) if day else 0,
        copied=int(day.bought.sum() + day.sold.sum()) if day else 0,
        missed=sum(int(column.sum()) for column in day.missed.values()) if day else 0,
        withheld=int(table.withheld[: table.size].sum()),
    )


def _missed(counted: Iterable[tuple[LeadDay, int]]) -> tuple[tuple[Reason, int], ...]:
    found: dict[Reason, int] = {}
    for day, row in counted:
        for reason, column in day.missed.items():
            found[reason] = found.get(reason, 0) + _at(column, row)
    return tuple(sorted(((reason, many) for reason, many in found.items() if many), key=lambda each: -each[1]))


def _at(column: Column, row: int) -> int:
    """A row's entry; 0 of one that no fact of the day reached."""
    return int(column[row]) if row < len(column) else 0
