"""C3: the settings of a running copy, each asked by chips and typed answers; a failed copy leads straight to one."""

from bot.chat.routes import Answer, Asking, Context
from bot.drafts.copy_answers import (
    FIRST_PAGE,
    Advanced,
    NotAsked,
    OutOfRange,
    TwoReadings,
    bounds_of,
    chosen,
    picked,
    typed,
)
from bot.drafts.copy_drafts import AskSetting
from bot.drafts.copy_plan import CopyPlan, Step, plan_of, settings_of
from bot.drafts.number import Problem
from bot.handlers.copier.changing import Changes, SettingsShown
from bot.handlers.copier.floor import Floor
from bot.handlers.copier.funds import FundsDesk
from bot.html import NOTHING, Html, bold
from bot.presses.terms import EditSetting, NeverCopy, PickOwn, RaiseTo, SetSetting, ShowNever, ShowSettings
from bot.screens.amounts import figure
from bot.screens.answers import Changing
from bot.screens.question import Question
from bot.screens.settings import note_of
from bot.screens.typed_wrong import no_amount, out_of_range
from bot.screens.wizard import question
from core.model.copying import Sizing
from core.model.people import PersonId
from core.views.settings import CopySettings
from core.views.start_review import choices

OPEN = frozenset({Step.WAY, Step.SIZE, Step.MAXIMUM, Step.INSTRUMENTS, Step.TOTAL, Step.ACTION, Step.PROFIT, Step.LOSS})
"""What may be asked of a running copy; of a Smart Sync copy neither its way nor its amount (R-15.2)."""
STOP_ALONE = frozenset({Step.TOTAL, Step.ACTION})
WAYS = (Sizing.FIXED_AMOUNT, Sizing.MULTIPLIER)


class CopySettingsDesk:
    """The handlers."""

    def __init__(self, floor: Floor, shown: SettingsShown, changes: Changes, money: FundsDesk) -> None:
        self.floor, self.settings, self.changes, self.money = floor, shown, changes, money

    async def shown(self, context: Context) -> Answer:
        return await self.settings.draw(context, PersonId(context.pressed(ShowSettings).lead))

    async def never(self, context: Context) -> Answer:
        return await self.settings.draw(context, PersonId(context.pressed(ShowNever).lead), never=True)

    async def edit(self, context: Context) -> Answer:
        """Ask for one setting, beginning from how they stand."""
        press = context.pressed(EditSetting)
        return await self._open(context, PersonId(press.lead), press.step)

    async def raise_to(self, context: Context) -> Answer:
        """From a failed copy: the setting, the least value that would have passed first among the chips."""
        press = context.pressed(RaiseTo)
        lead, view = PersonId(press.lead), await self.settings.read(context, PersonId(press.lead))
        if view is None:
            return await self.settings.gone(context, lead)
        if view.settings.smart:
            return await self.money.review(context, lead, add=True, amount=press.value, order=press.order)
        step = press.step if press.step in {Step.SIZE, Step.MAXIMUM} else Step.SIZE
        return await self._open(context, lead, step, offer=press.value, order=press.order)

    async def choose(self, context: Context) -> Answer:
        """A chip."""
        press = context.pressed(SetSetting)
        draft, view = _draft(context, press.lead), await self.settings.read(context, PersonId(press.lead))
        if view is None:
            return await self.settings.gone(context, PersonId(press.lead))
        if not _may(view, press.step):
            return await self.settings.draw(context, view.lead)
        draft = draft or AskSetting(lead=press.lead, plan=plan_of(press.lead, view.settings))
        plan = draft.plan.at(press.step)
        read = chosen(plan, press.step, press.value, self.floor.limits)
        asks = press.step is Step.INSTRUMENTS and (press.value == 1 or press.value >= FIRST_PAGE)
        if asks and isinstance(read, CopyPlan):
            return await self._ask(context, view, draft.model_copy(update={"plan": read}))
        return await self._advance(context, view, draft.model_copy(update={"plan": plan}), read)

    async def pick(self, context: Context) -> Answer:
        """A coin of the own choice; one the lead does not lead in is no choice."""
        press = context.pressed(PickOwn)
        draft, view = _draft(context, press.lead), await self.settings.read(context, PersonId(press.lead))
        if view is None:
            return await self.settings.gone(context, PersonId(press.lead))
        if draft is None or draft.plan.own is None or press.symbol not in view.instruments or view.restricted:
            return await self.settings.draw(context, view.lead)
        plan = picked(draft.plan, press.symbol, on=press.on)
        return await self._ask(context, view, draft.model_copy(update={"plan": plan}))

    async def bar(self, context: Context) -> Answer:
        """Never buy this coin, at once; or buy it again, after a review."""
        press = context.pressed(NeverCopy)
        lead, view = PersonId(press.lead), await self.settings.read(context, PersonId(press.lead))
        if view is None:
            return await self.settings.gone(context, lead)
        known = press.symbol in view.instruments or press.symbol in view.settings.never
        never = set(view.settings.never) - {press.symbol} | ({press.symbol} if press.on and known else set())
        plan = plan_of(press.lead, view.settings).model_copy(update={"never": tuple(sorted(never))})
        return await self.changes.make(context, lead, settings_of(plan), never=True)

    async def typed(self, context: Context) -> Answer:
        """A text, read as the answer to the open question."""
        draft = context.drafted(AskSetting)
        view = await self.settings.read(context, PersonId(draft.lead))
        if view is None:
            return await self.settings.gone(context, PersonId(draft.lead))
        read = typed(draft.plan, context.text or "", context.t.language, self.floor.limits)
        return await self._advance(context, view, draft, read)

    # ── one answer ────────────────────────────────────────────────────────────

    async def _open(self, context: Context, lead: PersonId, step: Step, *, offer: int = 0, order: str = "") -> Answer:
        view = await self.settings.read(context, lead)
        if view is None:
            return await self.settings.gone(context, lead)
        if not _may(view, step):
            return await self.settings.draw(context, lead)
        draft = AskSetting(lead=lead, plan=plan_of(lead, view.settings).at(step), order=order)
        return await self._ask(context, view, draft, offer=offer)

    async def _advance(self, context: Context, view: CopySettings, draft: AskSetting, read: Advanced) -> Answer:
        t, plan = context.t, draft.plan
        match read:
            case CopyPlan():
                return await self._on(context, view, draft, read)
            case Problem():
                return await self._ask(context, view, draft, no_amount(t, read))
            case TwoReadings():
                which = t("amount", "Which of the two do you mean?")
                one = t("amount", "Do you mean this? Confirm it below, or type it without separators.")
                return await self._ask(context, view, draft, one if read.first == read.second else which, read)
            case OutOfRange():
                figures = (figure(t, plan, read.least), figure(t, plan, read.most))
                return await self._ask(context, view, draft, out_of_range(t, read, figures))
            case NotAsked():
                return await self._ask(context, view, draft, t("amount", "No text is asked for here: use the buttons."))

    async def _on(self, context: Context, view: CopySettings, draft: AskSetting, read: CopyPlan) -> Answer:
        """The change, once every question it opens has its answer."""
        if draft.plan.step is Step.WAY:  # another way has another amount; the rest of a running copy stays as it is
            kept = {"max_total": draft.plan.max_total, "total_stop_loss": draft.plan.total_stop_loss}
            read = read.model_copy(update=kept)
        lacks = read.lacks
        if lacks is not None:
            return await self._ask(context, view, draft.model_copy(update={"plan": read.at(lacks)}))
        return await self.changes.make(context, view.lead, settings_of(read), order=draft.order)

    async def _ask(
        self,
        context: Context,
        view: CopySettings,
        draft: AskSetting,
        problem: Html = NOTHING,
        readings: TwoReadings | None = None,
        *,
        offer: int = 0,
    ) -> Answer:
        who, plan = self.floor.who(context), draft.plan
        found = await self.floor.engine.read(lambda desk: choices(desk, who, view.lead))
        assert found is not None, "whoever is copied has led"
        shown = Question(
            plan,
            found,
            bounds_of(plan, plan.step, self.floor.limits),
            Changing(view.lead),
            bold(problem) if problem else NOTHING,
            readings,
            note=note_of(context.t, plan.step),
            offer=offer,
            ways=WAYS,
        )
        return Asking(question(context.t, shown, self.floor.people.name), draft)


def _may(view: CopySettings, step: Step) -> bool:
    if view.restricted:
        return step in STOP_ALONE
    fixed = {Step.WAY, Step.SIZE, Step.MAXIMUM}
    return step in (OPEN - fixed if view.settings.smart else OPEN)


def _draft(context: Context, lead: int) -> AskSetting | None:
    """The open question, if it is about this copy."""
    draft = context.draft
    return draft if isinstance(draft, AskSetting) and draft.lead == lead else None
