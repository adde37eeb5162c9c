"""What is typed to tell many: a post, a broadcast; and the number of a linked account."""

from typing import ClassVar

from bot.drafts.draft import Draft


class TypingPost(Draft):
    """A lead's words to their copiers."""

    tag: ClassVar[str] = "post"


class TypingBroadcast(Draft):
    """The admin's words to an audience."""

    tag: ClassVar[str] = "broadcast"
    audience: int


class TypingLinked(Draft):
    """The number of another account of the same person."""

    tag: ClassVar[str] = "linked"
    person: int
