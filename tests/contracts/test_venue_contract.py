"""What every venue keeps, in decimal figures a person can check. A world is a venue, its market and its faults."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from core.adapters.clocks import VirtualClock
from core.adapters.venues.faults import Fault, Partial, Reject, TimeoutFilled, TimeoutLost
from core.adapters.venues.paper import PaperVenue
from core.model.market import Instrument, Quote, Side, Symbol
from core.model.money import quote as usdt
from core.model.money import ratio
from core.model.people import PersonId
from core.ports import (
    Absent,
    Clock,
    Filled,
    Order,
    OrderSeen,
    QuotesSeen,
    Rejected,
    Resting,
    Unanswered,
    Venue,
    VenueEvent,
)

BTC = Symbol("BTC-USDT")
BOB, EVE = PersonId(2), PersonId(3)
START = datetime(2026, 1, 5, 8, tzinfo=UTC)


@dataclass
class World:
    """A venue and what a test may do to it. `fault` is for one account's next order."""

    venue: Venue
    clock: Clock
    put_on_list: Callable[[Instrument], None]
    quote: Callable[..., None]
    fault: Callable[[PersonId, Fault], None]
    heard: list[VenueEvent] = field(default_factory=list)

    @property
    def btc(self) -> Instrument:
        return self.venue.instruments()[BTC]

    def quoted(self, bid: str, ask: str, depth: str | None = None) -> None:
        self.quote(
            Quote(
                BTC,
                self.btc.price(Decimal(bid)),
                self.btc.price(Decimal(ask)),
                self.btc.price(Decimal(bid)),
                self.clock.now(),
                None if depth is None else usdt(depth),
            )
        )

    def order(
        self,
        side: Side,
        quantity: str,
        *,
        cap: str = "0",
        resting: bool = False,
        order_id: str = "a1",
        account: PersonId = BOB,
        **kind: bool,
    ) -> Order:
        return Order(
            order_id,
            account,
            BTC,
            side,
            self.btc.quantity(Decimal(quantity)),
            self.btc.price(Decimal(cap)),
            resting,
            side is Side.SELL,
            self.clock.now() + timedelta(seconds=3),
            **kind,
        )

    def filled(self, quantity: str, notional: str, fee: str, *, side: Side = Side.BUY) -> Filled:
        paid = self.btc.quantity(Decimal(fee)) if side is Side.BUY else usdt(fee)
        return Filled(self.btc.quantity(Decimal(quantity)), usdt(notional), paid)


def paper() -> World:
    clock = VirtualClock(START)
    venue = PaperVenue(clock)
    return World(venue, clock, venue.list, venue.quote, venue.fault)


@pytest.fixture(params=[paper])
def world(request: pytest.FixtureRequest) -> World:
    """BTC-USDT at 49,990 / 50,000, a fee of 0.1 %, at least 0.0001 BTC and 1 USDT; all that is told is heard."""
    made: World = request.param()
    made.put_on_list(
        Instrument(
            BTC,
            Decimal("0.00001"),
            Decimal("0.1"),
            quantity_min=100_000,
            notional_min=usdt("6"),
            fee=ratio("0.001"),
        )
    )
    made.quoted("49990", "50000")
    made.venue.listen(made.heard.append)
    return made


# ── an order that executes at once ────────────────────────────────────────────


async def test_a_market_buy_fills_at_the_ask_and_pays_its_fee_in_the_coin(world):
    answer = await world.venue.place(world.order(Side.BUY, "0.02"))
    assert answer == world.filled("0.02", "1000", "0.00002")


async def test_a_market_sale_fills_at_the_bid_and_pays_its_fee_in_quote(world):
    answer = await world.venue.place(world.order(Side.SELL, "0.02"))
    assert answer == world.filled("0.02", "999.8", "0.9998", side=Side.SELL)


async def test_a_fee_is_rounded_down(world):
    answer = await world.venue.place(world.order(Side.BUY, "0.00013"))
    assert answer == world.filled("0.00013", "6.5", "0.00000013")
    world.quoted("0.3", "0.3")
    world.put_on_list(Instrument(BTC, Decimal("0.00001"), Decimal("0.1"), fee=ratio("0.00007")))
    sale = await world.venue.place(world.order(Side.SELL, "0.00013", order_id="a2"))
    assert sale == Filled(130_000, 3_900, 0)


@pytest.mark.parametrize(
    ("side", "cap", "price"),
    [
        (Side.BUY, "50000", "50000"),
        (Side.BUY, "60000", "50000"),
        (Side.SELL, "49990", "49990"),
        (Side.SELL, "1", "49990"),
    ],
)
async def test_a_capped_order_fills_at_the_best_price_within_its_cap(world, side, cap, price):
    answer = await world.venue.place(world.order(side, "0.02", cap=cap))
    assert isinstance(answer, Filled)
    assert answer.notional == usdt(Decimal(price) * Decimal("0.02"))


@pytest.mark.parametrize(("side", "cap"), [(Side.BUY, "49999.9"), (Side.SELL, "49990.1")])
async def test_an_order_the_book_has_nothing_for_ends_empty(world, side, cap):
    answer = await world.venue.place(world.order(side, "0.02", cap=cap))
    assert isinstance(answer, Rejected)
    assert answer.code == ""


async def test_depth_bounds_what_an_order_gets_rounded_down_to_the_lot(world):
    world.quoted("49990", "50000", depth="499.99")
    assert await world.venue.place(world.order(Side.BUY, "0.02")) == world.filled("0.00999", "499.5", "0.00000999")
    assert await world.venue.place(world.order(Side.SELL, "0.005", order_id="a2")) == world.filled(
        "0.005", "249.95", "0.24995", side=Side.SELL
    )


async def test_depth_below_one_lot_is_no_fill(world):
    world.quoted("49990", "50000", depth="0.4")
    answer = await world.venue.place(world.order(Side.BUY, "0.02"))
    assert isinstance(answer, Rejected)
    assert answer.code == ""


# ── post-only, and all or nothing ─────────────────────────────────────────────


@pytest.mark.parametrize(("side", "cap"), [(Side.BUY, "50000"), (Side.SELL, "49990")])
async def test_a_post_only_order_that_would_take_ends_empty(world, side, cap):
    answer = await world.venue.place(world.order(side, "0.02", cap=cap, resting=True, post_only=True))
    assert isinstance(answer, Rejected)
    assert answer.code == ""
    assert await world.venue.find(world.order(side, "0.02", cap=cap)) == answer


@pytest.mark.parametrize(("side", "cap"), [(Side.BUY, "49999.9"), (Side.SELL, "49990.1")])
async def test_a_post_only_order_away_from_the_market_rests(world, side, cap):
    answer = await world.venue.place(world.order(side, "0.02", cap=cap, resting=True, post_only=True))
    assert answer == Resting()


@pytest.mark.parametrize(("depth", "filled"), [("1000", True), ("999.99", False)])
async def test_a_whole_order_is_executed_at_once_or_not_at_all(world, depth, filled):
    world.quoted("49990", "50000", depth=depth)
    answer = await world.venue.place(world.order(Side.BUY, "0.02", cap="50000", whole=True))
    if filled:
        assert answer == world.filled("0.02", "1000", "0.00002")
    else:
        assert isinstance(answer, Rejected)
        assert answer.code == ""


# ── instants ──────────────────────────────────────────────────────────────────


async def test_a_fill_has_the_venues_instant_whenever_it_is_told(world):
    """R-1.7: an answer that nobody got says later when the order was executed."""
    at = world.clock.now()
    world.fault(BOB, TimeoutFilled())
    order = world.order(Side.BUY, "0.02")
    assert isinstance(await world.venue.place(order), Unanswered)
    world.clock.move_to(at + timedelta(seconds=9))
    found = await world.venue.find(order)
    assert isinstance(found, Filled)
    assert found.at == at


async def test_what_rested_ended_when_it_was_filled_or_cancelled(world):
    """R-1.7, R-4.4: a lead order triggers at its terminal state."""
    placed = world.clock.now()
    await world.venue.place(world.order(Side.BUY, "0.02", cap="49000", resting=True))
    other = world.order(Side.SELL, "0.02", cap="50000", resting=True, order_id="a2")
    world.quoted("49990", "50000", depth="500")
    await world.venue.place(other)
    world.clock.move_to(placed + timedelta(seconds=5))
    world.quoted("48990", "49000")
    seen = [event for event in world.heard if isinstance(event, OrderSeen)]
    assert [(event.done, event.at) for event in seen] == [(True, placed + timedelta(seconds=5))]
    world.quoted("50000", "50001", depth="500")
    world.clock.move_to(placed + timedelta(seconds=9))
    ended = await world.venue.cancel(other)
    assert isinstance(ended, Filled)
    assert ended.at == placed + timedelta(seconds=9)


# ── a no ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("side", "bid", "ask"), [(Side.BUY, "49990", "0"), (Side.SELL, "0", "50000"), (Side.BUY, "0", "0")]
)
async def test_nothing_trades_against_an_empty_side(world, side, bid, ask):
    world.quoted(bid, ask)
    assert (await world.venue.place(world.order(side, "0.02"))).code == "PAIR_HALTED"


async def test_what_is_not_listed_does_not_trade(world):
    order = world.order(Side.BUY, "0.02")
    stranger = Order("a9", BOB, Symbol("NO-USDT"), Side.BUY, order.quantity, 0, False, False, None)
    assert isinstance(await world.venue.place(stranger), Rejected)


@pytest.mark.parametrize(
    ("side", "quantity", "taken"),
    [
        (Side.BUY, "0.00009", False),  # below the smallest quantity
        (Side.BUY, "0.00011", False),  # 5.5 USDT, and one lot more is 6 USDT: was asked with less than 6
        (Side.BUY, "0.00012", True),
        (Side.SELL, "0.00012", False),  # 5.9988 USDT
        (Side.SELL, "0.00013", True),
        (Side.BUY, "0", False),
    ],
)
async def test_an_order_below_the_minimum_is_rejected(world, side, quantity, taken):
    answer = await world.venue.place(world.order(side, quantity))
    assert isinstance(answer, Filled) if taken else (isinstance(answer, Rejected) and answer.code == "51020")


async def test_a_buy_for_exactly_the_smallest_notional_survives_its_rounding(world):
    world.quoted("49989.9", "49990")
    whole_lots = world.btc.affordable(usdt("6"), world.btc.price(Decimal(49990))) // 10_000 * 10_000
    order = world.order(Side.BUY, str(world.btc.quantity_decimal(whole_lots)))
    assert world.btc.value(order.quantity, world.btc.price(Decimal(49990))) < usdt("6")
    assert isinstance(await world.venue.place(order), Filled)


async def test_a_rejection_keeps_the_code_of_the_venue(world):
    world.fault(BOB, Reject("51008"))
    answer = await world.venue.place(world.order(Side.BUY, "0.02"))
    assert isinstance(answer, Rejected)
    assert answer.code == "51008"
    assert answer.words
    assert isinstance(await world.venue.place(world.order(Side.BUY, "0.02", order_id="a2")), Filled)


async def test_a_fault_is_one_accounts_alone(world):
    world.fault(BOB, Reject("51008"))
    assert isinstance(await world.venue.place(world.order(Side.BUY, "0.02", account=EVE)), Filled)
    assert isinstance(await world.venue.place(world.order(Side.BUY, "0.02", order_id="a2")), Rejected)


async def test_a_partial_fill_is_floored_to_the_lot_and_its_rest_cancelled(world):
    world.fault(BOB, Partial(ratio("0.4")))
    order = world.order(Side.BUY, "0.00012")
    answer = await world.venue.place(order)
    assert answer == world.filled("0.00004", "2", "0.00000004")
    assert await world.venue.find(order) == answer


# ── no answer ─────────────────────────────────────────────────────────────────


async def test_a_filled_order_without_an_answer_is_found(world):
    world.fault(BOB, TimeoutFilled())
    order = world.order(Side.BUY, "0.02")
    assert await world.venue.place(order) == Unanswered(world.clock.now() + timedelta(seconds=4))
    assert await world.venue.find(order) == world.filled("0.02", "1000", "0.00002")


async def test_a_lost_order_is_proven_absent(world):
    world.fault(BOB, TimeoutLost())
    order = world.order(Side.BUY, "0.02")
    assert await world.venue.place(order) == Unanswered(world.clock.now() + timedelta(seconds=4))
    assert await world.venue.find(order) == Absent()
    assert await world.venue.find(order) == Absent()


async def test_an_order_nobody_placed_is_absent(world):
    order = world.order(Side.BUY, "0.02")
    assert await world.venue.find(order) == Absent()
    assert await world.venue.cancel(order) == Absent()


# ── an order that rests ───────────────────────────────────────────────────────


async def test_a_limit_order_away_from_the_market_rests_and_fills_at_the_best_price_that_crosses_it(world):
    order = world.order(Side.BUY, "0.02", cap="49000", resting=True)
    assert await world.venue.place(order) == Resting()
    world.quoted("48999", "49000.1")
    assert await world.venue.find(order) == Resting()
    world.quoted("48899", "48900")
    full = world.filled("0.02", "978", "0.00002")
    assert await world.venue.find(order) == full
    assert [each for each in world.heard if isinstance(each, OrderSeen)] == [
        OrderSeen(order.id, full.quantity, full.notional, full.fee, True)
    ]


async def test_a_resting_sale_fills_when_the_bid_crosses_it(world):
    order = world.order(Side.SELL, "0.02", cap="51000", resting=True)
    assert await world.venue.place(order) == Resting()
    world.quoted("51000", "51001")
    assert await world.venue.find(order) == world.filled("0.02", "1020", "1.02", side=Side.SELL)


async def test_a_resting_order_that_crosses_already_fills_at_once(world):
    answer = await world.venue.place(world.order(Side.BUY, "0.02", cap="51000", resting=True))
    assert answer == world.filled("0.02", "1000", "0.00002")


async def test_a_resting_order_fills_in_parts_and_its_sums_grow(world):
    order = world.order(Side.BUY, "0.02", cap="50000", resting=True)
    world.quoted("49990", "50000", depth="400")
    assert await world.venue.place(order) == _resting(world.filled("0.008", "400", "0.000008"))
    world.quoted("49989", "49990", depth="499.9")
    first = world.filled("0.018", "899.9", "0.000018")
    assert await world.venue.find(order) == _resting(first)
    world.quoted("49990", "50000")
    last = world.filled("0.02", "999.9", "0.00002")
    assert await world.venue.find(order) == last
    assert [each for each in world.heard if isinstance(each, OrderSeen)] == [
        OrderSeen(order.id, first.quantity, first.notional, first.fee, False),
        OrderSeen(order.id, last.quantity, last.notional, last.fee, True),
    ]


async def test_a_resting_order_is_never_placed_twice(world):
    order = world.order(Side.BUY, "0.02", cap="49000", resting=True)
    await world.venue.place(order)
    await world.venue.place(order)
    world.quoted("48899", "48900")
    assert len([each for each in world.heard if isinstance(each, OrderSeen)]) == 1
    assert await world.venue.find(order) == world.filled("0.02", "978", "0.00002")


async def test_a_cancelled_order_ends_with_what_was_executed(world):
    order = world.order(Side.BUY, "0.02", cap="50000", resting=True)
    world.quoted("49990", "50000", depth="400")
    await world.venue.place(order)
    ended = world.filled("0.008", "400", "0.000008")
    assert await world.venue.cancel(order) == ended
    assert await world.venue.cancel(order) == ended
    world.quoted("40000", "40001")
    assert await world.venue.find(order) == ended
    assert world.heard[-2] == OrderSeen(order.id, ended.quantity, ended.notional, ended.fee, True)


async def test_an_untouched_order_that_is_cancelled_ends_empty(world):
    order = world.order(Side.BUY, "0.02", cap="49000", resting=True)
    await world.venue.place(order)
    answer = await world.venue.cancel(order)
    assert isinstance(answer, Rejected)
    assert answer.code == ""


async def test_a_resting_order_without_an_answer_is_found_resting(world):
    world.fault(BOB, TimeoutFilled())
    order = world.order(Side.BUY, "0.02", cap="49000", resting=True)
    assert isinstance(await world.venue.place(order), Unanswered)
    assert await world.venue.find(order) == Resting()


# ── what is told ──────────────────────────────────────────────────────────────


def test_quotes_are_told_and_kept(world):
    world.quoted("49000", "49001", depth="5")
    assert world.heard == [QuotesSeen((world.venue.quotes()[BTC],))]
    assert world.venue.quotes()[BTC].depth == usdt("5")


def _resting(sums: Filled) -> Resting:
    return Resting(sums.quantity, sums.notional, sums.fee)
