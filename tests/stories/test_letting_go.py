"""What a copier lets go of, and is left with: R-12.9, R-12.10, R-3.15."""

import pytest

from tests.stories.telling import Story, btc_desk


def held(told, who="bob"):
    return told.person(who)["holdings"].get("BTC-USDT", "0")


def orphaned():
    """bob copies 100 of lea's 1,000; lea then sells her lot privately, by the switch turned off."""
    story = btc_desk().person("bob").copy("bob", fixed_amount="100").buy(id="one")
    return story.do("lea", "switch_lead_trade", on=False).sell(quantity="0.02", lead_order="one")


def test_r12_9_lots_taken_out_of_a_copy_are_the_copiers_own_without_profit_or_loss():
    story = btc_desk(ratio="0.08").person("bob").copy("bob", fixed_amount="100").buy()
    story.quote(price="60000").do("bob", "release_lots", lead="lea", symbol="BTC-USDT")
    told = story.sell(quantity="0.02").play()
    assert told.one("lots_released")["cause"] == "kept"
    copying = told.copying("bob")
    assert (copying["state"], copying["realised"], copying["withheld"]) == ("running", "0", "0")
    assert copying["holdings"] == {}
    assert held(told) == "0.002"
    assert told.results("bob") == ["buy 100", "SELL_ALREADY_CLOSED"]
    assert not told.of("alert", to="bob", kind="sell_delayed")


def test_r12_9_what_was_taken_out_frees_the_maximum_and_the_next_buy_is_copied():
    story = btc_desk().person("bob").copy("bob", fixed_amount="100", max_total="100").buy().buy()
    told = story.do("bob", "release_lots", lead="lea", symbol="BTC-USDT").buy().play()
    assert told.results("bob") == ["buy 100", "MAX_TOTAL_REACHED", "buy 100"]


@pytest.mark.parametrize(("who", "code"), [("bob", "NOTHING_TO_SELL"), ("eve", "NOT_COPYING")])
def test_what_is_not_held_cannot_be_taken_out(who, code):
    story = btc_desk().person("bob").person("eve").copy("bob", fixed_amount="100")
    assert story.do(who, "release_lots", lead="lea", symbol="BTC-USDT").play().one("denied")["code"] == code


def test_lots_in_a_sale_that_nobody_has_answered_stay_where_they_are():
    story = btc_desk().person("bob").copy("bob", fixed_amount="100").buy().venue("bob", "timeout_filled")
    story.do("bob", "sell_copy", lead="lea", symbol="BTC-USDT")
    told = story.do("bob", "release_lots", lead="lea", symbol="BTC-USDT").later(minutes=1).add().play()
    assert told.one("denied")["code"] == "LOTS_BOUND"
    assert told.results("bob") == ["buy 100", "sell 100"]


def gain_and_loss():
    """bob's 100 of BTC have made 30, his 100 of ETH have lost 35; he accepts a loss of 10."""
    story = Story().list().list("ETH-USDT").quote().quote("ETH-USDT", "2000").lead().person("bob")
    story.copy("bob", fixed_amount="100", total_stop_loss="10").buy(id="one").buy(symbol="ETH-USDT")
    return story.later(minutes=1).quote(price="65000").quote("ETH-USDT", "1300")


@pytest.mark.parametrize(
    "line",
    [
        {"delist": {"symbol": "BTC-USDT"}},
        {"who": "bob", "do": "release_lots", "lead": "lea", "symbol": "BTC-USDT"},
        {
            "who": "lea",
            "do": "place_order",
            "symbol": "BTC-USDT",
            "side": "sell",
            "quantity": "0.02",
            "lead_order": "one",
        },
    ],
    ids=["delisted", "released", "orphaned"],
)
def test_r13_4_a_gain_that_is_let_go_leaves_the_loss_and_the_total_stop_loss_acts_at_once(line):
    story = gain_and_loss().do("lea", "switch_lead_trade", on=False)
    assert not story.play().of("copying_closing")
    told = story.add(**line).play()
    assert told.one("copying_ended")["cause"] == "total_stop_loss"
    assert told.results("bob") == ["buy 100", "buy 100", "sell 65"]


def test_r12_10_an_orphan_is_unlinked_at_once_and_told_loudly():
    told = orphaned().play()
    assert told.one("lots_released")["cause"] == "orphan"
    alert = told.one("alert", to="bob", kind="lots_released")
    assert (alert["loud"], alert["symbol"]) == (True, "BTC-USDT")
    assert held(told) == "0.002"


def test_r12_10_a_lead_lot_of_which_a_fee_left_but_dust_is_gone_as_well():
    """0.02 less a fee of 0.1 % is 0.01998; with lots of 0.001 the lead can sell 0.019 of it, privately."""
    story = btc_desk(lot_size="0.001", fee="0.001").person("bob").copy("bob", fixed_amount="100").buy(id="one")
    told = story.do("lea", "switch_lead_trade", on=False).sell(quantity="0.019", lead_order="one").play()
    assert told.one("lots_released")["cause"] == "orphan"
    assert told.copying("bob")["holdings"] == {}


def test_r12_10_what_was_left_behind_is_kept_once():
    story = orphaned().do("bob", "keep_left", symbol="BTC-USDT").do("bob", "keep_left", symbol="BTC-USDT")
    told = story.play()
    assert told.one("left_kept")["who"] == "bob"
    assert told.one("denied", do="keep_left")["code"] == "NOTHING_TO_SELL"
    assert held(told) == "0.002"


def test_r12_10_what_was_left_behind_and_sold_cannot_be_kept():
    story = orphaned().sell("bob", quantity="0.002").do("bob", "keep_left", symbol="BTC-USDT")
    assert story.play().one("denied")["code"] == "NOTHING_TO_SELL"


def test_r12_10_a_sale_of_that_much_sells_what_was_left_and_not_the_coins_one_had_besides():
    story = btc_desk().person("bob").buy("bob", "100").copy("bob", fixed_amount="100").buy(id="one")
    story.do("lea", "switch_lead_trade", on=False).sell(quantity="0.02", lead_order="one")
    told = story.sell("bob", quantity="0.002").do("bob", "keep_left", symbol="BTC-USDT").play()
    assert held(told) == "0.002"
    assert told.one("denied")["code"] == "NOTHING_TO_SELL"


def test_r3_15_coins_unlinked_by_a_revocation_are_told_loudly_and_may_be_kept():
    story = btc_desk().person("bob").copy("bob", fixed_amount="100").buy()
    story.do("admin", "suspend_lead", lead="lea").do("admin", "revoke_lead", lead="lea")
    told = story.do("bob", "keep_left", symbol="BTC-USDT").play()
    assert told.one("lots_released")["cause"] == "revoked"
    assert told.one("alert", to="bob", kind="lots_released")["loud"] is True
    assert told.one("left_kept")["symbol"] == "BTC-USDT"


def test_r3_15_of_a_lot_whose_exit_is_still_tried_a_revocation_leaves_what_is_not_owed():
    story = btc_desk(fee="0.001").person("bob").copy("bob", fixed_amount="100").buy(notional="1000")
    story.venue("bob", "reject", code="51008").sell(quantity="0.00999").quote(price="55000")
    story.do("admin", "suspend_lead", lead="lea").do("admin", "revoke_lead", lead="lea")
    told = story.crash().later(minutes=5).add().play()
    assert told.results("bob") == ["buy 100", "SELL_DELAYED", "sell 54.945"]
    assert told.each("lots_released", "quantity", cause="revoked") == ["0.000999"]
    assert told.one("copy_filled", side="sell")["profit_net"] == "4.890055"
    assert told.one("copying_ended")["cause"] == "revoked"
    assert held(told) == "0.000999"


def test_lots_let_go_together_are_told_together():
    ways = {
        "revoked": lambda story: story.do("admin", "suspend_lead", lead="lea").do("admin", "revoke_lead", lead="lea"),
        "manual_close": lambda story: story.do("bob", "stop_copying", lead="lea", how="manual_close"),
        "delisted": lambda story: story.add(delist={"symbol": "BTC-USDT"}),
        "kept": lambda story: story.do("bob", "release_lots", lead="lea", symbol="BTC-USDT"),
    }
    for cause, let_go in ways.items():
        story = btc_desk().person("carl").copy("carl", fixed_amount="50").person("bob").copy("bob", fixed_amount="100")
        told = let_go(story.buy().buy()).play()
        assert told.each("lots_released", "quantity", copier="bob", cause=cause) == ["0.004"]
        assert len(told.of("alert", to="bob", kind="lots_released")) == (cause != "kept")
        assert held(told) == "0.004"
        assert told.copying("bob")["holdings"] == {}


def test_r3_15_nobody_waits_for_the_sales_of_a_revoked_lead():
    for stop in ({}, {"total_stop_loss": "10", "total_stop_loss_action": "copy_close"}):
        story = btc_desk().person("bob").copy("bob", fixed_amount="100", **stop).buy().quote(price="45000")
        if not stop:
            story.do("bob", "stop_copying", lead="lea", how="copy_close")
        told = story.do("admin", "suspend_lead", lead="lea").do("admin", "revoke_lead", lead="lea").play()
        assert told.one("lots_released")["cause"] == "revoked"
        assert told.one("copying_ended")["cause"] == "revoked"
        assert held(told) == "0.002"


def test_r12_10_of_a_lot_whose_exit_is_still_tried_a_private_sale_orphans_what_is_not_owed():
    story = btc_desk().person("bob").copy("bob", fixed_amount="100").buy(id="one")
    story.venue("bob", "reject", code="51008").sell(quantity="0.01")
    story.do("lea", "switch_lead_trade", on=False).sell(quantity="0.01", lead_order="one")
    told = story.later(minutes=5).add().play()
    assert told.one("lots_released")["quantity"] == "0.001"
    assert told.one("copy_filled", side="sell")["quantity"] == "0.001"
    assert held(told) == "0.001"
    assert told.copying("bob")["holdings"] == {}


def test_what_was_left_behind_survives_a_crash():
    told = orphaned().crash().do("bob", "keep_left", symbol="BTC-USDT").play()
    assert told.one("left_kept")["who"] == "bob"
