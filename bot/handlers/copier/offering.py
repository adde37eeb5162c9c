"""Cards of leads for other chats: the bot's name alone offers my leads, with words it searches all by their name."""

from bot.chat.offers import PAGE, Offers
from bot.chat.routes import Context
from bot.handlers.copier.finding import Finding
from bot.screens.lead_pictures import lead_picture
from bot.screens.offer import Offer, offer
from core.model.people import PersonId
from core.views import lead_card as cards
from core.views.lead_curve import lead_curve
from core.views.offered import Offered, offered


class CardsOfLeads:
    """An `Offering`; visitors have it too, and who has no leads is offered the list."""

    def __init__(self, finding: Finding) -> None:
        self.floor, self.figures = finding.floor, finding.figures

    async def found(self, context: Context, first: int) -> Offers:
        """The ten from this place on, best score first; of a lead who ceases meanwhile there is none."""
        who, known = self.floor.maybe(context), await self.figures.fresh()
        leads = self._wanted(await self.floor.engine.read(lambda desk: offered(desk, who, known)), context.text or "")
        shown = [await self._offer(context, lead) for lead in leads[first : first + PAGE]]
        return Offers(tuple(each for each in shown if each), len(leads) > first + PAGE)

    def _wanted(self, leads: Offered, typed: str) -> tuple[PersonId, ...]:
        words = typed.casefold().split()
        if not words:
            return leads.mine or leads.listed
        names = {lead: self.floor.people.name(lead).casefold() for lead in leads.all}
        return tuple(lead for lead, name in names.items() if all(word in name for word in words))

    async def _offer(self, context: Context, lead: PersonId) -> Offer | None:
        if self.floor.link is None:
            return None
        known, t, names = await self.figures.fresh(), context.t, self.floor.people.name
        view, curve = await self.floor.engine.read(
            lambda desk: (
                cards.lead_card(desk, lead, who=None, known=known),
                lead_curve(desk, lead, 0, known),
            )
        )
        if view is None:
            return None
        look = await self.floor.looks.of(context.chat, t)
        picture = None if curve is None else lead_picture(look, view, curve, names)
        link = self.floor.link(await self.floor.codes.code(lead))
        return offer(t, view, names, link=link, picture=picture)
