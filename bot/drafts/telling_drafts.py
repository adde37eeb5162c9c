"""What is typed to tell many: a post, a broadcast; and the number of a linked account."""

from typing import ClassVar

from pydantic import Field

from bot.drafts.draft import Draft


class TypingPost(Draft):
    """A lead's words to their copiers."""

    tag: ClassVar[str] = "post"


class TypingBroadcast(Draft):
    """The admin's words to an audience, by language, the admin's own first."""

    tag: ClassVar[str] = "broadcast"
    audience: int
    texts: dict[str, str] = Field(default_factory=dict)


class TypingLinked(Draft):
    """The number of another account of the same person."""

    tag: ClassVar[str] = "linked"
    person: int
