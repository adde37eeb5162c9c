"""The address book: what the chat's handlers ask of e-mail, each in one transaction."""

import hashlib
import hmac
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.mail import contacts, letters
from bot.mail.contacts import Asked, Contact, Typed
from bot.mail.topics import MailTopic
from core.adapters.notes import Notes


def code_key(signer: Ed25519PrivateKey) -> bytes:
    """The key behind all codes, made from the desk's own, which stands outside of its stores."""
    return hmac.digest(signer.private_bytes_raw(), b"codes that confirm an e-mail address", hashlib.sha256)


@dataclass(frozen=True, slots=True)
class AddressBook:
    """All chats' addresses. `key` makes the codes; `look` wakes the postman."""

    notes: Notes
    key: bytes
    look: Callable[[], None]

    async def of(self, chat: int) -> Contact:
        return await self.notes.transact(lambda db: contacts.contact_of(db, chat))

    async def ask(self, chat: int, address: str, now: datetime) -> Asked:
        """Mail a code to this address."""
        asked = await self.notes.transact(lambda db: _ask(db, chat, address, now))
        self.look()
        return asked

    async def confirm(self, chat: int, typed: str, now: datetime) -> Typed:
        """Take the address that waits, where this is its code; what was parked for it goes out."""
        done = await self.notes.transact(lambda db: _confirm(db, chat, typed, self.key, now))
        self.look()
        return done

    async def switch(self, chat: int, topic: MailTopic, *, on: bool, version: int) -> bool:
        return await self.notes.transact(lambda db: contacts.switch(db, chat, topic, on=on, version=version))

    async def remove(self, chat: int) -> None:
        """Forget a chat's address, and drop what waits for it."""
        await self.notes.transact(lambda db: _remove(db, chat))


def _ask(db: sqlite3.Connection, chat: int, address: str, now: datetime) -> Asked:
    nonce = contacts.ask(db, chat, address, now)
    if nonce is None:
        return Asked.TOO_MANY
    letters.put_code(db, chat=chat, nonce=nonce, now=now.timestamp())
    return Asked.MAILED


def _confirm(db: sqlite3.Connection, chat: int, typed: str, key: bytes, now: datetime) -> Typed:
    done = contacts.confirm(db, chat, typed, key=key, now=now)
    if done is Typed.CONFIRMED:
        letters.unpark(db, chat)
    return done


def _remove(db: sqlite3.Connection, chat: int) -> None:
    contacts.remove(db, chat)
    letters.forget(db, chat)
