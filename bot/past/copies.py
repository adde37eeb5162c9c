"""What became of one copier's copies of one lead: results newest first, until a page is full, and the card of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core.decide.desk import Desk
from core.engine import Engine
from core.model.events import EntriesPlanned, ExitsPlanned, Record
from core.model.people import PersonId
from core.views.copies import rows_of
from core.views.log import ANSWERED, KINDS, PLANNED, LogRow, log_rows, place_of, unfinished
from core.views.why import Why, why

PAGE: Final = 10
ANSWERS: Final = 8
"""Answers to one plan that are read with it: enough for nearly every one."""
READ_MOST: Final = 400
"""Records one page reads at most, so that a copier of whom little is told holds nobody up."""
SLACK: Final = 256
"""Answers stand after their plans: a page that ends at a plan begins reading so many facts above it."""


@dataclass(frozen=True, slots=True)
class Page:
    """Results, newest first. `more`: there may be older ones; `read_to`: the oldest fact that was looked at."""

    rows: tuple[LogRow, ...]
    more: bool
    read_to: int = 0


@dataclass(slots=True)
class History:
    """Reads what the journal holds of one copier's copies of one lead."""

    engine: Engine

    async def page(self, who: PersonId, lead: PersonId, *, before: int = 0, size: int = PAGE) -> Page:
        """The newest results below `before`; 0 is from the newest on."""
        records: list[Record] = []
        start = before + SLACK if before else None
        rows: tuple[LogRow, ...] = ()
        async for found in self.engine.back(lead, KINDS, before=start):
            records += found
            rows = await self._rows(who, lead, records, before)
            if len(rows) > size or len(records) >= READ_MOST:
                break
        if before and unfinished(rows[:size]):
            records += await self._answers(lead, above=before + SLACK)
            rows = await self._rows(who, lead, records, before)
        read_to = min((record.seq for record in records), default=0)
        return Page(rows[:size], len(rows) > size or len(records) >= READ_MOST, read_to)

    async def why(self, who: PersonId, lead: PersonId, seq: int) -> Why | None:
        """The card of the result that the fact `seq` decided; None where it says nothing of this person."""
        found = await self.engine.past(lead, PLANNED, before=seq + 1, most=1)
        if not found or found[0].seq != seq:
            return None
        answers = await self.engine.past(lead, ANSWERED, before=seq + SLACK, most=ANSWERS)
        rows = await self._rows(who, lead, [*found, *answers], 0)
        if unfinished(rows):
            answers += await self._answers(lead, above=seq)
            rows = await self._rows(who, lead, [*found, *answers], 0)
        row = next((row for row in rows if row.seq == seq), None)
        return None if row is None else await self.engine.read(lambda desk: _card(desk, found[0], row, who, lead))

    async def _answers(self, lead: PersonId, *, above: int) -> list[Record]:
        """The answers after a fact, newest first."""
        answers: list[Record] = []
        async for found in self.engine.back(lead, ANSWERED):
            answers += [record for record in found if record.seq > above]
            if found[-1].seq <= above or len(answers) >= READ_MOST:
                break
        return answers

    async def _rows(self, who: PersonId, lead: PersonId, records: Sequence[Record], before: int) -> tuple[LogRow, ...]:
        rows = await self.engine.read(lambda desk: _told(desk, who, lead, records))
        return tuple(row for row in rows if not before or row.seq < before)


def _told(desk: Desk, who: PersonId, lead: PersonId, records: Sequence[Record]) -> list[LogRow]:
    """The results of all copies this person ever had of this lead."""
    known = desk.book.leads.get(lead)
    unique = {record.seq: record for record in records}.values()
    mine = rows_of(known, who) if known else []
    rows = [row for at in mine for row in log_rows(desk.book, unique, who=who, row=at)]
    return sorted(rows, key=lambda row: -row.seq)


def _card(desk: Desk, record: Record, row: LogRow, who: PersonId, lead: PersonId) -> Why | None:
    plan = record.fact
    assert isinstance(plan, EntriesPlanned | ExitsPlanned), "only plans are asked for"
    mine = rows_of(desk.book.leads[lead], who)
    at = next((at for at in mine if place_of(plan.rows, at) is not None), None)
    return None if at is None else why(desk, record, row, lead=lead, at=at)
