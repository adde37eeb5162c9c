"""Prices and quantities as people read them: an average to the nearest tick, a quantity in whole lots.

Inside, both are kept finer than any venue trades (R-1.5); the digits below a tick or a lot say nothing to a reader.
"""

from decimal import Decimal

from core.model.market import LOT, Instrument


def shown_price(instrument: Instrument, price: int) -> Decimal:
    """The price to the nearest tick; one below half a tick as it is, so that it is not shown as nothing."""
    near = (price + instrument.tick // 2) // instrument.tick * instrument.tick
    return instrument.price_decimal(near or price)


def shown_quantity(instrument: Instrument, quantity: int) -> Decimal:
    """The whole lots of a quantity; what is less than one lot with all its digits."""
    return instrument.quantity_decimal(quantity // LOT * LOT or quantity)
