"""What is being asked about alerts: the quiet hours, the time of the digest, the time zone."""

from typing import ClassVar

from bot.drafts.draft import Draft


class TypingQuiet(Draft):
    """From when until when shall it be quiet?"""

    tag: ClassVar[str] = "quiet"


class TypingDigest(Draft):
    """When shall the digest come?"""

    tag: ClassVar[str] = "digest"


class TypingZone(Draft):
    """In which city do you live?"""

    tag: ClassVar[str] = "zone"
