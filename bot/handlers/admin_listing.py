"""M7: the desk's instruments, and the end of trading in one of them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from bot.chat.confirmations import Confirmations
from bot.chat.routes import Answer, Context, Route
from bot.handlers.admin import ADMINS
from bot.handlers.deciding import Decision, Planned
from bot.handlers.side import Side
from bot.html import NOTHING, Html
from bot.presses.admin import AskDelisting
from bot.screens import admin_listing as screens
from bot.screens.admin import too_late
from core.engine import Engine
from core.model import commands as c
from core.model.market import Symbol
from core.model.reasons import Denial
from core.views.listings import delisting, listings

SYMBOL = "symbol"


class AdminListing:
    """The handlers."""

    def __init__(self, engine: Engine, confirmations: Confirmations) -> None:
        """Hold what they work with."""
        self.engine = engine
        self.ending = Delist(self, confirmations)

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={"listing": Route(self.show, ADMINS)},
            presses={AskDelisting: Route(self.ask, ADMINS)},
            reviews={self.ending.do: self.ending},
        )

    async def show(self, context: Context) -> Answer:
        """All instruments."""
        return await self.drawn(context, NOTHING)

    async def drawn(self, context: Context, note: Html) -> Answer:
        """The same with what to say first."""
        return screens.listing(context.t, await self.engine.read(listings), note)

    async def ask(self, context: Context) -> Answer:
        """The review."""
        return await self.ending.open(context, {SYMBOL: context.pressed(AskDelisting).symbol})


class Delist(Decision):
    """The review of a delisting."""

    do: ClassVar[str] = "delist"

    def __init__(self, side: AdminListing, confirmations: Confirmations) -> None:
        """Work through the handlers."""
        super().__init__(side.engine, confirmations)
        self._side = side

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Planned | Answer:
        """What it would do now. Its counts change by the minute and are no part of what is confirmed."""
        symbol = Symbol(command[SYMBOL])
        view = await self.engine.read(lambda desk: delisting(desk, symbol))
        if view is None:
            return await self._side.drawn(context, screens.not_traded(context.t))
        return Planned(
            ("delist", symbol), lambda nonce, changed: screens.delisting_review(context.t, view, nonce, changed=changed)
        )

    def command(self, context: Context, command: Mapping[str, Any]) -> c.Command:  # noqa: ARG002
        """What the core is asked."""
        return c.DelistInstrument(Symbol(command[SYMBOL]))

    async def told(self, context: Context, command: Mapping[str, Any], denial: Denial | None) -> Answer:
        """The list as it is now."""
        done = screens.delisted(context.t, command[SYMBOL]) if denial is None else too_late(context.t, denial)
        return await self._side.drawn(context, done)
