"""What would happen if a copy were started so: an example, the worst case, the first reason against it.

Money in quote units, ratios in 10⁻⁸. The plan's hash stands for all it rests on: the account, the settings, the lead's
terms and the instruments' rules; a confirmation carries out that plan and no other (chat.md, rules 16 and 17).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from core.decide.copying import start_refusal
from core.decide.desk import Desk
from core.decide.equity import lead_equity
from core.fold.book import Lead
from core.model.copying import Settings, Sizing
from core.model.events import OrderClosed
from core.model.market import USDT, Instrument, Symbol
from core.model.money import RATIO_UNITS
from core.model.people import PersonId
from core.model.reasons import Denial
from core.views.as_of import AsOf, as_of
from core.views.existing import ExistingPlan, existing
from core.views.faithful import RECENT, DryRun, Faithful, dry_run, faithful, follows
from core.views.lead_card import Weight, weights

EXAMPLE_PARTS: Final = 10
"""The example is a lead buy of a tenth of the lead's equity."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked of a copier by the lead, and by the venue for each instrument."""

    ratio: int
    smart_sync_only: bool
    instruments: tuple[Symbol, ...]
    """Those this copy would follow."""


@dataclass(frozen=True, slots=True)
class StartReview:
    """`example_lead` and `example_copy`: a lead buy and what would be copied of it. `below`: instruments whose least
    order is more than that. `exposed`: the most that is in coins at once. `refusal`: the first reason, and its object.
    `existing`: what is bought at the start, None where nothing is; `lead_holds`: there would be something to buy.
    `dry`: what these settings would have made of the lead's last orders.
    """

    as_of: AsOf
    lead: PersonId
    settings: Settings
    terms: Terms
    free: int
    example_lead: int
    example_copy: int
    below: tuple[Symbol, ...]
    exposed: int
    refusal: tuple[Denial, str] | None
    plan_hash: str
    existing: ExistingPlan | None = None
    lead_holds: bool = False
    dry: DryRun | None = None

    @property
    def prices(self) -> dict[str, int]:
        """The prices that this plan rests on, in the instruments' units."""
        return {buy.symbol: buy.price for buy in self.existing.buys} if self.existing else {}

    @property
    def floor(self) -> int | None:
        """For Smart Sync, the equity at which the total stop-loss would fire; None where it is off or has no equity."""
        if not self.settings.smart or not self.settings.total_stop_loss:
            return None
        return max(0, self.settings.size - self.settings.total_stop_loss)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the wizard may offer for one lead: its instruments and the copier's free quote. `refusal` ends it."""

    as_of: AsOf
    lead: PersonId
    smart_sync_only: bool
    ratio: int
    instruments: tuple[Symbol, ...]
    free: int
    refusal: Denial | None
    holds: tuple[Weight, ...] = ()
    """The coins the lead holds now, each with its part of the lead's equity."""
    faithful: Faithful | None = None
    """How much money copies nearly all and all of the lead's last orders by Smart Sync."""


def choices(desk: Desk, who: PersonId, lead_id: PersonId, orders: Sequence[OrderClosed] = ()) -> Choices | None:
    """None for whoever never led. `orders`: the lead's last, oldest first."""
    lead = desk.book.leads.get(lead_id)
    if lead is None:
        return None
    refusal = start_refusal(desk, who, lead_id, None)
    return Choices(
        as_of(desk),
        lead_id,
        lead.smart_sync_only,
        lead.ratio,
        led(desk, lead),
        int(desk.book.people.cash[who]),
        refusal[0] if refusal else None,
        tuple(weight for weight in weights(desk, lead) if weight.asset != USDT),
        faithful(desk.book.instruments, orders, least=desk.limits.copying.smart_sync.min_allocation),
    )


def start_review(
    desk: Desk, who: PersonId, lead_id: PersonId, settings: Settings, orders: Sequence[OrderClosed] = ()
) -> StartReview | None:
    """None for whoever never led. Without buying existing assets, copies begin with the lead's next buy.

    `orders`: the lead's last, oldest first; the plan does not rest on them.
    """
    lead = desk.book.leads.get(lead_id)
    if lead is None:
        return None
    followed = tuple(symbol for symbol in led(desk, lead) if follows(settings, symbol))
    spent = lead_equity(desk, lead) // EXAMPLE_PARTS
    copied = _copied(settings, spent)
    bought = existing(desk, lead, settings) if settings.smart and settings.buy_existing else None
    return StartReview(
        as_of=as_of(desk, [buy.symbol for buy in bought.buys] if bought else ()),
        lead=lead_id,
        settings=settings,
        terms=Terms(lead.ratio, lead.smart_sync_only, followed),
        free=int(desk.book.people.cash[who]),
        example_lead=spent,
        example_copy=copied,
        below=tuple(symbol for symbol in followed if least_order(desk, symbol) > copied),
        exposed=settings.size if settings.smart else settings.max_total,
        refusal=start_refusal(desk, who, lead_id, settings),
        plan_hash=_plan_hash(desk, who, lead, settings, (followed, bought.held if bought else ())),
        existing=bought,
        lead_holds=any(lot.quantity for lot in lead.lots()),
        dry=dry_run(desk.book.instruments, orders, settings, buys=RECENT) if orders else None,
    )


def led(desk: Desk, lead: Lead) -> tuple[Symbol, ...]:
    """The lead's instruments by name; all of the copy list where the lead chose all."""
    return tuple(sorted(desk.book.instruments.keys() if lead.instruments is None else lead.instruments))


def least_order(desk: Desk, symbol: Symbol) -> int:
    """The least notional the venue takes in an instrument at its present price (R-11.8)."""
    instrument = desk.book.instruments[symbol]
    quote = desk.market.get(symbol)
    by_quantity = instrument.value(instrument.quantity_min, quote.ask or quote.last) if quote else 0
    return max(instrument.notional_min, by_quantity)


def _copied(settings: Settings, spent: int) -> int:
    match settings.sizing:
        case Sizing.FIXED_AMOUNT:
            return settings.size
        case Sizing.MULTIPLIER:
            return spent * settings.size // RATIO_UNITS
        case Sizing.SMART_SYNC:
            return settings.size // EXAMPLE_PARTS


def _plan_hash(
    desk: Desk, who: PersonId, lead: Lead, settings: Settings, what: tuple[tuple[Symbol, ...], tuple[object, ...]]
) -> str:
    (followed, held), account = what, ("paper", int(who))
    terms = (int(lead.person), int(lead.state), lead.ratio, lead.smart_sync_only, lead.accepting)
    rules = tuple(_rules(desk.book.instruments[symbol]) for symbol in followed)
    return hashlib.sha256(repr((account, plain_settings(settings), terms, rules, held)).encode()).hexdigest()


def plain_settings(settings: Settings) -> tuple[object, ...]:
    """The settings in one fixed order: a set has none."""
    chosen = None if settings.instruments is None else tuple(sorted(settings.instruments))
    return (
        int(settings.sizing),
        settings.size,
        settings.max_total,
        chosen,
        tuple(sorted(settings.never)),
        settings.take_profit,
        settings.stop_loss,
        settings.total_stop_loss,
        int(settings.total_stop_loss_action),
        settings.buy_existing,
    )


def _rules(instrument: Instrument) -> tuple[str, Decimal, Decimal, int, int, int]:
    return (
        instrument.symbol,
        instrument.lot_size.normalize(),
        instrument.tick_size.normalize(),
        instrument.quantity_min,
        instrument.notional_min,
        instrument.fee,
    )
