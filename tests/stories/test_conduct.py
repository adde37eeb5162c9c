"""The conduct monitors: what each finds at its limit, what it does then, and what lifts it again (rulebook §22)."""

import pytest

from tests.stories.telling import Story, btc_desk


def lead_with_coins(gap_s: float, **sale: str) -> Story:
    """lea holds 0.01 BTC of her own, buys as a lead, and sells some privately so many seconds later."""
    story = btc_desk().person("bob").copy("bob", fixed_amount="100")
    story.do("lea", "switch_lead_trade", on=False).buy(notional="500").do("lea", "switch_lead_trade", on=True)
    story.later(minutes=5).buy(notional="1000", id="led").do("lea", "switch_lead_trade", on=False)
    return story.later(seconds=gap_s).sell(quantity="0.01", **sale).do("lea", "switch_lead_trade", on=True)


# ──, selling privately after a lead buy ───────────────────────────────


@pytest.mark.parametrize(("gap_s", "held"), [(0, True), (60, True), (60.001, False)])
def test_r22_6_a_private_sale_within_a_minute_of_the_lead_buy_sets_a_hold(gap_s, held):
    told = lead_with_coins(gap_s).play()
    assert bool(told.of("conduct_found", lead="lea", monitor="front_run", symbol="BTC-USDT")) is held


def test_r22_6_a_private_sale_of_another_coin_sets_no_hold():
    story = btc_desk().list("ETH-USDT").quote("ETH-USDT", "3000").do("lea", "switch_lead_trade", on=False)
    story.buy(notional="300", symbol="ETH-USDT").do("lea", "switch_lead_trade", on=True).buy(notional="1000")
    story.do("lea", "switch_lead_trade", on=False).sell(quantity="0.1", symbol="ETH-USDT")
    assert not story.play().of("conduct_found")


def test_r22_6_a_copied_sale_within_the_minute_is_no_private_one():
    told = btc_desk().person("bob").copy("bob", fixed_amount="100").buy().sell(quantity="0.02").play()
    assert not told.of("conduct_found")


def test_r22_6_selling_lead_lots_uncopied_right_after_the_buy_is_a_private_sale_too():
    story = btc_desk().person("bob").copy("bob", fixed_amount="100").buy(id="led")
    told = story.do("lea", "switch_lead_trade", on=False).sell(quantity="0.01", lead_order="led").play()
    assert told.of("conduct_found", monitor="front_run")


def test_r6_8_a_conduct_hold_keeps_the_leads_buys_private_until_it_is_reviewed():
    story = lead_with_coins(30).later(minutes=5).buy(notional="200", id="held")
    story.do("admin", "review_conduct", lead="lea").later(minutes=5).buy(notional="200", id="free")
    told = story.play()
    assert told.one("lead_order_failed", order="held")["code"] == "LEAD_RISK_CONTROL"
    assert told.results("bob") == ["buy 100", "LEAD_RISK_CONTROL", "buy 100"]


def test_r22_6_a_hold_never_holds_back_a_sale():
    told = lead_with_coins(30).later(minutes=5).sell(quantity="0.02", lead_order="led").play()
    assert told.results("bob") == ["buy 100", "sell 100"]


def test_r22_6_lead_and_operator_are_told_of_the_hold_and_the_lead_of_its_end():
    told = lead_with_coins(30).do("admin", "review_conduct", lead="lea").play()
    assert told.one("alert", kind="conduct_held")["to"] == "lea"
    assert told.one("alert", kind="conduct_review")["to"] == "admin"
    assert told.one("alert", kind="conduct_cleared")["to"] == "lea"


def test_r22_6_only_the_operator_reviews_and_only_what_was_found():
    story = lead_with_coins(30).do("bob", "review_conduct", lead="lea").do("admin", "review_conduct", lead="lea")
    told = story.do("admin", "review_conduct", lead="lea").play()
    assert told.each("denied", "code", do="review_conduct") == ["NOT_ALLOWED", "WRONG_STATE"]


def test_r3_16_whoever_leads_again_has_no_hold_from_before():
    story = lead_with_coins(30).later(minutes=5).sell(quantity="0.02").do("lea", "switch_lead_trade", on=False)
    story.do("lea", "request_stop_leading", reason="taking_a_break").do("admin", "grant_stop_leading", lead="lea")
    story.do("lea", "apply_to_lead").do("admin", "approve_lead", lead="lea")
    story.do("lea", "choose_lead_instruments", instruments="all").do("lea", "switch_lead_trade", on=True)
    assert story.buy(id="anew").play().one("order_filled", order="anew")["led"]


# ──, linked accounts ──────────────────────────────────────────────────


def matched(gap_s: float = 10, price: str = "50000", *, linked: bool = True) -> Story:
    """ann sells what lea bought so many seconds before, perhaps at another price."""
    story = btc_desk().person("ann").person("bob").copy("bob", fixed_amount="100").buy("ann", "500")
    story.later(minutes=10)
    if linked:
        story.do("admin", "link_accounts", first="lea", second="ann")
    return story.buy("lea", "500").later(seconds=gap_s).quote(price=price).sell("ann", "0.01")


@pytest.mark.parametrize(("gap_s", "found"), [(0, True), (60, True), (60.001, False)])
def test_r22_3_and_r22_2_linked_accounts_on_both_sides_suspend_the_lead(gap_s, found):
    told = matched(gap_s).play()
    assert bool(told.of("conduct_found", lead="lea", monitor="self_match", other="ann")) is found
    assert bool(told.of("lead_suspended", lead="lea")) is found
    assert bool(told.of("alert", to="admin", kind="conduct_review")) is found


def test_r22_3_at_another_price_they_did_not_trade_with_each_other():
    assert not matched(price="50000.01").play().of("conduct_found")


def test_r22_3_strangers_may_trade_as_they_like():
    assert not matched(linked=False).play().of("conduct_found")


def test_r22_3_the_same_side_is_no_match():
    story = btc_desk().person("ann").do("admin", "link_accounts", first="lea", second="ann")
    assert not story.buy("lea", "500").buy("ann", "500").play().of("conduct_found")


def test_r22_3_a_link_that_was_taken_back_finds_nothing():
    story = btc_desk().person("ann").buy("ann", "500").later(minutes=5)
    story.do("admin", "link_accounts", first="lea", second="ann")
    story.do("admin", "link_accounts", first="ann", second="lea", on=False)
    assert not story.buy("lea", "500").sell("ann", "0.01").play().of("conduct_found")


def test_r22_3_the_review_leaves_the_suspension_to_its_own_end():
    story = matched().do("admin", "review_conduct", lead="lea").do("admin", "lift_suspension", lead="lea")
    told = story.later(minutes=5).buy("lea", "200", id="again").play()
    assert told.of("suspension_lifted", lead="lea")
    assert told.one("order_filled", order="again")["led"]


def test_r22_3_links_are_the_operators_to_declare():
    story = btc_desk().person("ann").do("ann", "link_accounts", first="lea", second="ann")
    story.do("admin", "link_accounts", first="lea", second="lea")
    story.do("admin", "link_accounts", first="lea", second="ann").do(
        "admin", "link_accounts", first="ann", second="lea"
    )
    assert story.play().each("denied", "code") == ["NOT_ALLOWED", "UNKNOWN_PERSON", "WRONG_STATE"]


def test_r8_16_nobody_copies_their_own_other_account():
    story = btc_desk().person("ann").do("admin", "link_accounts", first="lea", second="ann")
    assert story.copy("ann", fixed_amount="100").play().one("denied", who="ann")["code"] == "SELF_COPY"


# ──, too much of what is traded ───────────────────────────────────────


def flow(volume: str | None, buys: int = 1, gap_s: float = 0) -> Story:
    """bob copies 100 a lead buy, of a market in which so much was traded in five minutes."""
    price = {"bid": "50000", "ask": "50000", **({} if volume is None else {"volume": volume})}
    story = btc_desk().quote(price=price).person("bob").copy("bob", fixed_amount="100")
    for _ in range(buys):
        story.buy(notional="200").later(seconds=gap_s)
    return story


@pytest.mark.parametrize(("volume", "warned"), [("1000", False), ("999.99", True), (None, False)])
def test_r22_4_copy_buys_above_a_tenth_of_the_volume_warn_the_lead(volume, warned):
    told = flow(volume).play()
    assert bool(told.of("conduct_found", monitor="copier_flow", lead="lea")) is warned
    assert bool(told.of("alert", to="lea", kind="copier_flow_warned", loud=True)) is warned


def test_r22_4_the_buys_of_five_minutes_count_together():
    assert not flow("1500", buys=2, gap_s=300).play().of("conduct_found")
    told = flow("1500", buys=2, gap_s=299).play()
    found = told.one("conduct_found", monitor="copier_flow")
    assert (found["bought"], found["volume"]) == ("200", "1500")


def test_r22_4_the_lead_is_warned_once_in_five_minutes():
    assert len(flow("500", buys=3, gap_s=60).play().of("conduct_found")) == 1
    assert len(flow("500", buys=2, gap_s=301).play().of("conduct_found")) == 2


# ──, no lead order ────────────────────────────────────────────────────


def quiet(days: float) -> Story:
    return btc_desk().person("bob").copy("bob", fixed_amount="100").later(days=days)


def test_r22_7_hidden_then_asked_then_stopped_at_the_next_midnight():
    told = quiet(91).add().play()
    assert told.each("lead_found_inactive", "days") == [30, 60]
    found = [line["at"] for line in told.of("lead_found_inactive")] + [told.one("lead_stopped")["at"]]
    assert found == ["2026-02-04T16:00:00Z", "2026-03-06T16:00:00Z", "2026-04-05T16:00:00Z"]
    assert told.one("copying_ended")["cause"] == "lead_stopped"


def test_r22_7_a_lead_order_ends_the_wait():
    story = quiet(40).buy().later(days=29.9).add()
    assert story.play().each("lead_found_inactive", "days") == [30]
    assert story.later(days=1).add().play().each("lead_found_inactive", "days") == [30, 30]


def test_r22_7_a_private_order_is_none():
    story = quiet(20).do("lea", "switch_lead_trade", on=False).buy().later(days=15).add()
    assert story.play().each("lead_found_inactive", "days") == [30]


def test_r22_7_who_holds_lead_assets_is_not_stopped_until_they_are_gone():
    story = btc_desk().person("bob").copy("bob", fixed_amount="100").buy().later(days=120).add()
    assert not story.play().of("lead_stopped")
    assert story.play().each("lead_found_inactive", "days") == [30, 60]
    # Selling them privately is no lead order, so the next midnight stops.
    gone = story.do("lea", "switch_lead_trade", on=False).sell(quantity="0.02").later(days=1).add()
    assert gone.play().of("lead_stopped")


def test_r22_7_the_days_of_a_suspension_do_not_count():
    story = btc_desk().do("admin", "suspend_lead", lead="lea").later(days=100)
    told = story.do("admin", "lift_suspension", lead="lea").later(days=20).add().play()
    assert not told.of("lead_found_inactive")
    assert not told.of("lead_stopped")


def test_r22_7_the_lead_is_told_each_time():
    told = quiet(91).add().play()
    assert len(told.of("alert", to="lea", kind="lead_inactive")) == 2
    assert told.of("alert", to="lea", kind="lead_stopped")


def test_the_numbers_of_conduct_can_be_changed():
    told = Story(conduct__inactive_days__hide="3").list().quote().lead().later(days=4).add().play()
    assert told.each("lead_found_inactive", "days") == [3]


# ──, sanctions ────────────────────────────────────────────────────────


def test_r22_2_sanctions_are_less_exposure_suspension_and_revocation():
    story = lead_with_coins(30).later(minutes=5).buy(notional="200", id="held")
    story.do("admin", "suspend_lead", lead="lea").later(minutes=5).buy(notional="200", id="suspended")
    told = story.do("admin", "revoke_lead", lead="lea").play()
    codes = [told.one("lead_order_failed", order=order)["code"] for order in ("held", "suspended")]
    assert codes == ["LEAD_RISK_CONTROL", "LEAD_STOPPED"]
    assert told.one("copying_ended")["cause"] == "revoked"
    assert told.person("bob")["holdings"] == {"BTC-USDT": "0.002"}
