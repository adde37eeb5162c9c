"""Folds conduct: links, findings and their review, and what the monitors go by later (section 22)."""

from datetime import datetime, timedelta

from core.fold.book import Book
from core.fold.watch import Flow, Trade, Watched, trade_key
from core.model import events as e
from core.model.conduct import REVIEWED, Finding
from core.model.market import Side

FLOWS_KEPT = timedelta(hours=1)
"""Longer than any window that flows are summed over."""


def linked(book: Book, fact: e.AccountsLinked) -> None:
    for one, other in ((fact.person, fact.other), (fact.other, fact.person)):
        others = book.links.of.setdefault(one, set())
        if fact.on:
            others.add(other)
            continue
        others.discard(other)
        if not others:
            del book.links.of[one]


def found(book: Book, fact: e.ConductFound, at: datetime) -> None:
    lead = book.leads[fact.lead]
    lead.version += 1
    if fact.monitor in REVIEWED:
        lead.watched.findings.append(Finding(fact.monitor, fact.symbol, fact.order, at, fact.other))
    else:
        lead.watched.warned_at[fact.symbol] = at


def reviewed(book: Book, fact: e.ConductReviewed) -> None:
    lead = book.leads[fact.lead]
    lead.version += 1
    lead.watched.findings = []


def inactive(book: Book, fact: e.LeadFoundInactive) -> None:
    book.leads[fact.lead].watched.quiet_days = fact.days


def led_on(watched: Watched, at: datetime) -> None:
    """A lead order, or leading goes on: the days without one are counted from here."""
    watched.quiet_since, watched.quiet_days = at, 0


def order_closed(book: Book, fact: e.OrderClosed, told_at: datetime) -> None:
    """What is remembered of an own order, at the venue's instant where it says one (R-1.7)."""
    at = fact.at or told_at
    if fact.person in book.links.of:
        key = trade_key(fact.person, fact.symbol, fact.side)
        book.links.trades[key] = Trade(at, fact.quantity, fact.notional)
    lead = book.leads.get(fact.person)
    if lead is None or not fact.led:
        return
    led_on(lead.watched, at)
    if fact.side == Side.BUY:
        lead.watched.bought_at[fact.symbol] = at


def copies_bought(book: Book, fact: e.EntriesAnswered, at: datetime) -> None:
    """What copy buys cost, for as long as the monitor may look back."""
    bought = int(fact.notional.sum())
    if not bought:
        return
    flows = book.leads[fact.lead].watched.flows.setdefault(fact.symbol, [])
    old = next((place for place, flow in enumerate(flows) if flow.at > at - FLOWS_KEPT), len(flows))
    del flows[:old]
    flows.append(Flow(at, bought))
