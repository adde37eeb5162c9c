"""Why a lead asked to stop or may not lead: words that people gave, kept in Notes beside the facts.

The book knows that it happened and, of a stop, which of the rulebook's reasons it was; what somebody typed stands here
alone. It is a stranger's text: whoever shows it escapes it.
"""

from enum import StrEnum
from typing import Final

from core.adapters.notes import Notes
from core.model.people import PersonId

LONGEST: Final = 300
"""Characters kept of what somebody types."""


class About(StrEnum):
    """What the words are about."""

    STOP = "stop"
    SANCTION = "sanction"


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


def _key(lead: PersonId, about: About) -> str:
    return f"grounds:{about}:{lead}"
