"""Decides what the conduct monitors find, and what the operator makes of it (section 22)."""

from datetime import datetime, timedelta

from core.decide.ceasing import end_all, precondition
from core.decide.desk import Desk
from core.decide.people import denied, known
from core.fold.book import Lead
from core.model import commands as c
from core.model import events as e
from core.model.conduct import Monitor
from core.model.copying import StopCause
from core.model.market import Instrument, Side, Symbol
from core.model.money import RATIO_UNITS
from core.model.people import OPERATOR, LeadState, PersonId
from core.model.reasons import Denial

SUSPENDABLE = frozenset({LeadState.ACTIVE, LeadState.STOP_REQUESTED})

# ── an own order's end ────────────────────────────────────────────────────────


def order_closed(desk: Desk, fact: e.OrderClosed) -> list[e.Fact]:
    """What an own order's end tells the monitors."""
    return [*_front_run(desk, fact), *_self_match(desk, fact)]


def _front_run(desk: Desk, fact: e.OrderClosed) -> list[e.Fact]:
    """R-22.6: a private sale of a coin within 60 s after a lead buy of it, the last second included."""
    lead = desk.book.leads.get(fact.person)
    private = fact.side == Side.SELL and (not fact.led or fact.private_sold > 0)
    if lead is None or not private or not front_runs(desk, lead, fact.symbol, fact.at or desk.now):
        return []
    return [e.ConductFound(lead.person, Monitor.FRONT_RUN, fact.symbol, fact.order)]


def front_runs(desk: Desk, lead: Lead, symbol: Symbol, at: datetime) -> bool:
    """Whether a private sale of a coin at this instant would bring a conduct hold, where there is none yet (R-22.6)."""
    bought_at, within = lead.watched.bought_at.get(symbol), timedelta(seconds=desk.limits.conduct.front_run_s)
    return bought_at is not None and not lead.watched.held and timedelta() <= at - bought_at <= within


def _self_match(desk: Desk, fact: e.OrderClosed) -> list[e.Fact]:
    """R-22.3: linked accounts on both sides, at one price and nearly one time. Whoever of them leads is suspended."""
    facts: list[e.Fact] = []
    for other in sorted(desk.book.links.of.get(fact.person, ())):
        if _matched(desk, fact, other):
            for one, another in ((fact.person, other), (other, fact.person)):
                facts += _suspended(desk, fact, one, another)
    return facts


def _matched(desk: Desk, fact: e.OrderClosed, other: PersonId) -> bool:
    trade = desk.book.links.trade(other, fact.symbol, Side.SELL if fact.side == Side.BUY else Side.BUY)
    if trade is None or abs((fact.at or desk.now) - trade.at) > timedelta(seconds=desk.limits.conduct.self_match_s):
        return False
    instrument = desk.book.instruments[fact.symbol]
    mine = _ticks(instrument, quantity=fact.quantity, notional=fact.notional)
    return mine == _ticks(instrument, quantity=trade.quantity, notional=trade.notional)


def _ticks(instrument: Instrument, *, quantity: int, notional: int) -> int:
    """The average price in whole ticks, the nearest: a notional is rounded down to a quote unit."""
    return (instrument.affordable_price(quantity, notional) + instrument.tick // 2) // instrument.tick


def _suspended(desk: Desk, fact: e.OrderClosed, person: PersonId, other: PersonId) -> list[e.Fact]:
    lead = desk.book.leads.get(person)
    if lead is None or lead.state not in SUSPENDABLE:
        return []
    found = e.ConductFound(person, Monitor.SELF_MATCH, fact.symbol, fact.order, other)
    return [found, e.LeadSuspended(person)]


# ── copy buys ─────────────────────────────────────────────────────────────────


def copies_bought(desk: Desk, fact: e.EntriesAnswered) -> list[e.Fact]:
    """R-22.4: the lead is warned once a window. Where the venue tells no volume, nothing is judged."""
    quote, limit = desk.market.get(fact.symbol), desk.limits.conduct.copier_flow
    bought_now = int(fact.notional.sum())
    if quote is None or quote.volume is None or not bought_now:
        return []
    watched, since = desk.book.leads[fact.lead].watched, desk.now - timedelta(seconds=limit.window_s)
    warned_at = watched.warned_at.get(fact.symbol)
    if warned_at is not None and warned_at > since:
        return []
    bought = bought_now + sum(flow.notional for flow in watched.flows.get(fact.symbol, ()) if flow.at > since)
    if bought * RATIO_UNITS <= limit.share * quote.volume:
        return []
    return [e.ConductFound(fact.lead, Monitor.COPIER_FLOW, fact.symbol, bought=bought, volume=quote.volume)]


# ── days without a lead order ─────────────────────────────────────────────────


def inactivity(desk: Desk, at: datetime) -> list[e.Fact]:
    """R-22.7, at the 00:00 `at`: hidden, asked, and stopped as soon as no lead asset is left."""
    facts: list[e.Fact] = []
    for lead in desk.book.leads.values():
        if lead.state is LeadState.ACTIVE and lead.watched.quiet_since is not None:
            facts += _inactive(desk, lead, (at - lead.watched.quiet_since).days)
    return facts


def _inactive(desk: Desk, lead: Lead, days: int) -> list[e.Fact]:
    steps = desk.limits.conduct.inactive_days
    if days >= steps.stop and precondition(desk, lead) is None:
        return [e.LeadStopped(lead.person, steps.stop), *end_all(desk, lead, StopCause.LEAD_STOPPED)]
    reached = max((step for step in (steps.hide, steps.ask) if days >= step), default=0)
    return [e.LeadFoundInactive(lead.person, reached)] if reached > lead.watched.quiet_days else []


# ── the operator ──────────────────────────────────────────────────────────────


def link(desk: Desk, command: c.LinkAccounts) -> list[e.Fact]:
    """Declares two accounts to be one person's, or takes it back."""
    if command.who != OPERATOR:
        return denied(command, command.who, Denial.NOT_ALLOWED)
    if command.first == command.second or not all(known(desk, each) for each in (command.first, command.second)):
        return denied(command, command.who, Denial.UNKNOWN_PERSON)
    stands = command.second in desk.book.links.of.get(command.first, ())
    if stands == command.on:
        return denied(command, command.who, Denial.WRONG_STATE)
    return [e.AccountsLinked(command.first, command.second, command.on)]


def review(desk: Desk, command: c.ReviewConduct) -> list[e.Fact]:
    """Closes what was found on a lead; a hold is lifted by it, a suspension has its own end."""
    lead = desk.book.leads.get(command.lead)
    if command.who != OPERATOR:
        return denied(command, command.who, Denial.NOT_ALLOWED)
    if lead is None or not lead.watched.findings:
        return denied(command, command.who, Denial.WRONG_STATE)
    return [e.ConductReviewed(lead.person)]
