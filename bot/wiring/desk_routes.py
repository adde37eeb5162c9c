"""The one table of the desk: all sides' commands, presses and drafts, and who may use them; and the menus."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from bot.chat.confirmations import Confirmations
from bot.chat.routes import EVERYONE, Answer, Context, Hints, Role, Route, Routes, Toast
from bot.handlers.confirming import confirm_route
from bot.handlers.side import Side
from bot.html import Html
from bot.presses import Back, Confirm, Open, Press, Seen
from bot.screens.help import command_words
from bot.translate import Words

K = TypeVar("K")
V = TypeVar("V")
MENU_MOST: Final = 9
MENUS: Final = {
    Role.LEAD: ("home", "lead", "trade", "assets", "copiers", "share", "statements", "announce", "stop"),
    Role.COPIER: ("home", "copies", "portfolio", "leads", "pnl", "statements", "alerts", "settings", "stop"),
    Role.ADMIN: ("home", "admin", "applications", "health", "halt", "users", "broadcast", "listing", "audit"),
    Role.VISITOR: ("start", "leads", "help", "language"),
}
"""In the order in which a person of several roles is shown them (chat.md, section 2)."""


def table_of(sides: Sequence[Side], confirmations: Confirmations, *, text: Route, hints: Hints) -> Routes:
    """All sides together; the same key twice is our own mistake. `text` answers what nobody asked for."""
    commands = together(side.commands for side in sides)
    confirm = confirm_route(confirmations, together(side.reviews for side in sides))
    shared: dict[type[Press], Route] = {
        Confirm: confirm,
        Back: opening_route(commands),
        Open: opening_route(commands),
        Seen: Route(_seen, EVERYONE),
    }
    return Routes(
        commands=commands,
        presses=together([*(side.presses for side in sides), shared]),
        drafts=together(side.drafts for side in sides),
        text=text,
        hints=hints,
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


async def _seen(context: Context) -> Answer:
    """The press itself is what counts, and the app has taken it."""
    return Toast(context.t("alert", "Seen"))


def desk_menu(t: Words, roles: frozenset[Role]) -> list[tuple[str, Html]]:
    """The commands a chat's menu shows: the trading role's, then the admin's."""
    shown = [command for role in MENUS if role in roles for command in MENUS[role]]
    return [(command, command_words(t, command)) for command in dict.fromkeys(shown)][:MENU_MOST]


def together(tables: Iterable[Mapping[K, V]]) -> dict[K, V]:
    """One table of many; raises ValueError where two of them claim the same key."""
    whole: dict[K, V] = {}
    for table in tables:
        taken = whole.keys() & table.keys()
        if taken:
            raise ValueError(f"two sides claim {taken}")
        whole |= table
    return whole
