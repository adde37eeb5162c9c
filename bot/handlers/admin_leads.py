"""What the admin decides about leads: the answer to a request to stop (M2), suspension and revocation (M5)."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from bot.chat.confirmations import Confirmations
from bot.chat.routes import Answer, Asking, Context, Route
from bot.drafts.lead_drafts import TypingGround
from bot.handlers.admin import ADMINS, AdminSide
from bot.handlers.admin_conduct import POSTS
from bot.handlers.deciding import Decision, Planned
from bot.handlers.lead_floor import LeadFloor
from bot.handlers.side import Side
from bot.html import NOTHING, Html
from bot.people.grounds import LONGEST, SHORTEST, About
from bot.people.written import Written
from bot.presses.admin import (
    AskSanction,
    AskStopAnswer,
    GiveGround,
    MarkVideo,
    Sanction,
    ShowLeaving,
    ShowUser,
    UsersPage,
)
from bot.screens import admin_applications as applications
from bot.screens import admin_people as screens
from bot.screens import admin_sanctions as sanctions
from bot.screens.admin import too_late
from bot.screens.admin_conduct import Watching
from bot.screens.lead_stopping import Standing
from core.model import commands as c
from core.model.people import OPERATOR, LeadState, Origin, PersonId
from core.model.reasons import Denial
from core.views.admin_desk import Users, user, users, users_of
from core.views.as_of import as_of
from core.views.ceasing import Ceasing, ceasing
from core.views.conduct import conduct
from core.views.posting import posting, posts_of

LEAD, WHAT, GROUND = "lead", "what", "ground"
MAY: Final = {
    Sanction.SUSPEND: frozenset({LeadState.ACTIVE, LeadState.STOP_REQUESTED}),
    Sanction.LIFT: frozenset({LeadState.SUSPENDED}),
    Sanction.REVOKE: frozenset({LeadState.SUSPENDED}),
    Sanction.REJECT: frozenset({LeadState.APPLIED}),
    Sanction.REFUSE: frozenset({LeadState.STOP_REQUESTED}),
}
"""The states from which each is possible (R-3.10)."""
LONGEST_NUMBER: Final = 9
ANSWERS: Final = frozenset({Sanction.REJECT, Sanction.REFUSE})
"""What answers a request: the list of requests is shown afterwards, of all else the lead."""


class AdminLeads:
    """The handlers before the reviews; `admin` draws the lists they come from."""

    def __init__(self, floor: LeadFloor, admin: AdminSide, written: Written, confirmations: Confirmations) -> None:
        """Hold what they work with."""
        self.floor = floor
        self.written = written
        self.admin = admin
        self.answer = GrantStop(self, confirmations)
        self.sanction = Sanctioning(self, confirmations)

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={"users": Route(self.users, ADMINS), "user": Route(self.found, ADMINS)},
            presses={
                UsersPage: Route(self.users, ADMINS),
                ShowUser: Route(self.one, ADMINS),
                MarkVideo: Route(self.mark_video, ADMINS),
                AskSanction: Route(self.ask_sanction, ADMINS),
                GiveGround: Route(self.give_ground, ADMINS),
                ShowLeaving: Route(self.leaving, ADMINS),
                AskStopAnswer: Route(self.ask_answer, ADMINS),
            },
            drafts={TypingGround: Route(self.ground_typed, ADMINS)},
            reviews={each.do: each for each in (self.answer, self.sanction)},
        )

    async def view(self, person: int) -> Ceasing | None:
        """A lead as the book has them; None for whoever never applied."""
        return await self.floor.engine.read(lambda desk: ceasing(desk, PersonId(person)))

    async def standing(self, view: Ceasing) -> Standing:
        """What was said beside it."""
        return await self.floor.standing(view.lead, view.state, view.review_days)

    def name(self, view: Ceasing) -> str:
        """Admins see names whole."""
        return self.floor.people.name(view.lead)

    # ── people ────────────────────────────────────────────────────────────────

    async def users(self, context: Context, note: Html = NOTHING) -> Answer:
        """M5."""
        page = context.press.page if isinstance(context.press, UsersPage) else 1
        return await self._listed(context, await self.floor.engine.read(lambda desk: users(desk, page)), note)

    async def _listed(self, context: Context, shown: Users, note: Html) -> Answer:
        people = [each.person for each in shown.rows]
        names, seen = [self.floor.people.name(each) for each in people], await self.floor.people.seen(people)
        return screens.users_screen(context.t, shown, names, note, seen=seen)

    async def found(self, context: Context) -> Answer:
        """/user and a number, as the list of people shows it, or a name or its beginning."""
        typed = context.args.strip()
        digits = typed.removeprefix("#")
        if not digits:
            return await self.users(context, screens.which_person(context.t))
        if not digits.isascii() or not digits.isdecimal():
            return await self._called(context, typed)
        number = PersonId(int(digits)) if len(digits) <= LONGEST_NUMBER else OPERATOR
        there = await self.floor.engine.read(lambda desk: user(desk, number)) is not None
        return await (self.shown(context, number, NOTHING) if there else self._called(context, typed))

    async def _called(self, context: Context, typed: str) -> Answer:
        """Whoever goes by it: one person, or the list of those whom it can mean."""
        t, people = context.t, self.floor.people.called(typed)
        match people:
            case ():
                number = typed.removeprefix("#")
                nobody = screens.no_number(t, number) if number.isdecimal() else screens.no_name(t, typed)
                return await self.users(context, nobody)
            case (person,):
                return await self.shown(context, person, NOTHING)
            case _:
                shown = await self.floor.engine.read(lambda desk: users_of(desk, people))
                return await self._listed(context, shown, screens.several(t, typed, len(people)))

    async def one(self, context: Context) -> Answer:
        """A lead, and what can be done about them."""
        return await self.shown(context, context.pressed(ShowUser).person, NOTHING)

    async def shown(self, context: Context, person: int, note: Html) -> Answer:
        """The same with what to say first; the list for a number that nobody has."""
        view = await self.view(person)
        if view is None:
            return await self._copier(context, PersonId(person), note)
        ground, watching = await self.floor.grounds.of(view.lead, About.SANCTION), await self.watching(view.lead)
        return screens.user_screen(context.t, view, self.floor.people.name, ground, watching, note=note)

    async def _copier(self, context: Context, person: PersonId, note: Html) -> Answer:
        """Somebody who never applied to lead."""
        at, found = await self.floor.engine.read(lambda desk: (as_of(desk), user(desk, person)))
        if found is None:
            return await self.users(context, note or screens.no_number(context.t, str(person)))
        seen, name = await self.floor.people.seen([person]), self.floor.people.name(person)
        return screens.copier_screen(context.t, at, found, name, seen=seen.get(person), note=note)

    async def watching(self, lead: PersonId) -> Watching:
        """Their conduct and their last posts."""
        engine = self.floor.engine
        seen, right = await engine.read(lambda desk: (conduct(desk, lead), posting(desk, lead)))
        assert seen is not None, "whoever has a state has conduct"
        assert right is not None, "and may post or not"
        sent = posts_of(await engine.past(lead, ("PostSent",), most=POSTS))
        return Watching(seen, right, tuple([(each, await self.written.of(lead, each.post)) for each in sent]))

    async def mark_video(self, context: Context) -> Answer:
        """Noted, or taken back; the levels are reckoned with it at the next end of a cycle (R-7.2)."""
        press = context.pressed(MarkVideo)
        command = c.VerifyVideo(OPERATOR, PersonId(press.person), press.on)
        await self.floor.engine.submit(command, Origin(f"{context.origin}:{context.person}"))
        return await self.shown(context, press.person, NOTHING)

    async def ask_sanction(self, context: Context) -> Answer:
        """Why; a lift needs no reason."""
        press = context.pressed(AskSanction)
        if press.what is Sanction.LIFT:
            return await self.sanction.open(context, {LEAD: press.person, WHAT: press.what.value, GROUND: ""})
        return await self._ask_ground(context, press.person, press.what, problem=False)

    async def _ask_ground(self, context: Context, person: int, what: Sanction, *, problem: bool) -> Answer:
        view = await self.view(person)
        if view is None or view.state not in MAY[what]:
            return await self.after(context, person, what, NOTHING)
        asked = sanctions.ask_ground(context.t, view, self.name(view), what, problem=problem)
        return Asking(asked, TypingGround(person=person, what=what))

    async def after(self, context: Context, person: int, what: Sanction, note: Html) -> Answer:
        """Where the admin came from."""
        if what in ANSWERS:
            return await self.admin.applications(context, note)
        return await self.shown(context, person, note)

    async def give_ground(self, context: Context) -> Answer:
        """A reason was tapped."""
        press = context.pressed(GiveGround)
        command = {LEAD: press.person, WHAT: press.what.value, GROUND: press.ground.value}
        return await self.sanction.open(context, command)

    async def ground_typed(self, context: Context) -> Answer:
        """A reason was typed."""
        draft, words = context.drafted(TypingGround), (context.text or "").strip()
        if not SHORTEST <= len(words) <= LONGEST:
            return await self._ask_ground(context, draft.person, draft.what, problem=True)
        return await self.sanction.open(context, {LEAD: draft.person, WHAT: draft.what.value, GROUND: words})

    # ── requests to stop ──────────────────────────────────────────────────────

    async def leaving(self, context: Context) -> Answer:
        """One request to stop."""
        view = await self.view(context.pressed(ShowLeaving).person)
        if view is None or view.state is not LeadState.STOP_REQUESTED:
            return await self.admin.applications(context)
        return applications.leaving(context.t, view, await self.standing(view), self.name(view))

    async def ask_answer(self, context: Context) -> Answer:
        """The review of a grant."""
        return await self.answer.open(context, {LEAD: context.pressed(AskStopAnswer).person})


class GrantStop(Decision):
    """The review of a granted request to stop; a refusal is one of the things done for a reason."""

    do: ClassVar[str] = "grant_stop"

    def __init__(self, side: AdminLeads, confirmations: Confirmations) -> None:
        """Work through the handlers' views."""
        super().__init__(side.floor.engine, confirmations)
        self._side = side

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Planned | Answer:
        """Only what is asked can be granted."""
        side, view = self._side, await self._side.view(command[LEAD])
        if view is None or view.state is not LeadState.STOP_REQUESTED:
            return await side.admin.applications(context)
        return Planned(
            (view.lead, view.state, view.failed),
            lambda nonce, changed: applications.leaving_review(
                context.t, view, side.name(view), nonce, changed=changed
            ),
        )

    def command(self, context: Context, command: Mapping[str, Any]) -> c.Command:  # noqa: ARG002
        """The answer."""
        return c.AnswerStopRequest(OPERATOR, PersonId(command[LEAD]), granted=True)

    async def told(self, context: Context, command: Mapping[str, Any], denial: Denial | None) -> Answer:
        """What came of it: a grant is looked at once more by the core, and may have failed."""
        view = await self._side.view(command[LEAD])
        if denial is not None or view is None:
            why = too_late(context.t, denial or Denial.WRONG_STATE)
            return await self._side.admin.applications(context, why)
        standing = await self._side.standing(view)
        done = applications.leaving_answered(context.t, view, standing, self._side.name(view))
        return await self._side.admin.applications(context, done)


class Sanctioning(Decision):
    """The review of what is done for a reason, and of the end of a suspension."""

    do: ClassVar[str] = "sanction"

    def __init__(self, side: AdminLeads, confirmations: Confirmations) -> None:
        """Work through the handlers' views."""
        super().__init__(side.floor.engine, confirmations)
        self._side = side

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Planned | Answer:
        """What the lead's state allows."""
        side, view, what = self._side, await self._side.view(command[LEAD]), Sanction(command[WHAT])
        if view is None or view.state not in MAY[what]:
            return await side.after(context, command[LEAD], what, NOTHING)
        ground = str(command[GROUND])
        return Planned(
            (view.lead, view.state, what, ground),
            lambda nonce, changed: sanctions.sanction_review(
                context.t, view, side.name(view), nonce, what=what, ground=ground, changed=changed
            ),
        )

    async def before(self, context: Context, command: Mapping[str, Any], origin: Origin) -> None:  # noqa: ARG002
        """The reason stands beside the fact, for the lead to read, and for the audit."""
        grounds, words = self._side.floor.grounds, str(command[GROUND])
        await grounds.keep(PersonId(command[LEAD]), About.SANCTION, words)
        if words:
            await grounds.note(origin, words)
        if Sanction(command[WHAT]) is Sanction.REJECT:
            await grounds.decided(PersonId(command[LEAD]))

    def command(self, context: Context, command: Mapping[str, Any]) -> c.Command:  # noqa: ARG002
        """What the core is asked."""
        lead = PersonId(command[LEAD])
        match Sanction(command[WHAT]):
            case Sanction.SUSPEND:
                return c.SuspendLead(OPERATOR, lead)
            case Sanction.LIFT:
                return c.LiftSuspension(OPERATOR, lead)
            case Sanction.REVOKE:
                return c.RevokeLead(OPERATOR, lead)
            case Sanction.REJECT:
                return c.RejectLead(OPERATOR, lead)
            case Sanction.REFUSE:
                return c.AnswerStopRequest(OPERATOR, lead, granted=False)

    async def told(self, context: Context, command: Mapping[str, Any], denial: Denial | None) -> Answer:
        """How it stands now."""
        view, what = await self._side.view(command[LEAD]), Sanction(command[WHAT])
        if denial is not None:
            note = too_late(context.t, denial)
        else:
            note = sanctions.sanction_done(context.t, view, self._side.name(view), what) if view else NOTHING
        return await self._side.after(context, command[LEAD], what, note)
