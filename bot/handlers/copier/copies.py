"""My copies, one copy, pausing at once, and the review of resuming."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from bot.chat.routes import Answer, Context
from bot.handlers.copier.floor import Floor, origin_of
from bot.handlers.copier.reviewing import Carried, Plan, PlannedReview
from bot.html import NOTHING, Html
from bot.past.copies import History
from bot.presses.copier import Pause, Resume, ShowCopy
from bot.screens import copies as screens
from bot.screens.resuming import resume_review, resumed
from core.decide.desk import Desk
from core.model.commands import PauseCopying, ResumeCopying
from core.model.copying import CopyingState
from core.model.people import Origin, PersonId
from core.model.reasons import Denial
from core.views import copies as views
from core.views.copies import CopyView
from core.views.log import health

LEAD, DENIAL = "lead", "denial"
ALL = 0
"""In presses and commands: every copy of the person. Number 0 is the operator, who leads nobody."""


class Copies:
    """The handlers."""

    def __init__(self, floor: Floor, history: History) -> None:
        self.floor, self.history = floor, history

    async def all(self, context: Context, notice: Html = NOTHING) -> Answer:
        """C1."""
        who = self.floor.who(context)
        view = await self.floor.engine.read(lambda desk: views.my_copies(desk, who))
        return screens.my_copies(context.t, view, self.floor.people.name, notice=notice)

    async def one(self, context: Context) -> Answer:
        return await self.copy_of(context, PersonId(context.pressed(ShowCopy).lead))

    async def copy_of(self, context: Context, lead: PersonId, notice: Html = NOTHING) -> Answer:
        """C2."""
        who = self.floor.who(context)
        view = await self.floor.engine.read(lambda desk: views.one_copy(desk, who, lead))
        if view is None:
            return screens.no_copy(context.t, notice=notice)
        page = await self.history.page(who, lead, size=screens.HEALTH_OF)
        expires = timedelta(seconds=self.floor.engine.pen.limits.entry.expires_s)
        found = health(page.rows, expires=expires)
        return screens.copy(context.t, view, self.floor.people.name, found, notice=notice)

    async def pause(self, context: Context) -> Answer:
        """Acts at once: it lowers risk and sells nothing (rule 18)."""
        lead = PersonId(context.pressed(Pause).lead)
        who, one = self.floor.who(context), lead != ALL
        outcome = await self.floor.engine.submit(PauseCopying(who, lead if one else None), origin_of(context))
        if outcome.denial is not None:
            return screens.refused(context.t, outcome.denial, outcome.about)
        return await self.copy_of(context, lead) if one else await self.all(context)

    async def pause_all(self, context: Context) -> Answer:
        """/pause."""
        outcome = await self.floor.engine.submit(PauseCopying(self.floor.who(context), None), origin_of(context))
        if outcome.denial not in {None, Denial.NOT_COPYING}:
            return screens.refused(context.t, outcome.denial or Denial.NOT_ALLOWED, outcome.about)
        return await self.all(context)


class Resuming(PlannedReview):
    """Resuming raises risk: it passes a review."""

    do: ClassVar[str] = "resume_copying"

    def __init__(self, floor: Floor, copies: Copies) -> None:
        super().__init__(floor)
        self.copies = copies

    async def asked(self, context: Context) -> Answer:
        """The press, or /resume for all."""
        lead = context.press.lead if isinstance(context.press, Resume) else ALL
        return await self.open(context, {LEAD: lead})

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Plan:
        who, lead = self.floor.who(context), PersonId(command[LEAD])
        paused = await self.floor.engine.read(lambda desk: _paused(desk, who, lead))
        names, single = self.floor.people.name, lead != ALL
        return Plan(
            plan_hash(who, *(view.line.lead for view in paused), *(_settings(view) for view in paused)),
            possible=bool(paused),
            draw=lambda nonce: resume_review(context.t, paused, names, nonce=nonce, single=single),
        )

    async def carry_out(self, context: Context, command: Mapping[str, Any], origin: Origin) -> Carried:
        lead = PersonId(command[LEAD])
        who = self.floor.who(context)
        outcome = await self.floor.engine.submit(ResumeCopying(who, None if lead == ALL else lead), origin)
        told = {LEAD: lead, DENIAL: outcome.denial}
        return Carried(await self.told(context, told), told)

    async def told(self, context: Context, outcome: Mapping[str, Any]) -> Answer:
        if outcome.get(DENIAL) is not None:
            return screens.refused(context.t, Denial(outcome[DENIAL]))
        lead = PersonId(outcome.get(LEAD, ALL))
        if lead == ALL:
            return await self.copies.all(context, notice=resumed(context.t))
        return await self.copies.copy_of(context, lead, notice=resumed(context.t))


def plan_hash(*parts: object) -> str:
    """One hash of what a plan rests on."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def live(desk: Desk, who: PersonId, lead: PersonId) -> list[CopyView]:
    """One running copy, or all of them for ALL."""
    found = [views.one_copy(desk, who, line.lead) for line in views.my_copies(desk, who).live]
    return [
        view for view in found if view and view.line.state is CopyingState.RUNNING and lead in {ALL, view.line.lead}
    ]


def _paused(desk: Desk, who: PersonId, lead: PersonId) -> list[CopyView]:
    return [view for view in live(desk, who, lead) if view.line.paused]


def _settings(view: CopyView) -> str:
    return f"{view.line.sizing.value}:{view.line.size}:{view.max_total}:{view.line.since.isoformat()}"
