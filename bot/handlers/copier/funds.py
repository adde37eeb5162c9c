"""C6: adding money to a Smart Sync copy and taking it out, by a chip or a typed amount, after a review."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from bot.chat.routes import Answer, Asking, Context
from bot.drafts.copy_drafts import AskMoney
from bot.drafts.number import Ambiguous, Problem, read_amount
from bot.handlers.copier.floor import Floor
from bot.handlers.copier.reviewing import Carried, Plan, PlannedReview
from bot.html import NOTHING, Html, bold
from bot.presses.copier import AskFunds, MoveFunds, Retry, ShowFunds
from bot.screens import funds as screens
from bot.screens.copies import no_copy, refused
from bot.screens.typed_wrong import no_amount
from core.model.commands import AddAllocation, WithdrawAllocation
from core.model.money import GREATEST_MONEY, UNITS
from core.model.people import Origin, PersonId
from core.model.reasons import Denial
from core.views.funds import Funds, funds, moving

LEAD, ADD, AMOUNT, DENIAL, ORDER = "lead", "add", "amount", "denial", "order"


class FundsReview(PlannedReview):
    """The review of moving money."""

    do: ClassVar[str] = "move_funds"

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Plan:
        who, lead, add = self.floor.who(context), PersonId(command[LEAD]), bool(command[ADD])
        view = await self.floor.engine.read(lambda desk: moving(desk, who, lead, add=add, amount=command[AMOUNT]))
        if view is None:
            return Plan("", possible=False, draw=lambda _nonce: no_copy(context.t))
        names = self.floor.people.name
        return Plan(
            view.plan_hash,
            possible=view.refusal is None,
            draw=lambda nonce: screens.funds_review(context.t, view, names, nonce=nonce),
        )

    async def carry_out(self, context: Context, command: Mapping[str, Any], origin: Origin) -> Carried:
        who, lead, kind = self.floor.who(context), PersonId(command[LEAD]), WithdrawAllocation
        move = (AddAllocation if command[ADD] else kind)(who, lead, command[AMOUNT])
        outcome = await self.floor.engine.submit(move, origin)
        told = {LEAD: lead, ADD: command[ADD], AMOUNT: command[AMOUNT], DENIAL: outcome.denial, ORDER: command[ORDER]}
        return Carried(await self.told(context, told), told)

    async def told(self, context: Context, outcome: Mapping[str, Any]) -> Answer:
        if outcome.get(DENIAL) is not None:
            return refused(context.t, Denial(outcome[DENIAL]))
        who, lead = self.floor.who(context), PersonId(outcome.get(LEAD, 0))
        view = await self.floor.engine.read(lambda desk: funds(desk, who, lead))
        if view is None:
            return no_copy(context.t)
        add, amount = bool(outcome.get(ADD)), int(outcome.get(AMOUNT, 0))
        order = outcome.get(ORDER, "")
        again = Retry(lead=lead, order=order, drift=0) if order else None
        return screens.moved(context.t, view, self.floor.people.name, add=add, amount=amount, retry=again)


class FundsDesk:
    """The handlers."""

    def __init__(self, floor: Floor, review: FundsReview) -> None:
        self.floor, self._review = floor, review

    async def shown(self, context: Context) -> Answer:
        """C6."""
        view = await self._read(context, PersonId(context.pressed(ShowFunds).lead))
        return no_copy(context.t) if view is None else screens.funds(context.t, view, self.floor.people.name)

    async def ask(self, context: Context) -> Answer:
        press = context.pressed(AskFunds)
        return await self._asking(context, AskMoney(lead=press.lead, add=press.add))

    async def chosen(self, context: Context) -> Answer:
        """A chip."""
        press = context.pressed(MoveFunds)
        return await self.review(context, PersonId(press.lead), add=press.add, amount=press.amount)

    async def typed(self, context: Context) -> Answer:
        """A typed amount."""
        t, draft = context.t, context.drafted(AskMoney)
        reading = read_amount(context.text or "", t.language)
        match reading:
            case Problem():
                return await self._asking(context, draft, no_amount(t, reading))
            case Ambiguous(first, second):
                both = tuple(int(each * UNITS) for each in (first, second))
                return await self._asking(context, draft, t("amount", "Which of the two do you mean?"), both)
            case Decimal():
                return await self._amount(context, draft, reading)

    async def _amount(self, context: Context, draft: AskMoney, typed: Decimal) -> Answer:
        """Within what there is, else the question again with its bounds."""
        t, view = context.t, await self._read(context, PersonId(draft.lead))
        if view is None:
            return no_copy(t)
        amount, most = int(min(typed * UNITS, GREATEST_MONEY + 1)), view.free if draft.add else view.cash
        if not 0 < amount <= most:
            least = t.money(min(most, UNITS // 100))
            words = t("amount", "It must be from {least} to {most}.", least=least, most=t.money(most))
            return await self._asking(context, draft, words)
        return await self.review(context, view.lead, add=draft.add, amount=amount)

    async def review(self, context: Context, lead: PersonId, *, add: bool, amount: int, order: str = "") -> Answer:
        """The review of moving this much; `order` is the failed copy that led here."""
        if not 0 < amount <= GREATEST_MONEY:
            return refused(context.t, Denial.AMOUNT_OUT_OF_RANGE)
        return await self._review.open(context, {LEAD: int(lead), ADD: add, AMOUNT: amount, ORDER: order})

    async def _asking(
        self, context: Context, draft: AskMoney, problem: Html = NOTHING, readings: tuple[int, ...] = ()
    ) -> Answer:
        view = await self._read(context, PersonId(draft.lead))
        if view is None:
            return no_copy(context.t)
        words = bold(problem) if problem else NOTHING
        names, add = self.floor.people.name, draft.add
        return Asking(screens.ask_funds(context.t, view, names, add=add, problem=words, readings=readings), draft)

    async def _read(self, context: Context, lead: PersonId) -> Funds | None:
        who = self.floor.who(context)
        return await self.floor.engine.read(lambda desk: funds(desk, who, lead))
