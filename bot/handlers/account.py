"""A1, A3, A4: one's account, all of one's data as a file, and being forgotten."""

from collections.abc import Mapping
from typing import Any, ClassVar

from bot.chat.routes import Answer, Context, File, Role, Route, Sending
from bot.handlers.copier.copies import plan_hash
from bot.handlers.copier.floor import Floor
from bot.handlers.copier.reviewing import Carried, Plan, PlannedReview
from bot.handlers.lead_floor import TRADERS
from bot.handlers.side import Side
from bot.screens import account as screens
from bot.screens.screen import Screen
from bot.takeout.collecting import Collecting
from bot.takeout.own_notes import Owner, erase
from core.model.people import Origin
from core.views.as_of import as_of
from core.views.portfolio import portfolio
from core.views.takeout import owed


class Account(PlannedReview):
    """The handlers, and A4's review. The plan's hash leaves prices out: nothing is sold."""

    do: ClassVar[str] = "forget_me"

    def __init__(self, floor: Floor, collecting: Collecting) -> None:
        super().__init__(floor)
        self.collecting = collecting

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={
                "account": Route(self.shown, TRADERS),
                "export": Route(self.export, TRADERS),
                "forgetme": Route(self.asked, TRADERS),
            },
            reviews={self.do: self},
        )

    async def shown(self, context: Context) -> Answer:
        """/account."""
        return await self._account(context)

    async def _account(self, context: Context) -> Screen:
        who = self.floor.who(context)
        money = await self.floor.engine.read(lambda desk: portfolio(desk, who))
        trades = Role.COPIER in context.roles
        called = self.floor.people.name(who)
        return screens.account(context.t, money, telegram=context.person, called=called, trades=trades)

    async def export(self, context: Context) -> Answer:
        """/export: the file, below the account."""
        content = await self.collecting.zip(self._owner(context), context.t)
        file = File(f"slipstream-{context.now:%Y-%m-%d}.zip", content)
        return Sending(await self._account(context), file, screens.exported(context.t))

    async def asked(self, context: Context) -> Answer:
        """/forgetme."""
        return await self.open(context, {})

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Plan:  # noqa: ARG002  # there is but one way
        who = self.floor.who(context)
        at, stands = await self.floor.engine.read(lambda desk: (as_of(desk), owed(desk, who)))
        return Plan(
            plan_hash(who, stands.nothing),
            possible=stands.nothing,
            draw=lambda nonce: screens.forget_review(context.t, at, stands, nonce=nonce),
        )

    async def carry_out(self, context: Context, command: Mapping[str, Any], origin: Origin) -> Carried:  # noqa: ARG002
        """One transaction, this confirmation's row included: cut off before it, nothing was done; after it, all."""
        owner = self._owner(context)
        await self.floor.notes.transact(lambda db: erase(db, owner))
        self.floor.people.forget(owner.number)
        return Carried(screens.forgotten(context.t), {})

    async def told(self, context: Context, outcome: Mapping[str, Any]) -> Answer:  # noqa: ARG002  # always the same
        return screens.forgotten(context.t)

    def _owner(self, context: Context) -> Owner:
        return Owner(self.floor.who(context), context.person, context.chat)
