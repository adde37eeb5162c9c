"""Known problems as one line: what is wrong and, where it is not plain, what to do. All others are mistakes of ours."""

import sqlite3

from bot.polling import AnotherPoller, TokenRefused
from bot.settings import SettingsError
from bot.statements.key_file import KeyRefused
from core.adapters.notes_schema import NotesTooNew
from core.model.limits import UnknownLimit
from core.pen import DeskStopped
from core.ports import JournalRefused


class Refused(Exception):
    """A command cannot do what it was asked to; the text is one line."""


class WebhookRefused(Refused):
    """Telegram will not post to the address; the text says why."""


KNOWN = (
    Refused,
    SettingsError,
    UnknownLimit,
    JournalRefused,
    NotesTooNew,
    DeskStopped,
    AnotherPoller,
    TokenRefused,
    KeyRefused,
    OSError,
    sqlite3.DatabaseError,  # the notes file is none, or the disk says no
)


def one_line(problem: BaseException) -> str | None:
    """The line of a known problem, else None."""
    if not isinstance(problem, KNOWN):
        return None
    return " ".join(str(problem).split()) or type(problem).__name__
