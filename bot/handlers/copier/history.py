"""The log and the why-card: the journal's records of one lead, read newest first until a page is full."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.chat.routes import Answer, Context
from bot.handlers.copier.floor import Floor
from bot.presses.copier import ShowLog, ShowWhy
from bot.screens import log as screens
from bot.screens.copies import no_copy
from core.decide.desk import Desk
from core.engine import Engine
from core.model.events import EntriesPlanned, ExitsPlanned, Record
from core.model.people import PersonId
from core.views.as_of import as_of
from core.views.copies import my_copies, rows_of
from core.views.log import ANSWERED, KINDS, PLANNED, LogRow, log_rows, place_of, unfinished
from core.views.why import Why, why

WHY_LINK: Final = "t_"
"""How the `?start=` text of a why-card begins; the copy's short name follows."""
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


class Logs:
    """The handlers."""

    def __init__(self, floor: Floor, history: History) -> None:
        self.floor, self.history = floor, history

    async def shown(self, context: Context) -> Answer:
        press = context.pressed(ShowLog)
        return await self._log(context, PersonId(press.lead), max(0, press.before))

    async def asked(self, context: Context) -> Answer:
        """/log: of the only copy, or whose?"""
        leads = await self._leads(context)
        if len(leads) == 1:
            return await self._log(context, leads[0], 0)
        at = await self.floor.engine.read(as_of)
        return screens.logs(context.t, at, leads, self.floor.people.name)

    async def _log(self, context: Context, lead: PersonId, before: int) -> Answer:
        if lead not in await self._leads(context):
            return no_copy(context.t)  # a forged number must not bring up anybody's name
        page = await self.history.page(self.floor.who(context), lead, before=before)
        at = await self.floor.engine.read(as_of)
        return screens.copy_log(context.t, at, lead, page.rows, self.floor.people.name, before=before, more=page.more)

    async def why(self, context: Context) -> Answer:
        press = context.pressed(ShowWhy)
        card = await self.history.why(self.floor.who(context), PersonId(press.lead), press.seq)
        return (
            screens.no_why(context.t, "?")
            if card is None
            else screens.why_card(context.t, card, self.floor.people.name)
        )

    async def linked(self, context: Context) -> Answer:
        """A link to a why-card; to whoever has no such copy it is one that does not exist."""
        wanted = context.args.removeprefix(WHY_LINK)
        if self.floor.maybe(context) is None:
            return screens.no_why(context.t, wanted)
        return await self.why_by_id(replace(context, args=wanted))

    async def why_by_id(self, context: Context) -> Answer:
        """/why and the id of a copy, sought among the newest results of each copy."""
        wanted = context.args.strip().upper()
        if wanted:
            for lead in await self._leads(context):
                page = await self.history.page(self.floor.who(context), lead, size=READ_MOST)
                row = next((row for row in page.rows if row.reference == wanted), None)
                if row is not None:
                    card = await self.history.why(self.floor.who(context), lead, row.seq)
                    if card is not None:
                        return screens.why_card(context.t, card, self.floor.people.name)
        return screens.no_why(context.t, wanted)

    async def _leads(self, context: Context) -> tuple[PersonId, ...]:
        who = self.floor.who(context)
        mine = await self.floor.engine.read(lambda desk: my_copies(desk, who))
        return tuple(dict.fromkeys(line.lead for line in (*mine.live, *mine.ended)))
