"""Reads a lead's finished orders back from the journal, a bounded number at a time, newest first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.decide.desk import Desk
from core.engine import Engine
from core.model.events import OrderClosed, Record
from core.model.people import PersonId
from core.views.faithful import MOST, closed_orders, fired
from core.views.lead_orders import history_since, public

KIND: Final = ("OrderClosed",)
AT_ONCE: Final = 64
READ_MOST: Final = 640
"""Records one look reads at most: a lead who trades privately all day holds nobody up."""


@dataclass(frozen=True, slots=True)
class PastOrders:
    """Of leads alone: what others ordered is nobody's to see. Nothing before history begins is read (R-19.14)."""

    engine: Engine

    async def last_buys(self, lead: PersonId, buys: int = MOST) -> tuple[OrderClosed, ...]:
        """The lead's orders back to the so many-th fired buy, oldest first, since leading began."""
        since = await self.engine.read(lambda desk: _led_since(desk, lead))
        if since is None:
            return ()
        records = await self._back(
            lead, buys, lambda record: isinstance(record.fact, OrderClosed) and fired(record.fact), since=since
        )
        return closed_orders(record.fact for record in reversed(records) if record.at >= since)

    async def public(self, lead: PersonId, *, before: int, size: int) -> list[Record]:
        """Records with one public order more than a page has, where there are so many, below `before`."""
        since = await self.engine.read(history_since)
        return await self._back(lead, size + 1, public, since=since, before=before or None)

    async def _back(
        self,
        lead: PersonId,
        enough: int,
        counts: Callable[[Record], bool],
        *,
        since: datetime,
        before: int | None = None,
    ) -> list[Record]:
        records: list[Record] = []
        async for found in self.engine.back(lead, KIND, before=before, at_once=AT_ONCE):
            records += found
            if sum(map(counts, records)) >= enough or len(records) >= READ_MOST or found[-1].at < since:
                break
        return records


def _led_since(desk: Desk, lead: PersonId) -> datetime | None:
    """When the present leading began, or history; None for whoever does not lead."""
    known = desk.book.leads.get(lead)
    return max(known.active_since, history_since(desk)) if known and known.active_since else None
