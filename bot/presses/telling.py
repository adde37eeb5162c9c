"""What the buttons around messages to many say: posts, broadcasts, announcements; and around conduct."""

from typing import ClassVar

from bot.presses import Press, ShortId


class WritePost(Press):
    """Ask for the text of a post."""

    tag: ClassVar[str] = "pw"


class AllowPostsOf(Press):
    """The admin takes a lead's right to post, or gives it back."""

    tag: ClassVar[str] = "mo"
    person: int
    on: bool
    version: int


class StopPost(Press):
    """The admin stops a post that is still under way."""

    tag: ClassVar[str] = "mos"
    person: int
    post: ShortId


class WriteBroadcast(Press):
    """Ask for the text of a broadcast to this audience."""

    tag: ClassVar[str] = "mb"
    audience: int


class NoMoreLanguages(Press):
    """Review the broadcast as it is written so far."""

    tag: ClassVar[str] = "mbx"


class StopBroadcast(Press):
    """Send it to nobody more."""

    tag: ClassVar[str] = "mbs"
    broadcast: ShortId


class StartNotice(Press):
    """Begin an announcement of this kind."""

    tag: ClassVar[str] = "mn"
    kind: int


class SkipField(Press):
    """Leave the field that is asked for empty."""

    tag: ClassVar[str] = "mnx"


class AskReviewed(Press):
    """Review the end of what was found on a lead."""

    tag: ClassVar[str] = "mr"
    person: int


class TypeLinked(Press):
    """Ask whose account belongs to the same person."""

    tag: ClassVar[str] = "mk"
    person: int


class AskLink(Press):
    """Review a link of two accounts, or its end."""

    tag: ClassVar[str] = "mkk"
    person: int
    other: int
    on: bool
