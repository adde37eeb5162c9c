"""Folds a person's own orders: what they bind, what they buy, and the lead lots they open and cut."""

from datetime import datetime

from core.fold.book import Book, FanOut, Lead, LeadLot, OpenOrder
from core.fold.lots import drop_if_spent
from core.fold.trading import buy, sell
from core.model import events as e
from core.model.copying import ReleaseCause
from core.model.market import Side
from core.model.orders import BatchId, Cause, OrderState
from core.model.people import PersonId


def paid_in(book: Book, person: PersonId, amount: int) -> None:
    """Quote paid in, or taken out where below zero."""
    book.people.cash[person] += amount
    if person in book.leads:
        book.leads[person].deposits += amount


def placed(book: Book, fact: e.OrderPlaced, at: datetime) -> None:
    people, person, symbol = book.people, fact.person, fact.terms.symbol
    people.cash[person] -= fact.hold
    people.frozen[person] += fact.hold
    people.coins(symbol)[person] -= fact.from_private
    people.coins_bound(symbol)[person] += fact.from_private
    if fact.from_lots:
        bound = book.leads[person].lots_bound
        bound[symbol] = bound.get(symbol, 0) + fact.from_lots
    book.names_used.add(fact.order)
    book.orders[fact.order] = OpenOrder(
        id=fact.order,
        person=person,
        terms=fact.terms,
        switch_on=fact.switch_on,
        quantity=fact.quantity,
        price_cap=fact.price_cap,
        hold=fact.hold,
        from_lots=fact.from_lots,
        from_private=fact.from_private,
        placed_at=at,
    )


def moved(book: Book, fact: e.OrderRested | e.OrderUnanswered | e.OrderRetried | e.OrderCancelling) -> None:
    order = book.orders[fact.order]
    match fact:
        case e.OrderRested():
            order.state, order.ask_at, order.absent = OrderState.RESTING, None, 0
            order.done, order.notional, order.fee = fact.quantity, fact.notional, fact.fee
            order.lead_equity = order.lead_equity or fact.lead_equity
        case e.OrderUnanswered():
            order.state = OrderState.UNANSWERED
            order.ask_at, order.absent = fact.ask_at, fact.absent
        case e.OrderRetried():
            order.state = OrderState.PLANNED
            order.attempt, order.ask_at, order.absent = fact.attempt, None, 0
            order.before = (order.done, order.notional, order.fee)
        case e.OrderCancelling():
            order.cancelling = True


def dropped(book: Book, fact: e.OrderDropped) -> None:
    _unbind(book, book.orders.pop(fact.order))


def closed(book: Book, fact: e.OrderClosed, at: datetime) -> None:
    order = book.orders.pop(fact.order)
    _unbind(book, order)
    lead = book.leads.get(fact.person)
    if lead and fact.led and fact.side == Side.BUY:
        lead.day_buys = lead.day_buys + 1 if lead.day == fact.day else 1
        lead.day = fact.day
    if fact.side == Side.BUY:
        _bought(book, fact, at)
    else:
        _sold(book, fact, at)
    if lead and lead.copyings.size and (fact.triggers or _left_behind(lead, fact)):
        _trigger(book, lead, fact, at)
    if lead:
        for cut in fact.cuts:
            drop_if_spent(book, lead, cut.lot)


def delisted(book: Book, fact: e.InstrumentDelisted) -> None:
    """Lead lots become private coins; an emptied lot stays while an answer may still open a copy of it."""
    book.delisted.add(fact.symbol)
    for lead in book.leads.values():
        for lot in lead.lots_of(fact.symbol):
            book.people.coins(fact.symbol)[lead.person] += lot.quantity
            lot.quantity = lot.cost = 0
            drop_if_spent(book, lead, lot.id)


def _unbind(book: Book, order: OpenOrder) -> None:
    people, person, symbol = book.people, order.person, order.terms.symbol
    people.cash[person] += order.hold
    people.frozen[person] -= order.hold
    people.coins(symbol)[person] += order.from_private
    people.coins_bound(symbol)[person] -= order.from_private
    if order.from_lots:
        book.leads[person].lots_bound[symbol] -= order.from_lots


def _bought(book: Book, fact: e.OrderClosed, at: datetime) -> None:
    received = fact.quantity - fact.fee
    book.people.cash[fact.person] -= fact.notional
    book.ledger.bought(fact.symbol, fact.quantity, fact.notional, fact.fee)
    if not fact.led:
        book.people.coins(fact.symbol)[fact.person] += received
        return
    buy(book.leads[fact.person], fact)
    book.leads[fact.person].lots[fact.order] = LeadLot(
        id=fact.order,
        symbol=fact.symbol,
        bought=received,
        quantity=received,
        cost=fact.notional,
        opened_at=at,
    )


def _sold(book: Book, fact: e.OrderClosed, at: datetime) -> None:
    if fact.cuts:
        book.leads[fact.person].realised += fact.lead_net
        sell(book.leads[fact.person], fact, at)
    book.people.cash[fact.person] += fact.notional - fact.fee
    book.people.coins(fact.symbol)[fact.person] -= fact.private_sold
    book.ledger.sold(fact.symbol, fact.quantity, fact.notional, fact.fee)
    for cut in fact.cuts:
        lot = book.leads[fact.person].lots[cut.lot]
        lot.cost -= lot.cost * cut.sold // lot.quantity
        lot.quantity -= cut.sold


def _left_behind(lead: Lead, fact: e.OrderClosed) -> bool:
    """Whether a private sale emptied a lead lot that copies still follow (R-12.10)."""
    return not fact.triggers and any(cut.sold == cut.before and lead.lots[cut.lot].linked() for cut in fact.cuts)


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
