"""The portfolio, and adding paper money by a chip or a typed amount."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, ClassVar, Final

from bot.chat.routes import Answer, Asking, Context
from bot.drafts.draft import Draft
from bot.drafts.number import Ambiguous, Problem, read_amount
from bot.handlers.copier.copies import plan_hash
from bot.handlers.copier.floor import Floor, origin_of
from bot.handlers.copier.reviewing import Carried, Plan, PlannedReview
from bot.html import NOTHING, Html, bold
from bot.presses.copier import AddPaper, KeepLeft, Retry, TopUpFor
from bot.screens import portfolio as screens
from bot.screens.copies import refused
from bot.screens.typed_wrong import no_amount
from core.model.commands import Deposit
from core.model.commands import KeepLeft as Keep
from core.model.market import Symbol
from core.model.money import UNITS
from core.model.people import Origin
from core.model.reasons import Denial
from core.views.as_of import as_of
from core.views.portfolio import portfolio

AMOUNT, FREE, DENIAL, LEAD, ORDER = "amount", "free", "denial", "lead", "order"
NO_COPY: Final[Mapping[str, Any]] = MappingProxyType({})
LEAST: Final = UNITS // 100
MOST: Final = 1_000_000 * UNITS
"""Paper money that may be added at once: enough to try anything, and far from what a column can hold."""


class AskPaper(Draft):
    """How much paper money shall be added?"""

    tag: ClassVar[str] = "paper"


class AddingPaper(PlannedReview):
    """Paper money is added after a review, like any money."""

    do: ClassVar[str] = "add_paper"

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Plan:
        who, amount = self.floor.who(context), int(command[AMOUNT])
        at, free = await self.floor.engine.read(lambda desk: (as_of(desk), int(desk.book.people.cash[who])))

        def draw(nonce: str | None) -> Answer:
            return screens.top_up_review(context.t, at, free=free, amount=amount, nonce=nonce or "")

        return Plan(plan_hash(who, amount), possible=True, draw=draw)

    async def carry_out(self, context: Context, command: Mapping[str, Any], origin: Origin) -> Carried:
        who, amount = self.floor.who(context), int(command[AMOUNT])
        outcome = await self.floor.engine.submit(Deposit(who, amount), origin)
        free = await self.floor.engine.read(lambda desk: int(desk.book.people.cash[who]))
        told = {**command, AMOUNT: amount, FREE: free, DENIAL: outcome.denial}
        return Carried(await self.told(context, told), told)

    async def told(self, context: Context, outcome: Mapping[str, Any]) -> Answer:
        if outcome.get(DENIAL) is not None:
            return refused(context.t, Denial(outcome[DENIAL]))
        order = outcome.get(ORDER)
        again = Retry(lead=outcome[LEAD], order=order, drift=0) if order else None
        return screens.added(context.t, amount=outcome.get(AMOUNT, 0), free=outcome.get(FREE, 0), retry=again)


class Money:
    """The handlers."""

    def __init__(self, floor: Floor, review: AddingPaper) -> None:
        self.floor, self.review = floor, review

    async def portfolio(self, context: Context) -> Answer:
        """P1."""
        who = self.floor.who(context)
        view = await self.floor.engine.read(lambda desk: portfolio(desk, who))
        return screens.portfolio(context.t, view, self.floor.people.name)

    async def keep(self, context: Context) -> Answer:
        """What a lead left behind stays: it moves no money and asks nothing."""
        symbol = Symbol(context.pressed(KeepLeft).symbol)
        await self.floor.engine.submit(Keep(self.floor.who(context), symbol), origin_of(context))
        return await self.portfolio(context)

    async def ask(self, context: Context) -> Answer:
        """/paper."""
        return _asking(context)

    async def chosen(self, context: Context) -> Answer:
        """A chip."""
        return await self._amount(context, context.pressed(AddPaper).amount)

    async def for_copy(self, context: Context) -> Answer:
        """From a failed copy: exactly what it was short of."""
        press = context.pressed(TopUpFor)
        return await self._amount(context, press.amount, {LEAD: press.lead, ORDER: press.order})

    async def typed(self, context: Context) -> Answer:
        """A typed amount."""
        t = context.t
        reading = read_amount(context.text or "", t.language)
        match reading:
            case Problem():
                return _asking(context, no_amount(t, reading))
            case Ambiguous(first, second):
                both = tuple(int(each * UNITS) for each in (first, second))
                return _asking(context, t("amount", "Which of the two do you mean?"), both)
            case Decimal():
                return await self._amount(context, int(min(reading * UNITS, MOST + 1)))

    async def _amount(self, context: Context, amount: int, copy: Mapping[str, Any] = NO_COPY) -> Answer:
        t = context.t
        if not LEAST <= amount <= MOST:
            words = t("amount", "It must be from {least} to {most}.", least=t.money(LEAST), most=t.money(MOST))
            return _asking(context, words)
        return await self.review.open(context, {AMOUNT: amount, **copy})


def _asking(context: Context, problem: Html = NOTHING, readings: tuple[int, ...] = ()) -> Asking:
    return Asking(screens.ask_top_up(context.t, bold(problem) if problem else NOTHING, readings), AskPaper())
