"""How much of a lead buy each copying copies: fixed amount, multiplier and Smart Sync (R-8, section 9)."""

import numpy as np

from core.decide.desk import Desk
from core.decide.equity import copy_equity
from core.fold.book import FanOut, Lead
from core.model.columns import Column, mul_div
from core.model.copying import Sizing
from core.model.money import RATIO_UNITS


def copy_quote(desk: Desk, lead: Lead, fan_out: FanOut, start: int, stop: int) -> Column:
    """The quote of a copy buy in quote units, rounded down once, for the copyings in rows start to stop."""
    table = lead.copyings
    sizing, amount = table.sizing[start:stop], table.amount[start:stop]
    asked = amount.copy()  # FixedAmount: whatever the lead spends
    multiplied = sizing == Sizing.MULTIPLIER
    if multiplied.any():
        asked = np.where(multiplied, mul_div(amount * multiplied, fan_out.notional, RATIO_UNITS)[0], asked)
    smart = sizing == Sizing.SMART_SYNC
    if smart.any():
        asked = np.where(smart, _smart(desk, lead, fan_out, start, stop), asked)
    return asked


def _smart(desk: Desk, lead: Lead, fan_out: FanOut, start: int, stop: int) -> Column:
    """min(usage ratio × equity, cash not bound by orders); the usage ratio is at most 1."""
    equity, cash = _base(desk, lead, start, stop), lead.copyings.cash[start:stop]
    if fan_out.notional >= fan_out.lead_equity:
        return np.minimum(equity, cash)
    return np.minimum(mul_div(equity, fan_out.notional, fan_out.lead_equity)[0], cash)


def _base(desk: Desk, lead: Lead, start: int, stop: int) -> Column:
    """The copying's current equity, or as an option what was paid in less what was taken out (R-9.1)."""
    if desk.limits.copying.smart_sync.base == "principal":
        return lead.copyings.paid_in[start:stop]
    return copy_equity(desk, lead, start, stop)
