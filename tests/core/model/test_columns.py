"""Column arithmetic against Python's own whole numbers, up to the bounds it states."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.model.columns import floor_to, grown, mul_div

GREATEST_INT = 2**63 - 1


@st.composite
def products(draw: st.DrawFn) -> tuple[int, int, int]:
    """a, b and c of every size together, close to the stated bounds as often as far from them."""
    a = draw(st.integers(0, 63).flatmap(lambda bits: st.integers(0, 2**bits - 1)))
    c = draw(st.integers(0, 61).flatmap(lambda bits: st.integers(1, max(1, 2**bits - 1))))
    most = min(GREATEST_INT, (2**113 - 1) // max(a, 1), (2**62 * c - 1) // max(a, 1))
    b = draw(st.integers(0, most) | st.integers(most - most // 1000, most))
    return draw(st.sampled_from([a, -a])), b, c


@settings(max_examples=1500)
@given(products())
@example((2**62 - 1, 2**51 - 1, 2**61 - 1))
@example((-(2**62) + 1, 2**51 - 1, 2**61 - 1))
@example((-1, 1, 2**61 - 1))
@example((10**17, 6_000_000_000, 10**9))
@example((-(2**53) - 1, 1, 1))
def test_mul_div_is_exact_and_rounds_down(product):
    a, b, c = product
    expected = divmod(a * b, c)
    columns = [np.array([each], np.int64) for each in product]
    for got in (mul_div(columns[0], b, c), mul_div(*columns), mul_div(columns[0], columns[1], c)):
        assert (int(got[0][0]), int(got[1][0])) == expected
        assert got[0].dtype == got[1].dtype == np.int64


def test_mul_div_takes_whole_columns():
    amounts = np.random.default_rng(3).integers(-(10**17), 10**17, 50_000)
    whole, rest = mul_div(amounts, 123_456_789_012, 99_999_999_977)
    expected = [divmod(int(amount) * 123_456_789_012, 99_999_999_977) for amount in amounts]
    assert [(int(one), int(other)) for one, other in zip(whole, rest, strict=True)] == expected


@given(st.lists(st.integers(-(2**62), 2**62 - 1), max_size=9), st.integers(1, 2**61))
def test_floor_to_is_the_multiple_below(amounts, step):
    column = np.array(amounts, np.int64)
    assert floor_to(column, step).tolist() == [amount // step * step for amount in amounts]


def test_a_grown_column_keeps_its_entries_and_never_shrinks():
    column = np.array([1, 2, 3], np.int32)
    assert grown(column, 5).tolist() == [1, 2, 3, 0, 0]
    assert grown(column, 5).dtype == np.int32
    assert grown(column, 2) is column


@pytest.mark.parametrize("rows", [0, 1])
def test_mul_div_of_no_entries_is_none(rows):
    assert len(mul_div(np.zeros(rows, np.int64), 3, 2)[0]) == rows
