"""The decimals of a scenario as the desk's whole units; what the desk cannot hold is said by its field."""

from decimal import Decimal

from core.model.market import Instrument
from core.model.money import UNITS, NotAnAmount, units


class Unwritable(ValueError):
    """An amount or a name that the desk cannot hold; the message says the field and what was found."""


def money(field: str, value: Decimal) -> int:
    """Quote units."""
    return whole(field, value, UNITS)


def whole(field: str, value: Decimal, scale: int) -> int:
    """Whole units, so many in one. Raises Unwritable for an amount finer than that."""
    try:
        return units(value, scale)
    except NotAnAmount as error:
        raise Unwritable(f"{field}: {error}") from error


def quantity(listed: Instrument | None, field: str, value: Decimal | None) -> int:
    """Quantity units, 0 for None."""
    if listed is None or value is None:
        return int(value is not None)  # the rules deny an unlisted instrument by its name, before any amount
    try:
        return listed.quantity(value)
    except NotAnAmount as error:
        raise Unwritable(f"{field}: {error}") from error


def price(listed: Instrument | None, field: str, value: Decimal | None) -> int:
    """Price units, 0 for None."""
    if listed is None or value is None:
        return int(value is not None)
    try:
        return listed.price(value)
    except NotAnAmount as error:
        raise Unwritable(f"{field}: {error}") from error
