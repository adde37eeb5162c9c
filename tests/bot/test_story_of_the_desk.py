"""The desk's story by presses alone: apply, approve, copy, switch on, buy, switch off, sell; and the ways it fails."""

import pytest
from story import become_lead, buy, cast, coins, copy_fixed, copy_smart, enter, review_buy
from whole_desk import desk, sandbox

from core.adapters.journals.lock import DeskInUse
from core.views.proof import conserved

BTC = "BTC-USDT"


async def test_a_lead_buys_and_two_copy_within_a_second_and_a_third_is_told_why_not(tmp_path):
    async with desk(tmp_path) as town:
        lea, bob, cat, dan, ada = cast(town)
        await become_lead(lea, ada)
        for person in (bob, cat, dan):
            await enter(person)
        await copy_fixed(bob)
        await copy_smart(cat)
        await copy_fixed(dan)
        await lea.says("/lead", "Lead trade is OFF")
        await lea.presses("Turn lead trade on", "Lead trade is ON")
        await review_buy(lea)
        assert lea.reads("review: lead order, 3 copiers copy it")
        assert lea.reads("Smart Sync copiers use 25.0% of theirs")

        await lea.presses("Place order")
        await bob.sees("▲ Bought")
        await cat.sees("▲ Bought")
        await dan.sees("✖ Not copied BTC: 20.00 short")
        await dan.sees("Needs 50.00, 30.00 free")
        await lea.sees("✔ Bought")
        await lea.sees("✔ Copied by 2 of 3")
        assert [coins(town, person, BTC) > 0 for person in (2, 3, 4)] == [True, True, False]

        await lea.says("/leadoff", "Lead trade is OFF")
        held = [coins(town, person, BTC) for person in (2, 3)]
        await review_buy(lea, "100")
        assert lea.reads("Private: nobody copies this.")
        await lea.presses("Place order", "○ Private: nobody copies it.")
        assert [coins(town, person, BTC) for person in (2, 3)] == held

        await lea.says("/leadon", "Lead trade is ON")
        await lea.says("/assets", "Lead lot 1")
        await lea.presses("Sell lot 1", "Copiers sell the same part")
        await lea.presses("Place order", "✔ Sold")
        await bob.sees("▼ Sold")
        await cat.sees("▼ Sold")
        assert [coins(town, person, BTC) for person in (2, 3)] == [0, 0]
        assert await town.house.engine.read(conserved)


async def test_after_a_restart_everything_is_there_and_old_buttons_do_nothing_twice(tmp_path):
    telegram = sandbox()
    async with desk(tmp_path, telegram) as town:
        lea, bob, _, _, ada = cast(town)
        await become_lead(lea, ada)
        await enter(bob)
        await copy_fixed(bob)
        await lea.says("/leadon", "Lead trade is ON")
        await buy(lea)
        await bob.sees("▲ Bought")
        facts = await town.house.engine.read(lambda view: view.book.seq)
        held = coins(town, 2, BTC)
    async with desk(tmp_path, telegram) as town:
        lea, bob, *_ = cast(town)
        assert await town.house.engine.read(lambda view: view.book.seq) >= facts
        assert coins(town, 2, BTC) == held
        place = next(press for press in reversed(telegram.presses(lea.person)) if press.data.startswith("ok:"))
        telegram.forge(lea.person, place.message_id, place.data)
        await lea.sees("This button works once; here is what came of it.")
        assert lea.reads("works once").text.count("✔ Bought") == 1
        assert coins(town, 2, BTC) == held
        assert sum("▲ Bought" in message.text for message in bob.messages) == 1


async def test_a_second_process_on_the_same_folder_refuses(tmp_path):
    async with desk(tmp_path):
        with pytest.raises(DeskInUse, match="in use by process"):
            async with desk(tmp_path):
                pass
    async with desk(tmp_path) as town:
        assert town.house.engine.pen.book.epoch == 2


async def test_a_halt_stops_copies_at_once_and_lets_sales_go_on(tmp_path):
    async with desk(tmp_path) as town:
        lea, bob, _, _, ada = cast(town)
        await become_lead(lea, ada)
        await enter(bob)
        await copy_fixed(bob)
        await lea.says("/leadon", "Lead trade is ON")
        await buy(lea)
        await bob.sees("▲ Bought")
        held = coins(town, 2, BTC)
        await ada.says("/halt", "✔ Halted at once")
        await lea.says("/lead", "The desk is halted")
        await review_buy(lea, "1000")
        await lea.sees("Nobody copies a buy that is done while the desk is halted")
        await lea.presses("Place order", "but the desk is halted: nobody copies it")
        await lea.sees("✖ Copied by none of 1")
        assert coins(town, 2, BTC) == held
        await lea.says("/trade", "What do you want")
        await lea.presses("BTC at")
        await lea.presses("Sell lead BTC now", "How much BTC?")
        await lea.presses("100%", "SELL")
        await lea.presses("Place order", "✔ Sold")
        await bob.sees("▼ Sold")
        assert coins(town, 2, BTC) == 0
        await ada.says("/unhalt", "review: lift the halt")
        await ada.presses("Lift the halt", "The halt is lifted")


async def test_r2_9_who_has_blocked_the_bot_is_copied_all_the_same_and_holds_up_nobody(tmp_path):
    async with desk(tmp_path) as town:
        lea, bob, cat, _, ada = cast(town)
        await become_lead(lea, ada)
        for person in (bob, cat):
            await enter(person)
            await copy_fixed(person)
        await lea.says("/leadon", "Lead trade is ON")
        town.telegram.block(bob.person)
        before = len(bob.messages)
        await buy(lea)
        await cat.sees("▲ Bought")
        assert coins(town, 2, BTC) == coins(town, 3, BTC) > 0
        assert len(bob.messages) == before
