"""A review as every money-moving button has one: planned, shown, confirmed once, planned anew (rules 15 to 17, 19).

A subclass says how a stored command is planned and how it is carried out. Between the two stands the plan's hash: what
is carried out is what was shown, or a fresh review comes instead.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from bot.chat.confirmations import Redeemed, Used
from bot.chat.routes import Answer, Context
from bot.handlers.confirming import DO
from bot.handlers.copier.floor import Floor, origin_of_confirmation
from core.model.people import Origin
from core.views.trade import within

Draw = Callable[[str | None], Answer]
"""The review drawn with its nonce, None where it cannot be confirmed."""
OUTCOME: Final = "outcome"


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen. `possible`: it may be confirmed.

    `prices` are those it rests on, by instrument: one that has left its tolerance since makes another plan (rule 17).
    """

    plan_hash: str
    possible: bool
    draw: Draw
    prices: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of it: the screen, and what a second press is told by."""

    screen: Answer
    outcome: Mapping[str, Any]


class PlannedReview(ABC):
    """One kind of review, by the word in its commands' `do`."""

    do: ClassVar[str]

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    @abstractmethod
    async def plan(self, context: Context, command: Mapping[str, Any]) -> Plan:
        """What this command would do now."""

    @abstractmethod
    async def carry_out(self, context: Context, command: Mapping[str, Any], origin: Origin) -> Carried:
        """Do it. Called again with the same origin after a crash, it does nothing more and says the same."""

    @abstractmethod
    async def told(self, context: Context, outcome: Mapping[str, Any]) -> Answer:
        """The screen for a second press on a button that has done its work."""

    async def open(self, context: Context, command: Mapping[str, Any]) -> Answer:
        """A first review."""
        return await self._shown(context, command, await self.plan(context, command))

    async def again(self, context: Context, command: Mapping[str, Any], shown: Mapping[str, Any]) -> Answer:  # noqa: ARG002  # the protocol's
        """A fresh review after the first one's time ran out."""
        return await self.open(context, command)

    async def confirmed(self, context: Context, confirmed: Redeemed, nonce: str) -> Answer:
        """Carries it out if the plan made anew is the one that was shown; else a fresh review."""
        origin, command = origin_of_confirmation(nonce), confirmed.command
        # An update handled again after a crash finds its own work done: the plan made anew would rightly refuse it.
        if not await self.floor.engine.read(lambda desk: origin in desk.book.origins):
            plan = await self.plan(context, command)
            if not plan.possible or plan.plan_hash != confirmed.plan_hash or self._moved(plan, confirmed.shown):
                return await self._shown(context, command, plan)
        carried = await self.carry_out(context, command, origin)
        await self.floor.confirmations.settle(nonce, {DO: self.do, OUTCOME: dict(carried.outcome)})
        return carried.screen

    def _moved(self, plan: Plan, shown: Mapping[str, Any]) -> bool:
        """Whether a price has left the tolerance around what was shown."""
        tolerance = self.floor.engine.pen.limits.entry.spread
        return any(not within(shown.get(symbol, 0), price, tolerance) for symbol, price in plan.prices.items())

    async def repeated(self, context: Context, used: Used, nonce: str) -> Answer:  # noqa: ARG002  # the protocol's
        """What became of it, to whoever presses again."""
        return await self.told(context, (used.outcome or {}).get(OUTCOME, {}))

    async def _shown(self, context: Context, command: Mapping[str, Any], plan: Plan) -> Answer:
        if not plan.possible:
            return plan.draw(None)
        nonce = await self.floor.confirmations.issue(
            person=context.person,
            chat=context.chat,
            command={DO: self.do, **command},
            plan_hash=plan.plan_hash,
            shown=plan.prices,
            now=context.now,
        )
        return plan.draw(nonce)
