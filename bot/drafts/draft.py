"""Drafts: a frozen value that says which question is open in a chat, kept in Notes so that a restart does not lose it.

A draft lives exactly as long as each answer asks on: another command or press drops it, as do 15 idle minutes.
Secrets never enter a draft.
"""

import sqlite3
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from core.adapters.notes import Notes

IDLE_MAX: Final = timedelta(minutes=15)

_registry: dict[str, type["Draft"]] = {}
REGISTRY: Final = MappingProxyType(_registry)


class Draft(BaseModel):
    """Base of all drafts, each with its `tag`; a field added later needs a default, or old drafts are dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    tag: ClassVar[str]

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Enter the draft into the registry."""
        super().__pydantic_init_subclass__(**kwargs)
        if cls.tag in _registry:
            raise TypeError(f"{cls.__name__}: the tag {cls.tag!r} belongs to {_registry[cls.tag].__name__}")
        _registry[cls.tag] = cls


class Drafts:
    """The open draft of each chat."""

    def __init__(self, notes: Notes) -> None:
        """Keep them in these notes."""
        self._notes = notes

    async def keep(self, chat: int, draft: Draft, now: datetime) -> None:
        """Make this the chat's open draft."""
        body = f"{draft.tag}:{draft.model_dump_json()}"
        await self._notes.run("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", chat, body, now.timestamp())

    async def drop(self, chat: int) -> None:
        """Close whatever is open."""
        await self._notes.run("DELETE FROM draft WHERE chat = ?", chat)

    async def open_in(self, chat: int, now: datetime) -> Draft | None:
        """The chat's draft; None where there is none, it idled too long, or no present code can read it."""
        return await self._notes.transact(lambda db: _read(db, chat, now))


def _read(db: sqlite3.Connection, chat: int, now: datetime) -> Draft | None:
    row = db.execute("SELECT body, touched_at FROM draft WHERE chat = ?", (chat,)).fetchone()
    if row is None:
        return None
    draft = None if now - datetime.fromtimestamp(row[1], UTC) > IDLE_MAX else _parsed(row[0])
    if draft is None:
        db.execute("DELETE FROM draft WHERE chat = ?", (chat,))
    return draft


def _parsed(body: str) -> Draft | None:
    tag, _, fields = body.partition(":")
    kind = REGISTRY.get(tag)
    try:
        return kind.model_validate_json(fields) if kind else None
    except ValidationError:
        return None
