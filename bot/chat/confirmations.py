"""Confirmations: a review's green button as a row that can be redeemed once, by one person, in one chat, for 60 s.

The press carries a nonce of 96 random bits and nothing else; it is also the origin of the command, so that even a
crash between redeeming and executing makes one fact. A forged nonce and a foreign one get the same answer.
"""

import json
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NewType

from core.adapters.notes import Notes

Nonce = NewType("Nonce", str)

LIFE: Final = timedelta(seconds=60)
NONCE_BYTES: Final = 12
KEPT: Final = timedelta(days=7)  # as long as the book keeps origins: until then a second press is told "done at …"


@dataclass(frozen=True, slots=True)
class Redeemed:
    """This press, and no other, may carry out the command, if the plan made anew still has this hash."""

    command: dict[str, Any]
    plan_hash: str
    shown: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Expired:
    """The right person was too late; the command is handed back so that a fresh review costs a tap, not the typing."""

    command: dict[str, Any]
    shown: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Used:
    """It was redeemed before. No outcome: it is still being carried out."""

    at: datetime
    outcome: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Unknown:
    """No such confirmation for this person in this chat, whether it exists or not."""


Redemption = Redeemed | Expired | Used | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pressed:
    nonce: str
    person: int
    chat: int
    now: datetime
    message: int | None
    origin: str


@dataclass(frozen=True, slots=True)
class Confirmations:
    """The open and the used confirmations."""

    notes: Notes
    life: timedelta = LIFE

    async def issue(
        self,
        *,
        person: int,
        chat: int,
        command: Mapping[str, Any],
        plan_hash: str,
        shown: Mapping[str, Any],
        now: datetime,
    ) -> Nonce:
        """A new one-shot right to carry out this command of this plan; the nonce goes into the `Confirm` press."""
        nonce = Nonce(secrets.token_urlsafe(NONCE_BYTES))
        expires_at = (now + self.life).timestamp()
        row = (nonce, person, chat, json.dumps(dict(command)), plan_hash, json.dumps(dict(shown)), expires_at)
        await self.notes.transact(lambda db: _insert(db, row, now))
        return nonce

    async def bind(self, nonce: str, message_id: int) -> None:
        """Say which message shows it; a press on any other message is then unknown."""
        await self.notes.run("UPDATE confirmation SET message_id = ? WHERE nonce = ?", message_id, nonce)

    async def redeem(
        self, nonce: str, *, person: int, chat: int, now: datetime, message: int | None = None, origin: str = ""
    ) -> Redemption:
        """Redeem it, in one transaction. The same origin (an update handled again after a crash) redeems it again."""
        press = _Pressed(nonce=nonce, person=person, chat=chat, now=now, message=message, origin=origin)
        return await self.notes.transact(lambda db: _redeem(db, press))

    async def settle(self, nonce: str, outcome: Mapping[str, Any]) -> None:
        """Note what came of it; a later press is told."""
        told = json.dumps(dict(outcome))
        await self.notes.run("UPDATE confirmation SET outcome = ? WHERE nonce = ?", told, nonce)


def _insert(db: sqlite3.Connection, row: tuple[object, ...], now: datetime) -> None:
    db.execute("DELETE FROM confirmation WHERE expires_at < ?", ((now - KEPT).timestamp(),))
    db.execute(
        "INSERT INTO confirmation (nonce, person, chat, command, plan_hash, shown, expires_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        row,
    )


def _redeem(db: sqlite3.Connection, press: _Pressed) -> Redemption:
    row = db.execute(
        "SELECT command, plan_hash, shown, message_id, expires_at, used_at, used_by, outcome FROM confirmation"
        " WHERE nonce = ? AND person = ? AND chat = ?",
        (press.nonce, press.person, press.chat),
    ).fetchone()
    if row is None:
        return Unknown()
    command, plan_hash, shown, bound_to, expires_at, used_at, used_by, outcome = row
    if bound_to is not None and press.message is not None and bound_to != press.message:
        return Unknown()
    again = used_at is not None and outcome is None and press.origin != "" and used_by == press.origin
    if used_at is not None and not again:
        return Used(datetime.fromtimestamp(used_at, UTC), json.loads(outcome) if outcome else None)
    if not again and press.now.timestamp() >= expires_at:
        return Expired(json.loads(command), json.loads(shown))
    used = (press.now.timestamp(), press.origin, press.nonce)
    db.execute("UPDATE confirmation SET used_at = ?, used_by = ? WHERE nonce = ?", used)
    return Redeemed(json.loads(command), plan_hash, json.loads(shown))
