"""The ids of leads in deep links: eight letters that follow from the lead and a salt of this desk, never counted up."""

import base64
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from core.adapters.notes import Notes
from core.model.people import PersonId

PREFIX: Final = "lead_"
SIZE: Final = 8
SALT: Final = "lead_codes"


@dataclass(slots=True)
class LeadCodes:
    """Makes them and reads them. The salt is drawn once a desk and kept in Notes."""

    notes: Notes
    _salt: str = field(default="", init=False)

    async def code(self, lead: PersonId) -> str:
        """The `?start=` text of a lead's card."""
        return PREFIX + _code(await self._salted(), lead)

    async def lead(self, text: str, leads: Iterable[PersonId]) -> PersonId | None:
        """The lead that a `?start=` text names; None where it names none of these."""
        salt = await self._salted()
        return next((lead for lead in leads if text == PREFIX + _code(salt, lead)), None)

    async def _salted(self) -> str:
        if not self._salt:
            await self.notes.run("INSERT OR IGNORE INTO setting VALUES (?, ?)", SALT, secrets.token_hex(16))
            ((salt,),) = await self.notes.run("SELECT value FROM setting WHERE key = ?", SALT)
            self._salt = salt
        return self._salt


def _code(salt: str, lead: PersonId) -> str:
    digest = hashlib.sha256(f"{salt}|{lead}".encode()).digest()
    return base64.b32encode(digest).decode().lower()[:SIZE]
