"""Orders that wait for their price: trigger, trailing (R-4.3), and the stops of a lead lot (R-13.2)."""

import pytest

from tests.stories.telling import btc_desk


def led(**lead):
    """bob copies each buy of lea with 100 USDT."""
    return btc_desk("50000", **lead).person("bob").copy("bob", fixed_amount="100")


def holding():
    """lea has a lead lot of 0.02 BTC at 50,000, bob its copy of 0.002."""
    return led().buy(notional="1000", id="lot").later(minutes=1)


def prices(story, *seen):
    for price in seen:
        story.later(seconds=10).quote(price=price)
    return story


# ── trigger orders ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("trigger", "before", "at"),
    [("62500", "62499.99", "62500"), ("40000", "40000.01", "40000")],
)
def test_r4_3_a_trigger_order_leaves_when_the_last_price_reaches_its_own_from_either_side(trigger, before, at):
    story = prices(led().buy(type="trigger", trigger_price=trigger, id="t"), before)
    assert not story.play().of("order_triggered")
    told = prices(story, at).play()
    assert told.one("order_triggered", order="t")["price"] == at
    assert told.one("order_filled", order="t")["led"]
    assert told.results("bob") == ["buy 100"]


def test_r4_3_it_fires_once_however_often_the_price_comes_by():
    story = led().buy(type="trigger", trigger_price="62500", id="t")
    told = prices(story, "62500", "50000", "62500", "63000").play()
    assert len(told.of("order_filled")) == 1
    assert told.results("bob") == ["buy 100"]


def test_r4_3_a_trigger_order_with_a_price_becomes_a_limit_order():
    story = prices(led().buy(type="trigger", trigger_price="51000", price="50500", id="t"), "51000")
    assert story.play().one("order_resting")["order"] == "t"
    told = prices(story, "50500").play()
    assert told.one("order_filled", order="t")["price"] == "50500"


@pytest.mark.parametrize(("on", "results"), [(True, ["buy 100"]), (False, [])])
def test_r4_2_the_switch_of_a_waiting_order_is_that_of_the_moment_it_was_placed(on, results):
    story = led().do("lea", "switch_lead_trade", on=on).buy(type="trigger", trigger_price="62500")
    told = prices(story.do("lea", "switch_lead_trade", on=not on), "62500").play()
    assert told.one("order_filled")["led"] is on
    assert told.results("bob") == results


def test_r4_2_a_waiting_sale_takes_what_its_own_switch_says_when_its_price_comes():
    """Placed with the switch off it takes private coins first (R-4.9), though the switch is on by then."""
    story = holding().do("lea", "switch_lead_trade", on=False).buy(notional="500", id="own")
    story.sell(quantity="0.01", type="trigger", trigger_price="60000").do("lea", "switch_lead_trade", on=True)
    told = prices(story, "60000").play()
    assert not told.one("order_filled", side="sell")["led"]
    assert told.results("bob") == ["buy 100"]
    assert told.person("lea")["holdings"] == {"BTC-USDT": "0.02"}
    story.sell(quantity="0.02", lead_order="lot", id="whole")  # the lead lot is as it was
    assert story.play().results("bob") == ["buy 100", "sell 120"]


def test_r4_2_a_waiting_sale_placed_with_the_switch_on_takes_lead_lots_first_though_it_is_off_by_then():
    story = holding().do("lea", "switch_lead_trade", on=False).buy(notional="500", id="own")
    story.do("lea", "switch_lead_trade", on=True).sell(quantity="0.02", type="trigger", trigger_price="60000")
    told = prices(story.do("lea", "switch_lead_trade", on=False), "60000").play()
    assert told.one("order_filled", side="sell")["led"]
    assert told.results("bob") == ["buy 100", "sell 120"]


def test_a_waiting_order_binds_nothing_and_is_denied_at_its_price_where_funds_are_gone():
    story = led().buy(notional="9000", type="trigger", trigger_price="51000", id="t").buy(notional="9000", id="now")
    told = prices(story, "51000").play()
    assert told.one("order_filled")["order"] == "now"
    ended = told.one("order_ended_empty", order="t")
    assert (ended["why"], ended["code"]) == ("denied", "INSUFFICIENT_FUNDS")
    assert told.one("alert", kind="order_refused")["order"] == "t"


def test_two_orders_of_one_tick_do_not_spend_the_same_money():
    story = led()
    for name in ("a", "b"):
        story.buy(notional="6000", type="trigger", trigger_price="51000", id=name)
    told = prices(story, "51000").play()
    assert told.one("order_filled")["order"] == "a"
    assert told.one("order_ended_empty")["order"] == "b"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"trigger_price": "50000"}, "TRIGGER_PASSED"),
        ({"trigger_price": "51000.001"}, "TICK_SIZE"),
        ({"trigger_price": "51000", "price": "1.001"}, "TICK_SIZE"),
    ],
)
def test_a_trigger_order_that_cannot_wait_is_denied(more, code):
    assert led().buy(type="trigger", **more).play().one("denied")["code"] == code


def test_a_waiting_order_is_cancelled_by_its_owner_alone():
    story = led().buy(type="trigger", trigger_price="51000", id="t").do("bob", "cancel_order", order="t")
    told = prices(story.do("lea", "cancel_order", order="t"), "51000").play()
    assert told.one("denied")["code"] == "UNKNOWN_ORDER"
    assert told.one("order_ended_empty")["why"] == "cancelled"
    assert not told.of("order_filled")


def test_a_waiting_order_ends_with_its_instrument():
    story = led().buy(type="trigger", trigger_price="51000", id="t").later(minutes=1)
    told = story.add(delist={"symbol": "BTC-USDT"}).play()
    assert told.one("order_ended_empty", order="t")["why"] == "delisted"


def test_a_lead_with_a_waiting_lead_order_may_not_stop():
    """R-3.12: it is an open lead order."""
    story = led().buy(type="trigger", trigger_price="51000").do("lea", "request_stop_leading", reason="other")
    assert story.play().one("denied")["code"] == "LEAD_ORDERS_OPEN"


def test_nobody_has_more_waiting_orders_than_are_looked_at_with_every_price():
    story = led()
    for number in range(101):
        story.buy(notional="10", type="trigger", trigger_price="60000", id=f"t{number}")
    assert story.play().one("denied")["code"] == "TOO_MANY_WAITING"


def test_waiting_orders_survive_a_crash_with_what_they_have_seen():
    story = holding().buy(type="trigger", trigger_price="61000", id="t")
    story.sell(quantity="0.01", type="trailing", callback="0.1", id="trail")
    story.do("lea", "set_lot_stops", lead_order="lot", stop_loss="40000")
    story = prices(story, "60000").crash()
    told = prices(story, "54000.01", "54000").crash().later(seconds=9).play()
    assert told.each("order_triggered", "order") == ["trail"]
    assert told.results("bob") == ["buy 100", "sell 54"]


# ── trailing orders ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("way", [{"callback": "0.1"}, {"distance": "6000"}])
def test_r4_3_a_trailing_sale_follows_the_highest_price_down(way):
    """From 60,000 it is a tenth, or 6,000, down to 54,000; equality included."""
    story = holding().sell(quantity="0.02", type="trailing", id="t", **way)
    story = prices(story, "60000", "58000", "54000.01")
    assert not story.play().of("order_triggered")
    told = prices(story, "54000").play()
    assert told.one("order_filled", order="t")["notional"] == "1080"
    assert told.results("bob") == ["buy 100", "sell 108"]


def test_r4_3_a_trailing_buy_follows_the_lowest_price_up():
    story = prices(led().buy(type="trailing", callback="0.1", id="t"), "40000", "43999.99")
    assert not story.play().of("order_triggered")
    assert prices(story, "44000").play().one("order_filled", order="t")["price"] == "44000"


def test_r4_3_a_trailing_order_follows_from_its_activation_on():
    story = holding().sell(quantity="0.02", type="trailing", callback="0.1", activation="60000", id="t")
    story = prices(story, "59000", "50000", "60000", "54000.01")
    assert not story.play().of("order_triggered")
    assert prices(story, "54000").play().one("order_triggered")["order"] == "t"


@pytest.mark.parametrize("way", [{"callback": "1"}, {"callback": "0"}, {"distance": "50000"}])
def test_a_way_back_is_above_nothing_and_below_everything(way):
    told = holding().sell(quantity="0.02", type="trailing", **way).play()
    assert told.one("denied")["code"] == "TRAIL_OUT_OF_RANGE"


# ── stops of a lead lot ───────────────────────────────────────────────────────


def stops(**prices_of):
    return holding().do("lea", "set_lot_stops", lead_order="lot", **prices_of)


@pytest.mark.parametrize(("price", "sold"), [("60000", "sell 120"), ("45000", "sell 90")])
def test_r13_2_a_stop_of_a_lead_lot_is_a_lead_sale_copied_like_any_other(price, sold):
    story = prices(stops(take_profit="60000", stop_loss="45000"), "59999.99", "45000.01")
    assert not story.play().of("order_triggered")
    told = prices(story, price).play()
    assert told.one("order_filled", side="sell")["led"]
    assert told.results("bob") == ["buy 100", sold]
    assert told.one("alert", kind="order_filled")["to"] == "lea"


def test_r13_2_the_first_to_act_ends_the_other():
    told = prices(stops(take_profit="60000", stop_loss="45000"), "60000", "45000").play()
    assert len(told.of("order_triggered")) == 1


def test_r13_2_a_stop_may_sell_at_a_limit():
    story = prices(stops(take_profit="60000", take_limit="61000"), "60000")
    assert story.play().one("order_resting")
    assert prices(story, "61000").play().one("order_filled", side="sell")["price"] == "61000"


def test_r13_2_price_0_deletes_and_what_is_not_named_stays():
    story = stops(take_profit="60000", stop_loss="45000").do("lea", "set_lot_stops", lead_order="lot", stop_loss="0")
    told = prices(story, "45000", "60000").play()
    assert told.one("order_triggered")["price"] == "60000"


def test_r13_2_without_both_prices_nothing_waits_any_more():
    story = stops(take_profit="60000").do("lea", "set_lot_stops", lead_order="lot", take_profit="0")
    told = prices(story, "60000").play()
    assert told.one("order_ended_empty")["why"] == "cancelled"
    assert not told.of("order_triggered")


def test_r13_2_without_any_price_there_is_nothing_to_delete():
    told = holding().do("lea", "set_lot_stops", lead_order="lot", take_profit="0").play()
    assert told.one("denied")["code"] == "UNKNOWN_ORDER"


def test_r13_2_copy_lots_do_not_inherit_it():
    """bob joins after the lot was bought: he holds none of it, and the stop sells nothing of his."""
    story = stops(take_profit="60000").person("cat").copy("cat", fixed_amount="100")
    told = prices(story, "60000").play()
    assert told.results("cat") == ["SELL_NOTHING_HELD"]


@pytest.mark.parametrize(("on", "results"), [(True, ["buy 100", "sell 120"]), (False, ["buy 100"])])
def test_r13_2_it_has_the_switch_of_the_moment_it_was_set(on, results):
    story = holding().do("lea", "switch_lead_trade", on=on)
    story.do("lea", "set_lot_stops", lead_order="lot", take_profit="60000")
    told = prices(story.do("lea", "switch_lead_trade", on=not on), "60000").play()
    assert told.results("bob") == results


def test_r13_2_it_sells_what_is_left_of_the_lot_then():
    story = stops(stop_loss="45000").sell(quantity="0.01", lead_order="lot")
    assert prices(story, "45000").play().each("order_filled", "quantity", side="sell") == ["0.01", "0.01"]


def test_r13_2_it_leaves_what_an_open_sell_holds_and_acts_when_that_is_cancelled():
    story = stops(stop_loss="45000").sell(quantity="0.02", lead_order="lot", type="limit", price="60000", id="rests")
    story = prices(story, "44000")
    assert not story.play().of("order_triggered")
    told = prices(story.do("lea", "cancel_order", order="rests"), "43900").play()
    assert told.one("order_filled", side="sell")["price"] == "44000"


def test_r13_2_a_lot_that_is_sold_takes_its_stops_along():
    told = stops(stop_loss="45000").sell(quantity="0.02", lead_order="lot").play()
    assert told.one("order_ended_empty")["why"] == "lot_gone"
    assert not told.of("alert", kind="order_refused")


@pytest.mark.parametrize("wrong", [{"take_profit": "50000"}, {"stop_loss": "50000"}])
def test_r13_2_a_stop_that_would_act_at_once_is_denied_and_the_old_one_stays(wrong):
    story = stops(take_profit="60000").do("lea", "set_lot_stops", lead_order="lot", **wrong)
    told = prices(story, "60000").play()
    assert told.one("denied")["code"] == "TRIGGER_PASSED"
    assert told.one("order_triggered")
