"""What could not be told while its person had blocked the bot, made one message when they are heard of again.

Runs inside one transaction. The most urgent is said in full with its buttons, the others by their first line: the rows
join it as those of a storm do, so that a kill before it is sent loses none and says none twice.
"""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any, Final

from bot.outbox.storms import listed

KEY: Final = "missed"
"""Gathers nothing else: no message is posted under it."""


@dataclass(frozen=True, slots=True)
class _Parked:
    """A message that was not sent: its number, its lane, what it says, and the first lines of all that it gathers."""

    id: int
    lane: int
    person: int
    body: str
    lines: tuple[str, ...]
    many: int


def gather_up(db: sqlite3.Connection, chat: int) -> None:
    """Join all parked messages of a chat but those that only tell something once more; one alone stays as it is."""
    parked = [_read(values) for values in db.execute(_PARKED, (chat,))]
    if len(parked) < 2:
        return
    head = min(parked, key=lambda each: (each.lane, -each.id))
    lines: list[str] = []
    for each in parked:
        for line in reversed(each.lines):
            lines = listed(lines, line)
    many, others = sum(each.many for each in parked), json.dumps([each.id for each in parked if each is not head])
    db.execute(_JOIN, {"head": head.id, "others": others})
    db.execute(_FORGET, {"head": head.id, "others": others})
    db.execute(
        "INSERT INTO gathering (head, person, gather, closes_at, minute_at, minute_many, minute_before, many, last,"
        " lines, body) VALUES (?, ?, ?, 0, 0, 0, 0, ?, (SELECT max(id) FROM outbox WHERE id = ? OR head = ?), ?, ?)",
        (head.id, head.person, KEY, many, head.id, head.id, json.dumps(lines), head.body),
    )


def _read(values: tuple[Any, ...]) -> _Parked:
    number, lane, person, body, lines, many = values
    found = tuple(json.loads(lines)) if lines else (json.loads(body)["text"].partition("\n")[0],)
    return _Parked(number, lane, person, body, found, many)


_PARKED: Final = (
    "SELECT id, lane, o.person, coalesce(g.body, o.body), lines, coalesce(many, 1)"
    " FROM outbox AS o LEFT JOIN gathering AS g ON g.head = id"
    " WHERE chat = ? AND state = 'parked' AND o.head IS NULL AND unless_pressed IS NULL ORDER BY id"
)
_JOIN: Final = (
    "UPDATE outbox SET head = :head WHERE id IN (SELECT value FROM json_each(:others))"
    " OR head IN (SELECT value FROM json_each(:others))"
)
_FORGET: Final = "DELETE FROM gathering WHERE head = :head OR head IN (SELECT value FROM json_each(:others))"
