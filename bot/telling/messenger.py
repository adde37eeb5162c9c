"""A message of its own to one person, in their language and zone; stored once, sent by the outbox."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.chat.chats import Chats
from bot.outbox import Post
from bot.screens.screen import Screen
from bot.translate import Catalogues, Words
from bot.wishes.topics import DECISION
from core.model.people import PersonId


@dataclass(frozen=True, slots=True)
class Messenger:
    """`post` stores a message, and answers False where it stood there before."""

    chats: Chats
    catalogues: Catalogues
    post: Callable[[Post], Awaitable[bool]]

    async def tell(self, chat: int, person: PersonId, draw: Callable[[Words], Screen], *, fact: str, kind: str) -> bool:
        """Loud, and in the lane of decisions. The same fact again is nothing."""
        reader = await self.chats.of(chat)
        t = self.catalogues.words(reader.language if reader else None, zone=reader.timezone if reader else "UTC")
        return await self.post(Post(fact=fact, person=person, kind=kind, chat=chat, lane=DECISION, screen=draw(t)))
