"""What is being asked about e-mail: the address, and the code that was mailed there. Neither stands in the draft."""

from typing import ClassVar

from bot.drafts.draft import Draft


class TypingAddress(Draft):
    """Where shall e-mail go?"""

    tag: ClassVar[str] = "mail"


class TypingCode(Draft):
    """Which code did you get?"""

    tag: ClassVar[str] = "mailcode"
