"""`kill -9` at the edges after a review was confirmed, of each kind that moves money: done once, and told.

P-11 and P-20 with the real process over loopback HTTP. Nobody presses again: after the start the desk must answer it.
"""

from collections import Counter

import pytest
import story
from mortal_world import KILLED
from waiting import until
from whole_desk import Chat, seen

pytestmark = pytest.mark.slow
EDGES_MOST = 80
NOTHING = ("✖ Nothing was executed", "✖ Your order ended with nothing executed")
"""The market moves on meanwhile, so that a price may have run away from an order: then that is told."""


async def confirmed_over_and_over(world, chat, reviewed, words, *, every):
    """How often a review was confirmed, the desk killed each time at a later edge; the last time it lived on.

    `reviewed` brings the review of a round, by its number, and answers the label of its button; one of `words` must
    follow each time.
    """
    rounds = 0
    for edge in range(1, EDGES_MOST, every):
        message, button = await chat.button(await reviewed(rounds))
        before = chat.state()

        def told(before=before):
            return any(chat.reads(each, before) for each in words)

        (world.folder / "die").write_text(str(edge))
        world.telegram.press(chat.person, message.message_id, button)
        rounds += 1
        if not await world.dies_or(told):
            break
        assert int(await world.ended) == KILLED
        await world.begin()
        await until(told, lambda: f"untold: {chat.texts()}")
        assert not any("E-" in seen(each.text) for each in chat.messages)
    return rounds


async def once_each(world, kind, rounds):
    """As many facts of a kind as there were rounds, each of a review of its own; answers them."""
    found = [record for record in await world.records() if type(record.fact).__name__ == kind]
    counted = Counter(record.origin for record in found if record.origin)
    assert set(counted.values()) == {1}, counted
    assert len(counted) == rounds
    return [record.fact for record in found]


def somebody(world, name):
    return Chat(world.telegram, world.telegram.person(name, id=story.CAST[name]))


async def test_a_buy_is_placed_once_and_told(world):
    lea = somebody(world, "Lea")

    async def reviewed(number):
        before = lea.state()
        await story.review_buy(lea, str(100 + number))
        await lea.sees(f"= {100 + number}.00", before)
        return "Place order"

    words = ("✔ Bought", "✔ Your order bought", *NOTHING)
    rounds = await confirmed_over_and_over(world, lea, reviewed, words, every=3)
    assert rounds >= 6
    await once_each(world, "OrderPlaced", rounds)


async def test_a_sale_is_placed_once_and_told(world):
    lea = somebody(world, "Lea")
    await lea.says("/leadon", "Lead trade is ON")
    await story.buy(lea, "5000")

    async def reviewed(number):
        await lea.says("/trade", "What do you want to trade?")
        await lea.presses("BTC at", "trade BTC-USDT")
        await lea.presses("Sell lead BTC now", "How much BTC?")
        await lea.says(f"0.00{101 + number}", f"SELL 0.00{101 + number}")
        return "Place order"

    words = ("✔ Sold", "✔ Your order sold", *NOTHING)
    rounds = await confirmed_over_and_over(world, lea, reviewed, words, every=4)
    assert rounds >= 5
    await once_each(world, "OrderPlaced", rounds + 1)


async def test_money_is_added_to_a_copy_once_and_told(world):
    cat = somebody(world, "Cat")
    await story.enter(cat)
    await story.copy_smart(cat, "500")

    async def reviewed(number):
        await cat.says("/copies", "Lea")
        await cat.presses("Lea", "put in")
        await cat.presses("Add or take out", "Only the cash can be taken out")
        await cat.presses("Add money", "How much shall be added?")
        await cat.says(str(20 + number), "review: add money")
        return f"Add {20 + number}.00"

    rounds = await confirmed_over_and_over(world, cat, reviewed, ("USDT added",), every=4)
    assert rounds >= 4
    await once_each(world, "AllocationChanged", rounds)


async def test_a_copy_is_stopped_once_and_told(world):
    bob = somebody(world, "Bob")
    await story.enter(bob)

    async def reviewed(_number):
        await story.copy_fixed(bob)
        await bob.says("/copies", "Lea")
        await bob.presses("Lea", "In coins 0.00")
        await bob.presses("Stop copying", "You hold no coin of this copy")
        await bob.presses("Stop copying …", "review: stop copying")
        return "Stop copying Lea"

    rounds = await confirmed_over_and_over(world, bob, reviewed, ("Your copy of Lea has ended",), every=6)
    assert rounds >= 4
    await once_each(world, "CopyingClosing", rounds)
