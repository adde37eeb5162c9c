"""Known problems as one line: what is wrong and, where it is not plain, what to do. All others are mistakes of ours."""

import sqlite3

from bot.refusals import Refused
from bot.settings import SettingsError
from bot.statements.key_file import KeyRefused
from core.adapters.notes_schema import NotesRefused, NotesTooNew
from core.model.limit_texts import UnknownLimit
from core.pen import DeskStopped
from core.ports import JournalRefused

KNOWN = (
    Refused,
    SettingsError,
    UnknownLimit,
    JournalRefused,
    NotesTooNew,
    NotesRefused,
    DeskStopped,
    KeyRefused,
    OSError,
    sqlite3.DatabaseError,  # the disk says no
)


def one_line(problem: BaseException) -> str | None:
    """The line of a known problem, else None."""
    if not isinstance(problem, KNOWN):
        return None
    said = " ".join(str(problem).split()) or type(problem).__name__
    if isinstance(problem, sqlite3.DatabaseError):
        return f"the notes cannot be used ({said}): see to the disk, then start again; no trade is lost"
    return said
