"""A copy of journal and notes while the desk runs: SQLite's own online copy, off the loop, checked, whole or not there.

Notes come first: a cursor in them must never be ahead of the journal beside it. The journal's copy is one snapshot, for
which no writer waits. The key that signs statements is not in it: a stolen backup signs nothing.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

FOLDER: Final = "backups"
PARTIAL: Final = ".partial"
NAMED: Final = "%Y-%m-%dT%H-%M-%SZ"
FILES: Final = ("notes.sqlite", "journal.sqlite")
ROOM: Final = 64 << 20
"""Bytes of the disk that a backup leaves free."""


class BackupFailed(Exception):
    """There is no new backup; the text says why."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One that is whole. `records`: up to which fact of the journal it goes."""

    path: Path
    size: int
    records: int


def back_up(folder: Path, now: datetime) -> Backup:
    """Copy both files of a desk's folder into a new one below it. Raises BackupFailed.

    For a thread of its own: it reads and writes as much as the desk has.
    """
    home = folder / FOLDER
    path = home / now.strftime(NAMED)
    try:
        home.mkdir(mode=0o700, exist_ok=True)
        for left in home.glob(f"*{PARTIAL}"):
            shutil.rmtree(left)
        _ensure_room(folder, home)
        with _whole_or_nothing(path) as partial:
            for name in FILES:
                _copy(folder / name, partial / name)
            _empty_inbox(partial / FILES[0])
            records = _records(partial / FILES[-1])
    except (OSError, sqlite3.Error) as problem:
        raise BackupFailed(str(problem)) from problem
    return Backup(path, sum(each.stat().st_size for each in path.iterdir()), records)


def newest(folder: Path) -> datetime | None:
    """When the newest whole backup of a desk's folder was made; None where there is none."""
    made = [each.name for each in (folder / FOLDER).glob("*Z")]
    return datetime.strptime(max(made), NAMED).replace(tzinfo=UTC) if made else None


def _ensure_room(folder: Path, home: Path) -> None:
    wanted = sum(each.stat().st_size for name in FILES for each in folder.glob(f"{name}*") if each.is_file())
    free = shutil.disk_usage(home).free
    if free < wanted + ROOM:
        raise BackupFailed(f"it takes {wanted >> 20} MB, and the disk has {free >> 20} MB")


@contextmanager
def _whole_or_nothing(path: Path) -> Iterator[Path]:
    """A folder that has its name only once all that is in it is on the disk."""
    partial = path.with_name(path.name + PARTIAL)
    partial.mkdir(mode=0o700)
    try:
        yield partial
        for each in (*partial.iterdir(), partial):
            _sync(each)
        partial.rename(path)
        _sync(path.parent)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _copy(source: Path, target: Path) -> None:
    """All pages at once: copied in steps it would begin anew after each write of the desk."""
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as reader,
        closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        reader.execute("PRAGMA query_only = ON")
        reader.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    target.chmod(0o600)
    if found != "ok":
        raise BackupFailed(f"{source.name} is damaged: {found}")


def _empty_inbox(notes: Path) -> None:
    """What is typed while it is made, perhaps a secret, is in no backup, and no desk opened from it acts on it."""
    with closing(sqlite3.connect(notes, isolation_level=None)) as copy:
        copy.execute("UPDATE inbox SET state = 'done', raw = x'' WHERE state = 'waiting'")
        copy.execute("VACUUM")  # what was emptied is in no free page either


def _records(journal: Path) -> int:
    with closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as reader:
        return int(reader.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0])


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
