"""What was tapped or typed on a ticket, as the terms of an order, in the desk's own units."""

from decimal import Decimal
from typing import Final

from bot.drafts.lead_drafts import TypingAmount
from bot.drafts.number import Ambiguous
from bot.html import Html
from bot.presses.trading import Kind, TakeAmount, TakePart, Way
from bot.screens import trade_asking
from bot.translate import Words
from core.model.market import LOT, Symbol
from core.model.market import Side as TradeSide
from core.model.money import GREATEST_MONEY, RATIO_UNITS, UNITS
from core.model.orders import Assets, OrderTerms, OrderType, Trailing, Trigger, Wait
from core.views.trade import Ticket as TicketView
from core.views.trade import part_of, price_of, quantity_of

TYPES: Final = {
    Kind.LIMIT: OrderType.LIMIT,
    Kind.POST_ONLY: OrderType.POST_ONLY,
    Kind.IOC: OrderType.IOC,
    Kind.FOK: OrderType.FOK,
    Kind.TRIGGER_LIMIT: OrderType.LIMIT,
}
"""The kinds with a limit price; all others leave at market."""


def terms_of(asked: TakePart | TakeAmount | TypingAmount, amount: int) -> OrderTerms:
    """The order that a press or a typed amount asks for."""
    side, kind = TradeSide.BUY if asked.way.buys else TradeSide.SELL, TYPES.get(asked.kind, OrderType.MARKET)
    return OrderTerms(
        Symbol(asked.symbol),
        side,
        kind,
        notional=amount if asked.way.buys else 0,
        quantity=0 if asked.way.buys else amount,
        price=asked.price if asked.kind.priced else 0,
        assets=trade_asking.ASSETS.get(asked.way, Assets.ANY),
        wait=_wait(asked),
    )


def _wait(asked: TakePart | TakeAmount | TypingAmount) -> Wait | None:
    match asked.kind:
        case Kind.TRIGGER | Kind.TRIGGER_LIMIT:
            return Trigger(asked.mark)
        case Kind.TRAIL:
            return Trailing(ratio=asked.mark, distance=0, activation=asked.price)
        case Kind.TRAIL_BY:
            return Trailing(ratio=0, distance=asked.mark, activation=asked.price)
        case _:
            return None


def tapped_part(shown: TicketView, way: Way, part: Decimal) -> int:
    """A part of what may be spent or sold in this way."""
    side = TradeSide.BUY if way.buys else TradeSide.SELL
    return part_of(shown, side, int(part * RATIO_UNITS), trade_asking.ASSETS.get(way, Assets.ANY))


def typed_price(shown: TicketView, read: Decimal | Ambiguous) -> int:
    """A typed price, down to the tick; 0 where it is none that the desk can hold."""
    wanted = price_of(shown.instrument, _nearer(read, shown))
    return wanted if 0 < wanted < shown.instrument.price(Decimal(10**9)) else 0


def typed_distance(shown: TicketView, read: Decimal | Ambiguous) -> int:
    """A typed distance between prices; of two readings the smaller, as it leaves sooner."""
    value = read if isinstance(read, Decimal) else min(read.first, read.second)
    wanted = price_of(shown.instrument, value)
    return wanted if 0 < wanted < shown.instrument.price(Decimal(10**9)) else 0


def typed_units(shown: TicketView, way: Way, amount: Decimal) -> int:
    """Whole units of a typed amount, rounded down; above `GREATEST_MONEY` they are to be refused, never made fewer."""
    return int(amount * UNITS) if way.buys else quantity_of(shown.instrument, amount)


def most_units(t: Words, shown: TicketView, way: Way) -> Html:
    """The most that one order may be for, as it is shown."""
    if way.buys:
        return t.money(GREATEST_MONEY, ticker="USDT")
    return t.quantity(GREATEST_MONEY // LOT * shown.instrument.lot_size, ticker=shown.instrument.base)


def reading_of(t: Words, shown: TicketView, way: Way, value: Decimal) -> tuple[Html, int]:
    """One of two readings of an amount: how it is shown, and in units."""
    units = typed_units(shown, way, value)
    if way.buys:
        return t.money(units, ticker="USDT"), units
    return t.quantity(value, ticker=shown.instrument.base), units


def _nearer(read: Decimal | Ambiguous, shown: TicketView) -> Decimal:
    if isinstance(read, Decimal):
        return read
    best = shown.instrument.price_decimal(shown.ask or shown.bid)
    return min((read.first, read.second), key=lambda value: abs(value - best))
