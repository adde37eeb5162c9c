"""A copier's guards, a rule at a time: what passes at the boundary, and the code just beyond it (sections 8 and 11)."""

import pytest

from tests.stories.telling import Story, btc_desk


def copying(numbers=None, **settings):
    """Bob copies lea with 5,000 USDT; the ways that need a maximum have the greatest."""
    story = btc_desk()
    story.numbers.update(numbers or {})
    return story.person("bob", "5000").copy("bob", **settings)


# ── sizing ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("notional", ["600", "5000"])
def test_r8_2_a_fixed_amount_is_copied_whatever_the_lead_spends(notional):
    assert copying(fixed_amount="100").buy(notional=notional).play().results("bob") == ["buy 100"]


@pytest.mark.parametrize(("multiplier", "copied"), [("0.5", "buy 500"), ("2", "buy 2000")])
def test_r8_3_a_multiplier_copies_the_executed_notional_times_itself(multiplier, copied):
    assert copying(multiplier=multiplier).buy(notional="1000").play().results("bob") == [copied]


def test_r8_3_it_is_the_executed_notional_and_not_the_ordered_one():
    story = copying(multiplier="0.5").quote(price={"bid": "50000", "ask": "50000", "last": "50000", "depth": "400"})
    assert story.buy(notional="1000").play().results("bob") == ["buy 200"]


def test_r8_4_smart_sync_spends_its_own_allocation_and_no_other_money():
    told = copying(smart_sync="1000").buy(notional="5000").play()
    assert told.results("bob") == ["buy 500"]
    assert (told.copying("bob")["cash"], told.person("bob")["cash"]) == ("500", "4000")


def test_r8_2_and_r8_3_shared_funds_go_first_come_first_served():
    story = btc_desk().lead("kim").person("bob", "150")
    story.copy("bob", fixed_amount="100").copy("bob", lead="kim", fixed_amount="100")
    assert story.buy().buy("kim").play().results("bob") == ["buy 100", "INSUFFICIENT_FUNDS"]


def test_r9_2_what_is_withheld_has_left_the_equity_that_sizes_the_next_copy():
    story = btc_desk(ratio="0.08").person("bob", "1000").copy("bob", smart_sync="1000")
    story.buy(notional="10000").quote(price="100000").sell(quantity="0.2").quote(price="50000")
    told = story.buy(notional="10000").play()
    assert told.one("profit_share_withheld")["amount"] == "80"
    assert told.results("bob")[-1] == "buy 960"  # 10,000 of 20,000 is a half: of 1,920, not of 2,000


def test_r9_3_when_the_lead_pays_in_nothing_trades_and_the_next_ratio_uses_the_new_equity():
    story = copying(smart_sync="1000").do("lea", "deposit", amount="10000").buy(notional="2000")
    assert story.play().results("bob") == ["buy 100"]


# ── the guards in their order ────────────────────────────────────────


def test_r11_2_only_a_running_copying_that_is_not_paused_buys():
    story = copying(fixed_amount="100").do("bob", "pause_copying").buy().do("bob", "resume_copying").buy()
    story.do("bob", "stop_copying", lead="lea", how="copy_close").buy()
    assert story.play().results("bob") == ["COPYING_PAUSED", "buy 100", "COPYING_STOPPED"]


def test_r11_3_an_instrument_outside_the_copiers_choice_is_not_bought():
    story = Story().list().quote().list("ETH-USDT").quote("ETH-USDT", "2000").lead().person("bob")
    story.copy("bob", fixed_amount="100", instruments=["ETH-USDT"]).buy().buy(symbol="ETH-USDT")
    assert story.play().results("bob") == ["PAIR_NOT_SELECTED", "buy 100"]


def test_r11_4_a_lead_buy_that_failed_a_lead_guard_is_no_entry():
    story = copying(fixed_amount="100").do("lea", "withdraw", amount="9600").buy(notional="100")
    assert story.play().results("bob") == ["LEAD_EQUITY_LOW"]


def test_r11_5_an_entry_that_could_not_be_placed_in_thirty_seconds_never_is():
    story = copying(fixed_amount="100").venue("bob", "timeout_lost").buy()
    for _ in range(8):  # every new attempt gets lost as well
        story.later(seconds=4).venue("bob", "timeout_lost")
    told = story.later(hours=1).add().play()
    assert told.results("bob") == ["ENTRY_EXPIRED"]
    assert told.person("bob")["cash"] == "5000"


def test_r11_6_while_the_desk_is_halted_nothing_is_bought():
    story = copying(fixed_amount="100").do("admin", "halt").buy().do("admin", "resume").buy()
    assert story.play().results("bob") == ["DESK_HALTED", "buy 100"]


@pytest.mark.parametrize(("price", "result"), [("50250", "buy 100"), ("50250.01", "SPREAD_EXCEEDED")])
def test_r11_7_the_price_may_be_half_a_per_cent_off_and_not_a_tick_more(price, result):
    """The lead's answer is late, so that the price is another when the copy is decided."""
    story = copying(fixed_amount="100").venue("lea", "timeout_filled").buy().later(seconds=1).quote(price=price)
    [found] = story.later(minutes=1).add().play().results("bob")
    assert found.split()[0] == result.split()[0]


@pytest.mark.parametrize(("amount", "result"), [("10", "buy 10"), ("9.99", None)])
def test_r11_8_a_copy_reaches_the_smallest_notional_and_is_never_raised_to_it(amount, result):
    numbers = {"copying.amount.min": "1"}
    story = btc_desk(notional_min="10")
    story.numbers.update(numbers)
    told = story.person("bob").copy("bob", fixed_amount=amount).buy().play()
    assert told.results("bob") == [result or "AMOUNT_TOO_LOW"]


@pytest.mark.parametrize(
    ("maximum", "results"), [("200", ["buy 100", "buy 100"]), ("199", ["buy 100", "MAX_TOTAL_REACHED"])]
)
def test_r11_9_and_r8_15_the_maximum_is_reached_and_never_passed_by_a_trimmed_order(maximum, results):
    assert copying(fixed_amount="100", max_total=maximum).buy().buy().play().results("bob") == results


def test_r8_15_and_r8_13_smart_sync_has_no_maximum_for_its_cash_is_its_cap():
    told = copying(smart_sync="1000").buy(notional="5000").buy(notional="5000").play()
    assert told.results("bob") == ["buy 500", "buy 500"]
    assert told.copying("bob")["cash"] == "0"


def test_r11_10_allocations_and_withheld_sums_are_not_free():
    story = btc_desk().lead("kim").person("bob", "1000").copy("bob", lead="kim", smart_sync="950")
    assert story.copy("bob", fixed_amount="100").buy().play().results("bob") == ["INSUFFICIENT_FUNDS"]


def test_r11_15_a_failed_copy_is_not_placed_after_a_later_top_up():
    story = btc_desk().person("bob", "50").copy("bob", fixed_amount="100").buy()
    told = story.do("bob", "deposit", amount="1000").later(days=1).quote().play()
    assert told.results("bob") == ["INSUFFICIENT_FUNDS"]


# ── what a copying may be given (§8) ──────────────────────────────────────────


def test_r8_10_and_r10_1_existing_assets_are_bought_only_where_it_was_asked_for():
    story = btc_desk().person("bob").person("cat").buy(notional="5000")
    story.copy("bob", smart_sync="1000", buy_existing=True).copy("cat", smart_sync="1000")
    told = story.play()
    assert told.results("bob") == ["buy 500"]
    assert told.results("cat") == []


def test_r8_13_and_r8_14_without_a_way_of_its_own_the_total_stop_loss_sells_at_market():
    story = (
        copying(fixed_amount="1000", total_stop_loss="100").buy(notional="1000").quote(price="45000").later(seconds=2)
    )
    told = story.play()
    assert told.results("bob") == ["buy 1000", "sell 900"]
    assert told.one("copying_ended")["cause"] == "total_stop_loss"


@pytest.mark.parametrize(("way", "state"), [("copy_close", "closing"), ("manual_close", "ended")])
def test_r8_14_the_total_stop_loss_acts_in_the_way_that_was_chosen(way, state):
    story = copying(fixed_amount="1000", total_stop_loss="100", total_stop_loss_action=way).buy(notional="1000")
    told = story.quote(price="45000").later(seconds=2).play()
    assert told.results("bob") == ["buy 1000"]
    assert told.copying("bob")["state"] == state


def test_r13_3_the_total_stop_loss_counts_everything_under_one_lead_and_nothing_under_another():
    story = btc_desk().list("ETH-USDT").quote("ETH-USDT", "2000").lead("kim").person("bob")
    story.copy("bob", fixed_amount="1000", total_stop_loss="100").copy("bob", lead="kim", fixed_amount="1000")
    story.buy(notional="1000").buy(notional="1000", symbol="ETH-USDT").buy("kim", notional="1000")
    story.quote(price="48000").quote("ETH-USDT", "1880").later(seconds=2)  # −40 and −60 under lea
    told = story.play()
    assert {line["lead"] for line in told.of("copying_ended")} == {"lea"}
