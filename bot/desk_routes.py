"""The one table of the desk: all sides' commands, presses and drafts, and who may use them; and the menus."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.confirmations import Confirmations
from bot.handlers.confirming import confirm_route
from bot.handlers.side import Side
from bot.presses import Back, Confirm, Open, Press
from bot.routes import EVERYONE, Answer, Context, Route, Routes

K = TypeVar("K")
V = TypeVar("V")


def table_of(sides: Sequence[Side], confirmations: Confirmations, *, text: Route) -> Routes:
    """All sides together; the same key twice is our own mistake. `text` answers what nobody asked for."""
    commands = together(side.commands for side in sides)
    confirm = confirm_route(confirmations, together(side.reviews for side in sides))
    shared: dict[type[Press], Route] = {Confirm: confirm, Back: opening_route(commands), Open: opening_route(commands)}
    return Routes(
        commands=commands,
        presses=together([*(side.presses for side in sides), shared]),
        drafts=together(side.drafts for side in sides),
        text=text,
    )


def opening_route(commands: Mapping[str, Route]) -> Route:
    """The route of Back and Open: the command they name, for those who may give it; home for all others."""

    async def go(context: Context) -> Answer:
        to = _wanted(context.press)
        route = commands.get(to)
        if route is None or not route.roles & context.roles:
            route, to = commands["home"], "home"
        return await route.handler(replace(context, press=None, command=to))

    return Route(go, EVERYONE)


def _wanted(press: Press | None) -> str:
    assert isinstance(press, Back | Open), "routed to a handler of another press"
    return press.to


def together(tables: Iterable[Mapping[K, V]]) -> dict[K, V]:
    """One table of many; raises ValueError where two of them claim the same key."""
    whole: dict[K, V] = {}
    for table in tables:
        taken = whole.keys() & table.keys()
        if taken:
            raise ValueError(f"two sides claim {taken}")
        whole |= table
    return whole
