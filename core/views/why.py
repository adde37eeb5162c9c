"""Why one lead order was copied, or was not: the stored decision, guard by guard, with its figures (R-2.8, R-11.1).

Only what the journal stored stands here, so the same record always gives the same card. Money in quote units.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from core.decide.desk import Desk
from core.model.copying import Sizing
from core.model.events import EntriesPlanned, ExitsPlanned, Record
from core.model.market import Instrument
from core.model.money import RATIO_UNITS
from core.model.people import PersonId
from core.model.reasons import Reason
from core.views.log import LEAD_REASONS, LogRow
from core.views.shown import shown_price


class Guard(StrEnum):
    """The entry guards in their order (R-11)."""

    RUNNING = "running"
    SELECTED = "selected"
    LEAD = "lead"
    IN_TIME = "in_time"
    TRADING = "trading"
    PRICE = "price"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    FUNDS = "funds"
    VENUE = "venue"


LADDER: Final = (
    (Guard.RUNNING, frozenset({Reason.COPYING_STOPPED, Reason.COPYING_PAUSED})),
    (Guard.SELECTED, frozenset({Reason.PAIR_NOT_SELECTED})),
    (Guard.LEAD, LEAD_REASONS),
    (Guard.IN_TIME, frozenset({Reason.ENTRY_EXPIRED})),
    (Guard.TRADING, frozenset({Reason.DESK_HALTED, Reason.PAIR_HALTED})),
    (Guard.PRICE, frozenset({Reason.SPREAD_EXCEEDED})),
    (Guard.MINIMUM, frozenset({Reason.AMOUNT_TOO_LOW})),
    (Guard.MAXIMUM, frozenset({Reason.MAX_TOTAL_REACHED})),
    (Guard.FUNDS, frozenset({Reason.INSUFFICIENT_FUNDS})),
    (Guard.VENUE, frozenset({Reason.VENUE_REJECTED, Reason.UNANSWERED})),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a buy was decided on. `price_copy` 0: there was no price. `drift` and `usage` are ratios in 10⁻⁸."""

    lead_notional: int
    lead_equity: int
    usage: int
    asked: int
    minimum: int
    price_lead: Decimal
    price_copy: Decimal
    drift: int
    spread_max: int
    late: timedelta
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class Why:
    """`passed` are the guards that held, in order; `failed` the first that did not, None where the copy went out.

    `smart`: sized by Smart Sync, which a copy is or is not for all its life; other settings may have changed since, and
    are not shown. `figures` None: a sale, or a lead buy that became private, of which a copier learns the code alone.
    """

    row: LogRow
    lead: PersonId
    smart: bool
    passed: tuple[Guard, ...]
    failed: Guard | None
    figures: Figures | None


def why(desk: Desk, record: Record, row: LogRow, *, lead: PersonId, at: int) -> Why | None:
    """The card of one result; `record` is the fact that decided it, `at` the copy's row in the lead's table."""
    fact, table = record.fact, desk.book.leads[lead].copyings
    if not isinstance(fact, EntriesPlanned | ExitsPlanned):
        return None
    buys = isinstance(fact, EntriesPlanned)
    passed, failed = ladder(row.reason) if buys else ((), None)
    shown = isinstance(fact, EntriesPlanned) and row.reason not in LEAD_REASONS
    return Why(
        row,
        lead,
        bool(table.sizing[at] == Sizing.SMART_SYNC),
        passed,
        failed,
        _figures(desk, record, row) if shown else None,
    )


def ladder(reason: Reason) -> tuple[tuple[Guard, ...], Guard | None]:
    """The guards that held before this reason, and the one it names."""
    passed: list[Guard] = []
    for guard, reasons in LADDER:
        if reason in reasons:
            return tuple(passed), guard
        passed.append(guard)
    return tuple(passed[:-1]), None


def _figures(desk: Desk, record: Record, row: LogRow) -> Figures:
    plan = record.fact
    assert isinstance(plan, EntriesPlanned)
    instrument, lasts = desk.book.instruments[plan.symbol], timedelta(seconds=desk.limits.entry.expires_s)
    fired_at = plan.deadline - lasts
    return Figures(
        lead_notional=plan.lead_notional,
        lead_equity=plan.lead_equity,
        usage=min(RATIO_UNITS, plan.lead_notional * RATIO_UNITS // plan.lead_equity) if plan.lead_equity else 0,
        asked=row.asked,
        minimum=least_order(instrument, plan.price_copy),
        price_lead=lead_price(instrument, plan),
        price_copy=instrument.price_decimal(plan.price_copy),
        drift=drift(instrument, plan),
        spread_max=desk.limits.entry.spread,
        late=max(timedelta(0), record.at - fired_at),
        lasts=lasts,
    )


def least_order(instrument: Instrument, price: int) -> int:
    """The least notional that the venue takes at this price (R-11.8)."""
    return max(instrument.notional_min, instrument.value(instrument.quantity_min, price))


def lead_price(instrument: Instrument, plan: EntriesPlanned) -> Decimal:
    """The lead order's average price, to the nearest tick."""
    if not plan.lead_quantity:
        return Decimal(0)
    return shown_price(instrument, instrument.affordable_price(plan.lead_quantity, plan.lead_notional))


def drift(instrument: Instrument, plan: EntriesPlanned) -> int:
    """price_copy / price_lead − 1 (R-11.7); 0 where there was no price."""
    if not plan.price_copy or not plan.lead_notional:
        return 0
    at_copy = instrument.value(plan.lead_quantity, plan.price_copy)
    return (at_copy - plan.lead_notional) * RATIO_UNITS // plan.lead_notional
