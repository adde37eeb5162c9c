"""The SQLite journal: one file, one writer, on disk before `append` returns (P-9).

`at` in microseconds since 1970, UTC. One connection, used by one thread at a time, is the only one that writes or
checkpoints: releases before 3.51.3 can lose a reset of the log when two do. Others may read with `query_only`. Only
`append` and `save` may come from two threads at once: they wait for each other. `prepare` may come from a third.
Nothing goes on after an error of the disk: the journal refuses until it is opened anew.
"""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from heapq import nlargest, nsmallest
from itertools import chain
from pathlib import Path
from threading import Lock

from core.adapters.journals.lock import DeskLock
from core.adapters.journals.rows import RESTORE, Row, record_of, row_of, within_a_turn
from core.adapters.journals.snapshots import SnapshotFolder
from core.adapters.journals.witness import Witness, ensure_whole
from core.model.events import Record
from core.model.people import PersonId
from core.ports import JournalRefused, Snapshot

SCHEMA = 1
LOG_ROOM = 64 << 20
"""Bytes at which the log is copied into the file, and the `room` of a desk at work."""
MUCH = LOG_ROOM // 16
"""Bytes of log that are copied into the file when nothing else is going on, in some 5 ms."""
_PAGE = 16_384
_CACHE = "PRAGMA cache_size = -65536"
_PRAGMAS = (
    # measured: appends of 600 KB in 1.0 ms against 1.35 ms with pages of 4 KB, small ones in the same 0.26 ms
    f"PRAGMA page_size = {_PAGE}",
    "PRAGMA journal_mode = WAL",
    # NORMAL may lose the newest commits when the power goes
    "PRAGMA synchronous = FULL",
    # 64 MB of log are copied into the file by the commit that finds them, in some 60 ms; at the usual 4 MB every
    # seventh commit of a fan-out would wait 8 ms. `tidy`, `save` and `close` empty the log before it gets there
    f"PRAGMA wal_autocheckpoint = {LOG_ROOM // _PAGE}",
    # a commit of four chunks is 2.4 MB: the usual 2 MB would spill it to the log page by page, measured at 3 ms for 0.5
    _CACHE,
    "PRAGMA cell_size_check = ON",
)
_LONG = 8 * _PAGE
"""Bytes of a body from which it is written into its row's pages itself: SQLite would first copy it twice, into memory
it has to ask the system for. Measured: 2.5 MB in 2.6 ms against 6.2 ms, 0.6 MB in 0.8 ms against 1.3 ms.
"""
_BATCH = 64
"""Rows a read takes at once: no statement stays open while its rows are folded."""

_TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE journal (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, origin TEXT NOT NULL, kind TEXT NOT NULL,"
    " subject INTEGER, crc INTEGER NOT NULL, body BLOB NOT NULL) STRICT",
    "CREATE INDEX journal_about ON journal (subject, kind, seq)",
    "INSERT INTO meta VALUES ('schema', 1), ('fold', 0), ('epoch', 0)",
)
_INSERT = "INSERT INTO journal (seq, at, origin, kind, subject, crc, body) VALUES (?, ?, ?, ?, ?, ?, ?)"
_INSERT_LONG = _INSERT.removesuffix("?)") + "zeroblob(?))"
_AFTER = "SELECT seq, at, origin, kind, subject, crc, body FROM journal WHERE seq > ? ORDER BY seq LIMIT ?"
_ONE = "SELECT seq, at, origin, kind, subject, crc, body FROM journal WHERE seq = ?"
_ABOUT = "SELECT seq FROM journal WHERE subject = ? AND kind = ? AND seq < ? ORDER BY seq DESC LIMIT ?"
_ONWARD = "SELECT seq FROM journal WHERE subject IS ? AND kind = ? AND seq > ? ORDER BY seq LIMIT ?"
_META = "SELECT value FROM meta WHERE name = ?"
_SET_META = "UPDATE meta SET value = ? WHERE name = ?"
_BEYOND = 2**63 - 1


class SqliteJournal:
    """A `Journal` in one file, with `desk.lock` and a folder of snapshots beside it. Made by `open`."""

    def __init__(
        self, connection: sqlite3.Connection, lock: DeskLock, snapshots: SnapshotFolder, witness: Witness
    ) -> None:
        self.epoch = _value(connection, _META, "epoch")
        """Grows with each opening; a writer whose epoch is no longer the file's has lost the desk."""
        self._connection = connection
        self._lock = lock
        self._snapshots = snapshots
        self._witness = witness
        self._last = _value(connection, "SELECT coalesce(max(seq), 0) FROM journal")
        self._broken: str | None = None
        self._in_use = Lock()
        self._prepared: dict[int, tuple[Record, Row]] = {}
        self._logged = 0
        """Bytes written since the log was last emptied."""

    @classmethod
    def open(
        cls, path: Path, *, fold_version: int, lock: DeskLock | None = None, check: bool = False, room: int = 0
    ) -> "SqliteJournal":
        """Opens or makes the journal and takes the folder's lock, unless the caller holds it already and hands it in.

        `check` runs SQLite's own quick check, which reads the whole file. `room` bytes of log are made beforehand
        (decision 0020). Raises DeskInUse when another process has the desk, and JournalRefused for a newer schema, a
        damaged file or a disk that says no.
        """
        with ExitStack() as undo:
            held = lock or DeskLock.acquire(path.parent)
            if lock is None:
                undo.callback(held.release)
            with _refusals("the journal cannot be opened"):
                ensure_whole(path)
                connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
                undo.callback(connection.close)
                _prepare(connection, fold_version, check=check, room=room)
                witness = Witness(path)
                undo.callback(witness.close)
                journal = cls(connection, held, SnapshotFolder(path.with_suffix(".snapshots"), fold_version), witness)
            undo.pop_all()
            return journal

    def prepare(self, records: Sequence[Record]) -> None:
        for record in records:
            self._prepared[record.seq] = record, row_of(record)

    def append(self, records: Sequence[Record]) -> None:
        rows = [self._row_of(record) for record in records]
        self._guard(rows)
        with self._in_use:
            self._write(rows)
        self._last += len(rows)
        self._logged += sum(len(row.body) for row in rows)
        self._witness.note(self._last)

    def read(self, after: int = 0) -> Iterator[Record]:
        while rows := self._rows_after(after):
            for row in rows:
                after += 1
                if row.seq != after:
                    raise JournalRefused(f"record {after} of the journal is missing: {RESTORE}")
                yield record_of(row)

    def about(
        self, subject: PersonId, kinds: Sequence[str], *, before: int | None = None, most: int = 10
    ) -> list[Record]:
        bound = _BEYOND if before is None else before
        with _refusals("the journal cannot be read"):
            found = [self._connection.execute(_ABOUT, (subject, kind, bound, most)) for kind in kinds]
            newest = nlargest(most, (seq for (seq,) in chain.from_iterable(found)))
            return [record_of(self._row(seq)) for seq in newest]

    def onward(
        self, subjects: Collection[PersonId | None], kinds: Sequence[str], *, after: int, most: int
    ) -> list[Record]:
        with _refusals("the journal cannot be read"):
            asked = [(subject, kind, after, most) for subject in subjects for kind in kinds]
            found = [self._connection.execute(_ONWARD, values) for values in asked]
            oldest = nsmallest(most, (seq for (seq,) in chain.from_iterable(found)))
            return [record_of(row) for row in within_a_turn(map(self._row, oldest))]

    def tidy(self) -> None:
        if self._logged >= MUCH:
            self._empty_log()

    def save(self, snapshot: Snapshot) -> None:
        with self._in_use:
            crc = self._crc_at(snapshot.seq) or 0
        self._snapshots.save(snapshot, crc)
        self._empty_log()

    def _empty_log(self) -> None:
        """Copies the log into the file; the next commit begins it anew."""
        self._logged = 0  # where the disk says no, the next try comes as many bytes later
        with self._in_use, _refusals("the journal's log cannot be emptied"):
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def snapshot(self) -> Snapshot | None:
        whole = self._snapshots.whole()
        return next((found.snapshot for found in whole if self._crc_at(found.snapshot.seq) == found.record_crc), None)

    def close(self) -> None:
        """Empties the log into the file, closes it and lets go of the lock."""
        with suppress(sqlite3.Error):  # the log holds every fact as well: the next opening reads it
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()
        self._witness.close()
        self._lock.release()

    def _row_of(self, record: Record) -> Row:
        prepared, row = self._prepared.pop(record.seq, (None, None))
        return row if row is not None and prepared is record else row_of(record)

    def _guard(self, rows: Sequence[Row]) -> None:
        if self._broken is not None:
            raise JournalRefused(f"the journal is shut after an error: {self._broken}")
        for expected, row in enumerate(rows, self._last + 1):
            if row.seq != expected:
                raise JournalRefused(f"record {row.seq} was offered where {expected} is next: another writer is at it")

    def _write(self, rows: Sequence[Row]) -> None:
        """One transaction. An error of the disk shuts the journal: what the file holds then is anybody's guess."""
        try:
            with _refusals("nothing was written"), _committed(self._connection):
                self._fence()
                for row in rows:
                    self._insert(row)
        except JournalRefused as refused:
            if not _passing(refused.__cause__):
                self._broken = str(refused)
            raise

    def _insert(self, row: Row) -> None:
        if len(row.body) < _LONG:
            self._connection.execute(_INSERT, row)
            return
        self._connection.execute(_INSERT_LONG, (*row[:-1], len(row.body)))
        with self._connection.blobopen("journal", "body", row.seq) as body:
            body.write(row.body)

    def _fence(self) -> None:
        epoch = _value(self._connection, _META, "epoch")
        if epoch != self.epoch:
            raise JournalRefused(f"the desk was taken over: its epoch is {epoch}, and this writer is of {self.epoch}")

    def _rows_after(self, after: int) -> list[Row]:
        with _refusals("the journal cannot be read"):
            return [Row(*row) for row in self._connection.execute(_AFTER, (after, _BATCH))]

    def _row(self, seq: int) -> Row:
        return Row(*self._connection.execute(_ONE, (seq,)).fetchone())

    def _crc_at(self, seq: int) -> int | None:
        """The checksum of one record; None where the journal has none, and 0 before the first."""
        if seq == 0:
            return 0
        with _refusals("the journal cannot be read"):
            row = self._connection.execute(_ONE, (seq,)).fetchone()
        return None if row is None else Row(*row).crc


# ── the file ──────────────────────────────────────────────────────────────────


def _prepare(connection: sqlite3.Connection, fold_version: int, *, check: bool, room: int) -> None:
    """Settings, the check if wanted, tables in a new file, room in the log, and the next epoch."""
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    if check and (found := connection.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
        raise JournalRefused(f"the journal is damaged ({found}): {RESTORE}")
    with _committed(connection):
        if _value(connection, "SELECT count(*) FROM sqlite_schema") == 0:
            for statement in _TABLES:
                connection.execute(statement)
        schema = _value(connection, _META, "schema")
        if schema != SCHEMA:
            raise JournalRefused(f"the journal has schema {schema}, this program knows {SCHEMA}: run a newer program")
    if room:
        _make_room(connection, room)
    with _committed(connection):  # on disk when it returns, and the room with it
        connection.execute(_SET_META, (fold_version, "fold"))
        connection.execute(_SET_META, (_value(connection, _META, "epoch") + 1, "epoch"))


def _make_room(connection: sqlite3.Connection, room: int) -> None:
    """Lengthens the log by a row too large to be kept in memory, and takes the row back: the log keeps its length.

    A commit then writes over what is there: it has no new length and no new blocks to make durable. Where the disk has
    not so much, the log stays shorter. What an earlier life left behind the log's end is written over, too: `log_of`
    cannot take it for commits of this one.
    """
    connection.execute("PRAGMA cache_size = 16")
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("INSERT INTO journal VALUES (-1, 0, '', '', NULL, 0, zeroblob(?))", (room,))
    except sqlite3.OperationalError as error:
        if not _name(error).startswith("SQLITE_FULL"):
            raise
    finally:
        with suppress(sqlite3.Error):  # after some errors SQLite has rolled back by itself
            connection.execute("ROLLBACK")
    connection.execute(_CACHE)


def _value(connection: sqlite3.Connection, query: str, *values: str) -> int:
    row = connection.execute(query, values).fetchone()
    if row is None:
        raise JournalRefused("the file is a database and no journal of this desk")
    return int(row[0])


@contextmanager
def _committed(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # after some errors SQLite has rolled back by itself
            connection.execute("ROLLBACK")
        raise


@contextmanager
def _refusals(what: str) -> Iterator[None]:
    """SQLite's errors as JournalRefused, with what to do."""
    try:
        yield
    except UnicodeDecodeError as error:  # the module's own, where a damaged name stands in SQLite's message
        raise JournalRefused(f"{what}: its bytes are damaged; {RESTORE}") from error
    except sqlite3.Error as error:
        raise JournalRefused(f"{what}: {error}; {_advice(_name(error))}") from error


def _name(error: sqlite3.Error) -> str:
    return str(getattr(error, "sqlite_errorname", ""))


def _advice(name: str) -> str:
    return next((advice for start, advice in _ADVICE.items() if name.startswith(start)), "open the journal anew")


def _passing(cause: BaseException | None) -> bool:
    """Whether the next try may succeed on the same connection: the disk was full, or somebody else was writing."""
    return isinstance(cause, sqlite3.Error) and _name(cause).startswith(("SQLITE_FULL", "SQLITE_BUSY"))


_ADVICE = {
    "SQLITE_FULL": "free some room on the disk, then start again",
    "SQLITE_BUSY": "another process is writing to it: stop that one",
    "SQLITE_CONSTRAINT": "another writer has taken this number: stop one of the two",
    "SQLITE_IOERR": "see to the disk, then start again",
    "SQLITE_CORRUPT": RESTORE,
    "SQLITE_NOTADB": RESTORE,
    "SQLITE_READONLY": "see to the rights of the file and its folder",
    "SQLITE_CANTOPEN": "see to the rights of the folder",
}


def read_only(path: Path) -> Iterator[Record]:
    """Every record of a journal that another process may be writing: for looking back, never for trading.

    Raises JournalRefused at the first damaged record, or where there is no journal.
    """
    if not path.is_file():
        raise JournalRefused(f"{path} is no journal")
    with _refusals("the journal cannot be read"), closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as reader:
        reader.execute("PRAGMA query_only = ON")
        after = 0
        while rows := [Row(*found) for found in reader.execute(_AFTER, (after, _BATCH))]:
            yield from map(record_of, rows)
            after = rows[-1].seq
