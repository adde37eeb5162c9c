"""R1 to R4: what copying brought and what it costs, read from the journal a bounded number of records at a time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.charts.pictures import Picture
from bot.chat.routes import Answer, Context
from bot.handlers.copier.floor import Floor
from bot.presses.copier import PnlBy, ShowCost, ShowPnl
from bot.screens import cost as cost_screens
from bot.screens import pnl as screens
from bot.screens.copies import no_copy
from bot.screens.pnl_picture import pnl_picture, sum_picture
from core.decide.desk import Desk
from core.model.events import Record
from core.model.people import PersonId
from core.views import cost, pnl
from core.views.copies import one_copy, rows_of

PNL_MOST: Final = 800
"""Records that one look at the PnL reads, over all leads."""
COST_MOST: Final = 240
"""Records that one look at the cost reads: some fifty lead orders."""


class Earnings:
    """The handlers."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    async def shown(self, context: Context) -> Answer:
        """/pnl, or a chip of it."""
        press = context.press if isinstance(context.press, ShowPnl) else ShowPnl()
        who, days = self.floor.who(context), press.days if press.days in screens.PERIODS else 0
        since = context.now - timedelta(days=days) if days else None
        told: dict[PersonId, Sequence[Record]] = {}
        left, whole = PNL_MOST, True
        for lead in await self.floor.engine.read(lambda desk: _copied(desk, who)):
            records, ended = await self._back(lead, pnl.KINDS, since=since, most=left)
            told[lead], left, whole = records, left - len(records), whole and ended
        view = await self.floor.engine.read(
            lambda desk: pnl.pnl(desk, who, told, days=days, since=since, partial=not whole)
        )
        picture = await self._picture(context, view, press.by)
        return screens.pnl(context.t, view, self.floor.people.name, by=press.by, picture=picture)

    async def _picture(self, context: Context, view: pnl.Pnl, by: PnlBy) -> Picture | None:
        look = await self.floor.looks.of(context.chat, context.t)
        match by:
            case PnlBy.TOTAL:
                return sum_picture(look, view)
            case PnlBy.DAY:
                return pnl_picture(look, view) if view.by_day else None
            case PnlBy.LEAD:
                return None

    async def cost(self, context: Context) -> Answer:
        """R4."""
        who, lead = self.floor.who(context), PersonId(context.pressed(ShowCost).lead)
        if lead not in await self.floor.engine.read(lambda desk: _copied(desk, who)):
            return no_copy(context.t)
        since = await self.floor.engine.read(lambda desk: _since(desk, who, lead))
        records, whole = await self._back(lead, cost.KINDS, since=since, most=COST_MOST)
        view = await self.floor.engine.read(lambda desk: cost.cost(desk, who, lead, records, partial=not whole))
        return no_copy(context.t) if view is None else cost_screens.cost(context.t, view, self.floor.people.name)

    async def _back(
        self, lead: PersonId, kinds: Sequence[str], *, since: datetime | None, most: int
    ) -> tuple[list[Record], bool]:
        """The records of a lead, oldest first, back to an instant or to the bound; whether that was all."""
        records: list[Record] = []
        async for found in self.floor.engine.back(lead, kinds):
            records += found
            if since is not None and found[-1].at < since:
                break
            if len(records) >= most:
                return records[::-1], False
        return records[::-1], True


def _copied(desk: Desk, who: PersonId) -> tuple[PersonId, ...]:
    """Everybody this person ever copied."""
    return tuple(lead.person for lead in desk.book.leads.values() if rows_of(lead, who))


def _since(desk: Desk, who: PersonId, lead: PersonId) -> datetime | None:
    copy = one_copy(desk, who, lead)
    return copy.line.since if copy else None
