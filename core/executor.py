"""The executor: acts on the venue for what stands in the book, and brings each answer back as an input.

One lane an account, bounded in all, so that a silent account delays nobody. It remembers nothing that matters: after a
restart every order on its way is unanswered, and the venue is asked (the order contract).
"""

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeAlias, TypeGuard
from weakref import WeakValueDictionary

import numpy as np

from core.decide.desk import Desk, FlightAnswered, OrderAnswered, OrderMoved
from core.decide.leaving import Sent, Unsent, as_columns, leaving, may_leave, open_entries, present_attempt, single
from core.failpoints import failpoint
from core.hop import Asked
from core.model import events as e
from core.model.orders import OrderId
from core.model.people import PersonId
from core.pen import Pen, Runner, in_line
from core.ports import Clock, ColumnVenue, Found, Order, OrderSeen, Resting, Venue

_Plan: TypeAlias = e.EntriesPlanned | e.ExitsPlanned
AT_ONCE = 64
"""Calls to the venue that may be under way together."""


class Executor:
    """Sends, cancels and asks. `tasks` are the calls under way."""

    def __init__(self, pen: Pen, venue: Venue, clock: Clock, run: Runner = in_line) -> None:
        self._pen, self._venue, self._clock, self._run = pen, venue, clock, run
        self.tasks: set[asyncio.Task[None]] = set()
        self._lanes: WeakValueDictionary[PersonId, asyncio.Lock] = WeakValueDictionary()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._ids: dict[str, tuple[OrderId, int]] = {}
        self._asking: set[str] = set()

    # ── what has to be done ───────────────────────────────────────────────────

    def flights(self, records: Sequence[e.Record]) -> list[Asked]:
        """The copy orders of these durable facts, exits before entries, where the venue takes columns: they are placed
        right before the answers are decided on, and nothing is handed over in between.
        """
        venue = self._venue
        return [self._columns(venue, plan) for plan in _flights(records)] if _takes_columns(venue) else []

    def follow(self, records: Sequence[e.Record]) -> None:
        """Starts what these durable facts ask for otherwise; exits before entries."""
        if not _takes_columns(self._venue):
            for plan in _flights(records):
                self._start(self._fly(plan.flight))
        for record in records:
            fact = record.fact
            if isinstance(fact, e.OrderPlaced) and fact.waits:
                continue
            if isinstance(fact, e.OrderPlaced | e.OrderTriggered | e.OrderRetried):
                self._start(self._place(fact.order))
            elif isinstance(fact, e.OrderCancelling):
                self._start(self._cancel(fact.order))

    async def ask(self) -> None:
        """Starts asking about everything unanswered whose time has come."""
        flights, orders = await self._pen.glance(_asks)
        for key in flights:
            self._once(f"flight {key}", self._ask_flight(key))
        for order in orders:
            self._once(f"order {order}", self._ask_order(order))

    def moved(self, seen: OrderSeen) -> None:
        """A push about a resting order."""
        known = self._ids.get(seen.id)
        if known is not None:
            self._pen.post(OrderMoved(*known, seen))

    def _lane(self, account: PersonId) -> asyncio.Lock:
        """One call at a time for one account; the lane is gone when nobody is in it."""
        return self._lanes.setdefault(account, asyncio.Lock())

    def _once(self, key: str, work: Coroutine[Any, Any, None]) -> None:
        if key in self._asking:
            work.close()
            return
        self._asking.add(key)
        self._start(work).add_done_callback(lambda _task: self._asking.discard(key))

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    # ── a person's own orders ─────────────────────────────────────────────────

    async def _order(self, order_id: OrderId) -> tuple[Order, int] | None:
        def view(desk: Desk) -> tuple[Order, int] | None:
            order = desk.book.orders.get(order_id)
            return (present_attempt(order, desk.now), order.attempt) if order else None

        found = await self._pen.glance(view)
        if found:
            self._ids[found[0].id] = (order_id, found[1])
        return found

    async def _place(self, order_id: OrderId) -> None:
        found = await self._order(order_id)
        if found is None:
            return
        order, attempt = found
        async with self._lane(order.account), self._slots:
            failpoint("before place")
            answer = await self._venue.place(order)
            failpoint("after place")
        await self._answered(order_id, attempt, answer)

    async def _cancel(self, order_id: OrderId) -> None:
        found = await self._order(order_id)
        if found is None:
            return
        async with self._lane(found[0].account), self._slots:
            failpoint("before cancel")
            answer = await self._venue.cancel(found[0])
            failpoint("after cancel")
        await self._answered(order_id, found[1], answer)

    async def _ask_order(self, order_id: OrderId) -> None:
        found = await self._order(order_id)
        if found is None:
            return
        async with self._slots:
            failpoint("before ask")
            answer = await self._venue.find(found[0])
            failpoint("after ask")
        await self._answered(order_id, found[1], answer)
        if isinstance(answer, Resting) and await self._pen.read(lambda desk: _cancelling(desk, order_id)):
            await self._cancel(order_id)

    async def _answered(self, order_id: OrderId, attempt: int, answer: Found) -> None:
        await self._pen.write(OrderAnswered(order_id, attempt, answer))

    # ── copy orders ───────────────────────────────────────────────────────────

    async def _fly(self, key: str) -> None:
        sent, kept = await self._pen.glance(lambda desk: leaving(desk, key))
        if kept is not None:
            await self._pen.write(kept)
        if sent is not None:
            failpoint("before fly")
            await self._fly_singly(sent, asking=False)

    def _columns(self, venue: ColumnVenue, plan: _Plan) -> Asked:
        return Asked(lambda desk: self._flown(venue, desk, plan.flight), rows=len(plan.rows))

    def _flown(self, venue: ColumnVenue, desk: Desk, key: str) -> Iterator[FlightAnswered]:
        """Its plan was durable when this was asked for, and nobody but this executor answers it."""
        sent, kept = leaving(desk, key)
        if kept is not None:
            yield kept
        if sent is not None:
            failpoint("before fly")
            answer = venue.place_columns(sent.columns)
            failpoint("after fly")
            yield FlightAnswered(key, sent.where, answer, asked=False)

    async def _ask_flight(self, key: str) -> None:
        sent = await self._pen.glance(lambda desk: open_entries(desk, key))
        if sent is None:
            return
        if _takes_columns(self._venue):
            venue = self._venue
            failpoint("before ask")
            answer = await self._run(lambda: venue.find_columns(sent.columns))
            failpoint("after ask")
            await self._pen.write(FlightAnswered(key, sent.where, answer, asked=True))
        else:
            await self._fly_singly(sent, asking=True)

    async def _fly_singly(self, sent: Sent, *, asking: bool) -> None:
        """One call an entry, each in its account's lane; answers that are in are written together."""
        answers: asyncio.Queue[tuple[int, Found | Unsent]] = asyncio.Queue()
        calls = [
            asyncio.create_task(self._one(sent, entry, answers, asking=asking)) for entry in range(len(sent.where))
        ]
        try:
            left = len(calls)
            while left:
                batch = [await answers.get()]
                while not answers.empty():
                    batch.append(answers.get_nowait())
                left -= len(batch)
                entries = np.array([entry for entry, _ in batch], np.int32)
                order = np.argsort(entries)
                columns = as_columns([batch[place][1] for place in order.tolist()])
                where = sent.where[entries[order]]
                await self._pen.write(FlightAnswered(sent.flight, where, columns, asked=asking))
        finally:
            for call in calls:
                call.cancel()

    async def _one(
        self, sent: Sent, entry: int, answers: asyncio.Queue[tuple[int, Found | Unsent]], *, asking: bool
    ) -> None:
        order = single(sent.columns, entry, self._clock.now())
        found: Found | Unsent = Unsent()
        async with self._lane(order.account), self._slots:
            if asking:
                found = await self._venue.find(order)
            elif await self._pen.glance(
                lambda desk: may_leave(desk, desk.book.flights[sent.flight], sent.where[entry : entry + 1]).all()
            ):
                found = await self._venue.place(order)
        await answers.put((entry, found))


def _flights(records: Sequence[e.Record]) -> list[_Plan]:
    """The plans that have anything to send, exits before entries."""
    facts = [record.fact for record in records]
    exits = [fact for fact in facts if isinstance(fact, e.ExitsPlanned)]
    entries = [fact for fact in facts if isinstance(fact, e.EntriesPlanned)]
    plans: list[_Plan] = [*exits, *entries]
    return [plan for plan in plans if plan.quantity.any()]


def _reached(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now


def _asks(desk: Desk) -> tuple[list[str], list[OrderId]]:
    """The flights and orders whose venue is to be asked now."""
    flights = [key for key, flight in desk.book.flights.items() if _reached(flight.ask_at, desk.now)]
    orders = [order for order in desk.book.unanswered if _reached(desk.book.orders[order].ask_at, desk.now)]
    return flights, orders


def asks_due(desk: Desk) -> bool:
    """Whether anything unanswered is to be asked about now."""
    return any(_asks(desk))


def _takes_columns(venue: Venue) -> TypeGuard[ColumnVenue]:
    return hasattr(venue, "place_columns")


def _cancelling(desk: Desk, order_id: OrderId) -> bool:
    order = desk.book.orders.get(order_id)
    return order is not None and order.cancelling
