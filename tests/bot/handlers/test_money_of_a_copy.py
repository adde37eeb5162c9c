"""Adding money to a Smart Sync copy and taking it out, selling one coin by hand, existing assets, and muting."""

import pytest
from copier_town import BTC, ETH
from test_copy_settings import start

from core.model import commands as c
from core.model.copying import Settings, Sizing, StopWay
from core.model.money import quote
from core.views.existing import existing
from core.views.sale import sale

SMART = Settings(Sizing.SMART_SYNC, quote("1000"))
FIXED = Settings(Sizing.FIXED_AMOUNT, quote("50"), quote("500"))


def table(town):
    return town.engine.pen.book.leads[town.lea].copyings


def green(town, person):
    return next(b.callback_data for b in town.live(person).buttons if (b.callback_data or "").startswith("ok:"))


# ── funds ─────────────────────────────────────────────────────────────────────


async def test_money_is_added_and_taken_out_after_a_review_once_each(town, bob):
    await start(town, SMART)
    await town.forges(bob, f"cf:{town.lea}")
    await town.presses(bob, "Add money")
    review = await town.says(bob, "500")
    assert "Cash of this copy 1,000.00 → 1,500.00; free cash 9,000.00 → 8,500.00" in review
    assert "your copy will be 150.00 instead of 100.00" in review
    data = green(town, bob)
    await town.presses(bob, "Add 500.00")
    await town.forges(bob, data)
    assert (int(table(town).cash[0]), town.cash(1002)) == (quote("1500"), quote("8500"))
    await town.presses(bob, "Take out")
    assert "No cash is left then" in await town.presses(bob, "1,500.00")
    await town.presses(bob, "Take out 1,500.00")
    assert (int(table(town).cash[0]), int(table(town).paid_in[0]), town.cash(1002)) == (0, 0, quote("10000"))


async def test_only_cash_can_be_taken_out_and_no_more_than_is_free_added(town, bob):
    await start(town, SMART)
    await town.buys(town.lea, "5000")
    await town.forges(bob, f"ck:{town.lea}:0")
    assert "It must be from 0.01 to 500" in await town.says(bob, "600")
    assert "■ This cannot be done: Only cash" in await town.forges(bob, f"cm:{town.lea}:0:60000000000")
    assert "does not cover" in await town.forges(bob, f"cm:{town.lea}:1:{10**12 - 1}")
    assert "Not done" in await town.forges(bob, f"cm:{town.lea}:1:-5")
    assert int(table(town).paid_in[0]) == quote("1000")


async def test_cash_that_a_buy_took_meanwhile_brings_the_review_again_with_the_reason(town, bob):
    await start(town, SMART)
    await town.forges(bob, f"cm:{town.lea}:0:{quote('900')}")
    shown = town.live(bob)
    await town.buys(town.lea, "5000")
    await town.presses(bob, "Take out 900.00", shown)
    assert int(table(town).paid_in[0]) == quote("1000")
    assert any("Only cash that no order binds" in text for text in town.all_texts(bob))


async def test_other_ways_of_copying_have_no_money_of_their_own(town, bob):
    await start(town, FIXED)
    assert "no copy of this lead" in await town.forges(bob, f"cf:{town.lea}")
    await town.forges(bob, f"cp:{town.lea}")
    assert "Add or take out" not in town.labels(bob)


# ── one coin ──────────────────────────────────────────────────────────────────


async def test_what_a_sales_review_says_is_what_the_sale_brings(town, bob):
    number = await start(town, FIXED)
    await town.buys(town.lea, "1000")
    await town.buys(town.lea, "2000")
    town.quotes("66000")
    await town.forges(bob, f"ka:{town.lea}:BTC-USDT")
    assert "worth 109.8" in town.screen(bob)
    review = await town.presses(bob, "Sell 75%")
    shown = await town.engine.read(
        lambda desk: sale(desk, number, town.lea, BTC, holding(town) * 3 // 4 // 10000 * 10000)
    )
    assert shown.net > 0
    assert "Profit after fees about +7." in review
    await town.presses(bob, "Sell 0.00")
    assert int(table(town).realised[0]) == shown.net
    assert int(table(town).withheld[0]) == shown.withheld
    assert any("▼ Sold 0.0012" in text for text in town.all_texts(bob))


def holding(town):
    return int(table(town).held[BTC][0])


@pytest.mark.parametrize(("typed", "left"), [("30%", 7), ("0.0003", 6), ("0.0003 btc", 6), ("100%", 0)])
async def test_a_quantity_or_a_part_is_typed(town, bob, typed, left):
    await start(town, FIXED)
    await town.buys(town.lea, "1000")
    before = holding(town)
    await town.forges(bob, f"kq:{town.lea}:BTC-USDT")
    await town.says(bob, typed)
    data = green(town, bob)
    await town.presses(bob, "Sell 0.00")
    await town.forges(bob, data)
    assert round(holding(town) * 10 / before) == left


async def test_a_sale_that_was_asked_for_before_the_lead_sold_asks_anew(town, bob):
    await start(town, FIXED)
    await town.buys(town.lea, "1000")
    await town.forges(bob, f"kp:{town.lea}:BTC-USDT:75")
    shown = town.live(bob)
    await town.sells(town.lea, "0.0083")
    held = holding(town)
    await town.presses(bob, "Sell 0.00", shown)
    assert holding(town) == held


async def test_too_little_is_refused_and_nothing_of_anothers_is_sold(town, bob):
    await start(town, FIXED)
    await town.buys(town.lea, "1000")
    await town.forges(bob, f"kq:{town.lea}:BTC-USDT")
    assert "below the least order" in await town.says(bob, "0.0001")
    assert "You hold none of this coin" in await town.forges(bob, f"kp:{town.lea}:ETH-USDT:50")
    assert "You hold none of this coin" in await town.forges(bob, f"ka:{town.lea}:NOSUCH-USDT")
    await town.forges(bob, f"ku:{town.lea}:BTC-USDT:99999999999999")
    assert not any((b.callback_data or "").startswith("ok:") for b in town.live(bob).buttons)


# ── existing assets ───────────────────────────────────────────────────────────


async def to_the_question(town, person, preset="○ Careful"):
    await town.forges(person, f"wb:{town.lea}")
    await town.presses(person, "○ Smart Sync")
    await town.says(person, "1000")
    await town.presses(person, "● The lead's")
    await town.presses(person, preset)
    return await town.presses(person, "Review")


async def test_the_dry_run_is_what_is_ordered(town, bob):
    await town.buys(town.lea, "3000")
    await town.buys(town.lea, "2950", ETH)
    assert "BTC 30.0% · ETH 29.5%" in await to_the_question(town, bob)
    review = await town.presses(bob, "○ Yes")
    lead = town.engine.pen.book.leads[town.lea]
    settings = Settings(Sizing.SMART_SYNC, quote("1000"), total_stop_loss=quote("100"), buy_existing=True)
    plan = await town.engine.read(lambda desk: existing(desk, lead, settings))
    assert "fires when these coins have fallen by 16.7%" in review
    await town.presses(bob, "Start copying")
    assert int(table(town).open_cost[0]) == plan.spent
    assert int(table(town).cash[0]) == plan.cash
    assert sum(int(column[0]) for column in table(town).held.values()) > 0


async def test_no_buys_nothing_and_the_question_is_left_out_where_the_lead_holds_nothing(town, bob):
    assert "review: copy" in await to_the_question(town, bob)
    assert "✎ Held coins" not in town.labels(bob)
    await town.buys(town.lea, "3000")
    await to_the_question(town, bob)
    await town.presses(bob, "○ No")
    assert "Nothing is bought now" in town.screen(bob)
    await town.presses(bob, "Start copying")
    assert int(table(town).open_cost[0]) == 0


async def test_what_the_lead_trades_or_the_price_does_meanwhile_brings_the_review_again(town, bob):
    await town.buys(town.lea, "3000")
    await to_the_question(town, bob)
    await town.presses(bob, "○ Yes")
    await town.buys(town.lea, "1000")
    assert "Something has changed, so nothing was done" in await town.presses(bob, "Start copying")
    town.quotes("60400")
    assert "review: copy" in await town.presses(bob, "Start copying")
    town.quotes("60500")
    await town.presses(bob, "Start copying")
    assert table(town).size == 1


async def test_nothing_is_bought_from_an_old_price(town, bob):
    await town.buys(town.lea, "3000")
    await to_the_question(town, bob)
    town.clock.move_to(town.clock.now().replace(second=11))
    assert "A price is older than 10 s" in await town.presses(bob, "○ Yes")
    assert "Start copying" not in town.labels(bob)
    town.quotes("60000")
    await town.presses(bob, "Look again")
    assert "Start copying" in town.labels(bob)


async def test_coins_too_small_or_not_chosen_are_named_with_the_reason(town, bob):
    await town.buys(town.lea, "3000")
    await town.buys(town.lea, "50", ETH)
    await to_the_question(town, bob)
    review = await town.presses(bob, "○ Yes")
    assert "ETH 0.5% of the lead: 5.00 → not bought, below the least order" in review
    assert "coins not bought leave 5.00" in review


# ── muting ────────────────────────────────────────────────────────────────────


async def test_a_muted_lead_is_heard_of_only_where_it_matters(town, bob):
    number = await start(town, FIXED)
    await town.buys(town.lea, "1000")
    assert "muted until" in await town.presses(bob, "Mute 1 h")
    before = len(town.ours(bob))
    await town.buys(town.lea, "1000")
    assert len(town.ours(bob)) == before
    await town.submit(c.Withdraw(number, town.cash(1002)))
    await town.buys(town.lea, "1000")
    assert "✖ Not copied BTC" in town.screen(bob)
    await town.submit(c.Deposit(number, quote("1000")))
    await town.pass_time(hours=1, seconds=1)
    await town.buys(town.lea, "1000")
    assert town.screen(bob).startswith("▲ Bought")


async def test_muting_for_good_ends_by_a_tap_and_takes_only_leads_one_copies(town, bob):
    await start(town, FIXED)
    await town.says(bob, "/mute")
    assert "until you say otherwise" in await town.presses(bob, "Mute Lea Lead for good")
    assert "Lea Lead: heard" in await town.presses(bob, "Hear Lea Lead again")
    await town.forges(bob, "mt:999:2")
    assert await town.notes.run("SELECT key FROM setting WHERE key GLOB 'mute:*'") == []


async def test_a_start_and_dust_are_not_pushed(town, bob):
    number = await start(town, FIXED)
    assert not any("● You copy" in text for text in town.all_texts(bob))
    await town.buys(town.lea, "1000")
    await town.submit(c.StopCopying(number, town.lea, StopWay.MARKET_CLOSE))
    assert not any("is your own now" in text for text in town.all_texts(bob))
