"""Gathered messages in Notes, inside the caller's transaction: what joined which, and how much of it is shown."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any, Final

from bot.outbox.post import Gather, Post
from bot.outbox.storms import Gathering, Minute, Place, edit_due, listed, placed

KEPT: Final = 120.0
"""Seconds a closed gathering is kept: its minute, and the one before, are counted from it."""


@dataclass(frozen=True, slots=True)
class EditAt:
    """A message that was joined, and when it may be edited."""

    head: int
    due_at: float


def join(db: sqlite3.Connection, post: Post, gather: Gather, drawn: str, now: float) -> EditAt | None:
    """Stores a post: into the newest message of its person and key, or as the next. None: nothing is to be edited."""
    found = db.execute(
        "SELECT g.head, state, closes_at, minute_at, minute_many, minute_before, changed_at, lines"
        " FROM gathering AS g JOIN outbox AS o ON o.id = g.head"
        " WHERE g.person = ? AND g.gather = ? ORDER BY g.head DESC LIMIT 1",
        (post.person, gather.key),
    ).fetchone()
    latest = None
    if found is not None:
        latest = Gathering(found[2], unsent=found[1] in {"waiting", "parked"}, minute=Minute(*found[3:6]))
    place = placed(latest, now=now, window=gather.window.total_seconds())
    line = post.screen.text.raw.partition("\n")[0]
    if found is None or not place.joins:
        _open(db, post, gather, place, drawn=drawn, line=line, now=now)
        return None
    head, state, changed_at, lines = found[0], found[1], found[6], json.loads(found[7])
    due_at = now if latest and latest.unsent else edit_due(now=now, changed_at=changed_at or now)
    waits = "parked" if state == "parked" else "waiting"
    row = _add(db, post, body="", now=now, due_at=due_at, state=waits, head=head)
    if row is None:
        return None  # it was told before
    db.execute(
        "UPDATE gathering SET minute_at = ?, minute_many = ?, minute_before = ?, many = many + 1, last = ?, lines = ?,"
        " body = ? WHERE head = ?",
        (*_counts(place), row, json.dumps(listed(lines, line)), drawn, head),
    )
    return EditAt(head, due_at) if state == "sent" else None


def _open(
    db: sqlite3.Connection, post: Post, gather: Gather, place: Place, *, drawn: str, line: str, now: float
) -> None:
    happened = post.due_at.timestamp() if post.due_at else now
    due_at = place.due_at if place.due_at > now else happened
    row = _add(db, post, body=drawn, now=now, due_at=due_at)
    if row is None:
        return
    db.execute(
        "INSERT INTO gathering (head, person, gather, closes_at, minute_at, minute_many, minute_before, last, lines,"
        " body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (row, post.person, gather.key, place.closes_at, *_counts(place), row, json.dumps([line]), drawn),
    )


def _add(
    db: sqlite3.Connection,
    post: Post,
    *,
    body: str,
    now: float,
    due_at: float,
    state: str = "waiting",
    head: int | None = None,
) -> int | None:
    """Its row's number; None where the same was posted before."""
    values = (post.fact, post.person, post.kind, post.chat, post.lane, body, int(post.silent), now, due_at)
    found = db.execute(
        "INSERT INTO outbox"
        " (fact, person, kind, chat, lane, body, silent, posted_at, due_at, state, head, once_more, lasting)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
        (*values, state, head, int(post.once_more and head is None), post.lasting),
    ).fetchone()
    return found[0] if found else None


def _counts(place: Place) -> tuple[Any, ...]:
    return (place.minute.at, place.minute.many, place.minute.before)


def shown(db: sqlite3.Connection, head: int, *, many: int, last: int, message: int, now: float) -> bool:
    """The message says them up to `last`, `many` in all; answers whether more have joined it meanwhile."""
    db.execute(
        "UPDATE outbox SET state = 'sent', message_id = ? WHERE head = ? AND state = 'waiting' AND id <= ?",
        (message, head, last),
    )
    found = db.execute(
        "UPDATE gathering SET shown = ?, changed_at = ? WHERE head = ? RETURNING many > shown", (many, now, head)
    ).fetchone()
    return bool(found and found[0])


def resend_as_it_stands(db: sqlite3.Connection, head: int) -> None:
    """The message is gone: the whole of it waits to be sent as a new one."""
    db.execute("UPDATE outbox SET state = 'waiting', message_id = NULL WHERE id = ?", (head,))
    db.execute("UPDATE gathering SET shown = 0 WHERE head = ?", (head,))


def forget_closed(db: sqlite3.Connection, now: float) -> None:
    """Those that nobody can join any more and that say all they have."""
    db.execute("DELETE FROM gathering WHERE closes_at < ? AND many = shown", (now - KEPT,))
