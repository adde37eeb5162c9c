"""Prints what becomes of a person's own orders."""

from collections.abc import Iterator

from bot.scenario.printing.line import Line, average, quantity
from core.decide.desk import Desk
from core.model import events as e
from core.model.market import USDT, Side
from core.model.money import fraction, text
from core.model.reasons import Reason


def order_closed(desk: Desk, fact: e.OrderClosed) -> Iterator[Line]:
    """An order that is done, and why its copies are not made where they are not."""
    listed, names = desk.book.instruments[fact.symbol], desk.book.people.names
    buys = fact.side == Side.BUY
    line: Line = {
        "fact": "order_filled",
        "who": names[fact.person],
        "order": fact.order,
        "symbol": fact.symbol,
        "side": "buy" if buys else "sell",
        "quantity": quantity(listed, fact.quantity),
        "price": average(listed, fact.notional, fact.quantity),
        "notional": text(fact.notional),
        "fee": quantity(listed, fact.fee) if buys else text(fact.fee),
        "fee_asset": listed.base if buys else USDT,
        "led": fact.led,
    }
    if buys and fact.lead_equity:
        usage = fraction(min(fact.notional, fact.lead_equity), fact.lead_equity, places=12)
        line["usage_ratio"] = format(usage, "f")
    yield line
    if fact.reason:
        code = Reason(fact.reason).name
        yield {"fact": "lead_order_failed", "lead": names[fact.person], "order": fact.order, "code": code}


def order_news(desk: Desk, fact: e.OrderPlaced | e.OrderTriggered | e.OrderRested | e.OrderDropped) -> Iterator[Line]:
    """What happens to it before, or instead."""
    match fact:
        case e.OrderPlaced():
            yield {
                "fact": "order_placed",
                "who": desk.book.people.names[fact.person],
                "order": fact.order,
                "symbol": fact.terms.symbol,
                "side": "buy" if fact.terms.side is Side.BUY else "sell",
            }
        case e.OrderTriggered():
            price = format(desk.book.instruments[fact.terms.symbol].price_decimal(fact.last), "f")
            yield {"fact": "order_triggered", "order": fact.order, "symbol": fact.terms.symbol, "price": price}
        case e.OrderRested():
            yield {"fact": "order_resting", "order": fact.order}
        case e.OrderDropped():
            who = desk.book.people.names[fact.person]
            line = {"fact": "order_ended_empty", "who": who, "order": fact.order, "why": fact.why.name.lower()}
            denied = {"code": fact.denial.name} if fact.denial is not None else {}
            yield {**line, "words": fact.words, **denied}
