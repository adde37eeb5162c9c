"""Instruments and prices.

A quantity is a whole number of 1/10,000 of the lot size, a price a whole number of `price_step`s (four decimals finer
than the tick, so that averages and odd quotes fit), money a whole number of 10⁻⁸ USDT (R-1.5).
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from functools import cached_property
from typing import NewType

from core.model.columns import GREATEST, Column, mul_div
from core.model.money import RATIO_UNITS, UNITS, NotAnAmount, decimal, units

Symbol = NewType("Symbol", str)
"""An instrument's name, base and quote: BTC-USDT."""
Asset = NewType("Asset", str)
"""A coin: BTC, USDT."""
USDT = Asset("USDT")

LOT = 10_000
"""Units of quantity in one lot."""
_PRICE_FINER = 10_000
_TYPICAL_TICKS = 1_000_000
"""Prices have some six digits; where they fall far below, `most` bounds each order."""


class Side(IntEnum):
    BUY = 0
    SELL = 1


class InstrumentRefused(ValueError):
    """The listing cannot be held exactly; the message says which field and why."""


@dataclass(frozen=True)
class Instrument:
    """What the venue says of one instrument. `quantity_min` in quantity units, `notional_min` in quote units."""

    symbol: Symbol
    lot_size: Decimal
    tick_size: Decimal
    quantity_min: int = 0
    notional_min: int = 0
    fee: int = 0
    """A plain fraction in 10⁻⁸, both sides: in the base coin on a buy, in USDT on a sale."""

    def __post_init__(self) -> None:
        base, _, quote = self.symbol.partition("-")
        if base in ("", USDT) or quote != USDT:
            raise InstrumentRefused(f"{self.symbol}: only spot instruments quoted in USDT are traded here, as BTC-USDT")
        if self.lot_size <= 0 or self.tick_size <= 0:
            raise InstrumentRefused(f"{self.symbol}: lot size and tick size must be above zero")
        if not 0 <= self.fee < RATIO_UNITS:
            raise InstrumentRefused(f"{self.symbol}: fee must be from 0 to below 1")
        largest = int(Decimal(100_000) / (self.tick_size * _TYPICAL_TICKS) * self.quantity_scale)
        if largest >= GREATEST:
            raise InstrumentRefused(f"{self.symbol}: the greatest orders in it could not be held exactly")

    @property
    def base(self) -> Asset:
        return Asset(self.symbol.split("-", 1)[0])

    @cached_property
    def quantity_scale(self) -> Decimal:
        """Quantity units in one coin; a Decimal, as a lot need not be a power of ten."""
        return Decimal(LOT) / self.lot_size

    @cached_property
    def price_scale(self) -> int:
        """Price units in one USDT."""
        exponent = self.tick_size.normalize().as_tuple().exponent
        assert isinstance(exponent, int)
        return int(10 ** max(0, -exponent)) * _PRICE_FINER

    @cached_property
    def tick(self) -> int:
        """Price units in one tick."""
        return int(self.tick_size * self.price_scale)

    @cached_property
    def _worth(self) -> Fraction:
        """Quote units of one quantity unit at one price unit."""
        return Fraction(UNITS) * Fraction(self.lot_size) / LOT / self.price_scale

    def quantity(self, value: Decimal) -> int:
        """Whole units of a quantity. Raises NotAnAmount where it is finer than 1/10,000 lot."""
        scaled = value * LOT / self.lot_size
        if scaled != int(scaled):
            raise NotAnAmount(f"{value:f} is finer than the lot size {self.lot_size} of {self.symbol}")
        return int(scaled)

    def price(self, value: Decimal) -> int:
        """Whole units of a price. Raises NotAnAmount where it is much finer than the tick, or beyond all measure."""
        price = units(value, self.price_scale)
        if price * self._worth.numerator >= GREATEST:
            raise NotAnAmount(f"{value} is a price of {self.symbol} that the desk cannot hold")
        return price

    def quantity_decimal(self, quantity: int) -> Decimal:
        return (Decimal(int(quantity)) * self.lot_size / LOT).normalize() + 0

    def price_decimal(self, price: int) -> Decimal:
        return decimal(price, self.price_scale)

    def value(self, quantity: int, price: int) -> int:
        """Quantity × price in quote units, rounded down."""
        worth = self._worth
        return quantity * price * worth.numerator // worth.denominator

    def worth(self, quantity: int, price: int) -> Fraction:
        """Quantity × price in quote units, exact: for sums that are rounded down but once (R-1.5)."""
        return quantity * price * self._worth

    def affordable(self, notional: int, price: int) -> int:
        """The most quantity units that `notional` pays for at `price`, rounded down (not to the lot)."""
        worth = self._worth
        return notional * worth.denominator // (price * worth.numerator)

    def most(self, price: int) -> int:
        """The greatest notional whose quantity at `price` a column can hold; above any order but at absurd prices."""
        return self.value(GREATEST - 1, price)

    def affordable_price(self, quantity: int, notional: int) -> int:
        """The highest price units at which `quantity` costs no more than `notional`."""
        worth = self._worth
        return notional * worth.denominator // (quantity * worth.numerator)

    def values(self, quantities: Column, price: int) -> tuple[Column, Column, int]:
        """`value` over a column: quote units, the remainders, and what the remainders are parts of."""
        worth = self._worth
        whole, rest = mul_div(quantities, price * worth.numerator, worth.denominator)
        return whole, rest, worth.denominator

    def costs(self, quantities: Column, prices: Column) -> Column:
        """`value` over two columns, in quote units, rounded down."""
        worth = self._worth
        return mul_div(quantities, prices * worth.numerator, worth.denominator)[0]

    def affordables(self, notionals: Column, price: int) -> Column:
        """`affordable` over a column."""
        worth = self._worth
        return mul_div(notionals, worth.denominator, price * worth.numerator)[0]

    def prices_at_which(self, quantities: Column, cost: Column) -> Column:
        """The highest price units at which each quantity costs no more than `cost`; quantities above zero."""
        worth = self._worth
        return mul_div(cost, worth.denominator, quantities * worth.numerator)[0]

    def prices_reaching(self, quantities: Column, cost: Column) -> Column:
        """The lowest price units at which each quantity is worth at least `cost`; quantities above zero."""
        worth = self._worth
        whole, rest = mul_div(cost, worth.denominator, quantities * worth.numerator)
        return whole + (rest > 0)


@dataclass(frozen=True, slots=True)
class Quote:
    """Best prices of one instrument in its price units; `bid` or `ask` 0 where that side is empty.

    `depth` is the notional available on each side at that price, in quote units; None is as deep as asked for.
    """

    symbol: Symbol
    bid: int
    ask: int
    last: int
    at: datetime
    depth: int | None = None
    volume: int | None = None
    """What was traded of it in the last five minutes, in quote units; None where the venue does not say (R-22.4)."""

    @property
    def mark(self) -> int:
        """What holdings are valued at: the best bid, else the last price (R-1.8)."""
        return self.bid or self.last
