"""The money set apart for one Smart Sync copy, and what adding to it or taking out of it would mean (R-9.4)."""

import hashlib
from dataclasses import dataclass

from core.decide.changing import allocate
from core.decide.desk import Desk
from core.decide.equity import copy_equity
from core.fold.leads import held_symbols
from core.model.commands import AddAllocation, WithdrawAllocation
from core.model.copying import CopyingState, Sizing
from core.model.events import Denied
from core.model.people import PersonId
from core.model.reasons import Denial
from core.views.as_of import AsOf, as_of


@dataclass(frozen=True, slots=True)
class Funds:
    """Quote units. `cash` can be taken out; `on_the_way` is bound by buys that are not answered yet."""

    as_of: AsOf
    lead: PersonId
    since: int
    equity: int
    cash: int
    on_the_way: int
    paid_in: int
    free: int

    @property
    def in_coins(self) -> int:
        return self.equity - self.cash - self.on_the_way


@dataclass(frozen=True, slots=True)
class Moving:
    """`amount` goes in (`add`) or out. `refusal`: the reason against it."""

    funds: Funds
    add: bool
    amount: int
    refusal: Denial | None
    plan_hash: str

    @property
    def change(self) -> int:
        return self.amount if self.add else -self.amount


def funds(desk: Desk, who: PersonId, lead_id: PersonId) -> Funds | None:
    """None where this person has no running Smart Sync copy of this lead."""
    lead = desk.book.leads.get(lead_id)
    row = lead.copyings.row_of(who) if lead else None
    if lead is None or row is None or lead.copyings.state[row] != CopyingState.RUNNING:
        return None
    table = lead.copyings
    if table.sizing[row] != Sizing.SMART_SYNC:
        return None
    return Funds(
        as_of=as_of(desk, held_symbols(lead, row)),
        lead=lead_id,
        since=int(table.started_at[row]),
        equity=int(copy_equity(desk, lead, row, row + 1)[0]),
        cash=int(table.cash[row]),
        on_the_way=int(table.bound[row]),
        paid_in=int(table.paid_in[row]),
        free=int(desk.book.people.cash[who]),
    )


def moving(desk: Desk, who: PersonId, lead_id: PersonId, *, add: bool, amount: int) -> Moving | None:
    """What moving this much would mean; None where there is nothing to move it to or from."""
    now = funds(desk, who, lead_id)
    if now is None:
        return None
    command = AddAllocation if add else WithdrawAllocation
    (fact,) = allocate(desk, command(who, lead_id, amount))
    refusal = fact.code if isinstance(fact, Denied) else None
    parts = (int(who), int(lead_id), now.since, add, amount, refusal)
    return Moving(now, add, amount, refusal, hashlib.sha256(repr(parts).encode()).hexdigest())
