"""The review of one's own order: planned when it is shown, planned anew when it is confirmed, placed once (rule 17)."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from typing import Any, Final, get_args

from bot.chat.confirmations import Confirmations, Redeemed, Used
from bot.chat.routes import Answer, Asking, Context
from bot.drafts.lead_drafts import TypingAmount
from bot.handlers.confirming import DO
from bot.html import NOTHING, Html
from bot.past.endings import Endings
from bot.people.directory import Directory
from bot.screens.trade import not_listed
from bot.screens.trade_outcome import done_before, outcome
from bot.screens.trade_review import changing, no_fresh_price, refused, review, review_lines
from core.engine import Engine
from core.model.commands import PlaceOrder
from core.model.market import Side, Symbol
from core.model.orders import Assets, OrderId, OrderTerms, OrderType, Wait, order_id
from core.model.people import Origin, PersonId
from core.views.as_of import as_of
from core.views.trade import TradePlan, ticket, trade_plan, within

ORDER: Final = "order"
OUTCOME_WITHIN: Final = 0.8  # seconds: the paper exchange answers in a few milliseconds, and no handler waits longer


class Placing:
    """The review of `do: order`."""

    def __init__(self, engine: Engine, people: Directory, confirmations: Confirmations, endings: Endings) -> None:
        """Hold what it works with."""
        self._engine = engine
        self._people = people
        self._confirmations = confirmations
        self._endings = endings

    def _who(self, context: Context) -> PersonId:
        number = self._people.number(context.person)
        assert number is not None, "who trades has joined"
        return number

    async def review(self, context: Context, terms: OrderTerms, before: Mapping[str, str] | None = None) -> Answer:
        """A plan of this order and its green button; `before` are the lines of an older review."""
        plan = await self._plan(context, terms)
        if plan is None:
            return not_listed(context.t)
        return await self._show_review(context, plan, before)

    async def _plan(self, context: Context, terms: OrderTerms) -> TradePlan | None:
        who = self._who(context)
        return await self._engine.read(lambda desk: trade_plan(desk, who, terms))

    async def _show_review(self, context: Context, plan: TradePlan, before: Mapping[str, str] | None) -> Answer:
        if plan.as_of.stale:
            return no_fresh_price(context.t, plan)
        if plan.denial is not None:
            return Asking(refused(context.t, plan), TypingAmount(**dict(changing(plan))))
        entry = self._engine.pen.limits.entry
        told = {key: line.plain for key, line in review_lines(context.t, plan, entry).items()}
        nonce = await self._confirmations.issue(
            person=context.person,
            chat=context.chat,
            command={DO: ORDER, **stored(plan.terms)},
            plan_hash=plan.hash,
            shown={"price": plan.price, "copiers": plan.copiers, "lines": told},
            now=context.now,
        )
        return review(context.t, plan, entry, nonce, before)

    async def again(self, context: Context, command: Mapping[str, Any], shown: Mapping[str, Any]) -> Answer:
        """The same order, reviewed afresh."""
        return await self.review(context, restored(command), shown["lines"])

    async def confirmed(self, context: Context, confirmed: Redeemed, nonce: str) -> Answer:
        """Place it if it is still what was shown."""
        terms, origin = restored(confirmed.command), Origin(f"ok:{nonce}")
        if await self._engine.read(lambda desk: origin in desk.book.origins):
            # Handled again after a crash: the plan made anew would rightly refuse what is done already.
            return await self._settled(context, terms.symbol, nonce, copiers=confirmed.shown["copiers"])
        plan = await self._plan(context, terms)
        if plan is None:
            return not_listed(context.t)
        tolerance = self._engine.pen.limits.entry.spread
        same = plan.hash == confirmed.plan_hash and within(confirmed.shown["price"], plan.price, tolerance)
        if not same or plan.as_of.stale:
            return await self._show_review(context, plan, confirmed.shown["lines"])
        return await self._place(context, plan, nonce)

    async def _place(self, context: Context, plan: TradePlan, nonce: str) -> Answer:
        outcome = await self._engine.submit(PlaceOrder(self._who(context), plan.terms), Origin(f"ok:{nonce}"))
        if outcome.denial is not None:
            return await self.review(context, plan.terms, {})
        return await self._settled(context, plan.terms.symbol, nonce, copiers=plan.copiers)

    async def _settled(self, context: Context, symbol: str, nonce: str, *, copiers: int) -> Answer:
        """It is in the book: note that, and show what came of it."""
        await self._confirmations.settle(nonce, {DO: ORDER, "symbol": symbol, "copiers": copiers})
        order = order_id(self._who(context), Origin(f"ok:{nonce}"))
        return await self._outcome(context, symbol, order, copiers=copiers, note=NOTHING)

    async def repeated(self, context: Context, used: Used, nonce: str) -> Answer:
        """What came of it."""
        told = used.outcome or {}
        order = order_id(self._who(context), Origin(f"ok:{nonce}"))
        note = done_before(context.t)
        return await self._outcome(context, told["symbol"], order, copiers=int(told["copiers"]), note=note)

    async def _outcome(self, context: Context, symbol: str, order: OrderId, *, copiers: int, note: Html) -> Answer:
        ending = await self._endings.of(order, self._who(context), seconds=OUTCOME_WITHIN)
        who = self._who(context)
        shown = await self._engine.read(lambda desk: ticket(desk, who, Symbol(symbol)))
        if shown is None:
            return not_listed(context.t)
        at = await self._engine.read(as_of)
        return outcome(context.t, at, shown, ending, copiers=copiers, note=note)


def stored(terms: OrderTerms) -> dict[str, Any]:
    """The order as a confirmation keeps it."""
    return {
        "symbol": terms.symbol,
        "side": int(terms.side),
        "type": int(terms.type),
        "notional": terms.notional,
        "quantity": terms.quantity,
        "price": terms.price,
        "lot": terms.lot,
        "assets": int(terms.assets),
        "wait": None if terms.wait is None else [type(terms.wait).__name__, *astuple(terms.wait)],
    }


def restored(command: Mapping[str, Any]) -> OrderTerms:
    """The order again; what stands there was written by `stored`."""
    return OrderTerms(
        Symbol(command["symbol"]),
        Side(command["side"]),
        OrderType(command["type"]),
        notional=command["notional"],
        quantity=command["quantity"],
        price=command["price"],
        lot=OrderId(command["lot"]) if command["lot"] else None,
        assets=Assets(command["assets"]),
        wait=_waits(command["wait"]),
    )


def _waits(kept: Sequence[Any] | None) -> Wait | None:
    if kept is None:
        return None
    name, *fields = kept
    return WAITS[name](*fields)


WAITS: Final[Mapping[str, type[Wait]]] = {kind.__name__: kind for kind in get_args(Wait)}
"""What an order may wait for, by name."""
