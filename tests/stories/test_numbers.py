"""Numbers of section 24 that a run may change (R-1.4), each by what it changes in a story."""

from tests.stories.telling import Story


def desk(**numbers):
    return Story(**numbers).list().quote().lead()


def test_r3_9_a_new_lead_starts_with_the_initial_ratio_and_it_is_no_change_of_the_month():
    story = desk(profit_share__initial_ratio="0.05").person("bob").copy("bob", fixed_amount="100").buy()
    story.quote(price="55000").sell(quantity="0.02")
    for ratio in ("0.01", "0.02", "0.03"):
        story.do("lea", "set_profit_share", ratio=ratio)
    told = story.play()
    assert told.one("profit_share_withheld")["amount"] == "0.5"
    assert told.of("denied") == []


def test_r3_9_no_initial_ratio_is_above_the_first_levels_highest():
    assert desk(profit_share__initial_ratio="0.5").play().one("profit_share_set")["ratio"] == "0.08"


def test_r8_14_the_total_stop_loss_does_by_default_what_the_desk_says():
    story = desk(copying__total_stop_loss__action="manual_close").person("bob")
    story.copy("bob", fixed_amount="100", total_stop_loss="10").buy().quote(price="45000")
    assert story.play().one("lots_released")["cause"] == "manual_close"


def test_r18_2_failures_are_told_together_for_as_long_as_the_desk_says():
    for seconds, messages in (("600", 1), ("60", 2)):
        story = desk(alerts__collapse_failures_s=seconds).person("bob", "50").copy("bob", fixed_amount="100").buy()
        told = story.later(seconds=60).buy().play()
        assert len(told.of("alert", to="bob", code="INSUFFICIENT_FUNDS")) == messages


def test_r20_2_a_copier_may_be_removed_with_as_many_open_holdings_as_the_desk_says():
    for allowed, ended in (("0", 0), ("1", 1)):
        story = desk(remove_copier__open_lots=allowed).person("bob", "100").copy("bob", fixed_amount="90").buy()
        assert len(story.do("lea", "remove_copier", copier="bob").play().of("copying_ended")) == ended


def test_r6_8_a_lead_and_its_copiers_together_may_hold_as_many_times_the_cap_as_the_desk_says():
    cap = '[{"instruments": "any", "usdt": "1000"}]'
    for times, code in (("1.4", []), ("1.39999999", ["LEAD_RISK_CONTROL"])):
        story = desk(lead__instrument_cap=cap, lead__instrument_cap_with_copiers=times).person("bob", "1000")
        told = story.copy("bob", fixed_amount="900").buy(notional="300").buy(notional="200").play()
        assert [failed["code"] for failed in told.of("lead_order_failed")] == code
