"""Decides on the time an application may take, and on seeing a lead by video (R-3.8, R-7.2)."""

from datetime import date, datetime, timedelta

from core.decide.desk import Desk
from core.decide.people import denied
from core.model import events as e
from core.model.commands import VerifyVideo
from core.model.people import OPERATOR, LeadState
from core.model.reasons import Denial

DAY = timedelta(days=1)
SATURDAY = 5


def due(desk: Desk, at: datetime) -> list[e.Fact]:
    """Applications whose last business day has begun at a 00:00 of the desk, each told once."""
    return [
        e.ApplicationDue(lead.person)
        for lead in desk.book.leads.values()
        if lead.state is LeadState.APPLIED and lead.applied_at and not lead.due_told
        if last_day(desk, lead.applied_at) <= desk.limits.clock.date_of(at)
    ]


def last_day(desk: Desk, applied_at: datetime) -> date:
    """The last day in which an application is to be decided: so many business days after its own."""
    day, left = desk.limits.clock.date_of(applied_at), desk.limits.lead.application_review_business_days
    while left:
        day += DAY
        left -= is_business(day)
    return day


def business_days_left(desk: Desk, applied_at: datetime) -> int:
    """Business days after today up to the last one; below zero once it is over."""
    today, last = desk.limits.clock.date_of(desk.now), last_day(desk, applied_at)
    first, after = min(today, last), max(today, last)
    days = sum(is_business(first + DAY * place) for place in range(1, (after - first).days + 1))
    return days if last >= today else -days


def is_business(day: date) -> bool:
    """Monday to Friday; holidays are not known here."""
    return day.weekday() < SATURDAY


def verify_video(desk: Desk, command: VerifyVideo) -> list[e.Fact]:
    """The operator alone says so, of whoever applied to lead or leads."""
    if command.who != OPERATOR:
        return denied(command, command.who, Denial.NOT_ALLOWED)
    lead = desk.book.leads.get(command.lead)
    if lead is None or lead.state is LeadState.NONE:
        return denied(command, command.who, Denial.WRONG_STATE)
    return [e.VideoVerified(command.lead, command.on)]
