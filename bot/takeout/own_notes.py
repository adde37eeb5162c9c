"""What Notes hold of one person, table by table: told for an export, erased when they want to be forgotten (P-30).

Every table of Notes is named here; a test holds it to the schema. What a statement says to its other party is theirs,
and names this person masked.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.people.directory import FORGOTTEN
from core.model.people import PersonId


@dataclass(frozen=True, slots=True)
class Owner:
    """One person as Notes know them: by their number in the book, their Telegram id, and their chat."""

    number: PersonId
    telegram: int
    chat: int


OF_A_CHAT: Final = {
    "chat": "DELETE FROM chat WHERE chat = ?",
    "draft": "DELETE FROM draft WHERE chat = ?",
    "preference": "DELETE FROM preference WHERE chat = ?",
    "digest": "DELETE FROM digest WHERE chat = ?",
    "kept": "DELETE FROM kept WHERE chat = ?",
    "address": "DELETE FROM address WHERE chat = ?",
    "letter": "DELETE FROM letter WHERE chat = ?",
    "outbox": "DELETE FROM outbox WHERE chat = ?",
}
OF_A_NUMBER: Final = {
    "profile": "DELETE FROM profile WHERE person = ?",
    "gathering": "DELETE FROM gathering WHERE person = ?",
    "statement": "DELETE FROM statement WHERE person = ?",
}
OF_A_TELEGRAM: Final = {"confirmation": "DELETE FROM confirmation WHERE person = ?"}
OF_THE_DESK: Final = ("picture", "cursor", "setting", "inbox")
"""By their keys some settings and cursors are a person's all the same. A message's text leaves the inbox as soon as it
is handled, and its row within a week."""
TOLD_OF_A_CHAT: Final = {
    "chat": "SELECT * FROM chat WHERE chat = ?",
    "preference": "SELECT * FROM preference WHERE chat = ?",
    "address": "SELECT * FROM address WHERE chat = ?",
}
TOLD_OF_A_NUMBER: Final = {"profile": "SELECT * FROM profile WHERE person = ?"}


def settings_of(owner: Owner) -> tuple[str, ...]:
    """The patterns of the settings that are this person's."""
    return (
        f"risk_accepted:{owner.telegram}",
        f"pictures:{owner.chat}",
        f"mute:{owner.number}:*",
        f"written:{owner.number}:*",
        f"grounds:*:{owner.number}",
    )


def told(db: sqlite3.Connection, owner: Owner) -> Iterator[tuple[str, str, str]]:
    """Table, field and value of all that is kept; without what is drawn or signed, which has files of its own."""
    for asked, whose in ((TOLD_OF_A_NUMBER, owner.number), (TOLD_OF_A_CHAT, owner.chat)):
        for table, sql in asked.items():
            cursor = db.execute(sql, (whose,))
            names = [each[0] for each in cursor.description]
            for row in cursor:
                yield from (
                    (table, name, "" if each is None else str(each)) for name, each in zip(names, row, strict=True)
                )
    for pattern in settings_of(owner):
        for key, value in db.execute("SELECT key, value FROM setting WHERE key GLOB ? ORDER BY key", (pattern,)):
            yield "setting", key, value


def erase(db: sqlite3.Connection, owner: Owner) -> None:
    """All of it, in the caller's transaction; what is left says that the number has been forgotten."""
    for kept, whose in ((OF_A_CHAT, owner.chat), (OF_A_NUMBER, owner.number), (OF_A_TELEGRAM, owner.telegram)):
        for sql in kept.values():
            db.execute(sql, (whose,))
    for pattern in settings_of(owner):
        db.execute("DELETE FROM setting WHERE key GLOB ?", (pattern,))
    db.execute("DELETE FROM cursor WHERE name = ?", (f"statements:{owner.number}",))
    db.execute("INSERT OR REPLACE INTO setting VALUES (?, '')", (FORGOTTEN.format(number=owner.number),))
