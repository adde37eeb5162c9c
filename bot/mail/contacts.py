"""Whose e-mail address is known and confirmed (R-3.6), and what comes there; by chat, in Notes.

An address is confirmed by a code that is mailed to it and typed in the chat: six digits, three tries, 15 minutes. No
code is stored, not even its hash, which a million tries would undo: it is worked out from the desk's key and a nonce.
A new address takes the place of the old one when it is confirmed, not before.
"""

import hashlib
import hmac
import json
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from bot.mail.topics import USUAL, MailTopic

CODE_VALID: Final = timedelta(minutes=15)
TRIES_MOST: Final = 3
CODES_MOST: Final = 5
"""Codes mailed for one person in `CODES_WINDOW`: nobody's mailbox is filled by typing their address here."""
CODES_WINDOW: Final = timedelta(days=1)
DIGITS: Final = 6


class Reached(Enum):
    """Whether e-mail reaches somebody who would lead (R-3.6)."""

    CONFIRMED = auto()
    NOT_YET = auto()
    NO_MAIL = auto()
    """The desk sends none: the admin sees to it that they can be reached."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One chat's e-mail: the confirmed address, the one that a code was mailed to, and what comes.

    `refused`: the mail server's words; nothing goes there until the address is confirmed anew.
    """

    version: int = 0
    address: str | None = None
    asked: str | None = None
    refused: str | None = None
    switched: Mapping[MailTopic, bool] = field(default_factory=dict)

    def wants(self, topic: MailTopic) -> bool:
        return self.switched.get(topic, topic in USUAL)

    @property
    def reached(self) -> Reached:
        """Where the desk sends e-mail."""
        return Reached.CONFIRMED if self.address and self.refused is None else Reached.NOT_YET


class Asked(Enum):
    """What became of an address that was typed."""

    MAILED = auto()
    TOO_MANY = auto()
    """Codes mailed of late."""


class Typed(Enum):
    """What became of a code that was typed."""

    CONFIRMED = auto()
    WRONG = auto()
    NO_MORE_TRIES = auto()
    EXPIRED = auto()
    """Or never asked for."""


def code_of(key: bytes, *, nonce: str, address: str) -> str:
    """The code for an address."""
    digest = hmac.digest(key, f"{nonce} {address}".encode(), hashlib.sha256)
    return f"{int.from_bytes(digest) % 10**DIGITS:0{DIGITS}}"


def contact_of(db: sqlite3.Connection, chat: int) -> Contact:
    """Of one chat, in the caller's transaction."""
    row = db.execute(
        "SELECT version, address, asked, refused, switched FROM address WHERE chat = ?", (chat,)
    ).fetchone()
    if row is None:
        return Contact()
    version, address, asked, refused, switched = row
    known = {str(topic) for topic in MailTopic}
    kept = {MailTopic(topic): bool(on) for topic, on in json.loads(switched).items() if topic in known}
    return Contact(version, address, asked, refused, kept)


def ask(db: sqlite3.Connection, chat: int, address: str, now: datetime) -> str | None:
    """Have the address wait for its code; answers the code's nonce, None where too many were mailed of late."""
    at = now.timestamp()
    row = db.execute("SELECT codes, codes_since FROM address WHERE chat = ?", (chat,)).fetchone() or (0, at)
    codes, since = row if at - row[1] < CODES_WINDOW.total_seconds() else (0, at)
    if codes >= CODES_MOST:
        return None
    nonce = secrets.token_urlsafe(12)
    until = at + CODE_VALID.total_seconds()
    db.execute(
        "INSERT INTO address (chat, version, asked, nonce, code_until, tries, codes, codes_since)"
        " VALUES (?, 1, ?, ?, ?, 0, ?, ?) ON CONFLICT (chat) DO UPDATE SET version = version + 1,"
        " asked = excluded.asked, nonce = excluded.nonce, code_until = excluded.code_until, tries = 0,"
        " codes = excluded.codes, codes_since = excluded.codes_since",
        (chat, address, nonce, until, codes + 1, since),
    )
    return nonce


def confirm(db: sqlite3.Connection, chat: int, typed: str, *, key: bytes, now: datetime) -> Typed:
    """What a typed code does. Each try counts, before it is looked at."""
    row = db.execute("SELECT asked, nonce, code_until, tries FROM address WHERE chat = ?", (chat,)).fetchone()
    if row is None or row[0] is None or now.timestamp() >= row[2]:
        return Typed.EXPIRED
    asked, nonce, _, tries = row
    if tries >= TRIES_MOST:
        return Typed.NO_MORE_TRIES
    db.execute("UPDATE address SET tries = tries + 1 WHERE chat = ?", (chat,))
    if not hmac.compare_digest(typed.encode(), code_of(key, nonce=nonce, address=asked).encode()):
        return Typed.WRONG if tries + 1 < TRIES_MOST else Typed.NO_MORE_TRIES
    db.execute(
        "UPDATE address SET address = asked, asked = NULL, nonce = NULL, code_until = NULL, refused = NULL,"
        " version = version + 1 WHERE chat = ?",
        (chat,),
    )
    return Typed.CONFIRMED


def switch(db: sqlite3.Connection, chat: int, topic: MailTopic, *, on: bool, version: int) -> bool:
    """Have a topic come or not; False where something has changed since the switch was shown."""
    contact = contact_of(db, chat)
    if contact.version != version:
        return False
    wanted = {**contact.switched, topic: on}
    kept = {str(each): wants for each, wants in sorted(wanted.items()) if wants is not (each in USUAL)}
    db.execute(
        "INSERT INTO address (chat, version, switched) VALUES (?, 1, ?)"
        " ON CONFLICT (chat) DO UPDATE SET version = version + 1, switched = excluded.switched",
        (chat, json.dumps(kept)),
    )
    return True


def remove(db: sqlite3.Connection, chat: int) -> None:
    """Forget the address and the one that waits; what was mailed of late still counts."""
    db.execute(
        "UPDATE address SET address = NULL, asked = NULL, nonce = NULL, code_until = NULL, refused = NULL,"
        " version = version + 1 WHERE chat = ?",
        (chat,),
    )
