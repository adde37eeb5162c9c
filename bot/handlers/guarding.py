"""L3: take-profit and stop-loss of lead lots: asked for, reviewed, set once (R-13.2, rule 17)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from bot.chat.confirmations import Confirmations, Redeemed, Used
from bot.chat.routes import Answer, Asking, Context, Route
from bot.drafts.lead_drafts import TypingLotStop
from bot.drafts.number import Ambiguous, Problem, read_amount
from bot.handlers.confirming import DO
from bot.handlers.holding import Holding
from bot.handlers.lead_floor import TRADERS
from bot.handlers.side import Side
from bot.html import NOTHING, Html
from bot.people.directory import Directory
from bot.presses.trading import AskLotStop, AskStopLimit, ShowStops, Stop, TakeLotStop
from bot.screens import lot_stops as screens
from bot.screens.denied import denial_words
from bot.screens.refusals import no_amount
from core.engine import Engine
from core.model.commands import SetLotStops
from core.model.orders import OrderId
from core.model.people import Origin, PersonId
from core.model.reasons import Denial
from core.views.lot_stops import StopsOfLot, StopsPlan, stops_of_lot, stops_plan
from core.views.trade import price_of

STOPS: Final = "lot_stops"


class Guarding:
    """The handlers; `holding` shows what there is where a lot is none, or gone."""

    def __init__(self, engine: Engine, people: Directory, confirmations: Confirmations, holding: Holding) -> None:
        """Hold what they work with."""
        self._engine = engine
        self._people = people
        self._confirmations = confirmations
        self._holding = holding

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            presses={
                ShowStops: Route(self.stops, TRADERS),
                AskLotStop: Route(self.ask_price, TRADERS),
                AskStopLimit: Route(self.ask_limit, TRADERS),
                TakeLotStop: Route(self.taken, TRADERS),
            },
            drafts={TypingLotStop: Route(self.typed, TRADERS)},
            reviews={STOPS: self},
        )

    def _who(self, context: Context) -> PersonId:
        number = self._people.number(context.person)
        assert number is not None, "who trades has joined"
        return number

    # ── asking ────────────────────────────────────────────────────────────────

    async def stops(self, context: Context) -> Answer:
        """What is set on a lot."""
        return await self._drawn(context, context.pressed(ShowStops).lot, NOTHING)

    async def _drawn(self, context: Context, lot: str, note: Html) -> Answer:
        shown = await self._shown(context, lot)
        return screens.stops(context.t, shown, note) if shown else await self._gone(context)

    async def _shown(self, context: Context, lot: str) -> StopsOfLot | None:
        who = self._who(context)
        return await self._engine.read(lambda desk: stops_of_lot(desk, who, OrderId(lot)))

    async def _gone(self, context: Context) -> Answer:
        return await self._holding.drawn(context, denial_words(context.t, Denial.NOTHING_TO_SELL))

    async def ask_price(self, context: Context) -> Answer:
        """At which price it acts."""
        press = context.pressed(AskLotStop)
        return await self._ask(context, TypingLotStop(lot=press.lot, what=press.what), NOTHING)

    async def ask_limit(self, context: Context) -> Answer:
        """At which price it then sells."""
        return await self._ask(context, TypingLotStop(**dict(context.pressed(AskStopLimit))), NOTHING)

    async def _ask(self, context: Context, draft: TypingLotStop, problem: Html) -> Answer:
        shown = await self._shown(context, draft.lot)
        if shown is None:
            return await self._gone(context)
        if draft.price:
            return Asking(screens.ask_limit(context.t, shown, draft.price, problem), draft)
        return Asking(screens.ask_stop(context.t, shown, draft.what, problem), draft)

    async def typed(self, context: Context) -> Answer:
        """The typed price, down to the tick; of two readings the nearer to the market."""
        draft = context.drafted(TypingLotStop)
        shown = await self._shown(context, draft.lot)
        if shown is None:
            return await self._gone(context)
        read = read_amount(context.text or "", context.t.language)
        if isinstance(read, Problem):
            return await self._ask(context, draft, no_amount(context.t, read))
        wanted = price_of(shown.instrument, _nearer(read, shown))
        if not 0 < wanted < shown.instrument.price(Decimal(10**9)):
            return await self._ask(context, draft, context.t("trade", "That is no price I can take here."))
        at, limit = (draft.price, wanted) if draft.price else (wanted, 0)
        return await self._review(context, TakeLotStop(lot=draft.lot, what=draft.what, price=at, limit=limit), None)

    async def taken(self, context: Context) -> Answer:
        """A price by a tap; 0 takes the stop away."""
        return await self._review(context, context.pressed(TakeLotStop), None)

    # ── the review ────────────────────────────────────────────────────────────

    async def _plan(self, context: Context, asked: TakeLotStop) -> StopsPlan | None:
        command = self._command(context, asked)
        return await self._engine.read(lambda desk: stops_plan(desk, command))

    def _command(self, context: Context, asked: TakeLotStop) -> SetLotStops:
        who, lot = self._who(context), OrderId(asked.lot)
        if asked.what is Stop.TAKE_PROFIT:
            return SetLotStops(who, lot, take_at=asked.price, take_limit=asked.limit)
        return SetLotStops(who, lot, stop_at=asked.price, stop_limit=asked.limit)

    async def _review(self, context: Context, asked: TakeLotStop, before: Mapping[str, str] | None) -> Answer:
        plan = await self._plan(context, asked)
        if plan is None:
            return await self._gone(context)
        if plan.denial is not None:
            draft = TypingLotStop(lot=asked.lot, what=asked.what, price=asked.price if asked.limit else 0)
            return Asking(screens.refused(context.t, plan, asked.what), draft)
        nonce = await self._confirmations.issue(
            person=context.person,
            chat=context.chat,
            command={DO: STOPS, **asked.model_dump(mode="json")},
            plan_hash=plan.hash,
            shown={"lines": {key: line.plain for key, line in screens.review_lines(context.t, plan).items()}},
            now=context.now,
        )
        return screens.review(context.t, plan, asked.what, nonce, before)

    async def again(self, context: Context, command: Mapping[str, Any], shown: Mapping[str, Any]) -> Answer:
        """The same, reviewed afresh."""
        return await self._review(context, _restored(command), shown["lines"])

    async def confirmed(self, context: Context, confirmed: Redeemed, nonce: str) -> Answer:
        """Set it if it would still do what was shown."""
        asked, origin = _restored(confirmed.command), Origin(f"ok:{nonce}")
        if not await self._engine.read(lambda desk: origin in desk.book.origins):
            plan = await self._plan(context, asked)
            if plan is None or plan.hash != confirmed.plan_hash:
                return await self._review(context, asked, confirmed.shown["lines"])
            outcome = await self._engine.submit(self._command(context, asked), origin)
            if outcome.denial is not None:
                return await self._review(context, asked, {})
        await self._confirmations.settle(nonce, {DO: STOPS, "lot": asked.lot})
        return await self._drawn(context, asked.lot, screens.done(context.t, repeated=False))

    async def repeated(self, context: Context, used: Used, nonce: str) -> Answer:  # noqa: ARG002  # as every review is asked
        """How it stands."""
        told = used.outcome or {}
        return await self._drawn(context, told["lot"], screens.done(context.t, repeated=True))


def _restored(command: Mapping[str, Any]) -> TakeLotStop:
    """The change again; what stands there was written by `_review`."""
    return TakeLotStop(**{name: command[name] for name in TakeLotStop.model_fields})


def _nearer(read: Decimal | Ambiguous, shown: StopsOfLot) -> Decimal:
    if isinstance(read, Decimal):
        return read
    last = shown.instrument.price_decimal(shown.last)
    return min((read.first, read.second), key=lambda value: abs(value - last))
