"""What became of a person's orders, for the screen that placed them: from memory, else from the journal."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from core.decide.desk import Desk
from core.engine import Engine
from core.model import events as e
from core.model.orders import OrderId, OrderState
from core.model.people import PersonId

Ending = e.OrderClosed | e.OrderDropped | e.OrderRested | e.OrderPlaced
"""The last is an order that waits for its price: it stands in the desk's own book."""
KEPT: Final = 1_000
LOOKED_BACK: Final = 100
"""Ends of one person's orders that are read from the journal at most."""


class Endings:
    """Listens to the engine; `of` waits a little for what is still on its way."""

    def __init__(self, engine: Engine) -> None:
        """Knows of what happens from now on."""
        self._engine = engine
        self._seen: OrderedDict[OrderId, Ending] = OrderedDict()
        self._waiting: dict[OrderId, asyncio.Event] = {}
        engine.listen(self._learn)

    async def of(self, order: OrderId, person: PersonId, *, seconds: float) -> Ending | None:
        """The newest ending of an order, a rest included; None where there is none within so many seconds."""
        if order in self._seen:
            return self._seen[order]
        if not await self._engine.read(lambda desk: _is_sent(desk, order)):
            return await self._earlier(order, person)
        if order not in self._seen:
            await self._wait(order, seconds)
        return self._seen.get(order)

    async def gone(self, order: OrderId, *, seconds: float) -> bool:
        """Whether an order is out of the exchange's book within so many seconds."""
        if isinstance(self._seen.get(order), e.OrderClosed | e.OrderDropped):
            return True
        await self._wait(order, seconds)
        return isinstance(self._seen.get(order), e.OrderClosed | e.OrderDropped)

    async def _wait(self, order: OrderId, seconds: float) -> None:
        event = self._waiting.setdefault(order, asyncio.Event())
        try:
            await asyncio.wait_for(event.wait(), seconds)
        except TimeoutError:
            pass
        finally:
            self._waiting.pop(order, None)

    async def _earlier(self, order: OrderId, person: PersonId) -> Ending | None:
        """From before this process began, or from longer ago than is kept."""
        rests = await self._engine.read(lambda desk: _rests(desk, order))
        if rests is not None:
            return rests
        records = await self._engine.past(person, ("OrderClosed", "OrderDropped"), most=LOOKED_BACK)
        facts = [record.fact for record in records]
        ends = [fact for fact in facts if isinstance(fact, e.OrderClosed | e.OrderDropped)]
        return next((fact for fact in ends if fact.order == order), None)

    def _learn(self, records: Sequence[e.Record]) -> None:
        for record in records:
            if isinstance(record.fact, e.OrderClosed | e.OrderDropped | e.OrderRested):
                self._keep(record.fact)
            if isinstance(record.fact, e.OrderPlaced) and record.fact.waits:
                self._keep(record.fact)

    def _keep(self, fact: Ending) -> None:
        self._seen[fact.order] = fact
        while len(self._seen) > KEPT:
            self._seen.popitem(last=False)
        waiting = self._waiting.get(fact.order)
        if waiting is not None:
            waiting.set()


def _is_sent(desk: Desk, order: OrderId) -> bool:
    """Whether its end, or its rest, is still to come."""
    found = desk.book.orders.get(order)
    return found is not None and found.state not in {OrderState.RESTING, OrderState.WAITING}


def _rests(desk: Desk, order: OrderId) -> Ending | None:
    """Where it stands, if it stands still: at the venue, or here until its price comes."""
    found = desk.book.orders.get(order)
    if found is not None and found.state is OrderState.WAITING:
        return e.OrderPlaced(order, found.person, found.terms, found.switch_on, found.quantity, 0, 0)
    if found is None or found.state is not OrderState.RESTING:
        return None
    return e.OrderRested(order, found.done, found.notional, found.fee)
