"""The two stores of a desk's folder opened, and its engine recovered from the journal, each on a thread of its own."""

from contextlib import AsyncExitStack
from pathlib import Path

import structlog

from bot.wiring.engine_room import OneThread, PackedBook
from core.adapters.journals.lock import DeskLock
from core.adapters.journals.sqlite import LOG_ROOM, SqliteJournal
from core.adapters.notes import Notes
from core.engine import Engine
from core.fold.book import FOLD_VERSION
from core.model.limits import Limits
from core.ports import Clock, Venue

log = structlog.get_logger(__name__)


async def recovered(
    folder: Path, lock: DeskLock, undo: AsyncExitStack, *, venue: Venue, clock: Clock, limits: Limits
) -> tuple[Notes, Engine]:
    """Notes and engine; `undo` gets the way back, step by step. Raises JournalRefused, NotesTooNew and NotesRefused."""
    columns, pen = OneThread(), OneThread()
    undo.callback(columns.close)
    undo.callback(pen.close)
    file = folder / "journal.sqlite"
    journal = await pen(lambda: SqliteJournal.open(file, fold_version=FOLD_VERSION, lock=lock, room=LOG_ROOM))
    undo.push_async_callback(lambda: pen(journal.close))
    if not (folder / "notes.sqlite").exists() and await pen(lambda: any(journal.read())):
        log.warning("the notes are gone: names, settings and messages that waited with them, and no money")
    notes = await Notes.open(folder / "notes.sqlite")
    undo.push_async_callback(notes.close)
    engine = await Engine.open(
        journal=journal, venue=venue, clock=clock, limits=limits, run=columns, disk=pen, codec=PackedBook()
    )
    return notes, engine
