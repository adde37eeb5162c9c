"""What leaves for the venue: plans and orders of the book as a venue takes them, and what may not leave any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from core.decide.desk import Desk, FlightAnswered
from core.decide.entries import withdrawn
from core.fold.book import Flight, OpenOrder
from core.model import events as e
from core.model.columns import Entries, Mask, Places, are, reach
from core.model.market import Side
from core.model.orders import OrderType, Verdict, client_id, copy_order_id
from core.model.people import PersonId
from core.model.reasons import Reason
from core.ports import Absent, AnswerColumns, Filled, Found, Order, PlanColumns, Rejected, Resting, Unanswered

SEND_LIFE = timedelta(seconds=3)
"""How long a venue may still execute what was sent (`expTime`)."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A flight's plan as the venue takes it, and which of its entries are meant."""

    flight: str
    where: Entries
    columns: PlanColumns


@dataclass(frozen=True, slots=True)
class Unsent:
    """The desk's own answer: what a single order may not leave for is found out right before it would."""


def present_attempt(order: OpenOrder, now: datetime) -> Order:
    """The present attempt at a person's order: what earlier attempts did not execute."""
    kind = order.terms.type
    return Order(
        id=client_id(order.id, order.attempt),
        account=order.person,
        symbol=order.terms.symbol,
        side=order.terms.side,
        quantity=order.quantity - order.before[0],
        price_cap=order.price_cap,
        resting=kind.rests,
        is_exit=False,
        expires_at=None if kind.rests else now + SEND_LIFE,
        post_only=kind is OrderType.POST_ONLY,
        whole=kind is OrderType.FOK,
    )


def open_entries(desk: Desk, key: str) -> Sent | None:
    """The open entries of a flight as columns for the venue; None if all are answered."""
    flight = desk.book.flights.get(key)
    if flight is None:
        return None
    where = np.flatnonzero(flight.open)
    return Sent(key, where, _plan_columns(desk, key, flight, where))


def leaving(desk: Desk, key: str) -> tuple[Sent | None, FlightAnswered | None]:
    """What of a flight leaves now, and the desk's own answer for what may not any more."""
    flight = desk.book.flights.get(key)
    if flight is None:
        return None, None
    free, still_open = may_leave(desk, flight, slice(None)), flight.open.astype(np.bool_)
    kept, where = np.flatnonzero(still_open & ~free), np.flatnonzero(still_open & free)
    answer = FlightAnswered(key, kept, _unsent(len(kept)), asked=False) if len(kept) else None
    return (Sent(key, where, _plan_columns(desk, key, flight, where)) if len(where) else None), answer


def may_leave(desk: Desk, flight: Flight, where: Places) -> Mask:
    """An exit always; an entry in its time, and only while its copying still wants it (R-2.3, R-16.1)."""
    plan = flight.plan
    rows = plan.rows[where]
    if isinstance(plan, e.ExitsPlanned):
        return np.ones(len(rows), np.bool_)
    return are(withdrawn(desk, plan, rows), Reason.NONE)


def _unsent(entries: int) -> AnswerColumns:
    """The answer of the desk itself: these never left."""
    nothing = np.zeros(entries, np.int64)
    return AnswerColumns(np.full(entries, Verdict.UNSENT, np.uint8), nothing, nothing, nothing)


def _plan_columns(desk: Desk, key: str, flight: Flight, where: Entries) -> PlanColumns:
    plan = flight.plan
    rows = plan.rows[where]
    accounts = desk.book.leads[plan.lead].copyings.person[reach(rows)].copy()
    entry = isinstance(plan, e.EntriesPlanned)
    return PlanColumns(
        flight=key,
        symbol=plan.symbol,
        side=Side.BUY if entry else Side.SELL,
        rows=rows,
        accounts=accounts,
        quantity=plan.quantity[where],
        limit=plan.limit[where] if isinstance(plan, e.EntriesPlanned) else None,
        ids=lambda place: copy_order_id(plan.batch, PersonId(int(accounts[place])), plan.attempt),
    )


def single(plan: PlanColumns, entry: int, now: datetime) -> Order:
    return Order(
        id=plan.ids(entry),
        account=PersonId(int(plan.accounts[entry])),
        symbol=plan.symbol,
        side=plan.side,
        quantity=int(plan.quantity[entry]),
        price_cap=int(plan.limit[entry]) if plan.limit is not None else 0,
        resting=False,
        is_exit=plan.side is Side.SELL,
        expires_at=now + SEND_LIFE,
    )


def as_columns(answers: Sequence[Found | Unsent]) -> AnswerColumns:
    """Single answers as columns, in the same order."""
    size = len(answers)
    verdict = np.zeros(size, np.uint8)
    quantity, notional, fee = (np.zeros(size, np.int64) for _ in range(3))
    words: dict[int, str] = {}
    ask_at: datetime | None = None
    at: datetime | None = None
    for place, answer in enumerate(answers):
        match answer:
            case Filled() | Resting():
                verdict[place] = Verdict.FILLED
                quantity[place], notional[place], fee[place] = answer.quantity, answer.notional, answer.fee
                at = max(at, answer.at) if at and answer.at else at or answer.at
            case Rejected(code, said):
                verdict[place] = Verdict.REJECTED
                if code:
                    words[place] = f"{code} {said}".strip()
            case Unanswered():
                verdict[place] = Verdict.UNANSWERED
                ask_at = max(ask_at, answer.ask_at) if ask_at else answer.ask_at
            case Absent():
                verdict[place] = Verdict.ABSENT
            case Unsent():
                verdict[place] = Verdict.UNSENT
    return AnswerColumns(verdict, quantity, notional, fee, words, ask_at, at)
