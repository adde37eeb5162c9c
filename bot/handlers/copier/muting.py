"""Muting a lead: by /mute or by the button under an alert, at once, as it moves nothing."""

from bot.chat.routes import Answer, Context
from bot.drafts.mute_typed import read_mute
from bot.handlers.copier.floor import Floor
from bot.html import NOTHING, Html
from bot.presses.copier import FOR_GOOD, UNMUTE, Mute
from bot.screens.muting import muting, not_understood
from bot.wishes.mutes import Mutes, hour_from
from core.model.people import PersonId
from core.views.copies import my_copies


class Muting:
    """The handlers."""

    def __init__(self, floor: Floor) -> None:
        self.floor, self.mutes = floor, Mutes(floor.notes)

    async def shown(self, context: Context) -> Answer:
        """/mute, perhaps with a lead and a time behind it."""
        if not context.args:
            return await self._drawn(context)
        who, named = self.floor.who(context), read_mute(context.args)
        leads = await self._leads(who)
        found = [lead for lead in leads if named and self.floor.people.name(lead).casefold().startswith(named.lead)]
        if named is None or len(found) != 1:
            return await self._drawn(context, not_understood(context.t))
        await self.mutes.mute(who, found[0], None if named.time is None else context.now + named.time)
        return await self._drawn(context)

    async def _drawn(self, context: Context, note: Html = NOTHING) -> Answer:
        who = self.floor.who(context)
        leads = await self._leads(who)
        muted = await self.mutes.of(who, leads, context.now)
        return muting(context.t, leads, muted, self.floor.people.name, note=note)

    async def pressed(self, context: Context) -> Answer:
        """Only leads that one copies can be muted."""
        press, who = context.pressed(Mute), self.floor.who(context)
        lead = PersonId(press.lead)
        if lead in await self._leads(who):
            if press.how == UNMUTE:
                await self.mutes.unmute(who, lead)
            else:
                await self.mutes.mute(who, lead, None if press.how == FOR_GOOD else hour_from(context.now))
        return await self._drawn(context)

    async def _leads(self, who: PersonId) -> tuple[PersonId, ...]:
        mine = await self.floor.engine.read(lambda desk: my_copies(desk, who))
        return tuple(line.lead for line in mine.live)
