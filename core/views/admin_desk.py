"""The desk as its admin sees it: who asks to lead, who is here, and how it is. No keys, and no orders of anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.decide.applications import business_days_left
from core.decide.desk import Desk
from core.decide.equity import lead_equity
from core.fold.book import Lead
from core.model.copying import CopyingState
from core.model.orders import OrderState
from core.model.people import LeadState, PersonId
from core.views.as_of import AsOf, as_of

PAGE = 10
LEADS = frozenset({LeadState.APPROVED, LeadState.ACTIVE, LeadState.STOP_REQUESTED, LeadState.SUSPENDED})


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who asks to lead, with the checklist of R-3 as far as the book knows it.

    `days_left`: business days after today in which it is to be decided, below zero once they are over (R-3.8).
    """

    person: PersonId
    equity: int
    equity_min: int
    copying: int
    applied_at: datetime | None = None
    days_left: int = 0


@dataclass(frozen=True, slots=True)
class AdminDesk:
    """`unanswered`: orders and flights nobody knows the end of."""

    as_of: AsOf
    people: int
    leads: int
    copies: int
    applicants: tuple[Applicant, ...]
    leaving: tuple[PersonId, ...]
    """Leads who ask to stop."""
    unanswered: int
    reviews: int = 0
    """Leads on whom a conduct monitor has found something."""


@dataclass(frozen=True, slots=True)
class Health:
    """What the book says of the desk's health; the chat's part stands elsewhere."""

    as_of: AsOf
    epoch: int
    facts: int
    last_at: datetime | None
    open_orders: int
    unanswered: int
    delayed: int
    fan_outs: int
    price_age: timedelta | None = None
    """How old the newest price of any instrument is; None without one."""
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Orders that are not at their end: `resting` at the venue; `waiting` for its answer, asked about next `ask_at`."""

    as_of: AsOf
    resting: int
    waiting: int
    ask_at: datetime | None


@dataclass(frozen=True, slots=True)
class User:
    """One person: what they are and how many copies they have."""

    person: PersonId
    state: LeadState
    copies: int


@dataclass(frozen=True, slots=True)
class Users:
    """A page of ten, the newest first."""

    as_of: AsOf
    rows: tuple[User, ...]
    page: int
    pages: int
    total: int


def admin_desk(desk: Desk) -> AdminDesk:
    """The admin's home in figures."""
    leads = desk.book.leads.values()
    return AdminDesk(
        as_of(desk),
        desk.book.people.size - 1,
        sum(lead.state in LEADS for lead in leads),
        sum(lead.copyings.active() for lead in leads),
        tuple(_applicant(desk, lead) for lead in leads if lead.state is LeadState.APPLIED),
        tuple(lead.person for lead in leads if lead.state is LeadState.STOP_REQUESTED),
        unanswered(desk),
        sum(bool(lead.watched.findings) for lead in leads),
    )


def applicant(desk: Desk, person: PersonId) -> Applicant | None:
    """One application; None where there is none to answer."""
    lead = desk.book.leads.get(person)
    return _applicant(desk, lead) if lead and lead.state is LeadState.APPLIED else None


def health(desk: Desk) -> Health:
    """The book's part."""
    book, last = desk.book, max((quote.at for quote in desk.market.values()), default=None)
    return Health(
        as_of(desk, desk.market),
        book.epoch,
        book.seq,
        book.at,
        len(book.orders),
        unanswered(desk),
        len(book.delayed),
        len(book.fan_outs),
        None if last is None else max(desk.now - last, timedelta()),
        book.cycle_closed,
    )


def users(desk: Desk, page: int = 1) -> Users:
    """Everybody who joined."""
    book = desk.book
    total = book.people.size - 1
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    newest = total - (page - 1) * PAGE
    shown = [PersonId(number) for number in range(newest, max(0, newest - PAGE), -1)]
    return Users(as_of(desk), tuple(_user(desk, person) for person in shown), page, pages, total)


def user(desk: Desk, person: PersonId) -> User | None:
    """One of them; None for a number nobody has."""
    return _user(desk, person) if 0 < person < desk.book.people.size else None


def users_of(desk: Desk, people: Sequence[PersonId]) -> Users:
    """These of them, the first ten on one page; `total` counts all."""
    found = tuple(each for person in people[:PAGE] if (each := user(desk, person)))
    return Users(as_of(desk), found, 1, 1, len(people))


def unanswered(desk: Desk) -> int:
    """Own orders and flights of copies that wait for the venue to be asked."""
    orders = sum(order.state is OrderState.UNANSWERED for order in desk.book.orders.values())
    return orders + sum(flight.ask_at is not None for flight in desk.book.flights.values())


def unresolved(desk: Desk) -> Unresolved:
    """How many orders rest, and of how many nobody knows the end."""
    orders, flights = desk.book.orders.values(), desk.book.flights.values()
    times = [
        *(order.ask_at for order in orders if order.state is OrderState.UNANSWERED and order.ask_at),
        *(flight.ask_at for flight in flights if flight.ask_at),
    ]
    resting = sum(order.state is OrderState.RESTING for order in orders)
    return Unresolved(as_of(desk), resting, unanswered(desk), min(times, default=None))


def _applicant(desk: Desk, lead: Lead) -> Applicant:
    copying = len(desk.book.copied_leads(lead.person))
    since = lead.applied_at
    left = business_days_left(desk, since) if since else 0
    return Applicant(lead.person, lead_equity(desk, lead), desk.limits.lead.min_equity, copying, since, left)


def _user(desk: Desk, person: PersonId) -> User:
    lead = desk.book.leads.get(person)
    running = [
        row for other, row in desk.book.copied_leads(person) if other.copyings.state[row] == CopyingState.RUNNING
    ]
    return User(person, lead.state if lead else LeadState.NONE, len(running))
