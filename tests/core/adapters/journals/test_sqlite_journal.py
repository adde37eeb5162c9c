"""The SQLite journal alone: its lock and fence, damage, a full disk, an older backup, and `kill -9`."""

import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pytest

from core.adapters.journals.lock import DeskInUse, DeskLock
from core.adapters.journals.sqlite import SCHEMA, SqliteJournal, _make_room
from core.adapters.journals.witness import witness_of
from core.model.copying import ReleaseCause
from core.model.events import Deposited, LotsReleased, Record
from core.model.market import Symbol
from core.model.people import Origin, PersonId
from core.ports import JournalRefused, Snapshot
from tests.core.adapters.journals.trees import same

START = datetime(2026, 1, 5, tzinfo=UTC)
BOB = PersonId(2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[SqliteJournal]:
    made = opened(path)
    yield made
    made.close()


def opened(path: Path, *, fold_version: int = 1, check: bool = False, room: int = 0) -> SqliteJournal:
    return SqliteJournal.open(path, fold_version=fold_version, check=check, room=room)


def records(first: int, last: int, amount: int = 1) -> list[Record]:
    return [
        Record(seq, START + timedelta(seconds=seq), Origin(""), Deposited(BOB, amount))
        for seq in range(first, last + 1)
    ]


def large(seq: int, entries: int = 16_384) -> Record:
    amounts = np.random.default_rng(seq).integers(0, 2**60, entries)
    rows = np.arange(entries, dtype=np.int32)
    return Record(
        seq, START, Origin(""), LotsReleased(BOB, Symbol("A"), ReleaseCause.DUST, None, 0, rows, amounts, amounts)
    )


# ── one writer ────────────────────────────────────────────────────────────────


def test_a_second_writer_is_refused_with_the_number_of_the_first(journal, path):
    with pytest.raises(DeskInUse, match=f"in use by process {os.getpid()}: stop that one first") as refused:
        opened(path)
    assert refused.value.pid == os.getpid()


def test_the_lock_ends_with_the_journal(journal, path):
    journal.close()
    opened(path).close()


def test_a_lock_that_is_handed_in_is_used(path):
    lock = DeskLock.acquire(path.parent)
    journal = SqliteJournal.open(path, fold_version=1, lock=lock)
    journal.append(records(1, 1))
    journal.close()
    DeskLock.acquire(path.parent).release()


def test_a_lock_lives_as_long_as_its_process(tmp_path):
    held, child = _child_that(lambda say: (DeskLock.acquire(tmp_path), say(b"x"), signal.pause()))
    os.read(held, 1)
    with pytest.raises(DeskInUse) as refused:
        DeskLock.acquire(tmp_path)
    assert refused.value.pid == child
    _kill(child, held)
    DeskLock.acquire(tmp_path).release()


def test_a_failed_opening_leaves_no_lock_behind(path):
    path.write_bytes(b"no database at all, but long enough for one" * 100)
    for _ in range(2):
        with pytest.raises(
            JournalRefused, match="file is not a database; nothing was traded on it; put the newest backup"
        ):
            opened(path)


def test_a_writer_that_was_overtaken_writes_no_more(journal, path):
    journal.append(records(1, 1))
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE meta SET value = value + 1 WHERE name = 'epoch'")
    with pytest.raises(JournalRefused, match="the desk was taken over"):
        journal.append(records(2, 2))
    assert list(journal.read()) == records(1, 1)


def test_a_number_that_another_connection_took_is_refused(journal, path):
    journal.append(records(1, 1))
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("INSERT INTO journal SELECT 2, at, origin, kind, subject, crc, body FROM journal")
    with pytest.raises(JournalRefused, match="another writer has taken this number"):
        journal.append(records(2, 2))


def test_every_opening_has_the_next_epoch(path):
    for epoch in (1, 2, 3):
        with closing(opened(path)) as journal:
            assert journal.epoch == epoch


def test_a_newer_schema_is_refused_with_both_numbers(path):
    opened(path).close()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE meta SET value = ? WHERE name = 'schema'", (SCHEMA + 1,))
    with pytest.raises(JournalRefused, match=f"schema {SCHEMA + 1}, this program knows {SCHEMA}"):
        opened(path)


def test_another_database_is_no_journal(path):
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE shopping (what TEXT)")
    with pytest.raises(JournalRefused, match="no such table: meta"):
        opened(path)


# ── the disk ──────────────────────────────────────────────────────────────────


def test_the_log_is_emptied_at_the_end(path):
    journal = opened(path)
    journal.append([large(1)])
    assert path.with_name("journal.db-wal").stat().st_size > 250_000
    journal.close()
    assert not path.with_name("journal.db-wal").exists()


def test_a_log_with_room_is_written_over_and_not_made_longer(path):
    with closing(opened(path, room=1 << 20)) as journal:
        log = path.with_name("journal.db-wal")
        before = log.stat().st_size
        assert before > 900_000, "what SQLite kept in memory is short of the room"
        journal.append([large(1)])
        assert (log.stat().st_size, [each.seq for each in journal.read()]) == (before, [1])
    assert path.stat().st_size < 1 << 20, "the row that made the room is in the file"


def test_a_disk_without_room_for_the_log_stops_no_journal(path, journal):
    pages = journal._connection.execute("PRAGMA page_count").fetchone()[0]
    journal._connection.execute(f"PRAGMA max_page_count = {pages}")
    _make_room(journal._connection, 1 << 20)
    journal.append(records(1, 1))
    assert list(journal.read()) == records(1, 1)


def test_much_log_is_copied_into_the_file_when_nothing_else_is_going_on_and_a_little_is_left(
    path, journal, monkeypatch
):
    empty = path.stat().st_size
    journal.append([large(1)])
    journal.tidy()
    assert path.stat().st_size == empty
    monkeypatch.setattr("core.adapters.journals.sqlite.MUCH", 1 << 18)
    journal.tidy()
    assert path.stat().st_size > empty + (1 << 18)
    log = path.with_name("journal.db-wal").stat().st_size
    journal.append([large(2)])
    assert path.with_name("journal.db-wal").stat().st_size <= log, "the log did not begin anew"
    assert [each.seq for each in journal.read()] == [1, 2]


def test_a_commit_waits_for_the_disk(journal):
    assert journal._connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert journal._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_full_disk_is_refused_with_what_to_do_and_can_be_mended(journal):
    journal.append(records(1, 1))
    pages = journal._connection.execute("PRAGMA page_count").fetchone()[0]
    journal._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(JournalRefused, match="nothing was written: database or disk is full; free some room"):
        journal.append([large(2)])
    assert list(journal.read()) == records(1, 1)
    journal._connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
    journal.append([large(2)])
    assert [each.seq for each in journal.read()] == [1, 2]


def test_after_an_error_of_the_disk_nothing_is_written_until_it_is_opened_anew(journal, path):
    journal.append(records(1, 2))
    whole, journal._connection = journal._connection, Failing("SQLITE_IOERR_FSYNC")
    with pytest.raises(JournalRefused, match="disk I/O error; see to the disk, then start again"):
        journal.append(records(3, 3))
    journal._connection = whole
    with pytest.raises(JournalRefused, match="shut after an error"):
        journal.append(records(3, 3))
    journal.close()
    with closing(opened(path)) as again:
        again.append(records(3, 3))
        assert list(again.read()) == records(1, 3)


class Failing:
    """A connection whose disk is gone."""

    def __init__(self, name: str) -> None:
        self._error = sqlite3.OperationalError("disk I/O error")
        self._error.sqlite_errorname = name

    def execute(self, *_: object) -> None:
        raise self._error


# ── damage ────────────────────────────────────────────────────────────────────


def outcome(path: Path, *, check: bool) -> list[Record] | None:
    """All records of a journal; None when it refuses."""
    try:
        with closing(opened(path, check=check)) as journal:
            return list(journal.read())
    except JournalRefused:
        return None


def test_a_flipped_bit_is_found_or_changes_nothing(path, tmp_path):
    with closing(opened(path)) as journal:
        for seq in range(1, 60):
            journal.append([large(seq, 300)] if seq % 3 else records(seq, seq))
        kept = list(journal.read())
    whole, chance, found = path.read_bytes(), Random(5), 0
    damaged_path = tmp_path / "damaged" / "journal.db"
    damaged_path.parent.mkdir()
    for _ in range(250):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        damaged_path.write_bytes(damaged)
        read = outcome(damaged_path, check=True)
        assert read is None or same(read, kept)
        found += read is None
    assert found > 150


def test_a_torn_file_is_found(path, tmp_path):
    with closing(opened(path)) as journal:
        for seq in range(1, 9):
            journal.append([large(seq, 2000)])
    whole = path.read_bytes()
    for length in range(len(whole) - 1, 1000, -len(whole) // 40):
        path.write_bytes(whole[:length])
        assert outcome(path, check=True) is None, length


def test_a_missing_record_is_found(path):
    with closing(opened(path)) as journal:
        journal.append(records(1, 5))
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("DELETE FROM journal WHERE seq = 3")
    with closing(opened(path)) as journal, pytest.raises(JournalRefused, match="record 3 of the journal is missing"):
        list(journal.read())


@pytest.mark.parametrize(
    "change", ["at = at + 1", "origin = 'x'", "kind = 'Withdrawn'", "subject = 9", "crc = crc + 1"]
)
def test_a_changed_column_is_found(path, change):
    with closing(opened(path)) as journal:
        journal.append(records(1, 2))
    with closing(sqlite3.connect(path)) as other, other:
        other.execute(f"UPDATE journal SET {change} WHERE seq = 2")  # noqa: S608  # the changes stand above
    with closing(opened(path)) as journal, pytest.raises(JournalRefused, match="record 2 of the journal is damaged"):
        list(journal.read())


# ── snapshots ─────────────────────────────────────────────────────────────────


@pytest.fixture
def saved(path: Path) -> Path:
    """A journal with three saved snapshots; returns where they are."""
    with closing(opened(path)) as journal:
        for seq in (1, 2, 3):
            journal.append(records(seq, seq))
            journal.save(Snapshot(seq, b"book %d" % seq))
    return path.with_suffix(".snapshots")


def snapshot_of(path: Path, *, fold_version: int = 1) -> Snapshot | None:
    with closing(opened(path, fold_version=fold_version)) as journal:
        return journal.snapshot()


def test_the_newest_two_snapshots_are_kept(saved):
    assert [int(each.stem) for each in sorted(saved.iterdir())] == [2, 3]


def test_damaged_snapshots_are_passed_over_for_older_ones(path, saved):
    older, newest = sorted(saved.iterdir())
    _flip(newest, -1)
    assert snapshot_of(path) == Snapshot(2, b"book 2")
    _flip(older, 9)
    assert snapshot_of(path) is None


def test_a_torn_snapshot_is_none(path, saved):
    older, newest = sorted(saved.iterdir())
    older.unlink()
    whole = newest.read_bytes()
    for length in range(len(whole)):
        newest.write_bytes(whole[:length])
        assert snapshot_of(path) is None


def test_a_snapshot_of_another_fold_is_not_used(path, saved):
    assert snapshot_of(path, fold_version=2) is None
    assert snapshot_of(path, fold_version=1) == Snapshot(3, b"book 3")


def test_snapshots_of_a_lost_future_are_not_used_and_give_way(path, tmp_path):
    with closing(opened(path)) as journal:
        journal.append(records(1, 1))
    shutil.copy(path, tmp_path / "backup")
    with closing(opened(path)) as journal:
        journal.append(records(2, 4))
        journal.save(Snapshot(2, b"lost"))
        journal.save(Snapshot(4, b"lost"))
    shutil.copy(tmp_path / "backup", path)
    witness_of(path).unlink()
    with closing(opened(path)) as journal:
        assert journal.snapshot() is None
        journal.append(records(2, 3, amount=2))
        assert journal.snapshot() is None
        journal.save(Snapshot(3, b"new"))
        journal.append(records(4, 4, amount=2))
        assert journal.snapshot() == Snapshot(3, b"new")


def test_an_unfinished_snapshot_does_no_harm(path, saved):
    (saved / "0000000000000000004.unfinished").write_bytes(b"half a sn")
    assert snapshot_of(path) == Snapshot(3, b"book 3")


def test_a_disk_that_takes_no_snapshot_loses_no_fact(path, saved):
    saved.rename(saved.with_suffix(".aside"))
    saved.write_bytes(b"a file where the folder should be")
    with closing(opened(path)) as journal:
        with pytest.raises(JournalRefused, match="no fact is lost"):
            journal.save(Snapshot(3, b"book 3"))
        journal.append(records(4, 4))


def _flip(path: Path, at: int) -> None:
    damaged = bytearray(path.read_bytes())
    damaged[at] ^= 4
    path.write_bytes(damaged)


# ── kill -9 ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("room", [0, 1 << 20])
def test_every_acknowledged_record_survives_kill_9(path, room):
    chance, expected = Random(11), 0
    for _ in range(8):
        acknowledged = _killed_while_appending(path, after=chance.randrange(1, 40), room=room)
        with closing(opened(path, check=True)) as journal:
            kept = list(journal.read())
        assert len(kept) >= acknowledged > expected
        assert all(same(each, _nth(each.seq)) for each in kept)
        expected = len(kept)


def _nth(seq: int) -> Record:
    return large(seq, 4000) if seq % 5 == 0 else records(seq, seq)[0]


def _killed_while_appending(path: Path, *, after: int, room: int) -> int:
    """The last number the child saw on disk before it was killed."""

    def append_for_ever(say):
        journal = opened(path, room=room)
        last = sum(1 for _ in journal.read())
        while True:
            size = 1 + last % 3
            journal.append([_nth(last + step) for step in range(1, size + 1)])
            last += size
            say(last.to_bytes(4, "little"))

    heard, child = _child_that(append_for_ever)
    said = b""
    while len(said) < 4 * after:
        said += os.read(heard, 4096)
    os.kill(child, signal.SIGKILL)
    while more := os.read(heard, 4096):
        said += more
    os.waitpid(child, 0)
    os.close(heard)
    return int.from_bytes(said[len(said) // 4 * 4 - 4 :][:4], "little")


def _child_that(work) -> tuple[int, int]:
    """Forks a child that works and speaks through a pipe; returns where it is heard, and its number."""
    heard, spoken = os.pipe()
    child = os.fork()
    if child:
        os.close(spoken)
        return heard, child
    try:
        work(lambda said: os.write(spoken, said))
    finally:
        os._exit(1)


def _kill(child: int, heard: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(heard)
