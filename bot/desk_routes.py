"""The one table of the desk: all sides' commands, presses and drafts, and who may use them; and the menus."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from bot.confirmations import Confirmations
from bot.handlers.confirming import confirm_route
from bot.handlers.side import Side
from bot.presses import Confirm
from bot.routes import Route, Routes

K = TypeVar("K")
V = TypeVar("V")


def table_of(sides: Sequence[Side], confirmations: Confirmations, *, text: Route) -> Routes:
    """All sides together; the same key twice is our own mistake. `text` answers what nobody asked for."""
    confirm = confirm_route(confirmations, together(side.reviews for side in sides))
    return Routes(
        commands=together(side.commands for side in sides),
        presses=together([*(side.presses for side in sides), {Confirm: confirm}]),
        drafts=together(side.drafts for side in sides),
        text=text,
    )


def together(tables: Iterable[Mapping[K, V]]) -> dict[K, V]:
    """One table of many; raises ValueError where two of them claim the same key."""
    whole: dict[K, V] = {}
    for table in tables:
        taken = whole.keys() & table.keys()
        if taken:
            raise ValueError(f"two sides claim {taken}")
        whole |= table
    return whole
