"""The admin's side: applications, health. It acts as the operator, and never trades for anyone."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from importlib.metadata import version
from time import monotonic
from typing import Any, Final

from bot.chat.confirmations import Confirmations, Redeemed, Used
from bot.chat.routes import Answer, Context, Role, Route
from bot.handlers.confirming import DO
from bot.handlers.side import Side
from bot.html import NOTHING, Html, esc
from bot.mail.book import AddressBook
from bot.mail.contacts import Reached
from bot.people.directory import Directory
from bot.people.grounds import About, Grounds
from bot.presses.admin import AskVerdict, ShowApplicant
from bot.screens import admin as screens
from bot.screens import admin_applications as asking
from bot.screens.admin_people import invitation
from bot.screens.proof import proof_screen
from bot.watches.copy_delays import CopyDelays
from core.engine import Engine
from core.model import commands as c
from core.model.people import OPERATOR, Origin, PersonId
from core.views.admin_desk import admin_desk, applicant, health
from core.views.as_of import as_of
from core.views.proof import proof

ADMINS: Final = frozenset({Role.ADMIN})
VERDICT: Final = "verdict"
ChatState = Callable[[], Awaitable[screens.ChatHealth]]
Inviting = Callable[[datetime], Awaitable[str]]
"""Makes an invitation and answers its link."""


class AdminSide:
    """Handlers over one engine; `chat` tells how the chat is."""

    def __init__(
        self,
        engine: Engine,
        people: Directory,
        confirmations: Confirmations,
        chat: ChatState,
        invite: Inviting,
        *,
        grounds: Grounds,
        delays: CopyDelays,
        addresses: AddressBook | None = None,
    ) -> None:
        """Hold what they work with. Without `addresses` the desk sends no e-mail."""
        self._delays = delays
        self._addresses = addresses
        self._invite = invite
        self.grounds = grounds
        self._engine = engine
        self._people = people
        self._confirmations = confirmations
        self._chat = chat

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={
                "admin": Route(self.show, ADMINS),
                "applications": Route(self.applications, ADMINS),
                "health": Route(self.health, ADMINS),
                "proof": Route(self.proof, ADMINS),
                "version": Route(self.version, ADMINS),
                "invite": Route(self.invite, ADMINS),
            },
            presses={
                ShowApplicant: Route(self.application, ADMINS),
                AskVerdict: Route(self.ask_verdict, ADMINS),
            },
            reviews={VERDICT: Verdict(self)},
        )

    async def show(self, context: Context) -> Answer:
        """M1."""
        return await self.home(context, home=False)

    async def home(self, context: Context, *, home: bool = True, note: Html = NOTHING) -> Answer:
        """The same as a home."""
        return screens.admin_home(context.t, await self._engine.read(admin_desk), home=home, note=note)

    # ── applications ──────────────────────────────────────────────────────────

    async def applications(self, context: Context, note: Html = NOTHING) -> Answer:
        """M2."""
        return asking.applications(context.t, await self._engine.read(admin_desk), self._people.name, note)

    async def application(self, context: Context) -> Answer:
        """One of them."""
        return await self.shown(context, PersonId(context.pressed(ShowApplicant).person), NOTHING)

    async def shown(self, context: Context, person: PersonId, note: Html) -> Answer:
        """The same, with what to say first."""
        asked, at = await self._engine.read(lambda desk: (applicant(desk, person), as_of(desk)))
        if asked is None:
            return await self.applications(context)
        name, bio = self._people.name(person), await self._people.bio(person)
        chat = self._people.telegram(person)
        mail = await self._addresses.of(chat) if self._addresses and chat is not None else None
        return asking.application(
            context.t,
            at,
            asked,
            name,
            bio,
            reached=mail.reached if mail else Reached.NO_MAIL,
            address=(mail.address if mail else None) or "",
            contact=await self._people.contact(person),
            words=(await self.grounds.of(person, About.ASKED), await self.grounds.of(person, About.ANSWERED)),
            note=note,
        )

    async def ask_verdict(self, context: Context) -> Answer:
        """The review of an approval."""
        return await self.review_verdict(context, PersonId(context.pressed(AskVerdict).person))

    async def review_verdict(self, context: Context, person: PersonId) -> Answer:
        """The same, also for an expired one."""
        asked, at = await self._engine.read(lambda desk: (applicant(desk, person), as_of(desk)))
        if asked is None:
            return await self.applications(context)
        nonce = await self.issue(context, {DO: VERDICT, "person": person})
        return asking.verdict_review(context.t, at, self._people.name(person), nonce)

    async def issue(self, context: Context, command: Mapping[str, Any]) -> str:
        """A confirmation whose plan is the command itself: no price stands in it."""
        return await self._confirmations.issue(
            person=context.person, chat=context.chat, command=command, plan_hash="", shown={}, now=context.now
        )

    async def carry_out(self, context: Context, command: c.Command, nonce: str, told: Mapping[str, Any]) -> Html:
        """Submit as the operator; who it was stands in the origin. What was refused, in words."""
        origin = Origin(f"ok:{nonce}:{context.person}")
        outcome = await self._engine.submit(command, origin)
        await self._confirmations.settle(nonce, dict(told))
        return NOTHING if outcome.denial is None else screens.too_late(context.t, outcome.denial)

    def name(self, person: PersonId) -> str:
        """For what to say."""
        return self._people.name(person)

    # ── looking ───────────────────────────────────────────────────────────────

    async def health(self, context: Context) -> Answer:
        """M4."""
        book, delays = await self._engine.read(health), self._delays.half_and_most()
        return screens.health_screen(context.t, book, await self._chat(), delays)

    async def proof(self, context: Context) -> Answer:
        """Whether the book balances, asset by asset, and how long it took to add up."""
        start = monotonic()
        found = await self._engine.read(proof)
        return proof_screen(context.t, found, round((monotonic() - start) * 1000))

    async def invite(self, context: Context) -> Answer:
        """A link for one newcomer."""
        at = await self._engine.read(as_of)
        return invitation(context.t, at, await self._invite(context.now))

    async def version(self, context: Context) -> Answer:
        """Which release this is."""
        note = context.t("admin", "Slipstream {version}", version=esc(version("slipstream-desk")))
        return await self.home(context, home=False, note=note)


class Verdict:
    """The review of an approval; a rejection is one of the things done for a reason (`admin_leads`)."""

    def __init__(self, admin: AdminSide) -> None:
        """Work through the admin's side."""
        self._admin = admin

    async def again(self, context: Context, command: Mapping[str, Any], shown: Mapping[str, Any]) -> Answer:  # noqa: ARG002
        """Nothing in it can change but whether it still waits."""
        return await self._admin.review_verdict(context, PersonId(command["person"]))

    async def confirmed(self, context: Context, confirmed: Redeemed, nonce: str) -> Answer:
        """Approve."""
        person = PersonId(confirmed.command["person"])
        problem = await self._admin.carry_out(context, c.ApproveLead(OPERATOR, person), nonce, confirmed.command)
        await self._admin.grounds.decided(person)
        done = asking.verdict_done(context.t, self._admin.name(person))
        return await self._admin.applications(context, problem or done)

    async def repeated(self, context: Context, used: Used, nonce: str) -> Answer:  # noqa: ARG002
        """It stands already."""
        return await self._admin.applications(context)
