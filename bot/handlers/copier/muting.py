"""Muting a lead: by /mute or by the button under an alert, at once, as it moves nothing."""

from bot.handlers.copier.floor import Floor
from bot.mutes import Mutes, hour_from
from bot.presses_copier import FOR_GOOD, UNMUTE, Mute
from bot.routes import Answer, Context
from bot.screens.muting import muting
from core.model.people import PersonId
from core.views.copies import my_copies


class Muting:
    """The handlers."""

    def __init__(self, floor: Floor) -> None:
        self.floor, self.mutes = floor, Mutes(floor.notes)

    async def shown(self, context: Context) -> Answer:
        who = self.floor.who(context)
        leads = await self._leads(who)
        muted = await self.mutes.of(who, leads, context.now)
        return muting(context.t, leads, muted, self.floor.people.name)

    async def pressed(self, context: Context) -> Answer:
        """Only leads that one copies can be muted."""
        press, who = context.pressed(Mute), self.floor.who(context)
        lead = PersonId(press.lead)
        if lead in await self._leads(who):
            if press.how == UNMUTE:
                await self.mutes.unmute(who, lead)
            else:
                await self.mutes.mute(who, lead, None if press.how == FOR_GOOD else hour_from(context.now))
        return await self.shown(context)

    async def _leads(self, who: PersonId) -> tuple[PersonId, ...]:
        mine = await self.floor.engine.read(lambda desk: my_copies(desk, who))
        return tuple(line.lead for line in mine.live)
