"""P2 and P3: one coin under one lead, and selling a part of it by hand after a review.

The plan's hash leaves prices out on purpose, as that of a stop does: whoever wants to be out is not sent back because
the market moved (rule 22).
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from bot.chat.routes import Answer, Asking, Context
from bot.drafts.copy_drafts import AskQuantity
from bot.drafts.number import Ambiguous, Problem, read_amount
from bot.handlers.copier.floor import Floor
from bot.handlers.copier.reviewing import Carried, Plan, PlannedReview
from bot.html import NOTHING, Html, bold
from bot.presses.copier import AskSale, SellPart, SellUnits, ShowAsset
from bot.screens import asset as screens
from bot.screens.copies import refused
from bot.screens.typed_wrong import no_amount
from core.decide.desk import Desk
from core.model.commands import SellCopy
from core.model.market import LOT, Instrument, Symbol
from core.model.people import Origin, PersonId
from core.model.reasons import Denial
from core.views.sale import WHOLE, Holding, holding, sale

LEAD, SYMBOL, UNITS, DENIAL, ABOUT = "lead", "symbol", "units", "denial", "about"


class SaleReview(PlannedReview):
    """P3."""

    do: ClassVar[str] = "sell_copy"

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Plan:
        who, lead, symbol = self.floor.who(context), PersonId(command[LEAD]), Symbol(command[SYMBOL])
        view = await self.floor.engine.read(lambda desk: sale(desk, who, lead, symbol, command[UNITS]))
        if view is None:
            gone = screens.nothing_held(context.t, lead)
            return Plan("", possible=False, draw=lambda _nonce: gone)
        names = self.floor.people.name
        return Plan(
            view.plan_hash,
            possible=view.refusal is None,
            draw=lambda nonce: screens.sale_review(context.t, view, names, nonce=nonce),
        )

    async def carry_out(self, context: Context, command: Mapping[str, Any], origin: Origin) -> Carried:
        who, lead, symbol = self.floor.who(context), PersonId(command[LEAD]), Symbol(command[SYMBOL])
        outcome = await self.floor.engine.submit(SellCopy(who, lead, symbol, command[UNITS]), origin)
        told = {LEAD: lead, SYMBOL: symbol, DENIAL: outcome.denial, ABOUT: outcome.about}
        return Carried(await self.told(context, told), told)

    async def told(self, context: Context, outcome: Mapping[str, Any]) -> Answer:
        if outcome.get(DENIAL) is not None:
            return refused(context.t, Denial(outcome[DENIAL]), outcome.get(ABOUT, ""))
        lead = PersonId(outcome.get(LEAD, 0))
        return screens.sale_sent(context.t, lead, outcome.get(SYMBOL, ""), self.floor.people.name)


class Assets:
    """The handlers."""

    def __init__(self, floor: Floor, review: SaleReview) -> None:
        self.floor, self.review = floor, review

    async def shown(self, context: Context) -> Answer:
        """P2."""
        press = context.pressed(ShowAsset)
        return await self.of(context, press.lead, press.symbol)

    async def of(self, context: Context, lead: int, symbol: str) -> Answer:
        """The same, wherever it was asked for."""
        found = await self._read(context, lead, symbol)
        if found is None:
            return screens.nothing_held(context.t, PersonId(lead))
        return screens.asset(context.t, found[0], self.floor.people.name)

    async def part(self, context: Context) -> Answer:
        """A chip: so many per cent."""
        press = context.pressed(SellPart)
        found = await self._read(context, press.lead, press.symbol)
        if found is None or not 0 < press.percent <= WHOLE:
            return screens.nothing_held(context.t, PersonId(press.lead))
        units = found[0].part(press.percent)
        if not units and press.percent < WHOLE:
            return refused(context.t, Denial.ORDER_TOO_SMALL)
        return await self._open(context, press.lead, press.symbol, units)

    async def units(self, context: Context) -> Answer:
        """A chip: one of two readings."""
        press = context.pressed(SellUnits)
        if press.units <= 0:
            return refused(context.t, Denial.AMOUNT_OUT_OF_RANGE)
        return await self._open(context, press.lead, press.symbol, press.units)

    async def ask(self, context: Context) -> Answer:
        """How much?"""
        press = context.pressed(AskSale)
        return await self._asking(context, AskQuantity(lead=press.lead, symbol=press.symbol))

    async def typed(self, context: Context) -> Answer:
        """A quantity, or a part in per cent."""
        t, draft, text = context.t, context.drafted(AskQuantity), (context.text or "").strip()
        found = await self._read(context, draft.lead, draft.symbol)
        if found is None:
            return screens.nothing_held(t, PersonId(draft.lead))
        view, instrument = found
        reading = read_amount(_bare(text, view.base), t.language)
        match reading:
            case Problem():
                return await self._asking(context, draft, no_amount(t, reading))
            case Ambiguous(first, second):
                units = tuple(dict.fromkeys(_units(instrument, each) for each in (first, second)))
                fitting = tuple(each for each in units if 0 < each <= view.units)
                if not fitting:
                    return await self._asking(context, draft, _bounds(context, view))
                return await self._asking(context, draft, t("amount", "Which of the two do you mean?"), fitting)
            case Decimal():
                part = _part(view, reading) if text.endswith("%") else _units(instrument, reading)
                if part is None or not 0 < part <= view.units:
                    return await self._asking(context, draft, _bounds(context, view))
                return await self._open(context, draft.lead, draft.symbol, 0 if part == view.units else part)

    async def _open(self, context: Context, lead: int, symbol: str, units: int) -> Answer:
        return await self.review.open(context, {LEAD: lead, SYMBOL: symbol, UNITS: units})

    async def _asking(
        self, context: Context, draft: AskQuantity, problem: Html = NOTHING, readings: tuple[int, ...] = ()
    ) -> Answer:
        found = await self._read(context, draft.lead, draft.symbol)
        if found is None:
            return screens.nothing_held(context.t, PersonId(draft.lead))
        view, instrument = found
        words = bold(problem) if problem else NOTHING
        screen = screens.ask_sale(
            context.t, view, self.floor.people.name, instrument=instrument, problem=words, readings=readings
        )
        return Asking(screen, draft)

    async def _read(self, context: Context, lead: int, symbol: str) -> tuple[Holding, Instrument] | None:
        who = self.floor.who(context)
        return await self.floor.engine.read(lambda desk: _held(desk, who, PersonId(lead), Symbol(symbol)))


def _held(desk: Desk, who: PersonId, lead: PersonId, symbol: Symbol) -> tuple[Holding, Instrument] | None:
    view = holding(desk, who, lead, symbol)
    return None if view is None else (view, desk.book.instruments[symbol])


def _bare(text: str, base: str) -> str:
    """Without the coin behind it: `0.5 btc`."""
    return text[: -len(base)] if text.lower().endswith(base.lower()) else text


def _units(instrument: Instrument, quantity: Decimal) -> int:
    """Whole lots of a typed quantity, in units; what is typed finer is rounded down."""
    return int(quantity / instrument.lot_size) * LOT


def _part(view: Holding, percent: Decimal) -> int | None:
    """So many per cent of it; None beyond all of it."""
    if not 0 < percent <= WHOLE:
        return None
    return view.units if percent == WHOLE else int(view.units * percent / WHOLE) // LOT * LOT


def _bounds(context: Context, view: Holding) -> Html:
    t = context.t
    return t("asset", "It must be above zero and at most {most}.", most=t.quantity(view.quantity, ticker=view.base))
