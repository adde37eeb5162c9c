"""Folds a person's own orders: what they bind, what they buy, and the lead lots they open and cut."""

from datetime import datetime
from itertools import compress

from core.fold.book import Book, FanOut, Lead, OpenOrder
from core.fold.lead_lots import CoinLots, LeadLot
from core.fold.lots import drop_spent_of
from core.fold.trading import buy, sell
from core.model import events as e
from core.model.columns import mul_div
from core.model.copying import ReleaseCause
from core.model.market import Side
from core.model.orders import BatchId, Cause, OrderId, OrderState
from core.model.people import PersonId


def paid_in(book: Book, person: PersonId, amount: int) -> None:
    """Quote paid in, or taken out where below zero."""
    book.people.cash[person] += amount
    _across(book, person, amount)


def placed(book: Book, fact: e.OrderPlaced, at: datetime) -> None:
    book.names_used.add(fact.order)
    book.orders_of.setdefault(fact.person, {})[fact.order] = None
    order = book.orders[fact.order] = OpenOrder(
        id=fact.order,
        person=fact.person,
        terms=fact.terms,
        switch_on=fact.switch_on,
        quantity=fact.quantity,
        price_cap=fact.price_cap,
        hold=fact.hold,
        from_lots=fact.from_lots,
        from_private=fact.from_private,
        placed_at=at,
        state=OrderState.WAITING if fact.waits else OrderState.PLANNED,
        rises=fact.rises,
        best=fact.best,
    )
    _bind(book, order, 1)


def triggered(book: Book, fact: e.OrderTriggered, at: datetime) -> None:
    """It is an order like any other from now on."""
    order = book.orders[fact.order]
    order.terms, order.state, order.placed_at = fact.terms, OrderState.PLANNED, at
    order.quantity, order.price_cap, order.hold = fact.quantity, fact.price_cap, fact.hold
    order.from_lots, order.from_private = fact.from_lots, fact.from_private
    _bind(book, order, 1)


def moved(
    book: Book, fact: e.OrderRested | e.OrderUnanswered | e.OrderRetried | e.OrderCancelling | e.OrderTrailed
) -> None:
    order = book.orders[fact.order]
    if not isinstance(fact, e.OrderCancelling):
        book.unanswered.pop(fact.order, None)
    match fact:
        case e.OrderRested():
            order.state, order.ask_at, order.absent = OrderState.RESTING, None, 0
            order.done, order.notional, order.fee = fact.quantity, fact.notional, fact.fee
            order.lead_equity = order.lead_equity or fact.lead_equity
        case e.OrderUnanswered():
            order.state = OrderState.UNANSWERED
            book.unanswered[fact.order] = None
            order.ask_at, order.absent = fact.ask_at, fact.absent
        case e.OrderRetried():
            order.state = OrderState.PLANNED
            order.attempt, order.ask_at, order.absent = fact.attempt, None, 0
            order.before = (order.done, order.notional, order.fee)
        case e.OrderCancelling():
            order.cancelling = True
        case e.OrderTrailed():
            order.best = fact.best


def dropped(book: Book, fact: e.OrderDropped) -> None:
    _bind(book, _over(book, fact.order), -1)


def _over(book: Book, order_id: OrderId) -> OpenOrder:
    """The order is open no more."""
    order, of_person = book.orders.pop(order_id), book.orders_of
    book.unanswered.pop(order_id, None)
    del of_person[order.person][order_id]
    if not of_person[order.person]:
        del of_person[order.person]
    return order


def closed(book: Book, fact: e.OrderClosed, at: datetime) -> None:
    _bind(book, _over(book, fact.order), -1)
    at = fact.at or at
    lead = book.leads.get(fact.person)
    if lead and fact.led and fact.side == Side.BUY:
        _count(lead, fact.day)
    if fact.side == Side.BUY:
        _bought(book, fact, at)
    else:
        _sold(book, fact, at)
    if lead and lead.copyings.size and (fact.triggers or _left_behind(lead, fact)):
        _trigger(book, lead, fact, at)
    if lead and fact.cuts:
        drop_spent_of(book, lead, fact.symbol, fact.cuts.lots)


def delisted(book: Book, fact: e.InstrumentDelisted) -> None:
    """Lead lots become private coins; an emptied lot stays while an answer may still open a copy of it."""
    book.delisted.add(fact.symbol)
    for lead in book.leads.values():
        _across(book, lead.person, -book.instruments[fact.symbol].value(lead.held(fact.symbol), fact.price))
        known = lead.coins.get(fact.symbol)
        if known:
            book.people.coins(fact.symbol)[lead.person] += known.held
            known.empty()
            known.followed[:] = 0
            drop_spent_of(book, lead, fact.symbol)


def _count(lead: Lead, day: int) -> None:
    """One more lead buy of its day (R-6.6), which may be the day before the newest."""
    if day == lead.day_before[0]:
        lead.day_before = (day, lead.day_before[1] + 1)
        return
    if day > lead.day:
        lead.day_before = (lead.day, lead.day_buys)
        lead.day, lead.day_buys = day, 0
    lead.day_buys += day == lead.day


def _bind(book: Book, order: OpenOrder, sign: int) -> None:
    """What the order holds is bound (1), or free again (-1)."""
    people, person, symbol = book.people, order.person, order.terms.symbol
    people.cash[person] -= order.hold * sign
    people.frozen[person] += order.hold * sign
    people.coins(symbol)[person] -= order.from_private * sign
    people.coins_bound(symbol)[person] += order.from_private * sign
    if order.from_lots:
        lead = book.leads[person]
        lead.lots_bound[symbol] = lead.lots_bound.get(symbol, 0) + order.from_lots * sign
        if order.terms.lot is not None:
            known = lead.coins[symbol]
            known.bound[known.place(order.terms.lot)] += order.from_lots * sign


def _bought(book: Book, fact: e.OrderClosed, at: datetime) -> None:
    received = fact.quantity - fact.fee
    book.people.cash[fact.person] -= fact.notional
    book.ledger.bought(fact.symbol, fact.quantity, fact.notional, fact.fee)
    if not fact.led:
        book.people.coins(fact.symbol)[fact.person] += received
        _across(book, fact.person, -fact.notional)
        return
    buy(book.leads[fact.person], fact)
    book.leads[fact.person].open(
        LeadLot(
            id=fact.order,
            symbol=fact.symbol,
            bought=received,
            quantity=received,
            cost=fact.notional,
            opened_at=at,
            followed=received,
        )
    )


def _sold(book: Book, fact: e.OrderClosed, at: datetime) -> None:
    if fact.cuts:
        book.leads[fact.person].realised += fact.lead_net
        sell(book.leads[fact.person], fact, at)
    proceeds = fact.notional - fact.fee
    book.people.cash[fact.person] += proceeds
    book.people.coins(fact.symbol)[fact.person] -= fact.private_sold
    _across(book, fact.person, proceeds * fact.private_sold // fact.quantity)
    if fact.symbol in book.people.left:
        left = book.people.left[fact.symbol]
        left[fact.person] = max(0, int(left[fact.person]) - fact.private_sold)
    book.ledger.sold(fact.symbol, fact.quantity, fact.notional, fact.fee)
    if fact.cuts:
        _cut(book.leads[fact.person].coins[fact.symbol], fact.cuts, followed=fact.triggers)


def _cut(known: CoinLots, cuts: e.LotCuts, *, followed: bool) -> None:
    """Each lot has less, and costs less in proportion (R-12.7); what copies follow is less by a copied sale alone."""
    at = known.places(known.numbered(cuts.lots))
    before = known.quantity[at]
    if followed:
        known.followed[at] -= mul_div(known.followed[at], cuts.sold, before)[0]
    known.cost[at] -= mul_div(known.cost[at], cuts.sold, before)[0]
    known.take(at, cuts.sold)


def _across(book: Book, person: PersonId, amount: int) -> None:
    """What came into a lead's equity, or left it, by no lead trade (R-19.9): private coins are outside (R-4.8)."""
    if person in book.leads:
        book.leads[person].deposits += amount


def _left_behind(lead: Lead, fact: e.OrderClosed) -> bool:
    """Whether a private sale took a lead lot away that copies still follow (R-12.10)."""
    cuts = fact.cuts
    sold_out = list(compress(cuts.lots, cuts.sold == cuts.before)) if cuts else []
    emptied = bool(sold_out and lead.coins[fact.symbol].copied(sold_out))
    return not fact.triggers and (fact.orphans or emptied)


def _trigger(book: Book, lead: Lead, fact: e.OrderClosed, at: datetime) -> None:
    batch = BatchId(fact.order)
    book.fan_outs[batch] = FanOut(
        batch=batch,
        lead=lead.person,
        symbol=fact.symbol,
        buys=fact.side == Side.BUY,
        cause=Cause.LEAD_ORDER,
        at=at,
        size=lead.copyings.size,
        reason=fact.reason,
        notional=fact.notional,
        quantity=fact.quantity,
        lead_equity=fact.lead_equity,
        cuts=fact.cuts,
        release=None if fact.triggers else ReleaseCause.ORPHAN,
    )
