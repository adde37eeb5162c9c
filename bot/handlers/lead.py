"""L1: a lead's desk and its switch. A press shown before something changed does nothing (rule 5)."""

from dataclasses import replace

from bot.chat.routes import Answer, Context, Role, Route
from bot.handlers.lead_floor import LEADS, LeadFloor
from bot.handlers.side import Side
from bot.html import NOTHING, Html
from bot.presses.lead import SwitchLead
from bot.screens.head import opening
from bot.screens.lead import lead_desk as desk_screen
from bot.screens.lead import only_for_leads, stale
from bot.screens.screen import Screen
from core.model import commands as c


class LeadSide:
    """The handlers."""

    def __init__(self, floor: LeadFloor) -> None:
        """Hold what they work with."""
        self.floor = floor

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={
                "lead": Route(self.desk, LEADS),
                "leadon": Route(self.switch_on, LEADS),
                "leadoff": Route(self.switch_off, LEADS),
            },
            presses={SwitchLead: Route(self.switch, LEADS)},
        )

    # ── the desk ──────────────────────────────────────────────────────────────

    async def desk(self, context: Context) -> Answer:
        """L1."""
        return await self.drawn(context, NOTHING)

    async def home(self, context: Context) -> Answer:
        """The same as a home, which leads nowhere back; a lead who is the admin besides has the way there."""
        screen = await self.drawn(context, NOTHING, home=True)
        if Role.ADMIN not in context.roles:
            return screen
        return replace(screen, rows=(*screen.rows, (opening(context.t("admin", "Admin"), "admin"),)))

    async def drawn(self, context: Context, note: Html, *, home: bool = False) -> Screen:
        """The desk, with what to say first."""
        view = await self.floor.view(context)
        if view is None:
            return only_for_leads(context.t)
        standing = await self.floor.standing(view.who, view.state, view.review_days)
        name = self.floor.people.name(view.who)
        return desk_screen(context.t, view, name, home=home, note=note, standing=standing)

    async def switch(self, context: Context) -> Answer:
        """Sets what the button says, if nothing has changed since it was shown."""
        press = context.pressed(SwitchLead)
        view = await self.floor.view(context)
        if not await self.floor.holds(context, view, press.version):
            return await self.drawn(context, stale(context.t))
        return await self.floor.carry_out(context, c.SwitchLeadTrade(self.floor.who(context), press.on), self.drawn)

    async def switch_on(self, context: Context) -> Answer:
        """/leadon."""
        return await self.floor.carry_out(context, c.SwitchLeadTrade(self.floor.who(context), on=True), self.drawn)

    async def switch_off(self, context: Context) -> Answer:
        """/leadoff."""
        return await self.floor.carry_out(context, c.SwitchLeadTrade(self.floor.who(context), on=False), self.drawn)
