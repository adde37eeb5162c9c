"""P2's chart: what a copier paid and got for a coin of one copy, read from the journal a bounded number of records."""

from typing import Final

from bot.chat.routes import Answer, Context
from bot.handlers.copier.floor import Floor
from bot.handlers.copier.selling import Assets
from bot.presses.pictures import ShowPrices
from bot.screens.coin_chart import coin_chart, price_picture
from core.model.events import Record
from core.model.market import Symbol
from core.model.people import PersonId
from core.views import coin_chart as views

READ_MOST: Final = 400
"""Records one look reads: some hundred orders of the lead."""


class Charting:
    """The handler."""

    def __init__(self, floor: Floor, assets: Assets) -> None:
        self.floor, self.assets = floor, assets

    async def shown(self, context: Context) -> Answer:
        """The chart; where nothing of the coin is held, or no price but one is known, P2 says what there is."""
        press = context.pressed(ShowPrices)
        who, lead, symbol = self.floor.who(context), PersonId(press.lead), Symbol(press.symbol)
        records, whole = await self._back(lead)
        view = await self.floor.engine.read(
            lambda desk: views.coin_chart(desk, who, lead, symbol, records, partial=not whole)
        )
        if view is None:
            return await self.assets.of(context, press.lead, press.symbol)
        look, names = await self.floor.looks.of(context.chat, context.t), self.floor.people.name
        return coin_chart(context.t, view, names, picture=price_picture(look, view, names))

    async def _back(self, lead: PersonId) -> tuple[list[Record], bool]:
        """The lead's records, oldest first; whether that was all."""
        records: list[Record] = []
        async for found in self.floor.engine.back(lead, views.KINDS):
            records += found
            if len(records) >= READ_MOST:
                return records[::-1], False
        return records[::-1], True
