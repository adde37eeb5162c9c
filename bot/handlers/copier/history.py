"""The log and the why-card of one's copies of a lead."""

from dataclasses import replace
from typing import Final

from bot.chat.routes import Answer, Context
from bot.handlers.copier.floor import Floor
from bot.past.copies import READ_MOST, History
from bot.presses.copier import ShowLog, ShowWhy
from bot.screens import log as screens
from bot.screens.copies import no_copy
from core.model.people import PersonId
from core.views.as_of import as_of
from core.views.copies import my_copies

WHY_LINK: Final = "t_"
"""How the `?start=` text of a why-card begins; the copy's short name follows."""


class Logs:
    """The handlers."""

    def __init__(self, floor: Floor, history: History) -> None:
        self.floor, self.history = floor, history

    async def shown(self, context: Context) -> Answer:
        press = context.pressed(ShowLog)
        return await self._log(context, PersonId(press.lead), max(0, press.before))

    async def asked(self, context: Context) -> Answer:
        """/log: of the only copy, or whose?"""
        leads = await self._leads(context)
        if len(leads) == 1:
            return await self._log(context, leads[0], 0)
        at = await self.floor.engine.read(as_of)
        return screens.logs(context.t, at, leads, self.floor.people.name)

    async def _log(self, context: Context, lead: PersonId, before: int) -> Answer:
        if lead not in await self._leads(context):
            return no_copy(context.t)  # a forged number must not bring up anybody's name
        page = await self.history.page(self.floor.who(context), lead, before=before)
        at = await self.floor.engine.read(as_of)
        return screens.copy_log(context.t, at, lead, page.rows, self.floor.people.name, before=before, more=page.more)

    async def why(self, context: Context) -> Answer:
        press = context.pressed(ShowWhy)
        card = await self.history.why(self.floor.who(context), PersonId(press.lead), press.seq)
        return (
            screens.no_why(context.t, "?")
            if card is None
            else screens.why_card(context.t, card, self.floor.people.name)
        )

    async def linked(self, context: Context) -> Answer:
        """A link to a why-card; to whoever has no such copy it is one that does not exist."""
        wanted = context.args.removeprefix(WHY_LINK)
        if self.floor.maybe(context) is None:
            return screens.no_why(context.t, wanted)
        return await self.why_by_id(replace(context, args=wanted))

    async def why_by_id(self, context: Context) -> Answer:
        """/why and the id of a copy, sought among the newest results of each copy."""
        wanted = context.args.strip().upper()
        if wanted:
            for lead in await self._leads(context):
                page = await self.history.page(self.floor.who(context), lead, size=READ_MOST)
                row = next((row for row in page.rows if row.reference == wanted), None)
                if row is not None:
                    card = await self.history.why(self.floor.who(context), lead, row.seq)
                    if card is not None:
                        return screens.why_card(context.t, card, self.floor.people.name)
        return screens.no_why(context.t, wanted)

    async def _leads(self, context: Context) -> tuple[PersonId, ...]:
        who = self.floor.who(context)
        mine = await self.floor.engine.read(lambda desk: my_copies(desk, who))
        return tuple(dict.fromkeys(line.lead for line in (*mine.live, *mine.ended)))
