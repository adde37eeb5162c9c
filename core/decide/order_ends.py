"""Decides what the end of a person's own order means: a lead order, a private one, and what it sold of which lot.

A lead order triggers here, once, at its terminal state with an executed quantity above zero (R-4.4). Quote units.
"""

from datetime import datetime
from itertools import compress

import numpy as np

from core.decide import conduct
from core.decide.desk import Desk
from core.decide.dust import taken
from core.decide.equity import lead_equity
from core.decide.leading import lead_guard
from core.fold.book import Lead, OpenOrder
from core.fold.lead_lots import CoinLots
from core.model import events as e
from core.model.columns import Column, mul_div
from core.model.market import LOT, Side, Symbol
from core.model.orders import Cause, Dropped, LotStops, OrderState, OrderTerms
from core.model.people import LeadState
from core.model.reasons import Reason

EVER_LED = frozenset(
    {LeadState.ACTIVE, LeadState.STOP_REQUESTED, LeadState.STOPPED, LeadState.SUSPENDED, LeadState.REVOKED}
)


def ended(
    desk: Desk,
    order: OpenOrder,
    sums: tuple[int, int, int],
    at: datetime | None = None,
    *,
    why: Dropped = Dropped.CANCELLED,
    words: str = "",
) -> list[e.Fact]:
    """An order's end with these cumulative sums, at the venue's instant; `why` and `words` if nothing was executed."""
    if sums[0] == 0:
        return [e.OrderDropped(order.id, order.person, words, why)]
    lead = desk.book.leads.get(order.person)
    buys = order.terms.side is Side.BUY
    closed = _buy_closed(desk, order, sums, at) if buys else _sale_closed(desk, order, sums, at)
    return [closed, *_lots_gone(desk, lead, closed), *conduct.order_closed(desk, closed)]


def _lots_gone(desk: Desk, lead: Lead | None, closed: e.OrderClosed) -> list[e.Fact]:
    """What still waits to sell a lead lot that is sold out waits for nothing."""
    if lead is None or closed.cuts is None:
        return []
    gone = set(compress(closed.cuts.lots, closed.cuts.before - closed.cuts.sold < LOT))
    return [
        e.OrderDropped(order.id, order.person, why=Dropped.LOT_GONE)
        for order in (desk.book.orders_by(lead.person) if gone else ())
        if order.state is OrderState.WAITING and order.terms.lot in gone
    ]


def _buy_closed(desk: Desk, order: OpenOrder, sums: tuple[int, int, int], at: datetime | None) -> e.OrderClosed:
    quantity, notional, fee = sums
    lead, day = desk.book.leads.get(order.person), desk.day_of(at or desk.now)
    equity, reason, leads = 0, Reason.NONE, lead is not None and lead.state in EVER_LED
    if lead and leads:
        equity = order.lead_equity or lead_equity(desk, lead)
        symbol, on = order.terms.symbol, order.switch_on
        reason = lead_guard(desk, lead, symbol, switch_on=on, notional=notional, equity=equity, day=day)
    return e.OrderClosed(
        order.id,
        order.person,
        order.terms.symbol,
        Side.BUY,
        quantity,
        notional,
        fee,
        led=leads and reason is Reason.NONE,
        reason=reason,
        triggers=leads and order.switch_on,
        lead_equity=equity,
        day=day,
        at=at,
        waited=_waited(order),
    )


def _sale_closed(desk: Desk, order: OpenOrder, sums: tuple[int, int, int], at: datetime | None) -> e.OrderClosed:
    quantity, notional, fee = sums
    lead = desk.book.leads.get(order.person)
    from_lots = min(quantity, order.from_lots) if order.switch_on else max(0, quantity - order.from_private)
    cuts = _cuts(lead, order.terms, from_lots) if lead else None
    led = order.switch_on and cuts is not None
    return e.OrderClosed(
        order.id,
        order.person,
        order.terms.symbol,
        Side.SELL,
        quantity,
        notional,
        fee,
        led=led,
        reason=Reason.NONE,
        triggers=led,
        lead_equity=lead_equity(desk, lead) if lead else 0,
        day=desk.day_of(at or desk.now),
        cuts=cuts,
        private_sold=quantity - from_lots,
        lead_net=_lead_net(lead, order.terms.symbol, cuts, sums) if lead and cuts else 0,
        at=at,
        waited=_waited(order),
        orphans=lead is not None and cuts is not None and not led and _orphans(desk, lead, order.terms.symbol, cuts),
        stop=_stop(order),
    )


def _stop(order: OpenOrder) -> Cause | None:
    """Which stop of its lead lot sent it: the terms of one that was sent keep that one alone (R-13.2)."""
    if not isinstance(order.terms.wait, LotStops):
        return None
    return Cause.TAKE_PROFIT if order.terms.wait.take_at else Cause.STOP_LOSS


def _orphans(desk: Desk, lead: Lead, symbol: Symbol, cuts: e.LotCuts) -> bool:
    """Whether a private sale leaves no more than dust of a lead lot that copies still follow (R-12.10)."""
    left = taken(desk.book.instruments[symbol], cuts.before - cuts.sold, desk.mark(symbol))
    return bool(lead.coins[symbol].copied(list(compress(cuts.lots, ~left))))


def _waited(order: OpenOrder) -> bool:
    """Whether it did not end at once: its owner has turned to something else, or was told that nobody knows yet."""
    unsure = order.state is OrderState.UNANSWERED or order.attempt > 1
    return unsure or order.state is OrderState.RESTING or order.terms.wait is not None


def _lead_net(lead: Lead, symbol: Symbol, cuts: e.LotCuts, sums: tuple[int, int, int]) -> int:
    """Proceeds less fee, by quantity, less the cost that the lots carry away."""
    quantity, notional, fee = sums
    known = lead.coins[symbol]
    cost = mul_div(known.cost[known.places(known.numbered(cuts.lots))], cuts.sold, cuts.before)[0]
    return (notional - fee) * int(cuts.sold.sum()) // quantity - int(cost.sum())


def _cuts(lead: Lead, terms: OrderTerms, sold: int) -> e.LotCuts | None:
    """The same fraction of every open lead lot, the remainder from the newest; or one lot alone (R-12.1)."""
    if sold <= 0:
        return None
    if terms.lot is not None:
        lot = lead.coins[terms.symbol].one(terms.symbol, terms.lot)
        amounts: Column = np.array([min(sold, lot.quantity), lot.quantity], np.int64)
        return e.LotCuts((lot.id,), amounts[:1], amounts[1:])
    known = lead.coins.get(terms.symbol) or CoinLots()
    open_ = np.flatnonzero(known.quantity)
    if not len(open_):
        return None
    quantity = known.quantity[open_]
    return e.LotCuts(known.names(open_), _shares(quantity, known.bound[open_], sold), quantity)


def _shares(quantity: Column, bound: Column, sold: int) -> Column:
    """What open sales aimed at one lot hold of it stays theirs (R-4.9): the others give more, the newest first."""
    free = quantity - bound
    shares: Column = np.minimum(mul_div(quantity, sold, int(quantity.sum()))[0], free)
    more = (free - shares)[::-1]
    left = sold - int(shares.sum()) - (np.cumsum(more) - more)
    shares += np.minimum(np.maximum(left, 0), more)[::-1]
    return shares
