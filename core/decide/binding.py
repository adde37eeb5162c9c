"""What a person's own order asks of the venue, and what it binds until its end; or why it cannot be (R-4.7, R-4.9).

Quantities and prices in the instrument's units, money in quote units. Nothing is placed here.
"""

from dataclasses import dataclass

from core.decide.desk import Desk
from core.fold.book import Lead
from core.model.columns import GREATEST
from core.model.market import LOT, Instrument, Side, Symbol
from core.model.orders import Assets, OrderTerms
from core.model.people import PersonId
from core.model.reasons import Denial


@dataclass(frozen=True, slots=True)
class Bound:
    """An order as it may leave now: `price_cap` 0 is any price; `hold` of quote for a buy, coins for a sale."""

    quantity: int
    price_cap: int
    hold: int = 0
    from_lots: int = 0
    from_private: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """Why it may not."""

    code: Denial
    about: str = ""


def bound(desk: Desk, who: PersonId, terms: OrderTerms, *, switch_on: bool) -> Bound | Refused:
    """What the order needs now, at its own price or at the best one."""
    instrument = desk.book.instruments[terms.symbol]
    refusal = off_tick(instrument, terms)
    if refusal is not None:
        return refusal
    if terms.side is Side.BUY:
        return _buy(desk, who, terms, instrument)
    return _sale(desk, who, terms, instrument, switch_on=switch_on)


def off_tick(instrument: Instrument, terms: OrderTerms) -> Refused | None:
    """A price of its own is a whole number of ticks above zero."""
    if terms.type.priced and (terms.price <= 0 or terms.price % instrument.tick):
        return Refused(Denial.TICK_SIZE, format(instrument.tick_size, "f"))
    return None


def asked(instrument: Instrument, terms: OrderTerms, price: int) -> int | Refused:
    """The quantity in whole lots at a price, if the venue would take it."""
    wanted = terms.quantity or (instrument.affordable(terms.notional, price) if terms.side is Side.BUY else 0)
    quantity = wanted - wanted % LOT
    worth = instrument.value(quantity, price)
    if quantity == 0 or quantity < instrument.quantity_min or worth < instrument.notional_min:
        return Refused(Denial.ORDER_TOO_SMALL)
    if max(quantity, worth) >= GREATEST:
        return Refused(Denial.AMOUNT_OUT_OF_RANGE)
    return quantity


def _buy(desk: Desk, who: PersonId, terms: OrderTerms, instrument: Instrument) -> Bound | Refused:
    quote = desk.market.get(terms.symbol)
    price = terms.price or (quote.ask if quote else 0)
    if not price:
        return Refused(Denial.NO_PRICE, terms.symbol)
    quantity = asked(instrument, terms, price)
    if isinstance(quantity, Refused):
        return quantity
    worth = instrument.value(quantity, price)
    hold = worth if terms.type.priced else max(terms.notional, worth)
    if hold > int(desk.book.people.cash[who]):
        return Refused(Denial.INSUFFICIENT_FUNDS, "USDT")
    return Bound(quantity, terms.price if terms.type.priced else _cap(instrument, quantity, hold, price), hold)


def _cap(instrument: Instrument, quantity: int, hold: int, ask: int) -> int:
    """The highest tick at which the quantity costs no more than is held; none (0) where the ask is off the tick."""
    cap = instrument.affordable_price(quantity, hold)
    cap -= cap % instrument.tick
    return cap if cap >= ask else 0


def _sale(desk: Desk, who: PersonId, terms: OrderTerms, instrument: Instrument, *, switch_on: bool) -> Bound | Refused:
    quote = desk.market.get(terms.symbol)
    price = terms.price or (quote.bid if quote else 0)
    if not price:
        return Refused(Denial.NO_PRICE, terms.symbol)
    quantity = asked(instrument, terms, price)
    if isinstance(quantity, Refused):
        return quantity
    lots, private = sellable(desk, who, terms)
    if terms.lot is not None and lots == 0:
        return Refused(Denial.NOTHING_TO_SELL, terms.lot)
    if quantity > lots + private:
        return Refused(Denial.INSUFFICIENT_FUNDS, instrument.base)
    taken = from_lots(quantity, lots, private, switch_on=switch_on)
    return Bound(quantity, terms.price, 0, taken, quantity - taken)


def from_lots(quantity: int, lots: int, private: int, *, switch_on: bool) -> int:
    """What a sale takes of the lead lots: first with the switch on, else what private coins leave (R-4.9)."""
    return min(quantity, lots) if switch_on else max(0, quantity - private)


def sellable(desk: Desk, who: PersonId, terms: OrderTerms) -> tuple[int, int]:
    """What may be sold of the lead lots and of the private coins, less what open sales hold, as the sale is aimed."""
    lead = desk.book.leads.get(who)
    if terms.lot is not None:
        return (lot_free(lead, terms) if lead else 0), 0
    lots = lots_free(lead, terms.symbol) if lead and terms.assets is not Assets.PRIVATE else 0
    private = desk.book.people.own_of(who, terms.symbol) if terms.assets is not Assets.LEAD else 0
    return lots, private


def lots_free(lead: Lead, symbol: Symbol) -> int:
    """What may be sold of all lead lots of an instrument."""
    return lead.held(symbol) - lead.lots_bound.get(symbol, 0)


def lot_free(lead: Lead, terms: OrderTerms) -> int:
    """What may be sold of the one lead lot that the terms name: a sale is at most the lot less what others hold."""
    lot = lead.lot(terms.lot)
    if lot is None or lot.symbol != terms.symbol:
        return 0
    return min(lot.quantity - lot.bound, lots_free(lead, lot.symbol))
