"""L9: what a lead says of themselves, changed by typing; whoever moderates is shown it."""

from bot.chat.routes import Answer, Asking, Context, Route
from bot.drafts.lead_drafts import TypingProfile
from bot.handlers.lead_floor import LEADS, LeadFloor
from bot.handlers.side import Side
from bot.html import NOTHING, Html
from bot.presses.lead import EditBio
from bot.screens import profile as screens
from bot.screens.lead import only_for_leads
from bot.screens.lead_apply import bio_problem
from bot.telling.messenger import Messenger
from core.model.people import OPERATOR


class Profile:
    """The handlers."""

    def __init__(self, floor: LeadFloor, messenger: Messenger) -> None:
        """Hold what they work with."""
        self._floor, self._messenger = floor, messenger

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={"profile": Route(self.show, LEADS)},
            presses={EditBio: Route(self.ask, LEADS)},
            drafts={TypingProfile: Route(self.typed, LEADS)},
        )

    async def show(self, context: Context) -> Answer:
        """L9."""
        return await self._drawn(context, NOTHING)

    async def _drawn(self, context: Context, note: Html) -> Answer:
        view = await self._floor.view(context)
        if view is None:
            return only_for_leads(context.t)
        people = self._floor.people
        return screens.profile(context.t, view, people.name(view.who), await people.bio(view.who), note)

    async def ask(self, context: Context) -> Answer:
        """The question for new words."""
        return await self._ask(context, NOTHING)

    async def _ask(self, context: Context, problem: Html) -> Answer:
        view = await self._floor.view(context)
        if view is None:
            return only_for_leads(context.t)
        return Asking(screens.ask_bio(context.t, view, problem), TypingProfile())

    async def typed(self, context: Context) -> Answer:
        """The new words stand at once; the admin is told, and can act on them."""
        text, view = (context.text or "").strip(), await self._floor.view(context)
        if problem := bio_problem(context.t, text):
            return await self._ask(context, problem)
        if view is None:
            return only_for_leads(context.t)
        people = self._floor.people
        await people.describe(view.who, text)
        if people.admin is not None:
            name = people.name(view.who)
            await self._messenger.tell(
                people.admin,
                OPERATOR,
                lambda t: screens.bio_changed(t, view, name, text),
                fact=f"bio:{context.origin}",
                kind="bio_changed",
            )
        return await self._drawn(context, context.t("profile", "✔ Changed."))
