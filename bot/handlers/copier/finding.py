"""Finding a lead: the list with its order and filter, the card with its formula, chart and public orders (D1 to D5)."""

from bot.chat.routes import Answer, Context, Role
from bot.handlers.copier.figures import KnownFigures
from bot.handlers.copier.floor import Floor
from bot.past.orders import PastOrders
from bot.presses.knowing import LeadsPart, ShowLead, ShowLeadOrders, ShowLeads, ShowScoring
from bot.presses.pictures import ShowChart
from bot.screens import leads as screens
from bot.screens.lead_card import lead_card, no_such_lead
from bot.screens.lead_chart import lead_chart
from bot.screens.lead_orders import lead_orders
from bot.screens.lead_pictures import curve_picture, lead_picture
from bot.screens.scoring import scoring
from core.model.money import UNITS
from core.model.people import PersonId
from core.views import lead_card as cards
from core.views import lead_orders as orders
from core.views import leads as views
from core.views.as_of import as_of
from core.views.lead_curve import lead_curve
from core.views.leads import LeadFilter

PAGE = 10


class Finding:
    """The handlers; visitors may look, too."""

    def __init__(self, floor: Floor) -> None:
        self.floor, self.figures, self.past = floor, KnownFigures(floor.engine), PastOrders(floor.engine)

    async def listed(self, context: Context) -> Answer:
        """/leads, or a page of it, or what it may be sorted by and narrowed to."""
        press = context.press if isinstance(context.press, ShowLeads) else ShowLeads()
        if press.part is not LeadsPart.LIST:
            draw = screens.leads_sorts if press.part is LeadsPart.SORTS else screens.leads_filters
            return draw(context.t, await self.floor.engine.read(as_of), press)
        who, known = self.floor.maybe(context), await self.figures.fresh()
        view = await self.floor.engine.read(
            lambda desk: views.leads_page(
                desk, who=who, page=press.page, sort=press.sort, only=_filter(press), known=known
            )
        )
        return screens.leads_list(context.t, view, self.floor.people.name)

    async def card(self, context: Context) -> Answer:
        press = context.pressed(ShowLead)
        return await self.card_of(context, PersonId(press.lead), days=press.days)

    async def card_of(self, context: Context, lead: PersonId | None, *, days: int = 0) -> Answer:
        """A lead's card; whoever does not lead has none, whether they exist or not."""
        who = self.floor.maybe(context)
        if lead is None:
            return no_such_lead(context.t)
        known, past = await self.figures.fresh(), await self.past.last_buys(lead)
        view, curve = await self.floor.engine.read(
            lambda desk: (
                cards.lead_card(desk, lead, who=who, days=days, orders=past, known=known),
                lead_curve(desk, lead, days, known),
            )
        )
        if view is None:
            return no_such_lead(context.t)
        names, visitor = self.floor.people.name, Role.VISITOR in context.roles
        look = await self.floor.looks.of(context.chat, context.t)
        picture = None if curve is None else lead_picture(look, view, curve, names)
        link = self.floor.link(await self.floor.codes.code(view.row.lead)) if self.floor.link else None
        bio = await self.floor.people.bio(lead)
        return lead_card(context.t, view, names, visitor=visitor, link=link, curve=curve, picture=picture, bio=bio)

    async def chart(self, context: Context) -> Answer:
        """D5; of a lead without measured days there is nothing to chart, and the card says why."""
        press = context.pressed(ShowChart)
        lead = PersonId(press.lead)
        known = await self.figures.fresh()
        curve = await self.floor.engine.read(lambda desk: lead_curve(desk, lead, press.days, known))
        if curve is None:
            return await self.card_of(context, lead)
        names, look = self.floor.people.name, await self.floor.looks.of(context.chat, context.t)
        return lead_chart(context.t, curve, names, picture=curve_picture(look, curve, names))

    async def scored(self, context: Context) -> Answer:
        """How is it scored?"""
        lead, known = PersonId(context.pressed(ShowScoring).lead), await self.figures.fresh()
        view = await self.floor.engine.read(lambda desk: cards.scoring(desk, lead or None, known))
        return scoring(context.t, view, self.floor.people.name)

    async def orders(self, context: Context) -> Answer:
        """D4."""
        press = context.pressed(ShowLeadOrders)
        lead, before = PersonId(press.lead), max(0, press.before)
        records = await self.past.public(lead, before=before, size=PAGE)
        view = await self.floor.engine.read(lambda desk: orders.lead_orders(desk, lead, records, size=PAGE))
        if view is None:
            return no_such_lead(context.t)
        return lead_orders(context.t, view, self.floor.people.name, before=before)


def _filter(press: ShowLeads) -> LeadFilter:
    return LeadFilter(press.vacancy, press.days, press.assets * UNITS, press.aum * UNITS, press.mode)
