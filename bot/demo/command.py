"""`slipstream demo`: the whole desk on this machine, with a Telegram, a market and people of its own.

The bot in it is the one that runs with a real token: it talks over HTTP to the sandbox's Bot API and knows nothing
else. Nothing listens beyond the loopback. What it keeps stands in one folder; a killed demo goes on where it was.
"""

import asyncio
import json
import logging
import os
import shutil
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from bot.demo.skipped_time import SkippedTime, week_told
from bot.door.line import Limits as Pace
from bot.door.line import Rate
from bot.host.room import RESERVE_FILE
from bot.host.where import made
from bot.redact import set_up_logging
from bot.refusals import Refused
from bot.running import until_stopped
from bot.sandbox.archive import Archive, shelf_of
from bot.sandbox.seats import Control, Seat
from bot.sandbox.server import Server, serve
from bot.sandbox.telegram import TOKEN, Telegram
from bot.settings import Settings
from bot.wiring.doors import Doors
from bot.wiring.engine_room import settle_memory
from bot.wiring.house import House
from core.adapters.clocks import SystemClock
from core.adapters.journals.lock import DeskLock
from core.adapters.journals.witness import witness_of
from core.adapters.venues.simulated import MARKET, Listed
from core.model.limits import Limits
from core.model.money import quote
from core.ports import QuotesSeen, VenueEvent

PORT: Final = 8137
LEA, BOB, CAT, DAN, ADA = 1001, 1002, 1003, 1004, 1005
CHATS, PRICES, TIME, LOG = "chat.jsonl", "market.json", "time.txt", "desk.log"
OURS: Final = ("journal.sqlite", "notes.sqlite")
PACE: Final = Pace(private=Rate(burst=10, per_second=10))
"""The sandbox asks for none, so that a visitor who clicks fast need not wait; a real Telegram wants one a second."""
BANNER: Final = (
    "PAPER money. 1. Press Start in every chat. 2. Lea applies to lead, and Ada, the admin, approves her. "
    "3. Bob, Cat and Dan copy Lea: by a fixed amount, by Smart Sync, and with too little money. "
    "4. Lea turns lead trade on, buys, and sells again. 5. End the week ⏭ settles it: statements come by themselves."
)


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody who sits at the page; `paper` None is the usual sum."""

    id: int
    name: str
    role: str
    paper: int | None = None


CAST: Final = (
    Part(LEA, "Lea", "wants to lead"),
    Part(BOB, "Bob", "copies a fixed amount"),
    Part(CAT, "Cat", "copies by Smart Sync"),
    Part(DAN, "Dan", "has only 30 USDT", quote("30")),
    Part(ADA, "Ada", "admin"),
)


def demo(*, port: int | None, folder: Path, seed: int, fresh: bool, limits: Limits) -> int:
    """Runs until it is stopped; prints one line, everything else goes to the log in the folder."""
    if os.environ.get("TELEGRAM_BOT_TOKEN"):
        raise Refused("the demo does not start beside a real token: unset TELEGRAM_BOT_TOKEN, or use `slipstream run`")
    lock = DeskLock.acquire(made(folder))
    if fresh:
        forget(folder)
    log_to(folder / LOG)
    asyncio.run(_demo(port, folder, seed, lock, limits))
    return 0


def forget(folder: Path) -> None:
    """Removes what a demo keeps in its folder, and nothing else."""
    for name in OURS:
        for left in (folder / name, folder / f"{name}-wal", folder / f"{name}-shm"):
            left.unlink(missing_ok=True)
        shutil.rmtree((folder / name).with_suffix(".snapshots"), ignore_errors=True)
        witness_of(folder / name).unlink(missing_ok=True)
    shutil.rmtree(shelf_of(folder / CHATS).folder, ignore_errors=True)
    for name in (CHATS, PRICES, TIME, RESERVE_FILE):
        (folder / name).unlink(missing_ok=True)


def log_to(path: Path) -> None:
    """All that the desk logs goes to this file, redacted as ever."""
    set_up_logging("INFO")
    root = logging.getLogger()
    (terminal,) = root.handlers
    terminal.setLevel(logging.CRITICAL)  # the last words of a process that dies of a mistake of ours
    file = logging.FileHandler(path)
    file.setFormatter(terminal.formatter)
    root.handlers[:] = [file, terminal]


async def _demo(port: int | None, folder: Path, seed: int, lock: DeskLock, limits: Limits) -> None:
    async with AsyncExitStack() as undo:
        time = SkippedTime(folder / TIME)
        telegram = Telegram(now=time.now)
        seats = [Seat(telegram.person(part.name, id=part.id), part.role) for part in CAST]
        archive = Archive.open(telegram, folder / CHATS)
        undo.callback(archive.close)
        cast = {part.id for part in CAST}
        seats += [Seat(person) for person in telegram.people.values() if person.id not in cast]
        controls = Controls(time)
        server = await open_page(telegram, port, seats, controls.all())
        undo.push_async_callback(server.close)
        doors = Doors(
            clock=SystemClock(time.now),
            market=remembered(folder / PRICES),
            seed=seed,
            pace=PACE,
            limits=limits,
            paper={part.id: part.paper for part in CAST if part.paper is not None},
        )
        house = await House.open(settings_of(server, folder), doors, lock=lock)
        undo.push_async_callback(house.stop)
        controls.house = house
        house.venue.listen(lambda event: remember(folder / PRICES, house, event))
        settle_memory()
        await house.start()
        sys.stdout.write(f"Slipstream demo (PAPER): open {server.url}/\n")
        sys.stdout.flush()
        await until_stopped(house)


async def open_page(telegram: Telegram, port: int | None, seats: list[Seat], controls: list[Control]) -> Server:
    """The chat page at the port asked for; without one at the usual port, or any free one where that is taken."""
    try:
        return await serve(
            telegram, port=PORT if port is None else port, people=seats, controls=controls, banner=BANNER
        )
    except OSError as problem:
        if port is not None:
            raise Refused(
                f"port {port} of this machine cannot be used ({os.strerror(problem.errno or 0)}):"
                " choose another with --port, or leave --port out for any that is free"
            ) from problem
        return await serve(telegram, people=seats, controls=controls, banner=BANNER)


def settings_of(server: Server, folder: Path) -> Settings:
    """The desk's settings for this sandbox, whatever the environment and `.env` say."""
    return Settings(
        _env_file=None,
        telegram_bot_token=TOKEN,
        telegram_api_base=server.url,
        data_dir=folder,
        admin_id=ADA,
        admission="open",
        language="en",
        webhook_url=None,
        webhook_secret=None,
        paper_start=10_000,
        smtp_host=None,
        smtp_user=None,
        smtp_password=None,
    )


# ── the market ────────────────────────────────────────────────────────────────


class Controls:
    """What the visitor may do to the world."""

    house: House | None = None

    def __init__(self, time: SkippedTime) -> None:
        """Hold what the visitor may move; the house comes later."""
        self._time = time

    def all(self) -> list[Control]:
        """The buttons at the top of the page."""
        return [
            Control("up", "Market +2 %", self._nudge(Decimal(2), "up")),
            Control("down", "Market −2 %", self._nudge(Decimal(-2), "down")),
            Control("pause", "Pause market", self._pause),
            Control("week", "End the week ⏭", self._skip),
        ]

    def _nudge(self, percent: Decimal, way: str) -> Callable[[], Awaitable[str]]:
        async def nudge() -> str:
            if self.house is None:
                return "The desk is still starting"
            self.house.market.nudge(None, percent)
            return f"All prices went {way} by {abs(percent)} %"

        return nudge

    async def _skip(self) -> str:
        """What falls due in between happens as after a week in the dark: in order, once each."""
        if self.house is None:
            return "The desk is still starting"
        self._time.skip_to(week_told(self._time.now(), self.house.doors.limits.clock))
        self.house.look_again()
        return f"It is {self._time.now():%A %d %B, %H:%M} UTC: the week is settled, and its statements are out"

    async def _pause(self) -> str:
        if self.house is None:
            return "The desk is still starting"
        heartbeat = self.house.heartbeat
        heartbeat.market_moves = not heartbeat.market_moves
        return "Prices move again" if heartbeat.market_moves else "Prices stand still until you press this again"


def remembered(path: Path) -> tuple[Listed, ...]:
    """The market as it was when the demo ended, however it ended; at first, and for what cannot be read, as listed."""
    try:
        bids = json.loads(path.read_text())
        return tuple(replace(each, anchor=int(bids.get(each.instrument.symbol, each.anchor))) for each in MARKET)
    except (OSError, ValueError, KeyError, TypeError):
        return MARKET


def remember(path: Path, house: House, event: VenueEvent) -> None:
    """Writes the bids down, in ticks, whole or not at all."""
    if not isinstance(event, QuotesSeen):
        return
    instruments = house.venue.instruments()
    bids = {symbol: each.bid // instruments[symbol].tick for symbol, each in house.venue.quotes().items()}
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(bids))
    fresh.replace(path)
