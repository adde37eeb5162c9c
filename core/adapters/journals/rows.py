"""A record as the row a journal keeps: what it is searched by, its packed fact, and one checksum over all of it.

`at` in microseconds since 1970, UTC. Both adapters keep the same rows, so what a story reads back has passed the codec.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zlib import crc32

from core.adapters.journals.earlier_chunks import retold
from core.adapters.journals.packing import check_of, pack_fact, unpack_fact
from core.model.events import Fact, Record
from core.model.people import Origin, PersonId
from core.ports import JournalRefused

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SUBJECTS = ("lead", "person", "who")
"""Fields that name the subject, the first of them that a fact has."""

RESTORE = "nothing was traded on it; put the newest backup, both files and the key, into an empty folder"
"""What is to be done about a damaged journal."""
A_TURN = 1 << 19
"""Bytes a reading takes in one turn, measured at a few milliseconds; a single record may be longer."""


class Row(NamedTuple):
    """One line. `subject` is None for a fact about the desk alone."""

    seq: int
    at: int
    origin: str
    kind: str
    subject: int | None
    crc: int
    body: bytes


def row_of(record: Record) -> Row:
    fact = record.fact
    at = (record.at - _EPOCH) // _MICROSECOND
    row = Row(record.seq, at, record.origin, type(fact).__name__, subject_of(fact), 0, pack_fact(fact))
    return row._replace(crc=_crc(row))


def record_of(row: Row) -> Record:
    """The record of a row, its columns read-only. Raises JournalRefused when a byte of it has changed."""
    if row.crc != _crc(row):
        raise JournalRefused(f"record {row.seq} of the journal is damaged: {RESTORE}")
    try:
        fact = unpack_fact(row.kind, row.body)
    except JournalRefused as refused:
        raise JournalRefused(f"record {row.seq} of the journal: {refused}") from refused
    return Record(row.seq, _EPOCH + row.at * _MICROSECOND, Origin(row.origin), retold(fact))


def within_a_turn(rows: Iterable[Row]) -> Iterator[Row]:
    """The first rows, as long as a reading may hold up others; one at least where there is any."""
    read = 0
    for row in rows:
        yield row
        read += len(row.body)
        if read >= A_TURN:
            return


def subject_of(fact: Fact) -> PersonId | None:
    """The lead a fact is about, else the person; None for a fact about the desk alone."""
    found = next((getattr(fact, name) for name in _SUBJECTS if hasattr(fact, name)), None)
    return None if found is None else PersonId(int(found))


def _crc(row: Row) -> int:
    """Over all but itself, the body by its own checksum, which `unpack_fact` holds the body to."""
    searched_by = f"{row.seq}|{row.at}|{row.origin}|{row.kind}|{row.subject}"
    return crc32(searched_by.encode(), check_of(row.body))
