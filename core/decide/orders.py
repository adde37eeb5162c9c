"""Decides on a person's own orders: what may be placed, and what their end means (R-4, R-6)."""

from datetime import timedelta

from core.decide import conduct
from core.decide.desk import Desk, OrderAnswered, OrderMoved
from core.decide.equity import lead_equity
from core.decide.leading import lead_guard
from core.decide.people import denied
from core.decide.verdicts import ASK_AGAIN, PROOFS
from core.fold.book import Lead, LeadLot, OpenOrder
from core.model import commands as c
from core.model import events as e
from core.model.columns import GREATEST
from core.model.market import LOT, Instrument, Side
from core.model.orders import OrderId, OrderState, OrderTerms, OrderType, order_id
from core.model.people import LeadState, Origin
from core.model.reasons import Denial, Reason
from core.ports import Absent, Filled, Rejected, Resting, Unanswered

EVER_LED = frozenset(
    {LeadState.ACTIVE, LeadState.STOP_REQUESTED, LeadState.STOPPED, LeadState.SUSPENDED, LeadState.REVOKED}
)


# ── placing and cancelling ────────────────────────────────────────────────────


def place(desk: Desk, command: c.PlaceOrder, origin: Origin) -> list[e.Fact]:
    who, terms = command.who, command.terms
    instrument = desk.book.instruments.get(terms.symbol)
    order = OrderId(command.name) if command.name else order_id(who, origin)
    if instrument is None:
        return denied(command, who, Denial.INSTRUMENT_NOT_LISTED, terms.symbol)
    if terms.symbol in desk.book.delisted:
        return denied(command, who, Denial.PAIR_HALTED, terms.symbol)
    if order in desk.book.names_used:
        return denied(command, who, Denial.ORDER_ID_TAKEN, order)
    if terms.type is OrderType.LIMIT and (terms.price <= 0 or terms.price % instrument.tick):
        return denied(command, who, Denial.TICK_SIZE, format(instrument.tick_size, "f"))
    lead = desk.book.leads.get(who)
    switch_on = bool(lead and lead.switch_on)
    if terms.side is Side.BUY:
        return _buy(desk, command, instrument, order, switch_on=switch_on)
    return _sell(desk, command, instrument, order, switch_on=switch_on)


def _buy(desk: Desk, command: c.PlaceOrder, instrument: Instrument, order: OrderId, *, switch_on: bool) -> list[e.Fact]:
    who, terms = command.who, command.terms
    market = desk.market.get(terms.symbol)
    price = terms.price or (market.ask if market else 0)
    if not price:
        return denied(command, who, Denial.NO_PRICE, terms.symbol)
    quantity = terms.quantity or instrument.affordable(terms.notional, price)
    quantity -= quantity % LOT
    worth = instrument.value(quantity, price)
    if quantity == 0 or quantity < instrument.quantity_min or worth < instrument.notional_min:
        return denied(command, who, Denial.ORDER_TOO_SMALL)
    if max(quantity, worth) >= GREATEST:
        return denied(command, who, Denial.AMOUNT_OUT_OF_RANGE)
    market_order = terms.type is OrderType.MARKET
    hold = max(terms.notional, worth) if market_order else worth
    if hold > int(desk.book.people.cash[who]):
        return denied(command, who, Denial.INSUFFICIENT_FUNDS, "USDT")
    cap = _cap(instrument, quantity, hold, price) if market_order else terms.price
    return [e.OrderPlaced(order, who, terms, switch_on, quantity, cap, hold)]


def _cap(instrument: Instrument, quantity: int, hold: int, ask: int) -> int:
    """The highest tick at which the quantity costs no more than is held; none (0) where the ask is off the tick."""
    cap = instrument.affordable_price(quantity, hold)
    cap -= cap % instrument.tick
    return cap if cap >= ask else 0


def _sell(
    desk: Desk, command: c.PlaceOrder, instrument: Instrument, order: OrderId, *, switch_on: bool
) -> list[e.Fact]:
    who, terms = command.who, command.terms
    quantity = terms.quantity - terms.quantity % LOT
    if quantity == 0 or quantity < instrument.quantity_min:
        return denied(command, who, Denial.ORDER_TOO_SMALL)
    market = desk.market.get(terms.symbol)
    price = terms.price or (market.bid if market else 0)
    if not price:
        return denied(command, who, Denial.NO_PRICE, terms.symbol)
    if instrument.value(quantity, price) < instrument.notional_min:
        return denied(command, who, Denial.ORDER_TOO_SMALL)
    lots, private = _sellable(desk, command)
    if terms.lot is not None and lots == 0:
        return denied(command, who, Denial.NOTHING_TO_SELL, terms.lot)
    if quantity > lots + private:
        return denied(command, who, Denial.INSUFFICIENT_FUNDS, instrument.base)
    from_lots = min(quantity, lots) if switch_on or terms.lot else max(0, quantity - private)
    return [
        e.OrderPlaced(
            order,
            who,
            terms,
            switch_on,
            quantity,
            terms.price,
            0,
            from_lots=from_lots,
            from_private=quantity - from_lots,
        )
    ]


def _sellable(desk: Desk, command: c.PlaceOrder) -> tuple[int, int]:
    """What may be sold of the lead lots (of one, if aimed) and of the private coins, less what open sales hold."""
    who, terms = command.who, command.terms
    lead = desk.book.leads.get(who)
    free = lead.held(terms.symbol) - lead.lots_bound.get(terms.symbol, 0) if lead else 0
    if terms.lot is None:
        return free, desk.book.people.own_of(who, terms.symbol)
    lot = lead.lots.get(terms.lot) if lead else None
    return (min(lot.quantity, free) if lot and lot.symbol == terms.symbol else 0), 0


def cancel(desk: Desk, command: c.CancelOrder) -> list[e.Fact]:
    order = desk.book.orders.get(command.order)
    if order is None or order.person != command.who:
        return denied(command, command.who, Denial.UNKNOWN_ORDER, command.order)
    if order.state is not OrderState.RESTING:
        return denied(command, command.who, Denial.WRONG_STATE, order.state.name.lower())
    return [e.OrderCancelling(order.id)]


# ── answers ───────────────────────────────────────────────────────────────────


def answered(desk: Desk, step: OrderAnswered) -> list[e.Fact]:
    order = desk.book.orders.get(step.order)
    if order is None or order.attempt != step.attempt:
        return []  # its end came another way meanwhile
    match step.answer:
        case Filled(quantity, notional, fee):
            return ended(desk, order, _sums(order, quantity, notional, fee))
        case Resting(quantity, notional, fee):
            return _rested(desk, order, _sums(order, quantity, notional, fee))
        case Rejected(_, words):
            return ended(desk, order, (order.done, order.notional, order.fee), words)
        case Unanswered(ask_at):
            return [e.OrderUnanswered(order.id, order.attempt, ask_at)]
        case Absent():
            return _absent(desk, order)


def moved(desk: Desk, step: OrderMoved) -> list[e.Fact]:
    order, seen = desk.book.orders.get(step.order), step.seen
    if order is None or order.attempt != step.attempt:
        return []
    sums = _sums(order, seen.quantity, seen.notional, seen.fee)
    return ended(desk, order, sums) if seen.done else _rested(desk, order, sums)


def _sums(order: OpenOrder, quantity: int, notional: int, fee: int) -> tuple[int, int, int]:
    """Cumulative over all attempts; a venue's sums only move forward (the watermark)."""
    before = order.before
    sums = before[0] + quantity, before[1] + notional, before[2] + fee
    return sums if sums[0] >= order.done else (order.done, order.notional, order.fee)


def _rested(desk: Desk, order: OpenOrder, sums: tuple[int, int, int]) -> list[e.Fact]:
    known = (order.done, order.notional, order.fee)
    if order.state is OrderState.RESTING and sums == known:
        return []
    first_fill = sums[0] > 0 and order.done == 0
    lead = desk.book.leads.get(order.person)
    equity = lead_equity(desk, lead) if lead and first_fill else 0
    return [e.OrderRested(order.id, *sums, lead_equity=equity)]


def _absent(desk: Desk, order: OpenOrder) -> list[e.Fact]:
    if order.absent + 1 < PROOFS:
        return [e.OrderUnanswered(order.id, order.attempt, desk.now + ASK_AGAIN, order.absent + 1)]
    if order.cancelling:
        return ended(desk, order, (order.done, order.notional, order.fee))
    late = desk.now > order.placed_at + timedelta(seconds=desk.limits.entry.expires_s)
    if order.terms.type is OrderType.MARKET and late:
        return ended(desk, order, (order.done, order.notional, order.fee), "never reached the venue in time")
    return [e.OrderRetried(order.id, order.attempt + 1)]


def ended(desk: Desk, order: OpenOrder, sums: tuple[int, int, int], words: str = "") -> list[e.Fact]:
    """An order's end with these cumulative sums."""
    if sums[0] == 0:
        return [e.OrderDropped(order.id, order.person, words)]
    lead = desk.book.leads.get(order.person)
    buys = order.terms.side is Side.BUY
    closed = _buy_closed(desk, order, sums, lead) if buys else _sale_closed(desk, order, sums, lead)
    return [closed, *conduct.order_closed(desk, closed)]


def _buy_closed(desk: Desk, order: OpenOrder, sums: tuple[int, int, int], lead: Lead | None) -> e.OrderClosed:
    quantity, notional, fee = sums
    equity, reason, leads = 0, Reason.NONE, lead is not None and lead.state in EVER_LED
    if lead and leads:
        equity = order.lead_equity or lead_equity(desk, lead)
        reason = lead_guard(desk, lead, order.terms.symbol, switch_on=order.switch_on, notional=notional, equity=equity)
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
        day=desk.today(),
    )


def _sale_closed(desk: Desk, order: OpenOrder, sums: tuple[int, int, int], lead: Lead | None) -> e.OrderClosed:
    quantity, notional, fee = sums
    lots_first = order.switch_on or order.terms.lot is not None
    from_lots = min(quantity, order.from_lots) if lots_first else max(0, quantity - order.from_private)
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
        day=desk.today(),
        cuts=cuts,
        private_sold=quantity - from_lots,
        lead_net=_lead_net(lead, cuts, sums) if lead else 0,
    )


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
    total = sum(lot.quantity for lot in lots)
    shares = [lot.quantity * sold // total for lot in lots]
    left = sold - sum(shares)
    for place in range(len(lots) - 1, -1, -1):
        more = min(left, lots[place].quantity - shares[place])
        shares[place] += more
        left -= more
    return shares
