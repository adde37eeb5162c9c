"""Instruments: decimals of the venue to whole units and back, and values over columns as over single numbers."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.model.columns import GREATEST
from core.model.market import LOT, Instrument, InstrumentRefused, Quote, Symbol
from core.model.money import NotAnAmount

BTC = Instrument(Symbol("BTC-USDT"), Decimal("0.00000001"), Decimal("0.1"))
ODD = Instrument(Symbol("ODD-USDT"), Decimal("0.25"), Decimal("0.05"))
SIZES = st.sampled_from([f"{digit}E{exponent}" for digit in (1, 2, 5, 25) for exponent in range(-10, 5)]).map(Decimal)


@st.composite
def trades(draw: st.DrawFn) -> tuple[Instrument, int, int]:
    """An instrument that is taken, a quantity up to 100,000 USDT of it, and a price from 1,000 ticks on."""
    try:
        instrument = Instrument(Symbol("X-USDT"), draw(SIZES), draw(SIZES), fee=100_000)
    except InstrumentRefused:
        assume(condition=False)
        raise
    price = draw(st.integers(1000, 10**7)) * instrument.tick + draw(st.integers(0, 3))
    most = instrument.affordable(10**13, price)
    assume(most > 0)
    return instrument, draw(st.integers(1, most)), price


def test_quantities_are_in_parts_of_a_lot_and_prices_in_parts_of_a_tick():
    assert BTC.quantity(Decimal("0.00000001")) == LOT
    assert BTC.quantity(Decimal("0.000000000001")) == 1
    assert BTC.price(Decimal("60000.1")) == 6_000_010_000
    assert BTC.tick == 10_000
    assert ODD.quantity(Decimal("0.5")) == 2 * LOT
    assert ODD.price(Decimal("0.05")) == ODD.tick == 50_000


@pytest.mark.parametrize(
    ("reader", "written"), [(BTC.quantity, "0.0000000000001"), (BTC.price, "0.0000001"), (ODD.quantity, "0.00001")]
)
def test_what_is_finer_than_the_units_is_refused(reader, written):
    with pytest.raises(NotAnAmount, match="is finer than"):
        reader(Decimal(written))


@given(st.integers(0, 10**15), st.sampled_from([BTC, ODD]))
def test_units_written_and_read_are_the_same(units, instrument):
    assert instrument.quantity(instrument.quantity_decimal(units)) == units
    assert instrument.price(instrument.price_decimal(units)) == units


def test_the_base_coin_is_the_first_of_the_name():
    assert BTC.base == "BTC"


@pytest.mark.parametrize(
    ("lot", "tick", "fee", "found"),
    [
        ("0", "0.1", 0, "lot size and tick size"),
        ("1", "-0.1", 0, "lot size and tick size"),
        ("1", "1", 10**8, "fee must be"),
        ("1", "1", -1, "fee must be"),
        ("0.00000001", "0.0000000001", 0, "could not be held exactly"),
    ],
)
def test_a_listing_that_cannot_be_held_is_refused_with_its_reason(lot, tick, fee, found):
    with pytest.raises(InstrumentRefused, match=found):
        Instrument(Symbol("X-USDT"), Decimal(lot), Decimal(tick), fee=fee)


@pytest.mark.parametrize("symbol", ["BTC-EUR", "BTC-USDT-SWAP", "BTCUSDT", "-USDT", "BTC-USDT-261225", "btc-usdt"])
def test_r1_1_only_spot_quoted_in_usdt_is_listed_so_r3_5_and_r3_7_an_account_is_spot_and_leads_spot(symbol):
    """R-3.5 and R-3.7 have nothing else to tell apart until there are contracts (section 26)."""
    with pytest.raises(InstrumentRefused, match="only spot instruments quoted in USDT"):
        Instrument(Symbol(symbol), Decimal(1), Decimal(1))


@settings(max_examples=300)
@given(trades(), st.integers(1, 10_000))
def test_a_value_is_the_exact_product_rounded_down(trade, times):
    instrument, quantity, price = trade
    quantity *= times  # up to a billion USDT: more figures than a double has
    coins = Fraction(quantity) * Fraction(instrument.lot_size) / LOT
    exact = coins * Fraction(price, instrument.price_scale) * 10**8
    assert instrument.value(quantity, price) == exact.numerator // exact.denominator


@given(trades())
def test_what_is_affordable_costs_no_more_and_one_unit_more_does(trade):
    instrument, quantity, price = trade
    notional = instrument.value(quantity, price)
    most = instrument.affordable(notional, price)
    worth = Fraction(10**8) * Fraction(instrument.lot_size) / LOT / instrument.price_scale * price
    assert most * worth <= notional < (most + 1) * worth


@settings(max_examples=400)
@given(trades())
def test_columns_are_worth_what_single_numbers_are(trade):
    instrument, quantity, price = trade
    notional = instrument.value(quantity, price)
    assume(max(quantity, notional) < GREATEST and notional <= instrument.most(price))  # what a plan and an order allow
    quantities, prices, notionals = (np.array([each], np.int64) for each in (quantity, price, notional))
    assert int(instrument.values(quantities, price)[0][0]) == notional
    assert int(instrument.costs(quantities, prices)[0]) == notional
    assert int(instrument.affordables(notionals, price)[0]) == instrument.affordable(notional, price)
    highest = int(instrument.prices_at_which(quantities, notionals)[0])
    assert highest == instrument.affordable_price(quantity, notional)


def test_holdings_are_marked_at_the_bid_else_at_the_last_price():
    at = datetime(2026, 1, 5, tzinfo=UTC)
    assert Quote(BTC.symbol, 5, 7, 6, at).mark == 5
    assert Quote(BTC.symbol, 0, 7, 6, at).mark == 6
