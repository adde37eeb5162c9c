"""A lead's posts, as they and the admin see them: how many are left today, who would get one (R-20.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.decide.announcing import MAY_POST
from core.decide.desk import Desk
from core.model.events import PostSent, Record
from core.model.people import LeadState, PersonId
from core.views.as_of import AsOf, as_of


@dataclass(frozen=True, slots=True)
class Posting:
    """`left` of `most` today; `copiers`: who copies now. `may`: whether this lead may post at all."""

    as_of: AsOf
    lead: PersonId
    state: LeadState
    version: int
    left: int
    most: int
    copiers: int
    blocked: bool

    @property
    def may(self) -> bool:
        return self.state in MAY_POST and not self.blocked and self.left > 0


@dataclass(frozen=True, slots=True)
class Sent:
    """One post that went out; its words stand elsewhere, under this id."""

    post: str
    at: datetime


def posting(desk: Desk, who: PersonId) -> Posting | None:
    """None for somebody who never applied to lead."""
    lead = desk.book.leads.get(who)
    if lead is None:
        return None
    most, today = desk.limits.lead.posts_per_day, lead.posting.day == desk.today()
    return Posting(
        as_of(desk),
        who,
        lead.state,
        lead.version,
        max(0, most - (lead.posting.sent if today else 0)),
        most,
        lead.copyings.active(),
        lead.posting.blocked,
    )


def posts_of(records: Sequence[Record]) -> tuple[Sent, ...]:
    """From a lead's newest records about it, the newest first."""
    return tuple(Sent(each.fact.post, each.at) for each in records if isinstance(each.fact, PostSent))
