"""Turns the order commands of a scenario into the desk's own: the types of R-4.3, and the stops of a lead lot."""

from decimal import Decimal
from typing import Final

from bot.scenario import amounts, lines
from bot.scenario.amounts import Unwritable
from core.model.commands import SetLotStops
from core.model.market import Instrument, Side, Symbol
from core.model.money import RATIO_UNITS
from core.model.orders import Assets, OrderId, OrderTerms, OrderType, Trailing, Trigger, Wait
from core.model.people import PersonId

PRICED: Final = {
    "limit": OrderType.LIMIT,
    "post_only": OrderType.POST_ONLY,
    "ioc": OrderType.IOC,
    "fok": OrderType.FOK,
}
"""The types that have a price of their own."""


def terms(line: lines.PlaceOrder, listed: Instrument | None) -> OrderTerms:
    """The order as it is asked for. Raises Unwritable where its fields do not belong together."""
    _fields_of(line)
    if (line.notional is None) == (line.quantity is None):
        found = "none" if line.quantity is None else "both"
        raise Unwritable(f"quantity: one of notional and quantity is wanted, found {found}")
    if line.side == "sell" and line.quantity is None:
        raise Unwritable("quantity: a sale has a quantity")
    if line.side == "buy" and line.lead_order is not None:
        raise Unwritable(f"lead_order: a sale may name one, a buy has none, found {line.lead_order!r}")
    kind = OrderType.LIMIT if line.type == "trigger" and line.price is not None else PRICED.get(line.type)
    return OrderTerms(
        Symbol(line.symbol),
        Side.BUY if line.side == "buy" else Side.SELL,
        kind if kind is not None else OrderType.MARKET,
        notional=amounts.money("notional", line.notional or Decimal(0)),
        quantity=amounts.quantity(listed, "quantity", line.quantity),
        price=amounts.price(listed, "price", line.price),
        lot=OrderId(line.lead_order) if line.lead_order else None,
        assets=Assets[line.assets.upper()],
        wait=_wait(line, listed),
    )


def _fields_of(line: lines.PlaceOrder) -> None:
    """Each type with the prices that belong to it, and no others."""
    if line.type in PRICED and line.price is None:
        raise Unwritable(f"price: a {line.type} order has one")
    if line.type in {"market", "trailing"} and line.price is not None:
        raise Unwritable(f"price: a limit order has one, a {line.type} order has none")
    if (line.type == "trigger") != (line.trigger_price is not None):
        raise Unwritable("trigger_price: a trigger order has one, and no other order")
    ways_back = [each for each in (line.callback, line.distance) if each is not None]
    if len(ways_back) != (line.type == "trailing"):
        raise Unwritable("callback: a trailing order has one, or a distance, and no other order")
    if line.type != "trailing" and line.activation is not None:
        raise Unwritable("activation: a trailing order alone may have one")


def _wait(line: lines.PlaceOrder, listed: Instrument | None) -> Wait | None:
    if line.type == "trigger":
        return Trigger(amounts.price(listed, "trigger_price", line.trigger_price))
    if line.type == "trailing":
        return Trailing(
            ratio=amounts.whole("callback", line.callback or Decimal(0), RATIO_UNITS),
            distance=amounts.price(listed, "distance", line.distance),
            activation=amounts.price(listed, "activation", line.activation),
        )
    return None


def lot_stops(who: PersonId, line: lines.SetLotStops, listed: Instrument | None) -> SetLotStops:
    """What the line names changes, the rest stays."""
    return SetLotStops(
        who,
        OrderId(line.lead_order),
        take_at=None if line.take_profit is None else amounts.price(listed, "take_profit", line.take_profit),
        stop_at=None if line.stop_loss is None else amounts.price(listed, "stop_loss", line.stop_loss),
        take_limit=amounts.price(listed, "take_limit", line.take_limit),
        stop_limit=amounts.price(listed, "stop_limit", line.stop_limit),
    )
