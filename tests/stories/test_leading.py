"""Becoming a lead, what the switch governs, the lead's terms, and ceasing to lead (rulebook §3 to §6, §14, §20)."""

import pytest

from tests.stories.telling import Story, btc_desk

START = {"lead": "lea", "sizing": {"fixed_amount": "100"}, "max_total": "1000"}


def applicant(cash="500"):
    return Story().list().quote().person("lea", cash).do("lea", "apply_to_lead")


# ── becoming ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("cash", "codes"), [("499.99", ["ASSETS_TOO_LOW"]), ("500", [])])
def test_r3_2_exactly_the_least_equity_is_enough_to_apply(cash, codes):
    assert applicant(cash).play().each("denied", "code") == codes


def test_r3_3_nobody_applies_twice():
    told = applicant().do("lea", "apply_to_lead").play()
    assert told.one("denied", do="apply_to_lead")["code"] == "ALREADY_APPLIED"


def test_r3_4_a_copier_ends_every_copying_before_applying():
    story = btc_desk().person("bob").copy("bob", fixed_amount="100")
    assert story.do("bob", "apply_to_lead").play().one("denied")["code"] == "STILL_COPYING"
    ended = story.do("bob", "stop_copying", lead="lea", how="manual_close").do("bob", "apply_to_lead")
    assert ended.play().of("lead_applied", lead="bob")


def test_r3_4_an_applicant_and_a_lead_copy_nobody():
    story = btc_desk().person("bob").do("bob", "apply_to_lead").do("bob", "start_copying", **START)
    assert story.play().one("denied", who="bob")["code"] == "APPLYING_TO_LEAD"
    story.do("admin", "approve_lead", lead="bob").do("bob", "start_copying", **START)
    assert story.play().each("denied", "code", who="bob") == ["APPLYING_TO_LEAD", "IS_LEAD"]


def test_r3_9_an_approved_lead_is_active_once_the_instruments_are_chosen():
    story = applicant().do("admin", "approve_lead", lead="lea").person("bob").do("bob", "start_copying", **START)
    story.do("lea", "choose_lead_instruments", instruments="all").do("bob", "start_copying", **START)
    told = story.play()
    assert told.each("denied", "code") == ["LEAD_NOT_ACTIVE"]
    assert told.of("copying_started")


def test_r3_10_only_the_operator_answers_and_only_an_application():
    story = applicant().person("bob").do("bob", "approve_lead", lead="lea").do("admin", "approve_lead", lead="bob")
    assert story.play().each("denied", "code") == ["NOT_ALLOWED", "WRONG_STATE"]


def test_r3_10_a_rejected_person_may_apply_again():
    story = applicant().do("admin", "reject_lead", lead="lea").do("lea", "apply_to_lead")
    assert len(story.play().of("lead_applied")) == 2


# ── ceasing ────────────────────────────────────────────────


def test_r3_12_a_lead_with_assets_or_open_orders_cannot_ask_to_stop():
    story = btc_desk().buy(id="b").do("lea", "request_stop_leading", reason="taking_a_break")
    story.sell(quantity="0.02").do(
        "lea", "place_order", symbol="BTC-USDT", side="buy", type="limit", price="40000", notional="100", id="rests"
    )
    story.do("lea", "request_stop_leading", reason="taking_a_break").do("lea", "cancel_order", order="rests")
    told = story.do("lea", "request_stop_leading", reason="taking_a_break").play()
    assert told.each("denied", "code") == ["LEAD_ASSETS_HELD", "LEAD_ORDERS_OPEN"]
    assert told.of("stop_leading_requested")


def test_r3_13_the_precondition_is_checked_again_at_the_grant():
    story = btc_desk().do("lea", "request_stop_leading", reason="strategy_change")
    story.do("admin", "refuse_stop_leading", lead="lea").do("lea", "request_stop_leading", reason="other")
    told = story.do("admin", "grant_stop_leading", lead="lea").play()
    assert len(told.of("stop_leading_ended")) == 1
    assert told.of("lead_stopped")


@pytest.mark.parametrize("do", ["grant_stop_leading", "refuse_stop_leading"])
def test_r3_10_an_answer_to_no_request_is_denied_by_the_name_it_was_asked_by(do):
    told = btc_desk().do("admin", do, lead="lea").do("lea", do, lead="lea").play()
    assert told.each("denied", "do") == [do, do]
    assert told.each("denied", "code") == ["WRONG_STATE", "NOT_ALLOWED"]


def test_r3_10_a_lead_may_take_the_request_back():
    story = btc_desk().do("lea", "withdraw_stop_request").do("lea", "request_stop_leading", reason="other")
    told = story.do("lea", "withdraw_stop_request").buy().play()
    assert told.one("denied")["code"] == "WRONG_STATE"
    assert told.of("stop_leading_ended")
    assert told.one("order_filled")["led"]


def test_r3_11_while_a_stop_is_asked_for_buys_are_private_and_nobody_joins():
    story = btc_desk().person("bob").copy("bob", fixed_amount="100").person("cat")
    story.do("lea", "request_stop_leading", reason="other").buy(id="late").do("cat", "start_copying", **START)
    told = story.play()
    assert told.one("order_filled", order="late")["led"] is False
    assert told.one("lead_order_failed")["code"] == "LEAD_STOPPED"
    assert told.results("bob") == ["LEAD_STOPPED"]
    assert told.one("denied")["code"] == "LEAD_LEAVING"


def test_r3_14_when_a_lead_has_stopped_every_copying_settles_and_ends():
    story = btc_desk(ratio="0.08").person("bob").copy("bob", fixed_amount="1000").buy(id="b").later(minutes=1)
    story.quote(price="55000").sell(quantity="0.02").do("lea", "request_stop_leading", reason="low_earnings")
    told = story.do("admin", "grant_stop_leading", lead="lea").play()
    assert told.one("copying_ended")["cause"] == "lead_stopped"
    assert told.one("profit_share_settled")["payable"] == "8"
    assert told.copying("bob")["state"] == "ended"


def test_r3_15_a_suspended_lead_keeps_the_copyings_without_entries_and_sales_are_copied():
    story = btc_desk().person("bob").copy("bob", fixed_amount="1000").buy(id="b")
    story.do("admin", "suspend_lead", lead="lea").buy(id="c").sell(quantity="0.01", lead_order="b")
    story.do("admin", "lift_suspension", lead="lea").buy(id="d")
    told = story.play()
    assert told.results("bob") == ["buy 1000", "LEAD_STOPPED", "sell 500", "buy 1000"]


def test_r3_15_on_revocation_lots_stay_with_the_copier_unlinked():
    story = btc_desk().person("bob").copy("bob", fixed_amount="1000").buy(id="b")
    told = story.do("admin", "suspend_lead", lead="lea").do("admin", "revoke_lead", lead="lea").play()
    released = told.one("lots_released")
    assert (released["quantity"], released["cause"]) == ("0.02", "revoked")
    assert told.person("bob")["holdings"] == {"BTC-USDT": "0.02"}
    assert told.one("copying_ended")["cause"] == "revoked"


def test_r3_16_who_leads_again_is_new():
    story = btc_desk(ratio="0.08").do("lea", "request_stop_leading", reason="other")
    story.do("admin", "grant_stop_leading", lead="lea").do("lea", "apply_to_lead")
    story.do("admin", "approve_lead", lead="lea").person("bob").do("bob", "start_copying", **START)
    assert story.play().one("denied")["code"] == "LEAD_NOT_ACTIVE"


def again(story):
    story.do("lea", "request_stop_leading", reason="other").do("admin", "grant_stop_leading", lead="lea")
    story.do("lea", "apply_to_lead").do("admin", "approve_lead", lead="lea")
    return story.do("lea", "choose_lead_instruments", instruments="all").do("lea", "switch_lead_trade", on=True)


def test_r3_16_a_lead_who_is_new_is_open_to_all_whatever_held_before():
    story = btc_desk().do("lea", "restrict_copying", to="smart_sync").do("lea", "accept_copiers", on=False)
    told = again(story).person("bob").copy("bob", fixed_amount="100").play()
    assert told.one("copying_started")["copier"] == "bob"


def test_r3_16_dust_of_an_earlier_leading_is_no_lead_asset_any_more():
    """A fee in the coin left less than one lot of a lead lot: the equity of who is new is their cash alone."""
    story = btc_desk(lot_size="0.0001", fee="0.001").buy().sell(quantity="0.0199")
    told = again(story).buy(id="new").play()
    assert told.one("order_filled", order="new")["usage_ratio"] == "0.100059985961"  # 1,000 of 9,994.005
    assert told.person("lea")["holdings"] == {"BTC-USDT": "0.02006"}


def test_r3_16_an_open_sale_that_holds_of_such_dust_still_takes_it():
    story = btc_desk(lot_size="0.0001", fee="0.001").buy().sell(quantity="0.0199")
    story.do("lea", "request_stop_leading", reason="other").do("admin", "grant_stop_leading", lead="lea")
    story.buy().sell(
        quantity="0.0200", type="limit", price="60000", id="both"
    )  # 0.01998 of its own, 0.00002 of the dust
    story.do("lea", "apply_to_lead").do("admin", "approve_lead", lead="lea")
    told = story.later(minutes=1).quote(price="60000").play()
    assert told.one("order_filled", order="both")["quantity"] == "0.02"
    assert told.person("lea")["holdings"] == {"BTC-USDT": "0.00006"}


# ── the switch and what it governs ──────────────────────────────────────


def copied(story):
    return story.person("bob").copy("bob", fixed_amount="1000")


def test_r4_1_off_makes_buys_and_sells_private():
    story = copied(btc_desk()).buy(id="led").do("lea", "switch_lead_trade", on=False)
    story.buy(id="private").sell(quantity="0.01", id="sold")
    told = story.play()
    assert [line["led"] for line in told.of("order_filled")] == [True, False, False]
    assert told.results("bob") == ["buy 1000"]


def test_r4_2_the_position_of_the_switch_is_fixed_on_the_order():
    story = copied(btc_desk()).do(
        "lea", "place_order", symbol="BTC-USDT", side="buy", type="limit", price="49000", notional="980", id="rests"
    )
    told = story.do("lea", "switch_lead_trade", on=False).quote(price="49000").play()
    assert told.one("order_filled", order="rests")["led"] is True
    assert told.one("copy_filled")["copier"] == "bob"


def test_r4_4_a_partly_filled_order_triggers_once_at_its_end_with_what_was_executed():
    story = copied(btc_desk()).do("bob", "stop_copying", lead="lea", how="manual_close").copy("bob", multiplier="0.5")
    story.add(quote={"BTC-USDT": {"bid": "48990", "ask": "49000", "depth": "490"}})
    story.do(
        "lea", "place_order", symbol="BTC-USDT", side="buy", type="limit", price="49000", notional="980", id="half"
    )
    assert story.play().of("copy_filled") == []
    told = story.do("lea", "cancel_order", order="half").play()
    assert told.one("order_filled", order="half")["notional"] == "490"
    assert told.results("bob") == ["buy 245"]


def test_r4_8_private_coins_do_not_count_as_lead_equity():
    story = (
        btc_desk().do("lea", "switch_lead_trade", on=False).buy(notional="5000").do("lea", "switch_lead_trade", on=True)
    )
    assert story.buy(id="led", notional="1000").play().one("order_filled", order="led")["usage_ratio"] == "0.2"


def test_r4_9_with_the_switch_on_a_sale_takes_lead_lots_first_with_it_off_private_coins():
    story = copied(btc_desk()).do("lea", "switch_lead_trade", on=False).buy().do("lea", "switch_lead_trade", on=True)
    story.buy(id="led").do("lea", "switch_lead_trade", on=False).sell(quantity="0.02", id="private")
    told = story.do("lea", "switch_lead_trade", on=True).sell(quantity="0.01", id="mine").play()
    assert told.one("order_filled", order="private")["led"] is False
    assert told.results("bob") == ["buy 1000", "sell 500"]


def test_r4_10_lead_lots_sold_privately_shrink_and_later_fractions_count_from_the_rest():
    story = copied(btc_desk()).buy(id="led").do("lea", "switch_lead_trade", on=False).sell(quantity="0.01")
    told = story.do("lea", "switch_lead_trade", on=True).sell(quantity="0.005").play()
    assert told.results("bob") == ["buy 1000", "sell 500"]  # half of what is left of the lead lot: half of the copy


def test_r12_10_a_copy_whose_lead_lot_was_sold_privately_is_an_orphan_of_its_owner():
    story = copied(btc_desk()).buy(id="led").do("lea", "switch_lead_trade", on=False).sell(quantity="0.02")
    told = story.play()
    assert told.one("lots_released")["cause"] == "orphan"
    assert told.person("bob")["holdings"] == {"BTC-USDT": "0.02"}
    assert any(line["to"] == "bob" and line["kind"] == "lots_released" for line in told.of("alert"))


# ── instruments ─────────────────────────────────────────────────────────


def two_coins():
    return Story().list().list("ETH-USDT").quote().quote("ETH-USDT", "3000").lead()


def test_r5_3_only_listed_instruments_not_in_use_may_be_added():
    story = two_coins().do("lea", "choose_lead_instruments", instruments=["BTC-USDT"]).buy(symbol="ETH-USDT")
    story.do("lea", "choose_lead_instruments", instruments=["BTC-USDT", "ETH-USDT"])
    told = story.do("lea", "choose_lead_instruments", instruments=["DOGE-USDT"]).play()
    assert [(line["code"], line["about"]) for line in told.of("denied")] == [
        ("INSTRUMENT_IN_USE", "ETH-USDT"),
        ("INSTRUMENT_NOT_LISTED", "DOGE-USDT"),
    ]


def test_r5_3_dust_that_a_sale_leaves_is_no_holding():
    """R-5.3, R-12.5: the fee is taken in the coin, so a sale of all leaves what no venue takes."""
    story = Story().list().list("ETH-USDT", notional_min="1").quote().quote("ETH-USDT", "3000").lead()
    story.do("lea", "choose_lead_instruments", instruments=["BTC-USDT"])
    story.buy(symbol="ETH-USDT", notional="3000").sell(symbol="ETH-USDT", quantity="0.9999")
    told = story.do("lea", "choose_lead_instruments", instruments=["BTC-USDT", "ETH-USDT"]).play()
    assert told.person("lea")["holdings"] == {"ETH-USDT": "0.0001"}
    assert told.of("denied") == []


def test_r5_4_after_a_removal_nothing_new_is_copied_and_sales_still_are():
    story = copied(two_coins()).buy(id="b").do("lea", "choose_lead_instruments", instruments=["ETH-USDT"])
    told = story.buy(id="c").sell(quantity="0.02", lead_order="b").play()
    assert told.one("lead_order_failed")["code"] == "LEAD_PAIR_UNSUPPORTED"
    assert told.results("bob") == ["buy 1000", "LEAD_PAIR_UNSUPPORTED", "sell 1000"]


def test_r5_4_on_a_delisting_orders_end_and_lots_are_their_owners_own():
    story = copied(btc_desk()).buy(id="b").sell(quantity="0.01", type="limit", price="60000", id="rests")
    story.add(delist={"symbol": "BTC-USDT"}).buy(id="after")
    told = story.play()
    assert told.one("order_ended_empty")["why"] == "delisted"
    assert told.one("lots_released")["cause"] == "delisted"
    assert told.one("denied")["code"] == "PAIR_HALTED"
    assert told.person("lea")["holdings"] == told.person("bob")["holdings"] == {"BTC-USDT": "0.02"}
    assert told.copying("bob")["holdings"] == {}


# ── terms ────────────────────────────────────────────────


def test_r14_1_a_restriction_refuses_other_ways_and_r14_2_leaves_present_copyings_alone():
    story = copied(btc_desk()).do("lea", "restrict_copying", to="smart_sync").person("cat")
    story.do("cat", "start_copying", **START).copy("cat", smart_sync="1000").buy()
    told = story.play()
    assert told.one("denied", who="cat")["code"] == "SMART_SYNC_ONLY"
    assert told.results("bob") == ["buy 1000"]
    assert told.of("copying_started", copier="cat")


def test_r14_2_under_a_restriction_only_the_total_stop_loss_may_change():
    story = copied(btc_desk()).do("lea", "restrict_copying", to="smart_sync")
    story.do("bob", "change_copying", lead="lea", sizing={"fixed_amount": "50"})
    told = story.do("bob", "change_copying", lead="lea", total_stop_loss="50").play()
    assert told.one("denied")["code"] == "SMART_SYNC_ONLY"
    assert told.of("copying_changed")


def test_r17_7_three_changes_a_month_and_the_present_value_does_not_count():
    story = btc_desk().do("lea", "set_profit_share", ratio="0.01").do("lea", "set_profit_share", ratio="0.01")
    for ratio in ("0.02", "0.03", "0.04"):
        story.do("lea", "set_profit_share", ratio=ratio)
    assert story.play().each("denied", "code") == ["RATIO_CHANGES_SPENT"]
    assert story.on("2026-01-31T16:00:00Z").do("lea", "set_profit_share", ratio="0.05").play().each(
        "denied", "code"
    ) == ["RATIO_CHANGES_SPENT"]


@pytest.mark.parametrize(("cash", "removable"), [("19.99", True), ("20", False)])
def test_r20_2_only_a_copier_with_next_to_nothing_may_be_removed(cash, removable):
    told = btc_desk().person("bob", cash).copy("bob", fixed_amount="10").do("lea", "remove_copier", copier="bob").play()
    assert bool(told.of("copying_ended", cause="removed")) is removable
    assert told.each("denied", "code") == ([] if removable else ["COPIER_NOT_REMOVABLE"])


def test_r20_2_dust_in_one_coin_hides_no_open_lot_in_another():
    story = Story(remove_copier__balance_below="1000").list(notional_min="10").list("ETH-USDT", lot_size="0.001")
    story.quote().quote("ETH-USDT", "3000").lead().person("bob", "100").copy("bob", fixed_amount="20").buy()
    story.buy(symbol="ETH-USDT").later(minutes=1).quote(price="20000")  # the BTC is below the minimum now
    told = story.do("lea", "remove_copier", copier="bob").play()
    assert told.each("denied", "code") == ["COPIER_NOT_REMOVABLE"]


def test_r5_3_a_delisted_instrument_cannot_be_chosen():
    story = two_coins().add(delist={"symbol": "ETH-USDT"})
    told = story.do("lea", "choose_lead_instruments", instruments=["ETH-USDT"]).play()
    assert told.one("denied")["code"] == "INSTRUMENT_NOT_LISTED"


def test_r20_3_a_closed_lead_takes_no_new_copiers_and_keeps_the_present_ones():
    story = copied(btc_desk()).do("lea", "accept_copiers", on=False).person("cat").do("cat", "start_copying", **START)
    told = story.buy().play()
    assert told.one("denied", who="cat")["code"] == "LEAD_CLOSED"
    assert told.results("bob") == ["buy 1000"]


def test_r3_9_lead_trade_waits_for_the_choice_of_instruments():
    story = applicant().do("admin", "approve_lead", lead="lea")
    told = story.do("lea", "switch_lead_trade", on=True).play()
    assert told.one("denied")["code"] == "INSTRUMENTS_NOT_CHOSEN"
