"""One's own orders: instrument, amount, review, confirmation, outcome; and what is held and open.

A plan is made when it is shown and made anew when it is confirmed; only what was shown is ever placed (rule 17).
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from bot.confirmations import Confirmations, Redeemed, Used
from bot.drafts.lead_drafts import TypingAmount, TypingPrice
from bot.drafts.number import Ambiguous, Problem, read_amount
from bot.endings import Endings
from bot.handlers.confirming import DO
from bot.handlers.side import Side
from bot.people import Directory
from bot.presses_lead import (
    AskAmount,
    AskPrice,
    Kind,
    SellCoins,
    SellLot,
    TakeAmount,
    TakeBack,
    TakePart,
    Ticket,
    Way,
)
from bot.routes import Answer, Asking, Context, Role, Route
from bot.screens import trade as screens
from bot.screens.denied import denial_words
from bot.screens.html import NOTHING, Html
from bot.screens.lead_assets import assets as assets_screen
from bot.screens.refusals import no_amount
from core.decide.desk import Desk
from core.engine import Engine
from core.model.commands import CancelOrder, PlaceOrder
from core.model.market import Side as TradeSide
from core.model.market import Symbol
from core.model.money import GREATEST_MONEY, RATIO_UNITS, UNITS
from core.model.orders import OrderId, OrderTerms, OrderType, order_id
from core.model.people import Origin, PersonId
from core.model.reasons import Denial
from core.views.as_of import as_of
from core.views.lead_assets import own_assets
from core.views.trade import Ticket as TicketView
from core.views.trade import TradePlan, part_of, price_of, quantity_of, ticket, tickets, trade_plan, within

TRADERS: Final = frozenset({Role.LEAD, Role.COPIER})
ORDER: Final = "order"
OUTCOME_WITHIN: Final = 0.8  # seconds: the paper exchange answers in a few milliseconds, and no handler waits longer
SIDES: Final = {Way.BUY: TradeSide.BUY, Way.SELL: TradeSide.SELL}


class Trading:
    """Handlers over one engine; it is also the review of `do: order`."""

    def __init__(self, engine: Engine, people: Directory, confirmations: Confirmations, endings: Endings) -> None:
        """Hold what they work with."""
        self._engine = engine
        self._people = people
        self._confirmations = confirmations
        self._endings = endings

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={"trade": Route(self.menu, TRADERS), "assets": Route(self.assets, TRADERS)},
            presses={
                Ticket: Route(self.ticket, TRADERS),
                AskPrice: Route(self.ask_price, TRADERS),
                AskAmount: Route(self.ask_amount, TRADERS),
                TakePart: Route(self.take_part, TRADERS),
                TakeAmount: Route(self.take_amount, TRADERS),
                SellLot: Route(self.sell_lot, TRADERS),
                SellCoins: Route(self.sell_coins, TRADERS),
                TakeBack: Route(self.take_back, TRADERS, moves=True),
            },
            drafts={
                TypingPrice: Route(self.price_typed, TRADERS),
                TypingAmount: Route(self.amount_typed, TRADERS),
            },
            reviews={ORDER: self},
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
        return screens.instruments(context.t, shown) if shown else await self.assets(context)

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
            return await self._review(context, terms_of(draft, amount), None)
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
                return await self._review(context, terms, None)

    async def take_part(self, context: Context) -> Answer:
        """A part of what there is."""
        press = context.pressed(TakePart)
        shown = await self._ticket(context, press.symbol)
        if shown is None or not 0 < press.percent <= 100:
            return await self.menu(context)
        amount = part_of(shown, SIDES[press.way], press.percent * RATIO_UNITS // 100)
        return await self._review(context, terms_of(press, amount), None)

    async def take_amount(self, context: Context) -> Answer:
        """One of two readings."""
        press = context.pressed(TakeAmount)
        return await self._review(context, terms_of(press, press.amount), None)

    # ── what is held ──────────────────────────────────────────────────────────

    async def assets(self, context: Context) -> Answer:
        """L3."""
        return await self._assets(context, NOTHING)

    async def _assets(self, context: Context, note: Html) -> Answer:
        who = self._who(context)
        return assets_screen(context.t, await self._engine.read(lambda desk: own_assets(desk, who)), note)

    async def sell_lot(self, context: Context) -> Answer:
        """All of one lead lot, at market."""
        who, lot = self._who(context), OrderId(context.pressed(SellLot).lot)
        terms = await self._engine.read(lambda desk: _lot_terms(desk, who, lot))
        if terms is None:
            return await self._assets(context, denial_words(context.t, Denial.NOTHING_TO_SELL))
        return await self._review(context, terms, None)

    async def sell_coins(self, context: Context) -> Answer:
        """All private coins of an instrument; with lead trade on a sale takes lead lots first, so that is said."""
        shown = await self._ticket(context, context.pressed(SellCoins).symbol)
        if shown is None or not shown.private:
            return await self._assets(context, denial_words(context.t, Denial.NOTHING_TO_SELL))
        if shown.on and shown.lots:
            words = context.t("assets", "With lead trade on, a sale takes lead assets first. Turn it off for this one.")
            return await self._assets(context, words)
        symbol = shown.instrument.symbol
        terms = OrderTerms(symbol, TradeSide.SELL, OrderType.MARKET, quantity=shown.private)
        return await self._review(context, terms, None)

    async def take_back(self, context: Context) -> Answer:
        """Cancel; it raises no risk, so it acts at once."""
        order = OrderId(context.pressed(TakeBack).order)
        outcome = await self._engine.submit(CancelOrder(self._who(context), order), Origin(context.origin))
        if outcome.denial is not None:
            return await self._assets(context, denial_words(context.t, outcome.denial, outcome.about))
        if await self._endings.gone(order, seconds=OUTCOME_WITHIN):
            return await self._assets(context, context.t("assets", "✔ The order is cancelled."))
        return await self._assets(context, context.t("assets", "✔ The order is being cancelled."))

    # ── the review ────────────────────────────────────────────────────────────

    async def _review(self, context: Context, terms: OrderTerms, before: Mapping[str, str] | None) -> Answer:
        plan = await self._plan(context, terms)
        if plan is None:
            return await self.menu(context)
        return await self._show_review(context, plan, before)

    async def _plan(self, context: Context, terms: OrderTerms) -> TradePlan | None:
        who = self._who(context)
        return await self._engine.read(lambda desk: trade_plan(desk, who, terms))

    async def _show_review(self, context: Context, plan: TradePlan, before: Mapping[str, str] | None) -> Answer:
        if plan.as_of.stale:
            return screens.no_fresh_price(context.t, plan)
        if plan.denial is not None:
            return screens.refused(context.t, plan)
        entry = self._engine.pen.limits.entry
        told = {key: line.plain for key, line in screens.review_lines(context.t, plan, entry).items()}
        nonce = await self._confirmations.issue(
            person=context.person,
            chat=context.chat,
            command={DO: ORDER, **stored(plan.terms)},
            plan_hash=plan.hash,
            shown={"price": plan.price, "copiers": plan.copiers, "lines": told},
            now=context.now,
        )
        return screens.review(context.t, plan, entry, nonce, before)

    async def again(self, context: Context, command: Mapping[str, Any], shown: Mapping[str, Any]) -> Answer:
        """The same order, reviewed afresh."""
        return await self._review(context, restored(command), shown["lines"])

    async def confirmed(self, context: Context, confirmed: Redeemed, nonce: str) -> Answer:
        """Place it if it is still what was shown."""
        terms, origin = restored(confirmed.command), Origin(f"ok:{nonce}")
        if await self._engine.read(lambda desk: origin in desk.book.origins):
            # Handled again after a crash: the plan made anew would rightly refuse what is done already.
            return await self._settled(context, terms.symbol, nonce, copiers=confirmed.shown["copiers"])
        plan = await self._plan(context, terms)
        if plan is None:
            return await self.menu(context)
        tolerance = self._engine.pen.limits.entry.spread
        same = plan.hash == confirmed.plan_hash and within(confirmed.shown["price"], plan.price, tolerance)
        if not same or plan.as_of.stale:
            return await self._show_review(context, plan, confirmed.shown["lines"])
        return await self._place(context, plan, nonce)

    async def _place(self, context: Context, plan: TradePlan, nonce: str) -> Answer:
        outcome = await self._engine.submit(PlaceOrder(self._who(context), plan.terms), Origin(f"ok:{nonce}"))
        if outcome.denial is not None:
            return await self._review(context, plan.terms, {})
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
        note = screens.done_before(context.t)
        return await self._outcome(context, told["symbol"], order, copiers=int(told["copiers"]), note=note)

    async def _outcome(self, context: Context, symbol: str, order: OrderId, *, copiers: int, note: Html) -> Answer:
        ending = await self._endings.of(order, self._who(context), seconds=OUTCOME_WITHIN)
        shown = await self._ticket(context, symbol)
        if shown is None:
            return await self.assets(context)
        at = await self._engine.read(as_of)
        return screens.outcome(context.t, at, shown, ending, copiers=copiers, note=note)


def terms_of(asked: TakePart | TakeAmount | TypingAmount, amount: int) -> OrderTerms:
    """The order that a press or a typed amount asks for."""
    kind = OrderType.LIMIT if asked.kind is Kind.LIMIT else OrderType.MARKET
    price = asked.price if asked.kind is Kind.LIMIT else 0
    if asked.way is Way.BUY:
        return OrderTerms(Symbol(asked.symbol), TradeSide.BUY, kind, notional=amount, price=price)
    return OrderTerms(Symbol(asked.symbol), TradeSide.SELL, kind, quantity=amount, price=price)


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
    }


def restored(command: Mapping[str, Any]) -> OrderTerms:
    """The order again; what stands there was written by `stored`."""
    return OrderTerms(
        Symbol(command["symbol"]),
        TradeSide(command["side"]),
        OrderType(command["type"]),
        notional=command["notional"],
        quantity=command["quantity"],
        price=command["price"],
        lot=OrderId(command["lot"]) if command["lot"] else None,
    )


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


def _lot_terms(desk: Desk, who: PersonId, lot_id: OrderId) -> OrderTerms | None:
    lead = desk.book.leads.get(who)
    lot = lead.lots.get(lot_id) if lead else None
    if lead is None or lot is None:
        return None
    free = lead.held(lot.symbol) - lead.lots_bound.get(lot.symbol, 0)
    quantity = min(lot.quantity, free)
    return OrderTerms(lot.symbol, TradeSide.SELL, OrderType.MARKET, quantity=quantity, lot=lot.id) if quantity else None
