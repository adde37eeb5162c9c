"""What the bot says of itself, and what it may know of a chat."""

from __future__ import annotations

from bot.sandbox import menu, wire
from bot.sandbox.parameters import Parameters
from bot.sandbox.refused import bad_request
from bot.sandbox.telegram import Telegram

DESCRIPTION_LIMIT, SHORT_LIMIT = 512, 120


def get_me(telegram: Telegram, given: Parameters) -> object:  # noqa: ARG001 - every method is called alike
    return wire.me(telegram.account)


def get_chat(telegram: Telegram, given: Parameters) -> object:
    return wire.full_chat(telegram.chat_of(given), telegram.people)


def set_commands(telegram: Telegram, given: Parameters) -> object:
    key = _checked_scope(telegram, given), menu.read_language(given)
    telegram.menu.lists[key] = menu.read_commands(given)
    telegram.tell("menu")
    return True


def get_commands(telegram: Telegram, given: Parameters) -> object:
    key = _checked_scope(telegram, given), menu.read_language(given)
    return [command.json() for command in telegram.menu.lists.get(key, ())]


def delete_commands(telegram: Telegram, given: Parameters) -> object:
    telegram.menu.lists.pop((_checked_scope(telegram, given), menu.read_language(given)), None)
    telegram.tell("menu")
    return True


def set_description(telegram: Telegram, given: Parameters) -> object:
    telegram.menu.descriptions[menu.read_language(given)] = _short(given, "description", DESCRIPTION_LIMIT)
    telegram.tell("menu")
    return True


def get_description(telegram: Telegram, given: Parameters) -> object:
    return {"description": telegram.menu.descriptions.get(menu.read_language(given), "")}


def set_short_description(telegram: Telegram, given: Parameters) -> object:
    text = _short(given, "short_description", SHORT_LIMIT)
    telegram.menu.short_descriptions[menu.read_language(given)] = text
    return True


def get_short_description(telegram: Telegram, given: Parameters) -> object:
    return {"short_description": telegram.menu.short_descriptions.get(menu.read_language(given), "")}


def _checked_scope(telegram: Telegram, given: Parameters) -> menu.Scope:
    scope = menu.read_scope(given)
    if scope.type == "chat" and scope.chat_id not in telegram.chats:
        raise bad_request("chat not found")
    return scope


def _short(given: Parameters, name: str, limit: int) -> str:
    text = given.text(name)
    if len(text) > limit:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    return text
