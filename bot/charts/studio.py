"""Pictures on demand: one process draws, one picture after another, and whoever waits does not wait long.

A picture that is not there in time, that cannot be drawn, or for which there is no library is None: the text does
without. A process that died, hangs or has drawn its share is replaced. Nothing here holds up the event loop.
"""

import asyncio
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import structlog

from bot.charts.easel import PROGRAM, Broken, Easel, NoLibrary
from bot.charts.pictures import Picture, key_of, pack

QUEUE_MOST: Final = 32
"""More would be waited for in vain."""
KEPT: Final = 16
"""The newest pictures, of some 60 kB each, for the press after the one that could not wait."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Seconds, and how many pictures one process draws."""

    warm_after: float = 3.0
    within: float = 3.0
    stand_within: float = 30.0
    draw_within: float = 6.0
    rest: float = 60.0
    """After a process that could not be started."""
    recycle: int = 50


class Studio:
    """Draws. `start` warms the process, `stop` ends it; in between `draw` may be called by anybody."""

    def __init__(self, times: Times | None = None, *, program: tuple[str, ...] = PROGRAM) -> None:
        """Nothing runs yet; before `start` and after `stop` no picture is drawn."""
        self._times = times or Times()
        self._program = program
        self._easel: Easel | None = None
        self._waiting: OrderedDict[str, tuple[Picture, asyncio.Future[bytes | None]]] = OrderedDict()
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._wanted = asyncio.Event()
        self._work: asyncio.Task[None] | None = None
        self._able = True

    @property
    def possible(self) -> bool:
        """False before the start, where there is no library, and while no process can be started."""
        return self._able and self._work is not None and not self._work.done()

    @property
    def chinese(self) -> bool:
        """Whether Chinese can be drawn; False while no process has told."""
        return self._easel is not None and self._easel.chinese

    async def start(self) -> None:
        """Begin; the process is warmed a moment later, when the desk has begun its own work."""
        self._work = asyncio.create_task(self._run(), name="studio")

    async def stop(self) -> None:
        """End the process, whatever it does; who still waits gets none."""
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
            self._work = None
        self._give_up()
        await self._fall()

    async def draw(self, picture: Picture) -> bytes | None:
        """The PNG, or None where it is not there in time. What comes later is kept for the next who asks."""
        key = key_of(picture)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if not self.possible:
            return None
        if key not in self._waiting:
            if len(self._waiting) >= QUEUE_MOST:
                return None
            self._waiting[key] = picture, asyncio.get_running_loop().create_future()
            self._wanted.set()
        done = self._waiting[key][1]
        await asyncio.wait({done}, timeout=self._times.within)
        return done.result() if done.done() else None

    async def _run(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._times.warm_after):
                await self._wanted.wait()
        try:
            while True:
                await self._work_on(self._easel or await self._stand())
        except NoLibrary:
            log.info("no pictures: matplotlib is not installed")
            self._able = False
            self._give_up()

    async def _stand(self) -> Easel:
        """Start a process, as often as it takes; while that cannot be done, nobody waits for it. Raises NoLibrary."""
        while True:
            try:
                async with asyncio.timeout(self._times.stand_within):
                    self._easel = await Easel.stand(self._program)
            except (Broken, OSError, TimeoutError, ValueError) as problem:
                log.warning("the drawing process cannot be started", problem=type(problem).__name__)
                self._able = False
                self._give_up()
                await asyncio.sleep(self._times.rest)
            else:
                self._able = True
                return self._easel

    async def _work_on(self, easel: Easel) -> None:
        """Draw the next picture."""
        if not self._waiting:
            self._wanted.clear()
            await self._wanted.wait()
        if easel.dead:  # while nobody asked: the picture need not suffer for it
            await self._fall()
            return
        key, (picture, done) = next(iter(self._waiting.items()))
        png, spent = None, False
        try:
            async with asyncio.timeout(self._times.draw_within):
                png = await easel.draw(pack(picture))
        except (Broken, TimeoutError) as problem:
            log.warning("a drawing process is replaced", problem=type(problem).__name__, kind=picture.kind)
            spent = True
        del self._waiting[key]
        self._answer(key, done, png)
        if spent or easel.asked >= self._times.recycle:
            await self._fall()

    def _answer(self, key: str, done: "asyncio.Future[bytes | None]", png: bytes | None) -> None:
        if png is not None:
            self._kept[key] = png
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        done.set_result(png)

    def _give_up(self) -> None:
        for _, done in self._waiting.values():
            done.set_result(None)
        self._waiting.clear()
        self._wanted.clear()

    async def _fall(self) -> None:
        easel, self._easel = self._easel, None
        if easel is not None:
            await easel.fall()
