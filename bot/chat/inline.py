"""Answers what people type behind the bot's name in any chat: cards of leads, personal, ten a page, kept for a minute.

Whoever asks need never have written to the bot: nothing is remembered of them, and their chat is not met.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InputTextMessageContent,
    Update,
)
from telegram.error import TelegramError

from bot.chat.chats import Chats
from bot.chat.offers import PAGE, Offering
from bot.chat.photos import Photos
from bot.chat.routes import Context, Rights
from bot.screens.offer import Offer
from bot.translate import Catalogues

KEPT_SECONDS: Final = 60

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineDoor:
    """One for the whole chat. A picture goes along where Telegram has it: there is no chat to send a new one to."""

    offering: Offering
    chats: Chats
    photos: Photos
    catalogues: Catalogues
    rights: Rights
    clock: Callable[[], datetime]

    async def answer(self, update: Update) -> None:
        """Answer an inline query; a query of a bot, or one too old to be answered, is passed over."""
        query = update.inline_query
        if query is None or query.from_user.is_bot:
            return
        user = query.from_user
        chat = await self.chats.of(user.id)
        language = chat.language if chat else self.catalogues.guess(user.language_code)
        context = Context(
            person=user.id,
            chat=user.id,
            t=self.catalogues.words(language, zone=chat.timezone if chat else "UTC"),
            roles=self.rights(user.id),
            origin=f"tg:{update.update_id}",
            now=self.clock(),
            text=query.query,
        )
        first = int(query.offset) if query.offset.isascii() and query.offset.isdecimal() else 0
        offers = await self.offering(context, first)
        results = [await self._result(offer) for offer in offers.found]
        more = str(first + PAGE) if offers.more else None
        try:
            await query.answer(results, cache_time=KEPT_SECONDS, is_personal=True, next_offset=more)
        except TelegramError as problem:  # it is asked again at the next letter; nobody waits for this one
            log.debug("an inline query was not answered", problem=type(problem).__name__)

    async def _result(self, offer: Offer) -> InlineQueryResultCachedPhoto | InlineQueryResultArticle:
        title, line = offer.title.plain, offer.line.plain
        markup = InlineKeyboardMarkup([[InlineKeyboardButton(offer.label.plain, url=offer.link)]])
        known = await self.photos.known(offer.picture) if offer.picture else None
        if known is None:
            said = InputTextMessageContent(offer.text.raw)
            return InlineQueryResultArticle(offer.id, title, said, reply_markup=markup, description=line)
        return InlineQueryResultCachedPhoto(
            offer.id, known, title=title, description=line, caption=offer.text.raw, reply_markup=markup
        )
