"""Notes keep whole transactions, one at a time, whatever happens to who asked."""

import asyncio
import sqlite3

import pytest

from core.adapters.notes import Notes
from core.adapters.notes_schema import MIGRATIONS, NotesTooNew


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
