"""The chat's machinery in one piece: built, started and stopped in order. Handlers never call Telegram."""

import asyncio

import structlog
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.chat.answering import Answering
from bot.chat.application import Parts, build_application
from bot.chat.chats import Chats
from bot.chat.confirmations import Confirmations
from bot.chat.hearing import Hearing
from bot.chat.inline import InlineDoor
from bot.chat.menus import Menus
from bot.chat.offers import Offering
from bot.chat.photos import Photos
from bot.chat.render import Render
from bot.chat.taps import Taps
from bot.door.inbox import Inbox
from bot.door.pacing import LAST, Pacer
from bot.door.polling import Poller
from bot.door.sieve import KINDS, Strangers
from bot.door.transport import AiohttpRequest
from bot.door.webhook import PATH, Webhook
from bot.drafts.draft import Drafts
from bot.outbox import Outbox

log = structlog.get_logger(__name__)


class App:
    """The running chat. Order: `initialize`, then the core recovers, then `start`, then `poll` or a webhook; `stop`."""

    def __init__(self, parts: Parts) -> None:
        """Build everything; nothing talks to Telegram yet."""
        self._parts = parts
        self.routes = parts.routes
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
        inline = None if parts.offering is None else self._inline_door(parts.offering, photos)
        hearing = Hearing(
            parts,
            self.bot,
            self.answering,
            chats=self.chats,
            drafts=self.drafts,
            outbox=self.outbox,
            inline=inline,
        )
        hearing.listen(self.application)

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
        """Poll until cancelled; raises `AnotherPoller`, which must end the process, or `TokenRefused`."""
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
