"""Dataclass trees for tests: strategies made from the type hints alone, and an equality that looks into columns."""

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NewType, Union, get_args, get_origin, get_type_hints

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from core.model.columns import Codes, Column, Rows
from core.model.market import Instrument

DTYPES = {Column: np.int64, Rows: np.int32, Codes: np.uint8}
WHOLE = st.integers(-(2**62), 2**62)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # as Hypothesis wants it
BASES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="-"), min_size=1, max_size=12)
INSTRUMENTS = st.builds(
    Instrument,
    BASES.map(lambda base: f"{base}-USDT"),
    st.sampled_from([Decimal(1), Decimal("0.25"), Decimal("0.00000001"), Decimal(10)]),
    st.sampled_from([Decimal("0.1"), Decimal("0.5"), Decimal("0.001")]),
    WHOLE,
    WHOLE,
    st.integers(0, 10**8 - 1),
)
_PLAIN = {
    int: WHOLE,
    bool: st.booleans(),
    str: TEXT,
    date: st.dates(),
    datetime: INSTANTS,
    NoneType: st.none(),
    Instrument: INSTRUMENTS,
}


def columns(dtype: Any) -> st.SearchStrategy[Any]:
    """Any entries, and the two shapes that are stored in short: all equal, and each one more than the last."""
    sizes = st.integers(0, 40)
    steps = st.builds(lambda size, first: np.arange(first, first + size).astype(dtype), sizes, st.integers(0, 90))
    equal = st.builds(lambda size, value: np.full(size, value, dtype), sizes, st.integers(0, 200))
    return st.one_of(npst.arrays(dtype, sizes), steps, equal)


@cache
def trees(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type hint."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if isinstance(kind, NewType):
        return trees(kind.__supertype__)
    if get_origin(kind) is Annotated:
        return columns(DTYPES[kind])
    if get_origin(kind) in {Union, UnionType}:
        return st.one_of([trees(each) for each in get_args(kind)])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    if is_dataclass(kind):
        hints = get_type_hints(kind, include_extras=True)
        return st.builds(kind, **{each.name: trees(hints[each.name]) for each in fields(kind)})
    return _collections(get_origin(kind), get_args(kind))


def _collections(kind: Any, of: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if kind is tuple and of[-1] is ...:
        return st.lists(trees(of[0]), max_size=3).map(tuple)
    if kind is tuple:
        return st.tuples(*(trees(each) for each in of))
    if kind is dict:
        return st.dictionaries(trees(of[0]), trees(of[1]), max_size=3)
    assert kind in {list, set, frozenset}, kind
    return st.lists(trees(of[0]), max_size=3).map(kind)


def same(one: Any, other: Any) -> bool:
    """Equal to the bit, types included."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    if is_dataclass(one):
        return all(same(getattr(one, each.name), getattr(other, each.name)) for each in fields(one))
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    return bool(one == other)
