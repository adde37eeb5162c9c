"""The conventions and first principles (sections 1, 2, 23): units, rounding, once only, exits first, whose is what."""

from decimal import Decimal

import pytest

from core.model.limits import limits
from tests.stories.telling import Story, btc_desk


def copied(**terms):
    return btc_desk(**terms).person("bob").copy("bob", fixed_amount="100")


# ── conventions ───────────────────────────────────────────────────────────────


def test_r1_1_and_r1_2_the_desk_places_each_copy_itself_and_pays_in_usdt():
    told = copied().buy().play()
    copy = told.one("copy_filled")
    assert copy["symbol"].endswith("-USDT")
    assert copy["copy_order"] != copy["order"]
    assert told.person("bob")["cash"] == "9900"


def test_r1_4_every_number_is_configuration_and_the_same_that_people_are_shown():
    assert limits().copying.amount.min == limits({"copying.amount.min": "10"}).copying.amount.min
    story = Story(copying__amount__min="1").list().quote().lead().person("bob").copy("bob", fixed_amount="1").buy()
    assert story.play().results("bob") == ["buy 1"]


def test_r1_5_orders_round_down_to_the_lot_and_the_remainder_stays_with_the_copier():
    told = copied(price="30000", lot_size="0.001").buy().play()
    copy = told.one("copy_filled")
    assert (copy["quantity"], copy["notional"]) == ("0.003", "90")
    assert told.person("bob")["cash"] == "9910"


def test_r1_5_the_share_of_the_lead_is_rounded_down_to_eight_decimals():
    story = btc_desk(ratio="0.08").person("bob").copy("bob", fixed_amount="10").buy(notional="1000")
    told = story.quote(price="50000.01").sell(quantity="0.02").play()
    withheld = told.one("profit_share_withheld")
    assert Decimal(withheld["amount"]) == (Decimal(withheld["profit_net"]) * Decimal("0.08")).quantize(
        Decimal("1e-8"), rounding="ROUND_DOWN"
    )


def test_r1_8_holdings_are_valued_at_the_best_bid_and_without_one_at_the_last_price():
    story = btc_desk().person("bob").copy("bob", smart_sync="1000").buy(notional="5000")
    bid = story.quote(price={"bid": "49000", "ask": "51000", "last": "50500"}).play()
    assert bid.copying("bob")["equity"] == "990"
    none = story.quote(price={"bid": "0", "ask": "51000", "last": "50500"}).play()
    assert none.copying("bob")["equity"] == "1005"


# ── first principles ──────────────────────────────────────────────────────────


def test_r2_1_no_halt_pause_or_suspension_holds_back_an_exit():
    story = copied().buy(notional="1000").do("bob", "pause_copying").do("admin", "halt")
    told = story.do("admin", "suspend_lead", lead="lea").sell(quantity="0.02").play()
    assert told.results("bob") == ["buy 100", "sell 100"]


def test_r2_2_an_exit_that_cannot_be_done_stays_owed_and_is_told_once_and_then_done():
    story = copied().buy(notional="1000").venue("bob", "reject", code="50011").sell(quantity="0.02").later(minutes=10)
    told = story.quote().later(minutes=10).add().play()
    assert told.results("bob") == ["buy 100", "SELL_DELAYED", "sell 100"]
    assert len(told.of("alert", to="bob", kind="sell_delayed")) == 1


def test_r2_5_each_triggered_lead_order_has_exactly_one_result_in_each_copying():
    story = btc_desk().person("bob", "150").person("cat").copy("bob", fixed_amount="100").copy("cat", multiplier="0.01")
    told = story.buy(notional="6000", id="first").buy(notional="600", id="second").play()
    for copier in ("bob", "cat"):
        results = [
            line["order"]
            for line in told.facts
            if line["fact"] in {"copy_filled", "copy_failed"} and line["copier"] == copier
        ]
        assert sorted(results) == ["first", "second"]


def test_r2_6_the_same_story_makes_the_same_copy_order_ids_and_a_crash_no_second_order():
    once = copied().buy(id="one").play().one("copy_filled")["copy_order"]
    again = copied().buy(id="one").crash().later(minutes=5).quote().play().one("copy_filled")["copy_order"]
    assert once == again


def test_r12_6_and_r12_8_exits_are_market_orders_and_the_copiers_own_coins_are_never_sold():
    story = copied().buy("bob", notional="500").buy(notional="1000").quote(price="40000")
    told = story.sell(quantity="0.02").play()
    assert told.results("bob") == ["buy 100", "sell 80"]
    assert told.person("bob")["holdings"] == {"BTC-USDT": "0.01"}


def test_r12_2_a_lead_lot_bought_before_the_copying_causes_no_sale_and_no_message():
    story = btc_desk().person("bob").buy(notional="1000").copy("bob", fixed_amount="100")
    story.sell(quantity="0.01", id="first").buy(notional="1000")
    story.person("eve").copy("eve", fixed_amount="100")
    told = story.sell(quantity="0.02", id="second").play()
    assert told.each("copy_failed", "code", order="first") == ["SELL_NOTHING_HELD"]  # recorded once
    assert [len(told.of(each, order="second", copier="bob")) for each in ("copy_filled", "copy_failed")] == [1, 0]
    assert told.each("copy_failed", "code", order="second", copier="eve") == ["SELL_NOTHING_HELD"]
    assert not told.of("alert", order="first"), "nobody hears of it, the lead no more than the copier"
    assert not told.of("alert", order="second", to="eve")


def test_r4_5_of_an_entry_that_nobody_has_answered_a_sale_does_not_say_that_nothing_is_held():
    story = copied().venue("bob", "timeout_filled").buy(notional="1000", id="bought").sell(quantity="0.02", id="sold")
    told = story.later(minutes=5).quote().play()
    assert not told.of("copy_failed", code="SELL_NOTHING_HELD")
    assert told.results("bob")[-1] == "sell 100"
    last = [(line["side"], line["order"]) for line in told.of("copy_filled")][-2:]
    assert last == [("buy", "bought"), ("sell", "sold")], "each is told with the lead order that it copies"


# ── the profit share ──────────────────────────────────────────────────────────


def shared(*moves, ratio="0.08", until="2026-01-12T00:00:00Z"):
    """Bob copies 1,000 of each lead buy at 50,000; each move is the price at which the lead sells it all again."""
    story = btc_desk(ratio=ratio, lead="100000").person("bob").copy("bob", fixed_amount="1000")
    for price in moves:
        story.quote(price="50000").buy(notional="1000").quote(price=price).sell(quantity="0.02")
    return story.on(until).add().play()


def test_r17_1_and_r17_2_each_profitable_close_withholds_and_a_losing_one_releases_nothing():
    told = shared("55000", "45000")
    assert told.each("profit_share_withheld", "amount") == ["8"]
    assert told.each("copy_filled", "profit_net", side="sell") == ["100", "-100"]


def test_r17_4_and_r17_9_what_is_not_due_goes_back_and_nothing_is_charged_beyond_what_was_withheld():
    told = shared("55000", "47500")
    settled = told.one("profit_share_settled")
    assert (settled["withheld"], settled["payable"], settled["refund"]) == ("8", "4", "4")
    assert told.person("lea")["funding"] == "4"


def test_r17_6_the_loss_of_one_week_is_not_carried_into_the_next():
    story = btc_desk(ratio="0.08", lead="100000").person("bob").copy("bob", fixed_amount="1000")
    story.buy(notional="1000").quote(price="45000").sell(quantity="0.02").on("2026-01-12T00:00:00Z")
    story.quote(price="50000").buy(notional="1000").quote(price="55000").sell(quantity="0.02")
    told = story.on("2026-01-19T00:00:00Z").add().play()
    assert told.each("profit_share_settled", "payable") == ["0", "8"]


def test_r17_6_a_loss_is_not_carried_on_where_profit_and_loss_netted_to_nothing_at_two_ratios():
    story = btc_desk(lead="100000").person("bob").copy("bob", fixed_amount="1000")
    story.buy(notional="1000", id="a").buy(notional="1000", id="b").quote(price="55000")
    story.sell(quantity="0.02", lead_order="a").do("lea", "set_profit_share", ratio="0.08")  # +100 at 0
    story.on("2026-01-12T00:00:00Z").quote(price="45000").sell(quantity="0.02", lead_order="b")  # −100 at 0.08
    story.on("2026-01-19T00:00:00Z").quote(price="50000").buy(notional="1000", id="c").quote(price="55000")
    told = story.sell(quantity="0.02", lead_order="c").on("2026-01-26T00:00:00Z").add().play()
    assert told.each("profit_share_settled", "payable") == ["0", "8"]


def test_r17_5_an_open_lot_defers_the_settlement_and_what_was_withheld_stays():
    story = btc_desk(ratio="0.08", lead="100000").person("bob").copy("bob", fixed_amount="1000")
    story.buy(notional="1000", id="a").buy(notional="1000", id="b").quote(price="55000")
    told = story.sell(quantity="0.02", lead_order="a").on("2026-01-12T00:00:00Z").add().play()
    assert not told.of("profit_share_settled")
    assert told.copying("bob")["withheld"] == "8"


def test_r17_11_whoever_stops_in_mid_week_settles_at_once_and_kept_lots_share_no_unrealised_profit():
    story = btc_desk(ratio="0.08", lead="100000").person("bob").copy("bob", fixed_amount="1000")
    story.buy(notional="1000", id="a").buy(notional="1000", id="b").quote(price="55000")
    told = story.sell(quantity="0.02", lead_order="a").do("bob", "stop_copying", lead="lea", how="manual_close").play()
    assert told.one("profit_share_settled")["payable"] == "8"
    assert told.person("bob")["holdings"] == {"BTC-USDT": "0.02"}


def test_r7_3_no_ratio_exceeds_thirty_per_cent_whatever_the_levels_say():
    table = '[["0", "0.5"]]'
    story = Story(levels__profit_share=table).list().quote().lead().do("lea", "set_profit_share", ratio="0.31")
    assert story.play().each("denied", "code") == ["RATIO_OUT_OF_RANGE"]


@pytest.mark.parametrize("who", ["bob", "cat"])
def test_r23_1_no_alert_names_another_copier(who):
    story = copied().person("cat").copy("cat", fixed_amount="100").buy(notional="1000").sell(quantity="0.02")
    told = story.play()
    other = {"bob": "cat", "cat": "bob"}[who]
    assert told.of("alert", to=who)
    assert all(other not in str(line) for line in told.of("alert", to=who))
