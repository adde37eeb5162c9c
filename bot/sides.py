"""All sides of the desk put together: which handlers stand behind the route table, and what they share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from telegram.helpers import create_deep_linked_url

from bot.admission import Admission, invited
from bot.chats import Chats
from bot.confirmations import Confirmations
from bot.desk_routes import table_of
from bot.endings import Endings
from bot.grounds import Grounds
from bot.handlers.admin import AdminSide, ChatState
from bot.handlers.admin_leads import AdminLeads
from bot.handlers.admin_listing import AdminListing
from bot.handlers.applying import Applying
from bot.handlers.copier.codes import LeadCodes
from bot.handlers.copier.floor import Floor
from bot.handlers.copier.routes import STRAY_TEXT, copier_routes
from bot.handlers.holding import Holding
from bot.handlers.lead import LeadSide
from bot.handlers.lead_doors import LeadDoors
from bot.handlers.lead_floor import LeadFloor
from bot.handlers.lead_receipts import LeadReceipts
from bot.handlers.lead_terms import LeadTerms
from bot.handlers.placing import Placing
from bot.handlers.side import Side
from bot.handlers.stop_leading import StopLeading
from bot.handlers.trading import Trading
from bot.people import Directory
from bot.routes import Handler, Role, Routes
from bot.translate import Catalogues
from core.adapters.notes import Notes
from core.engine import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What the sides work with. `called` is the bot's user name, known once Telegram has told it."""

    engine: Engine
    people: Directory
    notes: Notes
    catalogues: Catalogues
    admission: Admission
    health: ChatState
    called: Callable[[], str]

    def link(self, payload: str) -> str:
        """An address that opens the chat with this payload."""
        return create_deep_linked_url(self.called(), payload)

    async def invite(self, now: datetime) -> str:
        """A link that lets one newcomer in."""
        return self.link(await self.admission.invite(now))


def routes_of(shared: Shared) -> Routes:
    """The whole table."""
    confirmations = Confirmations(shared.notes)
    floor = LeadFloor(shared.engine, shared.people, Grounds(shared.notes))
    lead = LeadSide(floor)
    admin = AdminSide(shared.engine, shared.people, confirmations, shared.health, shared.invite)
    homes = {Role.LEAD: lead.home, Role.ADMIN: admin.home}
    copier = invited(copier_routes(_copier_floor(shared, confirmations, homes)), shared.admission)
    ours = (*_lead_sides(floor, lead, confirmations), *_admin_sides(floor, admin, confirmations))
    return table_of((copier, *_trading(shared, confirmations), *ours), confirmations, text=STRAY_TEXT)


def _lead_sides(floor: LeadFloor, lead: LeadSide, confirmations: Confirmations) -> tuple[Side, ...]:
    return (
        lead.side(),
        LeadTerms(floor, lead.drawn, confirmations).side(),
        LeadDoors(floor, confirmations).side(),
        LeadReceipts(floor).side(),
        StopLeading(floor, confirmations).side(),
        Applying(floor).side(),
    )


def _admin_sides(floor: LeadFloor, admin: AdminSide, confirmations: Confirmations) -> tuple[Side, ...]:
    return (
        admin.side(),
        AdminLeads(floor, admin, confirmations).side(),
        AdminListing(floor.engine, confirmations).side(),
    )


def _trading(shared: Shared, confirmations: Confirmations) -> tuple[Side, ...]:
    endings = Endings(shared.engine)
    placing = Placing(shared.engine, shared.people, confirmations, endings)
    holding = Holding(shared.engine, shared.people, placing, endings)
    return holding.side(), Trading(shared.engine, shared.people, placing, holding).side()


def _copier_floor(shared: Shared, confirmations: Confirmations, homes: Mapping[Role, Handler]) -> Floor:
    return Floor(
        engine=shared.engine,
        people=shared.people,
        confirmations=confirmations,
        chats=Chats(shared.notes),
        notes=shared.notes,
        catalogues=shared.catalogues,
        codes=LeadCodes(shared.notes),
        admits=shared.admission.admits,
        homes=homes,
        link=shared.link,
    )
