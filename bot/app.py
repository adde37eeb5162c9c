"""The chat's machinery in one piece: an update in, a route found, its answer drawn.

Handlers never call Telegram; who pressed is the update's sender, never a field of the button.
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
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.helpers import create_deep_linked_url

from bot.answering import Answering
from bot.application import Parts, build_application
from bot.chats import Chat, Chats
from bot.confirmations import Confirmations
from bot.drafts.draft import Drafts
from bot.inbox import KINDS, Inbox, Strangers
from bot.inline import InlineDoor
from bot.menus import Menus
from bot.offers import Offering
from bot.outbox import Outbox
from bot.pacing import LAST, Pacer
from bot.photos import Photos
from bot.polling import Poller
from bot.presses import Home, Noop, unpack
from bot.render import Render
from bot.routes import Context, Route
from bot.taps import Taps
from bot.translate import Words
from bot.transport import AiohttpRequest
from bot.webhook import PATH, Webhook

COMMAND: Final = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)
TelegramContext = CallbackContext[Any, Any, Any, Any]

log = structlog.get_logger(__name__)


class App:
    """The running chat. Order: `initialize`, then the core recovers, then `start`, then `poll` or a webhook; `stop`."""

    def __init__(self, parts: Parts) -> None:
        """Build everything; nothing talks to Telegram yet."""
        self._parts = parts
        self._routes = parts.routes
        self.pacer = Pacer(parts.limits, clock=parts.monotonic)
        self._poll_request = parts.poll_request or AiohttpRequest(connections=1)
        self.application = build_application(parts, self.pacer, self._poll_request)
        self.bot: ExtBot[int] = self.application.bot
        self.chats = Chats(parts.notes)
        self.drafts = Drafts(parts.notes)
        self.confirmations = Confirmations(parts.notes)
        photos = Photos(parts.notes, parts.painter)
        self.render = Render(self.bot, self.chats, self.confirmations, photos)
        self.outbox = Outbox(
            parts.notes,
            bot=self.bot,
            pacer=self.pacer,
            catalogues=parts.catalogues,
            alert=parts.alert,
            clock=parts.clock,
            lasts=parts.lasts,
        )
        self.taps = Taps(self.render.answer_late)
        self.menus = Menus(parts.menu, bot=self.bot, notes=parts.notes, chats=self.chats)
        self.answering = Answering(self.render, self.taps, self.chats, self.drafts, self.menus, parts.monotonic)
        self.inbox = Inbox(
            parts.notes,
            bot=self.bot,
            handle=self.application.process_update,
            alert=parts.alert,
            strangers=Strangers(parts.known, parts.monotonic),
            clock=parts.clock,
            seal=parts.seal,
            parallel=parts.parallel,
            stored=self.taps.expect,
            dropped=self._ask_for_patience,
        )
        self._inline = None if parts.offering is None else self._inline_door(parts.offering, photos)
        self._add_handlers()

    def _inline_door(self, offering: Offering, photos: Photos) -> InlineDoor:
        parts = self._parts
        return InlineDoor(
            offering=offering,
            chats=self.chats,
            photos=photos,
            catalogues=parts.catalogues,
            rights=parts.rights,
            clock=parts.clock,
        )

    async def initialize(self) -> None:
        """Open the connections and learn the bot's own name; raises TelegramError where Telegram cannot be reached."""
        await self.application.initialize()

    async def start(self) -> None:
        """Begin to send, and to handle what an earlier process left."""
        await self.application.start()
        waiting = await self.outbox.start()
        left = await self.inbox.recover()
        log.info("the chat is on", messages_waiting=waiting, updates_left=left)

    async def poll(self) -> None:
        """Poll until cancelled; raises `AnotherPoller` or `TokenRefused`, which must end the process."""
        await self.bot.delete_webhook()
        poller = Poller(self.inbox, request=self._poll_request, base_url=self.bot.base_url, alert=self._parts.alert)
        try:
            await poller.run()
        except asyncio.CancelledError:
            await poller.confirm()
            raise

    async def listen(self, *, url: str, secret: str, port: int, host: str = "127.0.0.1") -> Webhook:
        """Listen for posts instead of polling, and have Telegram send them; `stop` what comes back before this."""
        webhook = Webhook(self.inbox, secret=secret, port=port, host=host)
        await webhook.start()
        await self.bot.set_webhook(
            f"{url}{PATH}", secret_token=secret, allowed_updates=list(KINDS), max_connections=self._parts.parallel
        )
        return webhook

    async def announce(self) -> None:
        """The visitors' menu of commands in every language."""
        await self.menus.announce(self._parts.catalogues)

    async def stop(self) -> None:
        """Handle nothing new, let what runs finish, and close. The caller has ended `poll` or the webhook before."""
        await self.inbox.stop()
        await self.taps.stop()
        await self.outbox.stop()
        if self.application.running:
            await self.application.stop()
        await self.application.shutdown()

    def _add_handlers(self) -> None:
        self.application.add_handler(CallbackQueryHandler(self._on_press))
        if self._inline is not None:
            self.application.add_handler(InlineQueryHandler(self._on_inline))
        self.application.add_handler(ChatMemberHandler(self._on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
        # An edit, a channel's post or a message by no one runs nothing.
        self.application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, self._on_message))
        self.application.add_error_handler(self._on_stray_error)

    async def _on_message(self, update: Update, _: TelegramContext) -> None:
        message, user = update.message, update.effective_user
        if message is None or user is None or user.is_bot or message.sender_chat is not None:
            return  # who speaks as a chat is nobody: an anonymous admin, a channel's post in its group
        if message.via_bot is not None:
            return  # a bot wrote it, perhaps this one: a card that somebody chose in the very chat it leads to
        command = read_command(message.text or "", self.bot.username)
        if message.chat.type != ChatType.PRIVATE:
            if command is not None:
                await self._in_group(message, user)
            return
        if message.chat.id != user.id:
            return
        chat = await self._met(user)
        context = self._context(update, user, chat)
        if command is not None:
            await self._on_command(context, chat, *command)
            return
        draft = await self.drafts.open_in(chat.chat, context.now)
        route = self._routes.text if draft is None else self._routes.drafts.get(type(draft), self._routes.text)
        context = replace(context, text=message.text or "", draft=draft)
        await self.answering.run(_permitted(route, context) or self._routes.home, context, chat, fresh=True)

    async def _on_command(self, context: Context, chat: Chat, name: str, args: str) -> None:
        await self.drafts.drop(chat.chat)
        context = replace(context, command=name, args=args)
        if name == "cancel":
            await self.answering.run(self._routes.home, context, chat, fresh=True)
            return
        route = self._routes.commands.get(name)
        allowed = _permitted(route, context) if route else None
        hint = Route(self._routes.hints(route.roles if route else frozenset()), context.roles)
        await self.answering.run(allowed or hint, context, chat, fresh=True)

    async def _on_press(self, update: Update, _: TelegramContext) -> None:
        query = update.callback_query
        if query is None or query.from_user.is_bot:
            return
        user = query.from_user
        if query.message is None or query.message.chat.id != user.id:
            t = self._guessed(user)
            await self.answering.answer(query, t("desk", "This button is out of date").plain)
            return
        now = self._parts.clock()
        # The chips under a question are presses too: the draft is theirs to go on with, and dropped by any other.
        chat, draft = await asyncio.gather(self._met(user), self.drafts.open_in(user.id, now))
        if query.message.message_id != chat.live_message_id:
            await self.outbox.pressed(chat.chat, query.message.message_id)
        context = self._context(update, user, chat)
        press = unpack(query.data or "")
        context = replace(context, press=press, message=query.message.message_id, seen=_seen(query.message))
        route = self._routes.presses.get(type(press)) if press is not None else None
        allowed = _permitted(route, context) if route else None
        if isinstance(press, Noop) and route is None:
            await self.answering.answer(query)
            return
        if allowed is None:
            await self.answering.answer(query, context.t("desk", "This button is out of date").plain)
            context = replace(context, press=Home())
            await self.answering.run(self._routes.home, context, chat, fresh=False)
            return
        await self.answering.run(allowed, replace(context, draft=draft), chat, fresh=False, query=query)

    async def _on_membership(self, update: Update, _: TelegramContext) -> None:
        change = update.my_chat_member
        if change is None or change.chat.type != ChatType.PRIVATE or change.chat.id != change.from_user.id:
            return
        if _is_gone(change):
            await self.chats.meet(change.chat.id, change.from_user.id)
            await self.chats.block(change.chat.id)
            return
        await self._met(change.from_user)
        await self.outbox.unpark(change.chat.id)

    async def _met(self, user: User) -> Chat:
        met = await self.chats.meet(user.id, user.id, guess=self._parts.catalogues.guess(user.language_code))
        if met.returned:
            await self.outbox.unpark(user.id)
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
        await self.answering.tell(problem, context, chat, moves=False)

    async def _in_group(self, message: TelegramMessage, user: User) -> None:
        """Rule 25: a group hears one thing."""
        t = self._guessed(user)
        button = InlineKeyboardButton(
            t("group", "Open the private chat").plain, url=create_deep_linked_url(self.bot.username)
        )
        markup = InlineKeyboardMarkup([[button]])
        said = t("group", "I speak in private only.").raw
        try:
            await self.bot.send_message(message.chat.id, said, reply_markup=markup)
        except TelegramError as problem:  # thrown out, or not allowed to write there: that is nobody's failure
            log.info("a group could not be answered", problem=type(problem).__name__)

    async def _on_inline(self, update: Update, _: TelegramContext) -> None:
        assert self._inline is not None, "the handler stands only where there is a door"
        await self._inline.answer(update)

    def _ask_for_patience(self, person: int) -> None:
        """A stranger wrote too much to be heard; nothing of it was stored, and this need not arrive."""
        words = self._parts.catalogues.words(None)
        text = words("desk", "Too many messages. Please wait a minute, then write again.").raw
        self.application.create_task(self._whisper(person, text))

    async def _whisper(self, chat: int, text: str) -> None:
        try:
            await self.bot.send_message(chat, text, rate_limit_args=LAST)
        except TelegramError as problem:
            log.debug("a stranger was not told", problem=type(problem).__name__)


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
    return change.new_chat_member.status in {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}
