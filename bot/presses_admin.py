"""What an admin's buttons say."""

from typing import ClassVar

from bot.presses import Press


class ShowApplicant(Press):
    """Look at one application."""

    tag: ClassVar[str] = "mq"
    person: int


class AskVerdict(Press):
    """Review an approval or a rejection."""

    tag: ClassVar[str] = "mv"
    person: int
    approve: bool


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
