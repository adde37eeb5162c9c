"""Who may join: by invitation, all, or nobody. With invitations nobody invited means nobody, not everybody.

An invitation is a deep link that works once and expires; who used one stays admitted. Both stand in Notes' settings.
"""

import secrets
import sqlite3
from datetime import datetime, timedelta
from typing import Final, Literal

from core.adapters.notes import Notes

Mode = Literal["invitation", "open", "closed"]
PREFIX: Final = "join_"
LIFE: Final = timedelta(days=7)
CODE_BYTES: Final = 7  # ten characters of a-z A-Z 0-9 _ -
INVITE, ADMITTED = "invite:", "admitted:"


class Admission:
    """Asked at every joining; `open` loads who was admitted before."""

    def __init__(self, notes: Notes, mode: Mode, *, admin: int | None) -> None:
        """Use `open`."""
        self._notes = notes
        self._mode = mode
        self._admin = admin
        self._admitted: set[int] = set()

    @classmethod
    async def open(cls, notes: Notes, mode: Mode, *, admin: int | None) -> "Admission":
        """With those who used an invitation."""
        admission = cls(notes, mode, admin=admin)
        rows = await notes.run("SELECT key FROM setting WHERE key GLOB ?", f"{ADMITTED}*")
        admission._admitted = {int(str(key).removeprefix(ADMITTED)) for (key,) in rows}
        return admission

    def admits(self, telegram: int) -> bool:
        """Whether this Telegram id may join now."""
        match self._mode:
            case "open":
                return True
            case "closed":
                return telegram == self._admin
            case "invitation":
                return telegram == self._admin or telegram in self._admitted

    async def invite(self, now: datetime) -> str:
        """A new invitation: the text behind `?start=`."""
        code = secrets.token_urlsafe(CODE_BYTES)
        expires = (now + LIFE).isoformat()
        await self._notes.run("INSERT INTO setting VALUES (?, ?)", f"{INVITE}{code}", expires)
        return PREFIX + code

    async def redeem(self, telegram: int, text: str, now: datetime) -> bool:
        """Use an invitation, once; False where it is unknown, used or too old, which are one answer."""
        code = text.removeprefix(PREFIX)
        found = await self._notes.transact(lambda db: _redeem(db, telegram, code, now))
        if found:
            self._admitted.add(telegram)
        return found


def _redeem(db: sqlite3.Connection, telegram: int, code: str, now: datetime) -> bool:
    row = db.execute("DELETE FROM setting WHERE key = ? RETURNING value", (f"{INVITE}{code}",)).fetchone()
    if row is None or datetime.fromisoformat(row[0]) < now:
        return False
    db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (f"{ADMITTED}{telegram}", now.isoformat()))
    return True
