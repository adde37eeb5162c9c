"""Copy sales: pro rata over lots, rounding, what is owed, full exits, minimum and dust (section 12)."""

import pytest

from tests.stories.telling import Story, btc_desk

COIN = {"lot_size": "1", "tick_size": "0.01"}


def coin_desk(copier_amount="100", price="10", **terms):
    """A coin that trades in whole pieces at 10 USDT; bob copies each buy of lea with a fixed amount."""
    story = Story().list("PIE-USDT", **{**COIN, **terms}).quote("PIE-USDT", price).lead()
    return story.person("bob").copy("bob", fixed_amount=copier_amount)


def held(told, symbol="PIE-USDT", copier="bob"):
    return told.copying(copier)["holdings"].get(symbol, {}).get("quantity", "0")


def test_a_copier_sells_the_leads_fraction():
    """E-14."""
    story = (
        Story().list(notional_min="1").quote(price="1000").lead().person("bob", "1000").copy("bob", smart_sync="500")
    )
    story.do("lea", "withdraw", amount="9000").buy(notional="500").later(minutes=1)
    told = story.sell(quantity="0.1").play()
    assert told.results("bob") == ["buy 250", "sell 50"]


def test_the_second_part_of_the_golden_example_of_proportions():
    """E-14: the lead sells 0.2 of 1 BTC, the copier holds 0.6 and sells 0.12."""
    story = Story().list().quote(price="1000").lead().person("bob").copy("bob", fixed_amount="600").buy(notional="1000")
    told = story.later(minutes=1).sell(quantity="0.2").play()
    assert told.one("copy_filled", side="sell")["quantity"] == "0.12"


def test_each_sale_rounds_down_to_the_lot_and_owes_the_rest():
    """R-12.3: of 10 pieces a quarter is 2.5; the second quarter is 0.5 owed + 2.5 of what was not owed."""
    story = coin_desk().buy(notional="400", symbol="PIE-USDT").later(minutes=1)
    told = story.sell(quantity="10", symbol="PIE-USDT").sell(quantity="10", symbol="PIE-USDT").play()
    # f = 1/4: due 2.5, sale 2, owed 0.5. f = 1/3: due 0.5 + (8 − 0.5)/3 = 3, sale 3
    assert told.results("bob") == ["buy 100", "sell 20", "sell 30"]


def test_a_full_exit_clears_whatever_earlier_rounding_left():
    story = coin_desk().buy(notional="400", symbol="PIE-USDT").later(minutes=1)
    told = story.sell(quantity="10", symbol="PIE-USDT").sell(quantity="30", symbol="PIE-USDT").play()
    assert told.results("bob") == ["buy 100", "sell 20", "sell 80"]
    assert held(told) == "0"


def test_a_lead_lot_below_what_the_venue_can_sell_counts_as_spent():
    story = coin_desk(quantity_min="3").buy(notional="400", symbol="PIE-USDT").later(minutes=1)
    told = story.sell(quantity="38", symbol="PIE-USDT").play()
    assert told.results("bob") == ["buy 100", "sell 100"]


@pytest.mark.parametrize(
    ("sold", "results"),
    [
        ("11", ["buy 100", "SELL_BELOW_MIN"]),  # 2.75 pieces, sale 2, the smallest quantity is 3
        ("12", ["buy 100", "sell 30"]),  # 3 exactly
    ],
)
def test_r12_4_what_is_below_the_smallest_quantity_stays_owed(sold, results):
    story = coin_desk(quantity_min="3").buy(notional="400", symbol="PIE-USDT").later(minutes=1)
    told = story.sell(quantity=sold, symbol="PIE-USDT").play()
    assert told.results("bob") == results


@pytest.mark.parametrize(("price", "result"), [("10", "sell 30"), ("9.99", "SELL_BELOW_MIN")])
def test_the_smallest_notional_is_measured_at_the_best_bid_and_equality_passes(price, result):
    story = coin_desk(notional_min="30").buy(notional="400", symbol="PIE-USDT").later(minutes=1)
    told = story.quote("PIE-USDT", price).sell(quantity="12", symbol="PIE-USDT").play()
    assert told.results("bob")[1] == result


def test_what_stayed_owed_goes_with_the_next_sale():
    story = coin_desk(quantity_min="3").buy(notional="400", symbol="PIE-USDT").later(minutes=1)
    told = story.sell(quantity="8", symbol="PIE-USDT").sell(quantity="8", symbol="PIE-USDT").play()
    # due 2, none; then 2 + (10 − 2)/4 = 4
    assert told.results("bob") == ["buy 100", "SELL_BELOW_MIN", "sell 40"]


def test_lots_sold_in_one_order_are_measured_together():
    story = coin_desk("20", quantity_min="2").buy(notional="100", symbol="PIE-USDT").later(minutes=1)
    story.buy(notional="100", symbol="PIE-USDT").later(minutes=1)
    told = story.sell(quantity="10", symbol="PIE-USDT").play()
    assert told.results("bob") == ["buy 20", "buy 20", "sell 20"], "one piece of each lot, two in the order"


def test_a_sale_of_the_instrument_takes_the_same_fraction_of_every_lot_in_one_order():
    """R-12.1: a third of 0.01 and of 0.02, each rounded down to the lot."""
    story = btc_desk("10000").person("bob").copy("bob", multiplier="0.1")
    story.buy(notional="1000", id="a").buy(notional="2000", id="b").later(minutes=1)
    told = story.sell(quantity="0.1").play()
    assert told.one("copy_filled", side="sell")["quantity"] == "0.00999999"


def test_copiers_sell_the_fraction_of_all_lots_though_the_leads_newest_lot_has_the_remainder():
    """R-12.1: the lead's lots of 0.0003 lose 0.00003333, 0.00003333 and 0.00003334; each copy of 0.9 loses a ninth."""
    story = Story().list(lot_size="0.0001").quote(price="10000").lead().person("bob", "30000")
    story.copy("bob", fixed_amount="9000")
    for name in ("a", "b", "c"):
        story.buy(notional="3", id=name)
    told = story.later(minutes=1).sell(quantity="0.0001").play()
    assert told.one("copy_filled", side="sell")["quantity"] == "0.3"


def test_a_sale_aimed_at_one_lot_sells_that_lot_alone():
    story = btc_desk("10000").person("bob").copy("bob", multiplier="0.1")
    story.buy(notional="1000", id="a").buy(notional="2000", id="b").later(minutes=1)
    told = story.sell(quantity="0.1", lead_order="a").play()
    assert told.one("copy_filled", side="sell")["quantity"] == "0.01"
    assert told.copying("bob")["holdings"]["BTC-USDT"] == {"quantity": "0.02", "cost": "200"}


def test_a_lead_lot_without_a_copy_causes_no_sale_and_no_message():
    story = btc_desk().buy().later(minutes=1).person("bob").copy("bob", fixed_amount="100")
    told = story.later(minutes=1).sell(quantity="0.02", id="old").play()
    assert told.results("bob") == ["SELL_NOTHING_HELD"]
    assert not told.of("alert", order="old")


def test_r12_3_a_fraction_that_comes_to_nothing_of_a_copy_lot_is_recorded_and_not_told():
    """Of one lot, kept to its ten-thousandth, a 10,001st part is nothing: there is nothing to owe, and to tell."""
    story = btc_desk(lead="200000", lot_size="0.0002").person("bob").copy("bob", fixed_amount="10")
    told = story.buy(notional="100010").later(minutes=1).sell(quantity="0.0002", id="tiny").play()
    assert told.results("bob") == ["buy 10", "SELL_BELOW_MIN"]
    assert not told.of("alert", to="bob", order="tiny")


def test_a_partial_sale_carries_its_share_of_the_cost_and_a_full_exit_all_the_rest():
    story = btc_desk().person("bob").copy("bob", fixed_amount="100").buy().later(minutes=1).quote(price="60000")
    told = story.sell(quantity="0.005").sell(quantity="0.015").play()
    assert told.each("copy_filled", "profit_net", side="sell") == ["5", "15"]


def test_after_a_full_exit_in_two_fills_the_dust_has_no_cost():
    """R-12.7: with a fee the lot is no whole number of lots; the cost of what cannot be sold goes with the sale."""
    story = Story().list("PIE-USDT", **COIN, fee="0.05").quote("PIE-USDT", "10").lead()
    story.person("bob").copy("bob", fixed_amount="100").buy(notional="400", symbol="PIE-USDT").later(minutes=1)
    story.venue("bob", "partial", fraction="0.5").sell(quantity="38", symbol="PIE-USDT").later(minutes=1).add()
    told = story.play()
    # 9.5 pieces for 100: 4 sold, then 5, and 0.5 is dust
    assert told.each("copy_filled", "quantity", side="sell") == ["4", "5"]
    assert told.copying("bob")["realised"] == "-14.5"  # 90 − 4.5 fee − 100
    assert told.one("lots_released")["quantity"] == "0.5"
    assert told.person("bob")["holdings"] == {"PIE-USDT": "0.5"}


def test_r12_5_dust_is_released_once_nothing_else_of_the_instrument_is_linked():
    story = coin_desk("100", quantity_min="3", fee="0.05")
    story.buy(notional="400", symbol="PIE-USDT").later(minutes=1).quote("PIE-USDT", "3")
    told = story.sell(quantity="38", symbol="PIE-USDT").play()
    assert told.one("lots_released") | {"at": 0, "seq": 0} == {
        "at": 0,
        "seq": 0,
        "fact": "lots_released",
        "copier": "bob",
        "lead": "lea",
        "symbol": "PIE-USDT",
        "quantity": "0.5",
        "cause": "dust",
    }


def two_lots_with_rests():
    """Two copies of 500 pieces, 499.5 after the fee: a sale takes whole pieces of each and leaves half a piece."""
    story = Story().list("PIE-USDT", **COIN, fee="0.001").quote("PIE-USDT", "1").lead(ratio="0.08").person("bob")
    story.copy("bob", fixed_amount="500").buy(notional="500", symbol="PIE-USDT").buy(notional="500", symbol="PIE-USDT")
    return story.later(minutes=1).quote("PIE-USDT", "2")


def test_r12_5_the_rests_of_lots_that_come_to_a_whole_step_together_are_dust_and_the_share_settles():
    told = two_lots_with_rests().sell(quantity="999", symbol="PIE-USDT").on("2026-01-12T00:00:00Z").add().play()
    assert told.one("copy_filled", side="sell")["quantity"] == "998"
    assert (told.one("lots_released")["quantity"], told.one("lots_released")["cause"]) == ("1", "dust")
    assert told.one("profit_share_settled")["refund"] == "0"
    assert told.person("bob")["holdings"] == {"PIE-USDT": "1"}
    assert told.copying("bob")["holdings"] == {}


def test_r16_4_a_stop_that_leaves_the_rests_of_several_lots_ends():
    story = two_lots_with_rests().do("bob", "stop_copying", lead="lea", how="market_close")
    told = story.play()
    assert told.one("copy_filled", side="sell")["quantity"] == "998"
    assert told.copying("bob")["state"] == "ended"


def test_r12_9_by_hand_as_much_is_sold_as_was_said_whatever_rests_the_lots_have():
    told = two_lots_with_rests().do("bob", "sell_copy", lead="lea", symbol="PIE-USDT", quantity="700").play()
    assert told.one("copy_filled", side="sell")["quantity"] == "700"
    assert held(told) == "299"


def test_a_holding_too_small_to_be_sold_at_all_is_told_and_released():
    story = coin_desk("20", quantity_min="3", notional_min="0")
    story.list("PIE-USDT", **COIN, quantity_min="1").buy(notional="400", symbol="PIE-USDT").later(minutes=1)
    told = story.list("PIE-USDT", **COIN, quantity_min="3").sell(quantity="40", symbol="PIE-USDT").play()
    assert told.results("bob") == ["buy 20", "SELL_BELOW_MIN"]
    assert told.one("lots_released")["quantity"] == "2"


def test_no_entry_guard_holds_back_a_sale():
    """R-2.1, R-11.12, E-17: paused, halted, ten thousand USDT below: the sale executes."""
    story = btc_desk("60000").person("bob").copy("bob", fixed_amount="100").buy().later(minutes=1)
    story.do("bob", "pause_copying").do("admin", "halt").quote(price="50000")
    told = story.sell(quantity="0.01666666").play()
    assert told.of("copy_filled", side="sell", symbol="BTC-USDT")


def test_lots_sold_privately_leave_the_copies_as_they_are_until_the_lead_lot_is_gone():
    """R-4.10, R-12.10."""
    story = btc_desk().person("bob").copy("bob", fixed_amount="100").buy().later(minutes=1)
    story.do("lea", "switch_lead_trade", on=False).sell(quantity="0.01").later(minutes=1)
    half = story.play()
    assert held(half, "BTC-USDT") == "0.002"
    gone = story.sell(quantity="0.01").play()
    assert gone.one("lots_released")["cause"] == "orphan"
    assert gone.person("bob")["holdings"] == {"BTC-USDT": "0.002"}


def test_after_a_private_sale_fractions_count_from_the_reduced_lot():
    story = btc_desk().person("bob").copy("bob", fixed_amount="100").buy().later(minutes=1)
    story.do("lea", "switch_lead_trade", on=False).sell(quantity="0.01")
    told = story.do("lea", "switch_lead_trade", on=True).sell(quantity="0.005").play()
    assert told.results("bob") == ["buy 100", "sell 50"]


def test_with_the_switch_on_lead_lots_are_sold_first_and_with_it_off_private_coins():
    """R-4.9."""
    story = Story().list().quote().lead().do("lea", "switch_lead_trade", on=False).buy()
    story.do("lea", "switch_lead_trade", on=True).person("bob").copy("bob", fixed_amount="100").buy().later(minutes=1)
    story.do("lea", "switch_lead_trade", on=False).sell(quantity="0.02")
    private = story.play()
    assert private.results("bob") == ["buy 100"]
    story.do("lea", "switch_lead_trade", on=True).sell(quantity="0.02")
    assert story.play().results("bob") == ["buy 100", "sell 100"]
