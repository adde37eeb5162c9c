"""M4's delay: of the newest lead orders, by the venue's clock, each copy counted once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from bot.watches.copy_delays import ORDERS, CopyDelays
from core.model import events as e
from core.model.market import Side, Symbol
from core.model.orders import BatchId, OrderId
from core.model.people import Origin, PersonId
from core.model.reasons import Reason

BTC, LEA = Symbol("BTC-USDT"), PersonId(1)
START = datetime(2026, 11, 26, tzinfo=UTC)


def closed(order):
    fact = e.OrderClosed(OrderId(order), LEA, BTC, Side.BUY, 1, 1, 0, led=True, reason=Reason.NONE, triggers=True)
    return record(fact, 0)


def answered(order, copies, milliseconds):
    """So many copies executed after so many milliseconds, and one that was not."""
    quantity = np.array([1] * copies + [0], np.int64)
    nothing = np.zeros_like(quantity)
    fact = e.EntriesAnswered(
        flight=order, batch=BatchId(order), chunk=0, lead=LEA, symbol=BTC, rows=np.arange(copies + 1, dtype=np.int32),
        verdict=nothing.astype(np.uint8), reason=nothing.astype(np.uint8), quantity=quantity, notional=quantity,
        fee=nothing,
    )  # fmt: skip
    return record(fact, milliseconds)


def record(fact, milliseconds):
    return e.Record(1, START + timedelta(milliseconds=milliseconds), Origin("test"), fact)


def heard(*records):
    delays = CopyDelays()
    delays.learn(records)
    return delays.half_and_most()


def test_half_and_ninety_five_in_a_hundred_copies_were_made_within_their_times():
    assert heard(closed("a"), answered("a", 60, 20), answered("a", 40, 900)) == (20, 900)
    assert heard(closed("a"), answered("a", 96, 20), answered("a", 4, 900)) == (20, 20)


def test_without_a_lead_order_or_a_copy_there_is_nothing_to_say():
    assert heard() is None
    assert heard(answered("a", 3, 20)) is None
    assert heard(closed("a")) is None


def test_the_venues_instant_counts_where_it_tells_one():
    told = closed("a")
    later = replace(told, fact=replace(told.fact, at=START + timedelta(milliseconds=50)))
    assert heard(later, answered("a", 1, 60)) == (10, 10)


def test_only_the_newest_lead_orders_are_kept():
    old = [closed("old"), answered("old", 1, 5_000)]
    new = [each for n in range(ORDERS) for each in (closed(str(n)), answered(str(n), 1, 10))]
    assert heard(*old, *new) == (10, 10)
