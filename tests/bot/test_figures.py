"""Figures keep every unit they must and each language's own form."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.figures import FORMS, count, money, number, percent, price, quantity, when


@pytest.mark.parametrize(
    ("units", "shown"),
    [(0, "0.00"), (1, "0.00000001"), (12345, "0.00012345"), (-12345, "−0.00012345"), (500_000, "0.005"),
     (999_999, "0.01"), (1_000_000, "0.01"), (1_500_000, "0.02"), (2_500_000, "0.02"), (10_412_80000000, "10,412.80"),
     (-12_40000000, "−12.40"), (123456789_00000000, "123,456,789.00")],
)  # fmt: skip
def test_money_has_two_decimals_half_to_even_and_never_shows_something_as_nothing(units, shown):
    assert money(units) == shown


@given(st.integers(-(10**18), 10**18))
def test_money_is_never_more_than_half_a_cent_off_and_never_zero_by_rounding(units):
    shown = Decimal(money(units).replace(",", "").replace("−", "-"))
    assert abs(shown - Decimal(units) * Decimal("1e-8")) <= Decimal("0.005")
    assert (shown == 0) == (units == 0)


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "12.5%"), ("ru", "12,5\u00a0%"), ("es", "12,5\u00a0%"), ("pt-BR", "12,5%"), ("tr", "%12,5"),
     ("zh-Hans", "12.5%"), ("ar", "12.5%")],
)  # fmt: skip
def test_a_percent_has_the_languages_own_form(language, shown):
    assert percent(Decimal("0.125"), FORMS[language]) == shown


def test_percents_round_half_to_even_at_the_decimals_asked_for():
    assert percent(Decimal("0.0125")) == "1.2%"
    assert percent(Decimal("0.00399"), decimals=2, signed=True) == "+0.40%"
    assert percent(Decimal("-0.15"), decimals=0) == "−15%"
    assert percent(Decimal(0), signed=True) == "0.0%"


def test_the_forms_are_those_of_the_locale_data():
    for code, form in FORMS.items():
        locale = Locale.parse(code.replace("-", "_"))
        symbols = locale.number_symbols["latn"]
        assert (form.decimal, form.group) == (symbols["decimal"], symbols["group"]), code
        pattern = locale.percent_formats[None].pattern.replace("#,##0", "{}")
        assert form.percent == pattern, code


def test_quantities_keep_every_digit_and_prices_at_least_one_decimal():
    assert quantity(Decimal("0.0045954000")) == "0.0045954"
    assert quantity(Decimal("1E+3")) == "1,000"
    assert quantity(Decimal("1234.5"), FORMS["es"]) == "1234,5"
    assert price(Decimal(64512)) == "64,512.0"
    assert price(Decimal("66392.5")) == "66,392.5"
    assert price(Decimal("0.00001234"), decimals=8) == "0.00001234"
    assert count(1234, FORMS["ru"]) == "1\u00a0234"


def test_a_float_is_refused():
    with pytest.raises(TypeError, match="not exact"):
        number(0.1, FORMS["en"])


def test_a_time_is_an_entity_with_a_text_for_older_clients():
    at = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    assert when(at).raw == f'<tg-time unix="{int(at.timestamp())}" format="wdt">2026-11-22 16:30 UTC</tg-time>'
    assert "2026-11-23 00:30 CST" in when(at, zone="Asia/Shanghai", pattern="dt").raw
    with pytest.raises(ValueError, match="without a zone"):
        when(datetime(2026, 1, 1))  # noqa: DTZ001
