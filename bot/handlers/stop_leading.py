"""L10: asking to stop leading, and taking that back. Both pass a review; the admin's answer comes as an alert."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from bot.chat.confirmations import Confirmations
from bot.chat.routes import Answer, Asking, Context, Route
from bot.drafts.lead_drafts import TypingStopReason
from bot.handlers.deciding import Decision, Planned
from bot.handlers.lead_floor import LEADS, LeadFloor
from bot.handlers.side import Side
from bot.html import NOTHING, Html
from bot.people.grounds import LONGEST, SHORTEST, About
from bot.presses.lead import AskLeadOn, AskStop
from bot.screens import lead_stopping as screens
from bot.screens.denied import denial_words
from bot.screens.lead import only_for_leads, stale
from bot.screens.lead_reasons import reason_words
from core.model import commands as c
from core.model.people import LeadState, Origin, StopReason
from core.model.reasons import Denial
from core.views.ceasing import Ceasing, ceasing

REASON, WORDS = "reason", "words"
REASONS: Final = frozenset(map(int, StopReason))


class StopLeading:
    """The handlers before the reviews."""

    def __init__(self, floor: LeadFloor, confirmations: Confirmations) -> None:
        """Hold what they work with."""
        self.floor = floor
        self.request = RequestStop(self, confirmations)
        self.withdrawal = LeadOn(self, confirmations)

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={"stopleading": Route(self.show, LEADS)},
            presses={AskStop: Route(self.ask, LEADS), AskLeadOn: Route(self.ask_lead_on, LEADS)},
            drafts={TypingStopReason: Route(self.typed, LEADS)},
            reviews={each.do: each for each in (self.request, self.withdrawal)},
        )

    async def view(self, context: Context) -> Ceasing | None:
        """How it stands in the book."""
        who = self.floor.who(context)
        return await self.floor.engine.read(lambda desk: ceasing(desk, who))

    async def show(self, context: Context) -> Answer:
        """L10."""
        return await self.drawn(context, NOTHING)

    async def drawn(self, context: Context, note: Html) -> Answer:
        """The same, with what to say first."""
        view = await self.view(context)
        if view is None:
            return only_for_leads(context.t)
        standing = await self.floor.standing(view.lead, view.state, view.review_days)
        return screens.stop_leading(context.t, view, standing, note)

    async def after(self, context: Context, denial: Denial | None, wanted: LeadState, done: Html) -> Answer:
        """The same after a review: what was refused, or what was done if it still stands."""
        view = await self.view(context)
        stands = view is not None and view.state is wanted
        return await self.drawn(context, denial_words(context.t, denial) if denial else done if stands else NOTHING)

    async def ask(self, context: Context) -> Answer:
        """A reason was tapped; another one is asked for in words."""
        reason = context.pressed(AskStop).reason
        if reason not in REASONS:
            return await self.drawn(context, stale(context.t))
        if reason != StopReason.OTHER:
            return await self.request.open(context, {REASON: reason, WORDS: ""})
        return await self._ask_words(context, problem=False)

    async def _ask_words(self, context: Context, *, problem: bool) -> Answer:
        view = await self.view(context)
        if view is None or view.failed or view.state is not LeadState.ACTIVE:
            return await self.drawn(context, NOTHING)
        return Asking(screens.ask_reason(context.t, view, problem=problem), TypingStopReason())

    async def typed(self, context: Context) -> Answer:
        """The typed reason."""
        words = (context.text or "").strip()
        if not SHORTEST <= len(words) <= LONGEST:
            return await self._ask_words(context, problem=True)
        return await self.request.open(context, {REASON: int(StopReason.OTHER), WORDS: words})

    async def ask_lead_on(self, context: Context) -> Answer:
        """The review of taking the request back."""
        return await self.withdrawal.open(context, {})


class RequestStop(Decision):
    """The review of the request."""

    do: ClassVar[str] = "stop_leading"

    def __init__(self, side: StopLeading, confirmations: Confirmations) -> None:
        """Work through the handlers' view."""
        super().__init__(side.floor.engine, confirmations)
        self._side = side

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Planned | Answer:
        """Only an active lead with nothing in the way may ask."""
        view = await self._side.view(context)
        if view is None or view.failed or view.state is not LeadState.ACTIVE:
            return await self._side.drawn(context, NOTHING)
        why = reason_words(context.t, StopReason(command[REASON]), command[WORDS])
        return Planned(
            (view.lead, view.state, command[REASON], command[WORDS]),
            lambda nonce, changed: screens.stop_review(context.t, view, why, nonce, changed=changed),
        )

    def command(self, context: Context, command: Mapping[str, Any]) -> c.Command:
        """The request."""
        return c.RequestStopLeading(self._side.floor.who(context), StopReason(command[REASON]))

    async def before(self, context: Context, command: Mapping[str, Any], origin: Origin) -> None:  # noqa: ARG002
        """The words stand beside it."""
        await self._side.floor.grounds.keep(self._side.floor.who(context), About.STOP, command[WORDS])

    async def told(self, context: Context, command: Mapping[str, Any], denial: Denial | None) -> Answer:  # noqa: ARG002
        """How it stands now."""
        return await self._side.after(context, denial, LeadState.STOP_REQUESTED, screens.asked(context.t))


class LeadOn(Decision):
    """The review of taking it back."""

    do: ClassVar[str] = "lead_on"

    def __init__(self, side: StopLeading, confirmations: Confirmations) -> None:
        """Work through the handlers' view."""
        super().__init__(side.floor.engine, confirmations)
        self._side = side

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Planned | Answer:  # noqa: ARG002
        """Only what was asked can be taken back."""
        view = await self._side.view(context)
        if view is None or view.state is not LeadState.STOP_REQUESTED:
            return await self._side.drawn(context, NOTHING)
        return Planned(
            (view.lead, view.state, view.on),
            lambda nonce, changed: screens.lead_on_review(context.t, view, nonce, changed=changed),
        )

    def command(self, context: Context, command: Mapping[str, Any]) -> c.Command:  # noqa: ARG002
        """The withdrawal."""
        return c.WithdrawStopRequest(self._side.floor.who(context))

    async def told(self, context: Context, command: Mapping[str, Any], denial: Denial | None) -> Answer:  # noqa: ARG002
        """How it stands now."""
        return await self._side.after(context, denial, LeadState.ACTIVE, screens.leads_on(context.t))
