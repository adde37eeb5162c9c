"""Money and ratios as whole numbers: quote in 10⁻⁸ USDT, ratios in 10⁻⁸; Decimal only at the edges.

A float never gets here. Rounding is down and happens once, at the end of a formula (R-1.5).
"""

from decimal import ROUND_DOWN, Decimal, InvalidOperation
from typing import NewType

Money = NewType("Money", int)
"""An amount of USDT in units of 10⁻⁸."""
Ratio = NewType("Ratio", int)
"""A plain fraction in units of 10⁻⁸: 10 % is 10_000_000."""

QUOTE_DECIMALS = 8
UNITS = 10**QUOTE_DECIMALS
RATIO_UNITS = 10**8
GREATEST_MONEY = 10**9 * UNITS
"""One billion USDT: more than any one amount the desk takes from a person."""


class NotAnAmount(ValueError):
    """A text that is no plain decimal within the desk's range; the message says what was found."""


def plain_decimal(text: str) -> Decimal:
    """The number that `text` writes with ASCII digits, one optional point and no exponent (scenario.md, R-1.5).

    Raises NotAnAmount for anything else: `1e9`, `-5`, `٣`, `1,5`, ``, `nan`.
    """
    digits = text.replace(".", "", 1)
    if not digits or not digits.isascii() or not digits.isdigit() or len(digits) > 30:
        raise NotAnAmount(f"{text[:40]!r} is no plain decimal number")
    try:
        return Decimal(text)
    except InvalidOperation as error:  # a lone point
        raise NotAnAmount(f"{text[:40]!r} is no plain decimal number") from error


def units(value: Decimal, scale: int) -> int:
    """`value` in whole units of 1/scale. Raises NotAnAmount where it is finer than that."""
    scaled = value * scale
    whole = int(scaled)
    if whole != scaled:
        raise NotAnAmount(f"{value:f} is finer than 1/{scale}")
    return whole


def quote(text: str | Decimal) -> Money:
    """USDT from its decimal text. Raises NotAnAmount when finer than 10⁻⁸ or above a billion."""
    amount = units(plain_decimal(text) if isinstance(text, str) else text, UNITS)
    if amount > GREATEST_MONEY:
        raise NotAnAmount(f"{text} is more than the desk can hold")
    return Money(amount)


def ratio(text: str | Decimal) -> Ratio:
    """A plain fraction from its decimal text. Raises NotAnAmount when finer than 10⁻⁸."""
    return Ratio(units(plain_decimal(text) if isinstance(text, str) else text, RATIO_UNITS))


def decimal(amount: int, scale: int = UNITS) -> Decimal:
    """The exact decimal of whole units of 1/scale, without an exponent or idle zeros."""
    return shortened(Decimal(int(amount)) / Decimal(scale))


def shortened(value: Decimal) -> Decimal:
    """The same number without trailing zeros after the point and never with an exponent."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1))
    return value.normalize()


def text(amount: int, scale: int = UNITS) -> str:
    """The plain decimal text of whole units of 1/scale: `0.8`, `100`, `0.00000001`."""
    return format(decimal(amount, scale), "f")


def fraction(part: int, whole: int, places: int = 8) -> Decimal:
    """part / whole as a decimal rounded down to `places`; zero for an empty whole."""
    if whole == 0:
        return Decimal(0)
    scale = 10**places
    return (
        shortened(Decimal(part * scale // whole) / scale).quantize(Decimal(1).scaleb(-places), ROUND_DOWN).normalize()
        + 0
    )
