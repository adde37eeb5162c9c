"""A backup is whole or not there, is made while the desk writes, and a desk opens from it."""

import sqlite3
import stat
from datetime import UTC, datetime

import pytest
from story import cast, enter
from waiting import until
from whole_desk import desk, sandbox

from bot.host import backup as backing
from bot.host.backup import FILES, BackupFailed, back_up
from core.adapters.journals.sqlite import read_only
from core.fold import fold
from core.fold.book import Book

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def files(folder):
    return sorted(each.name for each in folder.iterdir())


async def test_the_admin_is_told_where_it_is_and_it_folds_to_the_same_book(tmp_path):
    async with desk(tmp_path) as town:
        lea, _, _, _, ada = cast(town)
        await enter(lea)
        await ada.says("/start", "No application waits")
        await ada.says("/backup", "is being made")
        told = await ada.sees("✔ Backup made")
        (path,) = (tmp_path / "backups").iterdir()
        assert str(path) in told.text
        assert files(path) == sorted(FILES)
        book, people = Book(), town.house.engine.pen.book.people
        for record in read_only(path / "journal.sqlite"):
            fold(book, record)
        assert dict(book.people.numbers) == dict(people.numbers)
        assert int(book.people.cash[1]) == int(people.cash[1])
        assert f"up to fact {book.seq}" in told.text
        assert stat.S_IMODE((path / "journal.sqlite").stat().st_mode) == 0o600
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
        with sqlite3.connect(path / "notes.sqlite") as notes:
            assert notes.execute("SELECT name FROM profile").fetchall() == [("Lea",)]


async def test_a_desk_opens_from_a_backup_and_its_people_are_there(tmp_path):
    old, new, telegram = tmp_path / "old", tmp_path / "new", sandbox()
    async with desk(old, telegram) as town:
        lea, _, _, _, ada = cast(town)
        await enter(lea)
        await ada.says("/start", "No application waits")
        await ada.says("/backup", "is being made")
        await ada.sees("✔ Backup made")
    (path,) = (old / "backups").iterdir()
    new.mkdir()
    for each in (*path.iterdir(), *old.glob("statements.*")):
        (new / each.name).write_bytes(each.read_bytes())
        (new / each.name).chmod(0o600)
    async with desk(new, telegram) as town:
        await cast(town)[4].says("/users", "people 1")
        await cast(town)[0].says("/home", "Equity 10,000.00")


async def test_a_backup_that_fails_leaves_nothing_behind_and_says_why(tmp_path, monkeypatch):
    async with desk(tmp_path) as town:
        ada = cast(town)[4]
        await ada.says("/start", "No application waits")

        def broken(*_):
            raise sqlite3.OperationalError("disk I/O error")

        monkeypatch.setattr(backing, "_copy", broken)
        await ada.says("/backup", "is being made")
        told = await ada.sees("✖ No backup was made")
        await ada.button("Try again")
        assert "disk I/O error" in told.text
        assert files(tmp_path / "backups") == []
        monkeypatch.undo()
        await ada.says("/health", "No backup yet")
        await ada.says("/backup", "is being made")
        await ada.sees("✔ Backup made")
        await ada.says("/health", "The last backup is of")


def test_what_a_killed_one_left_is_cleared_away(tmp_path):
    for name in FILES:
        with sqlite3.connect(tmp_path / name) as file:
            file.execute("CREATE TABLE journal (seq INTEGER)")
            file.execute("CREATE TABLE inbox (state TEXT, raw BLOB)")
    (tmp_path / "backups" / "old.partial").mkdir(parents=True)
    done = back_up(tmp_path, NOW)
    assert files(tmp_path / "backups") == [done.path.name] == ["2026-11-25T12-00-00Z"]
    assert done.records == 0
    assert done.size > 0


def test_what_is_typed_meanwhile_is_in_no_backup(tmp_path):
    for name in FILES:
        with sqlite3.connect(tmp_path / name) as file:
            file.execute("CREATE TABLE journal (seq INTEGER)")
            file.execute("CREATE TABLE inbox (state TEXT, raw BLOB)")
            file.execute("INSERT INTO inbox VALUES ('waiting', ?)", (b"a typed key " * 2_000,))
    kept = back_up(tmp_path, NOW).path / FILES[0]
    with sqlite3.connect(kept) as notes:
        assert notes.execute("SELECT state, raw FROM inbox").fetchall() == [("done", b"")]
    assert b"a typed key" not in kept.read_bytes()


def test_a_full_disk_is_told_before_it_is_full(tmp_path, monkeypatch):
    monkeypatch.setattr(backing.shutil, "disk_usage", lambda _: _Usage())
    with pytest.raises(BackupFailed, match="the disk has 1 MB"):
        back_up(tmp_path, NOW)
    assert files(tmp_path / "backups") == []


class _Usage:
    free = 1 << 20


async def test_only_one_is_made_at_a_time(tmp_path, monkeypatch):
    async with desk(tmp_path) as town:
        ada, begun = cast(town)[4], []
        await ada.says("/start", "No application waits")

        def slow(folder, now):
            begun.append(now)
            while not (folder / "go").exists():
                pass
            return back_up(folder, now)

        monkeypatch.setattr("bot.handlers.keeping.back_up", slow)
        await ada.says("/backup", "is being made. Trading")
        await ada.says("/backup", "is being made already")
        (tmp_path / "go").touch()
        await ada.sees("✔ Backup made")
        await until(lambda: len(begun) == 1, lambda: str(begun))
