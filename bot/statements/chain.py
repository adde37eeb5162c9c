"""The chains of statements as Notes keep them: a person's statements by number, each written once and never changed.

A lead's may have a line for each of a hundred thousand copiers: what reads or writes its body does so in a thread.
"""

import asyncio
import json
import secrets
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.statements.canonical import canonical, read_canonical
from bot.statements.sealing import FIRST
from core.adapters.notes import Notes
from core.model.people import PersonId
from core.views.statement import Listed, Outcome, Party, Sealed

CODE_LETTERS: Final = "abcdefghijkmnpqrstuvwxyz23456789"  # none that is mistaken for another
CODE_SIZE: Final = 10
COLUMNS: Final = "code, seq, body, previous, hash, signature, key, disputed_at"


@dataclass(frozen=True, slots=True)
class Kept:
    """A statement with its place: the end of its deep link, the fact that closed it, and whether it is disputed."""

    sealed: Sealed
    code: str
    seq: int
    disputed: bool


@dataclass(frozen=True, slots=True)
class End:
    """The newest of a chain: how many there are, the hash that the next one builds on, and the fact that closed it."""

    number: int = 0
    hash: str = FIRST
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Chains:
    """All of them."""

    notes: Notes

    async def end(self, person: PersonId) -> End:
        """Where a person's chain ends."""
        return await self.notes.transact(lambda db: _end(db, person))

    async def append(self, after: End, new: Sequence[tuple[Sealed, int]], *, read_to: int) -> bool:
        """Adds statements with the facts that closed them; False where somebody else was first, and nothing is added.

        `read_to`: up to this fact the journal has nothing more of the person.
        """
        rows = await asyncio.to_thread(lambda: [_row(sealed, seq) for sealed, seq in new])
        person = new[0][0].statement.person
        return await self.notes.transact(lambda db: _append(db, person, after, rows, read_to))

    async def read_to(self, person: PersonId, seq: int | None = None) -> int:
        """Up to which fact the journal has been read for a person, 0 at first; sets it where one is given."""
        if seq is not None:
            await self.notes.transact(lambda db: _set_read(db, person, seq))
            return seq
        rows = await self.notes.run("SELECT seq FROM cursor WHERE name = ?", _place(person))
        return int(rows[0][0]) if rows else 0

    async def one(self, person: PersonId, number: int) -> Kept | None:
        """A statement of this person, None where there is none of that number."""
        rows = await self.notes.run(
            f"SELECT {COLUMNS} FROM statement WHERE person = ? AND number = ?",  # noqa: S608 - names of our own
            person,
            number,
        )
        return await asyncio.to_thread(_kept, rows[0]) if rows else None

    async def number_of(self, person: PersonId, code: str) -> int | None:
        """Which statement of this person a deep link names; somebody else's is none."""
        rows = await self.notes.run("SELECT number FROM statement WHERE code = ? AND person = ?", code, person)
        return int(rows[0][0]) if rows else None

    async def closed_by(self, person: PersonId, lead: PersonId, seq: int) -> int | None:
        """The first statement under this lead that a fact, or a later one, closed."""
        rows = await self.notes.run(
            "SELECT number FROM statement WHERE person = ? AND lead = ? AND seq >= ? ORDER BY number LIMIT 1",
            person,
            lead,
            seq,
        )
        return int(rows[0][0]) if rows else None

    async def page(self, person: PersonId, *, skip: int, most: int) -> tuple[Listed, ...]:
        """The newest first."""
        rows = await self.notes.run(
            "SELECT line FROM statement WHERE person = ? ORDER BY number DESC LIMIT ? OFFSET ?", person, most, skip
        )
        return tuple(_listed(json.loads(line)) for (line,) in rows)

    async def dispute(self, person: PersonId, number: int, at: datetime) -> None:
        """Remembers that it was sent to the admin; once is enough."""
        await self.notes.run(
            "UPDATE statement SET disputed_at = coalesce(disputed_at, ?) WHERE person = ? AND number = ?",
            at.timestamp(),
            person,
            number,
        )


# ── rows ──────────────────────────────────────────────────────────────────────


def _place(person: PersonId) -> str:
    return f"statements:{person}"


def _end(db: sqlite3.Connection, person: PersonId) -> End:
    sql = "SELECT number, hash, seq FROM statement WHERE person = ? ORDER BY number DESC LIMIT 1"
    row = db.execute(sql, (person,)).fetchone()
    return End(*row) if row else End()


def _append(
    db: sqlite3.Connection, person: PersonId, after: End, rows: Sequence[tuple[Any, ...]], read_to: int
) -> bool:
    if _end(db, person) != after:
        return False
    db.executemany(
        "INSERT INTO statement (person, number, code, seq, lead, line, body, previous, hash, signature, key)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    _set_read(db, person, read_to)
    return True


def _set_read(db: sqlite3.Connection, person: PersonId, seq: int) -> None:
    db.execute("INSERT OR REPLACE INTO cursor VALUES (?, ?)", (_place(person), seq))


def _row(sealed: Sealed, seq: int) -> tuple[Any, ...]:
    statement = sealed.statement
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_SIZE))
    line = {
        "number": statement.number,
        "party": statement.party,
        "other": statement.other,
        "starts": statement.starts.isoformat(),
        "ends": statement.ends.isoformat(),
        "outcome": statement.outcome,
        "net": statement.totals.net,
        "due": statement.totals.due,
        "payable": statement.totals.payable,
    }
    head = (statement.person, statement.number, code, seq, statement.lead, json.dumps(line))
    return (*head, canonical(statement), sealed.previous, sealed.hash, sealed.signature, sealed.key)


def _listed(line: dict[str, Any]) -> Listed:
    return Listed(
        **{
            **line,
            "party": Party(line["party"]),
            "outcome": Outcome(line["outcome"]),
            "starts": datetime.fromisoformat(line["starts"]),
            "ends": datetime.fromisoformat(line["ends"]),
        }
    )


def _kept(row: tuple[Any, ...]) -> Kept:
    code, seq, body, previous, digest, signature, key, disputed_at = row
    sealed = Sealed(read_canonical(body), previous, digest, signature, key)
    return Kept(sealed, code, seq, disputed_at is not None)
