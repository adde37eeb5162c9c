"""Selling all that a lead left behind after one review: an order a coin, each told by itself (R-3.15, R-12.10).

The plan's hash leaves prices out on purpose, as that of a stop does: whoever wants to be out is not sent back because
the market moved (rule 22). The first order has the confirmation's own origin, the others one made from it, so that a
crash between two of them sells each coin once.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from bot.chat.confirmations import Redeemed
from bot.chat.routes import Answer, Context, Route
from bot.handlers.copier.copies import plan_hash
from bot.handlers.copier.floor import Floor, origin_of_confirmation
from bot.handlers.copier.reviewing import Carried, Plan, PlannedReview
from bot.handlers.lead_floor import TRADERS
from bot.handlers.placing import OUTCOME_WITHIN
from bot.handlers.side import Side
from bot.past.endings import Ending, Endings
from bot.presses.copier import SellAllLeft
from bot.screens import selling_left as screens
from core.decide.desk import Desk
from core.model.commands import PlaceOrder
from core.model.events import OrderClosed, OrderDropped
from core.model.market import Side as TradeSide
from core.model.market import Symbol
from core.model.orders import OrderTerms, OrderType, order_id
from core.model.people import Origin, PersonId
from core.model.reasons import Denial
from core.views.as_of import as_of
from core.views.portfolio import all_left_by
from core.views.trade import TradePlan, trade_plan

LEAD, COINS, ORDERS = "lead", "coins", "orders"


class SellingLeft(PlannedReview):
    """The review and its handler."""

    do: ClassVar[str] = "sell_all_left"

    def __init__(self, floor: Floor, endings: Endings) -> None:
        super().__init__(floor)
        self.endings = endings

    def side(self) -> Side:
        """Its part of the table."""
        return Side(presses={SellAllLeft: Route(self.asked, TRADERS)}, reviews={self.do: self})

    async def asked(self, context: Context) -> Answer:
        return await self._review(context, PersonId(context.pressed(SellAllLeft).lead))

    async def again(self, context: Context, command: Mapping[str, Any], shown: Mapping[str, Any]) -> Answer:  # noqa: ARG002  # the protocol's
        """What is left by now."""
        return await self._review(context, PersonId(command[LEAD]))

    async def _review(self, context: Context, lead: PersonId) -> Answer:
        who = self.floor.who(context)
        plans = await self.floor.engine.read(lambda desk: _plans(desk, who, lead))
        coins = _coins(plans)
        return await self.open(context, {LEAD: int(lead), COINS: coins})

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Plan:
        who, lead, names = self.floor.who(context), PersonId(command[LEAD]), self.floor.people.name
        at, plans = await self.floor.engine.read(lambda desk: (as_of(desk), _plans(desk, who, lead)))
        coins = _coins(plans)
        return Plan(
            plan_hash(who, lead, coins),
            possible=bool(coins),
            draw=lambda nonce: screens.sell_all_left_review(context.t, at, plans, lead, names, nonce=nonce),
        )

    async def confirmed(self, context: Context, confirmed: Redeemed, nonce: str) -> Answer:
        """What is sold is what was shown; where some of it is gone, the rest is reviewed anew."""
        who, lead = self.floor.who(context), PersonId(confirmed.command[LEAD])
        begun, plans = await self.floor.engine.read(
            lambda desk: (origin_of_confirmation(nonce) in desk.book.origins, _plans(desk, who, lead))
        )
        if not begun and _coins(plans) != confirmed.command[COINS]:
            return await self._review(context, lead)
        return await super().confirmed(context, confirmed, nonce)

    async def carry_out(self, context: Context, command: Mapping[str, Any], origin: Origin) -> Carried:
        who, orders = self.floor.who(context), []
        for place, (symbol, units) in enumerate(command[COINS]):
            own = Origin(f"{origin}:{symbol}") if place else origin
            terms = _terms(Symbol(symbol), units)
            outcome = await self.floor.engine.submit(PlaceOrder(who, terms), own)
            orders.append([symbol, own, outcome.denial])
        told = {LEAD: command[LEAD], ORDERS: orders}
        return Carried(await self.told(context, told), told)

    async def told(self, context: Context, outcome: Mapping[str, Any]) -> Answer:
        orders: Sequence[tuple[str, str, int | None]] = outcome.get(ORDERS, [])
        sold = await asyncio.gather(*(self._sold(context, *order) for order in orders))
        at = await self.floor.engine.read(as_of)
        return screens.left_sold(context.t, at, sold, PersonId(outcome.get(LEAD, 0)), self.floor.people.name)

    async def _sold(self, context: Context, symbol: str, origin: str, denial: int | None) -> screens.SoldLeft:
        who = self.floor.who(context)
        instrument = await self.floor.engine.read(lambda desk: desk.book.instruments[Symbol(symbol)])
        if denial is not None:
            return screens.SoldLeft(instrument, Denial(denial))
        ending = await self.endings.of(order_id(who, Origin(origin)), who, seconds=OUTCOME_WITHIN)
        return screens.SoldLeft(instrument, ending=_final(ending))


def _final(ending: Ending | None) -> OrderClosed | OrderDropped | None:
    return ending if isinstance(ending, OrderClosed | OrderDropped) else None


def _terms(symbol: Symbol, units: int) -> OrderTerms:
    return OrderTerms(symbol, TradeSide.SELL, OrderType.MARKET, quantity=units)


def _coins(plans: Sequence[TradePlan]) -> list[list[str | int]]:
    """What can be sold now, as a confirmation keeps it."""
    return [[plan.terms.symbol, plan.terms.quantity] for plan in plans if screens.sellable(plan)]


def _plans(desk: Desk, who: PersonId, lead: PersonId) -> list[TradePlan]:
    left = all_left_by(desk, who, lead)
    found = (trade_plan(desk, who, _terms(each.symbol, each.units)) for each in left)
    return [plan for plan in found if plan is not None]
