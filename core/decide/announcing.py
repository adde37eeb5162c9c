"""Decides what is told to many: announcements, broadcasts, and a lead's posts (R-20.4, section 21)."""

from datetime import datetime

from core.decide.copy_list import copyable, earliest
from core.decide.desk import Desk
from core.decide.people import denied
from core.fold.book import Book
from core.model import commands as c
from core.model import events as e
from core.model.announcements import Announcement, AnnouncementKind
from core.model.people import OPERATOR, LeadState
from core.model.posts import objection
from core.model.reasons import Denial

MAY_POST = frozenset({LeadState.ACTIVE, LeadState.STOP_REQUESTED})


# ── announcements ─────────────────────────────────────────────────────────────


def announce(desk: Desk, command: c.Announce) -> list[e.Fact]:
    if command.who != OPERATOR:
        return denied(command, command.who, Denial.NOT_ALLOWED)
    refused, about = refusal(desk, command.announcement)
    return denied(command, command.who, refused, about) if refused else [e.Announced(command.announcement)]


def refusal(desk: Desk, told: Announcement) -> tuple[Denial | None, str]:
    """The first reason against an announcement, and what it is about."""
    match told.kind:
        case AnnouncementKind.LISTING:
            return (Denial.ALREADY_LISTED if copyable(desk, told.symbol) else None), told.symbol
        case AnnouncementKind.ADDED_TO_COPY_LIST:
            return _joining(desk, told)
        case AnnouncementKind.DELISTING:
            return _ending(desk.book, desk.now, told)


def _joining(desk: Desk, told: Announcement) -> tuple[Denial | None, str]:
    since = earliest(desk, told.symbol)
    if copyable(desk, told.symbol):
        return Denial.ALREADY_LISTED, told.symbol
    if since is None:
        return Denial.INSTRUMENT_NOT_LISTED, told.symbol
    if told.trading_at < since:
        return Denial.COPYABLE_TOO_EARLY, since.isoformat().replace("+00:00", "Z")
    return None, ""


def _ending(book: Book, now: datetime, told: Announcement) -> tuple[Denial | None, str]:
    if told.symbol not in book.instruments or told.symbol in book.delisted:
        return Denial.INSTRUMENT_NOT_LISTED, told.symbol
    return (Denial.DEADLINE_PAST if told.trading_at <= now else None), told.symbol


def broadcast(command: c.Broadcast) -> list[e.Fact]:
    if command.who != OPERATOR:
        return denied(command, command.who, Denial.NOT_ALLOWED)
    return [e.BroadcastSent(command.broadcast, command.audience)]


# ── posts ─────────────────────────────────────────────────────────────────────


def post(desk: Desk, command: c.PostToCopiers) -> list[e.Fact]:
    """The words are looked at here and kept elsewhere; what was refused does not count."""
    lead = desk.book.leads.get(command.who)
    if lead is None or lead.state not in MAY_POST:
        return denied(command, command.who, Denial.NOT_A_LEAD)
    if lead.posting.blocked:
        return denied(command, command.who, Denial.POSTS_BLOCKED)
    refused = objection(command.text)
    if refused:
        return denied(command, command.who, refused)
    if lead.posting.day == desk.today() and lead.posting.sent >= desk.limits.lead.posts_per_day:
        return denied(command, command.who, Denial.POSTS_SPENT)
    return [e.PostSent(lead.person, command.post, desk.today())]


def allow_posts(desk: Desk, command: c.AllowPosts) -> list[e.Fact]:
    lead = desk.book.leads.get(command.lead)
    if command.who != OPERATOR:
        return denied(command, command.who, Denial.NOT_ALLOWED)
    if lead is None or lead.posting.blocked != command.on:
        return denied(command, command.who, Denial.WRONG_STATE)
    return [e.PostsAllowed(lead.person, command.on)]
