"""How much of a lead buy each copying copies: fixed amount, multiplier and Smart Sync (R-8, section 9)."""

import numpy as np

from core.decide.desk import Desk
from core.decide.equity import equities
from core.fold.book import FanOut, Lead
from core.model.columns import Column, Entries, are, mul_div
from core.model.copying import Sizing
from core.model.money import RATIO_UNITS


def copy_quote(desk: Desk, lead: Lead, fan_out: FanOut, start: int, stop: int) -> Column:
    """The quote of a copy buy in quote units, rounded down once, for the copyings in rows start to stop."""
    table = lead.copyings
    sizing, asked = table.sizing[start:stop], table.amount[start:stop].copy()  # FixedAmount: whatever the lead spends
    multiplied, smart = (np.flatnonzero(are(sizing, kind)) for kind in (Sizing.MULTIPLIER, Sizing.SMART_SYNC))
    if len(multiplied):
        asked[multiplied] = mul_div(asked[multiplied], fan_out.notional, RATIO_UNITS)[0]
    if len(smart):
        asked[smart] = _smart(desk, lead, fan_out, smart + start)
    return asked


def _smart(desk: Desk, lead: Lead, fan_out: FanOut, where: Entries) -> Column:
    """min(usage ratio × equity, cash not bound by orders); the usage ratio is at most 1."""
    equity, cash = _base(desk, lead, where), lead.copyings.cash[where]
    if fan_out.notional >= fan_out.lead_equity:
        return np.minimum(equity, cash)
    return np.minimum(mul_div(equity, fan_out.notional, fan_out.lead_equity)[0], cash)


def _base(desk: Desk, lead: Lead, where: Entries) -> Column:
    """The copying's current equity, or as an option what was paid in less what was taken out (R-9.1)."""
    if desk.limits.copying.smart_sync.base == "principal":
        return lead.copyings.paid_in[where]
    return equities(desk, lead, where)
