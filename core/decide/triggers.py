"""Decides on orders that wait for their price: trigger and trailing orders, and the stops of lead lots (R-4.3, R-13.2).

They are judged by the last price at every new quote. What is bound is bound when the price has come, not before, as a
spot exchange has it: so a waiting order may be denied then, and its owner is told. The stops of a lead lot are not
dropped for that: what cannot be sold now is looked at again with the next price, and when an order has ended. Nothing
here sees a clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.decide.binding import Refused, asked, bound, lot_free, off_tick, sellable
from core.decide.desk import Desk, SweepTrigger
from core.decide.people import denied
from core.fold.book import Book, OpenOrder
from core.model import events as e
from core.model.commands import SetLotStops
from core.model.market import LOT, Instrument, Side
from core.model.money import RATIO_UNITS
from core.model.orders import (
    Dropped,
    LotStops,
    OrderId,
    OrderState,
    OrderTerms,
    OrderType,
    Trailing,
    Trigger,
    order_id,
)
from core.model.people import Origin, PersonId
from core.model.reasons import Denial

WAITING_MOST = 100
"""Orders of one person that may wait at a time: each is looked at with every price."""


# ── placing ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Waits:
    """An order that may wait: what it comes to, from which side its price comes, where a trailing one starts."""

    quantity: int
    rises: bool = False
    best: int = 0


def waits(desk: Desk, who: PersonId, terms: OrderTerms, *, replaces: bool = False) -> Waits | Refused:
    """How the order waits; funds are not looked at, but a sale must have something to take now."""
    instrument, quote = desk.book.instruments[terms.symbol], desk.market.get(terms.symbol)
    if quote is None or not quote.last:
        return Refused(Denial.NO_PRICE, terms.symbol)
    if not replaces and sum(order.state is OrderState.WAITING for order in desk.book.orders_by(who)) >= WAITING_MOST:
        return Refused(Denial.TOO_MANY_WAITING, str(WAITING_MOST))
    refusal = off_tick(instrument, terms) or _refusal(instrument, terms, quote.last)
    if refusal is not None:
        return refusal
    if terms.side is Side.SELL and not sum(sellable(desk, who, terms)):
        return Refused(Denial.NOTHING_TO_SELL, terms.lot or terms.symbol)
    quantity = asked(instrument, terms, terms.price or reference(terms, quote.last))
    if isinstance(quantity, Refused):
        return quantity
    active = isinstance(terms.wait, Trailing) and _active(terms.wait, terms.side, quote.last)
    rises = isinstance(terms.wait, Trigger) and terms.wait.price > quote.last
    return Waits(quantity, rises, quote.last if active else 0)


def _refusal(instrument: Instrument, terms: OrderTerms, last: int) -> Refused | None:
    """A price to wait for is a whole number of ticks and not there already; a way back is less than all of it."""
    match terms.wait:
        case Trigger(price):
            return _unreachable(instrument, price, reached=price == last)
        case Trailing(ratio, distance, activation):
            if activation % instrument.tick or distance % instrument.tick:
                return Refused(Denial.TICK_SIZE, format(instrument.tick_size, "f"))
            way, whole = (ratio, RATIO_UNITS) if not distance else (distance, activation or last)
            one_way = not (ratio and distance)
            return None if one_way and 0 < way < whole else Refused(Denial.TRAIL_OUT_OF_RANGE)
        case LotStops() as stops:
            limits = (stops.take_limit, stops.stop_limit)
            if any(limit < 0 or limit % instrument.tick for limit in limits):
                return Refused(Denial.TICK_SIZE, format(instrument.tick_size, "f"))
            take = _unreachable(instrument, stops.take_at, reached=last >= stops.take_at) if stops.take_at else None
            stop = _unreachable(instrument, stops.stop_at, reached=last <= stops.stop_at) if stops.stop_at else None
            return take or stop
        case None:
            return None


def _unreachable(instrument: Instrument, price: int, *, reached: bool) -> Refused | None:
    if price <= 0 or price % instrument.tick:
        return Refused(Denial.TICK_SIZE, format(instrument.tick_size, "f"))
    return Refused(Denial.TRIGGER_PASSED) if reached else None


def reference(terms: OrderTerms, last: int) -> int:
    """The price a waiting market order is measured at: where it would leave, as far as that is known."""
    match terms.wait:
        case Trigger(price):
            return price
        case Trailing(_, _, activation):
            return activation or last
        case LotStops() | None:
            return last


def set_lot_stops(desk: Desk, command: SetLotStops, origin: Origin) -> list[e.Fact]:
    """Both stops of one lead lot are one waiting order, so the first to act ends the other; a change replaces it.

    It keeps the switch of the moment it is set (R-4.2).
    """
    who, lead = command.who, desk.book.leads.get(command.who)
    lot = lead.lot(command.lot) if lead else None
    if lead is None or lot is None or lot.quantity < LOT:
        return denied(command, who, Denial.NOTHING_TO_SELL, command.lot)
    present = lot_stops(desk.book, who).get(command.lot)
    stops = _merged(present, command)
    if present is None and not (stops.take_at or stops.stop_at):
        return denied(command, who, Denial.UNKNOWN_ORDER, command.lot)
    over: list[e.Fact] = []
    if present is not None:
        kept = stops.take_at or stops.stop_at
        over = [e.OrderDropped(present.id, who, why=Dropped.REPLACED if kept else Dropped.CANCELLED)]
        if not kept:
            return over
    terms = OrderTerms(lot.symbol, Side.SELL, OrderType.MARKET, quantity=lot.quantity, lot=lot.id, wait=stops)
    found = waits(desk, who, terms, replaces=present is not None)
    if isinstance(found, Refused):
        return denied(command, who, found.code, found.about)
    order = order_id(who, f"stops|{origin}")
    return [*over, e.OrderPlaced(order, who, terms, lead.switch_on, found.quantity, 0, 0)]


def lot_stops(book: Book, lead: PersonId) -> dict[OrderId, OpenOrder]:
    """The waiting stops of a lead's lots, by lot."""
    return {
        order.terms.lot: order
        for order in book.orders_by(lead)
        if order.state is OrderState.WAITING and order.terms.lot is not None and isinstance(order.terms.wait, LotStops)
    }


def _merged(present: OpenOrder | None, command: SetLotStops) -> LotStops:
    known = present.terms.wait if present is not None else None
    stops = known if isinstance(known, LotStops) else LotStops(0, 0, 0, 0)
    if command.take_at is not None:
        stops = replace(stops, take_at=command.take_at, take_limit=command.take_limit if command.take_at else 0)
    if command.stop_at is not None:
        stops = replace(stops, stop_at=command.stop_at, stop_limit=command.stop_limit if command.stop_at else 0)
    return stops


# ── watching ──────────────────────────────────────────────────────────────────


def watched(orders: Iterable[OpenOrder]) -> list[SweepTrigger]:
    """One look at each that waits for its price, oldest first: what the first binds, the next does not find."""
    return [SweepTrigger(order.id) for order in orders if order.state is OrderState.WAITING]


def sweep(desk: Desk, step: SweepTrigger) -> list[e.Fact]:
    """Whether its price has come."""
    order = desk.book.orders.get(step.order)
    quote = desk.market.get(order.terms.symbol) if order else None
    if order is None or order.state is not OrderState.WAITING or quote is None or not quote.last:
        return []
    match order.terms.wait:
        case Trigger(price):
            return _sent(desk, order, order.terms, quote.last) if _reached(order, price, quote.last) else []
        case Trailing() as trail:
            return _trailed(desk, order, trail, quote.last)
        case LotStops() as stops:
            return _stopped(desk, order, stops, quote.last)
        case None:
            return []


def _reached(order: OpenOrder, price: int, last: int) -> bool:
    """Equality included (R-1.6)."""
    return last >= price if order.rises else last <= price


def _trailed(desk: Desk, order: OpenOrder, trail: Trailing, last: int) -> list[e.Fact]:
    """A better price than any since the activation is noted; enough of a way back sends the order."""
    buys = order.terms.side is Side.BUY
    if not order.best and not _active(trail, order.terms.side, last):
        return []
    if not order.best or (last < order.best if buys else last > order.best):
        return [e.OrderTrailed(order.id, last)]
    return _sent(desk, order, order.terms, last) if _came_back(trail, order.best, last, buys=buys) else []


def _active(trail: Trailing, side: Side, last: int) -> bool:
    if not trail.activation:
        return True
    return last <= trail.activation if side is Side.BUY else last >= trail.activation


def _came_back(trail: Trailing, best: int, last: int, *, buys: bool) -> bool:
    if trail.distance:
        return last >= best + trail.distance if buys else last <= best - trail.distance
    part = RATIO_UNITS + trail.ratio if buys else RATIO_UNITS - trail.ratio
    return last * RATIO_UNITS >= best * part if buys else last * RATIO_UNITS <= best * part


def _stopped(desk: Desk, order: OpenOrder, stops: LotStops, last: int) -> list[e.Fact]:
    took = bool(stops.take_at) and last >= stops.take_at
    lost = bool(stops.stop_at) and last <= stops.stop_at
    if not took and not lost:
        return []
    acted = replace(stops, stop_at=0, stop_limit=0) if took else replace(stops, take_at=0, take_limit=0)
    lead = desk.book.leads[order.person]
    quantity = lot_free(lead, order.terms) // LOT * LOT
    limit = acted.take_limit or acted.stop_limit
    kind = OrderType.LIMIT if limit else OrderType.MARKET
    return _sent(desk, order, replace(order.terms, type=kind, price=limit, quantity=quantity, wait=acted), last)


def _sent(desk: Desk, order: OpenOrder, terms: OrderTerms, last: int) -> list[e.Fact]:
    """It leaves now with what it needs; what has no price to be measured at waits for the next."""
    needed = bound(desk, order.person, terms, switch_on=order.switch_on)
    if not isinstance(needed, Refused):
        return [
            e.OrderTriggered(
                order.id,
                terms,
                last,
                needed.quantity,
                needed.price_cap,
                needed.hold,
                needed.from_lots,
                needed.from_private,
            )
        ]
    if needed.code is Denial.NO_PRICE or isinstance(terms.wait, LotStops):
        return []
    return [e.OrderDropped(order.id, order.person, why=Dropped.DENIED, denial=needed.code, about=needed.about)]
