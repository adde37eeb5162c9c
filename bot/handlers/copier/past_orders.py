"""Reads a lead's finished orders back from the journal, a bounded number at a time, newest first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from core.engine import Engine
from core.model.events import OrderClosed, Record
from core.model.people import PersonId
from core.views.faithful import MOST, closed_orders, fired
from core.views.lead_orders import public

KIND: Final = ("OrderClosed",)
AT_ONCE: Final = 64
READ_MOST: Final = 640
"""Records one look reads at most: a lead who trades privately all day holds nobody up."""


@dataclass(frozen=True, slots=True)
class PastOrders:
    """Of leads alone: what others ordered is nobody's to see."""

    engine: Engine

    async def last_buys(self, lead: PersonId, buys: int = MOST) -> tuple[OrderClosed, ...]:
        """The lead's orders back to the so many-th fired buy, oldest first, since leading began."""
        records = await self._back(
            lead, buys, lambda record: isinstance(record.fact, OrderClosed) and fired(record.fact)
        )
        since = await self.engine.read(
            lambda desk: known.active_since if (known := desk.book.leads.get(lead)) else None
        )
        if since is None:
            return ()
        return closed_orders(record.fact for record in reversed(records) if record.at >= since)

    async def public(self, lead: PersonId, *, before: int, size: int) -> list[Record]:
        """Records with one public order more than a page has, where there are so many, below `before`."""
        return await self._back(lead, size + 1, public, before=before or None)

    async def _back(
        self, lead: PersonId, enough: int, counts: Callable[[Record], bool], *, before: int | None = None
    ) -> list[Record]:
        records: list[Record] = []
        async for found in self.engine.back(lead, KIND, before=before, at_once=AT_ONCE):
            records += found
            if sum(map(counts, records)) >= enough or len(records) >= READ_MOST:
                break
        return records
