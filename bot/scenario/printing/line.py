"""A printed line, and how its figures stand in it: exact text, in the units people know."""

from typing import Any, TypeAlias

from core.model.market import Instrument
from core.model.money import text

Line: TypeAlias = dict[str, Any]


def average(listed: Instrument, notional: int, quantity: int) -> str:
    """The average price: the tick at which the quantity is worth this notional, else the price unit below."""
    below = listed.affordable_price(quantity, notional)
    tick = below + -below % listed.tick
    price = tick if listed.value(quantity, tick) == notional else below
    return format(listed.price_decimal(price), "f")


def quantity(listed: Instrument, units: int) -> str:
    """A quantity in the base asset."""
    return format(listed.quantity_decimal(units), "f")


def signed(amount: int) -> str:
    """Money that may be a loss."""
    return text(amount) if amount >= 0 else f"-{text(-amount)}"
