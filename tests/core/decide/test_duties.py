"""What is taken first of what is due (R-2.1, R-4.5)."""

from datetime import UTC, datetime, timedelta

from core.decide.desk import PlanChunk
from core.decide.duties import next_step
from core.fold.book import Book, FanOut
from core.model.limits import limits
from core.model.market import Symbol
from core.model.orders import BatchId, Cause
from core.model.people import PersonId

AT = datetime(2026, 1, 5, 8, tzinfo=UTC)


def fan_out(name, *, lead=1, after=0, buys=True):
    batch, symbol = BatchId(name), Symbol("BTC-USDT")
    return FanOut(batch, PersonId(lead), symbol, buys, Cause.LEAD_ORDER, AT + timedelta(seconds=after), size=1)


def first(*waiting):
    book = Book(fan_outs={each.batch: each for each in waiting})
    step = next_step(book, limits().clock, AT + timedelta(minutes=1))
    assert isinstance(step, PlanChunk)
    return step.fan_out.batch


def test_r4_5_orders_are_taken_by_fill_time_and_not_by_arrival():
    assert first(fan_out("late", lead=1, after=5), fan_out("early", lead=2)) == "early"


def test_r4_5_of_one_instant_they_are_taken_by_copying_id():
    """A copying's id is its lead's number and its row there."""
    assert first(fan_out("second", lead=2), fan_out("first", lead=1)) == "first"


def test_r2_1_a_waiting_exit_goes_before_a_waiting_entry_whatever_their_fill_times():
    assert first(fan_out("buy"), fan_out("sale", after=5, buys=False)) == "sale"
