"""L4: a lead's receipts, read from the journal, newest first, until a page is full."""

from dataclasses import dataclass
from typing import Final

from bot.chat.routes import Answer, Context, Route
from bot.handlers.lead_floor import LEADS, LeadFloor
from bot.handlers.side import Side
from bot.presses.lead import ReceiptsPage, ShowReceipt
from bot.screens import lead_receipts as screens
from core.model.events import Record
from core.model.people import PersonId
from core.views.as_of import as_of
from core.views.log import KINDS
from core.views.receipts import OrderReceipt, is_lead_order, order_receipts

PAGE: Final = 10
READ_MOST: Final = 400
"""Records one page reads at most: ten orders of half a million copiers each."""
SLACK: Final = 256
"""Answers stand after their order's end: a page that ends at an order begins reading so many facts above it."""


@dataclass(frozen=True, slots=True)
class Page:
    """Receipts, newest first. `more`: there may be older ones."""

    rows: tuple[OrderReceipt, ...]
    more: bool


class LeadReceipts:
    """The handlers."""

    def __init__(self, floor: LeadFloor) -> None:
        """Hold what they work with."""
        self.floor = floor

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={"receipts": Route(self.listed, LEADS)},
            presses={ReceiptsPage: Route(self.listed, LEADS), ShowReceipt: Route(self.one, LEADS)},
        )

    async def listed(self, context: Context) -> Answer:
        """A page of them."""
        return await self._listed(context, context.press.before if isinstance(context.press, ReceiptsPage) else 0)

    async def _listed(self, context: Context, before: int) -> Answer:
        page = await self._page(self.floor.who(context), before)
        at = await self.floor.engine.read(as_of)
        return screens.receipts(context.t, at, page.rows, before=before, more=page.more)

    async def one(self, context: Context) -> Answer:
        """One of them; the page itself where it is not on it."""
        press = context.pressed(ShowReceipt)
        page = await self._page(self.floor.who(context), press.before)
        found = next((each for each in page.rows if each.order == press.order), None)
        if found is None:
            return await self._listed(context, 0)
        return screens.receipt(context.t, await self.floor.engine.read(as_of), found)

    async def _page(self, who: PersonId, before: int) -> Page:
        records: list[Record] = []
        start = before + SLACK if before else None
        orders = 0
        async for found in self.floor.engine.back(who, (*KINDS, "OrderClosed"), before=start):
            records += found
            orders += sum(is_lead_order(each.fact) and (not before or each.seq < before) for each in found)
            if orders > PAGE or len(records) >= READ_MOST:
                break
        told = await self.floor.engine.read(lambda desk: order_receipts(desk.book, records))
        rows = tuple(each for each in told if not before or each.seq < before)
        return Page(rows[:PAGE], len(rows) > PAGE or len(records) >= READ_MOST)
