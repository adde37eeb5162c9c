"""Money and ratios at the edge: plain decimals in, plain decimals out, nothing rounded on the way."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.money import (
    GREATEST_MONEY,
    NotAnAmount,
    decimal,
    fraction,
    plain_decimal,
    quote,
    ratio,
    shortened,
    text,
    units,
)

NOT_PLAIN = [
    *("1e9", "1E9", "-5", "+5", "٣", "１", "1,5", "", ".", "1.2.3", " 1", "1 ", "1_000", "nan", "inf", "0x10"),
    *("²", "1\n", "½", "--1", "1" * 31),
]


@pytest.mark.parametrize("written", NOT_PLAIN)
def test_what_is_no_plain_decimal_is_refused_with_what_was_found(written):
    for reader in (plain_decimal, quote, ratio):
        with pytest.raises(NotAnAmount, match="is no plain decimal number"):
            reader(written)


def test_a_refusal_never_repeats_a_whole_page():
    with pytest.raises(NotAnAmount) as refused:
        plain_decimal("x" * 5000)
    assert len(str(refused.value)) < 100


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("0", 0),
        ("0.00000001", 1),
        ("10", 10**9),
        ("007.50", 750_000_000),
        ("1000000000", GREATEST_MONEY),
        (".5", 5 * 10**7),
    ],
)
def test_usdt_is_read_in_its_smallest_unit(written, amount):
    assert quote(written) == amount


@pytest.mark.parametrize("written", ["0.000000001", "1.123456789", "1000000000.00000001"])
def test_what_money_cannot_hold_is_refused(written):
    with pytest.raises(NotAnAmount):
        quote(written)


def test_a_ratio_is_a_plain_fraction():
    assert ratio("0.08") == 8_000_000
    assert ratio("1.5") == 150_000_000
    with pytest.raises(NotAnAmount, match="finer than"):
        ratio("0.000000001")


@given(st.integers(-(10**18), 10**18))
def test_an_amount_written_and_read_is_the_same(amount):
    assert "E" not in text(amount).upper()
    assert Decimal(text(amount)) * 10**8 == amount
    assert units(decimal(amount), 10**8) == amount


@pytest.mark.parametrize(
    ("amount", "written"), [(80_000_000, "0.8"), (10**10, "100"), (1, "0.00000001"), (0, "0"), (-150_000_000, "-1.5")]
)
def test_amounts_are_written_without_idle_zeros_or_an_exponent(amount, written):
    assert text(amount) == written


def test_shortened_keeps_a_round_number_plain():
    assert str(shortened(Decimal("100.00"))) == "100"
    assert str(shortened(Decimal("1E+2"))) == "100"
    assert str(shortened(Decimal("0.500"))) == "0.5"


@given(st.integers(0, 10**17), st.integers(1, 10**17))
def test_a_fraction_is_rounded_down_to_its_places(part, whole):
    found = fraction(part, whole)
    assert found <= Decimal(part) / whole + Decimal("1e-20")
    assert int(found * 10**8) == part * 10**8 // whole


def test_a_fraction_of_nothing_is_nothing():
    assert fraction(5, 0) == 0
