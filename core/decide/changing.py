"""Decides on changes of a running copying: its settings, and the quote set apart for Smart Sync (R-15, R-9.4)."""

from core.decide.copying import setting_out_of_range
from core.decide.desk import Desk
from core.decide.people import denied
from core.fold.book import Lead
from core.model import commands as c
from core.model import events as e
from core.model.copying import CopyingState, Settings, Sizing
from core.model.people import PersonId
from core.model.reasons import Denial


def _running(desk: Desk, who: PersonId, lead_id: PersonId) -> tuple[Lead, int] | Denial:
    """The lead and the row of a running copying, or why there is none to change."""
    lead = desk.book.leads.get(lead_id)
    row = lead.copyings.row_of(who) if lead else None
    if lead is None or row is None:
        return Denial.NOT_COPYING
    return (lead, row) if lead.copyings.state[row] == CopyingState.RUNNING else Denial.STOP_IN_PROGRESS


def change(desk: Desk, command: c.ChangeCopying) -> list[e.Fact]:
    """New settings for later copies; caps and the total stop-loss hold at once (R-15.1, R-15.2)."""
    found = _running(desk, command.who, command.lead)
    if isinstance(found, Denial):
        return denied(command, command.who, found)
    lead, row = found
    settings, present = command.settings, lead.copyings.settings(row)
    if lead.smart_sync_only and not present.smart and not _stop_alone(present, settings):
        return denied(command, command.who, Denial.SMART_SYNC_ONLY)
    refusal = _refusal(desk, lead, present, settings)
    if refusal:
        return denied(command, command.who, *refusal)
    return [e.CopyingChanged(lead.person, command.who, row, settings)]


def _stop_alone(present: Settings, wanted: Settings) -> bool:
    """Whether nothing but the total stop-loss and its action changes: all that a restriction leaves open (R-14.2)."""
    same = wanted.with_stop(present.total_stop_loss, present.total_stop_loss_action)
    return same == present


def _refusal(desk: Desk, lead: Lead, present: Settings, wanted: Settings) -> tuple[Denial, str] | None:
    """What was chosen while it was led may stay chosen: a lead who drops a coin bars nobody from a stop."""
    led = desk.book.instruments.keys() if lead.instruments is None else lead.instruments
    outside = sorted((wanted.instruments or frozenset()) - (present.instruments or frozenset()) - led)
    if outside:
        return Denial.INSTRUMENT_NOT_LED, outside[0]
    if wanted.sizing is Sizing.FIXED_AMOUNT and 0 < wanted.max_total < wanted.size:
        return Denial.TOTAL_BELOW_AMOUNT, ""
    if wanted.smart != present.smart or (wanted.smart and wanted.size != present.size):
        return Denial.SETTING_OUT_OF_RANGE, "sizing"
    name = setting_out_of_range(desk.limits.copying, wanted)
    return (Denial.SETTING_OUT_OF_RANGE, name) if name else None


def allocate(desk: Desk, command: c.AddAllocation | c.WithdrawAllocation) -> list[e.Fact]:
    """Adding enlarges later orders and touches no open lot; only unbound cash can be taken out (R-9.4)."""
    found = _running(desk, command.who, command.lead)
    if isinstance(found, Denial):
        return denied(command, command.who, found)
    lead, row = found
    if lead.copyings.sizing[row] != Sizing.SMART_SYNC:
        return denied(command, command.who, Denial.SETTING_OUT_OF_RANGE, "allocation")
    if command.amount <= 0:
        return denied(command, command.who, Denial.AMOUNT_OUT_OF_RANGE)
    if isinstance(command, c.AddAllocation):
        if command.amount > int(desk.book.people.cash[command.who]):
            return denied(command, command.who, Denial.ALLOCATION_NOT_COVERED)
        return [e.AllocationChanged(lead.person, command.who, row, command.amount)]
    if command.amount > int(lead.copyings.cash[row]):
        return denied(command, command.who, Denial.FUNDS_BOUND)
    return [e.AllocationChanged(lead.person, command.who, row, -command.amount)]
