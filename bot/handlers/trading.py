"""L2: one's own orders up to their review: instrument, type, what it waits for, price, amount."""

from decimal import Decimal

from bot.chat.routes import Answer, Asking, Context, Route
from bot.drafts.lead_drafts import TypingAmount, TypingMark, TypingPrice
from bot.drafts.number import Ambiguous, Problem, read_amount
from bot.handlers.holding import Holding
from bot.handlers.lead_floor import TRADERS
from bot.handlers.placing import ORDER, Placing
from bot.handlers.side import Side
from bot.handlers.ticket_terms import (
    most_units,
    reading_of,
    tapped_part,
    terms_of,
    typed_distance,
    typed_price,
    typed_units,
)
from bot.html import NOTHING, Html
from bot.people.directory import Directory
from bot.presses.trading import (
    AskAmount,
    AskMark,
    AskPrice,
    Kind,
    MoreKinds,
    SetMark,
    TakeAmount,
    TakePart,
    Ticket,
)
from bot.screens import trade as screens
from bot.screens import trade_asking, trade_kinds
from bot.screens.refusals import no_amount
from core.engine import Engine
from core.model.market import Symbol
from core.model.money import GREATEST_MONEY, RATIO_UNITS
from core.model.people import PersonId
from core.views.trade import Ticket as TicketView
from core.views.trade import ticket, tickets


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
                MoreKinds: Route(self.more_kinds, TRADERS),
                AskMark: Route(self.ask_mark, TRADERS),
                SetMark: Route(self.set_mark, TRADERS),
                AskPrice: Route(self.ask_price, TRADERS),
                AskAmount: Route(self.ask_amount, TRADERS),
                TakePart: Route(self.take_part, TRADERS),
                TakeAmount: Route(self.take_amount, TRADERS),
            },
            drafts={
                TypingPrice: Route(self.price_typed, TRADERS),
                TypingMark: Route(self.mark_typed, TRADERS),
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

    async def more_kinds(self, context: Context) -> Answer:
        """The order types beside market and limit."""
        press = context.pressed(MoreKinds)
        shown = await self._ticket(context, press.symbol)
        return trade_kinds.kinds(context.t, shown, press.way) if shown else await self.menu(context)

    async def ask_mark(self, context: Context) -> Answer:
        """What it waits for."""
        press = context.pressed(AskMark)
        return await self._ask_mark(context, TypingMark(symbol=press.symbol, way=press.way, kind=press.kind), NOTHING)

    async def _ask_mark(self, context: Context, draft: TypingMark, problem: Html) -> Answer:
        shown = await self._ticket(context, draft.symbol)
        if shown is None:
            return await self.menu(context)
        return Asking(trade_kinds.ask_mark(context.t, shown, draft.way, draft.kind, problem), draft)

    async def mark_typed(self, context: Context) -> Answer:
        """A trigger price; of a trailing order a percentage, or a distance in USDT."""
        draft, text = context.drafted(TypingMark), context.text or ""
        shown = await self._ticket(context, draft.symbol)
        if shown is None:
            return await self.menu(context)
        read = read_amount(text, context.t.language)
        if isinstance(read, Problem):
            return await self._ask_mark(context, draft, no_amount(context.t, read))
        kind, mark = draft.kind, typed_price(shown, read)
        if kind.trails:
            part = isinstance(read, Decimal) and "%" in text
            kind = Kind.TRAIL if part else Kind.TRAIL_BY
            mark = int(read * RATIO_UNITS / 100) if part and isinstance(read, Decimal) else typed_distance(shown, read)
        if not mark:
            return await self._ask_mark(context, draft, context.t("trade", "That is no price I can take here."))
        return trade_kinds.set_mark(context.t, shown, way=draft.way, kind=kind, mark=mark)

    async def set_mark(self, context: Context) -> Answer:
        """At market or at a limit; from now on or from a price on."""
        press = context.pressed(SetMark)
        shown = await self._ticket(context, press.symbol)
        if shown is None:
            return await self.menu(context)
        return trade_kinds.set_mark(context.t, shown, way=press.way, kind=press.kind, mark=press.mark)

    async def ask_price(self, context: Context) -> Answer:
        """A limit price, or where a trailing order begins."""
        press = context.pressed(AskPrice)
        return await self._ask_price(context, TypingPrice(**dict(press)), NOTHING)

    async def _ask_price(self, context: Context, draft: TypingPrice, problem: Html) -> Answer:
        shown = await self._ticket(context, draft.symbol)
        if shown is None:
            return await self.menu(context)
        return Asking(trade_asking.ask_price(context.t, shown, AskPrice(**dict(draft)), problem), draft)

    async def price_typed(self, context: Context) -> Answer:
        """The typed price, down to the tick; two readings of it are two prices, so the usual one is taken only if it is
        the nearer to the market."""
        draft = context.drafted(TypingPrice)
        shown = await self._ticket(context, draft.symbol)
        if shown is None:
            return await self.menu(context)
        read = read_amount(context.text or "", context.t.language)
        if isinstance(read, Problem):
            return await self._ask_price(context, draft, no_amount(context.t, read))
        wanted = typed_price(shown, read)
        if not wanted:
            return await self._ask_price(context, draft, context.t("trade", "That is no price I can take here."))
        return await self._ask_amount(context, AskAmount(**dict(draft), price=wanted), NOTHING)

    async def ask_amount(self, context: Context) -> Answer:
        """How much."""
        return await self._ask_amount(context, context.pressed(AskAmount), NOTHING)

    async def _ask_amount(self, context: Context, asked: AskAmount, problem: Html) -> Answer:
        shown = await self._ticket(context, asked.symbol)
        if shown is None:
            return await self.menu(context)
        return Asking(trade_asking.ask_amount(context.t, shown, asked, problem), TypingAmount(**dict(asked)))

    async def amount_typed(self, context: Context) -> Answer:
        """The typed amount, or two buttons where it could be two."""
        draft = context.drafted(TypingAmount)
        asked = AskAmount(**dict(draft))
        shown = await self._ticket(context, draft.symbol)
        if shown is None:
            return await self.menu(context)
        text = context.text or ""
        read = read_amount(text, context.t.language)
        match read:
            case Problem():
                return await self._ask_amount(context, asked, no_amount(context.t, read))
            case Decimal() if "%" in text and 0 < read <= 100:
                return await self._placing.review(context, terms_of(draft, tapped_part(shown, draft.way, read / 100)))
            case _ if "%" in text:
                return await self._ask_amount(context, asked, trade_asking.no_part(context.t))
            case Ambiguous(first, second):
                readings = tuple(reading_of(context.t, shown, draft.way, value) for value in (first, second))
                return trade_asking.which_amount(context.t, shown, asked, readings)
            case Decimal():
                units = typed_units(shown, draft.way, read)
                if units > GREATEST_MONEY:
                    problem = trade_asking.too_much(context.t, most_units(context.t, shown, draft.way))
                    return await self._ask_amount(context, asked, problem)
                return await self._placing.review(context, terms_of(draft, units))

    async def take_part(self, context: Context) -> Answer:
        """A part of what there is."""
        press = context.pressed(TakePart)
        shown = await self._ticket(context, press.symbol)
        if shown is None or not 0 < press.percent <= 100:
            return await self.menu(context)
        return await self._placing.review(
            context, terms_of(press, tapped_part(shown, press.way, Decimal(press.percent) / 100))
        )

    async def take_amount(self, context: Context) -> Answer:
        """One of two readings."""
        press = context.pressed(TakeAmount)
        return await self._placing.review(context, terms_of(press, press.amount))
