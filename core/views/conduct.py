"""Conduct as it is seen: a deep drawdown (R-22.5), who is off the list by it, and what waits for the admin."""

from dataclasses import dataclass

from core.decide.desk import Desk
from core.fold.book import Lead
from core.model.conduct import Finding
from core.model.money import RATIO_UNITS
from core.model.people import LeadState, PersonId
from core.views.as_of import AsOf, as_of


def deep_drawdown(desk: Desk, lead: Lead) -> bool:
    """Above 30 % in 30 days, over the index of the days taken; exact, as one does not round onto a limit."""
    limit = desk.limits.conduct.drawdown
    peak = 0
    for day in lead.days[-limit.days - 1 :]:
        peak = max(peak, day.index)
        if (peak - day.index) * RATIO_UNITS > limit.share * peak:
            return True
    return False


def off_the_list(desk: Desk, lead: Lead) -> bool:
    """Whether conduct keeps a lead off the public list (R-22.5, R-22.7); they can still be copied by name."""
    return lead.watched.quiet_days > 0 or deep_drawdown(desk, lead)


@dataclass(frozen=True, slots=True)
class Conduct:
    """One lead as the monitors see them. `held`: a conduct hold is set; `linked`: accounts declared to be theirs."""

    lead: PersonId
    state: LeadState
    findings: tuple[Finding, ...]
    held: bool
    deep_drawdown: bool
    quiet_days: int
    linked: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class Reviews:
    """Everybody with something to review, the oldest first."""

    as_of: AsOf
    rows: tuple[Conduct, ...]


def conduct(desk: Desk, person: PersonId) -> Conduct | None:
    """None for somebody who never applied."""
    lead = desk.book.leads.get(person)
    return _conduct(desk, lead) if lead else None


def reviews(desk: Desk) -> Reviews:
    """What waits for the admin."""
    found = [_conduct(desk, lead) for lead in desk.book.leads.values() if lead.watched.findings]
    return Reviews(as_of(desk), tuple(sorted(found, key=lambda each: each.findings[0].at)))


def _conduct(desk: Desk, lead: Lead) -> Conduct:
    return Conduct(
        lead.person,
        lead.state,
        tuple(lead.watched.findings),
        held=lead.watched.held,
        deep_drawdown=deep_drawdown(desk, lead),
        quiet_days=lead.watched.quiet_days,
        linked=tuple(sorted(desk.book.links.of.get(lead.person, ()))),
    )
