"""What a person holds of their own and has open at the venue: lead lots, private coins, orders. Quote units."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from core.decide.desk import Desk
from core.decide.triggers import lot_stops
from core.fold.book import Lead, OpenOrder
from core.model.market import LOT, Instrument, Side, Symbol
from core.model.money import RATIO_UNITS, decimal
from core.model.orders import LotStops, OrderId, OrderState, Trailing, Trigger
from core.model.people import PersonId
from core.views.as_of import AsOf, as_of
from core.views.trade import leads_now


@dataclass(frozen=True, slots=True)
class Lot:
    """One lead lot: what is left of it. `copies`: whether copy lots still hang on it. Stops are exact, 0 for none."""

    id: OrderId
    symbol: Symbol
    base: str
    quantity: Decimal
    cost: int
    value: int
    opened_at: datetime
    copies: bool
    take_at: Decimal
    stop_at: Decimal


@dataclass(frozen=True, slots=True)
class Coins:
    """Private coins of one instrument, those that open sales bind included."""

    symbol: Symbol
    base: str
    quantity: Decimal
    value: int
    ended: bool
    """Trading in it has ended: it can be kept, and not sold here."""


class WaitsFor(StrEnum):
    """What an open order waits for; NOTHING: it is the venue's."""

    NOTHING = "nothing"
    PRICE = "price"
    WAY_BACK = "way_back"
    DISTANCE = "distance"


@dataclass(frozen=True, slots=True)
class Pending:
    """One open order. `done` of `quantity` is executed; `cancellable`: it rests at the venue, or waits here.

    `price` 0: at market. `wait`: what it waits for, and `mark` that in exact figures: a price, a distance, or a part of
    1; `best` is the best price of a trailing order so far, 0 while it does not follow yet.
    """

    id: OrderId
    symbol: Symbol
    base: str
    side: Side
    price: Decimal
    quantity: Decimal
    done: Decimal
    led: bool
    state: OrderState
    cancelling: bool
    wait: WaitsFor
    mark: Decimal
    best: Decimal

    @property
    def cancellable(self) -> bool:
        """What is on its way cannot be taken back."""
        return self.state in {OrderState.RESTING, OrderState.WAITING} and not self.cancelling


@dataclass(frozen=True, slots=True)
class OwnAssets:
    """`leads`: lead lots may be here. Oldest lots and orders first."""

    as_of: AsOf
    cash: int
    frozen: int
    lots: tuple[Lot, ...]
    coins: tuple[Coins, ...]
    orders: tuple[Pending, ...]
    leads: bool
    on: bool


def own_assets(desk: Desk, who: PersonId) -> OwnAssets:
    """Everything outside of copies."""
    lead, people = desk.book.leads.get(who), desk.book.people
    lots = tuple(_lots(desk, lead)) if lead else ()
    coins = tuple(each for symbol in sorted(people.own) if (each := _coins(desk, who, symbol)))
    orders = tuple(
        _pending(desk, order) for order in desk.book.orders.values() if order.person == who and _listed(order)
    )
    return OwnAssets(
        as_of(desk, {lot.symbol for lot in lots} | {each.symbol for each in coins}),
        int(people.cash[who]),
        int(people.frozen[who]),
        lots,
        coins,
        orders,
        leads=leads_now(lead),
        on=bool(lead and lead.switch_on),
    )


def _lots(desk: Desk, lead: Lead) -> list[Lot]:
    found, stops = [], lot_stops(desk.book, lead.person)
    copied = {lot for known in lead.coins.values() for lot in known.copied(known.numbers)}
    for lot in lead.lots():
        instrument = desk.book.instruments[lot.symbol]
        if lot.quantity >= LOT:  # less cannot be sold: dust, which the next sale of the instrument takes along
            value = instrument.value(lot.quantity, desk.mark(lot.symbol))
            quantity = instrument.quantity_decimal(lot.quantity)
            take_at, stop_at = _stops(instrument, stops.get(lot.id))
            found.append(
                Lot(
                    lot.id,
                    lot.symbol,
                    instrument.base,
                    quantity,
                    lot.cost,
                    value,
                    lot.opened_at,
                    copies=lot.id in copied,
                    take_at=take_at,
                    stop_at=stop_at,
                )
            )
    return found


def _stops(instrument: Instrument, order: OpenOrder | None) -> tuple[Decimal, Decimal]:
    wait = order.terms.wait if order is not None else None
    if not isinstance(wait, LotStops):
        return Decimal(0), Decimal(0)
    return instrument.price_decimal(wait.take_at), instrument.price_decimal(wait.stop_at)


def _listed(order: OpenOrder) -> bool:
    """The stops of a lead lot stand with their lot, until their price has come."""
    return order.state is not OrderState.WAITING or not isinstance(order.terms.wait, LotStops)


def _coins(desk: Desk, who: PersonId, symbol: Symbol) -> Coins | None:
    people, instrument = desk.book.people, desk.book.instruments[symbol]
    bound = int(people.own_bound[symbol][who]) if symbol in people.own_bound else 0
    quantity = people.own_of(who, symbol) + bound
    if quantity < LOT:
        return None
    value = instrument.value(quantity, desk.mark(symbol))
    ended = symbol in desk.book.delisted
    return Coins(symbol, instrument.base, instrument.quantity_decimal(quantity), value, ended=ended)


def _pending(desk: Desk, order: OpenOrder) -> Pending:
    instrument = desk.book.instruments[order.terms.symbol]
    wait, mark = _waits_for(instrument, order)
    return Pending(
        order.id,
        order.terms.symbol,
        instrument.base,
        order.terms.side,
        instrument.price_decimal(order.terms.price),
        instrument.quantity_decimal(order.quantity),
        instrument.quantity_decimal(order.done),
        led=order.switch_on,
        state=order.state,
        cancelling=order.cancelling,
        wait=wait,
        mark=mark,
        best=instrument.price_decimal(order.best),
    )


def _waits_for(instrument: Instrument, order: OpenOrder) -> tuple[WaitsFor, Decimal]:
    match order.terms.wait if order.state is OrderState.WAITING else None:
        case Trigger(price):
            return WaitsFor.PRICE, instrument.price_decimal(price)
        case Trailing(ratio, 0):
            return WaitsFor.WAY_BACK, decimal(ratio, RATIO_UNITS)
        case Trailing(_, distance):
            return WaitsFor.DISTANCE, instrument.price_decimal(distance)
        case _:
            return WaitsFor.NOTHING, Decimal(0)
