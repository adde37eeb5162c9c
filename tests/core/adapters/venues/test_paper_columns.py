"""The law of the paper venue: a plan and the same orders one by one end the same, sent once, sent again or asked."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.adapters.clocks import VirtualClock
from core.adapters.venues.faults import Fault, Partial, Reject, TimeoutFilled, TimeoutLost
from core.adapters.venues.flights import FLIGHTS
from core.adapters.venues.paper import ASK_AFTER, PaperVenue
from core.adapters.venues.standing import Orders
from core.model.market import LOT, Instrument, Quote, Side, Symbol
from core.model.orders import Verdict
from core.model.people import PersonId
from core.ports import Absent, Filled, Found, Order, PlanColumns, Rejected, Unanswered

SYMBOL = Symbol("ABC-USDT")
START = datetime(2026, 1, 5, tzinfo=UTC)
ASK_AT = START + ASK_AFTER


@dataclass(frozen=True)
class Story:
    """A market, faults by account, and entries: account, quantity, limit."""

    instrument: Instrument | None
    quote: Quote | None
    side: Side
    entries: list[tuple[int, int, int]]
    capped: bool
    faults: dict[int, Fault]

    def venue(self) -> PaperVenue:
        venue = PaperVenue(VirtualClock(START))
        if self.instrument is not None:
            venue.list(self.instrument)
        if self.quote is not None:
            venue.quote(self.quote)
        for account, fault in self.faults.items():
            venue.fault(PersonId(account), fault)
        return venue

    def plan(self, chosen: list[int] | None = None) -> PlanColumns:
        """The whole plan, or some entries of it."""
        entries = list(range(len(self.entries))) if chosen is None else chosen
        account, quantity, limit = (np.array([self.entries[i][k] for i in entries], np.int64) for k in range(3))
        return PlanColumns(
            "f1",
            SYMBOL,
            self.side,
            np.array(entries, np.int32),
            account.astype(np.int32),
            quantity,
            limit if self.capped else None,
            lambda entry: f"id{entries[entry]}",
        )

    def orders(self) -> list[Order]:
        return [
            Order(f"id{row}", PersonId(account), SYMBOL, self.side, quantity, limit * self.capped, False, False, None)
            for row, (account, quantity, limit) in enumerate(self.entries)
        ]


LOTS = st.sampled_from(["0.00001", "1", "0.25", "0.003"])
TICKS = st.sampled_from(["0.1", "0.5", "1"])
FAULTS = st.one_of(
    st.builds(Reject, st.sampled_from(["51008", "99999"])),
    st.just(TimeoutFilled()),
    st.just(TimeoutLost()),
    st.builds(Partial, st.integers(0, 10**8)),
)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    instrument = Instrument(
        SYMBOL,
        Decimal(draw(LOTS)),
        Decimal(draw(TICKS)),
        quantity_min=draw(st.sampled_from([0, 3 * LOT])),
        notional_min=draw(st.sampled_from([0, 7 * 10**8])),
        fee=draw(st.sampled_from([0, 100_000, 99_999_999])),
    )
    ticks = draw(st.integers(1, 5_000))
    bid, ask = draw(st.sampled_from([(ticks, ticks), (ticks, ticks + 2), (0, ticks), (ticks, 0)]))
    depth = draw(st.none() | st.integers(0, 2_000 * 10**8))
    quote = Quote(SYMBOL, bid * instrument.tick, ask * instrument.tick, 0, START, depth)
    quantities = st.integers(0, 50).map(lambda lots: lots * LOT) | st.integers(0, 500_000)
    off = st.integers(-2, 2).map(lambda ticks_off: max(0, ticks + ticks_off) * instrument.tick)
    limits = off | st.just(0) | st.just(ticks * instrument.tick + 1)
    entries = draw(st.lists(st.tuples(st.integers(1, 6), quantities, limits), min_size=1, max_size=8))
    faults = draw(st.dictionaries(st.integers(1, 6), FAULTS, max_size=3))
    listed = draw(st.integers(0, 15)) > 0
    quoted = draw(st.integers(0, 15)) > 0
    side = draw(st.sampled_from(Side))
    return Story(instrument if listed else None, quote if quoted else None, side, entries, draw(st.booleans()), faults)


def in_turn(*calls) -> list[Found]:
    async def all_of_them() -> list[Found]:
        return [await call for call in calls]

    return asyncio.run(all_of_them())


def one_by_one(answers) -> list[Found]:
    """An answer in columns as the answers of single orders."""
    return [_single(answers, entry) for entry in range(len(answers.verdict))]


def _single(answers, entry: int) -> Found:
    sums = tuple(int(column[entry]) for column in (answers.quantity, answers.notional, answers.fee))
    verdict = Verdict(answers.verdict[entry])
    if verdict is Verdict.FILLED:
        return Filled(*sums)
    assert sums == (0, 0, 0)
    if verdict is Verdict.UNANSWERED:
        return Unanswered(answers.ask_at)
    if verdict is Verdict.ABSENT:
        return Absent()
    code, _, words = answers.words.get(entry, " ended with nothing executed").partition(" ")
    return Rejected(code, words)


@settings(max_examples=300)
@given(stories())
def test_a_plan_and_its_orders_one_by_one_end_the_same(story):
    plans, singles, orders = story.venue(), story.venue(), story.orders()
    assert one_by_one(plans.place_columns(story.plan())) == in_turn(*map(singles.place, orders))
    assert one_by_one(plans.find_columns(story.plan())) == in_turn(*map(singles.find, orders))
    assert one_by_one(plans.place_columns(story.plan())) == in_turn(*map(singles.place, orders))
    assert one_by_one(plans.find_columns(story.plan())) == in_turn(*map(plans.find, orders))


@settings(max_examples=150)
@given(stories(), st.data())
def test_a_plan_sent_in_parts_or_partly_before_executes_nothing_twice(story, data):
    rows = st.lists(st.integers(0, len(story.entries) - 1), unique=True).map(sorted)
    first, alone = data.draw(rows), data.draw(rows)
    plans, singles, orders = story.venue(), story.venue(), story.orders()
    in_turn(*(plans.place(orders[row]) for row in alone))
    in_turn(*(singles.place(orders[row]) for row in alone))
    assert one_by_one(plans.place_columns(story.plan(first))) == in_turn(*(singles.place(orders[row]) for row in first))
    assert one_by_one(plans.place_columns(story.plan())) == in_turn(*map(singles.place, orders))
    assert one_by_one(plans.find_columns(story.plan(first))) == in_turn(*(singles.find(orders[row]) for row in first))
    assert in_turn(*map(plans.place, orders)) == in_turn(*map(singles.place, orders))


@settings(max_examples=150)
@given(stories())
def test_what_is_executed_is_what_the_price_says(story):
    answers = in_turn(*map(story.venue().place, story.orders()))
    for order, answer in zip(story.orders(), answers, strict=True):
        if isinstance(answer, Filled):
            _check_sums(story, order, answer)


def _check_sums(story: Story, order: Order, answer: Filled) -> None:
    instrument, quote = story.instrument, story.quote
    best = quote.ask if order.side is Side.BUY else quote.bid
    price = Fraction(best, instrument.price_scale)
    coins = Fraction(answer.quantity) * Fraction(instrument.lot_size) / LOT
    assert 0 < answer.quantity <= order.quantity
    assert answer.quantity % LOT == 0
    assert answer.notional == int(coins * price * 10**8)
    assert answer.fee == (answer.quantity if order.side is Side.BUY else answer.notional) * instrument.fee // 10**8
    assert quote.depth is None or coins * price * 10**8 <= quote.depth
    if order.price_cap:
        assert best <= order.price_cap if order.side is Side.BUY else best >= order.price_cap


# ── what stays in memory ──────────────────────────────────────────────────────

CALM = Story(
    Instrument(SYMBOL, Decimal(1), Decimal(1)),
    Quote(SYMBOL, 10_000, 10_000, 0, START),
    Side.BUY,
    [(1, LOT, 0)],
    False,
    {},
)


def flight(number: int) -> PlanColumns:
    return replace(CALM.plan(), flight=f"f{number}", ids=lambda entry: f"{number}-{entry}")


def test_the_newest_flights_are_remembered_and_no_more():
    venue = CALM.venue()
    for number in range(FLIGHTS + 1):
        venue.place_columns(flight(number))
    assert venue.find_columns(flight(0)).verdict[0] == Verdict.ABSENT
    assert venue.find_columns(flight(1)).verdict[0] == Verdict.FILLED


def test_a_flight_that_nobody_asked_about_is_kept_until_somebody_does():
    venue = CALM.venue()
    venue.fault(PersonId(1), TimeoutFilled())
    for number in range(FLIGHTS + 50):
        venue.place_columns(flight(number))
    assert venue.find_columns(flight(0)).verdict[0] == Verdict.FILLED
    venue.place_columns(flight(FLIGHTS + 50))
    assert venue.find_columns(flight(0)).verdict[0] == Verdict.ABSENT


def test_ended_orders_are_bounded_but_for_those_nobody_asked_about():
    orders = Orders(most=3)
    ended = [replace(CALM.orders()[0], id=f"o{number}") for number in range(6)]
    orders.end(ended[0], Filled(1, 1, 0))
    orders.leave_unasked("o0")
    for order in ended[1:]:
        orders.end(order, Filled(1, 1, 0))
    assert [order.id for order in ended if orders.known(order.id)] == ["o0", "o4", "o5"]


def test_an_order_that_comes_after_its_deadline_is_rejected():
    venue = CALM.venue()
    late = replace(CALM.orders()[0], expires_at=START - timedelta(microseconds=1))
    (answer,) = in_turn(venue.place(late))
    assert answer.code == "50036"


def test_the_newest_fault_is_the_one():
    venue = CALM.venue()
    venue.fault(PersonId(1), Reject("51008"))
    venue.fault(PersonId(1), Reject("51020"))
    first, second = in_turn(venue.place(CALM.orders()[0]), venue.place(replace(CALM.orders()[0], id="next")))
    assert first.code == "51020"
    assert isinstance(second, Filled)


def test_a_fault_in_a_plan_leaves_the_plan_as_it_was():
    quantity = np.full(3, 5 * LOT, np.int64)
    plan = replace(
        flight(1), rows=np.arange(3, dtype=np.int32), accounts=np.arange(3, dtype=np.int32), quantity=quantity
    )
    venue = CALM.venue()
    venue.fault(PersonId(1), Reject("51008"))
    venue.fault(PersonId(2), Partial(50_000_000))
    answer = venue.place_columns(plan)
    assert quantity.tolist() == [5 * LOT] * 3
    assert answer.quantity.tolist() == [5 * LOT, 0, 2 * LOT]


@pytest.mark.parametrize("entries", [0, 1])
def test_plans_of_any_length_are_taken(entries):
    answer = CALM.venue().place_columns(CALM.plan(list(range(entries))))
    assert answer.verdict.tolist() == [Verdict.FILLED] * entries
