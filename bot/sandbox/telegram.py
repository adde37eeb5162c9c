"""A whole Telegram in memory: what people do as plain calls, and what the bot's methods work on.

Synchronous and without I/O; the clock is passed in. Not for several threads: one event loop, one Telegram.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.faults import Faults
from bot.sandbox.files import Files, Kind
from bot.sandbox.formatting import read_caption, read_text, typed
from bot.sandbox.keyboards import read_keyboard
from bot.sandbox.menu import Command, Menu
from bot.sandbox.model import (
    Action,
    CallbackAnswer,
    Chat,
    Event,
    InlineAnswer,
    Json,
    Keyboard,
    Message,
    Person,
    Press,
    Upload,
)
from bot.sandbox.parameters import Parameters
from bot.sandbox.refused import bad_request, forbidden
from bot.sandbox.updates import Updates
from bot.sandbox.wire import Account, Scribe, user

TOKEN: Final = "1000000:sandbox-token-of-no-value"  # noqa: S105 - opens nothing but a sandbox
KEPT_ACTIONS = 1_000
KEPT_MESSAGES = 2_000  # a chat; a real client loads older ones on demand, ours forgets them
KEPT_PRESSES = 20_000


@dataclass(frozen=True, slots=True)
class InlineQuery:
    """What a person typed after the bot's name in some chat."""

    id: str
    person: Person
    query: str
    at: datetime


class Telegram:
    """People and their chats with one bot. `watch` tells of every change; `faults` makes things go wrong."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        token: str = TOKEN,
        name: str = "Slipstream",
        username: str = "slipstream_sandbox_bot",
    ) -> None:
        self.now = now
        self.token = token
        self.account = Account(int(token.partition(":")[0]), name, username)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.groups: list[Chat] = []
        self.messages: dict[int, dict[int, Message]] = {}
        self.pressed: dict[str, Press] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.inline_answers: dict[str, InlineAnswer] = {}
        self.actions: deque[Action] = deque(maxlen=KEPT_ACTIONS)
        self.blocked: set[int] = set()
        self.files = Files()
        self.menu = Menu()
        self.updates = Updates()
        self.faults = Faults(now, lambda: self.tell("update"))
        self.scribe = Scribe(self.account, self.people, self.message)
        self._watchers: list[Callable[[Event], None]] = []
        self._ids: dict[str, int] = {}
        self._last_person_id = 1_000
        self.last_message_id = 0
        self._queries = 0

    # --- the people's side

    def person(
        self,
        name: str,
        *,
        id: int | None = None,  # noqa: A002 - the word of the Bot API
        language_code: str = "en",
        username: str | None = None,
    ) -> Person:
        """The person of this id (renamed if need be), or the first of this name; a new one where there is none."""
        known = self._ids.get(name) if id is None else None
        if known is not None:
            return self.people[known]
        number = id if id is not None else self._free_id()
        person = Person(number, name, language_code, username)
        self.people[number] = person
        self._ids.setdefault(name, number)
        self.chats.setdefault(number, Chat(number, "private", name, frozenset({number})))
        self.tell("person", number, person)
        return person

    def speak(self, person: Person, language_code: str) -> Person:
        """The person sets their client to another language; gives the person as they are from now on."""
        changed = replace(self.people[person.id], language_code=language_code)
        self.people[person.id] = changed
        self.tell("person", person.id, changed)
        return changed

    def group(self, title: str, *members: Person) -> Chat:
        """A new group with the bot and these people in it."""
        chat = Chat(-len(self.groups) - 1, "group", title, frozenset(person.id for person in members))
        self.groups.append(chat)
        self.chats[chat.id] = chat
        self.messages[chat.id] = {}
        return chat

    def say(self, person: Person, text: str, *, chat: Chat | None = None, reply_to: int | None = None) -> Json | None:
        """The person writes. Gives the update as queued, None if the bot did not ask for messages."""
        plain, entities = typed(text)
        return self._arrive(person, chat, lambda new: replace(new, text=plain, entities=entities, reply_to=reply_to))

    def rewrite(self, person: Person, message_id: int, text: str) -> Json | None:
        """The person edits a message of theirs in the private chat. LookupError: it is not theirs, or gone."""
        old = self.message(person.id, message_id)
        if old is None or old.sender is None:
            raise LookupError(f"{person.name} has no message {message_id}")
        plain, entities = typed(text)
        edited = replace(old, text=plain, entities=entities, edited_at=self.now())
        self.revise(edited)
        return self._push("edited_message", self.scribe.message(edited))

    def send_photo(self, person: Person, content: bytes, *, caption: str = "", name: str = "photo.png") -> Json | None:
        return self._send_file(person, Upload(name, "image/png", content), "photo", caption)

    def send_document(
        self, person: Person, content: bytes, *, name: str, mime: str = "application/octet-stream", caption: str = ""
    ) -> Json | None:
        return self._send_file(person, Upload(name, mime, content), "document", caption)

    def follow(self, person: Person, url: str) -> Json | None:
        """Opens a t.me link of this bot: writes `/start payload`. LookupError: a link that leads elsewhere."""
        payload = start_payload(url, self.account.username)
        if payload is None:
            raise LookupError(f"{url} does not lead to @{self.account.username}")
        return self.say(person, f"/start {payload}".strip())

    def press(self, person: Person, message_id: int, button: str, *, chat: Chat | None = None) -> str:
        """Presses the button with this text or callback data; gives the callback id. LookupError: no such button."""
        where = chat or self.chats[person.id]
        message = self.message(where.id, message_id)
        if message is None:
            raise LookupError(f"no message {message_id} in the chat of {person.name}; `forge` presses what is gone")
        data = message.button(button).callback_data
        if data is None:
            raise LookupError(f"button {button!r} does not call back")
        return self.forge(person, message_id, data, chat=chat)

    def forge(self, person: Person, message_id: int, data: str, *, chat: Chat | None = None) -> str:
        """Sends any callback data for any message, there or not, as a tampered client may; gives the callback id."""
        where = chat or self.chats[person.id]
        press = Press(self._next_query_id(), self.people[person.id], where, message_id, data, self.now())
        self.pressed[press.id] = press
        if len(self.pressed) > KEPT_PRESSES:
            self.pressed.pop(next(iter(self.pressed)))
        self._push("callback_query", self.scribe.press(press))
        return press.id

    def ask_inline(self, person: Person, text: str, offset: str = "") -> str:
        """Types `@bot text` somewhere; gives the query id, under which `inline_answers` has the bot's results."""
        query = InlineQuery(self._next_query_id(), person, text, self.now())
        self.inline_queries[query.id] = query
        self._push("inline_query", {"id": query.id, "from": user(person), "query": text, "offset": offset})
        return query.id

    def choose_inline(self, person: Person, query: str, result: str, *, chat: Chat | None = None) -> Message:
        """Posts one of the results into a chat, their own with the bot by default; a private chat tells the bot of it.

        LookupError: there is no such result.
        """
        found = next((each for each in self.inline_answers[query].results if each["id"] == result), None)
        if found is None:
            raise LookupError(f"no result {result!r}")
        said = found.get("input_message_content")
        more = said | {"text": said.get("message_text")} if isinstance(said, dict) else {}
        given = Parameters(found | more, {})
        text, entities = read_text(given) if said else read_caption(given)
        photo = None if said else self.files.found(given.text("photo_file_id"))
        keys = read_keyboard(given)
        self._arrive(
            person,
            chat,
            lambda new: replace(new, text=text, entities=entities, photo=photo, keyboard=keys, via_bot=True),
        )
        return next(reversed(self.messages[(chat or self.chats[person.id]).id].values()))

    def block(self, person: Person) -> None:
        """The person stops the bot: sends to them are refused, and the bot is told."""
        if person.id not in self.blocked:
            self.blocked.add(person.id)
            self.tell("person", person.id, self.people[person.id])
            self._membership(person, old="member", new="kicked")

    def unblock(self, person: Person) -> None:
        if person.id in self.blocked:
            self.blocked.discard(person.id)
            self.tell("person", person.id, self.people[person.id])
            self._membership(person, old="kicked", new="member")

    def inject(self, raw: Json) -> int:
        """Queues any update, well formed or not; gives its id."""
        update_id = self.updates.inject(raw, self.now())
        self.tell("update")
        return update_id

    # --- what a person sees

    def chat(self, person: Person | Chat) -> list[Message]:
        """All messages of the private chat (or group), oldest first."""
        return list(self.messages.get(person.id, {}).values())

    def last(self, person: Person | Chat) -> Message:
        """The newest message of the bot. LookupError: it has said nothing."""
        for message in reversed(self.chat(person)):
            if message.sender is None:
                return message
        raise LookupError(f"the bot has said nothing to {person}")

    def keyboard(self, person: Person | Chat) -> Keyboard:
        """The newest inline keyboard in the chat, empty if there is none."""
        return next((m.keyboard for m in reversed(self.chat(person)) if m.keyboard), ())

    def presses(self, person: Person) -> list[Press]:
        """All presses of this person, oldest first, each with the bot's answer or None."""
        return [press for press in self.pressed.values() if press.person.id == person.id]

    def answers(self, person: Person) -> list[CallbackAnswer]:
        """The bot's answers to this person's presses: toasts and dialogs, empty ones too."""
        return [press.answer for press in self.presses(person) if press.answer]

    def commands(self, person: Person, chat: Chat | None = None) -> tuple[Command, ...]:
        """The command menu as this person's client shows it."""
        return self.menu.seen(self.people[person.id], chat or self.chats[person.id])

    def message(self, chat_id: int, message_id: int) -> Message | None:
        return self.messages.get(chat_id, {}).get(message_id)

    def watch(self, watcher: Callable[[Event], None]) -> Callable[[], None]:
        """Calls `watcher` at every change, in the order they happen; gives the way to stop it."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    # --- for the methods

    def chat_of(self, given: Parameters) -> Chat:
        """The chat of `chat_id`. Refused: missing, or of somebody who never wrote to the bot."""
        if not given.has("chat_id"):
            raise bad_request("chat_id is empty")
        chat_id = given.integer("chat_id")
        if chat_id in self.messages:
            return self.chats[chat_id]
        if any(chat_id in group.members for group in self.groups):
            raise forbidden("bot can't initiate conversation with a user")
        raise bad_request("chat not found")

    def open_chat_of(self, given: Parameters) -> Chat:
        """The same, for writing: refused too if the person blocked the bot."""
        chat = self.chat_of(given)
        if chat.id in self.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def next_message_id(self) -> int:
        self.last_message_id += 1
        return self.last_message_id

    def post(self, message: Message) -> None:
        kept = self.messages[message.chat.id]
        kept[message.message_id] = message
        if len(kept) > KEPT_MESSAGES:
            kept.pop(next(iter(kept)))
        self.tell("message", message.chat.id, message)

    def revise(self, message: Message) -> None:
        self.messages[message.chat.id][message.message_id] = message
        self.tell("edited", message.chat.id, message)

    def remove(self, message: Message) -> None:
        del self.messages[message.chat.id][message.message_id]
        self.tell("deleted", message.chat.id, message.message_id)

    def answered(self, press: Press) -> None:
        self.pressed[press.id] = press
        self.tell("answer", press.chat.id, press)

    def begin_poll(self) -> int:
        """A new long poll begins: gives its number, and an older one that still waits has lost."""
        self.updates.polls += 1
        self.tell("poll")
        return self.updates.polls

    def tell(self, kind: str, chat_id: int | None = None, subject: object = None) -> None:
        for watcher in list(self._watchers):
            watcher(Event(kind, chat_id, subject))

    # --- inner

    def _arrive(self, person: Person, chat: Chat | None, fill: Callable[[Message], Message]) -> Json | None:
        where = chat or self.chats[person.id]
        if person.id not in where.members:
            raise LookupError(f"{person.name} is not in {where.title}")
        self.messages.setdefault(where.id, {})
        if where.type == "private":
            self.unblock(person)  # clients restart a stopped bot before they write to it
        message = fill(Message(self.next_message_id(), where, self.people[person.id], self.now()))
        self.post(message)
        return self._push("message", self.scribe.message(message))

    def _send_file(self, person: Person, upload: Upload, kind: Kind, caption: str) -> Json | None:
        stored = self.files.keep(upload, kind)
        text, entities = typed(caption)
        if kind == "photo":
            return self._arrive(person, None, lambda new: replace(new, text=text, entities=entities, photo=stored))
        return self._arrive(person, None, lambda new: replace(new, text=text, entities=entities, document=stored))

    def _membership(self, person: Person, *, old: str, new: str) -> None:
        date = int(self.now().timestamp())
        chat = self.chats[person.id]
        self._push("my_chat_member", self.scribe.membership(person, chat, old=old, new=new, date=date))

    def _push(self, kind: str, payload: Json) -> Json | None:
        update = self.updates.push(kind, payload, self.now())
        if update is not None:
            self.tell("update")
        return update

    def _free_id(self) -> int:
        self._last_person_id += 1
        while self._last_person_id in self.people:
            self._last_person_id += 1
        return self._last_person_id

    def _next_query_id(self) -> str:
        """Never given twice, also when an archive has put back the updates of an earlier run."""
        self._queries += 1
        return str((self.updates.last_id << 20) + self._queries)


def start_payload(url: str, username: str) -> str | None:
    """What stands behind `?start=` in a link to this bot, empty if nothing; None for any other link."""
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
    except ValueError:
        return None
    if parts.hostname not in ("t.me", "telegram.me") or parts.path.strip("/").lower() != username.lower():
        return None
    return parse_qs(parts.query).get("start", [""])[0]
