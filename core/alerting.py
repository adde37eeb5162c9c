"""Alerting: follows the journal from a cursor of its own and hands alerts to a durable outbox (architecture, rule 6).

It lags behind trading and never holds it up: a fact over many copiers is taken in parts, and only for people who can
be told. Cut off by a crash it begins again at its cursor; the outbox keeps the same fact, person and kind one message.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, Protocol, TypeVar

from numpy.typing import NDArray

from core.decide.desk import Desk
from core.model.columns import Mask
from core.model.events import OrderClosed, Record
from core.model.people import PersonId
from core.pen import DeskStopped
from core.ports import Clock
from core.views.alerts import Alert, AlertKind, each_alert, entries_of, receipt
from core.views.log import KINDS
from core.views.offline import Offline, Signs
from core.views.receipts import order_receipts

T = TypeVar("T")
PART: Final = 250
"""Entries of one fact taken in a hop, measured at some 7 ms; the loop runs on in between."""
KEPT: Final = 256
"""Facts kept in memory until they are told; more are read from the journal again."""
AT_ONCE: Final = 8
BEAT_EVERY: Final = timedelta(seconds=30)
"""How often the desk says that it lives: an outage is measured from the last time."""
SAVE_EVERY: Final = 200
"""Facts that nobody is told of are passed in memory; after so many the cursor is made durable too."""


Puzzled = Callable[[Record, Exception], Awaitable[None]]
"""Hears of a fact that cannot be put into alerts, and why."""


async def unheard(_record: Record, problem: Exception) -> None:
    """Where nobody is there to hear of it, it is as loud as any other mistake."""
    raise problem


class Source(Protocol):
    """What alerting needs of the engine."""

    async def read(self, view: Callable[[Desk], T]) -> T: ...

    async def past(
        self, subject: PersonId, kinds: Sequence[str], *, before: int | None = None, most: int = 10
    ) -> list[Record]: ...

    async def since(self, after: int, most: int) -> list[Record]: ...

    def listen(self, listener: Callable[[Sequence[Record]], None]) -> None: ...


class Door(Protocol):
    """The durable outbox as alerting sees it."""

    async def cursor(self) -> int | None:
        """The number of the last fact that was told to the end; None on a new desk."""
        ...

    def reachable(self, people: NDArray[Any]) -> Mask:
        """Which of these person numbers can be told anything."""
        ...

    async def tell(self, alerts: Sequence[Alert], *, seq: int | None) -> None:
        """Stores them, each once however often it is handed in, and moves the cursor to `seq` with the last of them."""
        ...

    async def beat(self, now: datetime) -> None:
        """Remembers that the desk lives."""
        ...

    async def alive(self) -> datetime | None:
        """When it last did."""
        ...


class Alerting:
    """One follower. `open` finds its place, `run` follows until it is cancelled."""

    def __init__(self, source: Source, door: Door, clock: Clock, puzzled: Puzzled = unheard) -> None:
        self._source, self._door, self._clock, self._puzzled = source, door, clock, puzzled
        self._fresh: deque[Record] = deque(maxlen=KEPT)
        self._news = asyncio.Event()
        self._cursor, self._saved = 0, 0
        self._offline: Offline | None = None
        self._beat_at: datetime | None = None

    async def open(self) -> None:
        """Finds its place and begins to listen. A desk that never alerted begins with what happens from now on."""
        self._source.listen(self._hear)
        place = await self._door.cursor()
        if place is None:
            place = await self._source.read(lambda desk: desk.book.seq)
            await self._door.tell((), seq=place)
        else:
            # an older journal beside newer notes: its next facts are told, whatever was told of their numbers
            place = min(place, await self._source.read(lambda desk: desk.book.seq))
            self._offline = await self._looked_back(place)
        self._cursor = self._saved = place

    async def _looked_back(self, place: int) -> Offline | None:
        """From the last fact that was told on: when the desk lived, and when it started."""
        signs = Signs(await self._door.alive())
        after = max(place - 1, 0)
        while found := await self._source.since(after, AT_ONCE):
            for record in found:
                signs.see(record)
            after = found[-1].seq
        return signs.outage()

    async def run(self) -> None:
        """Follows until it is cancelled, or until the desk stops."""
        while True:
            self._news.clear()
            try:
                told = await self.catch_up()
            except DeskStopped:
                return
            if not told:
                await self._wait(await self._beaten())

    async def catch_up(self) -> int:
        """Tells all that is known now; how many facts that were."""
        facts = 0
        while records := await self._next():
            for record in records:
                await self._tell(record)
                facts += 1
        if self._offline is not None and self._clock.now() >= self._offline.ends:
            await self._end_offline(self._offline)
        return facts

    async def _beaten(self) -> datetime:
        """Says that the desk lives, unless what it missed is still being told; when to look again."""
        if self._offline is not None:
            return self._offline.ends
        now = self._clock.now()
        if self._beat_at is None or now - self._beat_at >= BEAT_EVERY:
            await self._door.beat(now)
            self._beat_at = now
        return self._beat_at + BEAT_EVERY

    async def _end_offline(self, ended: Offline) -> None:
        await self._door.tell(ended.alerts(), seq=self._cursor)
        self._saved, self._offline = self._cursor, None

    def _hear(self, records: Sequence[Record]) -> None:
        self._fresh.extend(records)
        self._news.set()

    async def _next(self) -> Sequence[Record]:
        """The next facts: from memory, or from the journal after a start and when more came than is kept."""
        while self._fresh and self._fresh[0].seq <= self._cursor:
            self._fresh.popleft()
        if self._fresh and self._fresh[0].seq == self._cursor + 1:
            return (self._fresh.popleft(),)
        return await self._source.since(self._cursor, AT_ONCE)

    async def _tell(self, record: Record) -> None:
        if self._offline is not None:
            self._offline.follow(record)
            if record.at > self._offline.ends:
                await self._end_offline(self._offline)
        entries = await self._source.read(lambda desk: entries_of(desk, record))
        for start in range(0, entries, PART):
            part = slice(start, start + PART)
            whole = await self._composed(record, part)
            last = start + PART >= entries and self._offline is None  # an outage is told as a whole, or counted anew
            if whole or (last and record.seq - self._saved >= SAVE_EVERY):
                await self._door.tell(whole, seq=record.seq if last else None)
                self._saved = record.seq if last else self._saved
            await asyncio.sleep(0)
        self._cursor = record.seq

    async def _composed(self, record: Record, part: slice) -> list[Alert]:
        """A part of a fact in alerts. What cannot be put into any is passed over and said aloud: all that happens
        after it would wait for ever, through every start."""
        try:
            found = await self._source.read(lambda desk: list(each_alert(desk, record, self._door.reachable, part)))
            whole = [await self._counted(alert) for alert in (self._offline.take(found) if self._offline else found)]
        except DeskStopped:
            raise
        except Exception as problem:  # noqa: BLE001 - whatever is wrong with one fact must not silence the others
            await self._puzzled(record, problem)
            return []
        return [alert for alert in whole if alert.kind is not AlertKind.LEAD_ORDER_COPIED or alert.copiers]

    async def _counted(self, alert: Alert) -> Alert:
        """A lead's receipt with its figures, read back to the order's own end."""
        if alert.kind is not AlertKind.LEAD_ORDER_COPIED or alert.lead is None:
            return alert
        records: list[Record] = []
        before: int | None = None
        while found := await self._source.past(alert.lead, (*KINDS, "OrderClosed"), before=before, most=AT_ONCE):
            records += found
            before = found[-1].seq
            if any(isinstance(each.fact, OrderClosed) and each.fact.order == alert.order for each in found):
                break
        counted = receipt(records, alert.order)
        told = replace(alert, copied=counted.copied, copiers=counted.copiers, failures=counted.failures)
        whole = await self._source.read(lambda desk: order_receipts(desk.book, records))
        for each in whole:
            if each.order == alert.order:
                return replace(told, away=each.away, middle=each.middle, slow=each.slow)
        return told

    async def _wait(self, due: datetime) -> None:
        waits = [asyncio.ensure_future(self._news.wait()), asyncio.ensure_future(self._clock.sleep_until(due))]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
