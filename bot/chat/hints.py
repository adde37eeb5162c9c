"""What answers a command of another role: how to get there; one of the admin's is as if there were none."""

from collections.abc import Callable

from bot.chat.routes import Answer, Context, Handler, Hints, Role
from bot.screens.desk import unknown_command
from bot.screens.wrong_role import wrong_role
from core.model.people import LeadState

LeadStates = Callable[[int], LeadState]
"""How far a Telegram user id is on the way to leading."""


def hints_of(lead_state: LeadStates) -> Hints:
    """The hints of a desk that knows who has applied."""

    def hinting(wanted: frozenset[Role]) -> Handler:
        async def hinted(context: Context) -> Answer:
            state = lead_state(context.person)
            way = wrong_role(context.t, context.command or "", wanted=wanted, held=context.roles, state=state)
            return way or unknown_command(context.t, context.command or "")

        return hinted

    return hinting
