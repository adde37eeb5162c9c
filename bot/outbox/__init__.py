"""The outbox: what must be told is a row before it is sent, is sent in its lane at the pace, and is never lost."""

from bot.outbox.post import Gather, Post
from bot.outbox.sending import Outbox

__all__ = ["Gather", "Outbox", "Post"]
