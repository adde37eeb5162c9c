"""The one tap on a failed copy's card: the card states plan, price and expiry, so it is itself the review (rule 21).

However many taps come, the book lets at most one order leave; a tap that comes too late only says so (R-18.5).
"""

from bot.chat.routes import Answer, Context, Toast
from bot.handlers.copier.floor import Floor, origin_of
from bot.presses.copier import Retry
from bot.screens.retrying import too_late, tried
from core.model.commands import RetryCopy
from core.model.events import EntriesPlanned
from core.model.orders import OrderId
from core.model.people import PersonId
from core.model.reasons import Reason


class Retrying:
    """The handler."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    async def tapped(self, context: Context) -> Answer:
        press = context.pressed(Retry)
        lead = PersonId(press.lead)
        command = RetryCopy(self.floor.who(context), lead, OrderId(press.order), max(0, press.drift))
        outcome = await self.floor.engine.submit(command, origin_of(context))
        if outcome.denial is not None:
            return Toast(too_late(context.t, outcome.denial), alert=True)
        planned = [record.fact for record in outcome.records if isinstance(record.fact, EntriesPlanned)]
        reason = Reason(int(planned[0].reason[0])) if planned else Reason.NONE
        return tried(context.t, lead, self.floor.people.name, reason=reason)
