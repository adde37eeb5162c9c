"""What somebody asks for with orders of their own."""

from typing import Literal

from bot.scenario.lines.fields import Amount, Line, Name


class PlaceOrder(Line):
    do: Literal["place_order"]
    symbol: Name
    side: Literal["buy", "sell"]
    type: Literal["market", "limit", "post_only", "ioc", "fok", "trigger", "trailing"] = "market"
    price: Amount | None = None
    trigger_price: Amount | None = None
    callback: Amount | None = None
    distance: Amount | None = None
    activation: Amount | None = None
    notional: Amount | None = None
    quantity: Amount | None = None
    lead_order: Name | None = None
    assets: Literal["any", "lead", "private"] = "any"
    id: Name | None = None


class CancelOrder(Line):
    do: Literal["cancel_order"]
    order: Name


class SetLotStops(Line):
    """Only what is named changes; `"0"` takes a stop away. A limit belongs to the price beside it."""

    do: Literal["set_lot_stops"]
    lead_order: Name
    take_profit: Amount | None = None
    take_limit: Amount | None = None
    stop_loss: Amount | None = None
    stop_limit: Amount | None = None
