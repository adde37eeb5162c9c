"""Folds a lead's orders into the sums that the figures of a lead are made of (R-19.8, R-19.11, R-19.12)."""

from dataclasses import replace
from datetime import datetime
from operator import mul

from core.fold.book import Lead
from core.fold.lead_lots import CoinLots, microseconds
from core.model.columns import mul_div
from core.model.events import LotCuts, OrderClosed, Trading
from core.model.market import Symbol
from core.model.money import RATIO_UNITS


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
    if fact.cuts:
        lead.trading = _closed(lead.trading, lead.coins[fact.symbol], fact, fact.cuts, at)


def _closed(now: Trading, known: CoinLots, fact: OrderClosed, cuts: LotCuts, at: datetime) -> Trading:
    """Each lot by itself is won or lost, and held for so long."""
    places = known.places(known.numbered(cuts.lots))
    carried = mul_div(known.cost[places], cuts.sold, cuts.before)[0]
    net = mul_div(cuts.sold, fact.notional - fact.fee, fact.quantity)[0] - carried
    parts = mul_div(cuts.sold, RATIO_UNITS, known.bought[places])[0].tolist()
    held = (microseconds(at) - known.opened_at[places]).tolist()
    won, lost = net[net > 0], net[net < 0]
    return replace(
        now,
        wins=now.wins + len(won),
        won=now.won + int(won.sum()),
        losses=now.losses + len(lost),
        lost=now.lost - int(lost.sum()),
        closed=now.closed + sum(parts),
        held=now.held + sum(map(mul, parts, held)),  # a column could not hold it
    )


def _ordered(now: Trading, symbol: Symbol) -> dict[Symbol, int]:
    return {**now.orders, symbol: now.orders.get(symbol, 0) + 1}
