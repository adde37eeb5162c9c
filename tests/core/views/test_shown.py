"""What people read of prices and quantities: ticks and lots, and never nothing for something."""

from decimal import Decimal

import pytest

from core.model.market import Instrument, Symbol
from core.views.shown import shown_price, shown_quantity

BTC = Instrument(Symbol("BTC-USDT"), Decimal("0.00000001"), Decimal("0.1"))
HALF = Instrument(Symbol("XYZ-USDT"), Decimal("0.5"), Decimal("0.5"))


@pytest.mark.parametrize(
    ("instrument", "price", "shown"),
    [
        (BTC, "59951.29999", "59951.3"),
        (BTC, "59951.24999", "59951.2"),
        (BTC, "59951.3", "59951.3"),
        (BTC, "0.04999", "0.04999"),
        (HALF, "10.26", "10.5"),
    ],
)
def test_an_average_is_shown_to_the_nearest_tick(instrument, price, shown):
    assert shown_price(instrument, instrument.price(Decimal(price))) == Decimal(shown)


@pytest.mark.parametrize(
    ("instrument", "quantity", "shown"),
    [
        (BTC, "0.000832499167", "0.00083249"),
        (BTC, "0.000000009167", "0.000000009167"),
        (BTC, "0", "0"),
        (HALF, "7.9", "7.5"),
    ],
)
def test_a_quantity_is_shown_in_whole_lots_and_less_than_one_in_full(instrument, quantity, shown):
    assert shown_quantity(instrument, instrument.quantity(Decimal(quantity))) == Decimal(shown)
