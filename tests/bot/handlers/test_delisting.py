"""M7 by presses: the end of trading in an instrument, what it lets go, and that it stays ended."""

from story import become_lead, buy, cast, coins, copy_fixed, enter
from whole_desk import desk, sandbox

from core.views.proof import conserved

BTC, ETH = "BTC-USDT", "ETH-USDT"


async def test_a_delisting_is_reviewed_in_numbers_and_lets_everything_go(tmp_path):
    telegram = sandbox()
    async with desk(tmp_path, telegram) as town:
        lea, bob, _, _, ada = cast(town)
        await become_lead(lea, ada)
        await enter(bob)
        await copy_fixed(bob)
        await lea.says("/leadon", "Lead trade is ON")
        await buy(lea)
        await bob.sees("▲ Bought")
        await lea.says("/trade", "What do you want")
        await lea.presses("BTC at")
        await lea.presses("Buy BTC at a limit", "What is the most")
        await lea.says("30000", "For how many")
        await lea.says("100", "Worst case")
        await lea.presses("Place order", "It rests")
        held = coins(town, 2, BTC)
        await ada.says("/listing", "● BTC-USDT")
        message = await ada.presses("End BTC-USDT…", "review: end trading in BTC-USDT")
        text = message.text
        assert "1 open order ends." in text
        assert "1 copy lot becomes its owner's own." in text
        assert "1 lead lot becomes its owner's own." in text
        assert "That concerns 2 people." in text
        data = message.button("End BTC-USDT for good").callback_data
        await ada.presses("End BTC-USDT for good", "✔ Trading in BTC-USDT has ended.")
        book = town.house.engine.pen.book
        assert coins(town, 2, BTC) == 0
        assert book.people.own_of(2, BTC) == held
        assert not book.orders
        assert BTC not in town.house.venue.quotes()
        assert await town.house.engine.read(conserved)
        seq = book.seq
        telegram.forge(ada.person, message.message_id, data)
        await ada.answered()
        assert [type(r.fact).__name__ for r in await town.house.engine.since(seq, 50)] == []
        assert "End BTC-USDT…" not in ada.labels()
        await lea.says("/assets", "trading has ended: it cannot be sold here")
        await lea.says("/trade", "What do you want")
        assert not any(label.startswith("BTC") for label in lea.labels())
        telegram.forge(lea.person, lea.screen.message_id, "tka:BTC-USDT:b:m:0:0")
        await lea.answered()
        await lea.says("/instruments", "The desk's copy list")
        assert "BTC-USDT" not in lea.screen.text
    async with desk(tmp_path, telegram) as town:
        lea, ada = cast(town)[0], cast(town)[4]
        town.house.market.step()
        assert BTC not in town.house.venue.quotes()
        assert ETH in town.house.venue.quotes()
        await ada.says("/listing", "■ BTC-USDT · trading has ended")
        await buy(lea, "100", "ETH")


async def test_what_is_not_listed_or_ended_already_cannot_be_ended(tmp_path):
    async with desk(tmp_path) as town:
        ada = cast(town)[4]
        await ada.says("/listing", "● BTC-USDT")
        message = ada.screen
        for data in ("md:XXX-USDT", "md:BTC"):
            town.telegram.forge(ada.person, message.message_id, data)
            await ada.sees("The desk does not trade this.")
        await ada.presses("End SOL-USDT…", "No copy and no lead holds any.")
        await ada.presses("Cancel", "● SOL-USDT")
        await ada.presses("End SOL-USDT…", "review: end trading")
        await town.house.notes.run("UPDATE confirmation SET expires_at = 0")
        old = ada.screen.button("End SOL-USDT for good").callback_data
        await ada.presses("End SOL-USDT for good")
        await ada.presses("End SOL-USDT for good", "✔ Trading in SOL-USDT has ended.")
        assert old
        town.telegram.forge(ada.person, message.message_id, "md:SOL-USDT")
        await ada.sees("The desk does not trade this.")
