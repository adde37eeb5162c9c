"""O1: becoming a lead, from the checklist to the application."""

from bot.chat.routes import Answer, Asking, Context, Route
from bot.drafts.lead_drafts import TypingBio, TypingContact
from bot.handlers.lead_floor import TRADERS, LeadFloor
from bot.handlers.side import Side
from bot.html import NOTHING, Html
from bot.mail.book import AddressBook
from bot.mail.contacts import Reached
from bot.people.grounds import About
from bot.presses.lead import Apply, AskBio, AskContact
from bot.screens.lead_apply import OnFile, apply_screen, ask_bio, ask_contact, bio_problem, contact_problem
from bot.screens.screen import Screen
from core.model import commands as c
from core.views.lead_desk import application


class Applying:
    """The handlers."""

    def __init__(self, floor: LeadFloor, addresses: AddressBook | None = None) -> None:
        """Hold what they work with. Without `addresses` the desk sends no e-mail, and asks for none (R-3.6)."""
        self.floor, self.addresses = floor, addresses

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={"apply": Route(self.apply_screen, TRADERS)},
            presses={
                Apply: Route(self.apply, TRADERS),
                AskBio: Route(self.ask_bio, TRADERS),
                AskContact: Route(self.ask_contact, TRADERS),
            },
            drafts={TypingBio: Route(self.bio_typed, TRADERS), TypingContact: Route(self.contact_typed, TRADERS)},
        )

    async def apply_screen(self, context: Context) -> Answer:
        """O1."""
        return await self.drawn(context, NOTHING)

    async def drawn(self, context: Context, note: Html) -> Screen:
        """The same, with what to say first."""
        who = self.floor.who(context)
        asked = await self.floor.engine.read(lambda desk: application(desk, who))
        why = await self.floor.grounds.of(who, About.SANCTION)
        return apply_screen(context.t, asked, await self._on_file(context), note, why=why)

    async def _on_file(self, context: Context) -> OnFile:
        who, people = self.floor.who(context), self.floor.people
        reached = (await self.addresses.of(context.chat)).reached if self.addresses else Reached.NO_MAIL
        return OnFile(await people.bio(who), await people.contact(who), reached)

    async def apply(self, context: Context) -> Answer:
        """The application itself; a confirmed e-mail address, a bio and a contact come first (R-3.6)."""
        who, known = self.floor.who(context), await self._on_file(context)
        if known.reached is Reached.NOT_YET:
            return await self.apply_screen(context)
        if not known.bio:
            return await self.ask_bio(context)
        if not known.contact:
            return await self.ask_contact(context)
        return await self.floor.carry_out(context, c.ApplyToLead(who), self.drawn)

    async def ask_bio(self, context: Context) -> Answer:
        """A few words on oneself."""
        return await self._ask_bio(context, NOTHING)

    async def _ask_bio(self, context: Context, problem: Html) -> Answer:
        who = self.floor.who(context)
        asked = await self.floor.engine.read(lambda desk: application(desk, who))
        return Asking(ask_bio(context.t, asked, problem), TypingBio())

    async def bio_typed(self, context: Context) -> Answer:
        """The typed words, kept as they are and shown escaped."""
        text = (context.text or "").strip()
        if problem := bio_problem(context.t, text):
            return await self._ask_bio(context, problem)
        await self.floor.people.describe(self.floor.who(context), text)
        return await self.drawn(context, NOTHING)

    async def ask_contact(self, context: Context) -> Answer:
        """How the admin reaches them."""
        return await self._ask_contact(context, NOTHING)

    async def _ask_contact(self, context: Context, problem: Html) -> Answer:
        who = self.floor.who(context)
        asked = await self.floor.engine.read(lambda desk: application(desk, who))
        return Asking(ask_contact(context.t, asked, problem), TypingContact())

    async def contact_typed(self, context: Context) -> Answer:
        """The typed line, kept as it is, for the admin."""
        text = (context.text or "").strip()
        if problem := contact_problem(context.t, text):
            return await self._ask_contact(context, problem)
        await self.floor.people.reach(self.floor.who(context), text)
        return await self.drawn(context, NOTHING)
