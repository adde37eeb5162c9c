"""A lead's order types (R-4.3), when they trigger (R-4.4, R-4.5, R-1.7), what a sale may take (R-4.7 to R-4.10)."""

import pytest

from tests.stories.telling import Story, btc_desk

DEEP = {"bid": "49990", "ask": "50000", "depth": "500"}
"""A book in which no order gets more than 500 USDT at once."""


def led(price="50000", **lead):
    """bob copies each buy of lea with 100 USDT."""
    return btc_desk(price, **lead).person("bob").copy("bob", fixed_amount="100")


# ── types ─────────────────────────────────────────────────────────────────────


def test_r4_3_a_post_only_order_that_would_take_is_cancelled_and_says_why():
    told = led().buy(type="post_only", price="50000", id="p").play()
    ended = told.one("order_ended_empty", order="p")
    assert (ended["why"], ended["words"]) == ("would_take", "")
    assert told.one("alert", kind="order_refused")["to"] == "lea"
    assert not told.results("bob")


def test_r4_3_a_post_only_order_rests_and_its_fill_is_copied():
    story = led().buy(type="post_only", price="40000", id="p").later(minutes=1).quote(price="40000")
    told = story.play()
    assert told.one("order_filled", order="p")["led"]
    assert told.results("bob") == ["buy 100"]


@pytest.mark.parametrize(
    ("kind", "filled", "why"),
    [("ioc", "0.01", None), ("fok", None, "not_whole")],
)
def test_r4_3_of_a_shallow_book_an_ioc_order_takes_a_part_and_a_fok_order_nothing(kind, filled, why):
    story = led().quote(price=DEEP).buy(quantity="0.02", type=kind, price="50000", id="o")
    told = story.play()
    assert told.each("order_filled", "quantity") == ([filled] if filled else [])
    assert told.each("order_ended_empty", "why") == ([why] if why else [])
    assert told.results("bob") == (["buy 100"] if filled else [])


def test_r4_3_a_fok_order_takes_all_at_once_where_all_is_there():
    told = led().quote(price=DEEP).buy(quantity="0.01", type="fok", price="50000", id="o").play()
    assert told.one("order_filled", order="o")["quantity"] == "0.01"


def test_r4_3_an_ioc_order_away_from_the_market_ends_empty():
    told = led().buy(type="ioc", price="49000", id="o").play()
    assert told.one("order_ended_empty", order="o")["why"] == "nothing_there"


def test_r4_4_an_order_triggers_once_at_its_end_with_what_was_executed():
    """Partly filled it triggers nothing; cancelled it triggers with its part and its average price."""
    story = led().quote(price=DEEP).buy(quantity="0.03", type="limit", price="50000", id="o").later(minutes=1)
    story.quote(price={**DEEP, "ask": "49000"}).later(minutes=1)
    resting = story.play()
    assert not resting.of("order_filled")
    assert not resting.results("bob")
    told = story.do("lea", "cancel_order", order="o").play()
    assert told.one("order_filled", order="o")["quantity"] == "0.02020408"
    assert len(told.results("bob")) == 1


# ── instants ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("at", "next_one"),
    [("2026-01-05T15:59:59.5Z", []), ("2026-01-05T16:00:00Z", ["LEAD_DAILY_LIMIT"])],
)
def test_r1_7_the_day_of_a_lead_buy_is_that_of_its_fill_and_not_of_its_answer(at, next_one):
    """R-6.6: one buy a day; the first is executed at `at`, and its answer comes 4 s later, on the 6th."""
    story = Story(lead__daily_buys="1").list().quote(price="50000").lead()
    story.on(at).venue("lea", "timeout_filled").buy(id="late").later(seconds=5)
    told = story.on("2026-01-05T16:00:10Z").buy(id="next").play()
    assert told.one("order_filled", order="late")["led"]
    assert told.each("lead_order_failed", "code", order="next") == next_one


def test_r1_7_a_late_answer_counts_in_its_own_day_and_leaves_the_new_one_alone():
    story = Story(lead__daily_buys="2").list().quote(price="50000").lead().on("2026-01-05T15:59:59.5Z")
    story.buy(id="one").venue("lea", "timeout_filled").buy(id="two").on("2026-01-05T16:00:00.2Z").buy(id="three")
    told = story.later(seconds=5).buy(id="four").buy(id="five").play()
    assert told.each("order_filled", "order", led=True) == ["one", "three", "two", "four"]


@pytest.mark.parametrize(("seconds", "result"), [("4", "buy 100"), ("3", "ENTRY_EXPIRED")])
def test_r2_3_an_entry_expires_after_the_fill_and_not_after_its_answer(seconds, result):
    """The answer to the lead's buy comes 4 s after its fill; a copy may leave for so many seconds."""
    story = Story(entry__expires_s=seconds).list().quote(price="50000").lead().person("bob")
    told = story.copy("bob", fixed_amount="100").venue("lea", "timeout_filled").buy().later(seconds=9).add().play()
    assert told.results("bob") == [result]


def test_r4_5_orders_of_the_same_instant_are_taken_by_copying_id():
    """zoe's order stood first in the book, lea led first: one price fills both, and bob can pay for one copy."""
    story = Story().list().list("ETH-USDT").quote(price="50000").quote("ETH-USDT", "3000").lead("lea").lead("zoe")
    story.person("bob", "100").copy("bob", "lea", fixed_amount="100").copy("bob", "zoe", fixed_amount="100")
    story.buy("zoe", symbol="ETH-USDT", type="limit", price="2900").buy("lea", type="limit", price="49000")
    both = {"ETH-USDT": "2900", "BTC-USDT": "49000"}
    told = story.later(minutes=1).add(quote=both).play()
    assert told.one("copy_filled", copier="bob")["lead"] == "lea"
    assert told.one("copy_failed", copier="bob")["lead"] == "zoe"


# ── what a sale takes ─────────────────────────────────────────────────────────


def both_kinds():
    """lea has a lead lot of 0.02 BTC and 0.01 BTC of her own; bob copied the first."""
    story = led().buy(notional="1000", id="lot").later(minutes=1).do("lea", "switch_lead_trade", on=False)
    return story.buy(notional="500", id="own").do("lea", "switch_lead_trade", on=True).later(minutes=1)


def test_r4_7_lead_assets_are_not_sold_as_private_ones_nor_withdrawn():
    story = both_kinds().sell(quantity="0.02", assets="private").do("lea", "withdraw", amount="8500.01")
    told = story.play()
    assert told.each("denied", "code") == ["INSUFFICIENT_FUNDS", "INSUFFICIENT_FUNDS"]
    assert told.person("lea")["holdings"] == {"BTC-USDT": "0.03"}


def test_r4_9_in_the_bot_a_lead_sells_private_coins_alone_and_nobody_copies_that():
    told = both_kinds().sell(quantity="0.01", assets="private", id="s").play()
    assert not told.one("order_filled", order="s")["led"]
    assert told.results("bob") == ["buy 100"]


def test_r4_9_in_the_bot_a_lead_sells_the_lead_lots_of_an_instrument_alone():
    told = both_kinds().sell(quantity="0.03", assets="lead").sell(quantity="0.02", assets="lead", id="s").play()
    assert told.one("denied")["code"] == "INSUFFICIENT_FUNDS"
    assert told.one("order_filled", order="s")["led"]
    assert told.results("bob") == ["buy 100", "sell 100"]


@pytest.mark.parametrize(
    ("on", "results"),
    [(True, ["buy 100", "sell 50"]), (False, ["buy 100"])],
)
def test_r4_9_from_outside_a_sale_takes_lead_lots_first_with_the_switch_on_and_private_coins_first_with_it_off(
    on, results
):
    told = both_kinds().do("lea", "switch_lead_trade", on=on).sell(quantity="0.01").play()
    assert told.results("bob") == results


def test_r4_9_a_sale_is_at_most_the_lot_less_what_open_sells_hold():
    story = led().buy(notional="500", id="a").buy(notional="1000", id="b").later(minutes=1)
    story.sell(quantity="0.01", lead_order="a", type="limit", price="60000")
    told = story.sell(quantity="0.01", lead_order="a").sell(quantity="0.03").sell(quantity="0.02").play()
    assert told.each("denied", "code") == ["NOTHING_TO_SELL", "INSUFFICIENT_FUNDS"]


def test_r4_9_a_sale_of_the_instrument_leaves_what_an_open_sell_holds_of_a_lot():
    story = led().buy(notional="500", id="a").buy(notional="500", id="b").later(minutes=1)
    story.sell(quantity="0.01", lead_order="b", type="limit", price="60000", id="rests").sell(quantity="0.01", id="all")
    told = story.later(minutes=1).quote(price="60000").play()
    assert told.each("order_filled", "quantity", side="sell") == ["0.01", "0.01"]
    assert told.person("lea")["holdings"] == {}


def test_r4_10_lead_lots_sold_with_the_switch_off_shrink_and_copy_lots_stay():
    """Later fractions count from the reduced lot: half of what is left of it is half of bob's lot."""
    story = led().buy(notional="1000", id="lot").later(minutes=1).do("lea", "switch_lead_trade", on=False)
    story.sell(quantity="0.01", lead_order="lot", id="quiet").do("lea", "switch_lead_trade", on=True)
    told = story.later(minutes=1).sell(quantity="0.005", lead_order="lot", id="told").play()
    assert not told.one("order_filled", order="quiet")["led"]
    assert told.results("bob") == ["buy 100", "sell 50"]
