"""Notes, the durable side-store: what the desk must remember but which is no fact of trading.

One SQLite file, one connection that writes. The journal is not here, and nothing here is true about money: whatever
stands in Notes may be repeated after a crash without harm, because the facts carry the idempotency.
Times are Unix seconds (REAL, UTC). No secret is stored here in the clear except through the caller's seal.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import aiosqlite

from core.adapters.journals.log import log_of
from core.adapters.notes_schema import NotesRefused, prepare

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], Any]
SHARED_COMMIT_MAX: Final = 128  # functions that wait at the same moment share one sync of the disk


class Notes:
    """The side-store. `transact` is the only way in, for reading and for writing."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        """Take a connection that `open` has prepared; use `Notes.open`."""
        self._connection = connection
        self._waiting: deque[tuple[Work, asyncio.Future[Any]]] = deque()
        self._turn: asyncio.Task[None] | None = None
        self._closed = False

    @classmethod
    async def open(cls, path: Path | None = None) -> "Notes":
        """Open the file, or a store in memory for None.

        Raises `NotesTooNew` for a later release's file, and `NotesRefused` for a damaged one: what SQLite would drop of
        a damaged log are commands that were taken from Telegram.
        """
        if path is not None and log_of(path).damaged:
            raise NotesRefused(path, "its log")
        connection = aiosqlite.connect(str(path) if path else ":memory:", isolation_level=None)
        # A forgotten close must not keep the process alive; every acknowledged write is already on the disk.
        connection._thread.daemon = True  # noqa: SLF001
        notes = cls(await connection)
        try:
            await notes._hop(prepare)
        except BaseException as problem:
            await connection.close()
            if path is not None and type(problem) is sqlite3.DatabaseError:  # damaged; others are its subclasses
                raise NotesRefused(path, str(problem)) from problem
            raise
        return notes

    async def transact(self, fn: Callable[[sqlite3.Connection], T]) -> T:
        """Run one function in one transaction and return its answer once it is durable.

        The function runs on the store's own thread and may run no event-loop code. If it raises, its own changes alone
        are undone and the exception comes out here. A cancelled caller does not undo it: the work is finished anyway.
        """
        if self._closed:
            raise sqlite3.ProgrammingError("the notes are closed")
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((fn, done))
        if self._turn is None:
            self._turn = asyncio.get_running_loop().create_task(self._work(), name="notes")
        return await done  # who is cancelled here leaves; the work is another task's

    async def run(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """One statement in one transaction, and its rows."""
        return await self.transact(lambda db: db.execute(sql, values).fetchall())

    async def close(self) -> None:
        """Finish what was handed in, then close the file."""
        self._closed = True
        if self._turn is not None:
            await self._turn
        await self._connection.close()

    async def _work(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), SHARED_COMMIT_MAX))]
            try:
                answers = await self._hop(partial(_together, work=[fn for fn, _ in batch]))
            except sqlite3.Error as problem:  # BEGIN or COMMIT failed: nothing of this batch is true
                answers = [problem] * len(batch)
            for (_, done), answer in zip(batch, answers, strict=True):
                _settle(done, answer)
        self._turn = None

    async def _hop(self, fn: Callable[[sqlite3.Connection], T]) -> T:
        # aiosqlite offers no public way to run one function on its thread: its own calls are one hop each, and between
        # two hops another task could slip into an open transaction. This is the one place that reaches inside.
        answer: T = await self._connection._execute(fn, self._connection._conn)  # type: ignore[no-untyped-call]  # noqa: SLF001
        return answer


def _settle(done: "asyncio.Future[Any]", answer: object) -> None:
    if done.cancelled():
        return
    if isinstance(answer, BaseException):
        done.set_exception(answer)
        return
    done.set_result(answer)


def _together(connection: sqlite3.Connection, *, work: list[Work]) -> list[Any]:
    """Each function inside its own savepoint, all of them inside one durable transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        answers = [_one(connection, fn) for fn in work]
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return answers


def _one(connection: sqlite3.Connection, fn: Work) -> object:
    connection.execute("SAVEPOINT one")
    try:
        answer = fn(connection)
    except Exception as problem:  # carried to the caller of transact and raised there
        if not connection.in_transaction:  # the disk failed and SQLite has undone everything: no part of it is true
            raise sqlite3.OperationalError(f"the whole transaction was rolled back: {problem}") from problem
        connection.execute("ROLLBACK TO one")
        answer = problem
    connection.execute("RELEASE one")
    return answer
