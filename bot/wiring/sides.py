"""All sides of the desk put together: which handlers stand behind the route table, and what they share."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from telegram.helpers import create_deep_linked_url

from bot.chat.chats import Chats
from bot.chat.confirmations import Confirmations
from bot.chat.hints import hints_of
from bot.chat.looks import Looks
from bot.chat.offers import Offering
from bot.chat.routes import Role, Routes
from bot.handlers.account import Account
from bot.handlers.admin import AdminSide, ChatState
from bot.handlers.admin_conduct import AdminConduct
from bot.handlers.admin_leads import AdminLeads
from bot.handlers.admin_listing import AdminListing
from bot.handlers.alert_settings import LINK, AlertSettings
from bot.handlers.announcing import AnnouncingSide
from bot.handlers.appearance import Appearance
from bot.handlers.applying import Applying
from bot.handlers.audit import Audit
from bot.handlers.broadcasting import Broadcasting
from bot.handlers.copier.codes import LeadCodes
from bot.handlers.copier.finding import Finding
from bot.handlers.copier.floor import Floor
from bot.handlers.copier.offering import CardsOfLeads
from bot.handlers.copier.routes import STRAY_TEXT, copier_routes
from bot.handlers.guarding import Guarding
from bot.handlers.halting import Halting
from bot.handlers.holding import Holding
from bot.handlers.inviting import invited
from bot.handlers.keeping import Keeping
from bot.handlers.lead import LeadSide
from bot.handlers.lead_doors import LeadDoors
from bot.handlers.lead_floor import LeadFloor
from bot.handlers.lead_receipts import LeadReceipts
from bot.handlers.lead_terms import LeadTerms
from bot.handlers.mail import MailSettings, without_mail
from bot.handlers.personal import Personal
from bot.handlers.placing import Placing
from bot.handlers.posting import PostingSide
from bot.handlers.profile import Profile
from bot.handlers.questions import Questions
from bot.handlers.selling_left import SellingLeft
from bot.handlers.side import Side
from bot.handlers.statements import PREFIX, Counter, StatementDesk
from bot.handlers.stop_leading import StopLeading
from bot.handlers.time_zone import TimeZone
from bot.handlers.trading import Trading
from bot.mail.book import AddressBook
from bot.outbox import Post
from bot.past.endings import Endings
from bot.people.admission import Admission
from bot.people.directory import Directory
from bot.people.grounds import Grounds
from bot.people.written import Written
from bot.statements.chain import Chains
from bot.takeout.collecting import Collecting
from bot.telling.messenger import Messenger
from bot.translate import Catalogues
from bot.watches.copy_delays import CopyDelays
from bot.wiring.desk_routes import table_of
from bot.wishes.preferences import Wishes
from core.adapters.notes import Notes
from core.engine import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What the sides work with. `called` is the bot's user name, known once Telegram has told it.

    `digest_moved`: the digest of this chat comes at another hour; `zone_moved`: somebody lives in another zone.
    `key` signs statements; `post` stores a message, and answers False where it stood there before. `addresses` is None
    where the desk sends no e-mail.
    """

    engine: Engine
    people: Directory
    notes: Notes
    catalogues: Catalogues
    admission: Admission
    health: ChatState
    hosts: frozenset[str]
    folder: Path
    called: Callable[[], str]
    digest_moved: Callable[[int], None]
    zone_moved: Callable[[], None]
    key: Ed25519PrivateKey
    post: Callable[[Post], Awaitable[bool]]
    looks: Looks
    addresses: AddressBook | None = None

    def link(self, payload: str) -> str:
        """An address that opens the chat with this payload."""
        return create_deep_linked_url(self.called(), payload)

    async def invite(self, now: datetime) -> str:
        """A link that lets one newcomer in."""
        return self.link(await self.admission.invite(now))


def routes_of(shared: Shared) -> Routes:
    """The whole table."""
    confirmations = Confirmations(shared.notes)
    grounds = Grounds(shared.notes)
    floor = LeadFloor(shared.engine, shared.people, grounds)
    lead = LeadSide(floor)
    delays = CopyDelays()
    shared.engine.listen(delays.learn)
    admin = AdminSide(
        shared.engine,
        shared.people,
        confirmations,
        shared.health,
        shared.invite,
        grounds=grounds,
        delays=delays,
        addresses=shared.addresses,
    )
    applying = Applying(floor, shared.addresses)
    questions = Questions(floor, _messenger(shared), admin, applying.drawn)
    homes = {Role.LEAD: lead.home, Role.ADMIN: admin.home}
    statements = _statements(shared)
    alerts = AlertSettings(Wishes(shared.notes), shared.digest_moved, shared.addresses is not None)
    links = {PREFIX: statements.linked, LINK: alerts.linked}
    stops = {Role.LEAD: lead.switch_off}
    copying = replace(_copier_floor(shared, confirmations), homes=homes, stops=stops, links=links)
    copier = invited(copier_routes(copying), shared.admission)
    ours = (*_lead_sides(shared, floor, lead, confirmations), *_admin_sides(shared, floor, admin, confirmations))
    account = Account(copying, Collecting(shared.engine, shared.notes, shared.people, statements.issuing))
    apart = (copier, statements.side(), applying.side(), questions.side(), account.side())
    sides = (*apart, *_trading(shared, confirmations), *ours, *_alert_sides(shared, alerts))
    return table_of(sides, confirmations, text=STRAY_TEXT, hints=hints_of(shared.people.way_to_leading))


def offering_of(shared: Shared) -> Offering:
    """The cards of leads that people may post in other chats."""
    return CardsOfLeads(Finding(_copier_floor(shared, Confirmations(shared.notes)))).found


def _alert_sides(shared: Shared, alerts: AlertSettings) -> tuple[Side, ...]:
    return (
        alerts.side(),
        MailSettings(shared.addresses).side() if shared.addresses else without_mail(),
        TimeZone(Chats(shared.notes), shared.zone_moved).side(),
        Appearance(shared.looks, Chats(shared.notes)).side(),
        Personal(Wishes(shared.notes), shared.looks, mails=shared.addresses is not None).side(),
    )


def _lead_sides(shared: Shared, floor: LeadFloor, lead: LeadSide, confirmations: Confirmations) -> tuple[Side, ...]:
    return (
        lead.side(),
        LeadTerms(floor, lead.drawn, confirmations).side(),
        LeadDoors(floor, confirmations).side(),
        LeadReceipts(floor).side(),
        Profile(floor, _messenger(shared)).side(),
        PostingSide(floor, Written(shared.notes), confirmations).side(),
        StopLeading(floor, confirmations).side(),
    )


def _admin_sides(shared: Shared, floor: LeadFloor, admin: AdminSide, confirmations: Confirmations) -> tuple[Side, ...]:
    written = Written(shared.notes)
    leads = AdminLeads(floor, admin, written, confirmations)
    listing = AdminListing(floor.engine, confirmations)
    return (
        admin.side(),
        Audit(floor.engine, floor.people, floor.grounds).side(),
        Keeping(floor.engine, shared.notes, _messenger(shared), shared.folder).side(),
        Halting(floor.engine, floor.people, floor.grounds, admin).side(),
        leads.side(),
        AdminConduct(floor, written, leads.shown, confirmations).side(),
        listing.side(),
        AnnouncingSide(floor.engine, shared.hosts, listing.drawn, confirmations).side(),
        Broadcasting(floor.engine, written, confirmations).side(),
    )


def _trading(shared: Shared, confirmations: Confirmations) -> tuple[Side, ...]:
    endings = Endings(shared.engine)
    placing = Placing(shared.engine, shared.people, confirmations, endings)
    holding = Holding(shared.engine, shared.people, placing, endings)
    guarding = Guarding(shared.engine, shared.people, confirmations, holding)
    trading = Trading(shared.engine, shared.people, placing, holding)
    left = SellingLeft(_copier_floor(shared, confirmations), endings)
    return holding.side(), guarding.side(), trading.side(), left.side()


def _messenger(shared: Shared) -> Messenger:
    return Messenger(Chats(shared.notes), shared.catalogues, shared.post)


def _statements(shared: Shared) -> StatementDesk:
    return StatementDesk(
        Counter(
            engine=shared.engine,
            people=shared.people,
            chains=Chains(shared.notes),
            chats=Chats(shared.notes),
            catalogues=shared.catalogues,
            key=shared.key,
            post=shared.post,
            looks=shared.looks,
            link=shared.link,
        )
    )


def _copier_floor(shared: Shared, confirmations: Confirmations) -> Floor:
    return Floor(
        engine=shared.engine,
        people=shared.people,
        confirmations=confirmations,
        chats=Chats(shared.notes),
        notes=shared.notes,
        catalogues=shared.catalogues,
        codes=LeadCodes(shared.notes),
        looks=shared.looks,
        admits=shared.admission.admits,
        link=shared.link,
    )
