"""Leads whose routine alerts somebody does not want for a time: bought, sold, skipped, their posts, and nothing else.

What needs a decision, what failed and what is about safety is told all the same. Stands in Notes' settings.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from core.adapters.notes import Notes
from core.model.people import PersonId
from core.views.alerts import Alert, AlertKind

ROUTINE: Final = frozenset({AlertKind.COPY_FILLED, AlertKind.COPY_SOLD, AlertKind.COPY_SKIPPED, AlertKind.LEAD_POST})
FOREVER: Final = "until told otherwise"


@dataclass(frozen=True, slots=True)
class Mutes:
    """Who hears nothing routine of whom."""

    notes: Notes

    async def mute(self, person: PersonId, lead: PersonId, until: datetime | None) -> None:
        """Until then; None is until they say otherwise."""
        value = FOREVER if until is None else until.isoformat()
        await self.notes.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", _key(person, lead), value)

    async def unmute(self, person: PersonId, lead: PersonId) -> None:
        await self.notes.run("DELETE FROM setting WHERE key = ?", _key(person, lead))

    async def of(self, person: PersonId, leads: Iterable[PersonId], now: datetime) -> dict[PersonId, datetime | None]:
        """Those of the leads who are muted now, and until when."""
        pairs = [(person, lead) for lead in leads]
        found = await self.notes.transact(lambda db: _read(db, pairs))
        return {lead: _until(value) for (_, lead), value in found.items() if _holds(value, now)}


def audible(db: sqlite3.Connection, alerts: Iterable[Alert]) -> list[Alert]:
    """The alerts that are told in spite of what is muted."""
    every = list(alerts)
    pairs = {(alert.to, alert.lead) for alert in every if alert.kind in ROUTINE and alert.lead is not None}
    muted = _read(db, pairs)
    return [alert for alert in every if not _silent(alert, muted)]


def hour_from(now: datetime) -> datetime:
    """How long the button under an alert mutes."""
    return now + timedelta(hours=1)


def _silent(alert: Alert, muted: dict[tuple[PersonId, PersonId], str]) -> bool:
    if alert.kind not in ROUTINE or alert.lead is None:
        return False
    value = muted.get((alert.to, alert.lead))
    return value is not None and _holds(value, alert.at)


def _read(db: sqlite3.Connection, pairs: Iterable[tuple[PersonId, PersonId]]) -> dict[tuple[PersonId, PersonId], str]:
    found = {}
    for person, lead in pairs:
        row = db.execute("SELECT value FROM setting WHERE key = ?", (_key(person, lead),)).fetchone()
        if row is not None:
            found[person, lead] = str(row[0])
    return found


def _key(person: PersonId, lead: PersonId) -> str:
    return f"mute:{person}:{lead}"


def _until(value: str) -> datetime | None:
    return None if value == FOREVER else datetime.fromisoformat(value)


def _holds(value: str, at: datetime) -> bool:
    until = _until(value)
    return until is None or at < until
