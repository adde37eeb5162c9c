"""Facts of what is told to many: announcements, broadcasts, and a lead's posts. What people write is in no fact."""

from dataclasses import dataclass

from core.model.announcements import Announcement, Audience
from core.model.people import OPERATOR, PersonId


@dataclass(frozen=True, slots=True)
class Announced:
    """Everybody is told. A delisting's trading ends at its deadline by this fact alone (R-21.2)."""

    announcement: Announcement
    who: PersonId = OPERATOR


@dataclass(frozen=True, slots=True)
class BroadcastSent:
    """The words stand beside the journal, under this id. `who` is the operator, by whom it is found again."""

    broadcast: str
    audience: Audience
    who: PersonId = OPERATOR


@dataclass(frozen=True, slots=True)
class PostSent:
    """A lead's message to their copiers; the words stand beside the journal. `day`: the desk's day it counts in."""

    lead: PersonId
    post: str
    day: int


@dataclass(frozen=True, slots=True)
class PostsAllowed:
    """The operator takes a lead's right to post, or gives it back (R-20.4)."""

    lead: PersonId
    on: bool
