"""R4, what copying a lead costs: delay, price, fees, sizing and skips, measured on the copies of their last orders.

Against the lead's own average price: what moved until the copy was decided is the delay's, what moved until it filled
the price's. Money in quote units, above zero where it cost something; ratios in 10⁻⁸. Nobody else's copies count.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final, TypeAlias

from core.decide.desk import Desk
from core.decide.equity import lead_equity
from core.decide.levels import index_of
from core.fold.book import Lead
from core.model.copying import Sizing
from core.model.events import EntriesAnswered, EntriesPlanned, ExitsAnswered, ExitsPlanned, OrderClosed, Record
from core.model.market import Instrument, Quote
from core.model.money import RATIO_UNITS
from core.model.orders import Cause, OrderId
from core.model.people import PersonId
from core.model.reasons import Reason
from core.views.as_of import AsOf, as_of
from core.views.copies import CopyView, one_copy, rows_of
from core.views.log import Health, LogRow, Result, health, log_rows, place_of
from core.views.metrics import ratio

KINDS: Final = ("EntriesPlanned", "EntriesAnswered", "ExitsPlanned", "ExitsAnswered", "OrderClosed")

Plan: TypeAlias = EntriesPlanned | ExitsPlanned
Answer: TypeAlias = EntriesAnswered | ExitsAnswered


@dataclass(frozen=True, slots=True)
class Missed:
    """Copies that were not made for one reason, and what they would have cost to buy."""

    reason: Reason
    orders: int
    notional: int


@dataclass(frozen=True, slots=True)
class Cost:
    """`traded`: what was copied, both ways. `rounded`: what lots and limits left unbought of copies that were made.

    `lead_return`, `my_return`: the lead's since the day this copy began, and one's own (R-19.13); None where nothing
    measures them. `partial`: there were more orders than one look reads.
    """

    as_of: AsOf
    lead: PersonId
    health: Health
    traded: int
    delay: int
    price: int
    fees: int
    rounded: int
    missed: tuple[Missed, ...]
    lead_return: Decimal | None
    my_return: Decimal | None
    partial: bool

    @property
    def away(self) -> int:
        """By how much of the lead's prices one's own were worse, weighted by what was traded; below zero if better."""
        return (self.delay + self.price) * RATIO_UNITS // self.traded if self.traded else 0


@dataclass(slots=True)
class _Sums:
    traded: int = 0
    delay: int = 0
    price: int = 0
    fees: int = 0
    rounded: int = 0


def cost(
    desk: Desk, who: PersonId, lead_id: PersonId, records: Sequence[Record], *, partial: bool = False
) -> Cost | None:
    """By the records of one lead, in any order; None where this person never copied them."""
    lead, copy = desk.book.leads.get(lead_id), one_copy(desk, who, lead_id)
    if lead is None or copy is None:
        return None
    row = rows_of(lead, who)[-1]
    rows = log_rows(desk.book, records, who=who, row=row)
    sums = _sums(desk, records, row)
    return Cost(
        as_of=as_of(desk),
        lead=lead_id,
        health=health(rows, expires=timedelta(seconds=desk.limits.entry.expires_s)),
        traded=sums.traded,
        delay=sums.delay,
        price=sums.price,
        fees=sums.fees,
        rounded=sums.rounded,
        missed=_missed(rows),
        lead_return=_lead_return(desk, lead, copy),
        my_return=_my_return(copy),
        partial=partial,
    )


def _missed(rows: Iterable[LogRow]) -> tuple[Missed, ...]:
    """What was not copied of lead orders, by reason, the most money first."""
    found: dict[Reason, Missed] = {}
    for row in rows:
        if row.cause is Cause.LEAD_ORDER and row.result is Result.FAILED:
            known = found.get(row.reason, Missed(row.reason, 0, 0))
            found[row.reason] = Missed(row.reason, known.orders + 1, known.notional + row.asked)
    return tuple(sorted(found.values(), key=lambda each: (-each.notional, each.reason)))


def _sums(desk: Desk, records: Iterable[Record], row: int) -> _Sums:
    told = sorted(records, key=lambda record: record.seq)
    plans = {fact.flight: fact for record in told if isinstance(fact := record.fact, Plan)}
    ends = {fact.order: fact for record in told if isinstance(fact := record.fact, OrderClosed)}
    sums = _Sums()
    for record in told:
        plan = plans.get(record.fact.flight) if isinstance(record.fact, Answer) else None
        if plan is None or plan.cause is not Cause.LEAD_ORDER:
            continue
        instrument = desk.book.instruments[plan.symbol]
        match plan, record.fact:
            case EntriesPlanned(), EntriesAnswered() as fact:
                _bought(sums, instrument, plan, fact, row)
            case ExitsPlanned(), ExitsAnswered() as fact:
                _sold(sums, instrument, plan, fact, (ends, row))
            case _:
                pass
    return sums


def _bought(sums: _Sums, instrument: Instrument, plan: EntriesPlanned, fact: EntriesAnswered, row: int) -> None:
    at, asked = place_of(fact.rows, row), place_of(plan.rows, row)
    if at is None or asked is None or not fact.quantity[at] or not plan.lead_quantity:
        return
    quantity, notional = int(fact.quantity[at]), int(fact.notional[at])
    at_leads = plan.lead_notional * quantity // plan.lead_quantity
    decided = instrument.value(quantity, plan.price_copy)
    sums.traded += notional
    sums.delay += decided - at_leads
    sums.price += notional - decided
    sums.fees += notional * int(fact.fee[at]) // quantity
    sums.rounded += max(0, int(plan.asked[asked]) - notional)


def _sold(
    sums: _Sums,
    instrument: Instrument,
    plan: ExitsPlanned,
    fact: ExitsAnswered,
    of: tuple[Mapping[OrderId, OrderClosed], int],
) -> None:
    ends, row = of
    at, end = place_of(fact.rows, row), ends.get(OrderId(fact.batch))
    if at is None or end is None or not fact.quantity[at] or not end.quantity:
        return
    quantity, notional = int(fact.quantity[at]), int(fact.notional[at])
    at_leads = end.notional * quantity // end.quantity
    decided = _at_bid(instrument, plan.quotes, quantity) or at_leads
    sums.traded += notional
    sums.delay += at_leads - decided
    sums.price += decided - notional
    sums.fees += int(fact.fee[at])


def _at_bid(instrument: Instrument, quotes: Sequence[Quote], quantity: int) -> int:
    bid = next((quote.bid for quote in quotes if quote.symbol == instrument.symbol), 0)
    return instrument.value(quantity, bid)


def _lead_return(desk: Desk, lead: Lead, copy: CopyView) -> Decimal | None:
    """The lead's return since the 00:00 before this copy began (R-19.9); None where no day was taken then."""
    taken, clock = desk.book.day_taken, desk.limits.clock
    if taken is None:
        return None
    nights = clock.day_of(taken) - clock.day_of(copy.line.since)
    if nights < 0 or nights >= len(lead.days):
        return None
    before = lead.days[-nights - 1].index
    return ratio(index_of(desk, lead, lead_equity(desk, lead)), before) - 1 if before else None


def _my_return(copy: CopyView) -> Decimal | None:
    """R-19.13, of a copy with money of its own: of the others nothing was paid in."""
    if copy.line.sizing is not Sizing.SMART_SYNC or not copy.paid_in:
        return None
    return ratio(copy.line.result, copy.paid_in)
