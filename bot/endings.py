"""What became of orders a moment ago, for the screen that placed them; a restart may empty it without harm."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from core.model import events as e
from core.model.orders import OrderId

Ending = e.OrderClosed | e.OrderDropped | e.OrderRested
KEPT: Final = 1_000


class Endings:
    """Listens to the engine; `of` waits a little for what is still on its way."""

    def __init__(self) -> None:
        """Knows of nothing before it listens."""
        self._seen: OrderedDict[OrderId, Ending] = OrderedDict()
        self._waiting: dict[OrderId, asyncio.Event] = {}

    def learn(self, records: Sequence[e.Record]) -> None:
        """The ends, and the rests, among new facts."""
        for record in records:
            if isinstance(record.fact, e.OrderClosed | e.OrderDropped | e.OrderRested):
                self._keep(record.fact)

    async def of(self, order: OrderId, *, seconds: float) -> Ending | None:
        """The newest ending of an order; None where there is none within so many seconds."""
        event = self._waiting.setdefault(order, asyncio.Event())
        try:
            if order not in self._seen:
                await asyncio.wait_for(event.wait(), seconds)
        except TimeoutError:
            pass
        finally:
            self._waiting.pop(order, None)
        return self._seen.get(order)

    def _keep(self, fact: Ending) -> None:
        self._seen[fact.order] = fact
        while len(self._seen) > KEPT:
            self._seen.popitem(last=False)
        waiting = self._waiting.get(fact.order)
        if waiting is not None:
            waiting.set()
