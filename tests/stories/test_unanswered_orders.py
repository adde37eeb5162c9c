"""Faults of the venue: its no, its silence, lost orders, partial fills (R-2.2, R-2.3, R-2.7, R-4.5, R-11.14)."""

from datetime import timedelta

import pytest

from tests.stories.telling import Story, btc_desk


def bobs_desk(**settings):
    return btc_desk().person("bob").copy("bob", **(settings or {"fixed_amount": "100"}))


def test_a_rejected_copy_buy_fails_with_the_venues_no_and_is_not_tried_again():
    told = bobs_desk().venue("bob", "reject", code="51008").buy().later(hours=1).add().play()
    assert told.results("bob") == ["VENUE_REJECTED"]
    assert told.person("bob")["cash"] == "10000"


def test_a_rejected_sale_stays_owed_is_told_once_and_is_done_at_the_next_try():
    story = bobs_desk().buy().later(minutes=1)
    told = story.venue("bob", "reject", code="51008").sell(quantity="0.02").later(minutes=5).add().play()
    assert told.results("bob") == ["buy 100", "SELL_DELAYED", "sell 100"]


def test_an_executed_order_without_an_answer_is_found_and_not_sent_again():
    told = bobs_desk().venue("bob", "timeout_filled").buy().later(minutes=1).add().play()
    assert told.results("bob") == ["buy 100"]
    assert told.copying("bob")["holdings"] == {"BTC-USDT": {"quantity": "0.002", "cost": "100"}}


def test_while_nobody_knows_the_money_is_bound_and_no_copy_has_a_result():
    told = bobs_desk().venue("bob", "timeout_filled").buy().later(seconds=1).add().play()
    assert told.results("bob") == []
    assert told.person("bob")["cash"] == "9899.5", "bound: 100 USDT at a limit half a per cent above the lead's price"


def test_a_lost_order_is_sent_again_once_it_is_proved_that_nothing_was_placed():
    told = bobs_desk().venue("bob", "timeout_lost").buy().later(minutes=1).add().play()
    assert told.results("bob") == ["buy 100"]


def test_a_lost_order_that_is_proved_absent_too_late_has_expired():
    story = bobs_desk()
    story.venue("bob", "timeout_lost").buy()
    for _ in range(8):  # every new attempt gets lost as well
        story.later(seconds=4).venue("bob", "timeout_lost")
    told = story.later(minutes=5).add().play()
    assert told.results("bob") == ["ENTRY_EXPIRED"]
    assert told.person("bob")["cash"] == "10000"


def test_r15_1_a_lost_order_is_not_sent_again_above_a_maximum_lowered_meanwhile():
    story = bobs_desk(fixed_amount="100").venue("bob", "timeout_lost").buy().later(seconds=1)
    story.do("bob", "change_copying", lead="lea", sizing={"fixed_amount": "50"}, max_total="99")
    told = story.later(minutes=1).add().play()
    assert told.results("bob") == ["MAX_TOTAL_REACHED"]
    assert told.person("bob")["cash"] == "10000"


def test_r5_4_a_sale_unanswered_at_a_delisting_leaves_nothing_linked_once_it_is_found():
    story = bobs_desk().buy().later(minutes=1).venue("bob", "timeout_filled").sell(quantity="0.01").later(seconds=1)
    told = story.add(delist={"symbol": "BTC-USDT"}).later(minutes=1).add().play()
    assert told.results("bob") == ["buy 100", "sell 50"]
    assert told.one("lots_released")["cause"] == "delisted"
    assert (told.copying("bob")["holdings"], told.person("bob")["holdings"]) == ({}, {"BTC-USDT": "0.001"})


def test_r5_4_a_second_sale_that_waited_for_the_first_at_a_delisting_takes_no_lot_from_it():
    story = bobs_desk().buy().later(minutes=1).venue("bob", "timeout_filled").sell(quantity="0.01")
    story.do("bob", "sell_copy", lead="lea", symbol="BTC-USDT")
    told = story.add(delist={"symbol": "BTC-USDT"}).later(minutes=1).add().play()
    assert told.results("bob") == ["buy 100", "SELL_DELAYED", "sell 50"]
    assert told.person("bob")["holdings"] == {"BTC-USDT": "0.001"}


def test_a_lost_order_is_dropped_as_expired_once_the_lead_has_sold_any_of_the_lot():
    story = bobs_desk().venue("bob", "timeout_lost").buy().later(seconds=1)
    told = story.sell(quantity="0.01").later(minutes=1).add().play()
    assert told.results("bob") == ["ENTRY_EXPIRED"]


@pytest.mark.parametrize(("sold", "left"), [("0.005", "0.0015"), ("0.02", None)])
def test_an_exit_waits_for_the_answer_to_an_entry_already_sent(sold, left):
    story = bobs_desk().venue("bob", "timeout_filled").buy().later(seconds=1)
    told = story.sell(quantity=sold).later(minutes=1).add().play()
    kept = told.copying("bob")["holdings"].get("BTC-USDT", {}).get("quantity")
    assert (told.results("bob")[0], kept) == ("buy 100", left)


def test_one_silent_copier_holds_up_no_other():
    story = bobs_desk().person("cat").copy("cat", fixed_amount="100").venue("bob", "timeout_filled").buy()
    told = story.later(seconds=1).sell(quantity="0.02").play()
    assert told.results("cat") == ["buy 100", "sell 100"]


def test_a_partly_filled_copy_is_partly_copied_and_the_rest_is_not_retried():
    told = bobs_desk().venue("bob", "partial", fraction="0.4").buy().later(minutes=5).add().play()
    assert told.results("bob") == ["buy 40"]
    assert told.one("copy_filled")["partly"] is True
    assert told.person("bob")["cash"] == "9960"


def test_a_copy_of_which_nothing_filled_exceeded_the_spread():
    told = bobs_desk().venue("bob", "partial", fraction="0").buy().play()
    assert told.results("bob") == ["SPREAD_EXCEEDED"]


def test_a_partly_filled_sale_is_finished_later():
    story = bobs_desk().buy().later(minutes=1).venue("bob", "partial", fraction="0.4").sell(quantity="0.02")
    told = story.later(minutes=1).add().play()
    assert [line["notional"] for line in told.of("copy_filled", side="sell")] == ["40", "60"]
    assert told.copying("bob")["realised"] == "0"


@pytest.mark.parametrize("fault", ["timeout_filled", "timeout_lost"])
@pytest.mark.parametrize("how", ["market_close", "manual_close", "copy_close"])
def test_a_stop_while_an_entry_is_unanswered_ends_as_it_was_asked(fault, how):
    story = bobs_desk().venue("bob", fault).buy().later(seconds=1).do("bob", "stop_copying", lead="lea", how=how)
    told = story.later(minutes=1).sell(quantity="0.02").later(minutes=1).add().play()
    assert told.copying("bob")["state"] == "ended"
    assert told.results("bob") == {
        ("timeout_filled", "market_close"): ["buy 100", "sell 100"],
        ("timeout_filled", "manual_close"): ["buy 100"],
        ("timeout_filled", "copy_close"): ["buy 100", "sell 100"],
    }.get((fault, how), ["COPYING_STOPPED"])


def test_a_sale_without_an_answer_is_found_and_its_share_withheld_once():
    story = btc_desk(ratio="0.08").person("bob").copy("bob", smart_sync="1000").buy().later(minutes=1)
    story.quote(price="55000").venue("bob", "timeout_filled").sell(quantity="0.02")
    told = story.later(minutes=1).add().play()
    assert told.each("profit_share_withheld", "amount") == ["0.8"]
    assert told.copying("bob")["cash"] == "1009.2"


def test_while_no_bid_is_quoted_an_exit_waits_and_a_day_of_it_is_soon_told():
    story = bobs_desk().buy().later(minutes=1).venue("bob", "reject", code="51008").sell(quantity="0.02")
    story.quote(price={"bid": "0", "ask": "50000"}).later(days=1).quote(price="51000").later(minutes=2)
    told = story.add().play()
    assert told.results("bob") == ["buy 100", "SELL_DELAYED", "sell 102"]


def test_a_leads_own_order_that_got_lost_is_placed_once_and_copied_once():
    told = bobs_desk().venue("lea", "timeout_lost").buy(id="first").later(minutes=1).add().play()
    assert told.each("order_filled", "order") == ["first"]
    assert told.results("bob") == ["buy 100"]


def test_after_a_crash_a_resting_order_of_the_lead_is_filled_and_copied_once():
    story = bobs_desk().buy(type="limit", price="49000", id="low").crash().later(minutes=1)
    told = story.quote(price="49000").later(minutes=1).add().play()
    assert told.each("order_filled", "order") == ["low"]
    assert told.results("bob") == ["buy 99.99969"]


def test_two_late_answers_of_one_sale_lose_no_exit():
    """bob's second try is silent while cat's first is proved absent: both are second tries of the same sale."""
    story = bobs_desk().person("cat").copy("cat", fixed_amount="100").buy().later(minutes=1)
    story.venue("bob", "reject", code="51008").venue("cat", "timeout_lost").sell(quantity="0.02")
    story.later(seconds=0.5).venue("bob", "timeout_lost").later(minutes=5)
    told = story.add().play()
    assert told.results("bob") == ["buy 100", "SELL_DELAYED", "sell 100"]
    assert told.results("cat") == ["buy 100", "SELL_DELAYED", "sell 100"]
    assert len(set(told.each("copy_filled", "copy_order"))) == 4


def test_what_failed_at_different_attempts_is_tried_again_under_ids_never_used():
    """bob fills in part at each try, cat joins his later tries: no fill may be booked twice."""
    story = bobs_desk().person("cat").copy("cat", fixed_amount="100").buy().later(minutes=1)
    story.venue("bob", "partial", fraction="0.1").venue("cat", "timeout_lost").sell(quantity="0.02")
    story.now += timedelta(seconds=-0.5)  # between the instants at which he is tried again
    for _ in range(12):
        story.later(seconds=1).venue("bob", "partial", fraction="0.1")
    told = story.later(minutes=30).add().play()
    assert told.copying("bob")["holdings"] == {}
    assert told.person("bob")["cash"] == told.person("cat")["cash"] == "10000"
    orders = told.each("copy_filled", "copy_order")
    assert len(set(orders)) == len(orders)


def test_an_entry_answered_after_the_lead_sold_all_but_dust_is_sold_out_and_its_dust_let_go():
    """R-12.3 in the late path: a fee leaves the lead 0.5 of a piece, and bob 0.05 of one."""
    story = Story().list("PIE-USDT", lot_size="1", fee="0.05").quote("PIE-USDT", "10").lead().person("bob")
    story.copy("bob", fixed_amount="110").venue("bob", "timeout_filled").buy(notional="100", symbol="PIE-USDT")
    told = story.later(seconds=1).sell(quantity="9", symbol="PIE-USDT").later(minutes=1).add().play()
    assert told.results("bob") == ["buy 110", "sell 100"]
    assert told.one("lots_released")["quantity"] == "0.45"
    assert told.copying("bob")["holdings"] == {}


def test_a_lead_cannot_take_back_an_order_of_which_nobody_knows_yet():
    story = bobs_desk().venue("lea", "timeout_filled").buy(id="o1").do("lea", "cancel_order", order="o1")
    told = story.later(minutes=1).add().play()
    assert told.one("denied")["code"] == "ORDER_UNDER_WAY"
    assert told.results("bob") == ["buy 100"]


def test_r4_5_what_a_lead_sold_while_existing_assets_were_unanswered_is_sold_as_a_lead_sale():
    story = btc_desk().buy(notional="1000", id="a").buy(notional="2000", id="b").person("bob")
    story.venue("bob", "timeout_filled").copy("bob", smart_sync="1000", buy_existing=True)
    told = story.sell(quantity="0.01", lead_order="a").later(seconds=30).quote().play()
    sold = told.one("copy_filled", side="sell")
    assert (sold["quantity"], sold["cause"], sold.get("order")) == ("0.001", "lead_order", None)


def test_r4_5_two_lots_of_existing_assets_that_a_lead_sold_of_are_sold_in_one_order():
    story = btc_desk().buy(notional="1000", id="a").buy(notional="2000", id="b").person("bob")
    story.venue("bob", "timeout_filled").copy("bob", smart_sync="1000", buy_existing=True)
    told = story.sell(quantity="0.03").later(seconds=30).quote().play()
    assert told.one("copy_filled", side="sell")["quantity"] == "0.003"  # half of both


def privately(story, quantity):
    return (
        story.do("lea", "switch_lead_trade", on=False).sell(quantity=quantity).do("lea", "switch_lead_trade", on=True)
    )


@pytest.mark.parametrize(
    ("led", "private", "results", "released"),
    [
        (None, "0.01", ["buy 100"], []),
        ("0.01", "0.005", ["buy 100", "sell 50"], []),
        (None, "0.02", ["buy 100"], ["0.002"]),
        ("0.01", "0.01", ["buy 100", "sell 50"], ["0.001"]),
    ],
)
def test_r4_10_what_a_lead_sells_privately_while_nobody_has_answered_is_no_sale_of_the_copy(
    led, private, results, released
):
    """The copy lot stays, or is an orphan where the lead has none left (R-12.10); what was led is due of it (R-4.5)."""
    story = bobs_desk().venue("bob", "timeout_filled").buy()
    if led:
        story.sell(quantity=led)
    told = privately(story, private).later(seconds=30).quote().play()
    assert told.results("bob") == results
    assert told.each("lots_released", "quantity", cause="orphan") == released


def test_r4_10_a_later_sale_counts_from_what_is_left_of_the_lead_lot():
    story = bobs_desk().venue("bob", "timeout_filled").buy()
    told = privately(story, "0.01").later(seconds=30).quote().sell(quantity="0.005").play()
    assert told.results("bob") == ["buy 100", "sell 50"]


def test_r12_10_of_an_exit_still_tried_only_what_is_owed_is_sold_when_the_rest_is_sold_privately():
    story = bobs_desk().buy().venue("bob", "reject", code="51008").sell(quantity="0.01")
    told = privately(story, "0.01").later(seconds=30).quote().play()
    assert told.results("bob") == ["buy 100", "SELL_DELAYED", "sell 50"]
    assert told.each("lots_released", "quantity", cause="orphan") == ["0.001"]
