"""What a lead or the admin decides and a review stands before: planned, shown, confirmed once, planned anew (rule 17).

A subclass says how a stored command is planned, which command of the core it is, and what is told afterwards.
"""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from bot.chat.confirmations import Confirmations, Redeemed, Used
from bot.chat.routes import Answer, Context
from bot.handlers.confirming import DO
from bot.screens.screen import Screen
from core.engine import Engine
from core.model import commands as c
from core.model.people import Origin
from core.model.reasons import Denial

DENIED: Final = "denied"


@dataclass(frozen=True, slots=True)
class Planned:
    """What would happen. `facts` must be the same when it is confirmed; `draw` takes the nonce, and whether they are
    others than in the review before."""

    facts: object
    draw: Callable[[str, bool], Screen]

    @property
    def hash(self) -> str:
        """What the confirmation is bound to."""
        return hashlib.sha256(repr(self.facts).encode()).hexdigest()[:32]


class Decision(ABC):
    """One kind of review, by the word in its commands' `do`."""

    do: ClassVar[str]

    def __init__(self, engine: Engine, confirmations: Confirmations) -> None:
        """Hold what they all work with."""
        self.engine = engine
        self.confirmations = confirmations

    @abstractmethod
    async def plan(self, context: Context, command: Mapping[str, Any]) -> Planned | Answer:
        """What this would do now; a screen of another kind where it cannot be."""

    @abstractmethod
    def command(self, context: Context, command: Mapping[str, Any]) -> c.Command:
        """The same in the words of the core."""

    @abstractmethod
    async def told(self, context: Context, command: Mapping[str, Any], denial: Denial | None) -> Answer:
        """What came of it, from the book as it is: to the first press and to any later one."""

    async def before(  # noqa: B027  # most keep nothing
        self, context: Context, command: Mapping[str, Any], origin: Origin
    ) -> None:
        """What is kept beside the facts of this origin; repeated after a crash, it is the same."""

    async def open(self, context: Context, command: Mapping[str, Any]) -> Answer:
        """A first review."""
        return await self._show(context, command, None)

    async def again(self, context: Context, command: Mapping[str, Any], shown: Mapping[str, Any]) -> Answer:
        """A fresh review after the first one's time ran out."""
        return await self._show(context, command, shown["hash"])

    async def confirmed(self, context: Context, confirmed: Redeemed, nonce: str) -> Answer:
        """Carries it out if the plan made anew is the one that was shown; else a fresh review."""
        command, origin = confirmed.command, Origin(f"ok:{nonce}:{context.person}")
        # An update handled again after a crash finds its own work done: the plan made anew would rightly refuse it.
        if not await self.engine.read(lambda desk: origin in desk.book.origins):
            plan = await self.plan(context, command)
            if not isinstance(plan, Planned) or plan.hash != confirmed.plan_hash:
                return await self._show(context, command, confirmed.plan_hash)
        await self.before(context, command, origin)
        outcome = await self.engine.submit(self.command(context, command), origin)
        await self.confirmations.settle(nonce, {**command, DO: self.do, DENIED: outcome.denial})
        return await self.told(context, command, outcome.denial)

    async def repeated(self, context: Context, used: Used, nonce: str) -> Answer:  # noqa: ARG002  # the protocol's
        """What became of it, to whoever presses again."""
        told = used.outcome or {}
        denied = told.get(DENIED)
        return await self.told(context, told, None if denied is None else Denial(denied))

    async def _show(self, context: Context, command: Mapping[str, Any], before: str | None) -> Answer:
        plan = await self.plan(context, command)
        if not isinstance(plan, Planned):
            return plan
        nonce = await self.confirmations.issue(
            person=context.person,
            chat=context.chat,
            command={**command, DO: self.do},
            plan_hash=plan.hash,
            shown={"hash": plan.hash},
            now=context.now,
        )
        return plan.draw(nonce, before not in {None, plan.hash})
