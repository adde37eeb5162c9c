"""L3: what a person holds of their own and has open, each with the one tap that sells or cancels it."""

from dataclasses import replace

from bot.chat.routes import Answer, Context, Route
from bot.handlers.lead_floor import TRADERS
from bot.handlers.placing import OUTCOME_WITHIN, Placing
from bot.handlers.side import Side
from bot.html import NOTHING, Html
from bot.past.endings import Endings
from bot.people.directory import Directory
from bot.presses.copier import SellLeft
from bot.presses.trading import SellCoins, SellLot, TakeBack
from bot.screens.denied import denial_words
from bot.screens.lead_assets import assets as assets_screen
from core.decide.binding import lot_free
from core.decide.desk import Desk
from core.engine import Engine
from core.model.commands import CancelOrder
from core.model.market import Side as TradeSide
from core.model.market import Symbol
from core.model.orders import Assets, OrderId, OrderTerms, OrderType
from core.model.people import Origin, PersonId
from core.model.reasons import Denial
from core.views.lead_assets import own_assets
from core.views.portfolio import left_behind
from core.views.trade import ticket


class Holding:
    """The handlers; `placing` reviews the sales they come to."""

    def __init__(self, engine: Engine, people: Directory, placing: Placing, endings: Endings) -> None:
        """Hold what they work with."""
        self._engine = engine
        self._people = people
        self._placing = placing
        self._endings = endings

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={"assets": Route(self.assets, TRADERS)},
            presses={
                SellLot: Route(self.sell_lot, TRADERS),
                SellCoins: Route(self.sell_coins, TRADERS),
                SellLeft: Route(self.sell_left, TRADERS),
                TakeBack: Route(self.take_back, TRADERS, moves=True),
            },
        )

    def _who(self, context: Context) -> PersonId:
        number = self._people.number(context.person)
        assert number is not None, "who trades has joined"
        return number

    async def assets(self, context: Context) -> Answer:
        """L3."""
        return await self.drawn(context, NOTHING)

    async def drawn(self, context: Context, note: Html) -> Answer:
        who = self._who(context)
        return assets_screen(context.t, await self._engine.read(lambda desk: own_assets(desk, who)), note)

    async def sell_lot(self, context: Context) -> Answer:
        """All of one lead lot, at market."""
        who, lot = self._who(context), OrderId(context.pressed(SellLot).lot)
        terms = await self._engine.read(lambda desk: _lot_terms(desk, who, lot))
        if terms is None:
            return await self.drawn(context, denial_words(context.t, Denial.NOTHING_TO_SELL))
        return await self._placing.review(context, terms)

    async def sell_coins(self, context: Context) -> Answer:
        """All private coins of an instrument, and no lead assets (R-4.9)."""
        who, symbol = self._who(context), Symbol(context.pressed(SellCoins).symbol)
        shown = await self._engine.read(lambda desk: ticket(desk, who, symbol))
        if shown is None or not shown.private:
            return await self.drawn(context, denial_words(context.t, Denial.NOTHING_TO_SELL))
        quantity = shown.sellable_of(Assets.PRIVATE)
        terms = OrderTerms(symbol, TradeSide.SELL, OrderType.MARKET, quantity=quantity, assets=Assets.PRIVATE)
        return await self._placing.review(context, terms)

    async def sell_left(self, context: Context) -> Answer:
        """What a lead left this person with of a coin, and no more."""
        who, symbol = self._who(context), Symbol(context.pressed(SellLeft).symbol)
        left = await self._engine.read(lambda desk: left_behind(desk, who, symbol))
        if left is None:
            return await self.drawn(context, denial_words(context.t, Denial.NOTHING_TO_SELL))
        return await self._placing.review(
            context, OrderTerms(symbol, TradeSide.SELL, OrderType.MARKET, quantity=left.units)
        )

    async def take_back(self, context: Context) -> Answer:
        """Cancel; it raises no risk, so it acts at once."""
        order = OrderId(context.pressed(TakeBack).order)
        outcome = await self._engine.submit(CancelOrder(self._who(context), order), Origin(context.origin))
        if outcome.denial is not None:
            return await self.drawn(context, denial_words(context.t, outcome.denial, outcome.about))
        if await self._endings.gone(order, seconds=OUTCOME_WITHIN):
            return await self.drawn(context, context.t("assets", "✔ The order is cancelled."))
        return await self.drawn(context, context.t("assets", "✔ The order is being cancelled."))


def _lot_terms(desk: Desk, who: PersonId, lot_id: OrderId) -> OrderTerms | None:
    """What of the lot no open sale holds."""
    lead = desk.book.leads.get(who)
    lot = lead.lot(lot_id) if lead else None
    if lead is None or lot is None:
        return None
    terms = OrderTerms(lot.symbol, TradeSide.SELL, OrderType.MARKET, lot=lot.id)
    quantity = lot_free(lead, terms)
    return replace(terms, quantity=quantity) if quantity else None
