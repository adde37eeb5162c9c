"""Who sits at the page, and what the host lets its visitor do to the world."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.sandbox.model import Person


@dataclass(frozen=True, slots=True)
class Seat:
    """A pane of the page: a person and the words beside their name, e.g. "lead trader"."""

    person: Person
    role: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """A button at the top of the page. `handler` does something to the world and says what, for a toast."""

    id: str
    label: str
    handler: Callable[[], Awaitable[str]]
