"""Letters in Notes, unique by (fact, person, kind): functions that run inside one transaction each. Unix seconds.

waiting → sent; parked while their address is refused, dead where nobody wants them any more. A letter stands as waiting
until the mail server has taken it: cut off in between it is sent again, with the same id.
"""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.html import Html

CODE: Final = "email_code"
"""The kind of a letter with a code: its fact is the code's nonce, and it goes to the address that waits for it."""
LIFE: Final = timedelta(days=2)
"""What was not taken by then is not told any more: the chat said it long ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByMail:
    """What of a message goes by e-mail too. `after`: so long after the chat, unless a button is pressed there.

    `not_before`: a moment before which it does not leave; None is at once. `lasting`: a state without which it is not
    sent any more; empty is none.
    """

    fact: str
    person: int
    kind: str
    chat: int
    text: Html
    after: timedelta = timedelta()
    not_before: datetime | None = None
    lasting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A letter whose time has come: where it goes, and how its reader reads. `key` is its own at every try.

    `reminds`: it was told in the chat so long ago, and no button was pressed; `lasting` is the state it reminds of,
    empty where that cannot be over. `nonce` is a code's, else empty.
    """

    id: int
    key: str
    person: int
    chat: int
    to: str
    text: Html
    reminds: bool
    nonce: str
    tries: int
    at: datetime
    language: str | None
    timezone: str
    lasting: str = ""


def put(db: sqlite3.Connection, letter: ByMail, now: float) -> None:
    """Store it; the same again is nothing.

    What joined another message in the chat has no letter of its own: that message has one.
    """
    at = max(now, letter.not_before.timestamp() if letter.not_before else now) + letter.after.total_seconds()
    db.execute(
        "INSERT INTO letter (fact, person, kind, chat, body, reminds, at, due_at, state, lasting)"
        " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, 'waiting', ?8 WHERE NOT EXISTS"
        " (SELECT 1 FROM outbox WHERE fact = ?1 AND person = ?2 AND kind = ?3 AND head IS NOT NULL)"
        " ON CONFLICT DO NOTHING",
        (
            letter.fact,
            letter.person,
            letter.kind,
            letter.chat,
            letter.text.raw,
            int(bool(letter.after)),
            at,
            letter.lasting,
        ),
    )


def put_code(db: sqlite3.Connection, *, chat: int, nonce: str, now: float) -> None:
    """A letter whose text is written when it is sent, as no code may stand in a store."""
    db.execute(
        "INSERT INTO letter (fact, person, kind, chat, body, reminds, at, due_at, state)"
        " VALUES (?, ?, ?, ?, '', 0, ?, ?, 'waiting')",
        (nonce, chat, CODE, chat, now, now),
    )


def pressed(db: sqlite3.Connection, *, fact: str, person: int, kind: str) -> None:
    """A button of what it reminds of was pressed in the chat."""
    db.execute(
        "UPDATE letter SET state = 'dead', problem = 'pressed', body = ''"
        " WHERE fact = ? AND person = ? AND kind = ? AND reminds AND state IN ('waiting', 'parked')",
        (fact, person, kind),
    )


def due(db: sqlite3.Connection, now: datetime) -> Waiting | None:
    """The one that is due the longest. What goes to a refused address is parked, what to nobody any more is dead."""
    db.execute(
        "UPDATE letter SET state = 'parked' WHERE state = 'waiting' AND due_at <= ? AND kind <> ?"
        " AND chat IN (SELECT chat FROM address WHERE refused IS NOT NULL)",
        (now.timestamp(), CODE),
    )
    while row := db.execute(
        "SELECT id, fact, l.person, kind, l.chat, body, reminds, l.tries, at, address, asked, nonce, code_until,"
        " language, coalesce(timezone, 'UTC'), lasting"
        " FROM letter AS l LEFT JOIN address AS a ON a.chat = l.chat LEFT JOIN chat AS c ON c.chat = l.chat"
        " WHERE state = 'waiting' AND due_at <= ? ORDER BY due_at, id LIMIT 1",
        (now.timestamp(),),
    ).fetchone():
        found = _waiting(row, now)
        if found is not None:
            return found
        bury(db, row[0], "nobody to go to, or too old")
    return None


def _waiting(row: tuple[Any, ...], now: datetime) -> Waiting | None:
    number, fact, person, kind, chat, body, reminds, tries, at, address, asked, nonce, until, *reader = row
    written = datetime.fromtimestamp(at, UTC)
    if kind == CODE:
        to = asked if fact == nonce and now.timestamp() < (until or 0) else None
    else:
        to = address if now - written < LIFE else None
    if to is None:
        return None
    return Waiting(
        id=number,
        key=f"{fact}:{person}:{kind}",
        person=person,
        chat=chat,
        to=to,
        text=Html(body),
        reminds=bool(reminds),
        nonce=fact if kind == CODE else "",
        tries=tries,
        at=written,
        language=reader[0],
        timezone=reader[1],
        lasting=reader[2],
    )


def sent(db: sqlite3.Connection, letter: int) -> None:
    """The mail server has it. The row stays, for it is what makes the same fact one letter; its text need not."""
    db.execute("UPDATE letter SET state = 'sent', body = '' WHERE id = ?", (letter,))


def wait_again(db: sqlite3.Connection, letter: int, *, problem: str, due_at: float) -> None:
    """Not taken for certain; a repeat has the same id."""
    sql = "UPDATE letter SET tries = tries + 1, problem = ?, due_at = ? WHERE id = ? AND state = 'waiting'"
    db.execute(sql, (problem, due_at, letter))


def refuse(db: sqlite3.Connection, letter: Waiting, problem: str) -> None:
    """The mail server's no: its address gets nothing more, and what is written to it is parked, until it is confirmed
    anew."""
    if letter.nonce:
        bury(db, letter.id, problem)
        return
    db.execute("UPDATE letter SET state = 'parked', problem = ? WHERE id = ?", (problem, letter.id))
    sql = "UPDATE address SET refused = ?, version = version + 1 WHERE chat = ? AND address = ?"
    db.execute(sql, (problem, letter.chat, letter.to))


def unpark(db: sqlite3.Connection, chat: int) -> None:
    """The address was confirmed anew."""
    db.execute("UPDATE letter SET state = 'waiting' WHERE chat = ? AND state = 'parked'", (chat,))


def forget(db: sqlite3.Connection, chat: int) -> None:
    """The address is gone, and what waited for it."""
    db.execute(
        "UPDATE letter SET state = 'dead', problem = 'removed', body = ''"
        " WHERE chat = ? AND state IN ('waiting', 'parked')",
        (chat,),
    )


def bury(db: sqlite3.Connection, letter: int, problem: str) -> None:
    """It is not sent any more."""
    db.execute("UPDATE letter SET state = 'dead', problem = ?, body = '' WHERE id = ?", (problem, letter))
