"""The presses of N4, e-mail. What sets something carries the value and the version it was shown at (rule 5)."""

from typing import ClassVar

from bot.mail.topics import MailTopic
from bot.presses import Press


class SwitchMail(Press):
    """Have this come by e-mail too, or not."""

    tag: ClassVar[str] = "em"
    topic: MailTopic
    on: bool
    version: int


class TypeAddress(Press):
    """Ask for an address."""

    tag: ClassVar[str] = "ema"


class TypeCode(Press):
    """Ask for the code that was mailed."""

    tag: ClassVar[str] = "emt"


class MailAnotherCode(Press):
    """Mail a new code to the address that waits for one."""

    tag: ClassVar[str] = "emc"
    version: int


class RemoveAddress(Press):
    """Forget the address."""

    tag: ClassVar[str] = "emr"
    version: int
