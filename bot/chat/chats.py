"""What the desk remembers of each private chat: language, zone, how it reads, and which message is its screen."""

import sqlite3
from dataclasses import dataclass
from typing import Final

from core.adapters.notes import Notes

READ: Final = (
    "SELECT chat, person, language, live_message_id, live_picture, below, blocked, timezone, commands_hash, plain"
    " FROM chat WHERE chat = ?"
)


@dataclass(frozen=True, slots=True)
class Chat:
    """One row. `language` None: of a chat that never wrote; `below`: how many messages stand under the screen.

    `plain`: everything in plain words, see `bot.screens.plainly`.
    """

    chat: int
    person: int
    language: str | None
    live_message_id: int | None
    live_picture: bool
    below: int
    blocked: bool
    timezone: str
    commands_hash: str | None
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Met:
    """The chat of an inbound update; `returned`: its person had blocked the bot until now."""

    chat: Chat
    returned: bool


@dataclass(frozen=True, slots=True)
class Chats:
    """All of them, in Notes."""

    notes: Notes

    async def meet(self, chat: int, person: int, *, guess: str | None = None) -> Met:
        """The chat of an inbound update; it is met for the first time, or unblocked, by it. `guess`: its language."""
        return await self.notes.transact(lambda db: _meet(db, chat, person, guess))

    async def of(self, chat: int) -> Chat | None:
        """The chat, where it has ever been met."""
        return await self.notes.transact(lambda db: _read(db, chat))

    async def speak(self, chat: int, language: str) -> None:
        """Its person chose a language."""
        await self.notes.run("UPDATE chat SET language = ? WHERE chat = ?", language, chat)

    async def live_in(self, chat: int, timezone: str) -> None:
        """Its person chose a time zone, by its IANA name."""
        await self.notes.run("UPDATE chat SET timezone = ? WHERE chat = ?", timezone, chat)

    async def read_plainly(self, chat: int, *, on: bool) -> None:
        """Its person wants plain words, or no longer."""
        await self.notes.run("UPDATE chat SET plain = ? WHERE chat = ?", int(on), chat)

    async def block(self, chat: int) -> None:
        """Its person blocked the bot: nothing is sent until they are heard of again."""
        await self.notes.run("UPDATE chat SET blocked = 1 WHERE chat = ?", chat)

    async def show(self, chat: int, message_id: int, *, picture: bool) -> None:
        """A new message is its live screen."""
        sql = "UPDATE chat SET live_message_id = ?, live_picture = ?, below = 0 WHERE chat = ?"
        await self.notes.run(sql, message_id, int(picture), chat)

    async def bury(self, chat: int) -> None:
        """One more message stands below its live screen."""
        await self.notes.run("UPDATE chat SET below = below + 1 WHERE chat = ?", chat)

    async def command(self, chat: int, commands_hash: str) -> None:
        """Its command menu was sent."""
        await self.notes.run("UPDATE chat SET commands_hash = ? WHERE chat = ?", commands_hash, chat)


def _meet(db: sqlite3.Connection, chat: int, person: int, guess: str | None) -> Met:
    known = _read(db, chat)
    if known is not None and not known.blocked:
        return Met(known, returned=False)
    if known is None:
        db.execute("INSERT INTO chat (chat, person, language) VALUES (?, ?, ?)", (chat, person, guess))
    else:
        db.execute("UPDATE chat SET blocked = 0 WHERE chat = ?", (chat,))
    found = _read(db, chat)
    assert found is not None
    return Met(found, returned=known is not None)


def _read(db: sqlite3.Connection, chat: int) -> Chat | None:
    row = db.execute(READ, (chat,)).fetchone()
    if row is None:
        return None
    chat, person, language, live, picture, below, blocked, timezone, commands_hash, plain = row
    return Chat(chat, person, language, live, bool(picture), below, bool(blocked), timezone, commands_hash, bool(plain))
