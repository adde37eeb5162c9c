"""What a refusal of Telegram means to us, read from its words: there is no code for most of them."""

from enum import Enum
from typing import Final

from telegram.error import Forbidden, TelegramError


class Meaning(Enum):
    """What a refusal of Telegram means to us."""

    UNCHANGED = "the message already says this"
    TOO_OLD = "the tap or the message is too old to be answered or deleted"
    GONE = "there is no such message to edit"
    NO_CHAT = "there is no such chat, or the bot may not write to it"
    NO_PHOTO = "Telegram does not know the file, or takes no such picture"
    OTHER = "something we did wrong"


# Texts arrive with changing capitals: compared in lower case.
TEXTS: Final = (
    ("message is not modified", Meaning.UNCHANGED),
    ("query is too old", Meaning.TOO_OLD),
    ("query id is invalid", Meaning.TOO_OLD),
    ("message can't be deleted", Meaning.TOO_OLD),
    ("message to delete not found", Meaning.TOO_OLD),
    ("message to edit not found", Meaning.GONE),
    ("message can't be edited", Meaning.GONE),
    ("message_id_invalid", Meaning.GONE),
    ("there is no text in the message to edit", Meaning.GONE),
    ("there is no media in the message to edit", Meaning.GONE),
    ("wrong file identifier", Meaning.NO_PHOTO),
    ("wrong remote file", Meaning.NO_PHOTO),
    ("file_reference_", Meaning.NO_PHOTO),
    ("image_process_failed", Meaning.NO_PHOTO),
    ("photo_invalid_dimensions", Meaning.NO_PHOTO),
    ("chat not found", Meaning.NO_CHAT),
    ("user is deactivated", Meaning.NO_CHAT),
    ("bot was blocked", Meaning.NO_CHAT),
    ("peer_id_invalid", Meaning.NO_CHAT),
)


def meaning(error: TelegramError) -> Meaning:
    """What a refusal means."""
    if isinstance(error, Forbidden):
        return Meaning.NO_CHAT
    text = str(error).lower()
    return next((found for words, found in TEXTS if words in text), Meaning.OTHER)
