"""What an admin's buttons say."""

from enum import StrEnum
from typing import ClassVar

from bot.presses import Press, ShortId


class ShowApplicant(Press):
    """Look at one application."""

    tag: ClassVar[str] = "mq"
    person: int


class AskApplicant(Press):
    """Ask an applicant something."""

    tag: ClassVar[str] = "mqa"
    person: int


class AskVerdict(Press):
    """Review an approval."""

    tag: ClassVar[str] = "mv"
    person: int


class HaltBuys(Press):
    """No copy buys on the whole desk, at once."""

    tag: ClassVar[str] = "mh"


class AskLift(Press):
    """Review the end of a halt."""

    tag: ClassVar[str] = "ml"


class UsersPage(Press):
    """Another page of the people."""

    tag: ClassVar[str] = "mu"
    page: int


class Sanction(StrEnum):
    """What the admin may do to a lead, or to who wants to be one; all but a lift for a reason they are told."""

    SUSPEND = "s"
    LIFT = "l"
    REVOKE = "r"
    REJECT = "j"
    """An application to lead."""
    REFUSE = "f"
    """A request to stop leading."""


class Ground(StrEnum):
    """Why the admin acts on a lead (R-22.1, R-22.3); what is typed instead stands as text."""

    IDENTITY = "i"
    ACCOUNTS = "a"
    PROMISES = "p"
    RISK = "r"
    SELF_TRADES = "s"


class BackUp(Press):
    """Make a backup."""

    tag: ClassVar[str] = "mbu"


class AskVenue(Press):
    """Ask the venue about every order that is not at its end."""

    tag: ClassVar[str] = "mrc"


class AuditPage(Press):
    """A page of the audit, the newest first."""

    tag: ClassVar[str] = "mau"
    page: int


class GetAudit(Press):
    """The audit as a file."""

    tag: ClassVar[str] = "mac"


class ShowUser(Press):
    """Look at one person."""

    tag: ClassVar[str] = "mp"
    person: int


class MarkVideo(Press):
    """Note that a lead was seen by video, or take that back; at once, as the same tap undoes it."""

    tag: ClassVar[str] = "mvv"
    person: int
    on: bool


class AskSanction(Press):
    """Ask why; of a lift, review it."""

    tag: ClassVar[str] = "ms"
    person: int
    what: Sanction


class SayWhy(Press):
    """Give the reason of the halt that is on."""

    tag: ClassVar[str] = "mhw"


class GiveGround(Press):
    """Review it for this reason."""

    tag: ClassVar[str] = "mg"
    person: int
    what: Sanction
    ground: Ground


class ShowLeaving(Press):
    """Look at one request to stop leading."""

    tag: ClassVar[str] = "mw"
    person: int


class AskStopAnswer(Press):
    """Review its grant."""

    tag: ClassVar[str] = "mwa"
    person: int


class AskDelisting(Press):
    """Review the end of trading in an instrument."""

    tag: ClassVar[str] = "md"
    symbol: ShortId
