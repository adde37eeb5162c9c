"""M2, *Ask*: the admin asks an applicant something, who answers; both are messages, and stand on the application."""

from bot.chat.routes import Answer, Asking, Context, Route
from bot.drafts.lead_drafts import TypingAnswer, TypingQuestion
from bot.handlers.admin import ADMINS, AdminSide
from bot.handlers.lead_floor import TRADERS, Draw, LeadFloor
from bot.handlers.side import Side
from bot.html import NOTHING
from bot.people.grounds import LONGEST, SHORTEST, About
from bot.presses.admin import AskApplicant
from bot.presses.lead import AnswerQuestion
from bot.screens import questions as screens
from bot.telling.messenger import Messenger
from core.model.people import OPERATOR, PersonId
from core.views.admin_desk import applicant
from core.views.as_of import AsOf, as_of


class Questions:
    """The handlers; `admin` draws an application, `applying` the applicant's side of it."""

    def __init__(self, floor: LeadFloor, messenger: Messenger, admin: AdminSide, applying: Draw) -> None:
        """Hold what they work with."""
        self._floor, self._messenger = floor, messenger
        self._admin, self._applying = admin, applying

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            presses={AskApplicant: Route(self.ask, ADMINS), AnswerQuestion: Route(self.ask_answer, TRADERS)},
            drafts={TypingQuestion: Route(self.asked, ADMINS), TypingAnswer: Route(self.answered, TRADERS)},
        )

    async def _waits(self, person: PersonId) -> AsOf | None:
        """The instant, if this person's application still waits."""
        return await self._floor.engine.read(lambda desk: as_of(desk) if applicant(desk, person) else None)

    # ── the admin ─────────────────────────────────────────────────────────────

    async def ask(self, context: Context) -> Answer:
        """The question for the question."""
        return await self._ask(context, PersonId(context.pressed(AskApplicant).person), problem=False)

    async def _ask(self, context: Context, person: PersonId, *, problem: bool) -> Answer:
        at = await self._waits(person)
        if at is None:
            return await self._admin.applications(context)
        name = self._floor.people.name(person)
        return Asking(screens.ask_question(context.t, at, person, name, problem=problem), TypingQuestion(person=person))

    async def asked(self, context: Context) -> Answer:
        """On its way to the applicant; an older answer is none to this question."""
        person, words = PersonId(context.drafted(TypingQuestion).person), (context.text or "").strip()
        chat = self._floor.people.telegram(person)
        if not SHORTEST <= len(words) <= LONGEST or await self._waits(person) is None or chat is None:
            return await self._ask(context, person, problem=True)
        await self._floor.grounds.keep(person, About.ASKED, words)
        await self._floor.grounds.keep(person, About.ANSWERED, "")
        fact = f"question:{context.origin}"
        await self._messenger.tell(chat, person, lambda t: screens.question(t, words), fact=fact, kind="question")
        return await self._admin.shown(context, person, context.t("admin", "✔ Asked. The answer comes here."))

    # ── the applicant ─────────────────────────────────────────────────────────

    async def ask_answer(self, context: Context) -> Answer:
        """The question for the answer."""
        return await self._ask_answer(context, problem=False)

    async def _ask_answer(self, context: Context, *, problem: bool) -> Answer:
        who = self._floor.who(context)
        at, words = await self._waits(who), await self._floor.grounds.of(who, About.ASKED)
        if at is None or not words:
            return await self._applying(context, NOTHING)
        return Asking(screens.ask_answer(context.t, at, words, problem=problem), TypingAnswer())

    async def answered(self, context: Context) -> Answer:
        """On its way to the admin."""
        who, words = self._floor.who(context), (context.text or "").strip()
        if not SHORTEST <= len(words) <= LONGEST or await self._waits(who) is None:
            return await self._ask_answer(context, problem=True)
        await self._floor.grounds.keep(who, About.ANSWERED, words)
        admin, name = self._floor.people.admin, self._floor.people.name(who)
        if admin is not None:
            fact = f"answer:{context.origin}"
            await self._messenger.tell(
                admin, OPERATOR, lambda t: screens.answer(t, who, name, words), fact=fact, kind="answer"
            )
        return await self._applying(context, context.t("apply", "✔ Your answer is with the admin."))
