"""L2: one's own orders up to their review: instrument, price, amount."""

from decimal import Decimal
from typing import Final

from bot.drafts.lead_drafts import TypingAmount, TypingPrice
from bot.drafts.number import Ambiguous, Problem, read_amount
from bot.handlers.holding import Holding
from bot.handlers.lead_floor import TRADERS
from bot.handlers.placing import ORDER, Placing
from bot.handlers.side import Side
from bot.people import Directory
from bot.presses_lead import (
    AskAmount,
    AskPrice,
    Kind,
    TakeAmount,
    TakePart,
    Ticket,
    Way,
)
from bot.routes import Answer, Asking, Context, Route
from bot.screens import trade as screens
from bot.screens.html import NOTHING, Html
from bot.screens.refusals import no_amount
from core.engine import Engine
from core.model.market import Side as TradeSide
from core.model.market import Symbol
from core.model.money import GREATEST_MONEY, RATIO_UNITS, UNITS
from core.model.orders import OrderTerms, OrderType
from core.model.people import PersonId
from core.views.trade import Ticket as TicketView
from core.views.trade import part_of, price_of, quantity_of, ticket, tickets

SIDES: Final = {Way.BUY: TradeSide.BUY, Way.SELL: TradeSide.SELL}


class Trading:
    """The handlers; `placing` reviews what they come to, `holding` shows what there is where nothing is traded."""

    def __init__(self, engine: Engine, people: Directory, placing: Placing, holding: Holding) -> None:
        """Hold what they work with."""
        self._engine = engine
        self._people = people
        self._placing = placing
        self._holding = holding

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={"trade": Route(self.menu, TRADERS)},
            presses={
                Ticket: Route(self.ticket, TRADERS),
                AskPrice: Route(self.ask_price, TRADERS),
                AskAmount: Route(self.ask_amount, TRADERS),
                TakePart: Route(self.take_part, TRADERS),
                TakeAmount: Route(self.take_amount, TRADERS),
            },
            drafts={
                TypingPrice: Route(self.price_typed, TRADERS),
                TypingAmount: Route(self.amount_typed, TRADERS),
            },
            reviews={ORDER: self._placing},
        )

    def _who(self, context: Context) -> PersonId:
        number = self._people.number(context.person)
        assert number is not None, "who trades has joined"
        return number

    # ── choosing ──────────────────────────────────────────────────────────────

    async def menu(self, context: Context) -> Answer:
        """Which instrument."""
        who = self._who(context)
        shown = await self._engine.read(lambda desk: tickets(desk, who))
        return screens.instruments(context.t, shown) if shown else await self._holding.assets(context)

    async def ticket(self, context: Context) -> Answer:
        """Buy or sell, now or at a limit."""
        shown = await self._ticket(context, context.pressed(Ticket).symbol)
        return screens.ticket(context.t, shown) if shown else await self.menu(context)

    async def _ticket(self, context: Context, symbol: str) -> TicketView | None:
        who = self._who(context)
        return await self._engine.read(lambda desk: ticket(desk, who, Symbol(symbol)))

    async def ask_price(self, context: Context) -> Answer:
        """A limit price."""
        press = context.pressed(AskPrice)
        return await self._ask_price(context, press.symbol, press.way, NOTHING)

    async def _ask_price(self, context: Context, symbol: str, way: Way, problem: Html) -> Answer:
        shown = await self._ticket(context, symbol)
        if shown is None:
            return await self.menu(context)
        return Asking(screens.ask_price(context.t, shown, way, problem), TypingPrice(symbol=symbol, way=way))

    async def price_typed(self, context: Context) -> Answer:
        """The typed price, down to the tick; two readings of it are two prices, so the usual one is taken only if it is
        the nearer to the market."""
        draft = context.drafted(TypingPrice)
        shown = await self._ticket(context, draft.symbol)
        if shown is None:
            return await self.menu(context)
        read = read_amount(context.text or "", context.t.language)
        if isinstance(read, Problem):
            return await self._ask_price(context, draft.symbol, draft.way, no_amount(context.t, read))
        wanted = price_of(shown.instrument, _nearer(read, shown))
        if not 0 < wanted < shown.instrument.price(Decimal(10**9)):
            words = context.t("trade", "That is no price I can take here.")
            return await self._ask_price(context, draft.symbol, draft.way, words)
        asked = AskAmount(symbol=draft.symbol, way=draft.way, kind=Kind.LIMIT, price=wanted)
        return await self._ask_amount(context, asked, NOTHING)

    async def ask_amount(self, context: Context) -> Answer:
        """How much."""
        return await self._ask_amount(context, context.pressed(AskAmount), NOTHING)

    async def _ask_amount(self, context: Context, asked: AskAmount, problem: Html) -> Answer:
        shown = await self._ticket(context, asked.symbol)
        if shown is None:
            return await self.menu(context)
        screen = screens.ask_amount(
            context.t, shown, way=asked.way, kind=asked.kind, limit=asked.price, problem=problem
        )
        return Asking(screen, TypingAmount(symbol=asked.symbol, way=asked.way, kind=asked.kind, price=asked.price))

    async def amount_typed(self, context: Context) -> Answer:
        """The typed amount, or two buttons where it could be two."""
        draft = context.drafted(TypingAmount)
        shown = await self._ticket(context, draft.symbol)
        if shown is None:
            return await self.menu(context)
        text = context.text or ""
        read = read_amount(text, context.t.language)
        if "%" in text and isinstance(read, Decimal) and 0 < read <= 100:
            amount = part_of(shown, SIDES[draft.way], int(read * RATIO_UNITS / 100))
            return await self._placing.review(context, terms_of(draft, amount))
        match read:
            case Problem():
                asked = AskAmount(symbol=draft.symbol, way=draft.way, kind=draft.kind, price=draft.price)
                return await self._ask_amount(context, asked, no_amount(context.t, read))
            case Ambiguous(first, second):
                readings = tuple(_reading(context, shown, draft.way, value) for value in (first, second))
                return screens.which_amount(
                    context.t, shown, way=draft.way, kind=draft.kind, limit=draft.price, readings=readings
                )
            case Decimal():
                terms = terms_of(draft, _units(shown, draft.way, read))
                return await self._placing.review(context, terms)

    async def take_part(self, context: Context) -> Answer:
        """A part of what there is."""
        press = context.pressed(TakePart)
        shown = await self._ticket(context, press.symbol)
        if shown is None or not 0 < press.percent <= 100:
            return await self.menu(context)
        amount = part_of(shown, SIDES[press.way], press.percent * RATIO_UNITS // 100)
        return await self._placing.review(context, terms_of(press, amount))

    async def take_amount(self, context: Context) -> Answer:
        """One of two readings."""
        press = context.pressed(TakeAmount)
        return await self._placing.review(context, terms_of(press, press.amount))


def terms_of(asked: TakePart | TakeAmount | TypingAmount, amount: int) -> OrderTerms:
    """The order that a press or a typed amount asks for."""
    kind = OrderType.LIMIT if asked.kind is Kind.LIMIT else OrderType.MARKET
    price = asked.price if asked.kind is Kind.LIMIT else 0
    if asked.way is Way.BUY:
        return OrderTerms(Symbol(asked.symbol), TradeSide.BUY, kind, notional=amount, price=price)
    return OrderTerms(Symbol(asked.symbol), TradeSide.SELL, kind, quantity=amount, price=price)


def _units(shown: TicketView, way: Way, amount: Decimal) -> int:
    """Whole units of a typed amount, rounded down; more than the desk can hold becomes the most it can."""
    units = int(amount * UNITS) if way is Way.BUY else quantity_of(shown.instrument, amount)
    return units if units < GREATEST_MONEY else int(GREATEST_MONEY)


def _reading(context: Context, shown: TicketView, way: Way, value: Decimal) -> tuple[Html, int]:
    t = context.t
    units = _units(shown, way, value)
    if way is Way.BUY:
        return t.money(units, ticker="USDT"), units
    return t.quantity(value, ticker=shown.instrument.base), units


def _nearer(read: Decimal | Ambiguous, shown: TicketView) -> Decimal:
    if isinstance(read, Decimal):
        return read
    best = shown.instrument.price_decimal(shown.ask or shown.bid)
    return min((read.first, read.second), key=lambda value: abs(value - best))
