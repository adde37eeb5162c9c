"""Stopping one copy or all of them: the ways, the review, the outcome; and /stop, which pauses everything first.

The plan's hash leaves prices and quantities out on purpose: whoever wants to be out is not sent back because the
market moved (rule 22).
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from bot.chat.routes import Answer, Context
from bot.handlers.copier.copies import ALL, LEAD, live, plan_hash
from bot.handlers.copier.floor import Floor, origin_of
from bot.handlers.copier.reviewing import Carried, Plan, PlannedReview
from bot.presses.copier import ShowStop, StopBy
from bot.screens import stopping as screens
from bot.screens.copies import no_copy, refused
from core.model.commands import PauseCopying, StopAll, StopCopying
from core.model.copying import CopyingState, Sizing, StopWay
from core.model.people import Origin, PersonId
from core.model.reasons import Denial
from core.views import copies as views

HOW, DENIAL, LEADS = "how", "denial", "leads"
WAYS = {int(way) for way in StopWay}


class StopOne(PlannedReview):
    """C7's review."""

    do: ClassVar[str] = "stop_copying"

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Plan:
        who, lead, how = self.floor.who(context), PersonId(command[LEAD]), StopWay(command[HOW])
        view = await self.floor.engine.read(lambda desk: views.one_copy(desk, who, lead))
        if view is None:
            return Plan("", possible=False, draw=lambda _nonce: no_copy(context.t))
        code = _refusal(view, how)
        names = self.floor.people.name
        return Plan(
            plan_hash(who, lead, how, view.line.since),
            possible=code is None,
            draw=lambda nonce: screens.stop_review(context.t, view, names, how=how, nonce=nonce, code=code),
        )

    async def carry_out(self, context: Context, command: Mapping[str, Any], origin: Origin) -> Carried:
        lead, how = PersonId(command[LEAD]), StopWay(command[HOW])
        outcome = await self.floor.engine.submit(StopCopying(self.floor.who(context), lead, how), origin)
        told = {LEAD: lead, DENIAL: outcome.denial}
        return Carried(await self.told(context, told), told)

    async def told(self, context: Context, outcome: Mapping[str, Any]) -> Answer:
        if outcome.get(DENIAL) is not None:
            return refused(context.t, Denial(outcome[DENIAL]))
        who, lead = self.floor.who(context), PersonId(outcome.get(LEAD, 0))
        view = await self.floor.engine.read(lambda desk: views.one_copy(desk, who, lead))
        state = view.line.state if view else CopyingState.ENDED
        return screens.stopped(context.t, lead, self.floor.people.name, state=state)


class StopEverything(PlannedReview):
    """X1's review."""

    do: ClassVar[str] = "stop_all"

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Plan:
        who, how = self.floor.who(context), StopWay(command[HOW])
        running = await self.floor.engine.read(lambda desk: live(desk, who, PersonId(ALL)))
        names = self.floor.people.name
        return Plan(
            plan_hash(who, how, *((view.line.lead, view.line.since) for view in running)),
            possible=bool(running),
            draw=lambda nonce: screens.stop_all_review(context.t, running, names, how=how, nonce=nonce),
        )

    async def carry_out(self, context: Context, command: Mapping[str, Any], origin: Origin) -> Carried:
        who = self.floor.who(context)
        running = await self.floor.engine.read(lambda desk: live(desk, who, PersonId(ALL)))
        outcome = await self.floor.engine.submit(StopAll(who, StopWay(command[HOW])), origin)
        told = {DENIAL: outcome.denial, HOW: command[HOW], LEADS: [view.line.lead for view in running]}
        return Carried(await self.told(context, told), told)

    async def told(self, context: Context, outcome: Mapping[str, Any]) -> Answer:
        """Each copy that was stopped, and what follows."""
        if outcome.get(DENIAL) is not None:
            return refused(context.t, Denial(outcome[DENIAL]))
        who, leads = self.floor.who(context), outcome.get(LEADS, [])
        left = await self.floor.engine.read(lambda desk: {line.lead for line in views.my_copies(desk, who).live})
        stopped = [(PersonId(lead), lead in left) for lead in leads]
        how = StopWay(outcome.get(HOW, StopWay.MARKET_CLOSE))
        return screens.stopped_all(context.t, stopped, self.floor.people.name, how=how)


class Stopping:
    """The handlers before the reviews."""

    def __init__(self, floor: Floor, one: StopOne, everything: StopEverything) -> None:
        self.floor, self.one, self.everything = floor, one, everything

    async def ways(self, context: Context) -> Answer:
        """C7: the ways, each with its consequence."""
        who, lead = self.floor.who(context), PersonId(context.pressed(ShowStop).lead)
        view = await self.floor.engine.read(lambda desk: views.one_copy(desk, who, lead))
        if view is None or view.line.state is not CopyingState.RUNNING:
            return no_copy(context.t) if view is None else refused(context.t, _gone(view))
        return screens.stop_ways(context.t, view, self.floor.people.name)

    async def review(self, context: Context) -> Answer:
        """A way was chosen."""
        press = context.pressed(StopBy)
        if press.how not in WAYS or (press.lead == ALL and press.how == StopWay.COPY_CLOSE):
            return refused(context.t, Denial.SETTING_OUT_OF_RANGE, HOW)
        if press.lead == ALL:
            return await self.everything.open(context, {HOW: press.how})
        return await self.one.open(context, {LEAD: press.lead, HOW: press.how})

    async def at_once(self, context: Context) -> Answer:
        """/stop: a copier's copies are paused, a lead's orders are private from now on."""
        for role, stop in self.floor.stops.items():
            if role in context.roles:
                return await stop(context)
        return await self.everything_paused(context)

    async def everything_paused(self, context: Context) -> Answer:
        """All copies are paused at once, then the stop screen; nothing is sold by itself."""
        who = self.floor.who(context)
        await self.floor.engine.submit(PauseCopying(who, None), origin_of(context))
        view = await self.floor.engine.read(lambda desk: views.my_copies(desk, who))
        return screens.stop_all(context.t, view)


def _refusal(view: views.CopyView, how: StopWay) -> Denial | None:
    if view.line.state is not CopyingState.RUNNING:
        return _gone(view)
    if view.line.sizing is Sizing.SMART_SYNC and how is StopWay.COPY_CLOSE:
        return Denial.SETTING_OUT_OF_RANGE
    return None


def _gone(view: views.CopyView) -> Denial:
    return Denial.STOP_IN_PROGRESS if view.line.state is CopyingState.CLOSING else Denial.NOT_COPYING
