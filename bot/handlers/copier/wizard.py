"""The start-copying wizard: questions by chips or typed amounts, kept in a draft, ending in a review (F1 to F6)."""

from bot.chat.routes import Answer, Asking, Context
from bot.drafts.copy_answers import (
    Advanced,
    NotAsked,
    OutOfRange,
    TwoReadings,
    bounds_of,
    chosen,
    picked,
    typed,
)
from bot.drafts.copy_plan import CopyPlan, Step, settings_of
from bot.drafts.number import Problem
from bot.handlers.copier.finding import Finding
from bot.handlers.copier.floor import Floor
from bot.handlers.copier.starting import StartingReview, command_of
from bot.html import NOTHING, Html, bold
from bot.presses.terms import Begin, Choose, GoTo, Pick
from bot.screens.amounts import figure
from bot.screens.answers import Starting
from bot.screens.arriving import noticed
from bot.screens.question import Question
from bot.screens.screen import Screen
from bot.screens.start_review import not_started
from bot.screens.typed_wrong import no_amount, not_covered, out_of_range
from bot.screens.wizard import out_of_date, question
from core.model.copying import StopWay
from core.model.people import PersonId
from core.views.start_review import Choices, choices


class Wizard:
    """The handlers. Nothing is done before the review's button."""

    def __init__(self, floor: Floor, finding: Finding, review: StartingReview) -> None:
        self.floor, self.finding, self.review = floor, finding, review

    async def begin(self, context: Context) -> Answer:
        """The first question, unless a reason stands against any copy of this lead."""
        lead = PersonId(context.pressed(Begin).lead)
        usual = StopWay[self.floor.limits.total_stop_loss.action.upper()]
        return await self._ask(context, CopyPlan(lead=lead, action=usual))

    async def go(self, context: Context) -> Answer:
        """Another step of the open wizard; what was chosen stays."""
        press = context.pressed(GoTo)
        plan = _open(context, press.lead)
        if plan is None:
            return await self._lost(context, PersonId(press.lead))
        step = press.step if plan.sizing is not None or press.step is Step.WAY else Step.WAY
        return await self._on(context, plan.at(step))

    async def choose(self, context: Context) -> Answer:
        """A chip."""
        press = context.pressed(Choose)
        plan = _open(context, press.lead)
        if plan is None:
            return await self._lost(context, PersonId(press.lead))
        return await self._advance(
            context,
            plan.at(press.step),
            chosen(plan, press.step, press.value, self.floor.limits, free=await self._free(context)),
        )

    async def pick(self, context: Context) -> Answer:
        """A coin of the own choice; one the lead does not lead in is no choice."""
        press = context.pressed(Pick)
        plan, view = _open(context, press.lead), await self._view(context, PersonId(press.lead))
        if plan is None or plan.own is None or view is None:
            return await self._lost(context, PersonId(press.lead))
        known = press.symbol in view.instruments
        return await self._ask(context, picked(plan, press.symbol, on=press.on) if known else plan)

    async def typed(self, context: Context) -> Answer:
        """A text, read as the answer to the open question."""
        plan = context.drafted(CopyPlan)
        read = typed(plan, context.text or "", context.t.language, self.floor.limits, free=await self._free(context))
        return await self._advance(context, plan, read)

    async def _advance(self, context: Context, plan: CopyPlan, read: Advanced) -> Answer:
        t = context.t
        match read:
            case CopyPlan():
                return await self._on(context, read)
            case Problem():
                return await self._ask(context, plan, no_amount(t, read))
            case TwoReadings():
                which = t("amount", "Which of the two do you mean?")
                one = t("amount", "Do you mean this? Confirm it below, or type it without separators.")
                return await self._ask(context, plan, one if read.first == read.second else which, read)
            case OutOfRange(least, most) if plan.smart and plan.step is Step.SIZE:
                return await self._ask(context, plan, not_covered(t, least=least, free=most))
            case OutOfRange():
                figures = (figure(t, plan, read.least), figure(t, plan, read.most))
                return await self._ask(context, plan, out_of_range(t, read, figures))
            case NotAsked():
                return await self._ask(context, plan, t("amount", "No text is asked for here: use the buttons."))

    async def _on(self, context: Context, plan: CopyPlan) -> Answer:
        """The next question, or the review once there is none."""
        if plan.step is Step.EXISTING and plan.existing is None:
            view = await self._view(context, PersonId(plan.lead))
            if view is not None and not view.holds:  # nothing to choose: the lead holds no coin
                plan = plan.model_copy(update={"existing": False}).at(Step.REVIEW)
        if plan.step is Step.REVIEW and plan.whole:
            return await self.review.open(context, command_of(plan.lead, settings_of(plan)))
        return await self._ask(context, plan)

    async def _ask(
        self, context: Context, plan: CopyPlan, problem: Html = NOTHING, readings: TwoReadings | None = None
    ) -> Answer:
        view = await self._view(context, PersonId(plan.lead), hint=plan.smart and plan.step is Step.SIZE)
        if view is None:
            return await self.finding.card_of(context, None)
        if view.refusal is not None:
            return not_started(context.t, view.lead, self.floor.people.name, view.refusal, "")
        bounds = bounds_of(plan, plan.step, self.floor.limits, free=view.free)
        answers = Starting(view.lead)
        shown = Question(plan, view, bounds, answers, bold(problem) if problem else NOTHING, readings)
        return Asking(question(context.t, shown, self.floor.people.name), plan)

    async def _view(self, context: Context, lead: PersonId, *, hint: bool = False) -> Choices | None:
        """`hint`: with the faithful capital, which takes a look at the lead's last orders."""
        who, past = self.floor.who(context), await self.finding.past.last_buys(lead) if hint else ()
        return await self.floor.engine.read(lambda desk: choices(desk, who, lead, past))

    async def _free(self, context: Context) -> int:
        """The most that can be set apart for a lead."""
        who = self.floor.who(context)
        return await self.floor.engine.read(lambda desk: int(desk.book.people.cash[who]))

    async def _lost(self, context: Context, lead: PersonId) -> Answer:
        """The wizard this button belongs to is no longer open."""
        answer = await self.finding.card_of(context, lead)
        assert isinstance(answer, Screen)
        return noticed(answer, out_of_date(context.t))


def _open(context: Context, lead: int) -> CopyPlan | None:
    """The open wizard, if it is this lead's."""
    plan = context.draft
    return plan if isinstance(plan, CopyPlan) and plan.lead == lead else None
