"""The bot's command lists and descriptions, by scope and language, and which of them a person sees."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.sandbox.model import Chat, Person
from bot.sandbox.parameters import Parameters
from bot.sandbox.refused import bad_request

NAME = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"(?:[a-z]{2})?")
DESCRIPTION_LIMIT, COMMANDS_LIMIT = 256, 100
SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat"})


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a list is for: a kind of chats, or the one chat `chat_id` where `type` is chat."""

    type: str = "default"
    chat_id: int = 0


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the menu; `name` without the slash."""

    name: str
    description: str

    def json(self) -> dict[str, str]:
        return {"command": self.name, "description": self.description}


Commands = tuple[Command, ...]


@dataclass(slots=True)
class Menu:
    """Lists by scope and language ("" for any), and the two descriptions by language."""

    lists: dict[tuple[Scope, str], Commands] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)

    def seen(self, person: Person, chat: Chat) -> Commands:
        """The list a client shows there: the narrowest scope first, in each the person's language, then any."""
        kind = "all_private_chats" if chat.type == "private" else "all_group_chats"
        for scope in (Scope("chat", chat.id), Scope(kind), Scope()):
            for language in (two_letters(person.language_code), ""):
                if commands := self.lists.get((scope, language)):
                    return commands
        return ()

    def description(self, person: Person) -> str:
        """What a client shows in an empty chat before /start."""
        return self.descriptions.get(two_letters(person.language_code)) or self.descriptions.get("", "")


def two_letters(language_code: str) -> str:
    return language_code.partition("-")[0].lower()


def read_commands(given: Parameters) -> Commands:
    raw = given.array("commands", "BotCommand") or []
    if len(raw) > COMMANDS_LIMIT:
        raise bad_request("can't specify more than 100 bot commands")
    return tuple(read_command(one) for one in raw)


def read_command(raw: object) -> Command:
    if not isinstance(raw, Mapping):
        raise bad_request("can't parse BotCommand: expected an Object")
    name, description = str(raw.get("command", "")).removeprefix("/"), str(raw.get("description", ""))
    if not NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 0 < len(description) <= DESCRIPTION_LIMIT:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return Command(name, description)


def read_scope(given: Parameters) -> Scope:
    raw = given.mapping("scope", "BotCommandScope")
    if raw is None:
        return Scope()
    kind = str(raw.get("type", "default"))
    if kind not in SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if kind != "chat":
        return Scope(kind)
    try:
        return Scope(kind, int(str(raw.get("chat_id", ""))))
    except ValueError:
        raise bad_request("chat not found") from None


def read_language(given: Parameters) -> str:
    code = given.text("language_code")
    if not LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code
