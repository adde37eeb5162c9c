"""Decides on a person's own orders: what may be placed and cancelled, and what the venue's answers mean (R-4)."""

from datetime import datetime, timedelta

from core.decide.binding import Bound, Refused, bound
from core.decide.desk import Desk, OrderAnswered, OrderMoved
from core.decide.equity import lead_equity
from core.decide.order_ends import ended
from core.decide.people import denied
from core.decide.triggers import waits
from core.decide.verdicts import ASK_AGAIN, PROOFS
from core.fold.book import OpenOrder
from core.model import commands as c
from core.model import events as e
from core.model.market import Side
from core.model.orders import Dropped, OrderId, OrderState, OrderType, order_id
from core.model.people import Origin
from core.model.reasons import Denial
from core.ports import Absent, Filled, Rejected, Resting, Unanswered

# ── placing and cancelling ────────────────────────────────────────────────────


def place(desk: Desk, command: c.PlaceOrder, origin: Origin) -> list[e.Fact]:
    """One fact: the order is in the book, to be sent now or to wait for its price, or it is denied."""
    who, terms = command.who, command.terms
    order = OrderId(command.name) if command.name else order_id(who, origin)
    if terms.symbol not in desk.book.instruments:
        return denied(command, who, Denial.INSTRUMENT_NOT_LISTED, terms.symbol)
    if terms.symbol in desk.book.delisted:
        return denied(command, who, Denial.PAIR_HALTED, terms.symbol)
    if order in desk.book.names_used:
        return denied(command, who, Denial.ORDER_ID_TAKEN, order)
    lead = desk.book.leads.get(who)
    switch_on = bool(lead and lead.switch_on)
    if terms.wait is not None:
        found = waits(desk, who, terms)
        if isinstance(found, Refused):
            return denied(command, who, found.code, found.about)
        return [e.OrderPlaced(order, who, terms, switch_on, found.quantity, 0, 0, rises=found.rises, best=found.best)]
    needed = bound(desk, who, terms, switch_on=switch_on)
    if isinstance(needed, Refused):
        return denied(command, who, needed.code, needed.about)
    return [_placed(order, command, needed, switch_on=switch_on)]


def _placed(order: OrderId, command: c.PlaceOrder, needed: Bound, *, switch_on: bool) -> e.OrderPlaced:
    return e.OrderPlaced(
        order,
        command.who,
        command.terms,
        switch_on,
        needed.quantity,
        needed.price_cap,
        needed.hold,
        from_lots=needed.from_lots,
        from_private=needed.from_private,
    )


def cancel(desk: Desk, command: c.CancelOrder) -> list[e.Fact]:
    order = desk.book.orders.get(command.order)
    if order is None or order.person != command.who:
        return denied(command, command.who, Denial.UNKNOWN_ORDER, command.order)
    if order.state is OrderState.WAITING:
        return [e.OrderDropped(order.id, order.person)]
    if order.state is not OrderState.RESTING:
        return denied(command, command.who, Denial.ORDER_UNDER_WAY, order.state.name.lower())
    return [e.OrderCancelling(order.id)]


# ── answers ───────────────────────────────────────────────────────────────────


def answered(desk: Desk, step: OrderAnswered) -> list[e.Fact]:
    order = desk.book.orders.get(step.order)
    if order is None or order.attempt != step.attempt:
        return []  # its end came another way meanwhile
    match step.answer:
        case Filled(quantity, notional, fee, at):
            return ended(desk, order, _sums(order, quantity, notional, fee), at)
        case Resting(quantity, notional, fee):
            return _rested(desk, order, _sums(order, quantity, notional, fee))
        case Rejected():
            return _refused(desk, order, step.answer)
        case Unanswered(ask_at):
            return [e.OrderUnanswered(order.id, order.attempt, ask_at)]
        case Absent():
            return _absent(desk, order)


def moved(desk: Desk, step: OrderMoved) -> list[e.Fact]:
    order, seen = desk.book.orders.get(step.order), step.seen
    if order is None or order.attempt != step.attempt:
        return []
    sums = _sums(order, seen.quantity, seen.notional, seen.fee)
    return ended(desk, order, sums, seen.at) if seen.done else _rested(desk, order, sums)


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


def _refused(desk: Desk, order: OpenOrder, said: Rejected) -> list[e.Fact]:
    """A code is the venue's no; without one the order ended empty, as its kind has it."""
    sums = (order.done, order.notional, order.fee)
    if said.code:
        return ended(desk, order, sums, why=Dropped.REFUSED, words=said.words)
    cancelled = order.cancelling or order.state is OrderState.RESTING
    return ended(desk, order, sums, why=Dropped.CANCELLED if cancelled else EMPTY[order.terms.type])


EMPTY = {
    OrderType.MARKET: Dropped.NOTHING_THERE,
    OrderType.LIMIT: Dropped.CANCELLED,
    OrderType.POST_ONLY: Dropped.WOULD_TAKE,
    OrderType.IOC: Dropped.NOTHING_THERE,
    OrderType.FOK: Dropped.NOT_WHOLE,
}
"""Why an order of each kind ends empty though nobody cancelled it."""


def _absent(desk: Desk, order: OpenOrder) -> list[e.Fact]:
    if order.absent + 1 < PROOFS:
        return [e.OrderUnanswered(order.id, order.attempt, desk.now + ASK_AGAIN, order.absent + 1)]
    sums = (order.done, order.notional, order.fee)
    if order.cancelling:
        return ended(desk, order, sums)
    if not order.terms.type.rests and not _is_stop(order) and desk.now > _latest(desk, order):
        return ended(desk, order, sums, why=Dropped.TOO_LATE)
    return [e.OrderRetried(order.id, order.attempt + 1)]


def _latest(desk: Desk, order: OpenOrder) -> datetime:
    return order.placed_at + timedelta(seconds=desk.limits.entry.expires_s)


def _is_stop(order: OpenOrder) -> bool:
    """A sale whose price has come is tried until it is done: nothing else guards its owner any more."""
    return order.terms.wait is not None and order.terms.side is Side.SELL
