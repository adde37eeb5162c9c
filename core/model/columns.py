"""Columns: whole-number arrays with one entry a copying, and the exact arithmetic over them.

Units are those of the value a column holds (see `money` and `market`). No float leaves this module: the
double-precision quotient in `mul_div` is a guess that the wrapped integer remainder corrects, so results are exact.
"""

from collections.abc import Iterator
from enum import IntEnum
from typing import Annotated, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema


class _Packed:
    """Tells the codec to move an array out of the JSON head into the binary part (see `journals.packing`)."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.with_info_plain_validator_function(
            _take_out,
            serialization=core_schema.plain_serializer_function_ser_schema(_put_in, info_arg=True),
        )


def _put_in(column: NDArray[Any], info: core_schema.SerializationInfo) -> int:
    columns: list[NDArray[Any]] = info.context  # type: ignore[assignment]  # the codec passes the list it collects
    columns.append(column)
    return len(columns) - 1


def _take_out(value: Any, info: core_schema.ValidationInfo) -> NDArray[Any]:
    if isinstance(value, np.ndarray):
        return value
    columns: list[NDArray[Any]] = info.context  # type: ignore[assignment]
    column: NDArray[Any] = columns[value]
    return column


Column: TypeAlias = Annotated[NDArray[np.int64], _Packed]
"""Amounts: one int64 an entry."""
Ratios: TypeAlias = Annotated[NDArray[np.int32], _Packed]
"""Ratios in 10⁻⁸ that are parts of something, and what is less than one such part: four bytes are enough for 21."""
Rows: TypeAlias = Annotated[NDArray[np.int32], _Packed]
"""Row numbers of a lead's copyings, ascending."""
Codes: TypeAlias = Annotated[NDArray[np.uint8], _Packed]
"""Small enumerations: a reason, a state, a verdict."""
Mask: TypeAlias = NDArray[np.bool_]
Entries: TypeAlias = NDArray[np.intp]
"""Which entries of a column, ascending."""
Places: TypeAlias = slice | Entries
"""The same, as a slice where they follow one another: that is some ten times as quick."""

PIECE = 16_384
"""Entries that are worked on together where there are very many: what is made of them on the way then stays in the
processor's cache, and in memory that is used again at once. Measured at a million: a third of the time."""
GREATEST = 2**62
"""No amount, product or quotient of the book may reach it; the rest up to 2**63 is head-room for one addition."""


def mul_div(a: Column, b: Column | Ratios | int, c: Column | int) -> tuple[Column, Column]:
    """a × b // c and the remainder, entry by entry, rounded down and exact.

    Holds for 0 < c < 2**61, abs(a × b) < 2**113 and abs(quotient) < 2**62: the guess is then off by so little that
    (true product − guess × c) fits in an int64 even though both products wrapped, and one division mends it. (Three
    roundings to double, a product and a quotient: five parts in 2**53, so 5 × 2**60; cutting it to a whole: below c.)
    """
    quotient = a.astype(np.float64)
    quotient *= b
    quotient /= c
    guess = quotient.astype(np.int64)
    rest = a * b  # arrays wrap without a word
    rest -= guess * c
    wrong = rest.view(np.uint64) >= np.asarray(c, np.int64).view(np.uint64)  # what is below zero is far above
    if np.count_nonzero(wrong):
        step = rest // c
        guess += step
        rest -= step * c
    return guess, rest


def are(codes: Codes, code: IntEnum) -> Mask:
    """Which entries are this code. As a plain number: a member of an enumeration takes four times as long."""
    return np.equal(codes, int(code))


def floor_to(column: Column, step: int) -> Column:
    """The greatest multiple of `step` not above each entry."""
    return column // step * step  # a remainder would take twice as long


def pieces(size: int) -> Iterator[slice]:
    """The entries of a column of this size, some at a time."""
    return (slice(start, min(start + PIECE, size)) for start in range(0, size, PIECE))


def reach(rows: Rows) -> Places:
    """The entries of a table's column that ascending `rows` name."""
    if len(rows) and int(rows[-1]) - int(rows[0]) == len(rows) - 1:
        return slice(int(rows[0]), int(rows[-1]) + 1)
    return rows.astype(np.intp)


def reach_each(rows: Rows, *, once: bool) -> Places:
    """The entries that rows name which ascend only if `once`: else each is taken as often as it is named."""
    return reach(rows) if once else rows.astype(np.intp)


def add_at(column: Column, at: Places, amounts: Column) -> None:
    """Adds to these entries of a column; whoever is named twice gets both.

    Taking entries out, adding and putting them back takes almost three times as long.
    """
    if isinstance(at, slice):
        column[at] += amounts
    else:
        np.add.at(column, at, amounts)


def places(rows: Rows, among: Rows) -> Places:
    """Where each of `rows` stands in `among`: both ascend, and every one of them must be in it."""
    if len(rows) == len(among):
        return slice(0, len(rows))
    if int(among[-1]) - int(among[0]) == len(among) - 1:
        return rows.astype(np.intp) - int(among[0])
    return np.searchsorted(among, rows)


def distinct(lot: Rows) -> tuple[Rows, Rows]:
    """Each number of ascending ones but once; and for each entry, which of these it is."""
    first = np.ones(len(lot), np.bool_)
    np.not_equal(lot[1:], lot[:-1], out=first[1:])
    return lot[first], np.cumsum(first, dtype=np.int32) - np.int32(1)


def grown(column: NDArray[Any], size: int) -> NDArray[Any]:
    """The same column with room for `size` entries, the new ones zero."""
    if len(column) >= size:
        return column
    larger = np.zeros(size, column.dtype)
    larger[: len(column)] = column
    return larger
