"""L2 and L3 by presses: the order types beside market and limit, what they wait for, and the stops of a lead lot."""

from decimal import Decimal

import pytest
from story import become_lead, buy, cast, coins, copy_fixed, enter
from waiting import until
from whole_desk import desk

from core.model.orders import LotStops, OrderState, OrderType, Trailing, Trigger

BTC = "BTC-USDT"


@pytest.fixture
async def town(tmp_path):
    """A desk with an active lead whose lead trade is on."""
    async with desk(tmp_path) as running:
        lea, _, _, _, ada = cast(running)
        await become_lead(lea, ada)
        await lea.says("/leadon", "Lead trade is ON")
        yield running


@pytest.fixture
def lea(town):
    return cast(town)[0]


def book(town):
    return town.house.engine.pen.book


def the_order(town):
    (order,) = book(town).orders.values()
    return order


async def more_ways(lea, kind):
    await lea.says("/trade", "What do you want to trade?")
    await lea.presses("BTC at", "trade BTC-USDT")
    await lea.presses("Buy BTC: more …", "Post-only: waits in the exchange's book")
    await lea.presses(kind)


async def nudged(town, percent):
    town.house.market.nudge(None, Decimal(percent))


# ── types ─────────────────────────────────────────────────────────────────────


async def test_a_post_only_order_that_would_take_says_so(town, lea):
    await more_ways(lea, "Post-only")
    await lea.says("70000", "At 70,000.0 or better.")
    await lea.says("100", "Post-only: waits in the exchange's book, and is cancelled if it would execute at once")
    await lea.presses("Place order", "Post-only: it would have executed at once, so the exchange cancelled it.")
    assert lea.reads("Nothing was executed, and no money moved")
    assert not book(town).orders


@pytest.mark.parametrize(
    ("kind", "worst"),
    [("At once or not (IOC)", "a part is executed, or nothing"), ("All or nothing (FOK)", "nothing is executed")],
)
async def test_an_order_for_now_at_a_price_is_placed_and_done(town, lea, kind, worst):
    await more_ways(lea, kind)
    await lea.says("70000", "At 70,000.0 or better.")
    await lea.says("100", worst)
    await lea.presses("Place order", "✔ Bought")


# ── waiting ───────────────────────────────────────────────────────────────────


async def test_a_trigger_order_waits_is_listed_and_fires_and_its_owner_is_told(town, lea):
    bob = cast(town)[1]
    await enter(bob)
    await copy_fixed(bob)
    await more_ways(lea, "Trigger")
    assert lea.reads("The fill can be worse than the price you set"), "R-13.7"
    await lea.says("62000", "It waits until the last price reaches 62,000.0.")
    await lea.presses("At market", "For how many USDT?")
    await lea.says("100", "Nothing is bound until then")
    assert lea.reads("It stays a lead order, even if lead trade is off"), "R-4.2"
    assert lea.reads("The fill can be worse than the price you set"), "R-13.7"
    await lea.presses("Place order", "It waits for its price")
    assert the_order(town).terms.wait == Trigger(book(town).instruments[BTC].price(Decimal(62000)))
    await lea.says("/assets", "waits for 62,000")
    assert lea.reads("bound by orders 0.00")
    await lea.says("/leadoff", "Lead trade is OFF")
    await nudged(town, 5)
    await lea.sees("✔ Your order bought")
    await bob.sees("▲ Bought")
    assert coins(town, 2, BTC) > 0
    assert not book(town).orders


async def test_a_trigger_order_may_become_a_limit_order(town, lea):
    await more_ways(lea, "Trigger")
    await lea.presses("61,2")
    await lea.presses("At a limit", "What is the most you pay for one BTC?")
    await lea.says("50000", "At 50,000.0 or better.")
    await lea.presses("25%", "It waits until the last price reaches")
    await lea.presses("Place order", "It waits for its price")
    order = the_order(town)
    assert (order.terms.type, order.state) == (OrderType.LIMIT, OrderState.WAITING)
    await nudged(town, 5)
    await until(lambda: the_order(town).state is OrderState.RESTING, lambda: the_order(town).state.name)


@pytest.mark.parametrize(
    ("typed", "said", "wait"),
    [
        ("2%", "fallen 2.0% from its highest", Trailing(2_000_000, 0, 0)),
        ("500", "fallen 500.0 from its highest", Trailing(0, 50_000_000, 0)),
    ],
)
async def test_a_trailing_sale_takes_a_percentage_or_a_distance(town, lea, typed, said, wait):
    await buy(lea, "600")
    await lea.says("/trade", "What do you want to trade?")
    await lea.presses("BTC at", "trade BTC-USDT")
    await lea.presses("Sell lead BTC: more …", "Trailing: follows the price")
    await lea.presses("Trailing", "How far may the price come back?")
    await lea.says(typed, said)
    await lea.presses("From now on", "How much BTC?")
    await lea.presses("100%", "SELL")
    await lea.presses("Place order", "It waits for its price")
    assert the_order(town).terms.wait == wait
    await lea.says("/assets", "follows the price")
    await lea.presses("Cancel order 1", "The order is cancelled")
    assert not book(town).orders


async def test_a_trailing_order_may_begin_at_a_price(town, lea):
    await more_ways(lea, "Trailing")
    await lea.presses("5", "risen 5.0% from its lowest")
    await lea.presses("From a price on", "From which price of BTC on shall it follow?")
    await lea.says("50000", "It begins to follow at 50,000.0.")
    await lea.says("100", "It begins to follow at 50,000.0.")
    await lea.presses("Place order", "It waits for its price")
    await lea.says("/assets", "will follow the price, 5.0% behind")


async def test_no_way_back_is_no_trailing_order(town, lea):
    await more_ways(lea, "Trailing")
    await lea.says("0%", "That is no price I can take here.")
    assert not book(town).orders


# ── the stops of a lead lot ───────────────────────────────────────────────────


async def with_stops(lea, take="70000", stop="50000"):
    await buy(lea, "600")
    await lea.says("/assets", "Lead lot 1")
    await lea.presses("Stops of lot 1", "Take-profit: none")
    for label, typed in (("Set a take-profit", take), ("Set a stop-loss", stop)):
        await lea.presses(label, "last price shall the lot be")
        assert lea.reads("The fill can be worse than the price you set"), "R-13.7"
        await lea.says(typed, "Expires in 60 s.")
        await lea.presses("Set it", "✔ Done. No money moved.")


async def test_r13_2_stops_are_set_changed_and_taken_away(town, lea):
    await with_stops(lea)
    price = book(town).instruments[BTC].price
    assert the_order(town).terms.wait == LotStops(price(Decimal(70000)), 0, price(Decimal(50000)), 0)
    await lea.presses("Stop-loss 50,000.0 ✎", "At which last price shall the lot be sold")
    await lea.says("55000", "Stop-loss: at 55,000.0 it is sold at market")
    await lea.presses("At a limit", "for how much shall it be offered")
    await lea.says("54900", "Stop-loss: at 55,000.0 it is offered for 54,900.0")
    await lea.presses("Set it", "✔ Done.")
    await lea.presses("No take-profit", "Take-profit: none")
    await lea.presses("Take it away", "✔ Done.")
    assert the_order(town).terms.wait == LotStops(0, 0, price(Decimal(55000)), price(Decimal(54900)))
    await lea.says("/assets", "· stop-loss 55,000")


@pytest.mark.parametrize(("way", "told"), [(-5, "▼ Stop-loss of a lead lot"), (5, "▼ Take-profit of a lead lot")])
async def test_r13_2_a_stop_sells_for_the_lead_and_the_copies_and_says_which(town, lea, way, told):
    bob = cast(town)[1]
    await enter(bob)
    await copy_fixed(bob)
    await with_stops(lea, take="61000", stop="59000")
    await nudged(town, way)
    assert "Sold at" in (await lea.sees(told)).text
    await bob.sees("▼ Sold")
    assert coins(town, 2, BTC) == 0


async def test_a_stop_that_would_act_at_once_is_refused_in_words(town, lea):
    await buy(lea, "600")
    await lea.says("/assets", "Lead lot 1")
    await lea.presses("Stops of lot 1", "Take-profit: none")
    await lea.presses("Set a take-profit", "At which last price")
    await lea.says("50000", "✖ It cannot be set: The price is there already")
    assert not book(town).orders


async def test_a_green_button_of_a_stop_works_once_and_not_for_another_switch(town, lea):
    await buy(lea, "600")
    await lea.says("/assets", "Lead lot 1")
    await lea.presses("Stops of lot 1", "Take-profit: none")
    await lea.presses("Set a stop-loss", "At which last price shall the lot be sold")
    await lea.says("50000", "It is a lead sale")
    message = lea.screen
    data = message.button("Set it").callback_data
    await lea.says("/leadoff", "Lead trade is OFF")
    town.telegram.forge(lea.person, message.message_id, data)
    await lea.sees("Something has changed, so nothing was done")
    assert not book(town).orders
    message = lea.screen
    data = message.button("Set it").callback_data
    await lea.presses("Set it", "✔ Done.")
    placed = the_order(town).id
    town.telegram.forge(lea.person, message.message_id, data)
    await lea.sees("This button works once; this is how it stands.")
    assert the_order(town).id == placed


async def test_a_lot_that_is_sold_has_no_stops_to_set(town, lea):
    await buy(lea, "600")
    await lea.says("/assets", "Lead lot 1")
    await lea.presses("Stops of lot 1", "Take-profit: none")
    message = lea.screen
    data = message.button("Set a stop-loss").callback_data
    await lea.says("/assets", "Lead lot 1")
    await lea.presses("Sell lot 1", "review: lead order")
    await lea.presses("Place order", "✔ Sold")
    town.telegram.forge(lea.person, message.message_id, data)
    await lea.sees("There is nothing of it left to sell.")
