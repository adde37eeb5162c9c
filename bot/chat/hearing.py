"""What an update is to the desk: a word, a command, a press, a person who comes or goes; and its route.

Who spoke or pressed is the update's sender, never a field of the button. What nobody said in private runs nothing.
"""

import asyncio
import re
from dataclasses import replace
from typing import Any, Final

import structlog
from telegram import (
    ChatMemberUpdated,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MaybeInaccessibleMessage,
    Update,
    User,
)
from telegram import Message as TelegramMessage
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.helpers import create_deep_linked_url

from bot.chat.answering import Answering
from bot.chat.application import Parts
from bot.chat.chats import Chat, Chats
from bot.chat.inline import InlineDoor
from bot.chat.routes import Context, Route
from bot.drafts.draft import Drafts
from bot.outbox import Outbox
from bot.presses import Home, Noop, unpack
from bot.translate import Words

COMMAND: Final = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)
AWAY: Final = frozenset({ChatMemberStatus.BANNED, ChatMemberStatus.LEFT})
TelegramContext = CallbackContext[Any, Any, Any, Any]

log = structlog.get_logger(__name__)


class Hearing:
    """Finds the route of each update and has it answered; `inline` None: nobody is offered anything inline."""

    def __init__(
        self,
        parts: Parts,
        bot: ExtBot[int],
        answering: Answering,
        *,
        chats: Chats,
        drafts: Drafts,
        outbox: Outbox,
        inline: InlineDoor | None,
    ) -> None:
        self._parts, self._routes = parts, parts.routes
        self._bot, self._answering = bot, answering
        self._chats, self._drafts, self._outbox, self._inline = chats, drafts, outbox, inline

    def listen(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Hear from this application on."""
        application.add_handler(CallbackQueryHandler(self._on_press))
        if self._inline is not None:
            application.add_handler(InlineQueryHandler(self._on_inline))
        application.add_handler(ChatMemberHandler(self._on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
        # An edit, a channel's post or a message by no one runs nothing.
        application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, self._on_message))
        application.add_error_handler(self._on_stray_error)

    async def _on_message(self, update: Update, _: TelegramContext) -> None:
        message, user = update.message, update.effective_user
        if message is None or user is None or user.is_bot or message.sender_chat is not None:
            return  # who speaks as a chat is nobody: an anonymous admin, a channel's post in its group
        if message.via_bot is not None:
            return  # a bot wrote it, perhaps this one: a card that somebody chose in the very chat it leads to
        command = read_command(message.text or "", self._bot.username)
        if message.chat.type != ChatType.PRIVATE:
            if command is not None:
                await self._in_group(message.chat.id, user)
            return
        if message.chat.id != user.id:
            return
        chat = await self._met(user)
        context = self._context(update, user, chat)
        if command is not None:
            await self._on_command(context, chat, *command)
            return
        draft = await self._drafts.open_in(chat.chat, context.now)
        route = self._routes.text if draft is None else self._routes.drafts.get(type(draft), self._routes.text)
        context = replace(context, text=message.text or "", draft=draft)
        await self._answering.run(_permitted(route, context) or self._routes.home, context, chat, fresh=True)

    async def _on_command(self, context: Context, chat: Chat, name: str, args: str) -> None:
        await self._drafts.drop(chat.chat)
        context = replace(context, command=name, args=args)
        if name == "cancel":
            await self._answering.run(self._routes.home, context, chat, fresh=True)
            return
        route = self._routes.commands.get(name)
        allowed = _permitted(route, context) if route else None
        hint = Route(self._routes.hints(route.roles if route else frozenset()), context.roles)
        await self._answering.run(allowed or hint, context, chat, fresh=True)

    async def _on_press(self, update: Update, _: TelegramContext) -> None:
        query = update.callback_query
        if query is None or query.from_user.is_bot:
            return
        user = query.from_user
        if query.message is None or query.message.chat.id != user.id:
            t = self._guessed(user)
            await self._answering.answer(query, t("desk", "This button is out of date").plain)
            return
        now = self._parts.clock()
        # The chips under a question are presses too: the draft is theirs to go on with, and dropped by any other.
        chat, draft = await asyncio.gather(self._met(user), self._drafts.open_in(user.id, now))
        if query.message.message_id != chat.live_message_id:
            await self._outbox.pressed(chat.chat, query.message.message_id)
        context = self._context(update, user, chat)
        press = unpack(query.data or "")
        context = replace(context, press=press, message=query.message.message_id, seen=_seen(query.message))
        route = self._routes.presses.get(type(press)) if press is not None else None
        allowed = _permitted(route, context) if route else None
        if isinstance(press, Noop) and route is None:
            await self._answering.answer(query)
            return
        if allowed is None:
            await self._answering.answer(query, context.t("desk", "This button is out of date").plain)
            context = replace(context, press=Home())
            await self._answering.run(self._routes.home, context, chat, fresh=False)
            return
        await self._answering.run(allowed, replace(context, draft=draft), chat, fresh=False, query=query)

    async def _on_membership(self, update: Update, _: TelegramContext) -> None:
        change = update.my_chat_member
        if change is None:
            return
        if change.chat.type != ChatType.PRIVATE:
            if _has_come(change):
                await self._in_group(change.chat.id, change.from_user)
            return
        if change.chat.id != change.from_user.id:
            return
        if _is_gone(change):
            await self._chats.meet(change.chat.id, change.from_user.id)
            await self._chats.block(change.chat.id)
            return
        await self._met(change.from_user)
        await self._outbox.unpark(change.chat.id)

    async def _met(self, user: User) -> Chat:
        met = await self._chats.meet(user.id, user.id, guess=self._parts.catalogues.guess(user.language_code))
        if met.returned:
            await self._outbox.unpark(user.id)
        return met.chat

    def _context(self, update: Update, user: User, chat: Chat) -> Context:
        return Context(
            person=user.id,
            chat=chat.chat,
            t=self._parts.catalogues.words(chat.language, zone=chat.timezone),
            roles=self._parts.rights(user.id),
            origin=f"tg:{update.update_id}",
            now=self._parts.clock(),
            name=user.full_name,
            username=user.username,
            plain=chat.plain,
        )

    def _guessed(self, user: User) -> Words:
        return self._parts.catalogues.words(self._parts.catalogues.guess(user.language_code))

    async def _on_stray_error(self, update: object, stray: TelegramContext) -> None:
        """What failed before a route was found."""
        problem = stray.error or RuntimeError("unknown")
        user = update.effective_user if isinstance(update, Update) else None
        if not isinstance(update, Update) or user is None or update.effective_chat is None:
            log.error("an update failed", exc_info=problem)
            return
        chat = Chat(user.id, user.id, None, None, False, 0, False, "UTC", None)  # noqa: FBT003 - a bare chat
        context = Context(
            person=user.id,
            chat=user.id,
            t=self._guessed(user),
            roles=frozenset(),
            origin=f"tg:{update.update_id}",
            now=self._parts.clock(),
        )
        await self._answering.tell(problem, context, chat, moves=False)

    async def _in_group(self, group: int, user: User) -> None:
        """Rule 25: a group hears one thing, on coming in and at a command."""
        t = self._guessed(user)
        button = InlineKeyboardButton(
            t("group", "Open the private chat").plain, url=create_deep_linked_url(self._bot.username)
        )
        markup = InlineKeyboardMarkup([[button]])
        said = t("group", "I speak in private only.").raw
        try:
            await self._bot.send_message(group, said, reply_markup=markup)
        except TelegramError as problem:  # thrown out, or not allowed to write there: that is nobody's failure
            log.info("a group could not be answered", problem=type(problem).__name__)

    async def _on_inline(self, update: Update, _: TelegramContext) -> None:
        assert self._inline is not None, "the handler stands only where there is a door"
        await self._inline.answer(update)


def read_command(text: str, username: str) -> tuple[str, str] | None:
    """A command's name in lower case and what stands behind it; None for other text and for another bot's command."""
    found = COMMAND.fullmatch(text)
    if found is None or (found[2] and found[2].lower() != username.lower()):
        return None
    return found[1].lower(), (found[3] or "").strip()


def _permitted(route: Route, context: Context) -> Route | None:
    return route if route.roles & context.roles else None


def _seen(message: MaybeInaccessibleMessage) -> str:
    """What a message says; nothing where Telegram no longer shows it to a bot."""
    return (message.text or message.caption or "") if isinstance(message, TelegramMessage) else ""


def _is_gone(change: ChatMemberUpdated) -> bool:
    return change.new_chat_member.status in AWAY


def _has_come(change: ChatMemberUpdated) -> bool:
    """Whether somebody has just put this bot into a group; a channel is no place to speak in."""
    was_away, away = (each.status in AWAY for each in (change.old_chat_member, change.new_chat_member))
    return was_away and not away and change.chat.type in {ChatType.GROUP, ChatType.SUPERGROUP}
