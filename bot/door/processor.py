"""One person's updates in order, many people's at once, and what is urgent before the backlog.

The library's own processor takes updates from memory; ours come from the inbox, so this drives
`Application.process_update` itself: one at a time a person, at most `parallel` together.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar

import structlog

Item = TypeVar("Item")

PARALLEL: Final = 16  # between 8 and 32: beyond, httpcore's walk over its pool costs more than it brings
URGENT_EXTRA: Final = 2  # places that only urgent work may take, so that /stop never waits for slow handlers
STOP_GRACE: Final = 5.0  # promises.md §5: a handler that waits out a ban must not hold up a stop

log = structlog.get_logger(__name__)


class Lanes(Generic[Item]):
    """Work by person. `work` must see to its own errors: whatever it raises is logged and the lane goes on."""

    def __init__(self, work: Callable[[Item], Awaitable[None]], *, parallel: int = PARALLEL) -> None:
        """Start nothing yet."""
        self._work = work
        self._parallel = parallel
        self._urgent: dict[int, deque[Item]] = {}
        self._queues: dict[int, deque[Item]] = {}
        self._ready: deque[int] = deque()
        self._ready_urgent: deque[int] = deque()
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._idle = asyncio.Event()
        self._idle.set()
        self._stopped = False
        self._waiting = 0

    @property
    def waiting(self) -> int:
        """How many items have not begun."""
        return self._waiting

    def put(self, person: int, item: Item, *, urgent: bool = False) -> None:
        """Hand in an item; an urgent one passes the person's own backlog and everybody else's."""
        queues = self._urgent if urgent else self._queues
        queue = queues.setdefault(person, deque())
        queue.append(item)
        self._waiting += 1
        self._idle.clear()
        if len(queue) == 1:
            (self._ready_urgent if urgent else self._ready).append(person)
        self._start()

    async def drain(self) -> None:
        """Wait until nothing is waiting or running."""
        await self._idle.wait()

    async def stop(self, grace: float = STOP_GRACE) -> None:
        """Begin nothing more; what runs gets so many seconds. What was not finished stands in the inbox."""
        self._stopped = True
        if not self._busy:
            return
        _, late = await asyncio.wait(self._busy.values(), timeout=grace)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _start(self) -> None:
        while not self._stopped and (person := self._next()) is not None:
            queue = self._urgent.get(person) or self._queues[person]
            item = queue.popleft()
            self._waiting -= 1
            task = asyncio.get_running_loop().create_task(self._run(item), name=f"person {person}")
            self._busy[person] = task
            task.add_done_callback(lambda _, person=person: self._done(person))  # type: ignore[misc]

    def _next(self) -> int | None:
        room = self._parallel - len(self._busy)
        while self._ready_urgent and room > -URGENT_EXTRA:
            person = self._ready_urgent.popleft()
            if person not in self._busy and self._urgent.get(person):
                return person
        while self._ready and room > 0:
            person = self._ready.popleft()
            if person not in self._busy and self._queues.get(person):
                return person
        return None

    async def _run(self, item: Item) -> None:
        try:
            await self._work(item)
        except Exception:  # the lane of a person must outlive any item
            log.exception("an item was dropped by an unexpected error")

    def _done(self, person: int) -> None:
        del self._busy[person]
        for queues, ready in ((self._urgent, self._ready_urgent), (self._queues, self._ready)):
            if queues.get(person):
                ready.append(person)
            else:
                queues.pop(person, None)
        if not self._busy and not self._urgent and not self._queues:
            self._idle.set()
        self._start()
