"""Notes keep whole transactions, one at a time, whatever happens to who asked."""

import asyncio
import shutil
import sqlite3

import pytest

from core.adapters.notes import Notes
from core.adapters.notes_schema import MIGRATIONS, NotesRefused, NotesTooNew


def put(key, value):
    return lambda db: db.execute("INSERT INTO setting VALUES (?, ?)", (key, value))


def count(db):
    return db.execute("SELECT count(*) FROM setting").fetchone()[0]


@pytest.fixture
async def notes():
    store = await Notes.open()
    yield store
    await store.close()


async def test_an_answer_comes_back_and_the_row_stays(notes):
    await notes.transact(put("a", "1"))
    assert await notes.transact(count) == 1


async def test_an_exception_undoes_its_own_function_alone(notes):
    def half(db):
        put("half", "1")(db)
        raise LookupError("no")

    results = await asyncio.gather(
        notes.transact(put("a", "1")), notes.transact(half), notes.transact(put("b", "1")), return_exceptions=True
    )
    assert isinstance(results[1], LookupError)
    assert await notes.transact(count) == 2


async def test_a_cancelled_caller_does_not_undo_the_work(notes):
    task = asyncio.create_task(notes.transact(put("a", "1")))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await notes.transact(count) == 1


async def test_functions_that_wait_together_never_interleave(notes):
    def bump(db):
        value = int((db.execute("SELECT value FROM setting WHERE key = 'n'").fetchone() or ("0",))[0])
        db.execute("INSERT OR REPLACE INTO setting VALUES ('n', ?)", (str(value + 1),))

    await asyncio.gather(*(notes.transact(bump) for _ in range(500)))
    assert await notes.transact(lambda db: db.execute("SELECT value FROM setting").fetchone()[0]) == "500"


async def test_a_strict_table_refuses_what_is_not_a_number(notes):
    with pytest.raises(sqlite3.IntegrityError):
        await notes.transact(lambda db: db.execute("INSERT INTO cursor VALUES ('x', 'twelve')"))


async def test_the_file_survives_and_syncs_fully(tmp_path):
    first = await Notes.open(tmp_path / "notes.db")
    await first.transact(put("a", "1"))
    modes = await first.transact(
        lambda db: [db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    )
    await first.close()
    second = await Notes.open(tmp_path / "notes.db")
    assert await second.transact(count) == 1
    assert modes == ["wal", 2]
    await second.close()


async def test_a_newer_file_is_refused_naming_both_versions(tmp_path):
    path = tmp_path / "notes.db"
    await (await Notes.open(path)).close()
    with sqlite3.connect(path) as db:
        db.execute("INSERT INTO schema_version VALUES (99)")
    db.close()
    with pytest.raises(NotesTooNew, match=rf"99.*{len(MIGRATIONS)}"):
        await Notes.open(path)


async def test_a_closed_store_refuses_work():
    store = await Notes.open()
    await store.close()
    with pytest.raises(sqlite3.ProgrammingError):
        await store.transact(count)


async def filled(path, rows=300):
    store = await Notes.open(path)
    await store.transact(lambda db: [put(f"key {n}", "x" * 50)(db) for n in range(rows)])
    return store


@pytest.mark.parametrize("at", [4096 + 10, 30_000, 60_000])
async def test_a_damaged_file_is_refused_with_what_is_lost_and_what_to_do(tmp_path, at):
    path = tmp_path / "notes.db"
    await (await filled(path)).close()
    stored = bytearray(path.read_bytes())
    stored[at : at + 4096] = bytes(reversed(stored[at : at + 4096]))
    path.write_bytes(stored)
    with pytest.raises(NotesRefused, match=r"no trade is lost, but names.*restore it from the newest backup"):
        await Notes.open(path)


async def test_rubbish_is_refused_as_damaged(tmp_path):
    (tmp_path / "notes.db").write_bytes(b"this is no database " * 500)
    with pytest.raises(NotesRefused, match="file is not a database"):
        await Notes.open(tmp_path / "notes.db")


async def test_a_bit_that_flipped_in_a_log_left_by_a_crash_is_found(tmp_path):
    """P-11, P-12: what stands there are commands that were taken from Telegram."""
    (tmp_path / "alive").mkdir()
    store = await filled(tmp_path / "alive" / "notes.db")
    for key in "abc":
        await store.transact(put(key, "1"))
    shutil.copytree(tmp_path / "alive", tmp_path / "crashed")
    await store.close()
    log = tmp_path / "crashed" / "notes.db-wal"
    stored = bytearray(log.read_bytes())
    stored[32 + 24 + 100] ^= 1
    log.write_bytes(stored)
    for _ in range(2):
        with pytest.raises(NotesRefused, match="its log"):
            await Notes.open(tmp_path / "crashed" / "notes.db")
