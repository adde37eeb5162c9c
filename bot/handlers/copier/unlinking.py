"""Keep, unlink: a coin leaves a copy without a sale, after a review (R-12.9)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from bot.chat.routes import Answer, Context
from bot.handlers.copier.copies import plan_hash
from bot.handlers.copier.reviewing import Carried, Plan, PlannedReview
from bot.presses.copier import AskUnlink
from bot.screens import unlinking as screens
from bot.screens.asset import nothing_held
from bot.screens.copies import refused
from core.model.commands import ReleaseLots
from core.model.market import Symbol
from core.model.people import Origin, PersonId
from core.model.reasons import Denial
from core.views.sale import holding

LEAD, SYMBOL, DENIAL, ABOUT = "lead", "symbol", "denial", "about"


class Unlinking(PlannedReview):
    """P2's second way out."""

    do: ClassVar[str] = "release_lots"

    async def asked(self, context: Context) -> Answer:
        press = context.pressed(AskUnlink)
        return await self.open(context, {LEAD: press.lead, SYMBOL: press.symbol})

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Plan:
        who, lead, symbol = self.floor.who(context), PersonId(command[LEAD]), Symbol(command[SYMBOL])
        view = await self.floor.engine.read(lambda desk: holding(desk, who, lead, symbol))
        if view is None:
            return Plan("", possible=False, draw=lambda _nonce: nothing_held(context.t, lead))
        names = self.floor.people.name
        return Plan(
            plan_hash(who, lead, symbol, view.since, view.units),
            possible=True,
            draw=lambda nonce: screens.unlink_review(context.t, view, names, nonce=nonce),
        )

    async def carry_out(self, context: Context, command: Mapping[str, Any], origin: Origin) -> Carried:
        who, lead, symbol = self.floor.who(context), PersonId(command[LEAD]), Symbol(command[SYMBOL])
        outcome = await self.floor.engine.submit(ReleaseLots(who, lead, symbol), origin)
        told = {LEAD: lead, SYMBOL: symbol, DENIAL: outcome.denial, ABOUT: outcome.about}
        return Carried(await self.told(context, told), told)

    async def told(self, context: Context, outcome: Mapping[str, Any]) -> Answer:
        if outcome.get(DENIAL) is not None:
            return refused(context.t, Denial(outcome[DENIAL]), outcome.get(ABOUT, ""))
        coin = str(outcome.get(SYMBOL, "")).partition("-")[0]
        return screens.unlinked(context.t, PersonId(outcome.get(LEAD, 0)), coin, self.floor.people.name)
