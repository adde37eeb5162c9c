"""R-3.15: after a revocation all that the lead left is sold by one review, an order a coin, each told (rule 19)."""

from datetime import timedelta

import pytest
from copier_town import BTC, ETH, open_town, plain
from test_left_behind import copying

from core.model import commands as c
from core.model.people import OPERATOR


async def left_with_two(notes):
    """Bob copied two coins of Lea, whose right to lead is revoked."""
    town = await open_town(notes)
    lea, bob = await copying(town)
    await town.buys(lea, "1000", ETH)
    await town.submit(c.SuspendLead(OPERATOR, lea))
    await town.submit(c.RevokeLead(OPERATOR, lea))
    return town, bob


def left(town):
    people = town.engine.pen.book.people
    return [people.left_of(town.people.number(1002), symbol) for symbol in (BTC, ETH)]


@pytest.mark.parametrize("where", ["alert", "portfolio"])
async def test_r3_15_one_review_sells_all_of_it_and_tells_each_order(notes, where):
    town, bob = await left_with_two(notes)
    if where == "portfolio":
        await town.says(bob, "/portfolio")
    review = await town.presses(bob, "Sell all that")
    assert "0.001998 BTC at about 60,000.0: 119.88" in review
    assert "0.03996 ETH at about 3,000.00: 119.88" in review
    assert "Together about 239.76 USDT, less a fee of about 0.24" in review
    cash = town.cash(1002)
    sold = await town.presses(bob, "Sell 2 coins")
    assert "BTC: ✔ Sold 0.001998 BTC at 60,000.0 = 119.88 USDT" in sold
    assert "ETH: ✔ Sold 0.03996 ETH at 3,000.00 = 119.88 USDT" in sold
    assert left(town) == [0, 0]
    assert town.cash(1002) > cash
    assert "Left behind" not in await town.says(bob, "/portfolio")
    await town.stop()


async def test_two_presses_sell_once_and_the_second_reads_what_became_of_it(notes):
    town, bob = await left_with_two(notes)
    await town.presses(bob, "Sell all that")
    review = town.live(bob)
    data = next(each.callback_data for each in review.buttons if each.callback_data.startswith("ok:"))
    await town.presses(bob, "Sell 2 coins")
    cash = town.cash(1002)
    assert "BTC: ✔ Sold" in await town.forges(bob, data, review)
    assert town.cash(1002) == cash
    await town.stop()


async def test_what_was_sold_or_kept_meanwhile_brings_the_review_anew(notes):
    town, bob = await left_with_two(notes)
    await town.presses(bob, "Sell all that")
    data = next(each.callback_data for each in town.live(bob).buttons if each.callback_data.startswith("ok:"))
    message = town.live(bob)
    await town.submit(c.KeepLeft(town.people.number(1002), BTC))
    again = await town.forges(bob, data, message)
    assert "Something has changed, so nothing was done" in again
    assert "BTC" not in again
    assert left(town)[1] > 0
    assert "ETH: ✔ Sold" in await town.presses(bob, "Sell 1 coin")
    await town.stop()


async def test_a_coin_that_cannot_be_sold_says_why_and_the_others_go(notes):
    town, bob = await left_with_two(notes)
    town.clock.move_to(town.clock.now() + timedelta(seconds=11))
    await town.app.outbox.look()
    town.quotes("60000")
    await town.says(bob, "/portfolio")
    review = await town.presses(bob, "Sell all that")
    assert "ETH stays: its price is older than 10 s" in review
    sold = await town.presses(bob, "Sell 1 coin")
    assert "BTC: ✔ Sold" in sold
    assert left(town)[1] > 0
    await town.stop()


async def test_a_crash_between_two_of_its_orders_sells_each_coin_once(notes):
    town, bob = await left_with_two(notes)
    await town.presses(bob, "Sell all that")
    nonce = next(b.callback_data for b in town.live(bob).buttons if b.callback_data.startswith("ok:"))[3:]
    review = town.live(bob)
    orders = town.engine.submit
    done = 0

    async def cut_off(command, origin):
        nonlocal done
        if isinstance(command, c.PlaceOrder):
            done += 1
            if done == 2:
                raise ConnectionError("cut off")
        return await orders(command, origin)

    town.engine.submit = cut_off
    broken = await town.forges(bob, f"ok:{nonce}", review)
    assert "E-" in broken
    town.engine.submit = orders
    await town.notes.run("UPDATE confirmation SET used_by = ? WHERE nonce = ?", f"tg:{town.last + 1}", nonce)  # again
    sold = await town.forges(bob, f"ok:{nonce}", review)
    assert "BTC: ✔ Sold" in plain(sold)
    assert "ETH: ✔ Sold" in plain(sold)
    assert left(town) == [0, 0]
    await town.stop()
