"""Decides what the end of a person's own order means: a lead order, a private one, and what it sold of which lot.

A lead order triggers here, once, at its terminal state with an executed quantity above zero (R-4.4). Quote units.
"""

from datetime import datetime

from core.decide import conduct
from core.decide.desk import Desk
from core.decide.dust import sellable
from core.decide.equity import lead_equity
from core.decide.leading import lead_guard
from core.fold.book import Lead, LeadLot, OpenOrder
from core.model import events as e
from core.model.market import LOT, Side
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
    gone = {cut.lot for cut in closed.cuts if cut.before - cut.sold < LOT}
    if lead is None or not gone:
        return []
    return [
        e.OrderDropped(order.id, order.person, why=Dropped.LOT_GONE)
        for order in desk.book.orders_by(lead.person)
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
    cuts = _cuts(lead, order.terms, from_lots) if lead else ()
    led = order.switch_on and bool(cuts)
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
        lead_net=_lead_net(lead, cuts, sums) if lead else 0,
        at=at,
        waited=_waited(order),
        orphans=lead is not None and not led and _orphans(desk, lead, cuts),
        stop=_stop(order),
    )


def _stop(order: OpenOrder) -> Cause | None:
    """Which stop of its lead lot sent it: the terms of one that was sent keep that one alone (R-13.2)."""
    if not isinstance(order.terms.wait, LotStops):
        return None
    return Cause.TAKE_PROFIT if order.terms.wait.take_at else Cause.STOP_LOSS


def _orphans(desk: Desk, lead: Lead, cuts: tuple[e.LotCut, ...]) -> bool:
    """Whether a private sale leaves no more than dust of a lead lot that copies still follow (R-12.10)."""
    followed = ((cut, lead.lots[cut.lot]) for cut in cuts if lead.lots[cut.lot].linked())
    return any(
        not sellable(desk.book.instruments[lot.symbol], cut.before - cut.sold, desk.mark(lot.symbol))
        for cut, lot in followed
    )


def _waited(order: OpenOrder) -> bool:
    """Whether it did not end at once: its owner has turned to something else, or was told that nobody knows yet."""
    unsure = order.state is OrderState.UNANSWERED or order.attempt > 1
    return unsure or order.state is OrderState.RESTING or order.terms.wait is not None


def _lead_net(lead: Lead, cuts: tuple[e.LotCut, ...], sums: tuple[int, int, int]) -> int:
    """Proceeds less fee, by quantity, less the cost that the lots carry away."""
    quantity, notional, fee = sums
    sold = sum(cut.sold for cut in cuts)
    cost = sum(lead.lots[cut.lot].cost * cut.sold // cut.before for cut in cuts)
    return (notional - fee) * sold // quantity - cost


def _cuts(lead: Lead, terms: OrderTerms, sold: int) -> tuple[e.LotCut, ...]:
    """The same fraction of every open lead lot, the remainder from the newest; or one lot alone (R-12.1)."""
    if sold <= 0:
        return ()
    if terms.lot is not None:
        lot = lead.lots[terms.lot]
        return (e.LotCut(lot.id, min(sold, lot.quantity), lot.quantity),)
    lots = [lot for lot in lead.lots_of(terms.symbol) if lot.quantity]
    shares = _shares(lots, sold)
    return tuple(e.LotCut(lot.id, share, lot.quantity) for lot, share in zip(lots, shares, strict=True))


def _shares(lots: list[LeadLot], sold: int) -> list[int]:
    """What open sales aimed at one lot hold of it stays theirs (R-4.9): the others give more, the newest first."""
    total = sum(lot.quantity for lot in lots)
    shares = [min(lot.quantity * sold // total, lot.quantity - lot.bound) for lot in lots]
    left = sold - sum(shares)
    for place in range(len(lots) - 1, -1, -1):
        more = min(left, lots[place].quantity - lots[place].bound - shares[place])
        shares[place] += more
        left -= more
    return shares
