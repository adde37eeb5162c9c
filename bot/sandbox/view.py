"""What the chat page is told: the whole state once, then every change, as plain JSON."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.model import Event, Json, Message, Person, Press, StoredFile
from bot.sandbox.seats import Control, Seat
from bot.sandbox.telegram import Telegram

SHOWN_MESSAGES = 200  # a pane; older ones are not sent to the page


@dataclass(slots=True)
class View:
    """`seats` grows as the visitor adds people."""

    telegram: Telegram
    seats: list[Seat]
    controls: tuple[Control, ...]
    banner: str

    def state(self) -> Json:
        account = self.telegram.account
        return {
            "kind": "state",
            "now": self.now(),
            "bot": {"name": account.name, "username": account.username},
            "banner": self.banner,
            "controls": [{"id": control.id, "label": control.label} for control in self.controls],
            "people": [self.pane(seat) for seat in self.seats],
        }

    def now(self) -> int:
        """The world's time, which need not be the visitor's, in Unix seconds."""
        return int(self.telegram.now().timestamp())

    def pane(self, seat: Seat) -> Json:
        person = self.telegram.people[seat.person.id]
        messages = self.telegram.chat(person)[-SHOWN_MESSAGES:]
        return self.profile(person, seat.role) | {"messages": [self.message(message) for message in messages]}

    def profile(self, person: Person, role: str) -> Json:
        return {
            "id": person.id,
            "name": person.name,
            "role": role,
            "language": person.language_code,
            "blocked": person.id in self.telegram.blocked,
            "commands": [command.json() for command in self.telegram.commands(person)],
            "description": self.telegram.menu.description(person),
        }

    def message(self, message: Message) -> Json:
        shown = self.telegram.scribe.message(message) | {"own": message.sender is not None, "silent": message.silent}
        return shown | ({"file": self.file(message.media)} if message.media else {})

    def file(self, stored: StoredFile) -> Json:
        return {
            "url": f"/page/file/{stored.file_id}",
            "kind": stored.kind,
            "name": stored.name,
            "size": len(stored.content),
            "width": stored.width,
            "height": stored.height,
        }

    def change(self, event: Event) -> Json | None:
        """What the page must know of this event, None if it concerns no pane."""
        if event.kind == "menu":
            return {"kind": "profiles", "people": [self._profile(seat) for seat in self.seats]}
        if event.chat_id not in {seat.person.id for seat in self.seats}:
            return None
        change: Json = {"kind": event.kind, "person": event.chat_id, "now": self.now()}
        match event.kind, event.subject:
            case (("message" | "edited"), Message() as message):
                return change | {"message": self.message(message)}
            case "deleted", int() as message_id:
                return change | {"message_id": message_id}
            case "answer", Press() as press if press.answer:
                answer = press.answer
                return change | {"press": press.id, "text": answer.text, "alert": answer.alert, "url": answer.url}
            case "action", str() as action:
                return change | {"action": action}
            case "person", _:
                return {"kind": "profiles", "people": [self._profile(seat) for seat in self.seats]}
            case _:
                return None

    def _profile(self, seat: Seat) -> Json:
        return self.profile(self.telegram.people[seat.person.id], seat.role)
