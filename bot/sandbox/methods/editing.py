"""Messages changed in place, and taken away. An edit that changes nothing is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.sandbox.formatting import read_caption, read_text
from bot.sandbox.keyboards import read_keyboard
from bot.sandbox.model import Message
from bot.sandbox.parameters import Parameters
from bot.sandbox.refused import bad_request
from bot.sandbox.telegram import Telegram

DELETE_WITHIN = timedelta(hours=48)


def edit_text(telegram: Telegram, given: Parameters) -> object:
    old = _editable(telegram, given)
    text, entities = read_text(given)
    if old.media:
        raise bad_request("there is no text in the message to edit")
    return _changed(telegram, old, replace(old, text=text, entities=entities, keyboard=read_keyboard(given)))


def edit_caption(telegram: Telegram, given: Parameters) -> object:
    old = _editable(telegram, given)
    caption, entities = read_caption(given)
    if not old.media:
        raise bad_request("there is no caption in the message to edit")
    return _changed(telegram, old, replace(old, text=caption, entities=entities, keyboard=read_keyboard(given)))


def edit_media(telegram: Telegram, given: Parameters) -> object:
    """Another picture or file with its own caption; a text message becomes one of these."""
    old = _editable(telegram, given)
    media = given.mapping("media", "InputMedia")
    if media is None:
        raise bad_request("media to edit isn't specified")
    kind, inner = media.get("type"), Parameters(media, given.files)
    if kind not in ("photo", "document"):
        raise bad_request("can't parse InputMedia: unsupported type specified")
    caption, entities = read_caption(inner)
    stored = telegram.files.read(inner, "media", "photo" if kind == "photo" else "document")
    photo, document = (stored, None) if kind == "photo" else (None, stored)
    new = replace(old, text=caption, entities=entities, photo=photo, document=document, keyboard=read_keyboard(given))
    return _changed(telegram, old, new)


def edit_reply_markup(telegram: Telegram, given: Parameters) -> object:
    old = _editable(telegram, given)
    return _changed(telegram, old, replace(old, keyboard=read_keyboard(given)))


def delete_message(telegram: Telegram, given: Parameters) -> object:
    """Any message of a private chat, the bot's own in a group, for 48 hours."""
    chat = telegram.chat_of(given)
    message = telegram.message(chat.id, given.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if message.sender and chat.type != "private":
        raise bad_request("message can't be deleted")
    if telegram.now() - message.at > DELETE_WITHIN:
        raise bad_request("message can't be deleted for everyone")
    telegram.remove(message)
    return True


def _editable(telegram: Telegram, given: Parameters) -> Message:
    chat = telegram.open_chat_of(given)
    if not given.has("message_id"):
        raise bad_request("message identifier is not specified")
    message = telegram.message(chat.id, given.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender:
        raise bad_request("message can't be edited")
    return message


def _changed(telegram: Telegram, old: Message, new: Message) -> object:
    if new == old:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    edited = replace(new, edited_at=telegram.now())
    telegram.revise(edited)
    return telegram.scribe.message(edited)
