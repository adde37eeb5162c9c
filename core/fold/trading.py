"""Folds a lead's orders into the sums that the figures of a lead are made of (R-19.8, R-19.11, R-19.12)."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.fold.book import Lead
from core.model.events import OrderClosed, Trading
from core.model.market import Symbol
from core.model.money import RATIO_UNITS

MICROSECOND = timedelta(microseconds=1)


def buy(lead: Lead, fact: OrderClosed) -> None:
    """A fired lead buy."""
    now = lead.trading
    lead.trading = replace(
        now, orders=_ordered(now, fact.symbol), buys=now.buys + 1, notional=now.notional + fact.notional
    )


def sell(lead: Lead, fact: OrderClosed, at: datetime) -> None:
    """A sale of lead lots, before it takes anything from them."""
    now = lead.trading
    if fact.led:
        lead.trading = replace(now, orders=_ordered(now, fact.symbol))
    for cut in fact.cuts:
        lot = lead.lots[cut.lot]
        net = (fact.notional - fact.fee) * cut.sold // fact.quantity - lot.cost * cut.sold // cut.before
        part = cut.sold * RATIO_UNITS // lot.bought
        _closed(lead, net=net, part=part, held=(at - lot.opened_at) // MICROSECOND)


def _closed(lead: Lead, *, net: int, part: int, held: int) -> None:
    now = lead.trading
    won, lost = max(net, 0), max(-net, 0)
    lead.trading = replace(
        now,
        wins=now.wins + (won > 0),
        won=now.won + won,
        losses=now.losses + (lost > 0),
        lost=now.lost + lost,
        closed=now.closed + part,
        held=now.held + part * held,
    )


def _ordered(now: Trading, symbol: Symbol) -> dict[Symbol, int]:
    return {**now.orders, symbol: now.orders.get(symbol, 0) + 1}
