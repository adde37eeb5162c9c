"""What the admin does about conduct: closes reviews, links accounts, and moderates posts (section 22, R-20.4)."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar, Final

from bot.chat.confirmations import Confirmations
from bot.chat.routes import Answer, Asking, Context, Route
from bot.drafts.telling_drafts import TypingLinked
from bot.handlers.admin import ADMINS
from bot.handlers.deciding import Decision, Planned
from bot.handlers.lead_floor import LeadFloor
from bot.handlers.side import Side
from bot.html import NOTHING, Html
from bot.outbox.stopping import stop_waiting
from bot.people.written import Written
from bot.presses.telling import AllowPostsOf, AskLink, AskReviewed, StopPost, TypeLinked
from bot.screens import admin_conduct as screens
from bot.screens.admin import too_late
from bot.screens.lead import stale
from core.model import commands as c
from core.model.people import OPERATOR, Origin, PersonId
from core.model.reasons import Denial
from core.views.alerts import AlertKind
from core.views.as_of import AsOf, as_of
from core.views.conduct import Conduct, conduct, reviews
from core.views.posting import posting, posts_of

LEAD, OTHER, ON = "lead", "other", "on"
POSTS: Final = 3
"""How many of the last posts the admin sees."""
DrawUser = Callable[[Context, int, Html], Awaitable[Answer]]
"""Draws the screen of one lead, with what to say first."""


class AdminConduct:
    """The handlers before the reviews; `user` draws the screen of one lead."""

    def __init__(self, floor: LeadFloor, written: Written, user: DrawUser, confirmations: Confirmations) -> None:
        """Hold what they work with."""
        self.floor = floor
        self.written = written
        self.user = user
        self.closing = CloseReview(self, confirmations)
        self.linking = LinkTwo(self, confirmations)

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={"reviews": Route(self.show, ADMINS)},
            presses={
                AskReviewed: Route(self.ask_reviewed, ADMINS),
                AllowPostsOf: Route(self.allow_posts, ADMINS),
                StopPost: Route(self.stop_post, ADMINS),
                TypeLinked: Route(self.ask_linked, ADMINS),
                AskLink: Route(self.ask_link, ADMINS),
            },
            drafts={TypingLinked: Route(self.linked_typed, ADMINS)},
            reviews={each.do: each for each in (self.closing, self.linking)},
        )

    async def show(self, context: Context) -> Answer:
        """Everything that waits for a review."""
        return screens.reviews(context.t, await self.floor.engine.read(reviews), self.floor.people.name)

    async def seen(self, person: int) -> tuple[AsOf, Conduct | None]:
        """A lead as the monitors have them; None for whoever never applied."""
        return await self.floor.engine.read(lambda desk: (as_of(desk), conduct(desk, PersonId(person))))

    # ── posts ─────────────────────────────────────────────────────────────────

    async def allow_posts(self, context: Context) -> Answer:
        """The right to post, at once: it moves no money, and is as quickly undone."""
        press = context.pressed(AllowPostsOf)
        view = await self.floor.engine.read(lambda desk: posting(desk, PersonId(press.person)))
        if view is None or view.version != press.version:
            return await self.user(context, press.person, stale(context.t))
        command = c.AllowPosts(OPERATOR, view.lead, on=press.on)
        outcome = await self.floor.engine.submit(command, Origin(f"{context.origin}:{context.person}"))
        done = too_late(context.t, outcome.denial) if outcome.denial else screens.posts_done(context.t, on=press.on)
        return await self.user(context, press.person, done)

    async def stop_post(self, context: Context) -> Answer:
        """Without its words nobody more is told; what waits is not sent."""
        press = context.pressed(StopPost)
        lead = PersonId(press.person)
        for record in await self.floor.engine.past(lead, ("PostSent",), most=POSTS):
            if any(sent.post == press.post for sent in posts_of([record])):
                await self.written.forget(lead, press.post)
                await stop_waiting(self.written.notes, f"{record.seq}:", AlertKind.LEAD_POST)
                return await self.user(context, press.person, screens.post_stopped(context.t))
        return await self.user(context, press.person, stale(context.t))

    # ── linked accounts ───────────────────────────────────────────────────────

    async def ask_linked(self, context: Context) -> Answer:
        """The question for the other account."""
        return await self._ask_linked(context, context.pressed(TypeLinked).person, problem=False)

    async def _ask_linked(self, context: Context, person: int, *, problem: bool) -> Answer:
        at, view = await self.seen(person)
        if view is None:
            return await self.user(context, person, NOTHING)
        asked = screens.ask_linked(context.t, at, view, self.floor.people.name(view.lead), problem=problem)
        return Asking(asked, TypingLinked(person=person))

    async def linked_typed(self, context: Context) -> Answer:
        """A number, as the list of people shows it."""
        draft, typed = (
            context.drafted(TypingLinked),
            (context.text or "").strip().lower().removeprefix("no.").lstrip("#№ "),
        )
        other = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
        people = await self.floor.engine.read(lambda desk: desk.book.people.size)
        if not 0 < other < people or other == draft.person:
            return await self._ask_linked(context, draft.person, problem=True)
        return await self.linking.open(context, {LEAD: draft.person, OTHER: other, ON: True})

    async def ask_link(self, context: Context) -> Answer:
        """The review of a link, or of its end."""
        press = context.pressed(AskLink)
        return await self.linking.open(context, {LEAD: press.person, OTHER: press.other, ON: press.on})

    async def ask_reviewed(self, context: Context) -> Answer:
        """The review of the end of a review."""
        return await self.closing.open(context, {LEAD: context.pressed(AskReviewed).person})


class CloseReview(Decision):
    """The review of closing what was found."""

    do: ClassVar[str] = "close_review"

    def __init__(self, side: AdminConduct, confirmations: Confirmations) -> None:
        """Work through the handlers' views."""
        super().__init__(side.floor.engine, confirmations)
        self._side = side

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Planned | Answer:
        """Only what was shown is closed: a new finding makes a new review."""
        at, view = await self._side.seen(command[LEAD])
        if view is None or not view.findings:
            return await self._side.user(context, command[LEAD], NOTHING)
        name = self._side.floor.people.name(view.lead)
        return Planned(
            (view.lead, view.findings),
            lambda nonce, changed: screens.reviewed_review(context.t, at, view, name, nonce, changed=changed),
        )

    def command(self, context: Context, command: Mapping[str, Any]) -> c.Command:  # noqa: ARG002
        """What the core is asked."""
        return c.ReviewConduct(OPERATOR, PersonId(command[LEAD]))

    async def told(self, context: Context, command: Mapping[str, Any], denial: Denial | None) -> Answer:
        """The lead as they are now."""
        done = screens.reviewed_done(context.t) if denial is None else too_late(context.t, denial)
        return await self._side.user(context, command[LEAD], done)


class LinkTwo(Decision):
    """The review of a link of two accounts."""

    do: ClassVar[str] = "link_accounts"

    def __init__(self, side: AdminConduct, confirmations: Confirmations) -> None:
        """Work through the handlers' views."""
        super().__init__(side.floor.engine, confirmations)
        self._side = side

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Planned | Answer:
        """A link that stands is not made again."""
        at, view = await self._side.seen(command[LEAD])
        other, on = PersonId(command[OTHER]), bool(command[ON])
        if view is None or (other in view.linked) == on:
            return await self._side.user(context, command[LEAD], NOTHING)
        names = [self._side.floor.people.name(each) for each in (view.lead, other)]
        return Planned(
            (view.lead, other, on),
            lambda nonce, changed: screens.link_review(context.t, at, names, nonce, on=on, changed=changed),
        )

    def command(self, context: Context, command: Mapping[str, Any]) -> c.Command:  # noqa: ARG002
        """What the core is asked."""
        return c.LinkAccounts(OPERATOR, PersonId(command[LEAD]), PersonId(command[OTHER]), on=bool(command[ON]))

    async def told(self, context: Context, command: Mapping[str, Any], denial: Denial | None) -> Answer:
        """The lead as they are now."""
        on = bool(command[ON])
        done = screens.linked_done(context.t, on=on) if denial is None else too_late(context.t, denial)
        return await self._side.user(context, command[LEAD], done)
