"""What people type is read exactly, offered as two readings, or refused by name."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drafts.number import Ambiguous, Problem, Reason, read_amount
from bot.figures import FORMS, money

D = Decimal


@pytest.mark.parametrize(
    ("text", "language", "amount"),
    [
        ("100", "en", "100"), ("1k", "en", "1000"), ("2.5K", "en", "2500"), ("1м", "ru", "1000000"), ("5%", "en", "5"),
        ("5 %", "ru", "5"), ("$100", "en", "100"), ("100$", "en", "100"), ("100 usdt", "en", "100"),
        ("1 000,50", "ru", "1000.50"), ("1\u00a0000,50", "ru", "1000.50"), ("1\u202f000", "en", "1000"),
        ("1,000.50", "en", "1000.50"), ("1.000,50", "en", "1000.50"), ("1,000,000", "en", "1000000"),
        ("1.000.000", "en", "1000000"), ("1'000'000", "en", "1000000"), ("0,5", "en", "0.5"), (".5", "en", "0.5"),
        ("0.125", "en", "0.125"), ("0,125", "ru", "0.125"), ("1,50", "en", "1.50"), ("1,5000", "en", "1.5000"),
        ("1234,567", "ru", "1234.567"), ("1234.567", "en", "1234.567"), ("  7 ", "en", "7"), ("1.5k", "ru", "1500"),
        ("1,500k", "en", "1500"), ("0", "en", "0"), ("007", "en", "7"),
    ],
)  # fmt: skip
def test_what_is_clear_is_read(text, language, amount):
    assert read_amount(text, language) == D(amount)


@pytest.mark.parametrize(
    ("text", "language", "first", "second"),
    [("1,500", "en", "1500", "1.500"), ("1,500", "ru", "1.500", "1500"), ("1.500", "en", "1.500", "1500"),
     ("1.500", "es", "1500", "1.500"), ("999.999", "tr", "999999", "999.999"), ("$1,500", "en", "1500", "1.5")],
)  # fmt: skip
def test_what_could_be_two_numbers_is_two_readings_the_usual_one_first(text, language, first, second):
    assert read_amount(text, language) == Ambiguous(D(first), D(second))


REFUSED = {
    Reason.EMPTY: ["", "   "],
    Reason.NEGATIVE: ["-5", "−5", "–5", "-$5"],
    Reason.EXPONENT: ["1e9", "1E-9", "1е9"],
    Reason.FOREIGN_DIGITS: ["٣", "１００", "½", "5²"],
    Reason.NOT_FINITE: ["nan", "inf", "-inf", "∞"],
    Reason.TOO_LONG: ["1" * 21],
    Reason.GROUPING: ["5 5 5", "1,00,000", "1.000,50.1", "1,,000", "1 000 00", "0,500,000"],
    Reason.NOT_A_NUMBER: ["lots", "5.", "1_000", "0x10", "k", "%", "$", "5 euro", "+5", "5%%", "5kk"],
}


@pytest.mark.parametrize(("text", "reason"), [(text, reason) for reason, texts in REFUSED.items() for text in texts])
def test_what_is_no_amount_is_refused_with_its_reason(text, reason):
    read = read_amount(text)
    assert isinstance(read, Problem)
    assert read.reason is reason


def test_a_foreign_digit_is_named():
    assert read_amount("1٣").found == "٣"


@given(st.text(max_size=40))
def test_no_text_raises_or_gives_anything_but_a_finite_amount_of_at_least_zero(text):
    for language in ("en", "ru"):
        match read_amount(text, language):
            case Decimal() as amount:
                assert amount.is_finite()
                assert amount >= 0
            case Ambiguous(first, second):
                assert first != second
                assert max(first, second) == 1000 * min(first, second)
            case Problem(_, found):
                assert len(found) <= 20


@given(st.text(alphabet="0123456789.,' \u00a0k%$e-", max_size=16))
def test_near_numbers_neither(text):
    test_no_text_raises_or_gives_anything_but_a_finite_amount_of_at_least_zero.hypothesis.inner_test(text)


@given(st.integers(0, 10**15), st.sampled_from(sorted(FORMS)))
def test_what_we_show_is_read_back_as_one_of_its_readings(cents, language):
    read = read_amount(money(cents * 10**6, FORMS[language]), language)
    readings = (read.first, read.second) if isinstance(read, Ambiguous) else (read,)
    assert D(cents) / 100 in readings
