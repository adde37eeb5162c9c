"""The route table: every command, press and text, who may use it, and what answers. Deny by default.

A handler takes a `Context` and answers a value; it never calls Telegram, and imports nothing of it.
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from bot.drafts.draft import Draft
from bot.html import Html
from bot.presses import Home, Press
from bot.screens.screen import Screen
from bot.translate import Words

P = TypeVar("P", bound=Press)
D = TypeVar("D", bound=Draft)


class Role(StrEnum):
    """Who a person is to the desk; an admin may hold a trading role besides."""

    VISITOR = "visitor"
    COPIER = "copier"
    LEAD = "lead"
    ADMIN = "admin"


EVERYONE: Final = frozenset(Role)
Rights = Callable[[int], frozenset[Role]]
"""The roles of a Telegram user id, worked out anew at every update."""


@dataclass(frozen=True, slots=True)
class Toast:
    """A short notice over the chat; on a command, which has no tap to answer, a message."""

    text: Html
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """A screen that asks for typed input: the next text goes to this draft."""

    screen: Screen
    draft: Draft


@dataclass(frozen=True, slots=True)
class File:
    """A file by the name under which it is handed over."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sending:
    """A file below the screen that it was asked for on. `caption` is the text under it."""

    screen: Screen
    file: File
    caption: Html


Answer = Screen | Toast | Asking | Sending | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a handler may know of an update. `origin` makes a command of it take effect once.

    `seen` is the text under which the pressed button stood, as its reader had it; `plain`: they read plain words.
    """

    person: int
    chat: int
    t: Words
    roles: frozenset[Role]
    origin: str
    now: datetime
    name: str = ""
    username: str | None = None
    press: Press | None = None
    message: int | None = None
    seen: str = ""
    plain: bool = False
    command: str | None = None
    args: str = ""
    text: str | None = None
    draft: Draft | None = None

    def pressed(self, kind: type[P]) -> P:
        """The press, as the kind its route is for."""
        assert isinstance(self.press, kind), f"{kind.__name__} was routed to a handler of another press"
        return self.press

    def drafted(self, kind: type[D]) -> D:
        """The open draft, as the kind its route is for."""
        assert isinstance(self.draft, kind), f"{kind.__name__} was routed to a handler of another draft"
        return self.draft


Handler = Callable[[Context], Coroutine[Any, Any, Answer]]
Menu = Callable[[Words, frozenset[Role]], Sequence[tuple[str, Html]]]
"""The commands a chat's menu shows to these roles, at most nine: the name and what it does."""


@dataclass(frozen=True, slots=True)
class Route:
    """A handler and who may use it. `moves`: it can move money, so an error in it cannot promise that none moved."""

    handler: Handler
    roles: frozenset[Role]
    moves: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        """Nobody named is a mistake, not everybody."""
        if not self.roles:
            raise ValueError(f"the route to {getattr(self.handler, '__name__', self.handler)} names no role")


Hints = Callable[[frozenset[Role]], Handler]
"""What answers a command that is for these roles and not for who gave it, or for nobody at all."""


@dataclass(frozen=True, slots=True)
class Routes:
    """All of them. Commands by their name without the slash; `text` answers what belongs to no draft."""

    commands: Mapping[str, Route]
    presses: Mapping[type[Press], Route]
    text: Route
    hints: Hints
    drafts: Mapping[type[Draft], Route] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Home must be there for everyone: it is where every lost press and `/cancel` end."""
        home = self.presses.get(Home)
        if home is None or home.roles != EVERYONE:
            raise ValueError("Home needs a route for every role")
        for command in self.commands:
            if not command.isascii() or not command.replace("_", "").isalnum() or command != command.lower():
                raise ValueError(f"{command!r} is no command name")

    @property
    def home(self) -> Route:
        """Where everything lost ends."""
        return self.presses[Home]
