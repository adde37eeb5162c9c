"""Decides on becoming a lead, the lead trade switch and the lead's terms (R-3, R-4.1, R-5.3, R-14, R-17.7, R-20.3)."""

from core.decide.copy_list import copy_list, copyable
from core.decide.desk import Desk
from core.decide.dust import sellable
from core.decide.equity import lead_equity
from core.decide.people import denied
from core.fold.book import Lead
from core.model import commands as c
from core.model import events as e
from core.model.limits import Limits
from core.model.market import Symbol
from core.model.money import RATIO_UNITS
from core.model.people import OPERATOR, LeadState, PersonId
from core.model.reasons import Denial, Reason

LEADING = frozenset({LeadState.APPROVED, LeadState.ACTIVE, LeadState.STOP_REQUESTED, LeadState.SUSPENDED})
"""Whoever is in one of these leads, and so copies nobody (R-3.4)."""
MAY_APPLY = frozenset({LeadState.NONE, LeadState.REJECTED, LeadState.STOPPED})
FIRST_LEVEL = 1
"""A new lead's, also of whoever led before (R-3.16, R-7.4)."""


def apply(desk: Desk, command: c.ApplyToLead) -> list[e.Fact]:
    book, who = desk.book, command.who
    lead = book.leads.get(who)
    if lead and lead.state not in MAY_APPLY:
        return denied(command, who, Denial.ALREADY_APPLIED, lead.state.name.lower())
    if book.copied_leads(who):
        return denied(command, who, Denial.STILL_COPYING)
    if lead_equity(desk, lead or Lead(who)) < desk.limits.lead.min_equity:
        return denied(command, who, Denial.ASSETS_TOO_LOW)
    return [e.LeadApplied(who)]


def answer_application(desk: Desk, command: c.ApproveLead | c.RejectLead) -> list[e.Fact]:
    lead = desk.book.leads.get(command.lead)
    if command.who != OPERATOR:
        return denied(command, command.who, Denial.NOT_ALLOWED)
    if lead is None or lead.state is not LeadState.APPLIED:
        return denied(command, command.who, Denial.WRONG_STATE, lead.state.name.lower() if lead else "none")
    if isinstance(command, c.RejectLead):
        return [e.LeadRejected(lead.person)]
    ratio = min(desk.limits.profit_share.initial_ratio, _ratio_max(desk.limits, FIRST_LEVEL))
    return [e.LeadApproved(lead.person), *([e.ProfitShareSet(lead.person, ratio, 0)] if ratio else [])]


def _ratio_max(limits: Limits, level: int) -> int:
    return min(limits.levels.ratio_max(level), limits.profit_share.absolute_max)


def _leading(desk: Desk, who: PersonId) -> Lead | None:
    lead = desk.book.leads.get(who)
    return lead if lead and lead.state in LEADING else None


def choose_instruments(desk: Desk, command: c.ChooseLeadInstruments) -> list[e.Fact]:
    lead = _leading(desk, command.who)
    if lead is None:
        return denied(command, command.who, Denial.NOT_A_LEAD)
    chosen = command.instruments
    unlisted = sorted((chosen or frozenset()) - copy_list(desk))
    if unlisted:
        return denied(command, command.who, Denial.INSTRUMENT_NOT_LISTED, unlisted[0])
    in_use = [symbol for symbol in _added(desk, lead, chosen) if _uses(desk, lead, symbol)]
    if in_use:
        return denied(command, command.who, Denial.INSTRUMENT_IN_USE, in_use[0])
    return [e.LeadInstrumentsChosen(lead.person, chosen)]


def _added(desk: Desk, lead: Lead, chosen: frozenset[Symbol] | None) -> list[Symbol]:
    """What the new choice has and the old one had not."""
    new = desk.book.instruments.keys() if chosen is None else chosen
    if not lead.chosen:
        return sorted(new)
    old = desk.book.instruments.keys() if lead.instruments is None else lead.instruments
    return sorted(new - old)


def _uses(desk: Desk, lead: Lead, symbol: Symbol) -> bool:
    """Orders or holdings in it. What a sale leaves below the venue's minimum is none: nobody could ever sell it."""
    book = desk.book
    if any(order.terms.symbol == symbol for order in book.orders_by(lead.person)):
        return True
    own = book.people.own_of(lead.person, symbol)
    return sellable(book.instruments[symbol], lead.held(symbol) + own, desk.mark(symbol))


def set_profit_share(desk: Desk, command: c.SetProfitShare) -> list[e.Fact]:
    lead, limits = _leading(desk, command.who), desk.limits
    if lead is None:
        return denied(command, command.who, Denial.NOT_A_LEAD)
    if command.ratio == lead.ratio:
        return [e.ProfitShareSet(lead.person, command.ratio, 0)]
    if not 0 <= command.ratio <= _ratio_max(limits, lead.share_level):
        return denied(command, command.who, Denial.RATIO_OUT_OF_RANGE)
    if lead.ratio_month == desk.month() and lead.ratio_changes >= limits.profit_share.changes_per_month:
        return denied(command, command.who, Denial.RATIO_CHANGES_SPENT)
    return [e.ProfitShareSet(lead.person, command.ratio, desk.month())]


def switch(desk: Desk, command: c.SwitchLeadTrade) -> list[e.Fact]:
    lead = _leading(desk, command.who)
    if lead is None:
        return denied(command, command.who, Denial.NOT_A_LEAD)
    if lead.state is LeadState.APPROVED and command.on:
        return denied(command, command.who, Denial.INSTRUMENTS_NOT_CHOSEN)
    return [e.LeadTradeSwitched(lead.person, command.on)]


def accept_copiers(desk: Desk, command: c.AcceptCopiers) -> list[e.Fact]:
    lead = _leading(desk, command.who)
    if lead is None:
        return denied(command, command.who, Denial.NOT_A_LEAD)
    return [e.CopiersAccepted(lead.person, command.on)]


def restrict(desk: Desk, command: c.RestrictCopying) -> list[e.Fact]:
    lead = _leading(desk, command.who)
    if lead is None:
        return denied(command, command.who, Denial.NOT_A_LEAD)
    return [e.CopyingRestricted(lead.person, command.smart_sync_only)]


# ── lead guards ───────────────────────────────────────────────────────────────


def lead_guard(
    desk: Desk, lead: Lead, symbol: Symbol, *, switch_on: bool, notional: int, equity: int, day: int
) -> Reason:
    """The first lead guard that a lead buy fails, in the order of R-6, else NONE. Sales meet none of them.

    `day`: the desk's day of its trigger, as a proleptic ordinal.
    """
    if not switch_on:
        return Reason.LEAD_SWITCH_OFF
    if lead.state is not LeadState.ACTIVE:
        return Reason.LEAD_STOPPED
    if not copyable(desk, symbol) or (lead.instruments is not None and symbol not in lead.instruments):
        return Reason.LEAD_PAIR_UNSUPPORTED
    if equity < desk.limits.lead.min_equity:
        return Reason.LEAD_EQUITY_LOW
    if lead.buys_on(day) >= desk.limits.lead.daily_buys:
        return Reason.LEAD_DAILY_LIMIT
    instrument, mark = desk.book.instruments[symbol], desk.mark(symbol)
    cap = desk.limits.lead.cap(symbol)
    own = instrument.value(lead.held(symbol), mark) + notional
    if own > cap:
        return Reason.LEAD_INSTRUMENT_LIMIT
    held = lead.copyings.held.get(symbol)
    copied = instrument.value(int(held.sum()), mark) if held is not None else 0
    if (own + copied) * RATIO_UNITS > cap * desk.limits.lead.instrument_cap_with_copiers or lead.watched.held:
        return Reason.LEAD_RISK_CONTROL
    return Reason.NONE
