"""Messages out: text, pictures, files, and the sign that something is under way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.sandbox import wire
from bot.sandbox.formatting import read_caption, read_text
from bot.sandbox.keyboards import read_keyboard
from bot.sandbox.model import Action, Chat, Message
from bot.sandbox.parameters import Parameters
from bot.sandbox.refused import bad_request
from bot.sandbox.telegram import Telegram

MEDIA = ("photo", "document", "video", "voice", "video_note")
ACTIONS = frozenset({"typing", "choose_sticker", "find_location"}).union(
    [f"upload_{kind}" for kind in MEDIA], [f"record_{kind}" for kind in MEDIA[2:]]
)


def send_message(telegram: Telegram, given: Parameters) -> object:
    def fill(new: Message) -> Message:
        text, entities = read_text(given)
        return replace(new, text=text, entities=entities)

    return _send(telegram, given, fill)


def send_photo(telegram: Telegram, given: Parameters) -> object:
    def fill(new: Message) -> Message:
        caption, entities = read_caption(given)
        return replace(new, text=caption, entities=entities, photo=telegram.files.read(given, "photo", "photo"))

    return _send(telegram, given, fill)


def send_document(telegram: Telegram, given: Parameters) -> object:
    def fill(new: Message) -> Message:
        caption, entities = read_caption(given)
        document = telegram.files.read(given, "document", "document")
        return replace(new, text=caption, entities=entities, document=document)

    return _send(telegram, given, fill)


def send_chat_action(telegram: Telegram, given: Parameters) -> object:
    chat, action = telegram.open_chat_of(given), given.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    telegram.actions.append(Action(chat.id, action, telegram.now()))
    telegram.tell("action", chat.id, action)
    return True


def get_file(telegram: Telegram, given: Parameters) -> object:
    return wire.file(telegram.files.found(given.text("file_id")))


def _send(telegram: Telegram, given: Parameters, fill: Callable[[Message], Message]) -> object:
    chat = telegram.open_chat_of(given)
    draft = Message(
        0,
        chat,
        None,
        telegram.now(),
        keyboard=read_keyboard(given),
        reply_to=_reply_to(telegram, given, chat),
        silent=given.flag("disable_notification"),
        protected=given.flag("protect_content"),
    )
    sent = replace(fill(draft), message_id=telegram.next_message_id())
    telegram.post(sent)
    return telegram.scribe.message(sent)


def _reply_to(telegram: Telegram, given: Parameters, chat: Chat) -> int | None:
    """The id replied to, None if there is none. Refused: a message that is not there, unless that was allowed."""
    reply = given.mapping("reply_parameters", "ReplyParameters")
    if reply is None:
        return None
    wanted = str(reply.get("message_id", ""))
    if wanted.isdecimal() and telegram.message(chat.id, int(wanted)):
        return int(wanted)
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")
