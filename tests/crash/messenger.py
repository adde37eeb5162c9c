"""A chat that dies at a chosen failpoint of telling and starts again; the journal, the notes and Telegram outlive it.

The trading is done beforehand: its facts come into sight step by step, whatever becomes of the process that tells them.
"""

import asyncio
from collections import Counter
from datetime import timedelta

from telegram.constants import ParseMode
from telegram.ext import Defaults, ExtBot

from bot.door.line import UNLIMITED
from bot.door.pacing import Pacer
from bot.outbox import Outbox
from bot.sandbox.request import SandboxRequest
from bot.sandbox.telegram import Telegram
from bot.telling.alerts import Telling
from bot.translate import Catalogues
from core import failpoints
from core.adapters.clocks import VirtualClock
from core.adapters.notes import Notes
from core.alerting import Alerting
from core.model import commands as c
from core.model.copying import StopWay
from core.model.limits import AlertLimits
from core.model.people import OPERATOR
from tests.bot.waiting import all_sent
from tests.core.at_work import AtWork
from tests.crash.mortal import Died

CATALOGUES = Catalogues.load()
TELLING = {f"{side} {what}" for side in ("before", "after") for what in ("post", "claim", "send", "mark sent")}
STEP = timedelta(seconds=1)
IN_VIEW = 12
"""Facts that come into sight with each step."""


async def _traded():
    desk = await AtWork.open()
    lea, bob, cat, dan = (
        await desk.leads(),
        await desk.joins("bob"),
        await desk.joins("cat"),
        await desk.joins("dan", "30"),
    )
    for who, size in ((bob, "100"), (cat, "50"), (dan, "40")):
        await desk.copies(who, lea, size=size)
    for number, price in enumerate(("60000", "61000", "62000")):
        desk.quotes(price)
        await desk.buys(lea, str(500 + number))
    desk.quotes("66000")
    await desk.sells(lea, "0.008")
    await desk.do(c.Halt(OPERATOR))
    await desk.do(c.StopCopying(cat, lea, StopWay.MARKET_CLOSE))
    whole = await desk.engine.read(lambda each: each)
    return whole, list(desk.journal.read())


DESK, RECORDS = asyncio.run(_traded())


class Journal:
    """What alerting reads: the facts in sight, and the desk that knows them all."""

    def __init__(self) -> None:
        self.seen = 0

    async def read(self, view):
        return view(DESK)

    async def past(self, subject, kinds, *, before=None, most=10):
        found = [each for each in RECORDS[: self.seen] if type(each.fact).__name__ in kinds]
        return [each for each in reversed(found) if before is None or each.seq < before][:most]

    async def since(self, after, most):
        return RECORDS[: self.seen][after : after + most]

    def listen(self, listener):
        """Nobody trades any more."""


class People:
    """Everybody has a chat."""

    admin = 1000

    def telegram(self, person):
        return 1000 + person

    def name(self, person):
        return f"Person {person}"


class MortalNotes(Notes):
    """Takes nothing from a process that is dead."""

    life = None

    async def transact(self, fn):
        if self.life is not None and self.life.dead:
            await asyncio.Future()
        return await super().transact(fn)


class MortalRequest(SandboxRequest):
    """Nor does the network."""

    __slots__ = ("life",)

    async def do_request(self, url, method, request_data=None, **more):
        if self.life.dead:
            await asyncio.Future()
        return await super().do_request(url, method, request_data, **more)


class Life:
    """One process."""

    def __init__(self, die_at):
        self.die_at, self.hits, self.dead = die_at, Counter(), False

    def reached(self, name):
        if name not in TELLING:
            return
        self.hits[name] += 1
        if sum(self.hits.values()) == self.die_at:
            self.dead = True
            raise Died(name)


class World:
    """What outlives a process, and how far the story has come into sight."""

    def __init__(self, folder) -> None:
        self.path, self.clock, self.journal = folder / "notes.sqlite", VirtualClock(RECORDS[0].at), Journal()
        self.sandbox = Telegram(now=self.clock.now)
        self.people = [self.sandbox.person(f"P{number}", id=1000 + number) for number in range(6)]
        for person in self.people:
            self.sandbox.say(person, "/start")
        self.unclear = 0

    def live(self, *, die_at=None):
        """One process, until it dies or everything is told; how often it reached each failpoint."""
        life = Life(die_at)
        failpoints.arm(life.reached)
        try:
            asyncio.run(self._tell(life))
        except Died:
            pass
        finally:
            failpoints.arm(None)
        return life

    async def _tell(self, life):
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        notes = await MortalNotes.open(self.path)
        try:
            notes.life = life
            await notes.run("INSERT OR IGNORE INTO cursor VALUES ('alerting', 0)")
            self.unclear += (await notes.run("SELECT count(*) FROM outbox WHERE state = 'sending'"))[0][0]
            await self._told(life, notes)
        finally:
            await notes._connection.close()

    async def _told(self, life, notes):
        request, polls, pacer = MortalRequest(self.sandbox), MortalRequest(self.sandbox), Pacer(UNLIMITED)
        request.life = polls.life = life
        bot = ExtBot(
            self.sandbox.token,
            request=request,
            get_updates_request=polls,
            defaults=Defaults(parse_mode=ParseMode.HTML),
            rate_limiter=pacer,
        )
        await bot.initialize()
        outbox = Outbox(notes, bot=bot, pacer=pacer, catalogues=CATALOGUES, alert=refused, clock=self.clock.now)
        alerting = Alerting(
            self.journal, Telling(notes, outbox, People(), CATALOGUES, alerts=AlertLimits()), self.clock
        )
        await alerting.open()
        await outbox.start()
        while True:
            await alerting.catch_up()
            await all_sent(notes, self.clock.now)
            if self.journal.seen >= len(RECORDS) + IN_VIEW * 4:  # the last edits are seconds later
                break
            self.journal.seen += IN_VIEW
            self.clock.move_to(self.clock.now() + STEP)
            await outbox.look()
        await outbox.stop()

    def read_by(self, person):
        """The bot's messages to them, as they stand now."""
        return [message.text for message in self.sandbox.chat(person) if message.sender is None]


async def refused(kind, fields):
    raise AssertionError(f"{kind} {fields}")
