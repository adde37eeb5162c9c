"""Finding a lead: the list and the card."""

from bot.handlers.copier.floor import Floor
from bot.presses_copier import ShowLead, ShowLeads
from bot.routes import Answer, Context, Role
from bot.screens.leads import lead_card, leads_list, no_such_lead
from core.model.people import PersonId
from core.views import leads as views
from core.views.leads import LeadSort


class Finding:
    """The handlers; visitors may look, too."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    async def listed(self, context: Context) -> Answer:
        """/leads, or a page of it."""
        page, sort = 1, LeadSort.SCORE
        if isinstance(context.press, ShowLeads):
            page, sort = context.press.page, context.press.sort
        who = self.floor.maybe(context)
        view = await self.floor.engine.read(lambda desk: views.leads_page(desk, who=who, page=page, sort=sort))
        return leads_list(context.t, view, self.floor.people.name)

    async def card(self, context: Context) -> Answer:
        return await self.card_of(context, PersonId(context.pressed(ShowLead).lead))

    async def card_of(self, context: Context, lead: PersonId | None) -> Answer:
        """A lead's card; whoever does not lead has none, whether they exist or not."""
        who = self.floor.maybe(context)
        view = None if lead is None else await self.floor.engine.read(lambda d: views.lead_card(d, lead, who=who))
        if view is None:
            return no_such_lead(context.t)
        link = self.floor.link(await self.floor.codes.code(view.row.lead)) if self.floor.link else None
        return lead_card(context.t, view, self.floor.people.name, visitor=Role.VISITOR in context.roles, link=link)
