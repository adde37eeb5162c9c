"""How the outbox stands, for the admin: what waits by lane, since when, and what was given up."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from core.adapters.notes import Notes

GIVEN_UP_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Lane:
    """Messages of one priority that are due and wait. `oldest` in seconds."""

    priority: int
    waiting: int
    oldest: float


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A message that Telegram refused for good."""

    kind: str
    problem: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """`later`: not due yet; `parked`: their people blocked the bot, so many of them."""

    lanes: tuple[Lane, ...]
    later: int
    parked: int
    people: int
    given_up: tuple[GivenUp, ...]
    """The newest."""


async def standing(notes: Notes, now: datetime) -> Standing:
    """As it is now."""
    return await notes.transact(lambda db: _standing(db, now.timestamp()))


def _standing(db: sqlite3.Connection, now: float) -> Standing:
    lanes = db.execute(
        "SELECT lane, count(*), min(due_at) FROM outbox"
        " WHERE state IN ('waiting', 'sending') AND due_at <= ? GROUP BY lane ORDER BY lane",
        (now,),
    ).fetchall()
    ((later,),) = db.execute("SELECT count(*) FROM outbox WHERE state = 'waiting' AND due_at > ?", (now,)).fetchall()
    ((parked, people),) = db.execute("SELECT count(*), count(DISTINCT chat) FROM outbox WHERE state = 'parked'")
    dead = db.execute(
        "SELECT kind, problem, due_at FROM outbox WHERE state = 'dead' AND problem <> 'stopped'"
        " ORDER BY id DESC LIMIT ?",
        (GIVEN_UP_SHOWN,),
    )
    return Standing(
        tuple(Lane(lane, many, max(0.0, now - oldest)) for lane, many, oldest in lanes),
        later,
        parked,
        people,
        tuple(GivenUp(kind, problem, datetime.fromtimestamp(at, UTC)) for kind, problem, at in dead),
    )
