"""The outbox's rows in Notes: functions that run inside one transaction each. Times are Unix seconds.

waiting → sending → sent; parked while its person cannot be written to, dead where Telegram refuses the message.
A row with a `head` joined that row's message: it waits until that message shows it, and is sent with it.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.mail import letters
from bot.outbox.joining import forget_closed, join, resend_as_it_stands, shown
from bot.outbox.keyboard import keyboard
from bot.outbox.missed import gather_up
from bot.outbox.post import ONCE_MORE_AFTER, Post
from bot.outbox.storms import EDIT_EVERY
from bot.screens.screen import Screen
from bot.wishes.quiet import Hush, hush, keep

AGAIN: Final = " again"
"""Ends the kind of a row that tells a safety alert once more."""


@dataclass(frozen=True, slots=True)
class Row:
    """One that waits for its turn: a message to send, or one that others have joined and that must be edited.

    `lasting`: of one that tells something once more, the state without which it is not told.
    """

    id: int
    chat: int
    lane: int
    due_at: float
    person: int = 0
    lasting: str = ""


@dataclass(frozen=True, slots=True)
class Inserted:
    """How many were new, and what is to be sent or edited for them."""

    new: int
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Reader:
    """How the person of a chat reads."""

    language: str | None = None
    timezone: str = "UTC"
    plain: bool = False
    """Without tables, emoji or quotes."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """What is sent now. `edits`: the message that is edited in place; `last`: the newest of the rows that it shows.

    `again`: it was told before and no button of that message was pressed.
    """

    body: dict[str, Any]
    silent: bool
    unclear: bool
    tries: int
    due_at: float
    again: bool
    edits: int | None
    lines: tuple[str, ...]
    many: int
    last: int
    reader: Reader


def insert(db: sqlite3.Connection, posts: Sequence[Post], cursor: tuple[str, int] | None, now: float) -> Inserted:
    """Stores those that are new, and moves the cursor with them."""
    before = db.execute("SELECT coalesce(max(id), 0) FROM outbox").fetchone()[0]
    edits: list[Row] = []
    plain: list[tuple[Any, ...]] = []
    screen: Screen | None = None
    drawn = ""
    for post in posts:
        if post.screen is not screen:  # a broadcast says one screen to everybody: it is drawn once
            screen, drawn = post.screen, _drawn(post.screen)
        if post.gather is None:
            due_at = post.due_at.timestamp() if post.due_at else now
            told = (post.fact, post.person, post.kind, post.chat, post.lane, drawn)
            plain.append((*told, int(post.silent), now, due_at, int(post.once_more), post.lasting))
        elif (edit_at := join(db, post, post.gather, drawn, now)) is not None:
            edits.append(Row(edit_at.head, post.chat, post.lane, edit_at.due_at))
    db.executemany(
        "INSERT INTO outbox (fact, person, kind, chat, lane, body, silent, posted_at, due_at, once_more, lasting)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        plain,
    )
    for post in posts:
        if post.by_mail is not None:
            letters.put(db, post.by_mail, now)
    if cursor is not None:
        db.execute("INSERT OR REPLACE INTO cursor VALUES (?, ?)", cursor)
    forget_closed(db, now)
    new = db.execute("SELECT id, chat, lane, due_at, head FROM outbox WHERE id > ? ORDER BY id", (before,)).fetchall()
    return Inserted(len(new), [*(Row(*values[:4]) for values in new if values[4] is None), *edits])


def _drawn(screen: Screen) -> str:
    markup = keyboard(screen.rows)
    return json.dumps({"text": screen.text.raw, "keyboard": markup.to_dict() if markup else None})


def reopen(db: sqlite3.Connection) -> int:
    """What an ended process was sending may have arrived; how many wait."""
    db.execute("UPDATE outbox SET state = 'waiting', unclear = 1 WHERE state = 'sending'")
    return int(db.execute("SELECT count(*) FROM outbox WHERE state = 'waiting'").fetchone()[0])


def due(db: sqlite3.Connection, until: float, most: int) -> list[Row]:
    """The most urgent that are due by then: messages to send, and messages that others have joined."""
    return _rows(
        db.execute(
            "SELECT id, chat, lane, due_at, person, iif(unless_pressed IS NULL, '', lasting) FROM outbox"
            " WHERE state = 'waiting' AND head IS NULL AND due_at <= ?"
            " UNION ALL"
            " SELECT id, chat, lane, changed_at + ?, 0, '' FROM gathering JOIN outbox ON id = gathering.head"
            " WHERE many > shown AND shown > 0 AND state = 'sent'"
            " ORDER BY lane, id LIMIT ?",
            (until, EDIT_EVERY, most),
        )
    )


def unpark(db: sqlite3.Connection, chat: int) -> list[Row]:
    """Its person was heard of: what was not told meanwhile is one message."""
    db.execute("UPDATE chat SET blocked = 0 WHERE chat = ?", (chat,))
    gather_up(db, chat)
    sql = (
        "UPDATE outbox SET state = 'waiting' WHERE state = 'parked' AND chat = ?"
        " RETURNING head, id, chat, lane, due_at, person, iif(unless_pressed IS NULL, '', lasting)"
    )
    return [Row(*values) for head, *values in db.execute(sql, (chat,)) if head is None]


def claim(db: sqlite3.Connection, row: Row, at: datetime) -> Claimed | None:
    """What to send in its turn, which is durable now; None where its person blocked the bot, or all is told.

    Here and now the reader's quiet hours are asked: it makes no sound then, or is left to the digest.
    """
    chat = db.execute("SELECT blocked, language, timezone, plain FROM chat WHERE chat = ?", (row.chat,)).fetchone()
    if chat is not None and chat[0]:
        park(db, row)
        return None
    found = db.execute(
        "SELECT state, coalesce(g.body, o.body), kind, silent, unclear, tries, due_at,"
        " unless_pressed, message_id, coalesce(many, 1), coalesce(shown, 0), coalesce(lines, '[]'), coalesce(last, id)"
        " FROM outbox AS o LEFT JOIN gathering AS g ON g.head = id WHERE id = ?",
        (row.id,),
    ).fetchone()
    if found is None:
        return None
    state, body, kind, silent, unclear, *times, unless_pressed, message, many, seen, lines, last = found
    tries, due_at = times
    if state == "waiting":
        how = hush(db, chat=row.chat, lane=row.lane, kind=kind, now=at)
        if how is Hush.KEPT and not unclear:
            keep(db, chat=row.chat, kind=kind, told=json.loads(lines) or [json.loads(body)["text"]], now=at)
            leave_to_digest(db, row)
            return None
        silent = silent or how is not Hush.ALOUD
        db.execute("UPDATE outbox SET state = 'sending', tries = tries + 1 WHERE id = ?", (row.id,))
    elif state != "sent" or many == seen:
        return None
    return Claimed(
        body=json.loads(body),
        silent=bool(silent),
        unclear=bool(unclear),
        tries=tries + 1,
        due_at=due_at,
        again=unless_pressed is not None,
        edits=message if state == "sent" else None,
        lines=tuple(json.loads(lines)),
        many=many,
        last=last,
        reader=Reader(chat[1], chat[2], plain=bool(chat[3])) if chat is not None else Reader(),
    )


def leave_to_digest(db: sqlite3.Connection, row: Row) -> None:
    """It is told as a line of the digest, with those who joined it; whoever comes next opens a message of their own."""
    db.execute("UPDATE outbox SET state = 'sent', body = '' WHERE id = ? OR head = ?", (row.id, row.id))
    db.execute("DELETE FROM gathering WHERE head = ?", (row.id,))


def sent(db: sqlite3.Connection, row: Row, claimed: Claimed, message: int, now: float) -> list[Row]:
    """It arrived; what is to follow: an edit for those who joined meanwhile, or the same once more."""
    more = _once_more(db, row, claimed, message, now) if claimed.edits is None else []
    # The row stays, for it is what makes the same fact one message; its text need not.
    db.execute("UPDATE outbox SET state = 'sent', message_id = ?, body = '' WHERE id = ?", (message, row.id))
    if claimed.edits is None:
        db.execute("UPDATE chat SET below = below + 1 WHERE chat = ?", (row.chat,))
    if claimed.lines and shown(db, row.id, many=claimed.many, last=claimed.last, message=message, now=now):
        more.append(Row(row.id, row.chat, row.lane, now + EDIT_EVERY))
    return more


def _once_more(db: sqlite3.Connection, row: Row, claimed: Claimed, message: int, now: float) -> list[Row]:
    return _rows(
        db.execute(
            "INSERT INTO outbox"
            " (fact, person, kind, chat, lane, body, silent, posted_at, due_at, unless_pressed, lasting)"
            " SELECT fact, person, kind || ?, chat, lane, ?, silent, ?, ?, ?, lasting FROM outbox"
            " WHERE id = ? AND once_more"
            " ON CONFLICT DO NOTHING RETURNING id, chat, lane, due_at, person, lasting",
            (AGAIN, json.dumps(claimed.body), now, now + ONCE_MORE_AFTER.total_seconds(), message, row.id),
        )
    )


def pressed(db: sqlite3.Connection, chat: int, message: int) -> None:
    """A button of this message was pressed: it need not come once more, nor by e-mail."""
    sql = (
        "DELETE FROM outbox WHERE chat = ? AND unless_pressed = ? AND state IN ('waiting', 'parked')"
        " RETURNING fact, person, kind"
    )
    for fact, person, kind in db.execute(sql, (chat, message)).fetchall():
        letters.pressed(db, fact=fact, person=person, kind=kind.removesuffix(AGAIN))


def withdraw(db: sqlite3.Connection, row: Row) -> None:
    """What it would tell once more is over."""
    sql = "DELETE FROM outbox WHERE id = ? AND unless_pressed IS NOT NULL AND state IN ('waiting', 'parked')"
    db.execute(sql, (row.id,))


def wait_again(db: sqlite3.Connection, row: Row, *, unclear: bool) -> None:
    """It was not sent, or perhaps it was; an edit that failed needs no mark."""
    sql = "UPDATE outbox SET state = 'waiting', unclear = ? WHERE id = ? AND state = 'sending'"
    db.execute(sql, (int(unclear), row.id))


def move(db: sqlite3.Connection, row: Row, chat: int) -> None:
    """The group has become another chat."""
    db.execute("UPDATE outbox SET chat = ?, state = 'waiting' WHERE id = ?", (chat, row.id))


def anew(db: sqlite3.Connection, row: Row) -> None:
    """The message that should be edited is gone: all it says is sent as a new one."""
    resend_as_it_stands(db, row.id)


def park(db: sqlite3.Connection, row: Row) -> None:
    """Its person cannot be written to until they are heard of; nor do those arrive who joined it."""
    db.execute("UPDATE outbox SET state = 'parked' WHERE id = ?", (row.id,))
    db.execute("UPDATE outbox SET state = 'parked' WHERE head = ? AND state = 'waiting'", (row.id,))
    db.execute("UPDATE chat SET blocked = 1 WHERE chat = ?", (row.chat,))


def bury(db: sqlite3.Connection, row: Row, problem: str) -> None:
    """Telegram refuses the message as it is, and would again; those who joined it go with it."""
    db.execute("UPDATE outbox SET state = 'dead', problem = ? WHERE id = ?", (problem, row.id))
    db.execute("UPDATE outbox SET state = 'dead' WHERE head = ? AND state = 'waiting'", (row.id,))
    db.execute("DELETE FROM gathering WHERE head = ?", (row.id,))


def _rows(found: Iterable[tuple[Any, ...]]) -> list[Row]:
    return [Row(*values) for values in found]
