"""A lead's desk in figures, and the checklist of whoever wants one. Money in quote units, ratios in 10⁻⁸."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from core.decide.applications import business_days_left
from core.decide.copy_list import copy_list
from core.decide.desk import Desk
from core.decide.equity import lead_equity
from core.decide.levels import account_equities, aum
from core.decide.profit_share import share_now
from core.fold.book import Lead
from core.model.copying import CopyingState, Sizing
from core.model.market import LOT, Symbol
from core.model.people import LeadState, PersonId
from core.views.as_of import AsOf, as_of
from core.views.conduct import deep_drawdown


@dataclass(frozen=True, slots=True)
class LeadDesk:
    """`version` grows with every change shown here; a switch carries it. `share`: what would be the lead's
    of what is withheld, an estimate until `settles_at` (R-17.5); `changes_left` of its ratio in this month."""

    as_of: AsOf
    who: PersonId
    state: LeadState
    version: int
    on: bool
    equity: int
    cash: int
    assets: int
    open_orders: int
    copiers: int
    cap: int
    aum: int
    ratio: int
    ratio_max: int
    changes_left: int
    share_level: int
    level: int
    aum_average: int
    """Over 90 days, those before leading counting zero (R-7.4)."""
    aum_next: int
    """The average AUM from which the next share level holds, 0 at the highest."""
    share: int
    settles_at: datetime
    day_buys: int
    day_buys_max: int
    accepting: bool
    smart_sync_only: bool
    other_ways: int
    """Copies that are not Smart Sync: they go on under the restriction (R-14.2)."""
    chosen: bool
    instruments: tuple[Symbol, ...] | None
    """None is the whole copy list, as it changes."""
    review_days: int
    """Within which a request to stop is answered (R-3.13)."""
    held: bool = False
    """A conduct hold keeps the buys private until it is reviewed (R-22.6)."""
    quiet_days: int = 0
    """The last step of R-22.7 taken: so many days without a lead order, and off the list for it."""
    deep_drawdown: bool = False
    """Off the list for it (R-22.5)."""


def lead_desk(desk: Desk, who: PersonId) -> LeadDesk | None:
    """The desk of somebody who ever applied, None for all others."""
    lead = desk.book.leads.get(who)
    if lead is None:
        return None
    people, limits, table = desk.book.people, desk.limits, lead.copyings
    held = {lot.symbol for lot in lead.lots() if lot.quantity >= LOT}  # less cannot be sold: dust
    live = table.state[: table.size] != CopyingState.ENDED
    ratio_max = min(limits.levels.ratio_max(lead.share_level), limits.profit_share.absolute_max)
    changes = lead.ratio_changes if lead.ratio_month == desk.month() else 0
    return LeadDesk(
        as_of=as_of(desk, held),
        who=who,
        state=lead.state,
        version=lead.version,
        on=lead.switch_on,
        equity=lead_equity(desk, lead),
        cash=int(people.cash[who] + people.frozen[who]),
        assets=len(held),
        open_orders=sum(order.person == who for order in desk.book.orders.values()),
        copiers=table.active(),
        cap=limits.levels.copier_cap(lead.level),
        aum=aum(desk, lead, account_equities(desk)),
        ratio=lead.ratio,
        ratio_max=ratio_max,
        changes_left=max(0, limits.profit_share.changes_per_month - changes),
        share_level=lead.share_level,
        level=lead.level,
        aum_average=sum(lead.aums[-limits.levels.average_days :]) // limits.levels.average_days,
        aum_next=_next_share_level(desk, lead),
        share=int(share_now(table, slice(0, table.size)).sum()),
        settles_at=desk.limits.clock.next_cycle_end(desk.now),
        day_buys=lead.day_buys if lead.day == desk.today() else 0,
        day_buys_max=limits.lead.daily_buys,
        accepting=lead.accepting,
        smart_sync_only=lead.smart_sync_only,
        other_ways=int(np.count_nonzero(table.sizing[: table.size][live] != Sizing.SMART_SYNC)),
        chosen=lead.chosen,
        instruments=None if lead.instruments is None else tuple(sorted(lead.instruments)),
        review_days=limits.lead.stop_review_days,
        held=lead.watched.held,
        quiet_days=lead.watched.quiet_days,
        deep_drawdown=deep_drawdown(desk, lead),
    )


def _next_share_level(desk: Desk, lead: Lead) -> int:
    scale = desk.limits.levels.profit_share
    return scale[lead.share_level].aum_from if lead.share_level < len(scale) else 0


@dataclass(frozen=True, slots=True)
class Application:
    """What a person needs to apply (R-3), as far as the book knows. `state`: where they are on that way."""

    as_of: AsOf
    state: LeadState
    equity: int
    equity_min: int
    copying: int
    days_left: int | None = None
    """Business days left for the answer (R-3.8): 0 on the last one, below zero after it; None where none waits."""

    @property
    def rich_enough(self) -> bool:
        """R-3.2, inclusive."""
        return self.equity >= self.equity_min

    @property
    def ready(self) -> bool:
        """Whether the book has nothing against it."""
        return self.rich_enough and self.copying == 0


def application(desk: Desk, who: PersonId) -> Application:
    """The checklist of one person."""
    lead = desk.book.leads.get(who)
    return Application(
        as_of(desk),
        lead.state if lead else LeadState.NONE,
        lead_equity(desk, lead or Lead(who)),
        desk.limits.lead.min_equity,
        len(desk.book.copied_leads(who)),
        _days_left(desk, lead) if lead else None,
    )


def _days_left(desk: Desk, lead: Lead) -> int | None:
    if lead.state is not LeadState.APPLIED or lead.applied_at is None:
        return None
    return business_days_left(desk, lead.applied_at)


def listed(desk: Desk) -> tuple[Symbol, ...]:
    """The copy list as it is now."""
    return tuple(sorted(copy_list(desk)))
