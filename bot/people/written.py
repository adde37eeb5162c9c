"""What leads write to copiers and the admin to everybody: words kept in Notes beside the facts that say they were sent.

A fact names its words by an id. Words that are gone are told to nobody any more: that is how a message under way is
stopped. A post is a stranger's text: whoever shows it escapes it.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from core.adapters.notes import Notes
from core.model.people import OPERATOR, PersonId
from core.views.alerts import Alert, AlertKind

WRITTEN: Final = frozenset({AlertKind.LEAD_POST, AlertKind.BROADCAST})


@dataclass(frozen=True, slots=True)
class Written:
    """The words of each; a broadcast is the operator's."""

    notes: Notes

    async def keep(self, author: PersonId, words: str, *, under: str, language: str = "") -> None:
        """Repeated after a crash, it is the same. Without a language: for whoever has none of their own."""
        key = _key(author, under, language)
        await self.notes.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", key, words)

    async def of(self, author: PersonId, under: str) -> str:
        """Empty where there are none, or none any more."""
        return await self.notes.transact(lambda db: _read(db, _key(author, under)))

    async def forget(self, author: PersonId, under: str) -> None:
        """In every language."""
        key = _key(author, under)
        await self.notes.run("DELETE FROM setting WHERE key = ? OR key GLOB ?", key, f"{key}.*")


def in_words(db: sqlite3.Connection, alerts: Sequence[Alert]) -> list[Alert]:
    """The alerts with what was written; those whose words are gone are left out."""
    spoken = [replace(alert, words=_words(db, alert)) if alert.kind in WRITTEN else alert for alert in alerts]
    return [alert for alert in spoken if alert.kind not in WRITTEN or alert.words]


def _words(db: sqlite3.Connection, alert: Alert) -> str:
    """In the reader's language where it was written in it; without its first words a message is stopped."""
    author = OPERATOR if alert.lead is None else alert.lead
    words = _read(db, _key(author, alert.reference))
    if not words or alert.kind is AlertKind.LEAD_POST:
        return words
    return _read(db, _key(author, alert.reference, _language(db, alert.to))) or words


def _language(db: sqlite3.Connection, person: PersonId) -> str:
    """What somebody chose to be spoken to in; empty where they never did."""
    sql = "SELECT language FROM chat WHERE chat = (SELECT telegram FROM profile WHERE person = ?)"
    row = db.execute(sql, (person,)).fetchone()
    return str(row[0]) if row and row[0] else ""


def _key(author: PersonId, under: str, language: str = "") -> str:
    return f"written:{author}:{under}" + (f".{language}" if language else "")


def _read(db: sqlite3.Connection, key: str) -> str:
    row = db.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""
