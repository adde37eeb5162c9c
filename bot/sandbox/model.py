"""The things a Telegram holds: people, chats, messages, buttons, files, presses. Frozen; an edit makes a new one.

Times are aware UTC. Offsets and lengths of entities count UTF-16 code units.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Json = dict[str, object]
ChatType = Literal["private", "group"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at a Telegram client. `id` is also the id of the private chat with the bot."""

    id: int
    name: str
    language_code: str = "en"
    username: str | None = None


@dataclass(frozen=True, slots=True)
class Chat:
    """A private chat (id of its person) or a group (negative id)."""

    id: int
    type: ChatType
    title: str
    members: frozenset[int]


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of a text that is more than plain, e.g. `Entity("bold", 0, 4)`; `extra` has url, language and so on."""

    type: str
    offset: int
    length: int
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def end(self) -> int:
        return self.offset + self.length

    def json(self) -> Json:
        return {"type": self.type, "offset": self.offset, "length": self.length, **self.extra}


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button with exactly one action: `callback_data`, `url`, `copy_text` or another, kept in `other`."""

    text: str
    callback_data: str | None = None
    url: str | None = None
    copy_text: str | None = None
    style: str | None = None
    other: Mapping[str, object] = field(default_factory=dict)

    def json(self) -> Json:
        shown: Json = {"text": self.text, **self.other}
        if self.callback_data is not None:
            shown["callback_data"] = self.callback_data
        if self.url is not None:
            shown["url"] = self.url
        if self.copy_text is not None:
            shown["copy_text"] = {"text": self.copy_text}
        if self.style is not None:
            shown["style"] = self.style
        return shown


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in: its name, what it claims to be, its bytes."""

    name: str
    mime: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file Telegram keeps. `width` and `height` are 0 unless `kind` is photo."""

    file_id: str
    unique_id: str
    kind: Literal["photo", "document"]
    name: str
    mime: str
    content: bytes = field(repr=False)
    width: int = 0
    height: int = 0

    @property
    def path(self) -> str:
        """Where the file stands below /file/bot<token>/; the ending is what tells clients a picture from a table."""
        ending = self.name.rpartition(".")[2] if "." in self.name else "bin"
        return f"{self.kind}s/{self.file_id}.{ending if ending.isalnum() else 'bin'}"


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `sender` None is the bot; `via_bot`: they chose what it offers inline.

    `text` is the caption where there is a photo or a document.
    """

    message_id: int
    chat: Chat
    sender: Person | None
    at: datetime
    text: str = ""
    entities: tuple[Entity, ...] = ()
    photo: StoredFile | None = None
    document: StoredFile | None = None
    keyboard: Keyboard = ()
    reply_to: int | None = None
    edited_at: datetime | None = None
    silent: bool = False
    protected: bool = False
    via_bot: bool = False

    @property
    def media(self) -> StoredFile | None:
        return self.photo or self.document

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for row in self.keyboard for button in row)

    def button(self, wanted: str) -> Button:
        """The button with this text, else the one with this callback data. LookupError names what there is."""
        for button in self.buttons:
            if button.text == wanted:
                return button
        for button in self.buttons:
            if button.callback_data == wanted:
                return button
        raise LookupError(f"no button {wanted!r} in message {self.message_id}: {[b.text for b in self.buttons]}")


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What the bot answered to a press: a toast, or a dialog if `alert`; empty text only ends the spinner."""

    text: str
    alert: bool
    url: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Press:
    """A press of a button; `answer` is None until the bot has answered."""

    id: str
    person: Person
    chat: Chat
    message_id: int
    data: str
    at: datetime
    answer: CallbackAnswer | None = None


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """A page of results as the client shows it; `next_offset` is what it asks for at the end, empty at the last."""

    results: tuple[Json, ...]
    cache_time: int
    is_personal: bool
    next_offset: str


@dataclass(frozen=True, slots=True)
class Action:
    """A chat action (`typing`, `upload_photo`) that a client shows for five seconds or until a message comes."""

    chat_id: int
    action: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """Something a client would show. `kind`: message, edited, deleted, answer, action, menu, person, update, poll."""

    kind: str
    chat_id: int | None = None
    subject: object = None
