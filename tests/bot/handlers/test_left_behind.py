"""What a lead leaves behind, and what a copier takes out of a copy: P1, P2, the alerts (R-12.9, R-12.10, R-3.15)."""

import pytest
from copier_town import BTC, LEA, open_town

from core.model import commands as c
from core.model.copying import Settings, Sizing
from core.model.market import LOT, Side
from core.model.money import quote
from core.model.orders import OrderTerms, OrderType
from core.model.people import OPERATOR


async def copying(town, sizing=Sizing.FIXED_AMOUNT, size="120", maximum="1000"):
    """Bob copies Lea's buy of 1,000: 0.002 BTC before the fee."""
    lea = await town.leads(LEA, "Lea")
    bob = town.person("Bob", id=1002)
    await town.says(bob, "/start")
    await town.presses(bob, "Start with paper")
    await town.presses(bob, "I understand")
    limit = 0 if sizing is Sizing.SMART_SYNC else quote(maximum)
    await town.submit(c.StartCopying(town.people.number(1002), lea, Settings(sizing, quote(size), limit)))
    await town.buys(lea, "1000")
    return lea, bob


async def orphaned(town):
    lea, bob = await copying(town)
    await town.submit(c.SwitchLeadTrade(lea, on=False))
    (lot,) = town.engine.pen.book.leads[lea].lots()
    whole = lot.quantity // LOT * LOT
    await town.submit(c.PlaceOrder(lea, OrderTerms(BTC, Side.SELL, OrderType.MARKET, quantity=whole, lot=lot.id)))
    return lea, bob


async def test_r12_10_an_orphan_is_offered_for_sale_and_stands_in_the_portfolio(notes):
    town = await open_town(notes)
    _, bob = await orphaned(town)
    alert = town.screen(bob)
    assert "⚠ Left behind: " in alert
    assert "You still hold it, your lead does not any more" in alert
    assert town.labels(bob)[:2] == ["Sell BTC …", "Keep BTC"]
    assert "⚠ Left behind: 0.00199" in await town.says(bob, "/home")
    shown = await town.says(bob, "/portfolio")
    assert "⚠ Left behind: 0.00199" in shown
    assert "Lea holds none" in shown
    await town.stop()


@pytest.mark.parametrize("where", ["alert", "portfolio"])
async def test_r12_10_keep_takes_the_line_away_and_the_coin_stays(notes, where):
    town = await open_town(notes)
    _, bob = await orphaned(town)
    if where == "portfolio":
        await town.says(bob, "/portfolio")
    shown = await town.presses(bob, "Keep BTC")
    assert "Left behind" not in shown
    assert "Your own 0.00199" in shown
    assert "Left behind" not in await town.presses(bob, "Keep BTC", message=town.ours(bob)[-2])  # once more: nothing
    await town.stop()


async def test_r12_10_sell_reviews_what_was_left_and_sells_it(notes):
    town = await open_town(notes)
    _, bob = await orphaned(town)
    review = await town.presses(bob, "Sell BTC")
    assert "0.00199" in review
    await town.presses(bob, "Place order")
    assert "Left behind" not in await town.says(bob, "/portfolio")
    await town.stop()


async def test_r3_15_after_a_revocation_selling_what_was_unlinked_is_one_tap_away(notes):
    town = await open_town(notes)
    lea, bob = await copying(town)
    await town.submit(c.SuspendLead(OPERATOR, lea))
    await town.submit(c.RevokeLead(OPERATOR, lea))
    told = next(text for text in town.all_texts(bob) if "is your own now" in text)
    assert "Your lead may not lead any more" in told
    assert "review" in await town.presses(bob, "Sell BTC")
    await town.stop()


async def test_r12_9_a_coin_is_kept_out_of_the_copy_after_a_review(notes):
    town = await open_town(notes)
    lea, bob = await copying(town, Sizing.SMART_SYNC, "1000")
    await town.says(bob, "/copies")
    await town.presses(bob, "Lea")
    await town.presses(bob, "Sell BTC")
    review = await town.presses(bob, "Keep, unlink")
    assert "Nothing is sold, and no profit is shared." in review
    assert "The equity of this copy falls by" in review
    assert "BTC is your own now" in await town.presses(bob, "Keep BTC, unlink")
    assert "Left behind" not in await town.says(bob, "/portfolio")  # it was their own wish
    row = town.engine.pen.book.leads[lea].copyings
    assert (int(row.state[0]), int(row.held["BTC-USDT"][0])) == (1, 0)
    await town.stop()


async def test_a_review_of_unlinking_is_made_anew_when_more_was_bought(notes):
    town = await open_town(notes)
    lea, bob = await copying(town)
    await town.says(bob, "/copies")
    await town.presses(bob, "Lea")
    await town.presses(bob, "Sell BTC")
    await town.presses(bob, "Keep, unlink")
    review = town.live(bob)
    await town.buys(lea, "1000")
    again = await town.presses(bob, "Keep BTC, unlink", message=review)
    assert "review: keep BTC of Lea" in again
    assert int(town.engine.pen.book.leads[lea].copyings.held["BTC-USDT"][0]) > 0
    await town.stop()


async def test_r17_8_a_rise_offers_the_terms_and_a_way_out(notes):
    town = await open_town(notes)
    lea, bob = await copying(town)
    await town.submit(c.SetProfitShare(lea, 5_000_000))
    await town.pass_time(days=7)
    await town.submit(c.SetProfitShare(lea, 8_000_000))
    assert "Lea's profit share 5.0% → 8.0%" in town.screen(bob)
    assert "Monday 00:00 UTC+8" in town.screen(bob)
    assert town.labels(bob) == ["Terms", "Stop copying …"]
    terms = await town.presses(bob, "Terms")
    assert "Profit share 5.0%" in terms
    assert "on the profit share is 8.0%" in terms
    await town.stop()
