"""What the lead's handlers work with: who asks, their desk, whether a press still holds, and a command carried out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from bot.chat.routes import Answer, Context, Role
from bot.html import NOTHING, Html
from bot.people.directory import Directory
from bot.people.grounds import About, Grounds
from bot.screens.denied import denial_words
from bot.screens.lead_stopping import Standing, answer_by
from core.engine import Engine
from core.model import commands as c
from core.model.people import LeadState, Origin, PersonId
from core.views.ceasing import last_request
from core.views.lead_desk import LeadDesk, lead_desk

LEADS: Final = frozenset({Role.LEAD})
REQUESTS: Final = ("StopLeadingRequested", "StopLeadingEnded")
TRADERS: Final = frozenset({Role.LEAD, Role.COPIER})
Draw = Callable[[Context, Html], Awaitable[Answer]]
"""Draws a screen anew, with what to say first."""


@dataclass(frozen=True, slots=True)
class LeadFloor:
    """Shared by all of them."""

    engine: Engine
    people: Directory
    grounds: Grounds

    def who(self, context: Context) -> PersonId:
        """Their number in the book."""
        number = self.people.number(context.person)
        assert number is not None, "a role that leads is given to members alone"
        return number

    async def view(self, context: Context) -> LeadDesk | None:
        """Their desk; None for those who never applied."""
        who = self.who(context)
        return await self.engine.read(lambda desk: lead_desk(desk, who))

    async def standing(self, lead: PersonId, state: LeadState, days: int) -> Standing:
        """What was said when a lead's state became what it is."""
        if state is LeadState.SUSPENDED:
            return Standing(words=await self.grounds.of(lead, About.SANCTION))
        request = last_request(await self.engine.past(lead, REQUESTS, most=1))
        return Standing(request, await self.grounds.of(lead, About.STOP), answer_by(request, days))

    async def holds(self, context: Context, view: LeadDesk | None, version: int) -> bool:
        """Whether nothing has changed since a press was shown but by itself, handled again after a crash."""
        if view is None or view.version == version:
            return view is not None
        return await self.engine.read(lambda desk: Origin(context.origin) in desk.book.origins)

    async def carry_out(self, context: Context, command: c.Command, draw: Draw) -> Answer:
        """Submit, and draw the same screen anew with what to say."""
        outcome = await self.engine.submit(command, Origin(context.origin))
        said = NOTHING if outcome.denial is None else denial_words(context.t, outcome.denial, outcome.about)
        return await draw(context, said)
