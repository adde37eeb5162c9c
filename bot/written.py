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

    async def keep(self, author: PersonId, words: str, *, under: str) -> None:
        """Repeated after a crash, it is the same."""
        await self.notes.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", _key(author, under), words)

    async def of(self, author: PersonId, under: str) -> str:
        """Empty where there are none, or none any more."""
        return await self.notes.transact(lambda db: _read(db, _key(author, under)))

    async def forget(self, author: PersonId, under: str) -> None:
        await self.notes.run("DELETE FROM setting WHERE key = ?", _key(author, under))


def in_words(db: sqlite3.Connection, alerts: Sequence[Alert]) -> list[Alert]:
    """The alerts with what was written; those whose words are gone are left out."""
    keys = {_key_of(alert) for alert in alerts if alert.kind in WRITTEN}
    found = {key: _read(db, key) for key in keys}
    spoken = [alert if alert.kind not in WRITTEN else replace(alert, words=found[_key_of(alert)]) for alert in alerts]
    return [alert for alert in spoken if alert.kind not in WRITTEN or alert.words]


def _key_of(alert: Alert) -> str:
    return _key(OPERATOR if alert.lead is None else alert.lead, alert.reference)


def _key(author: PersonId, under: str) -> str:
    return f"written:{author}:{under}"


def _read(db: sqlite3.Connection, key: str) -> str:
    row = db.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""
