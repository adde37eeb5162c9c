"""The menus of commands beside the text field: sent only where they differ from the ones sent before."""

import hashlib
from typing import Any

import structlog
from telegram import BotCommandScopeChat
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.chat.chats import Chat, Chats
from bot.chat.routes import Menu, Role
from bot.translate import LANGUAGES, Catalogues, Words
from core.adapters.notes import Notes

log = structlog.get_logger(__name__)


class Menus:
    """What each role can choose from; without a `menu` nothing is sent."""

    def __init__(self, menu: Menu | None, *, bot: ExtBot[Any], notes: Notes, chats: Chats) -> None:
        """Send nothing yet."""
        self._menu, self._bot, self._notes, self._chats = menu, bot, notes, chats
        self._known: dict[tuple[str, frozenset[Role]], tuple[list[tuple[str, str]], str]] = {}

    async def announce(self, catalogues: Catalogues) -> None:
        """The visitors' command menu in every language, sent only where it differs from the one sent before."""
        if self._menu is None:
            return
        for language in LANGUAGES:
            commands, digest = self._of(catalogues.words(language), frozenset({Role.VISITOR}))
            key = f"commands:{language}"
            sent = await self._notes.run("SELECT value FROM setting WHERE key = ?", key)
            if sent and sent[0][0] == digest:
                continue
            # Telegram takes two letters, `pt` and `zh`; the list without a language is everybody else's.
            await self._bot.set_my_commands(commands, language_code=None if language == "en" else language[:2])
            await self._notes.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", key, digest)

    async def send(self, chat: Chat, t: Words, roles: frozenset[Role]) -> None:
        """The menu of this chat."""
        if self._menu is None:
            return
        commands, digest = self._of(t, roles)
        if digest == chat.commands_hash:
            return
        try:
            await self._bot.set_my_commands(commands, scope=BotCommandScopeChat(chat.chat))
        except TelegramError as problem:
            log.warning("the menu was not sent", problem=type(problem).__name__)
            return
        await self._chats.command(chat.chat, digest)

    def _of(self, t: Words, roles: frozenset[Role]) -> tuple[list[tuple[str, str]], str]:
        """The commands and their digest, the same as long as a process lives."""
        assert self._menu is not None
        found = self._known.get((t.language, roles))
        if found is None:
            commands = [(name, text.plain) for name, text in self._menu(t, roles)]
            found = commands, hashlib.sha256(repr(commands).encode()).hexdigest()[:16]
            self._known[t.language, roles] = found
        return found
