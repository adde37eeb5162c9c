"""Prints what becomes of copies: one line a copier."""

from collections.abc import Iterator, Mapping

import numpy as np

from bot.scenario.printing.line import Line, average, quantity, signed
from core.decide.desk import Desk
from core.model import events as e
from core.model.copying import ReleaseCause
from core.model.market import USDT, Side
from core.model.money import text
from core.model.orders import BatchId, Cause, OrderId, Verdict, copy_order_id
from core.model.people import PersonId
from core.model.reasons import Reason

Copies = e.EntriesAnswered | e.ExitsAnswered | e.EntriesPlanned | e.ExitsPlanned
Sales = Mapping[OrderId, OrderId]
"""The last copied sale of each lead lot: a copy that was bought late sells for it."""


def refused(desk: Desk, fact: e.EntriesPlanned | e.ExitsPlanned, sales: Sales) -> Iterator[Line]:
    """Those of a plan that are not sent, each with its reason."""
    side = Side.BUY if isinstance(fact, e.EntriesPlanned) else Side.SELL
    if fact.attempt > 1 and fact.cause is not Cause.RETRY:
        return
    led = _led_by(desk, fact, fact.cause, sales)
    for place in np.flatnonzero(fact.reason).tolist():
        common = _copy(desk, fact, int(fact.rows[place]), side, led)
        yield {"fact": "copy_failed", **common, "code": Reason(int(fact.reason[place])).name}


def entries(desk: Desk, plan: e.EntriesPlanned, fact: e.EntriesAnswered) -> Iterator[Line]:
    """The answers to copies that buy."""
    asked, led = plan.quantity[np.searchsorted(plan.rows, fact.rows)], _led_by(desk, fact, plan.cause, {})
    for place in range(len(fact.rows)):
        common = _copy(desk, fact, int(fact.rows[place]), Side.BUY, led)
        if fact.quantity[place]:
            yield {
                "fact": "copy_filled",
                **common,
                **_fill(desk, plan, fact, place, Side.BUY),
                "partly": bool(fact.quantity[place] < asked[place]),
                "cause": plan.cause.name.lower(),
            }
        elif fact.verdict[place] != Verdict.UNANSWERED and fact.reason[place]:
            yield {"fact": "copy_failed", **common, "code": Reason(int(fact.reason[place])).name}


def exits(desk: Desk, plan: e.ExitsPlanned, fact: e.ExitsAnswered, sales: Sales) -> Iterator[Line]:
    """The answers to sales of copy lots."""
    asked, led = plan.quantity[np.searchsorted(plan.rows, fact.rows)], _led_by(desk, fact, plan.cause, sales)
    for place in range(len(fact.rows)):
        common = _copy(desk, fact, int(fact.rows[place]), Side.SELL, led)
        if fact.quantity[place]:
            yield {
                "fact": "copy_filled",
                **common,
                **_fill(desk, plan, fact, place, Side.SELL),
                "partly": bool(fact.quantity[place] < asked[place]),
                "profit_net": signed(int(fact.net[place])),
                "cause": plan.cause.name.lower(),
            }
        if fact.withheld[place]:
            yield {
                "fact": "profit_share_withheld",
                "copier": common["copier"],
                "lead": common["lead"],
                "profit_net": signed(int(fact.net[place])),
                "amount": text(int(fact.withheld[place])),
            }
        if fact.reason[place] and fact.verdict[place] != Verdict.UNANSWERED and plan.attempt == 1:
            yield {"fact": "copy_failed", **common, "code": Reason(int(fact.reason[place])).name}


def released(desk: Desk, fact: e.LotsReleased) -> Iterator[Line]:
    """Lots that are no copies any more."""
    names, table = desk.book.people.names, desk.book.leads[fact.lead].copyings
    for place in range(len(fact.rows)):
        yield {
            "fact": "lots_released",
            "copier": names[table.person[fact.rows[place]]],
            "lead": names[fact.lead],
            "symbol": fact.symbol,
            "quantity": quantity(desk.book.instruments[fact.symbol], int(fact.quantity[place])),
            "cause": ReleaseCause(fact.cause).name.lower(),
        }


def settled(desk: Desk, fact: e.ProfitShareSettled) -> Iterator[Line]:
    """What each settled."""
    names, table = desk.book.people.names, desk.book.leads[fact.lead].copyings
    withheld = fact.withheld
    for place in range(len(fact.rows)):
        yield {
            "fact": "profit_share_settled",
            "copier": names[table.person[fact.rows[place]]],
            "lead": names[fact.lead],
            "profit_net": signed(int(fact.net[place])),
            "withheld": text(int(withheld[place])),
            "payable": text(int(fact.payable[place])),
            "refund": text(int(fact.refund[place])),
        }


def _led_by(desk: Desk, fact: Copies, cause: Cause, sales: Sales) -> OrderId | None:
    """The lead order that is copied, where there is one; after a late answer the sale that came before it."""
    order, late, _ = str(fact.batch).partition("-late-")
    led = sales.get(OrderId(order)) if late else OrderId(order)
    return led if cause in (Cause.LEAD_ORDER, Cause.RETRY) and led in desk.book.names_used else None


def _copy(desk: Desk, fact: Copies, row: int, side: Side, led: OrderId | None) -> Line:
    names, table = desk.book.people.names, desk.book.leads[fact.lead].copyings
    line: Line = {"copier": names[table.person[row]], "lead": names[fact.lead]}
    if led is not None:
        line["order"] = led
    return {**line, "symbol": fact.symbol, "side": "buy" if side is Side.BUY else "sell"}


def _fill(
    desk: Desk,
    plan: e.EntriesPlanned | e.ExitsPlanned,
    fact: e.EntriesAnswered | e.ExitsAnswered,
    place: int,
    side: Side,
) -> Line:
    listed = desk.book.instruments[fact.symbol]
    copier = PersonId(int(desk.book.leads[fact.lead].copyings.person[fact.rows[place]]))
    units, notional, fee = int(fact.quantity[place]), int(fact.notional[place]), int(fact.fee[place])
    return {
        "copy_order": copy_order_id(BatchId(plan.batch), copier, plan.attempt),
        "quantity": quantity(listed, units),
        "price": average(listed, notional, units),
        "notional": text(notional),
        "fee": quantity(listed, fee) if side is Side.BUY else text(fee),
        "fee_asset": listed.base if side is Side.BUY else USDT,
    }
