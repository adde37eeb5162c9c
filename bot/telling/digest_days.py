"""What a day brought people and leads, for their digests, read from the book and the journal a little at a time."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, TypeAlias

import numpy as np

from core.engine import Engine
from core.model.people import PersonId
from core.views import digest as views

AT_ONCE: Final = 5
"""Days drawn, and records read, in one turn of the pen: a copier's portfolio takes up to 2 ms."""
Told: TypeAlias = views.CopierDay | views.LedDay


class Days:
    """One day of people and leads; what a lead's facts tell is read once for all their copiers."""

    def __init__(self, engine: Engine, start: datetime, end: datetime) -> None:
        self._engine, self.start, self.end = engine, start, end
        self._leads: dict[PersonId, views.LeadDay] = {}

    async def of(self, people: Sequence[PersonId]) -> Mapping[PersonId, Told]:
        """Of those who have anything to be told."""
        if not people:
            return {}
        numbers = np.array(people, np.int64)
        for lead in await self._engine.read(lambda desk: views.leads_of(desk, numbers)):
            if lead not in self._leads:
                self._leads[lead] = await self._read(lead)
        found: dict[PersonId, Told] = {}
        for at in range(0, len(people), AT_ONCE):
            few = people[at : at + AT_ONCE]
            days = await self._engine.read(
                lambda desk, few=few: [views.day_of(desk, who, self._leads, self.end) for who in few]  # type: ignore[misc]
            )
            found |= {who: day for who, day in zip(few, days, strict=True) if day is not None}
            await asyncio.sleep(0)
        return found

    async def _read(self, lead: PersonId) -> views.LeadDay:
        day = views.LeadDay(self.start, self.end)
        async for records in self._engine.back(lead, views.TOLD, at_once=AT_ONCE):
            day.count(records)
            if records[-1].at < self.start:
                break
            await asyncio.sleep(0)
        return day
