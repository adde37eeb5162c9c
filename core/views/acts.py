"""M8: what the operator did, read off the journal alone: each fact that is a use of power becomes one act.

What was done by hand to messages under way, and invitations, are no facts and stand nowhere here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from core.model import events as e
from core.model.people import OPERATOR, Origin, PersonId


class ActKind(StrEnum):
    """What was done. It stands in files, so a member is never renamed."""

    STARTED = "desk_started"
    HALTED = "desk_halted"
    RESUMED = "desk_resumed"
    APPROVED = "lead_approved"
    REJECTED = "lead_rejected"
    STOP_GRANTED = "stop_granted"
    STOP_REFUSED = "stop_refused"
    STOP_FAILED = "stop_failed"
    SUSPENDED = "lead_suspended"
    LIFTED = "suspension_lifted"
    REVOKED = "lead_revoked"
    VIDEO_SEEN = "video_seen"
    VIDEO_UNSEEN = "video_unseen"
    LINKED = "accounts_linked"
    UNLINKED = "accounts_unlinked"
    REVIEWED = "conduct_reviewed"
    POSTS_ALLOWED = "posts_allowed"
    POSTS_TAKEN = "posts_taken"
    ANNOUNCED = "announced"
    BROADCAST = "broadcast_sent"
    DELISTED = "instrument_delisted"
    DENIED = "denied"


FACTS: Final = (
    "DeskStarted", "DeskHalted", "DeskResumed", "LeadApproved", "LeadRejected", "LeadStopped", "StopLeadingEnded",
    "LeadSuspended", "SuspensionLifted", "LeadRevoked", "VideoVerified", "AccountsLinked", "ConductReviewed",
    "PostsAllowed", "Announced", "BroadcastSent", "InstrumentDelisted", "Denied",
)  # fmt: skip
"""The kinds of facts among which acts are found."""


@dataclass(frozen=True, slots=True)
class Act:
    """One of them. `about`: the person it concerns; `detail`: a ticker, another person's number, a code.

    Without an origin the desk did it by itself, as a rule wants it.
    """

    seq: int
    at: datetime
    origin: Origin
    kind: ActKind
    about: PersonId | None = None
    detail: str = ""


def acts(records: Sequence[e.Record]) -> list[Act]:
    """The acts among these, in their order."""
    return [found for record in records if (found := _act(record)) is not None]


def _act(record: e.Record) -> Act | None:
    found = _of(record.fact)
    return None if found is None else Act(record.seq, record.at, record.origin, *found)


_Found = tuple[ActKind, PersonId | None, str]


def _of(fact: e.Fact) -> _Found | None:
    match fact:
        case e.DeskStarted(epoch):
            return ActKind.STARTED, None, str(epoch)
        case e.DeskHalted():
            return ActKind.HALTED, None, ""
        case e.DeskResumed():
            return ActKind.RESUMED, None, ""
        case e.LeadApproved(lead):
            return ActKind.APPROVED, lead, ""
        case e.LeadRejected(lead):
            return ActKind.REJECTED, lead, ""
        case e.LeadStopped(lead):
            return ActKind.STOP_GRANTED, lead, ""
        case e.StopLeadingEnded(lead, failed, by_lead=False):
            return (ActKind.STOP_REFUSED, lead, "") if failed is None else (ActKind.STOP_FAILED, lead, failed.name)
        case e.LeadSuspended(lead):
            return ActKind.SUSPENDED, lead, ""
        case e.SuspensionLifted(lead):
            return ActKind.LIFTED, lead, ""
        case e.LeadRevoked(lead):
            return ActKind.REVOKED, lead, ""
        case e.ConductReviewed(lead):
            return ActKind.REVIEWED, lead, ""
        case _:
            return _of_more(fact)


def _of_more(fact: e.Fact) -> _Found | None:
    match fact:
        case e.VideoVerified(lead, on):
            return (ActKind.VIDEO_SEEN if on else ActKind.VIDEO_UNSEEN), lead, ""
        case e.AccountsLinked(person, other, on):
            return (ActKind.LINKED if on else ActKind.UNLINKED), person, str(other)
        case e.PostsAllowed(lead, on):
            return (ActKind.POSTS_ALLOWED if on else ActKind.POSTS_TAKEN), lead, ""
        case e.Announced(told):
            return ActKind.ANNOUNCED, None, f"{told.kind.name.lower()} {told.symbol}"
        case e.BroadcastSent(audience=audience):
            return ActKind.BROADCAST, None, audience.name.lower()
        case e.InstrumentDelisted(symbol):
            return ActKind.DELISTED, None, symbol
        case e.Denied(who, do, code) if who == OPERATOR:
            return ActKind.DENIED, None, f"{do} {code.name}"
        case _:
            return None
