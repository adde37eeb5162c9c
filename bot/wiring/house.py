"""The composition root: settings in, a whole desk out, started and stopped in one order (promises.md, section 5).

Lock, recover, chat, entries; and back: no intake, drain, snapshot, release. Nothing else chooses adapters.
"""

import asyncio
import sqlite3
from contextlib import AsyncExitStack, suppress
from datetime import datetime
from typing import Final

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.charts.studio import Studio
from bot.chat.app import App
from bot.chat.application import Parts
from bot.chat.looks import Looks
from bot.chat.reaching import ChatDoor
from bot.door.seal import KeyedSeal
from bot.heartbeat import Heartbeat
from bot.host.room import Room
from bot.host.stop import FOLDER, HostStops
from bot.host.where import made
from bot.last_words import one_line
from bot.mail.book import AddressBook, code_key
from bot.mail.door import mail_door
from bot.mail.postman import Postman
from bot.mail.wording import Letterhead
from bot.outbox import Post
from bot.people.admission import Admission
from bot.people.directory import Directory
from bot.people.grounds import Grounds
from bot.people.joining import finish_joining
from bot.screens.admin import ChatHealth
from bot.screens.admin_safety import desk_ended
from bot.settings import Settings
from bot.statements.key_file import desk_key
from bot.statements.sealing import public_hex
from bot.telling.alerts import Telling
from bot.telling.digests import Digests
from bot.telling.following import Following
from bot.translate import Catalogues, Words
from bot.watches.clock import ClockWatch
from bot.watches.disk import DiskWatch
from bot.watches.health import chat_health
from bot.watches.safety import Safety
from bot.watches.stream import StreamWatch
from bot.watches.troubles import Troubles
from bot.wiring.desk_routes import desk_menu
from bot.wiring.doors import Doors
from bot.wiring.quoting import follow_delistings
from bot.wiring.recovery import recovered
from bot.wiring.sides import Shared, offering_of, routes_of
from core.adapters.clocks import SystemClock
from core.adapters.journals.lock import DeskLock
from core.adapters.notes import Notes
from core.adapters.notifiers.email import Door as MailDoor
from core.adapters.notifiers.email import Mail
from core.adapters.venues.paper import PaperVenue
from core.adapters.venues.simulated import SimulatedMarket
from core.alerting import Alerting
from core.engine import Engine
from core.model.commands import ListInstrument
from core.model.events import Record
from core.model.money import UNITS
from core.model.people import Origin, PersonId
from core.pen import DeskStopped
from core.views.lasting import lasts

TELL_WITHIN: Final = 2.0  # seconds at a stop; what is not posted by then is told at the next start

log = structlog.get_logger(__name__)


class House:
    """One desk with everything in it. `open` recovers and sends nothing, `start` lets it act, `stop` leads back."""

    def __init__(self, settings: Settings, doors: Doors) -> None:
        """Use `open`."""
        self.settings, self.doors = settings, doors
        self.clock = doors.clock or SystemClock()
        self.venue = PaperVenue(self.clock)
        self.market = SimulatedMarket(self.venue, doors.seed, self.clock, doors.market)
        self.catalogues = Catalogues.load(default=settings.language, limits=doors.limits)
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.troubles = Troubles(settings.admin_id, self._usual_words, self._post, now=self.clock.now)
        self.studio = Studio()
        self._undo = AsyncExitStack()

    signer: Ed25519PrivateKey
    notes: Notes
    admission: Admission
    engine: Engine
    people: Directory
    app: App
    chat: ChatDoor
    alerting: Alerting
    following: Following
    digests: Digests
    postman: Postman | None
    stops: HostStops
    safety: Safety
    heartbeat: Heartbeat
    started_at: datetime

    @classmethod
    async def open(cls, settings: Settings, doors: Doors | None = None, *, lock: DeskLock | None = None) -> "House":
        """Take the folder, unless the caller holds it and hands it over, and recover.

        Raises JournalRefused (DeskInUse among them), NotesTooNew, NotesRefused and KeyRefused; then nothing is held.
        """
        house = cls(settings, doors or Doors())
        async with AsyncExitStack() as undo:
            await house._recover(undo, lock)
            await house._take_over()
            await house._open_chat()
            house._undo = undo.pop_all()
        return house

    async def _recover(self, undo: AsyncExitStack, lock: DeskLock | None) -> None:
        """The stores, and the book out of them. `undo` gets the way back, step by step."""
        folder = made(self.settings.data_dir)
        lock = lock or DeskLock.acquire(folder)
        undo.callback(lock.release)
        await asyncio.to_thread(Room(folder).keep)
        self.signer = desk_key(folder)
        self.notes, self.engine = await recovered(
            folder, lock, undo, venue=self.venue, clock=self.clock, limits=self.doors.limits
        )
        self.started_at = self.clock.now()

    async def _take_over(self) -> None:
        """Who is who, and what an earlier life of the desk left half done."""
        self.people = Directory(self.notes, admin=self.settings.admin_id, paper=self._paper)
        await self.people.follow(self.engine)
        self.stops = HostStops(self.engine, self.settings.data_dir / FOLDER, self.people.number)
        await finish_joining(self.engine, self.people)
        await follow_delistings(self.engine, self.market)
        for instrument in self.venue.instruments().values():
            await self.engine.submit(ListInstrument(instrument), Origin(""))
        mode = self.settings.admission
        self.admission = await Admission.open(self.notes, mode, admin=self.settings.admin_id)

    async def _open_chat(self) -> None:
        """What hears people and tells them, and the heartbeat; nothing is sent before `start`."""
        way = mail_door(self.settings)
        self.postman = None if way is None else self._postman(way)
        self.app = App(self._parts())
        self.chat = ChatDoor(self.app, self.settings, self._fail)
        door = Telling(
            self.notes,
            self.app.outbox,
            self.people,
            self.catalogues,
            self.settings.hosts(),
            alerts=self.doors.limits.alerts,
            mails=way is not None,
        )
        self.alerting = Alerting(self.engine, door, self.clock, self._untold)
        await self.alerting.open()
        self.following = Following(self.alerting, self._fail)
        self.digests = Digests(
            self.engine,
            self.notes,
            self.app.outbox,
            self.people,
            catalogues=self.catalogues,
            clock=self.clock.now,
        )
        self.engine.listen(self.digests.learn)
        self.safety = Safety(
            self.engine,
            Grounds(self.notes),
            admin=self.settings.admin_id,
            words=self._usual_words,
            post=self._post,
        )
        self.heartbeat = Heartbeat(
            self.engine,
            self.market,
            stops=self.stops,
            stream=StreamWatch(self.settings.admin_id, self._usual_words, self._post),
            disk=DiskWatch(self.safety, Room(self.settings.data_dir)),
            clock=ClockWatch(self.safety, self.clock.wall),
            digests=self.digests,
            now=self.clock.now,
            fail=self._fail,
        )

    def _postman(self, way: MailDoor) -> Postman:
        return Postman(
            self.notes,
            Mail(way),
            head=lambda: self._letterhead(way.domain),
            catalogues=self.catalogues,
            clock=self.clock.now,
            post=self._post,
            alert=self.troubles.tell,
            lasts=self._lasts,
        )

    def _letterhead(self, domain: str) -> Letterhead:
        desk = public_hex(self.signer.public_key())
        return Letterhead(desk=desk, domain=domain, bot=self._called(), key=code_key(self.signer))

    def _called(self) -> str | None:
        try:
            return self.app.bot.username
        except RuntimeError:  # Telegram has not been reached since the start: the more do letters matter
            return None

    def _addresses(self) -> AddressBook | None:
        return None if self.postman is None else AddressBook(self.notes, code_key(self.signer), self.postman.look)

    def _paper(self, telegram: int) -> int:
        return self.doors.paper.get(telegram, self.settings.paper_start * UNITS)

    def _parts(self) -> Parts:
        shared = self._shared()
        return Parts(
            token=self.settings.token(),
            notes=self.notes,
            routes=routes_of(shared),
            offering=offering_of(shared),
            rights=self.people.rights,
            known=self.people.known,
            alert=self.troubles.tell,
            catalogues=self.catalogues,
            api_base=self.settings.telegram_api_base,
            clock=self.clock.now,
            limits=self.doors.pace,
            seal=KeyedSeal(self.signer),
            menu=desk_menu,
            request=self.doors.request,
            poll_request=self.doors.poll_request,
            painter=self.studio,
            lasts=self._lasts,
        )

    def _shared(self) -> Shared:
        return Shared(
            engine=self.engine,
            people=self.people,
            notes=self.notes,
            catalogues=self.catalogues,
            admission=self.admission,
            hosts=self.settings.hosts(),
            folder=self.settings.data_dir,
            health=self._chat_health,
            called=lambda: self.app.bot.username,
            digest_moved=self._digest_moved,
            zone_moved=self._zone_moved,
            key=self.signer,
            post=self._post,
            looks=Looks(self.notes, self.catalogues, lambda: self.studio.chinese),
            addresses=self._addresses(),
        )

    async def _lasts(self, person: int, lasting: str) -> bool:
        return await self.engine.read(lambda desk: lasts(desk, PersonId(person), lasting))

    async def _post(self, post: Post) -> bool:
        return await self.app.outbox.post(post)  # the chat is made with these routes, and is there when one is taken

    def _digest_moved(self, chat: int) -> None:
        self.digests.begin_anew(chat)

    def _zone_moved(self) -> None:
        self.digests.moved()

    def _usual_words(self) -> Words:
        return self.catalogues.words(None)

    async def _chat_health(self) -> ChatHealth:
        return await chat_health(
            self.notes,
            self.settings.data_dir,
            now=self.clock.now(),
            started_at=self.started_at,
            updates=self.app.inbox.waiting,
            lag=self.heartbeat.lag,
        )

    # ── acting ────────────────────────────────────────────────────────────────

    async def start(self) -> None:
        """The chat, then the engine; trading does not wait for a Telegram that cannot be reached."""
        await self.chat.open()
        self.following.start()
        if self.postman is not None:
            self.postman.start()
        await self.stops.look()
        await self.heartbeat.start()
        await self.engine.start(fail=self._fail, warn=_no_snapshot)
        if self.doors.pictures:
            await self.studio.start()

    def look_again(self) -> None:
        """Time was set forward, and this is known: what is due by now is done and sent without waiting for a timer."""
        self.clock.look_again()
        self.market.step()
        self.app.outbox.look_again()

    async def _untold(self, record: Record, problem: Exception) -> None:
        """A fact that nobody could be told of."""
        log.error("a fact could not be told", seq=record.seq, fact=type(record.fact).__name__, exc_info=problem)
        await self.troubles.tell("fact_untold", {"seq": record.seq})

    def _fail(self, problem: Exception) -> None:
        if not self.failed.done():
            self.failed.set_exception(problem)

    # ── ending ────────────────────────────────────────────────────────────────

    async def tell_end(self, problem: BaseException) -> None:
        """The admin reads why a desk ends by itself, now or at the next start."""
        why = one_line(problem) or type(problem).__name__
        await self.safety.tell("desk_ended", self.clock.now(), desk_ended(self._usual_words(), why))

    async def stop(self) -> None:
        """No intake, then no work, then a snapshot; what was not sent stands in the outbox."""
        self.heartbeat.stop()
        await self.following.stop()
        if self.postman is not None:
            await self.postman.stop()
        await self.chat.close()
        await self.studio.stop()
        await self.app.inbox.stop()
        await self.engine.stop()
        with suppress(TimeoutError, DeskStopped, sqlite3.Error):  # what is not told now is told at the next start
            await asyncio.wait_for(self.alerting.catch_up(), TELL_WITHIN)
        await self.app.stop()
        await self._undo.aclose()
        if not self.failed.done():
            self.failed.cancel()


def _no_snapshot(problem: Exception) -> None:
    """The next start reads more of the journal: no fact is lost."""
    log.warning("no snapshot was written", problem=str(problem))
