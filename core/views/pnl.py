"""What copying has brought one person: net = gross − fees − profit share, in all, by lead and by day (R1 to R3).

Put together from the journal's facts of each lead, oldest first; a person's row is found in each by binary search.
Money in quote units. A close is one sale of one copy lot (R-17.1); days are the desk's (R-1.7).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

import numpy as np

from core.decide.desk import Desk
from core.fold.book import Lead
from core.model.events import EntriesAnswered, ExitsAnswered, ProfitShareSettled, Record
from core.model.market import Symbol
from core.model.money import RATIO_UNITS
from core.model.orders import OrderId
from core.model.people import PersonId
from core.views.as_of import AsOf, as_of
from core.views.copies import my_copies, rows_of
from core.views.log import place_of

KINDS: Final = ("EntriesAnswered", "ExitsAnswered", "ProfitShareSettled")
DAYS_SHOWN: Final = 14


@dataclass(frozen=True, slots=True)
class Earned:
    """`gross`: before both fees, of buying and of selling. `share`: withheld, less what settlements gave back."""

    closes: int = 0
    gross: int = 0
    fees: int = 0
    share: int = 0

    @property
    def net(self) -> int:
        return self.gross - self.fees - self.share

    def __add__(self, other: "Earned") -> "Earned":
        return Earned(
            self.closes + other.closes, self.gross + other.gross, self.fees + other.fees, self.share + other.share
        )


@dataclass(frozen=True, slots=True)
class OfLead:
    """One lead's part, the greatest net first."""

    lead: PersonId
    earned: Earned


@dataclass(frozen=True, slots=True)
class OfDay:
    """One day's part, the newest first; days without a close or a settlement are left out."""

    day: date
    earned: Earned


@dataclass(frozen=True, slots=True)
class Pnl:
    """Of the last `days`, 0 for all. `unrealised` is what is held now, and no part of it.

    `partial`: there is more in the journal than one look reads, and older closes are not counted.
    """

    as_of: AsOf
    days: int
    total: Earned
    leads: tuple[OfLead, ...]
    by_day: tuple[OfDay, ...]
    unrealised: int
    partial: bool


@dataclass(slots=True)
class _Reading:
    """One row's facts so far: the fee of buying each lot, as a part of what it cost."""

    rates: dict[OrderId, tuple[int, int]] = field(default_factory=dict)


def pnl(
    desk: Desk,
    who: PersonId,
    told: Mapping[PersonId, Sequence[Record]],
    *,
    days: int,
    since: datetime | None,
    partial: bool = False,
) -> Pnl:
    """`told`: each lead's records, oldest first; what stands before `since` only tells what lots cost."""
    of_leads: dict[PersonId, Earned] = {}
    of_days: dict[date, Earned] = {}
    for lead_id, records in told.items():
        lead = desk.book.leads.get(lead_id)
        for at, earned in _earned(desk, lead, who, records) if lead else ():
            if since is None or at >= since:
                of_leads[lead_id] = of_leads.get(lead_id, Earned()) + earned
                day = desk.limits.clock.date_of(at)
                of_days[day] = of_days.get(day, Earned()) + earned
    copies = my_copies(desk, who)
    return Pnl(
        as_of=as_of(desk),
        days=days,
        total=sum(of_leads.values(), Earned()),
        leads=tuple(OfLead(*each) for each in sorted(of_leads.items(), key=lambda each: (-each[1].net, each[0]))),
        by_day=tuple(OfDay(*each) for each in sorted(of_days.items(), reverse=True)),
        unrealised=copies.unrealised,
        partial=partial,
    )


def _earned(desk: Desk, lead: Lead, who: PersonId, records: Iterable[Record]) -> Iterator[tuple[datetime, Earned]]:
    readings = {row: _Reading() for row in rows_of(lead, who)}
    for record in records:
        for row, reading in readings.items():
            match record.fact:
                case EntriesAnswered() as fact:
                    _bought(reading, fact, row)
                case ExitsAnswered() as fact:
                    yield from ((record.at, each) for each in _closes(desk, reading, fact, row))
                case ProfitShareSettled() as fact:
                    at = place_of(fact.rows, row)
                    if at is not None:
                        yield record.at, Earned(share=-int(fact.refund[at]))
                case _:
                    pass


def _bought(reading: _Reading, fact: EntriesAnswered, row: int) -> None:
    at = place_of(fact.rows, row)
    if at is None or not fact.quantity[at]:
        return
    rate = (int(fact.fee[at]), int(fact.quantity[at]))
    for lot in [share.lot for share in fact.shares] or [OrderId(fact.batch)]:
        reading.rates[lot] = rate


def _closes(desk: Desk, reading: _Reading, fact: ExitsAnswered, row: int) -> Iterator[Earned]:
    """Each lot of one sale; the fee of selling is shared by quantity, as the net is."""
    place = place_of(fact.rows, row)
    if place is None or not fact.quantity[place]:
        return
    sold, fee = int(fact.quantity[place]), int(fact.fee[place])
    closes = fact.closes
    for at in np.flatnonzero(closes.rows == row).tolist():
        buying = _fee_of_buying(desk, reading, closes.lots[closes.lot[at]], fact.symbol, int(closes.cost[at]))
        fees = buying + fee * int(closes.quantity[at]) // sold
        net = int(closes.net[at])
        yield Earned(closes=1, gross=net + fees, fees=fees, share=int(closes.withheld[at]))


def _fee_of_buying(desk: Desk, reading: _Reading, lot: OrderId, symbol: Symbol, cost: int) -> int:
    """What of a lot's cost was its fee; where its purchase was not read, by the instrument's fee of today."""
    fee, of = reading.rates.get(lot, (desk.book.instruments[symbol].fee, RATIO_UNITS))
    return cost * fee // of
