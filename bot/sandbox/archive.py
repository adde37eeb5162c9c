"""Keeps a Telegram in a file, so that a demo killed at any moment has its chats back when it starts again.

One JSON line a change, handed to the operating system at once: that survives the end of the process, not a power cut.
The bodies of files stand beside it. Open presses are left out; a press the bot had not fetched is kept and delivered.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TextIO

from bot.sandbox.menu import Command, Scope
from bot.sandbox.model import Button, Chat, Entity, Event, Json, Message, Person, StoredFile
from bot.sandbox.shelf import Shelf, described
from bot.sandbox.telegram import Telegram

NEWS = frozenset({"update", "poll"})


class Archive:
    """Writes down what happens in one Telegram, from `open` on."""

    def __init__(self, telegram: Telegram, file: TextIO, shelf: Shelf) -> None:
        self._telegram = telegram
        self._file = file
        self._shelf = shelf
        self._last_update = telegram.updates.last_id
        self._confirmed = 0

    @classmethod
    def open(cls, telegram: Telegram, path: Path) -> Archive:
        """Puts back what the file holds, writes it anew without what has passed, and goes on writing."""
        shelf = shelf_of(path)
        for line in _lines(path):
            _put_back(telegram, line, shelf)
        shelf.keep_only(telegram.files.kept)
        fresh = path.with_suffix(".new")
        with fresh.open("w") as file:
            for line in _whole(telegram):
                file.write(json.dumps(line) + "\n")
        fresh.replace(path)
        archive = cls(telegram, path.open("a"), shelf)
        telegram.watch(archive.note)
        return archive

    def note(self, event: Event) -> None:
        match event.kind, event.subject:
            case (("message" | "edited"), Message() as message):
                self._keep(message.media)
                self._write({"message": _message(message)})
            case "deleted", int() as message_id:
                self._write({"deleted": [event.chat_id, message_id]})
            case "person", Person() as person:
                self._write(_person(self._telegram, person))
            case "menu", _:
                self._write({"menu": _menu(self._telegram)})
            case kind, _ if kind in NEWS:
                self._note_updates()
            case _:
                pass

    def close(self) -> None:
        self._file.close()

    def _keep(self, stored: StoredFile | None) -> None:
        """The body first, so that what is written down can be opened; then what `Files` has dropped goes."""
        if stored is None or self._file.closed or not self._shelf.put(stored):
            return
        self._write({"file": described(stored)})
        self._shelf.keep_only(self._telegram.files.kept)

    def _note_updates(self) -> None:
        """What has come into the queue since the last look; what left it is delivered again, and known by its id."""
        waiting = self._telegram.updates.waiting
        for update_id, at, update in waiting:
            if update_id > self._last_update:
                self._write({"update": [update_id, at.isoformat(), update]})
        self._last_update = self._telegram.updates.last_id
        first = waiting[0][0] if waiting else self._last_update + 1
        if first - 1 > self._confirmed:
            self._confirmed = first - 1
            self._write({"confirmed": self._confirmed})

    def _write(self, line: Json) -> None:
        if self._file.closed:
            return
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()


def shelf_of(path: Path) -> Shelf:
    """The folder of bodies that belongs to the archive at this path."""
    return Shelf(path.with_suffix(".files"))


def _lines(path: Path) -> Iterator[Json]:
    """The whole lines of the file; the last may have been cut."""
    if not path.exists():
        return
    for text in path.read_text().split("\n"):
        try:
            line = json.loads(text)
        except ValueError:
            continue
        if isinstance(line, dict):
            yield line


def _whole(telegram: Telegram) -> Iterator[Json]:
    for person in telegram.people.values():
        yield _person(telegram, person)
    for stored in telegram.files.kept.values():
        yield {"file": described(stored)}
    for chat in telegram.messages.values():
        for message in chat.values():
            yield {"message": _message(message)}
    yield {"menu": _menu(telegram)}
    for update_id, at, update in telegram.updates.waiting:
        yield {"update": [update_id, at.isoformat(), update]}
    yield {"numbers": [telegram.updates.last_id, telegram.last_message_id]}


def _put_back(telegram: Telegram, line: Json, shelf: Shelf) -> None:
    match line:
        case {"person": {"id": int(number), "name": str(name), "language_code": str(code), "username": username}}:
            telegram.person(name, id=number, language_code=code, username=str(username) if username else None)
            (telegram.blocked.add if line.get("blocked") else telegram.blocked.discard)(number)
        case {"file": dict(raw)}:
            if stored := shelf.take(raw):
                telegram.files.put_back(stored)
        case {"message": dict(raw)}:
            message = _read_message(telegram, raw)
            telegram.messages.setdefault(message.chat.id, {})[message.message_id] = message
            telegram.last_message_id = max(telegram.last_message_id, message.message_id)
        case {"deleted": [int(chat_id), int(message_id)]}:
            telegram.messages.get(chat_id, {}).pop(message_id, None)
        case {"menu": list(lists)}:
            telegram.menu.lists = {_scope(each): tuple(Command(*pair) for pair in each[3]) for each in lists}
        case {"update": [int(update_id), str(at), dict(update)]}:
            telegram.updates.waiting.append((update_id, datetime.fromisoformat(at), update))
            telegram.updates.last_id = max(telegram.updates.last_id, update_id)
        case {"confirmed": int(update_id)}:
            telegram.updates.confirm(update_id)
        case {"numbers": [int(update_id), int(message_id)]}:
            telegram.updates.last_id = max(telegram.updates.last_id, update_id)
            telegram.last_message_id = max(telegram.last_message_id, message_id)
        case _:
            pass


def _person(telegram: Telegram, person: Person) -> Json:
    return {"person": asdict(person), "blocked": person.id in telegram.blocked}


def _message(message: Message) -> Json:
    return {
        "id": message.message_id,
        "chat": message.chat.id,
        "sender": message.sender.id if message.sender else None,
        "at": message.at.isoformat(),
        "text": message.text,
        "entities": [[each.type, each.offset, each.length, dict(each.extra)] for each in message.entities],
        "keyboard": [[asdict(button) for button in row] for row in message.keyboard],
        "reply_to": message.reply_to,
        "edited_at": message.edited_at.isoformat() if message.edited_at else None,
        "silent": message.silent,
        "file": message.media.file_id if message.media else None,
    }


def _read_message(telegram: Telegram, raw: Json) -> Message:
    fields: dict[str, object] = dict(raw)
    chat_id, edited_at = int(str(fields["chat"])), fields["edited_at"]
    sender = fields["sender"]
    keyboard: list[list[dict[str, object]]] = fields["keyboard"]  # type: ignore[assignment]  # as `_message` wrote it
    entities: list[list[object]] = fields["entities"]  # type: ignore[assignment]  # likewise
    file = telegram.files.kept.get(str(fields.get("file")))
    return Message(
        message_id=int(str(fields["id"])),
        chat=telegram.chats.setdefault(chat_id, Chat(chat_id, "private", "", frozenset({chat_id}))),
        sender=telegram.people[int(str(sender))] if sender is not None else None,
        at=datetime.fromisoformat(str(fields["at"])),
        text=str(fields["text"]),
        entities=tuple(Entity(*each) for each in entities),  # type: ignore[arg-type]
        photo=file if file and file.kind == "photo" else None,
        document=file if file and file.kind == "document" else None,
        keyboard=tuple(tuple(Button(**each) for each in row) for row in keyboard),  # type: ignore[arg-type]
        reply_to=fields["reply_to"],  # type: ignore[arg-type]
        edited_at=datetime.fromisoformat(str(edited_at)) if edited_at else None,
        silent=bool(fields["silent"]),
    )


def _menu(telegram: Telegram) -> list[object]:
    return [
        [scope.type, scope.chat_id, language, [[each.name, each.description] for each in commands]]
        for (scope, language), commands in telegram.menu.lists.items()
    ]


def _scope(raw: list[object]) -> tuple[Scope, str]:
    return Scope(str(raw[0]), int(str(raw[1]))), str(raw[2])
