"""A copying's settings and their changes, funds, existing assets, stops, stopping, retries (rulebook §8 to §18)."""

import pytest

from bot.scenario.lines import BadLine
from tests.stories.telling import Story, btc_desk


def denial(story):
    told = story.play()
    line = told.one("denied")
    return line["code"], line.get("about", "")


def starting(**settings):
    return btc_desk().person("bob", "5000").copy("bob", **settings)


# ── starting ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("settings", "denied"),
    [
        ({"fixed_amount": "9.99"}, ("SETTING_OUT_OF_RANGE", "amount")),
        ({"fixed_amount": "100000.01"}, ("SETTING_OUT_OF_RANGE", "amount")),
        ({"multiplier": "0.009"}, ("SETTING_OUT_OF_RANGE", "multiplier")),
        ({"multiplier": "100.01"}, ("SETTING_OUT_OF_RANGE", "multiplier")),
        ({"multiplier": "1", "max_total": "200000.01"}, ("SETTING_OUT_OF_RANGE", "max_total")),
        ({"fixed_amount": "100", "max_total": "99"}, ("TOTAL_BELOW_AMOUNT", "")),
        ({"smart_sync": "99.99"}, ("SETTING_OUT_OF_RANGE", "allocation")),
        ({"smart_sync": "5000.01"}, ("ALLOCATION_NOT_COVERED", "")),
        ({"fixed_amount": "100", "take_profit": "1.51"}, ("SETTING_OUT_OF_RANGE", "take_profit")),
        ({"fixed_amount": "100", "stop_loss": "0.76"}, ("SETTING_OUT_OF_RANGE", "stop_loss")),
        (
            {"smart_sync": "100", "total_stop_loss_action": "copy_close"},
            ("SETTING_OUT_OF_RANGE", "total_stop_loss_action"),
        ),
        ({"fixed_amount": "100", "instruments": ["ETH-USDT"]}, ("INSTRUMENT_NOT_LED", "ETH-USDT")),
    ],
)
def test_r8_16_a_start_outside_the_ranges_is_denied_and_the_setting_named(settings, denied):
    assert denial(starting(**settings)) == denied


@pytest.mark.parametrize(
    "settings",
    [
        {"fixed_amount": "10"},
        {"fixed_amount": "100", "max_total": "100"},
        {"multiplier": "0.01"},
        {"multiplier": "100", "max_total": "200000"},
        {"smart_sync": "100"},
        {"smart_sync": "5000"},
        {"fixed_amount": "100", "take_profit": "1.5", "stop_loss": "0.75", "total_stop_loss": "0.00000001"},
    ],
)
def test_r1_6_limits_are_inclusive(settings):
    assert starting(**settings).play().of("copying_started")


def test_r8_16_the_order_of_denials_between_people():
    story = btc_desk().person("bob").copy("bob", lead="bob", fixed_amount="1")
    story.copy("bob", fixed_amount="100").copy("bob", fixed_amount="1")
    assert story.play().each("denied", "code") == ["SELF_COPY", "ALREADY_COPYING"]


def test_r8_1_whoever_is_still_closing_cannot_start_anew():
    story = starting(fixed_amount="100").buy().do("bob", "stop_copying", lead="lea", how="copy_close")
    assert denial(story.copy("bob", fixed_amount="100")) == ("ALREADY_COPYING", "")


def test_r8_1_a_copier_has_at_most_as_many_leads_as_the_number_says():
    story = Story(copying__leads_per_copier="1").list().quote().lead().lead("kim").person("bob")
    story.copy("bob", fixed_amount="100").copy("bob", lead="kim", fixed_amount="100")
    assert denial(story) == ("TOO_MANY_LEADS", "")


def test_r7_2_a_full_lead_takes_nobody():
    story = Story(levels__lead='[{"copier_cap": "1"}]').list().quote().lead().person("bob").person("cat")
    assert denial(story.copy("bob", fixed_amount="100").copy("cat", fixed_amount="100")) == ("LEAD_FULL", "")


def test_r8_5_never_copy_bars_entries_and_leaves_exits():
    story = starting(fixed_amount="100").buy(id="b").do("bob", "change_copying", lead="lea", never=["BTC-USDT"])
    told = story.buy(id="c").sell(quantity="0.02", lead_order="b").play()
    assert told.results("bob") == ["buy 100", "PAIR_NOT_SELECTED", "sell 100"]


def test_at_a_price_at_which_no_column_holds_the_quantity_nothing_is_bought():
    story = Story().list(tick_size="0.0000001").quote(price="0.00001").lead(cash="1000000").person("bob", "100000")
    told = story.copy("bob", fixed_amount="100000", max_total="200000").buy(notional="10").play()
    assert told.results("bob") == ["PAIR_HALTED"]
    assert denial(story.buy(notional="900000")) == ("AMOUNT_OUT_OF_RANGE", "")


# ── funds ───────────────────────────────────────────────────────────────


def test_r9_1_the_base_is_the_current_equity_or_as_an_option_what_was_paid_in():
    def sizes(**numbers):
        story = Story(**numbers).list().quote().lead().person("bob").copy("bob", smart_sync="1000")
        story.buy(id="b", notional="5000").later(minutes=1).quote(price="62500").buy(id="c", notional="1125")
        return story.play().results("bob")

    assert sizes() == ["buy 500", "buy 112.5"]  # 1,125 of 11,250, of an equity of 1,125
    assert sizes(copying__smart_sync__base="principal") == ["buy 500", "buy 100"]  # … of the 1,000 paid in


def test_r9_4_adding_enlarges_later_orders_and_only_unbound_cash_comes_out():
    story = starting(smart_sync="1000").buy(id="b").do("bob", "add_allocation", lead="lea", amount="1000").buy(id="c")
    story.do("bob", "withdraw_allocation", lead="lea", amount="1700.01")
    told = story.do("bob", "withdraw_allocation", lead="lea", amount="1700").play()
    assert told.results("bob") == ["buy 100", "buy 200"]  # the lead's 1,000 of 10,000 each time
    assert told.one("denied")["code"] == "FUNDS_BOUND"
    assert told.copying("bob")["cash"] == "0"
    assert told.copying("bob")["realised"] == "0"


# ── existing assets ────────────────────────────────────────────────────


def holding_lead():
    story = Story(levels__profit_share='[["0", "0.1"]]').list().list("ETH-USDT", lot_size="0.0001")
    story.quote(price="60000").quote("ETH-USDT", "3000").lead(ratio="0.1")
    story.buy(id="b", notional="3000").buy(symbol="ETH-USDT", id="e", notional="3000")
    return story.person("bob", "1000")


def test_e18_buy_existing_on():
    story = holding_lead().copy("bob", smart_sync="1000", buy_existing=True).later(minutes=1)
    told = story.quote(price="66000").sell(quantity="0.025", lead_order="b").play()
    bought = {line["symbol"]: (line["notional"], line["quantity"]) for line in told.of("copy_filled", side="buy")}
    assert bought == {"BTC-USDT": ("300", "0.005"), "ETH-USDT": ("300", "0.1")}
    sold = told.one("copy_filled", side="sell")
    assert (sold["quantity"], sold["notional"], sold["profit_net"]) == ("0.0025", "165", "15")
    assert told.one("profit_share_withheld")["amount"] == "1.5"
    assert told.copying("bob")["cash"] == "563.5"


def test_r10_4_and_r10_5_off_copies_only_what_is_bought_from_now_on():
    story = holding_lead().copy("bob", smart_sync="1000").later(minutes=1)
    story.sell(quantity="0.025", lead_order="b").buy(id="new", notional="1000").sell(quantity="0.01", lead_order="b")
    told = story.sell(quantity="0.01666666", lead_order="new").play()
    assert [line["side"] for line in told.of("copy_filled", copier="bob")] == ["buy", "sell"]
    assert told.copying("bob")["holdings"] == {}


def test_r10_6_the_leads_private_coins_are_not_bought_and_the_choice_cannot_be_made_later():
    story = btc_desk().do("lea", "switch_lead_trade", on=False).buy(notional="5000", id="private")
    story.do("lea", "switch_lead_trade", on=True).buy(notional="1000", id="led").person("bob").person("cat")
    story.copy("bob", smart_sync="1000", buy_existing=True).copy("cat", smart_sync="1000")
    told = story.play()
    assert told.results("bob") == ["buy 200"]  # 1,000 of the 5,000 that count
    with pytest.raises(BadLine, match="buy_existing"):
        story.do("cat", "change_copying", lead="lea", buy_existing=True).play()


def test_r10_3_what_is_below_the_minimum_is_skipped_and_reported_and_the_copying_starts():
    story = Story().list(notional_min="50").quote().lead().buy(id="b", notional="300").person("bob", "1000")
    told = story.copy("bob", smart_sync="1000", buy_existing=True).play()
    assert told.one("copy_failed")["code"] == "AMOUNT_TOO_LOW"
    assert told.copying("bob")["cash"] == "1000"


def test_r10_2_one_copy_lot_a_lead_lot_shared_by_quantity():
    story = btc_desk().buy(id="b", notional="3000").buy(id="c", notional="1000").person("bob")
    story.copy("bob", smart_sync="1000", buy_existing=True).sell(quantity="0.02", lead_order="c")
    told = story.play()
    assert told.results("bob") == ["buy 400", "sell 100"]  # all of c's copy, a quarter of the order


# ── stops ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("price", "sold"), [("54999.99", False), ("55000", True)])
def test_r13_1_a_take_profit_sells_the_lot_at_its_own_cost_plus_the_part(price, sold):
    told = starting(fixed_amount="100", take_profit="0.1").buy().later(minutes=1).quote(price=price).play()
    assert [line["cause"] for line in told.of("copy_filled", side="sell")] == (["take_profit"] if sold else [])


@pytest.mark.parametrize(("price", "sold"), [("40000.01", False), ("40000", True)])
def test_r13_1_a_stop_loss_sells_the_lot_and_a_later_sale_of_the_lead_does_nothing(price, sold):
    story = (
        starting(fixed_amount="100", stop_loss="0.2").buy().later(minutes=1).quote(price=price).sell(quantity="0.02")
    )
    told = story.play()
    assert [line["cause"] for line in told.of("copy_filled", side="sell")] == ["stop_loss" if sold else "lead_order"]


def test_r13_1_fees_are_in_the_reference():
    story = Story().list(fee="0.001").quote().lead().person("bob").copy("bob", fixed_amount="100", take_profit="0.1")
    story.buy().later(minutes=1).quote(price="55055.05")  # cost / quantity is 50,050.05…, not 50,000
    assert story.play().of("copy_filled", side="sell") == []
    assert story.quote(price="55055.06").play().one("copy_filled", side="sell")["cause"] == "take_profit"


def born_below_its_stop():
    """The last price is the bid's, far below what the copy has to pay."""
    story = starting(fixed_amount="100", stop_loss="0.01").add(
        quote={"BTC-USDT": {"bid": "49000", "ask": "50000", "last": "49000"}}
    )
    return story.buy(id="one").later(minutes=1)


def test_r13_1_a_lot_that_is_below_its_stop_as_it_is_bought_waits_for_no_other_price():
    assert born_below_its_stop().add().play().one("copy_filled", side="sell")["cause"] == "stop_loss"


@pytest.mark.parametrize(("price", "acts"), [("45000.01", False), ("45000", True)])
def test_r13_4_the_total_stop_loss_acts_when_the_net_loss_reaches_it(price, acts):
    story = starting(smart_sync="1000", total_stop_loss="50").buy(notional="5000").later(minutes=1).quote(price=price)
    told = story.play()
    assert bool(told.of("copying_ended", cause="total_stop_loss")) is acts
    assert [line["cause"] for line in told.of("copy_filled", side="sell")] == (["total_stop_loss"] if acts else [])


def test_r13_5_it_acts_exactly_once_and_r13_6_the_copier_may_start_anew_from_zero():
    story = starting(fixed_amount="1000", total_stop_loss="100").buy().later(minutes=1).quote(price="45000")
    story.quote(price="44000").copy("bob", fixed_amount="1000", total_stop_loss="100").later(minutes=1)
    told = story.quote(price="43000").play()
    assert len(told.of("copying_closing")) == 1
    assert told.copying("bob")["state"] == "running"


@pytest.mark.parametrize(
    ("action", "ends"), [("market_close", "sell 90"), ("manual_close", None), ("copy_close", None)]
)
def test_r13_4_it_acts_once_on_a_copying_that_waits_for_the_leads_sales_as_well(action, ends):
    story = starting(fixed_amount="100", total_stop_loss="10", total_stop_loss_action=action).buy()
    story.do("bob", "stop_copying", lead="lea", how="copy_close").later(minutes=1).quote(price="45000.01")
    told = story.later(minutes=1).quote(price="45000").later(minutes=1).quote(price="40000").play()
    assert told.each("copying_closing", "cause") == ["copier", "total_stop_loss"]
    assert told.of("copying_closing")[-1]["at"] == "2026-01-05T08:02:00Z"
    assert told.results("bob") == ["buy 100", *([ends] if ends else [])]
    assert bool(told.of("copying_ended", cause="total_stop_loss")) is (action != "copy_close")


def test_r13_6_an_amount_edited_to_the_present_loss_acts_at_once():
    story = starting(fixed_amount="1000", total_stop_loss="200").buy().later(minutes=1).quote(price="45000")
    told = story.do("bob", "change_copying", lead="lea", total_stop_loss="100").play()
    assert told.one("copying_closing")["cause"] == "total_stop_loss"


def test_r13_4_the_total_stop_loss_comes_before_the_stops_of_single_lots():
    story = starting(fixed_amount="1000", stop_loss="0.1", total_stop_loss="100").buy().later(minutes=1)
    told = story.quote(price="45000").play()
    assert told.one("copy_filled", side="sell")["cause"] == "total_stop_loss"


# ── changing ───────────────────────────────────────────────────────────


def test_r15_1_new_settings_hold_for_later_copies_and_open_lots_keep_theirs():
    story = starting(fixed_amount="100", take_profit="0.1").buy(id="b")
    story.do("bob", "change_copying", lead="lea", sizing={"fixed_amount": "200"}, take_profit="0.5").buy(id="c")
    told = story.later(minutes=1).quote(price="55000").play()
    assert told.results("bob") == ["buy 100", "buy 200", "sell 110"]


def test_r15_2_fixed_and_multiplier_may_be_exchanged_smart_sync_takes_a_new_start():
    story = starting(fixed_amount="100").do("bob", "change_copying", lead="lea", sizing={"multiplier": "0.5"}).buy()
    told = story.do("bob", "change_copying", lead="lea", sizing={"smart_sync": "100"}).play()
    assert told.results("bob") == ["buy 500"]
    assert told.one("denied")["about"] == "sizing"


# ── selling by hand ──────────────────────────────────────────────────


def test_r12_9_by_hand_the_oldest_lots_go_first_and_it_counts_for_the_share():
    story = btc_desk(ratio="0.08").person("bob").copy("bob", fixed_amount="100").buy(id="b").later(minutes=1)
    story.quote(price="55000").buy(id="c").do("bob", "sell_copy", lead="lea", symbol="BTC-USDT", quantity="0.002")
    told = story.play()
    sale = told.one("copy_filled", side="sell")
    assert (sale["cause"], sale["profit_net"]) == ("by_hand", "10")
    assert told.one("profit_share_withheld")["amount"] == "0.8"


def test_r12_9_when_none_is_left_the_leads_later_sale_sells_nothing():
    story = starting(fixed_amount="100").buy(id="b").do("bob", "sell_copy", lead="lea", symbol="BTC-USDT")
    told = story.sell(quantity="0.02").play()
    assert told.results("bob") == ["buy 100", "sell 100", "SELL_ALREADY_CLOSED"]
    assert not told.of("alert", to="bob", kind="copy_failed")


def test_r12_9_nobody_sells_more_than_the_copying_holds():
    story = (
        starting(fixed_amount="100").buy().do("bob", "sell_copy", lead="lea", symbol="BTC-USDT", quantity="0.00200001")
    )
    assert denial(story) == ("INSUFFICIENT_FUNDS", "BTC-USDT")


# ── stopping and pausing ───────────────────────────────────────────────


@pytest.mark.parametrize(
    ("how", "results", "own"),
    [
        ("market_close", ["buy 100", "sell 100"], {}),
        ("manual_close", ["buy 100"], {"BTC-USDT": "0.002"}),
        ("copy_close", ["buy 100", "COPYING_STOPPED", "sell 50"], {}),
    ],
)
def test_r16_2_the_three_ways_of_stopping(how, results, own):
    story = starting(fixed_amount="100").buy(id="b").do("bob", "stop_copying", lead="lea", how=how)
    told = story.buy(id="c").sell(quantity="0.01", lead_order="b").play()
    assert told.results("bob") == results
    assert told.person("bob")["holdings"] == own


def test_r16_1_a_second_request_is_denied_and_r16_3_smart_sync_offers_no_copy_close():
    story = starting(fixed_amount="100").buy().do("bob", "stop_copying", lead="lea", how="copy_close")
    story.do("bob", "stop_copying", lead="lea", how="market_close")
    assert denial(story) == ("STOP_IN_PROGRESS", "")
    smart = starting(smart_sync="100").do("bob", "stop_copying", lead="lea", how="copy_close")
    assert denial(smart) == ("SETTING_OUT_OF_RANGE", "how")


def test_r16_4_when_no_lot_is_linked_the_share_settles_the_cash_is_released_and_the_copying_ends():
    story = btc_desk(ratio="0.08").person("bob").copy("bob", smart_sync="1000").buy().later(minutes=1)
    told = story.quote(price="55000").do("bob", "stop_copying", lead="lea", how="market_close").play()
    assert told.one("profit_share_settled")["payable"] == "0.8"
    assert told.person("bob")["cash"] == "10009.2"


def test_r16_1_a_second_request_to_stop_all_says_that_it_is_under_way():
    story = starting(fixed_amount="100").buy().do("bob", "stop_all", how="copy_close")
    told = (
        story.do("bob", "stop_all", how="market_close").do("ann", "join").do("ann", "stop_all", how="copy_close").play()
    )
    assert told.each("denied", "code") == ["STOP_IN_PROGRESS", "NOT_COPYING"]


def test_r8_5_a_coin_that_the_lead_drops_later_bars_no_change_of_anything_else():
    story = Story().list().list("ETH-USDT").quote().quote("ETH-USDT", "3000").lead().person("bob")
    story.copy("bob", fixed_amount="100", instruments=["BTC-USDT", "ETH-USDT"])
    story.do("lea", "choose_lead_instruments", instruments=["BTC-USDT"])
    told = story.do("bob", "change_copying", lead="lea", total_stop_loss="50").play()
    assert not told.of("denied")
    story.do("bob", "change_copying", lead="lea", instruments=["BTC-USDT"])
    told = story.do("bob", "change_copying", lead="lea", instruments=["BTC-USDT", "ETH-USDT"]).play()
    assert told.each("denied", "code") == ["INSTRUMENT_NOT_LED"]


def test_r16_5_stop_all_is_finished_after_a_restart():
    story = Story().list().quote().lead().lead("kim").person("bob").copy("bob", fixed_amount="100")
    story.copy("bob", lead="kim", smart_sync="1000").buy().buy("kim").venue("bob", "timeout_lost")
    told = story.do("bob", "stop_all", how="copy_close").crash().later(minutes=5).sell(quantity="0.02").play()
    assert {line["lead"] for line in told.of("copying_ended")} == {"lea", "kim"}


def test_r16_6_what_the_lead_bought_meanwhile_is_not_bought_later_and_exits_go_on():
    story = starting(fixed_amount="100").buy(id="b").do("bob", "pause_copying").buy(id="c")
    told = story.sell(quantity="0.02", lead_order="b").do("bob", "resume_copying").buy(id="d").play()
    assert told.results("bob") == ["buy 100", "COPYING_PAUSED", "sell 100", "buy 100"]


@pytest.mark.parametrize("nothing", [None, "0"])
def test_r15_1_a_stop_is_taken_away_by_nothing_and_by_zero(nothing):
    story = starting(fixed_amount="100", stop_loss="0.1", total_stop_loss="10")
    story.do("bob", "change_copying", lead="lea", stop_loss=nothing, total_stop_loss=nothing)
    told = story.buy().later(seconds=5).quote(price="30000").play()
    assert told.results("bob") == ["buy 100"]


# ── one-tap retry ────────────────────────────────────────────────────


def short_of_cash():
    """bob's copy of o fails by 40."""
    return btc_desk().person("bob", "60").copy("bob", fixed_amount="100").buy(id="o")


def retry(story, **more):
    return story.do("bob", "retry_copy", lead="lea", order="o", **more)


def test_a_sale_of_nothing_by_hand_sells_nothing():
    """R-12.9: the quantity left out is all of it; a quantity of none is too small."""
    story = starting(fixed_amount="100").buy(id="b")
    told = story.do("bob", "sell_copy", lead="lea", symbol="BTC-USDT", quantity="0").play()
    assert told.one("denied")["code"] == "ORDER_TOO_SMALL"


def test_r18_5_after_a_top_up_one_tap_within_thirty_seconds_copies_it():
    told = retry(short_of_cash().later(seconds=10).do("bob", "deposit", amount="40").later(seconds=20)).play()
    assert told.results("bob") == ["INSUFFICIENT_FUNDS", "buy 100"]
    assert told.one("copy_filled")["cause"] == "retry"


def test_r18_5_however_many_taps_come_at_most_one_order_is_sent():
    told = retry(retry(short_of_cash().do("bob", "deposit", amount="400"))).play()
    assert told.results("bob") == ["INSUFFICIENT_FUNDS", "buy 100"]
    assert told.one("denied")["code"] == "RETRY_USED"


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda story: story.later(seconds=31), "RETRY_EXPIRED"),
        (lambda story: story.sell(quantity="0.001"), "LEAD_SOLD"),
        (lambda story: story.do("bob", "stop_copying", lead="lea", how="market_close"), "NOT_COPYING"),
    ],
)
def test_r18_5_a_tap_that_is_too_late_only_says_so(spoil, code):
    assert denial(retry(spoil(short_of_cash().do("bob", "deposit", amount="400")))) == (code, "")


@pytest.mark.parametrize(("price", "result"), [("51000", "buy 99.99978"), ("51000.1", "SPREAD_EXCEEDED")])
def test_r18_4_a_drift_accepted_without_a_number_is_the_most_that_may_be(price, result):
    story = btc_desk().person("bob").copy("bob", fixed_amount="100").venue("bob", "reject", code="51000").buy(id="o")
    told = retry(story.quote(price=price), accept_drift=True).play()
    assert told.results("bob")[-1] == result


def test_r18_5_a_drift_is_accepted_once_and_at_most_two_per_cent():
    story = btc_desk().person("bob").copy("bob", fixed_amount="100").venue("bob", "reject", code="51000").buy(id="o")
    story.quote(price="50500")
    told = retry(retry(story, accept_drift="0.021"), accept_drift="0.01").play()
    assert told.one("denied")["code"] == "SETTING_OUT_OF_RANGE"
    assert told.results("bob")[0] == "VENUE_REJECTED"
    assert told.one("copy_filled")["price"] == "50500"


def test_r18_5_no_cap_is_lifted_by_a_retry():
    told = retry(short_of_cash().later(seconds=1)).play()
    assert told.results("bob") == ["INSUFFICIENT_FUNDS", "INSUFFICIENT_FUNDS"]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (("bob", "pause_copying", {}), ("bob", "resume_copying", {}), "COPYING_PAUSED"),
        (("admin", "halt", {}), ("admin", "resume", {}), "DESK_HALTED"),
        (
            ("bob", "change_copying", {"lead": "lea", "never": ["BTC-USDT"]}),
            ("bob", "change_copying", {"lead": "lea", "never": []}),
            "PAIR_NOT_SELECTED",
        ),
    ],
)
def test_r16_6_what_was_not_bought_meanwhile_is_not_bought_by_a_retry(before, after, code):
    """R-18.3: a retry is no next step of these."""
    story = starting(fixed_amount="100").do(before[0], before[1], **before[2]).buy(id="o")
    told = retry(story.do(after[0], after[1], **after[2])).play()
    assert told.results("bob") == [code]
    assert told.one("denied")["code"] == "RETRY_NOT_OFFERED"


def test_r18_5_a_tap_while_it_is_paused_takes_no_later_tap_away():
    story = retry(short_of_cash().do("bob", "deposit", amount="40").do("bob", "pause_copying"))
    told = retry(story.do("bob", "resume_copying")).play()
    assert told.results("bob") == ["INSUFFICIENT_FUNDS", "COPYING_PAUSED", "buy 100"]


def test_r18_5_an_unanswered_order_is_never_offered():
    story = btc_desk().person("bob").copy("bob", fixed_amount="100").venue("bob", "timeout_filled").buy(id="o")
    told = retry(story.later(seconds=1)).later(minutes=1).add().play()
    assert told.one("denied")["code"] == "RETRY_NOT_OFFERED"
    assert told.results("bob") == ["buy 100"]
