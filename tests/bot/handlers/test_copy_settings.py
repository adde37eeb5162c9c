"""The settings of a running copy: at once with Undo where risk falls, a review where it rises, what is not offered."""

import pytest

from core.model import commands as c
from core.model.copying import CopyingState, Settings, Sizing, StopWay
from core.model.money import quote, ratio


@pytest.fixture
async def copy(town, bob):
    """Bob copies Lea by a fixed amount."""
    return await start(town, Settings(Sizing.FIXED_AMOUNT, quote("50"), quote("500")))


async def start(town, settings, telegram=1002):
    number = town.people.number(telegram)
    assert (await town.submit(c.StartCopying(number, town.lea, settings))).accepted
    return number


def now(town, row=0):
    return town.engine.pen.book.leads[town.lea].copyings.settings(row)


def state(town):
    return town.engine.pen.book.leads[town.lea].copyings.state[0]


async def opened(town, bob, button):
    await town.forges(bob, f"st:{town.lea}")
    return await town.presses(bob, button)


async def test_less_is_set_at_once_and_taken_back_within_its_minute_once(town, bob, copy):
    await opened(town, bob, "Maximum 500.00")
    screen = await town.says(bob, "300")
    assert "✔ Maximum in use: 500.00 → 300.00" in screen
    assert now(town).max_total == quote("300")
    undo = next(b.callback_data for b in town.live(bob).buttons if b.callback_data.startswith("ok:"))
    assert "✔ Undone." in await town.presses(bob, "Undo · 60 s")
    assert now(town).max_total == quote("500")
    seq = town.engine.pen.book.seq
    await town.forges(bob, undo)
    assert town.engine.pen.book.seq == seq


async def test_an_undo_after_its_minute_or_after_another_change_does_nothing(town, bob, copy):
    await opened(town, bob, "Maximum 500.00")
    await town.says(bob, "300")
    await town.pass_time(seconds=61)
    assert "The minute to undo it is over" in await town.presses(bob, "Undo · 60 s")
    assert now(town).max_total == quote("300")
    await opened(town, bob, "Maximum 300.00")
    await town.says(bob, "200")
    other = Settings(Sizing.FIXED_AMOUNT, quote("20"), quote("200"))
    await town.submit(c.ChangeCopying(copy, town.lea, other))
    assert "Something else was changed since" in await town.presses(bob, "Undo · 60 s")
    assert now(town) == other


@pytest.mark.parametrize(
    ("button", "typed", "line"),
    [
        ("Amount 50.00", "100", "Each copy: Fixed amount 50.00 → Fixed amount 100.00 · for later copies"),
        ("Maximum 500.00", "1k", "Maximum in use: 500.00 → 1,000.00 · at once"),
    ],
)
@pytest.mark.usefixtures("copy")
async def test_more_passes_a_review(town, bob, button, typed, line):
    before = now(town)
    await opened(town, bob, button)
    review = await town.says(bob, typed)
    assert line in review
    assert "Worst case" in review
    assert now(town) == before
    assert "✔ Changed." in await town.presses(bob, "Change it")
    assert (now(town).size, now(town).max_total) in {(quote("100"), quote("500")), (quote("50"), quote("1000"))}


async def test_stops_are_tightened_at_once_and_loosened_after_a_review(town, bob, copy):
    await opened(town, bob, "Stop-loss off")
    assert "✔ Stop-loss of a coin: off → 10.0%" in await town.says(bob, "10%")
    await opened(town, bob, "Total stop-loss off")
    assert "✔ Total stop-loss: off → 100.00" in await town.says(bob, "100")
    await opened(town, bob, "Take-profit off")
    assert "✔ Take-profit: off → 50.0%" in await town.presses(bob, "50.0%")
    for button in ("Stop-loss 10.0%", "Total stop-loss 100.00"):
        await opened(town, bob, button)
        assert "review: change your copy" in await town.says(bob, "0")
    assert (now(town).stop_loss, now(town).total_stop_loss) == (ratio("0.1"), quote("100"))
    await opened(town, bob, "Then: sell all now")
    assert "When it fires: sell all now → keep the coins" in await town.presses(bob, "○ Keep the coins")
    await town.presses(bob, "Change it")
    assert now(town).total_stop_loss_action is StopWay.MANUAL_CLOSE


async def test_a_limit_that_is_reached_already_is_asked_first_and_then_sells(town, bob, copy):
    await town.buys(town.lea, "1000")
    town.quotes("54000")
    await opened(town, bob, "Total stop-loss off")
    review = await town.says(bob, "4")
    assert "this limit is reached already, so all is sold now and the copy ends" in review
    assert state(town) == CopyingState.RUNNING
    await town.presses(bob, "Set it and sell now")
    assert state(town) == CopyingState.ENDED
    assert any("◼ Total stop-loss: " in text and " sold, −" in text for text in town.all_texts(bob))


async def test_a_price_that_recovers_before_the_press_brings_the_review_again(town, bob, copy):
    await town.buys(town.lea, "1000")
    town.quotes("54000")
    await opened(town, bob, "Total stop-loss off")
    await town.says(bob, "4")
    town.quotes("60000")
    review = await town.presses(bob, "Set it and sell now")
    assert "Something has changed, so nothing was done" in review
    assert "reached already" not in review
    assert (state(town), now(town).total_stop_loss) == (CopyingState.RUNNING, 0)


async def test_fixed_and_multiplier_are_exchanged_and_all_else_stays(town, bob, copy):
    await town.submit(c.ChangeCopying(copy, town.lea, now(town).with_stop(quote("70"), StopWay.MARKET_CLOSE)))
    await opened(town, bob, "Way: Fixed amount")
    assert town.labels(bob)[:2] == ["● Fixed amount", "○ Multiplier"]
    await town.presses(bob, "○ Multiplier")
    review = await town.says(bob, "0.5x")
    assert "Fixed amount 50.00 → Multiplier ×0.5" in review
    await town.presses(bob, "Change it")
    changed = now(town)
    assert (changed.sizing, changed.size, changed.max_total) == (Sizing.MULTIPLIER, ratio("0.5"), quote("500"))
    assert changed.total_stop_loss == quote("70")


async def test_an_amount_above_the_maximum_asks_for_the_maximum_too(town, bob, copy):
    await opened(town, bob, "Amount 50.00")
    assert "may be in coins of this lead at once" in await town.says(bob, "600")
    assert "From 600.00" in town.screen(bob)
    await town.says(bob, "900")
    await town.presses(bob, "Change it")
    assert (now(town).size, now(town).max_total) == (quote("600"), quote("900"))


async def test_an_own_choice_is_narrower_at_once_and_wider_after_a_review(town, bob, copy):
    await opened(town, bob, "Coins: the lead's")
    await town.presses(bob, "○ My own choice")
    await town.presses(bob, "☐ BTC")
    assert "Coins: the lead's, as they change → BTC" in await town.presses(bob, "Go on with these")
    assert now(town).instruments == {"BTC-USDT"}
    await opened(town, bob, "Coins: BTC")
    assert "review: change" in await town.presses(bob, "○ The lead's")
    assert now(town).instruments == {"BTC-USDT"}


async def test_a_coin_is_never_copied_from_now_on_and_copied_again_after_a_review(town, bob, copy):
    await opened(town, bob, "Never copied: none")
    assert "✔ Never copied: none → ETH" in await town.presses(bob, "☐ ETH")
    assert now(town).never == {"ETH-USDT"}
    assert "✔ Undone." in await town.presses(bob, "Undo · 60 s")
    await town.presses(bob, "☐ ETH")
    assert "review: change" in await town.presses(bob, "✅ ETH")
    assert now(town).never == {"ETH-USDT"}
    await town.forges(bob, f"nv:{town.lea}:NOSUCH-USDT:1")
    assert now(town).never == {"ETH-USDT"}


async def test_under_a_restriction_only_the_total_stop_loss_and_stopping_are_offered(town, bob, copy):
    await town.submit(c.RestrictCopying(town.lea, True))
    screen = await town.forges(bob, f"st:{town.lea}")
    assert "This lead now takes Smart Sync only" in screen
    assert [label.split(" ")[0] for label in town.labels(bob)] == ["Total", "Then:", "Stop", "‹", "⌂"]
    before = now(town)
    for data in ("se:{}:size", "sv:{}:size:2000000000", "sv:{}:max:20000000000", "nv:{}:ETH-USDT:1", "se:{}:coins"):
        await town.forges(bob, data.format(town.lea))
        assert now(town) == before
    await opened(town, bob, "Total stop-loss off")
    await town.says(bob, "50")
    assert now(town).total_stop_loss == quote("50")


async def test_smart_sync_has_no_way_amount_or_maximum_to_change(town, bob):
    await start(town, Settings(Sizing.SMART_SYNC, quote("1000")))
    await town.forges(bob, f"st:{town.lea}")
    assert not any(label.startswith(("Way", "Amount", "Maximum")) for label in town.labels(bob))
    for data in ("se:{}:size", "sv:{}:size:2000000000", "sv:{}:way:1", "se:{}:max", "se:{}:held", "se:{}:review"):
        assert "settings of" in await town.forges(bob, data.format(town.lea))
    assert now(town).size == quote("1000")
    assert "○ Sell as the lead sells" not in await opened(town, bob, "Then:")


@pytest.mark.parametrize("way", ["amount", "funds", "sale"])
@pytest.mark.parametrize(
    "text", ["1e9", "-5", "٣", "lots", "nan", "1" * 25, "1.2.3", "<b>5</b>", "0.000000001", "99999999999"]
)
async def test_no_nonsense_gets_through_the_new_questions(town, bob, way, text):
    if way == "funds":
        await start(town, Settings(Sizing.SMART_SYNC, quote("1000")))
    else:
        await start(town, Settings(Sizing.FIXED_AMOUNT, quote("50"), quote("500")))
    await town.buys(town.lea, "1000")
    data = {"amount": "se:{}:size", "funds": "ck:{}:1", "sale": "kq:{}:BTC-USDT"}[way]
    await town.forges(bob, data.format(town.lea))
    seq = town.engine.pen.book.seq
    screen = await town.says(bob, text)
    assert "failed" not in screen
    assert not any((b.callback_data or "").startswith("ok:") for b in town.live(bob).buttons), screen
    assert town.engine.pen.book.seq == seq
    assert "did not ask" not in await town.says(bob, "?")


async def test_settings_of_a_copy_that_is_gone_say_so(town, bob, copy):
    assert "no copy of this lead" in await town.forges(bob, "st:999")
    await opened(town, bob, "Amount 50.00")
    await town.submit(c.StopCopying(copy, town.lea, StopWay.MARKET_CLOSE))
    await town.says(bob, "100")
    assert any("You do not copy this lead now" in text for text in town.all_texts(bob))
