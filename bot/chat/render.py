"""Render alone knows Telegram's messages: a Screen becomes a new message or an edit of the chat's live one.

One live screen a chat (rule 8). A refused edit that changed nothing is a success; an answer to an old tap is expected
to be refused; a vanished message is sent anew. A picture that cannot be had in time leaves its words.
"""

from dataclasses import dataclass
from typing import Final

import structlog
from telegram import Bot, CallbackQuery, InputMediaPhoto, Message
from telegram.constants import CallbackQueryLimit, ChatAction, MessageLimit, ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from bot.chat.chats import Chat, Chats
from bot.chat.confirmations import Confirmations
from bot.chat.photos import Photo, Photos
from bot.chat.routes import File
from bot.door.meaning import Meaning, meaning
from bot.html import Html
from bot.outbox.keyboard import keyboard
from bot.presses import Confirm
from bot.screens.screen import CAPTION_MAX, TEXT_MAX, Row, Screen

BELOW_MAX: Final = 20  # rule 8
PICTURE: Final = "picture.png"  # what a picture is called where somebody saves it
# Screens may not import telegram, so their numbers are held to the library's here.
assert (TEXT_MAX, CAPTION_MAX) == (MessageLimit.MAX_TEXT_LENGTH, MessageLimit.CAPTION_LENGTH)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A screen as it is sent: with its photo, or with the text that stands in its place."""

    text: Html
    rows: tuple[Row, ...]
    live: bool
    photo: Photo | None = None


@dataclass(frozen=True, slots=True)
class Render:
    """Draws screens. Everything goes through the bot's rate limiter, in the lane of an answer to a tap."""

    bot: Bot
    chats: Chats
    confirmations: Confirmations
    photos: Photos

    async def show(self, chat: Chat, screen: Screen, *, fresh: bool, pressed: int | None = None) -> int | None:
        """Show it and answer the message's id; None where the chat cannot be written to.

        `fresh`: a command asked for it. `pressed`: the message of the press; a press on an alert sends a new screen.
        """
        try:
            message_id = await self._shown(chat, screen, fresh=fresh, pressed=pressed)
        except (Forbidden, BadRequest) as refusal:
            if meaning(refusal) is not Meaning.NO_CHAT:
                raise
            await self.chats.block(chat.chat)
            return None
        for nonce in nonces(screen.rows):
            await self.confirmations.bind(nonce, message_id)
        return message_id

    async def hand_over(self, chat: Chat, file: File, caption: Html) -> None:
        """Send a file; it stands under the live screen. A chat that cannot be written to is parked, as in `show`."""
        try:
            await self.bot.send_document(chat.chat, file.content, filename=file.name, caption=caption.raw)
        except (Forbidden, BadRequest) as refusal:
            if meaning(refusal) is not Meaning.NO_CHAT:
                raise
            await self.chats.block(chat.chat)
            return
        await self.chats.bury(chat.chat)

    async def answer(self, query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
        """Answer a tap, always once; an old tap cannot be answered any more, and a lost answer is only a spinner."""
        shown = text[: CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH] if text else None
        try:
            await query.answer(shown, show_alert=alert)
        except BadRequest as refusal:
            if meaning(refusal) is not Meaning.TOO_OLD:
                raise
        except NetworkError as problem:
            log.warning("a tap was not answered", problem=type(problem).__name__)

    async def answer_late(self, query_id: str) -> None:
        """Answer a tap that nobody could handle in time, without words."""
        try:
            await self.bot.answer_callback_query(query_id)
        except TelegramError as problem:
            log.debug("a late tap was not answered", problem=type(problem).__name__)

    async def busy(self, chat: int, action: ChatAction = ChatAction.TYPING) -> None:
        """Say that work goes on; that nobody was told does not matter."""
        try:
            await self.bot.send_chat_action(chat, action)
        except TelegramError as problem:
            log.debug("no chat action", problem=type(problem).__name__)

    async def _shown(self, chat: Chat, screen: Screen, *, fresh: bool, pressed: int | None) -> int:
        """The screen with its picture, where there is one; a photo that Telegram refuses is tried once more, drawn."""
        shown = await self._photographed(chat.chat, screen)
        try:
            return await self._placed(chat, shown, fresh=fresh, pressed=pressed)
        except BadRequest as refusal:
            if shown.photo is None or meaning(refusal) is not Meaning.NO_PHOTO:
                raise
            log.warning("a photo was refused", problem=str(refusal))
            await self.photos.forget(shown.photo)
            known = isinstance(shown.photo.content, str)
            again = await self._photographed(chat.chat, screen) if known else _worded(screen)
            return await self._placed(chat, again, fresh=fresh, pressed=pressed)

    async def _photographed(self, chat: int, screen: Screen) -> _Shown:
        if screen.picture is None:
            return _Shown(screen.text, screen.rows, screen.live)
        photo = await self.photos.of(screen.picture, lambda: self.busy(chat, ChatAction.UPLOAD_PHOTO))
        return _worded(screen) if photo is None else _Shown(screen.text, screen.rows, screen.live, photo)

    async def _placed(self, chat: Chat, shown: _Shown, *, fresh: bool, pressed: int | None) -> int:
        live = chat.live_message_id
        if not shown.live:
            message = await self._send(chat.chat, shown)
            await self.chats.bury(chat.chat)
            return message.message_id
        on_alert = pressed is not None and pressed != live
        turned = chat.live_picture != bool(shown.photo)
        if live is None or fresh or on_alert or turned or chat.below > BELOW_MAX:
            return await self._replace(chat, shown)
        try:
            await self._edit(chat.chat, live, shown)
        except BadRequest as refusal:
            match meaning(refusal):
                case Meaning.UNCHANGED:
                    pass
                case Meaning.GONE:
                    return await self._replace(chat, shown)
                case _:
                    raise
        return live

    async def _replace(self, chat: Chat, shown: _Shown) -> int:
        message = await self._send(chat.chat, shown)
        await self.chats.show(chat.chat, message.message_id, picture=shown.photo is not None)
        if chat.live_message_id is not None:
            await self._take_buttons(chat.chat, chat.live_message_id)
        return message.message_id

    async def _take_buttons(self, chat: int, message_id: int) -> None:
        try:
            await self.bot.edit_message_reply_markup(chat, message_id, reply_markup=None)
        except TelegramError as problem:  # it may be gone, bare already, or too old; its presses are checked anyway
            log.debug("old buttons stay", problem=type(problem).__name__)

    async def _send(self, chat: int, shown: _Shown) -> Message:
        markup = keyboard(shown.rows)
        if shown.photo is None:
            return await self.bot.send_message(chat, shown.text.raw, reply_markup=markup)
        message = await self.bot.send_photo(
            chat, shown.photo.content, caption=shown.text.raw, filename=PICTURE, reply_markup=markup
        )
        await self._remember(shown.photo, message)
        return message

    async def _edit(self, chat: int, message_id: int, shown: _Shown) -> None:
        markup = keyboard(shown.rows)
        if shown.photo is None:
            await self.bot.edit_message_text(shown.text.raw, chat, message_id, reply_markup=markup)
            return
        media = InputMediaPhoto(shown.photo.content, shown.text.raw, parse_mode=ParseMode.HTML, filename=PICTURE)
        edited = await self.bot.edit_message_media(media, chat, message_id, reply_markup=markup)
        if isinstance(edited, Message):
            await self._remember(shown.photo, edited)

    async def _remember(self, photo: Photo, message: Message) -> None:
        if message.photo and isinstance(photo.content, bytes):
            await self.photos.remember(photo, message.photo[-1].file_id)  # the largest


def _worded(screen: Screen) -> _Shown:
    """Without its picture: the text that says as much."""
    return _Shown(screen.instead or screen.text, screen.rows, screen.live)


def nonces(rows: tuple[Row, ...]) -> tuple[str, ...]:
    """The confirmations a screen offers."""
    return tuple(button.action.nonce for row in rows for button in row if isinstance(button.action, Confirm))
