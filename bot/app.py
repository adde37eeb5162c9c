"""The chat's machinery in one piece: an update in, a route found, its answer drawn; and the error door.

Every exception ends in a message that says what happened, whether money moved and what next, with an id that stands
in the log. Handlers never call Telegram; who pressed is the update's sender, never a field of the button.
"""

import asyncio
import hashlib
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from telegram import (
    BotCommandScopeChat,
    CallbackQuery,
    ChatMemberUpdated,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Update,
    User,
)
from telegram import Message as TelegramMessage
from telegram.constants import ChatMemberStatus, ChatType, ParseMode
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    Defaults,
    ExtBot,
    MessageHandler,
    filters,
)
from telegram.helpers import create_deep_linked_url
from telegram.request import BaseRequest

from bot.chats import Chat, Chats
from bot.confirmations import Confirmations
from bot.drafts.draft import Drafts
from bot.inbox import KINDS, Alert, Inbox, Seal, Strangers
from bot.outbox import Outbox
from bot.pacing import LAST, Limits, Pacer
from bot.photos import Painter, Photos
from bot.polling import Poller
from bot.presses import Home, Noop, unpack
from bot.processor import PARALLEL
from bot.render import Render
from bot.routes import Answer, Asking, Context, Handler, Menu, Rights, Role, Route, Routes, Sending, Toast
from bot.screens.head import mode
from bot.screens.html import Html, code, esc, lines
from bot.screens.screen import Button, Screen
from bot.screens.wrong_role import wrong_role
from bot.settings import TELEGRAM
from bot.taps import ANSWER_WITHIN, Taps
from bot.translate import LANGUAGES, Catalogues, Words
from bot.transport import AiohttpRequest
from bot.webhook import PATH, Webhook
from core.adapters.notes import Notes

BUSY_AFTER: Final = 1.0  # rule 2
PROGRESS_EVERY: Final = 4.0
COMMAND: Final = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)
ERROR_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is mistaken for another

Clock = Callable[[], datetime]
TelegramContext = CallbackContext[Any, Any, Any, Any]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the desk hands to its chat."""

    token: str
    notes: Notes
    routes: Routes
    rights: Rights
    known: Callable[[int], bool]
    alert: Alert
    catalogues: Catalogues
    api_base: str = TELEGRAM
    clock: Clock = lambda: datetime.now(UTC)
    monotonic: Callable[[], float] = time.monotonic
    limits: Limits | None = None
    seal: Seal | None = None
    menu: Menu | None = None
    parallel: int = PARALLEL
    request: BaseRequest | None = None
    poll_request: BaseRequest | None = None
    painter: Painter | None = None


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
        )
        self.taps = Taps(self.render.answer_late)
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
        self._add_handlers()

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
        """The visitors' command menu in every language, sent only where it differs from the one sent before."""
        if self._parts.menu is None:
            return
        for language in LANGUAGES:
            commands, digest = self._menu(self._parts.catalogues.words(language), frozenset({Role.VISITOR}))
            key = f"commands:{language}"
            sent = await self._parts.notes.run("SELECT value FROM setting WHERE key = ?", key)
            if sent and sent[0][0] == digest:
                continue
            # Telegram takes two letters, `pt` and `zh`; the list without a language is everybody else's.
            await self.bot.set_my_commands(commands, language_code=None if language == "en" else language[:2])
            await self._parts.notes.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", key, digest)

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
        self.application.add_handler(ChatMemberHandler(self._on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
        # An edit, a channel's post or a message by no one runs nothing.
        self.application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, self._on_message))
        self.application.add_error_handler(self._on_stray_error)

    async def _on_message(self, update: Update, _: TelegramContext) -> None:
        message, user = update.message, update.effective_user
        if message is None or user is None or user.is_bot or message.sender_chat is not None:
            return  # who speaks as a chat is nobody: an anonymous admin, a channel's post in its group
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
        await self._run(_permitted(route, context) or self._routes.home, context, chat, fresh=True)

    async def _on_command(self, context: Context, chat: Chat, name: str, args: str) -> None:
        await self.drafts.drop(chat.chat)
        context = replace(context, command=name, args=args)
        if name == "cancel":
            await self._run(self._routes.home, context, chat, fresh=True)
            return
        route = self._routes.commands.get(name)
        allowed = _permitted(route, context) if route else None
        hint = Route(_hinting(route.roles if route else frozenset()), context.roles)
        await self._run(allowed or hint, context, chat, fresh=True)

    async def _on_press(self, update: Update, _: TelegramContext) -> None:
        query = update.callback_query
        if query is None or query.from_user.is_bot:
            return
        user = query.from_user
        if query.message is None or query.message.chat.id != user.id:
            t = self._guessed(user)
            await self._answer(query, t("desk", "This button is out of date").plain)
            return
        now = self._parts.clock()
        # The chips under a question are presses too: the draft is theirs to go on with, and dropped by any other.
        chat, draft = await asyncio.gather(self._met(user), self.drafts.open_in(user.id, now))
        if query.message.message_id != chat.live_message_id:
            await self.outbox.pressed(chat.chat, query.message.message_id)
        context = self._context(update, user, chat)
        press = unpack(query.data or "")
        context = replace(context, press=press, message=query.message.message_id)
        route = self._routes.presses.get(type(press)) if press is not None else None
        allowed = _permitted(route, context) if route else None
        if isinstance(press, Noop) and route is None:
            await self._answer(query)
            return
        if allowed is None:
            await self._answer(query, context.t("desk", "This button is out of date").plain)
            context = replace(context, press=Home())
            await self._run(self._routes.home, context, chat, fresh=False)
            return
        await self._run(allowed, replace(context, draft=draft), chat, fresh=False, query=query)

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
        )

    def _guessed(self, user: User) -> Words:
        return self._parts.catalogues.words(self._parts.catalogues.guess(user.language_code))

    async def _run(
        self, route: Route, context: Context, chat: Chat, *, fresh: bool, query: CallbackQuery | None = None
    ) -> None:
        """Run a route and draw what it answers. This is the error door: nothing passes it without a message."""
        work = asyncio.ensure_future(route.handler(context))
        place = _Place(chat, fresh, context.message)
        try:
            if query is None:
                await self._drawn(work, context, place, query)
            else:
                await self._answered(work, context, place, query)
        except Exception as problem:  # noqa: BLE001 - the error door: whatever failed, its person is told
            await self._tell(problem, context, chat, moves=route.moves)
        finally:
            work.cancel()

    async def _answered(
        self, work: "asyncio.Future[Answer]", context: Context, place: "_Place", query: CallbackQuery
    ) -> None:
        """Answer the tap within its time, whatever the handler does, and draw: neither waits for the other's way."""
        await asyncio.wait({work}, timeout=ANSWER_WITHIN)
        toast = _toast_of(work)
        if not self.taps.take(query.id):
            await self._drawn(work, context, place, query)
            return
        words = toast.text.plain if toast else None
        await asyncio.gather(
            self.render.answer(query, words, alert=bool(toast and toast.alert)),
            self._drawn(work, context, replace(place, toasted=toast is not None), query),
        )

    async def _drawn(
        self, work: "asyncio.Future[Answer]", context: Context, place: "_Place", query: CallbackQuery | None
    ) -> None:
        """Draw what the work answers, and show that long work goes on."""
        if not work.done():
            await asyncio.wait({work}, timeout=BUSY_AFTER)
        began = self._parts.monotonic() - BUSY_AFTER
        while not work.done():
            await self.render.busy(place.chat.chat)
            screen = _busy(context.t, int(self._parts.monotonic() - began))
            await self.render.show(place.chat, screen, fresh=place.fresh, pressed=place.pressed)
            met = await self.chats.meet(place.chat.chat, context.person)
            place = _Place(met.chat, fresh=False, pressed=None, toasted=place.toasted)
            await asyncio.wait({work}, timeout=PROGRESS_EVERY)
        await self._draw(await work, context, place, query)

    async def _answer(self, query: CallbackQuery, words: str | None = None) -> None:
        """Answer a tap, unless its time was over and it has been answered without words."""
        if self.taps.take(query.id):
            await self.render.answer(query, words)

    async def _draw(self, answer: Answer, context: Context, place: "_Place", query: CallbackQuery | None) -> None:
        match answer:
            case Asking(screen) | (Screen() as screen):
                await self.render.show(place.chat, screen, fresh=place.fresh, pressed=place.pressed)
            case Sending(screen, file, caption):
                await self.render.hand_over(place.chat, file, caption)
                await self.render.show(place.chat, screen, fresh=False, pressed=place.pressed)
            case Toast(text) if query is None or not place.toasted:
                await self.render.show(place.chat, Screen(text, live=False), fresh=False)
            case Toast() | None:
                pass
        # After the screen: an update cut off before it is handled again, and must find the question it answers.
        if isinstance(answer, Asking):
            await self.drafts.keep(place.chat.chat, answer.draft, context.now)
        elif context.draft is not None:
            await self.drafts.drop(place.chat.chat)
        await self._send_menu(context, place.chat)

    async def _tell(self, problem: BaseException, context: Context, chat: Chat, *, moves: bool) -> None:
        error_id = new_error_id()
        what = type(context.press).__name__ if context.press else context.command or "text"
        log.error("a handler failed", error_id=error_id, origin=context.origin, what=what, exc_info=problem)
        try:
            await self.render.show(chat, failure(context.t, error_id, moves=moves), fresh=True)
        except TelegramError as refusal:
            log.warning("a failure could not be told", error_id=error_id, problem=type(refusal).__name__)

    async def _on_stray_error(self, update: object, stray: TelegramContext) -> None:
        """What failed before a route was found."""
        problem = stray.error or RuntimeError("unknown")
        user = update.effective_user if isinstance(update, Update) else None
        if not isinstance(update, Update) or user is None or update.effective_chat is None:
            log.error("an update failed", exc_info=problem)
            return
        chat = Chat(user.id, user.id, None, None, False, 0, False, "UTC", False, None)  # noqa: FBT003 - a bare chat
        context = Context(
            person=user.id,
            chat=user.id,
            t=self._guessed(user),
            roles=frozenset(),
            origin=f"tg:{update.update_id}",
            now=self._parts.clock(),
        )
        await self._tell(problem, context, chat, moves=False)

    async def _in_group(self, message: TelegramMessage, user: User) -> None:
        """Rule 25: a group hears one thing."""
        t = self._guessed(user)
        button = InlineKeyboardButton(
            t("group", "Open the private chat").plain, url=create_deep_linked_url(self.bot.username)
        )
        markup = InlineKeyboardMarkup([[button]])
        await self.bot.send_message(message.chat.id, t("group", "I speak in private only.").raw, reply_markup=markup)

    async def _send_menu(self, context: Context, chat: Chat) -> None:
        """The command menu of this chat, sent only when it differs from the one sent before."""
        if self._parts.menu is None:
            return
        commands, digest = self._menu(context.t, context.roles)
        if digest == chat.commands_hash:
            return
        try:
            await self.bot.set_my_commands(commands, scope=BotCommandScopeChat(chat.chat))
        except TelegramError as problem:
            log.warning("the menu was not sent", problem=type(problem).__name__)
            return
        await self.chats.command(chat.chat, digest)

    def _menu(self, t: Words, roles: frozenset[Role]) -> tuple[list[tuple[str, str]], str]:
        assert self._parts.menu is not None
        commands = [(name, text.plain) for name, text in self._parts.menu(t, roles)]
        return commands, hashlib.sha256(repr(commands).encode()).hexdigest()[:16]

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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an answer is drawn."""

    chat: Chat
    fresh: bool
    pressed: int | None
    toasted: bool = False


class Forgetful(Application[Any, Any, Any, Any, Any, Any]):
    """The library's own, but for its note of every chat and person ever met: a persistence would take it, and we have
    none, so it would only grow."""

    __slots__ = ()

    def _mark_for_persistence_update(self, *, update: object | None = None, job: object | None = None) -> None:
        """Note nothing."""


def build_application(
    parts: Parts, pacer: Pacer, poll_request: BaseRequest
) -> "Application[Any, Any, Any, Any, Any, Any]":
    """The library's application: no updater, no jobs, no persistence; our pace, HTML, no link previews, UTC."""
    request = parts.request or AiohttpRequest(connections=parts.parallel + 2)
    defaults = Defaults(
        parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True), tzinfo=UTC
    )
    return (
        ApplicationBuilder()
        .application_class(Forgetful)
        .token(parts.token)
        .base_url(f"{parts.api_base}/bot")
        .base_file_url(f"{parts.api_base}/file/bot")
        .request(request)
        .get_updates_request(poll_request)
        .rate_limiter(pacer)
        .defaults(defaults)
        .updater(None)
        .job_queue(None)
        .build()
    )


def read_command(text: str, username: str) -> tuple[str, str] | None:
    """A command's name in lower case and what stands behind it; None for other text and for another bot's command."""
    found = COMMAND.fullmatch(text)
    if found is None or (found[2] and found[2].lower() != username.lower()):
        return None
    return found[1].lower(), (found[3] or "").strip()


def new_error_id() -> str:
    """Short enough to be read out, rare enough to be found in a day's log."""
    return "E-" + "".join(secrets.choice(ERROR_LETTERS) for _ in range(4))


def failure(t: Words, error_id: str, *, moves: bool) -> Screen:
    """What happened, whether money moved, what next."""
    money = (
        t("error", "Whether your order was carried out is not known yet. Pressing again cannot carry it out twice.")
        if moves
        else t("error", "No money has moved.")
    )
    what_next = t(
        "error", "Try again from Home. If it happens again, give this id to the admin: {id}", id=code(esc(error_id))
    )
    text = lines(_moded(t, t("error", "⚠ Something failed on the desk's side.")), money, what_next)
    return Screen(text, rows=((Button(t("desk", "⌂ Home"), Home()),),))


def hint(t: Words, text: Html, *buttons: Button) -> Screen:
    """Text nobody asked for, or a command there is not: say so, and offer the way home beside `buttons`."""
    return Screen(text, rows=((*buttons, Button(t("desk", "⌂ Home"), Home())),))


def _hinting(wanted: frozenset[Role]) -> Handler:
    """Says how to get at a command of these roles; one of the admin's is as if there were none."""

    async def hinted(context: Context) -> Answer:
        way = wrong_role(context.t, context.command or "", wanted=wanted, held=context.roles)
        return way or _unknown_command(context)

    return hinted


def _unknown_command(context: Context) -> Screen:
    t = context.t
    return hint(
        t,
        t(
            "desk",
            "PAPER · I do not know /{command}. /help lists what I understand.",
            command=esc(context.command or ""),
        ),
    )


def _busy(t: Words, seconds: int) -> Screen:
    text = t("desk", "⏳ Working on it …")
    if seconds > BUSY_AFTER + PROGRESS_EVERY:
        text = t.n("desk", "⏳ Working on it … {count} second", "⏳ Working on it … {count} seconds", seconds)
    return Screen(_moded(t, text))


def _moded(t: Words, text: Html) -> Html:
    """With the mode before it, as the first line of every screen has it (rule 9)."""
    return t("desk", "{mode} · {text}", mode=mode(t), text=text)


def _permitted(route: Route, context: Context) -> Route | None:
    return route if route.roles & context.roles else None


def _toast_of(work: "asyncio.Future[Answer]") -> Toast | None:
    if not work.done() or work.cancelled() or work.exception() is not None:
        return None
    answer = work.result()
    return answer if isinstance(answer, Toast) else None


def _is_gone(change: ChatMemberUpdated) -> bool:
    return change.new_chat_member.status in {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}
