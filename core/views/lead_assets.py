"""What a person holds of their own and has open at the venue: lead lots, private coins, orders. Quote units."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.decide.desk import Desk
from core.fold.book import Lead, OpenOrder
from core.model.market import LOT, Side, Symbol
from core.model.orders import OrderId, OrderState, OrderType
from core.model.people import PersonId
from core.views.as_of import AsOf, as_of
from core.views.trade import leads_now


@dataclass(frozen=True, slots=True)
class Lot:
    """One lead lot: what is left of it. `copies`: whether copy lots still hang on it."""

    id: OrderId
    symbol: Symbol
    base: str
    quantity: Decimal
    cost: int
    value: int
    opened_at: datetime
    copies: bool


@dataclass(frozen=True, slots=True)
class Coins:
    """Private coins of one instrument, those that open sales bind included."""

    symbol: Symbol
    base: str
    quantity: Decimal
    value: int
    ended: bool
    """Trading in it has ended: it can be kept, and not sold here."""


@dataclass(frozen=True, slots=True)
class Pending:
    """One open order. `done` of `quantity` is executed; `cancellable`: it rests at the venue."""

    id: OrderId
    symbol: Symbol
    base: str
    side: Side
    limit: bool
    price: Decimal
    quantity: Decimal
    done: Decimal
    led: bool
    state: OrderState
    cancelling: bool

    @property
    def cancellable(self) -> bool:
        """Only what rests there can be taken back."""
        return self.state is OrderState.RESTING and not self.cancelling


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
    orders = tuple(_pending(desk, order) for order in desk.book.orders.values() if order.person == who)
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
    found = []
    for lot in lead.lots.values():
        instrument = desk.book.instruments[lot.symbol]
        if lot.quantity >= LOT:  # less cannot be sold: dust, which the next sale of the instrument takes along
            value = instrument.value(lot.quantity, desk.mark(lot.symbol))
            quantity = instrument.quantity_decimal(lot.quantity)
            found.append(
                Lot(lot.id, lot.symbol, instrument.base, quantity, lot.cost, value, lot.opened_at, copies=lot.linked())
            )
    return found


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
    return Pending(
        order.id,
        order.terms.symbol,
        instrument.base,
        order.terms.side,
        order.terms.type is OrderType.LIMIT,
        instrument.price_decimal(order.terms.price),
        instrument.quantity_decimal(order.quantity),
        instrument.quantity_decimal(order.done),
        led=order.switch_on,
        state=order.state,
        cancelling=order.cancelling,
    )
