"""The worked examples of rulebook §25 that the first rules cover, each under its number."""

import pytest

from tests.stories.telling import MONDAY, Story, btc_desk


def trading(story, *nets, buy="1000"):
    """The lead buys 1,000 worth and sells all with this profit, once a net; the price always starts from 50,000."""
    for net in nets:
        story.quote(price="50000").buy(notional=buy).later(minutes=1)
        story.quote(price=str(50000 + net * 50)).sell(quantity="0.02").later(minutes=1)
    return story


def sharing(highest="0.3"):
    """A desk whose first level has this highest ratio: the examples share 10 %."""
    return Story(MONDAY, levels__profit_share=f'[["0", "{highest}"]]')


def fixed_desk(ratio="0.08"):
    """bob copies each buy with 1,000."""
    story = sharing().list().quote().lead(cash="100000", ratio=ratio)
    return story.person("bob", "100000").copy("bob", fixed_amount="1000")


def next_week(story):
    return story.on("2026-01-11T16:00:00Z").add()


# ── profit share ──────────────────────────────────────────────────────────────


def test_e01_weekly_netting():
    told = next_week(trading(fixed_desk("0.1"), 200, -50, 300, -500, 500, 100)).play()
    assert told.each("profit_share_withheld", "amount") == ["20", "30", "50", "10"]
    settled = told.one("profit_share_settled")
    assert settled["at"] == "2026-01-11T16:00:00Z"
    assert [settled[name] for name in ("profit_net", "withheld", "payable", "refund")] == ["550", "110", "55", "55"]
    assert told.person("lea")["funding"] == "55"


def test_e02_both_fees_come_off_before_the_share():
    story = sharing().list(fee="0.001").quote(price="50000").lead(ratio="0.1")
    story.person("bob").copy("bob", fixed_amount="1000").buy(notional="1000").later(minutes=1)
    told = story.quote(price="60000").sell(quantity="0.01998").play()
    # 0.02 less 0.00002 were bought for 1,000 and sold for 1,198.80, of which the venue kept 1.1988
    sale = told.one("copy_filled", side="sell")
    assert (sale["notional"], sale["fee"], sale["profit_net"]) == ("1198.8", "1.1988", "197.6012")
    assert told.one("profit_share_withheld")["amount"] == "19.76012"


def test_e06_the_lead_receives_the_sum_over_the_copiers():
    story = sharing().list().quote().lead(ratio="0.1")
    story.person("bob", "20000").copy("bob", fixed_amount="10000")
    story.person("cat", "30000").copy("cat", fixed_amount="20000")
    story.buy(notional="1000").later(minutes=1).quote(price="55000").sell(quantity="0.02")
    told = next_week(story).play()
    assert told.each("profit_share_settled", "profit_net") == ["1000", "2000"]
    assert told.person("lea")["funding"] == "300"


def test_e11_an_open_lot_defers_the_settlement():
    story = fixed_desk("0.1").buy(notional="1000", id="kept").later(minutes=1)
    story.buy(notional="1000", id="won").later(minutes=1).quote(price="60000").sell(quantity="0.02", lead_order="won")
    first = next_week(story).play()
    assert first.of("profit_share_settled") == []
    assert first.copying("bob")["withheld"] == "20"
    story.later(days=1).quote(price="42500").sell(quantity="0.02", lead_order="kept")
    told = story.on("2026-01-18T16:00:00Z").add().play()
    settled = told.one("profit_share_settled")
    assert [settled[name] for name in ("profit_net", "payable", "refund")] == ["50", "5", "15"]


def test_e11_without_the_open_lot_the_first_week_pays_and_the_second_pays_nothing():
    story = next_week(trading(fixed_desk("0.1"), 200))
    told = trading(story, -150).on("2026-01-18T16:00:00Z").add().play()
    assert told.each("profit_share_settled", "payable") == ["20", "0"]


@pytest.mark.parametrize(("mark", "paid"), [("false", ["20", "0", "10", "15"]), ("true", ["20", "0", "0", "10"])])
def test_e12_high_water_mark(mark, paid):
    story = fixed_desk("0.1")
    story.numbers["profit_share.high_water_mark"] = mark
    for week, net in enumerate((200, -150, 100, 150)):
        trading(story, net).on(f"2026-01-{11 + 7 * week}T16:00:00Z" if week < 3 else "2026-02-01T16:00:00Z").add()
    told = story.play()
    assert told.each("profit_share_settled", "payable") == paid


def test_r17_6_what_is_carried_over_is_settled_with_the_next_close_and_no_sooner():
    story = fixed_desk("0.1")
    story.numbers["profit_share.high_water_mark"] = "true"
    next_week(trading(story, -150)).on("2026-01-18T16:00:00Z").add()
    told = trading(story, 200).on("2026-01-25T16:00:00Z").add().play()
    assert told.each("profit_share_settled", "at") == ["2026-01-11T16:00:00Z", "2026-01-25T16:00:00Z"]
    assert told.each("profit_share_settled", "payable") == ["0", "5"]


def test_e24_a_new_ratio_holds_for_old_copiers_from_monday_and_for_new_ones_at_once():
    story = fixed_desk("0.1")
    story.on("2026-01-07T08:00:00Z").do("lea", "set_profit_share", ratio="0.08")
    story.on("2026-01-08T08:00:00Z").person("cat").copy("cat", fixed_amount="1000")
    trading(story, 100)
    trading(next_week(story), 100)
    told = story.play()
    assert told.each("profit_share_withheld", "amount", copier="bob") == ["10", "8"]
    assert told.each("profit_share_withheld", "amount", copier="cat") == ["8", "8"]


def test_e24_three_changes_a_month_and_setting_the_present_value_is_none():
    story = Story(MONDAY).list().quote().lead(ratio="0.01")
    for ratio in ("0.01", "0.02", "0.02", "0.03", "0.04", "0.03"):
        story.do("lea", "set_profit_share", ratio=ratio)
    story.on("2026-01-31T15:59:59Z").do("lea", "set_profit_share", ratio="0.05")
    story.on("2026-01-31T16:00:00Z").do("lea", "set_profit_share", ratio="0.05")
    told = story.play()
    assert told.each("denied", "code") == ["RATIO_CHANGES_SPENT", "RATIO_CHANGES_SPENT"]
    assert told.each("profit_share_set", "ratio") == ["0.01", "0.01", "0.02", "0.02", "0.03", "0.03", "0.05"]


@pytest.mark.parametrize(
    ("highest", "ratio", "code"),
    [("0.13", "0.14", "RATIO_OUT_OF_RANGE"), ("0.13", "0.13", None), ("0.13", "0", None), ("0.5", "0.31", None)],
)
def test_e24_the_ratio_goes_from_zero_to_the_levels_highest(highest, ratio, code):
    story = sharing(highest).list().quote().lead(ratio="0.01")
    told = story.do("lea", "set_profit_share", ratio=ratio).play()
    expected = "RATIO_OUT_OF_RANGE" if highest == "0.5" else code
    assert told.each("denied", "code") == ([expected] if expected else [])


def test_e28_a_cycle_ends_at_monday_midnight_of_utc_plus_8():
    story = Story().on("2023-04-16T16:00:00Z").list().quote().lead(ratio="0.08").person("bob")
    story.copy("bob", fixed_amount="1000")
    trading(story, 100)
    told = story.on("2023-04-23T15:59:59Z").add().on("2023-04-23T16:00:00Z").add().play()
    assert told.one("profit_share_settled")["at"] == "2023-04-23T16:00:00Z"


@pytest.mark.parametrize(("sold_at", "weeks"), [("15:59:59.999999", ["8", "0"]), ("16:00:00", ["0", "8"])])
def test_e28_a_close_at_the_very_instant_is_the_new_cycles(sold_at, weeks):
    story = fixed_desk("0.08")
    story.buy(notional="1000").on("2026-01-06T08:00:00Z")
    trading(story, 0)  # a close without profit, so that each Monday has something to settle where nothing is open
    story.on(f"2026-01-11T{sold_at}Z").quote(price="55000").sell(quantity="0.02")
    told = story.on("2026-01-19T00:00:00Z").add().play()
    paid = {line["at"][:10]: line["payable"] for line in told.of("profit_share_settled")}
    assert [paid.get("2026-01-11", "0"), paid.get("2026-01-18", "0")] == weeks


# ── sizing ────────────────────────────────────────────────────────────────────


def test_e05_smart_sync_copies_the_usage_ratio_of_the_copyings_equity():
    told = btc_desk().person("bob").copy("bob", smart_sync="1000").buy(notional="1000").play()
    assert told.one("order_filled")["usage_ratio"] == "0.1"
    assert told.results("bob") == ["buy 100"]


@pytest.mark.parametrize(
    ("multiplier", "result"), [("0.4", "AMOUNT_TOO_LOW"), ("0.5", "buy 3"), ("1", "buy 6"), ("0.49", "AMOUNT_TOO_LOW")]
)
def test_e07_the_minimum_is_neither_missed_nor_raised_to(multiplier, result):
    told = btc_desk(notional_min="3").person("bob").copy("bob", multiplier=multiplier).buy(notional="6").play()
    assert told.results("bob") == [result]


@pytest.mark.parametrize(("free", "result"), [("19.99", "INSUFFICIENT_FUNDS"), ("20", "buy 20")])
def test_e08_funds(free, result):
    told = btc_desk().person("bob", free).copy("bob", fixed_amount="20").buy().play()
    assert told.results("bob") == [result]


def test_e08_a_failed_copy_is_not_placed_after_a_top_up():
    story = btc_desk().person("bob", "19.99").copy("bob", fixed_amount="20").buy()
    told = story.later(minutes=1).do("bob", "deposit", amount="80.01").later(hours=1).add().play()
    assert told.results("bob") == ["INSUFFICIENT_FUNDS"]
    assert told.person("bob")["cash"] == "100"


def test_e20_max_total_caps_open_cost_and_sold_lots_free_room():
    story = btc_desk().person("bob").copy("bob", fixed_amount="100", max_total="250")
    story.buy(id="one").buy(id="two").buy(id="three").later(minutes=1)
    told = story.sell(quantity="0.02", lead_order="one").buy(id="four").play()
    assert told.results("bob") == ["buy 100", "buy 100", "MAX_TOTAL_REACHED", "sell 100", "buy 100"]
    assert told.copying("bob")["holdings"]["BTC-USDT"]["cost"] == "200"


@pytest.mark.parametrize(("cap", "result"), [("200", "buy 100"), ("199.99", "MAX_TOTAL_REACHED")])
def test_e20_a_buy_that_reaches_max_total_exactly_passes(cap, result):
    story = btc_desk().person("bob").copy("bob", fixed_amount="100", max_total=cap)
    assert story.buy().buy().play().results("bob") == ["buy 100", result]


# ── guards ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("equity", "led"), [("499.99", False), ("500", True)])
def test_e10_a_lead_needs_500(equity, led):
    story = Story().list().quote().lead(cash="500").person("bob").copy("bob", fixed_amount="100")
    story.do("lea", "withdraw", amount="0.01") if equity == "499.99" else story
    told = story.buy(notional="100").play()
    assert told.one("order_filled")["led"] is led
    assert told.results("bob") == (["buy 100"] if led else ["LEAD_EQUITY_LOW"])


def test_e10_the_days_last_lead_buy_is_copied_and_the_next_only_executes():
    """With a day's number of 3, and sales between that do not count."""
    story = Story(MONDAY, lead__daily_buys="3").list().quote().lead(cash="1000").person("bob")
    story.copy("bob", fixed_amount="10")
    for _ in range(4):
        story.buy(notional="10").sell(quantity="0.0001", symbol="BTC-USDT")
    told = story.play()
    assert told.each("order_filled", "led", side="buy") == [True, True, True, False]
    assert told.one("lead_order_failed")["code"] == "LEAD_DAILY_LIMIT"
    assert told.results("bob").count("LEAD_DAILY_LIMIT") == 1


@pytest.mark.slow
def test_e10_the_days_500th_lead_buy_is_copied_and_the_501st_is_not():
    story = btc_desk().person("bob").copy("bob", fixed_amount="10", max_total="10000")
    for _ in range(501):
        story.buy(notional="10")
    told = story.play()
    assert told.results("bob") == ["buy 10"] * 500 + ["LEAD_DAILY_LIMIT"]


@pytest.mark.parametrize(
    ("second_at", "result"), [("2026-01-05T15:59:59Z", "LEAD_DAILY_LIMIT"), ("2026-01-05T16:00:00Z", "buy 10")]
)
def test_e10_a_day_begins_at_16_utc(second_at, result):
    story = Story(MONDAY, lead__daily_buys="1").list().quote().lead(cash="1000").person("bob")
    told = story.copy("bob", fixed_amount="10").buy(notional="10").on(second_at).buy(notional="10").play()
    assert told.results("bob") == ["buy 10", result]


@pytest.mark.parametrize(
    ("price", "result"),
    [("60300", True), ("60300.01", False), ("59700", True), ("59699.99", False)],
)
def test_e17_spread(price, result):
    """The lead's answer is late, so that the price is another when the copy is decided."""
    story = btc_desk("60000", lead="100000").person("bob").copy("bob", fixed_amount="1000")
    story.venue("lea", "timeout_filled").buy(notional="6000").later(seconds=1)
    told = story.quote(price=price).later(minutes=1).add().play()
    assert told.one("order_filled")["price"] == "60000"
    assert (told.results("bob") != ["SPREAD_EXCEEDED"]) is result


@pytest.mark.parametrize(("depth", "copied"), [("1000", True), ("999.99", False)])
def test_a_book_too_thin_for_the_copy_exceeds_the_spread(depth, copied):
    """R-11.11."""
    story = btc_desk().person("bob").copy("bob", fixed_amount="1000")
    told = story.quote(price={"bid": "50000", "ask": "50000", "depth": depth}).buy(notional="10").play()
    assert told.results("bob") == (["buy 1000"] if copied else ["SPREAD_EXCEEDED"])


def test_the_book_need_only_be_as_deep_as_the_rounded_quantity():
    story = Story().list("PIE-USDT", lot_size="1").quote("PIE-USDT", "30").lead().person("bob")
    story.copy("bob", fixed_amount="100").quote("PIE-USDT", {"bid": "30", "ask": "30", "depth": "90"})
    assert story.buy(notional="30", symbol="PIE-USDT").play().results("bob") == ["buy 90"]


def test_e17_a_sale_at_50000_executes():
    story = btc_desk("60000").person("bob").copy("bob", fixed_amount="1000").buy().later(minutes=1)
    told = story.quote(price="50000").sell(quantity="0.01666666").play()
    assert told.results("bob")[1].startswith("sell")
