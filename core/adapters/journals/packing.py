"""The codec: any dataclass tree, its columns included, to bytes and back.

Layout, all little-endian; every block starts at a multiple of 8:

    0   magic `SLIP`    4   format version u16    6   zero u16
    8   head length u32    12   number of arrays u32    16   CRC-32 of all other bytes u32    20   zero u32
    24  the head: UTF-8 JSON of the tree, in which a column is its place in the list of arrays
    …   each array: dtype u8, form u8, zero u16, entries u32, then
          form 0, plain: the entries;  form 1, run: one entry, which all are equal to;  form 2, steps: the first of
          entries that each are one more than the one before

Equal trees give equal bytes: sets are written in order, dicts in theirs. Decoded columns are read-only views of the
bytes, or copies to write in when asked for. pydantic checks the head by the type hints and never looks into an array.
"""

from collections.abc import Iterator
from functools import cache
from struct import Struct
from typing import Any, get_args
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter
from pydantic_core import SchemaSerializer, SchemaValidator, ValidationError, core_schema

from core.adapters.journals.earlier_lots import EARLIER, told_in_columns
from core.model.events import Fact
from core.ports import JournalRefused

FORMAT = 1
_MAGIC = b"SLIP"
_OPENING = Struct("<4sHHII")
_CHECK = Struct("<II")
_HEAD_AT = _OPENING.size + _CHECK.size
_ARRAY = Struct("<BBHI")
_PLAIN, _RUN, _STEPS = range(3)
_DTYPES: dict[int, np.dtype[Any]] = {1: np.dtype("<i8"), 2: np.dtype("<i4"), 3: np.dtype("u1"), 4: np.dtype("?")}
_DTYPE_CODES = {dtype: code for code, dtype in _DTYPES.items()}
_KINDS: dict[str, type] = {kind.__name__: kind for kind in get_args(Fact)}
_SHORT = 16
"""Up to so many bytes a more compact form saves nothing."""


def pack_fact(fact: Fact) -> bytes:
    return pack(type(fact), fact)


def unpack_fact(kind: str, body: bytes) -> Fact:
    """The fact of this name, its columns read-only. Raises JournalRefused for a name or bytes it does not know."""
    known = _KINDS.get(kind)
    if known is None:
        raise JournalRefused(f"a fact named {kind[:60]!r} is unknown to this program: it needs a newer one")
    try:
        fact: Fact = unpack(known, body)
    except JournalRefused:
        if kind not in EARLIER:
            raise
        return told_in_columns(unpack(EARLIER[kind], body))
    return fact


def pack(kind: type, value: Any) -> bytes:
    """`value`, an instance of the dataclass `kind`, as bytes. Raises TypeError for an array that is no column."""
    columns: list[NDArray[Any]] = []
    head = _codec(kind)[0].to_json(value, context=columns)
    blocks: list[bytes | memoryview] = [head, bytes(-len(head) % 8)]
    for column in columns:
        blocks.extend(_array_blocks(column))
    opening = _OPENING.pack(_MAGIC, FORMAT, 0, len(head), len(columns))
    check = crc32(bytes(4), crc32(opening))
    for block in blocks:
        check = crc32(block, check)
    return b"".join([opening, _CHECK.pack(check, 0), *blocks])


def unpack(kind: type, body: bytes, *, writable: bool = False) -> Any:
    """The tree that `pack` made, its columns read-only views of `body`, or copies if `writable`.

    Raises JournalRefused for damaged bytes, a newer format, and a head that does not fit `kind`.
    """
    head_end, arrays = _opened(body)
    columns = list(_arrays(body, _padded(head_end), arrays))
    if writable:
        columns = [column.copy() for column in columns]
    try:
        return _codec(kind)[1].validate_json(body[_HEAD_AT:head_end], context=columns)
    except (ValidationError, IndexError) as error:
        raise JournalRefused(f"the bytes of a {kind.__name__} do not fit it: {error}") from error


def check_of(body: bytes) -> int:
    """The CRC-32 that packed bytes carry, 0 where they are too short for one."""
    return int(_CHECK.unpack_from(body, _OPENING.size)[0]) if len(body) >= _HEAD_AT else 0


# ── the head ──────────────────────────────────────────────────────────────────


@cache
def _codec(kind: type) -> tuple[SchemaSerializer, SchemaValidator]:
    schema = _in_order(TypeAdapter(kind).core_schema)
    return SchemaSerializer(schema), SchemaValidator(schema)


def _in_order(schema: Any) -> Any:
    """The same schema with every set written sorted, so that equal sets are equal bytes."""
    if isinstance(schema, list | tuple):
        return type(schema)(_in_order(each) for each in schema)
    if not isinstance(schema, dict):
        return schema
    mended = {key: _in_order(each) for key, each in schema.items() if key != "metadata"}
    if mended.get("type") in {"set", "frozenset"}:
        mended["serialization"] = core_schema.wrap_serializer_function_ser_schema(_sorted)
    return mended


def _sorted(value: Any, handler: core_schema.SerializerFunctionWrapHandler) -> list[Any]:
    return sorted(handler(value))


# ── arrays ────────────────────────────────────────────────────────────────────


def _array_blocks(column: NDArray[Any]) -> Iterator[bytes | memoryview]:
    code = _DTYPE_CODES.get(column.dtype)
    if code is None or column.ndim != 1:
        raise TypeError(f"an array of {column.ndim} dimensions of {column.dtype} is no column")
    form = _form(column)
    stored = np.ascontiguousarray(column if form == _PLAIN else column[:1])
    yield _ARRAY.pack(code, form, 0, len(column))
    yield stored.data
    yield bytes(-stored.nbytes % 8)


def _form(column: NDArray[Any]) -> int:
    """The most compact form. Two entries are compared first: most columns of amounts are told plain by them."""
    if column.nbytes <= _SHORT:
        return _PLAIN
    first, last = column[0], column[-1]
    if first == last and bool((column == first).all()):
        return _RUN
    if column.dtype == np.bool_ or int(last) - int(first) != len(column) - 1:
        return _PLAIN
    return _STEPS if bool((column[1:] - column[:-1] == 1).all()) else _PLAIN


def _opened(body: bytes) -> tuple[int, int]:
    """Where the head ends and how many arrays follow, once all bytes are known to be whole."""
    if len(body) < _HEAD_AT or body[:4] != _MAGIC:
        raise JournalRefused("damaged bytes: they do not begin as packed bytes do; restore the file from a backup")
    _, version, _, head_length, arrays = _OPENING.unpack_from(body)
    if crc32(memoryview(body)[_OPENING.size + 4 :], crc32(body[: _OPENING.size])) != check_of(body):
        raise JournalRefused("damaged bytes: the checksum differs; restore the file from a backup")
    if version != FORMAT:
        raise JournalRefused(f"packed in format {version}, and this program reads format {FORMAT}")
    return _HEAD_AT + head_length, arrays


def _arrays(body: bytes, at: int, count: int) -> Iterator[NDArray[Any]]:
    try:
        for _ in range(count):
            code, form, _, entries = _ARRAY.unpack_from(body, at)
            dtype = _DTYPES[code]
            stored = np.frombuffer(body, dtype, entries if form == _PLAIN else 1, at + _ARRAY.size)
            at = _padded(at + _ARRAY.size + stored.nbytes)
            yield _unfolded(stored, form, entries)
    except (KeyError, ValueError, ArithmeticError) as error:
        raise JournalRefused(f"damaged bytes: an array is not as its header says ({error!r})") from error
    if at != len(body):
        raise JournalRefused(f"damaged bytes: {len(body) - at} more than the arrays take")


def _unfolded(stored: NDArray[Any], form: int, entries: int) -> NDArray[Any]:
    if form == _PLAIN:
        return stored
    if form not in {_RUN, _STEPS}:
        raise ValueError(f"form {form}")
    column = np.full(entries, stored[0]) if form == _RUN else np.arange(entries, dtype=stored.dtype) + stored[0]
    column.flags.writeable = False
    return column


def _padded(at: int) -> int:
    return at + -at % 8
