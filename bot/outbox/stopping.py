"""Stops a message to many midway: what waits is not sent any more; and counts how far it has come."""

import sqlite3
from dataclasses import dataclass

from core.adapters.notes import Notes


@dataclass(frozen=True, slots=True)
class Way:
    """How many were told, how many wait, how many it cannot reach or were left out."""

    sent: int
    waiting: int
    other: int


async def stop_waiting(notes: Notes, fact: str, kind: str) -> int:
    """What of this fact waits is dead; how many that were. One being sent now still arrives."""
    return await notes.transact(lambda db: _stop(db, fact, kind))


async def way_of(notes: Notes, fact: str, kind: str) -> Way:
    """How far it has come."""
    rows = await notes.run("SELECT state, count(*) FROM outbox WHERE fact = ? AND kind = ? GROUP BY state", fact, kind)
    found = {str(state): int(many) for state, many in rows}
    sent, waiting = found.pop("sent", 0), found.pop("waiting", 0) + found.pop("sending", 0)
    return Way(sent, waiting, sum(found.values()))


def _stop(db: sqlite3.Connection, fact: str, kind: str) -> int:
    sql = (
        "UPDATE outbox SET state = 'dead', problem = 'stopped', body = ''"
        " WHERE fact = ? AND kind = ? AND state IN ('waiting', 'parked')"
    )
    return db.execute(sql, (fact, kind)).rowcount
