"""What is handed to the outbox: a message for somebody, and how it stands beside others of its kind."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.mail.letters import ByMail
from bot.screens.screen import Screen

STORM: Final = timedelta(seconds=10)
"""What comes within it after the first of its person and kind joins one message (chat.md, section 4)."""
ONCE_MORE_AFTER: Final = timedelta(minutes=15)
"""A safety alert comes once more after it, unless one of its buttons was pressed."""
Lasts = Callable[[int, str], Awaitable[bool]]
"""Whether a state that a message told of is still there for this person."""


async def always(person: int, lasting: str) -> bool:  # noqa: ARG001  # a `Lasts`
    """Of a desk whose messages name no states."""
    return True


@dataclass(frozen=True, slots=True)
class Gather:
    """Others of the same person and key join this message for so long: it is edited in place, without a sound.

    The message then shows the latest in full with its buttons, how many there are, and the first line of each.
    """

    key: str
    window: timedelta = STORM


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message for somebody, unique by (fact, person, kind): the same fact told twice is one row.

    `due_at`: not before it, and more than 60 s after it says how late it is; None is at once. `once_more`: it comes
    again after 15 minutes, unless one of its buttons is pressed or the state it tells of, `lasting`, is over; empty is
    never over. `by_mail`: what goes by e-mail too, where its reader
    has an address; it is stored with the message, so that it goes even where the chat cannot be written to.
    """

    fact: str
    person: int
    kind: str
    chat: int
    lane: int
    screen: Screen
    silent: bool = False
    due_at: datetime | None = None
    gather: Gather | None = None
    once_more: bool = False
    lasting: str = ""
    by_mail: ByMail | None = None
