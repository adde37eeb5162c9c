"""The settings of a running copy, and what a change of them means: raised risk, a sale at once, a reason against.

The decision itself is asked, not imitated. Money in quote units, ratios in 10⁻⁸.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.decide.changing import change
from core.decide.desk import Desk
from core.decide.equity import copy_equity
from core.decide.stops import net
from core.fold.book import Lead
from core.fold.leads import held_symbols
from core.model.commands import ChangeCopying
from core.model.copying import CopyingState, Settings, StopWay
from core.model.events import Denied, OrderClosed
from core.model.market import Symbol
from core.model.people import PersonId
from core.model.reasons import Denial
from core.views.as_of import AsOf, as_of
from core.views.faithful import RECENT, DryRun, dry_run
from core.views.start_review import led, plain_settings


@dataclass(frozen=True, slots=True)
class CopySettings:
    """`net`: profit (above zero) or loss since the start. `restricted`: only the total stop-loss may be changed.

    `dry`: what these settings would have made of the lead's last orders; a Smart Sync copy counts at its equity now.
    """

    as_of: AsOf
    lead: PersonId
    since: int
    settings: Settings
    instruments: tuple[Symbol, ...]
    held: tuple[Symbol, ...]
    free: int
    net: int
    restricted: bool
    dry: DryRun | None = None

    @property
    def stamp(self) -> str:
        """What tells these settings of this copy from all others."""
        return hashlib.sha256(repr((self.lead, self.since, plain_settings(self.settings))).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """`riskier`: the settings by which risk rises. `fires`: the new total stop-loss is reached already, and sells."""

    now: CopySettings
    wanted: Settings
    riskier: frozenset[str]
    fires: bool
    refusal: tuple[Denial, str] | None
    plan_hash: str
    dry: DryRun | None = None
    """The same of the settings as they shall be."""

    @property
    def asks(self) -> bool:
        """Whether a review comes first (rules 15 and 18)."""
        return bool(self.riskier) or self.fires


def copy_settings(
    desk: Desk, who: PersonId, lead_id: PersonId, orders: Sequence[OrderClosed] = ()
) -> CopySettings | None:
    """None where this person has no running copy of this lead. `orders`: the lead's last, oldest first."""
    lead = desk.book.leads.get(lead_id)
    row = lead.copyings.row_of(who) if lead else None
    if lead is None or row is None or lead.copyings.state[row] != CopyingState.RUNNING:
        return None
    settings, held = lead.copyings.settings(row), tuple(held_symbols(lead, row))
    return CopySettings(
        as_of=as_of(desk, held),
        lead=lead_id,
        since=int(lead.copyings.started_at[row]),
        settings=settings,
        instruments=led(desk, lead),
        held=held,
        free=int(desk.book.people.cash[who]),
        net=int(net(desk, lead, slice(row, row + 1))[0]),
        restricted=restricted(lead, settings),
        dry=_dry(desk, lead, row, settings, orders),
    )


def _dry(desk: Desk, lead: Lead, row: int, settings: Settings, orders: Sequence[OrderClosed]) -> DryRun | None:
    if not orders:
        return None
    if settings.smart:
        settings = replace(settings, size=int(copy_equity(desk, lead, row, row + 1)[0]))
    return dry_run(desk.book.instruments, orders, settings, buys=RECENT)


def restricted(lead: Lead, settings: Settings) -> bool:
    """R-14.2: a copy by another way under a lead who now takes Smart Sync only."""
    return lead.smart_sync_only and not settings.smart


def change_of(
    desk: Desk, who: PersonId, lead_id: PersonId, wanted: Settings, orders: Sequence[OrderClosed] = ()
) -> Change | None:
    """What changing to these settings would mean; None where there is no running copy."""
    now = copy_settings(desk, who, lead_id, orders)
    if now is None:
        return None
    (fact,) = change(desk, ChangeCopying(who, lead_id, wanted))
    refusal = (fact.code, fact.about) if isinstance(fact, Denied) else None
    riskier = frozenset(riskier_by(now.settings, wanted, frozenset(now.instruments)))
    changed = wanted.total_stop_loss != now.settings.total_stop_loss
    fires = changed and 0 < wanted.total_stop_loss <= -now.net
    parts = (now.stamp, plain_settings(wanted), sorted(riskier), fires, refusal, now.restricted)
    plan_hash = hashlib.sha256(repr(parts).encode()).hexdigest()
    lead = desk.book.leads[lead_id]
    row = lead.copyings.row_of(who)
    dry = None if row is None else _dry(desk, lead, row, wanted, orders)
    return Change(now, wanted, riskier, fires, refusal, plan_hash, dry)


def riskier_by(now: Settings, wanted: Settings, led_now: frozenset[Symbol]) -> list[str]:
    """The names of the settings by which more can be lost than before."""
    other = wanted.sizing is not now.sizing
    opened = _followed(wanted, led_now) - _followed(now, led_now)
    follows = wanted.instruments is None and now.instruments is not None
    action = wanted.total_stop_loss_action
    checks = (
        ("sizing", other),
        ("size", not other and wanted.size > now.size),
        ("max_total", wanted.max_total > now.max_total),
        ("instruments", bool(opened) or follows),
        ("stop_loss", _looser(now.stop_loss, wanted.stop_loss)),
        ("total_stop_loss", _looser(now.total_stop_loss, wanted.total_stop_loss)),
        ("action", action is not now.total_stop_loss_action and action is not StopWay.MARKET_CLOSE),
    )
    return [name for name, raised in checks if raised]


def _followed(settings: Settings, led_now: frozenset[Symbol]) -> frozenset[Symbol]:
    return (led_now if settings.instruments is None else settings.instruments) - settings.never


def _looser(now: int, wanted: int) -> bool:
    """Whether a stop acts later than before; 0 is off."""
    return bool(now) and (wanted == 0 or wanted > now)
