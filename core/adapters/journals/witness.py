"""What the journal must still hold: the number of the last acknowledged record, in a file of its own (P-12).

It is written after the record is on the disk, and itself waits for no disk: it outlives `kill -9`, and is behind, never
ahead, after the power went. So a journal that ends below it has lost what somebody was told.
"""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Final
from zlib import crc32

from core.adapters.journals.log import log_of
from core.ports import JournalRefused

_LENGTH: Final = 30
WHAT_TO_DO: Final = (
    "Nothing was changed and nothing traded on it. Restore the newest backup into an empty folder; "
    "or go on from what is left, with `slipstream journal cut`"
)


class Witness:
    """The file beside one journal, open as long as the journal is."""

    def __init__(self, journal: Path) -> None:
        self._descriptor = os.open(witness_of(journal), os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def note(self, seq: int) -> None:
        """Up to `seq` all is on the disk. Some microseconds."""
        number = f"{seq:020d}"
        with suppress(OSError):  # the record is on the disk; an older number is no lie
            os.pwrite(self._descriptor, f"{number} {crc32(number.encode()):08x}\n".encode(), 0)

    def close(self) -> None:
        """Nothing more is noted; once is enough, more does no harm."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def witness_of(journal: Path) -> Path:
    """Where the number of a journal stands."""
    return journal.with_suffix(".last")


def ensure_whole(journal: Path) -> None:
    """Before SQLite opens the journal, for what it drops is gone then. Raises JournalRefused where facts are lost."""
    log, promised, there = log_of(journal), noted(journal), last_of(journal)
    if log.damaged:
        raise JournalRefused(
            f"the journal's log is damaged {log.broken_at} bytes in: {log.lost} commits or more behind that place would"
            f" be lost, and with them trades that were told. {WHAT_TO_DO}"
        )
    if promised is not None and there is not None and there < promised:
        raise JournalRefused(
            f"the journal ends with record {there}, and {promised} were acknowledged: {promised - there} are lost, "
            f"trades perhaps among them; the log is damaged, or an older copy was put here. {WHAT_TO_DO}"
        )


def noted(journal: Path) -> int | None:
    """The number that was noted last; None where there is none, or one that is damaged."""
    with suppress(OSError):
        number, _, check = witness_of(journal).read_bytes()[:_LENGTH].decode("ascii", "replace").strip().partition(" ")
        if number.isdecimal() and check == f"{crc32(number.encode()):08x}":
            return int(number)
    return None


def last_of(journal: Path) -> int | None:
    """The number of the last record that SQLite finds, the files left as they are; None where it finds no journal."""
    if not journal.exists():
        return 0
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{journal.absolute().as_uri()}?mode=ro", uri=True)) as reader,
    ):
        tables = reader.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        return int(reader.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0]) if tables else 0
    return None


def cut(journal: Path) -> int:
    """Goes on from what SQLite still reads, and gives up the rest; the number of the last record that is left.

    For a caller who has the desk's lock and has kept a copy. Raises JournalRefused for what SQLite cannot read.
    """
    try:
        with closing(sqlite3.connect(journal, isolation_level=None)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            left = int(connection.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0])
    except sqlite3.Error as error:
        raise JournalRefused(f"the journal cannot be read ({error}): restore the newest backup") from error
    witness_of(journal).unlink(missing_ok=True)
    return left
