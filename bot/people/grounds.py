"""Why somebody acted: words that people gave, kept in Notes beside the facts; by the lead they concern, and by the act.

The book knows that it happened and, of a stop, which of the rulebook's reasons it was; what somebody typed stands here
alone. It is a stranger's text: whoever shows it escapes it.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from core.adapters.notes import Notes
from core.model.people import Origin, PersonId
from core.views.alerts import Alert, AlertKind

SHORTEST: Final = 3
LONGEST: Final = 300
"""Characters of what somebody types."""


class About(StrEnum):
    """What the words are about."""

    STOP = "stop"
    SANCTION = "sanction"
    """Of the admin: why an application or a stop was refused, a lead suspended, or the right to lead revoked."""
    ASKED = "asked"
    """What the admin asks an applicant."""
    ANSWERED = "answered"


EXPLAINED: Final = frozenset(
    {
        AlertKind.APPLICATION_REJECTED,
        AlertKind.STOP_LEADING_ENDED,
        AlertKind.LEAD_SUSPENDED,
        AlertKind.LEAD_REVOKED,
    }
)
"""What the admin does to a lead, who is told the reason."""


class Grounds:
    """The words of each lead, the latest of each kind."""

    def __init__(self, notes: Notes) -> None:
        """Keep them in these notes."""
        self._notes = notes

    async def keep(self, lead: PersonId, about: About, words: str) -> None:
        """Remember these; empty words forget the older ones."""
        sql = "INSERT OR REPLACE INTO setting VALUES (?, ?)"
        await self._notes.run(sql, _key(lead, about), words[:LONGEST])

    async def of(self, lead: PersonId, about: About) -> str:
        """A ground's letter or the words, empty where nobody gave any."""
        rows = await self._notes.run("SELECT value FROM setting WHERE key = ?", _key(lead, about))
        return str(rows[0][0]) if rows else ""

    async def decided(self, lead: PersonId) -> None:
        """What was asked about an application is over with it; a later one begins without it."""
        await self.keep(lead, About.ASKED, "")
        await self.keep(lead, About.ANSWERED, "")

    async def note(self, act: Origin, words: str) -> None:
        """Remember why this was done, for good."""
        await self._notes.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", _of_act(act), words[:LONGEST])

    async def of_act(self, act: Origin) -> str:
        """Why this was done, empty where nobody said."""
        rows = await self._notes.run("SELECT value FROM setting WHERE key = ?", _of_act(act))
        return str(rows[0][0]) if rows else ""

    async def of_acts(self) -> dict[Origin, str]:
        """Every reason there is."""
        rows = await self._notes.run("SELECT key, value FROM setting WHERE key GLOB 'why:*'")
        return {Origin(key.removeprefix(_of_act(Origin("")))): value for key, value in rows}


def explained(db: sqlite3.Connection, alerts: Sequence[Alert]) -> list[Alert]:
    """The alerts with the admin's reason, where one was given for what they tell."""
    return [replace(alert, words=_why(db, alert)) if alert.kind in EXPLAINED else alert for alert in alerts]


def _why(db: sqlite3.Connection, alert: Alert) -> str:
    if alert.cause:  # the rules said no, not the admin
        return ""
    row = db.execute("SELECT value FROM setting WHERE key = ?", (_key(alert.to, About.SANCTION),)).fetchone()
    return str(row[0]) if row else ""


def _of_act(act: Origin) -> str:
    return f"why:{act}"


def _key(lead: PersonId, about: About) -> str:
    return f"grounds:{about}:{lead}"
