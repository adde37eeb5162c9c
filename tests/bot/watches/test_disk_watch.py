"""P-12, a disk that fills: nothing more is bought, sales go on, the reserve is given up for them, the admin is told."""

import sqlite3
from contextlib import suppress
from itertools import count

import pytest
from story import become_lead, buy, cast, coins, copy_fixed, enter
from waiting import until
from whole_desk import desk, sandbox, seen

from bot.host.room import RESERVE, RESERVE_FILE, ROOM_LAST, ROOM_LEAST, Room
from bot.telling.alerts import Telling
from core.model.commands import Halt, PlaceOrder
from core.model.market import Side, Symbol
from core.model.money import quote
from core.model.orders import OrderTerms, OrderType
from core.model.people import OPERATOR, Origin, PersonId

LEA, BOB = PersonId(1), PersonId(2)
MUCH = 100 << 30


@pytest.fixture
def disk(monkeypatch):
    """What the disk has free, to be set by a test."""
    free = {"bytes": MUCH}
    monkeypatch.setattr(Room, "free", lambda _room: free["bytes"])
    monkeypatch.setattr("bot.heartbeat.TICK", 0.05)
    return free


async def filled(notes):
    """Not a byte more goes into the notes; how many pages they have."""
    ((pages,),) = await notes.run("PRAGMA page_count")
    await notes.run(f"PRAGMA max_page_count = {pages}")
    for length in (2_000, 200, 1):
        with suppress(sqlite3.OperationalError):
            for number in count():
                await notes.run("INSERT INTO setting VALUES (?, ?)", f"{length} {number}", "x" * length)
    return pages


def halted(town):
    return town.house.engine.pen.book.halted


async def test_short_of_room_the_desk_copies_no_buy_and_every_sale_and_says_so(tmp_path, disk):
    async with desk(tmp_path) as town:
        lea, bob, _, _, ada = cast(town)
        await become_lead(lea, ada)
        await lea.says("/leadon", "Lead trade is ON")
        await enter(bob)
        await copy_fixed(bob)
        await buy(lea, "1000")
        await until(lambda: coins(town, BOB, "BTC-USDT") > 0)
        held = coins(town, BOB, "BTC-USDT")

        disk["bytes"] = ROOM_LEAST - 1
        told = await ada.sees("◼ The disk is nearly full: 1,023 MB left")
        assert "buys are halted; sales, take-profits and stop-losses go on" in seen(told.text)
        await buy(lea, "1000")
        await bob.sees("Buying is halted on the whole desk")
        assert coins(town, BOB, "BTC-USDT") == held
        await lea.says("/trade", "What do you want")
        await lea.presses("BTC at")
        await lea.presses("Sell lead BTC now", "How much BTC?")
        await lea.presses("100%", "SELL")
        await lea.presses("Place order", "✔ Sold")
        await bob.sees("▼ Sold")
        assert coins(town, BOB, "BTC-USDT") == 0


async def test_a_halt_that_is_lifted_too_early_comes_again(tmp_path, disk):
    async with desk(tmp_path) as town:
        _, _, _, _, ada = cast(town)
        await ada.says("/start", "No application waits")
        disk["bytes"] = ROOM_LEAST - 1
        await ada.sees("◼ The disk is nearly full")
        await ada.presses("Lift the halt", "review: lift the halt")
        before = ada.state()
        await ada.presses("Lift the halt", "halt is lifted")
        await ada.sees("◼ The disk is nearly full", since=before)
        await until(lambda: halted(town))


async def test_with_room_again_the_halt_is_the_admins_to_lift(tmp_path, disk):
    async with desk(tmp_path) as town:
        _, _, _, _, ada = cast(town)
        await ada.says("/start", "No application waits")
        disk["bytes"] = ROOM_LEAST - 1
        await ada.sees("◼ The disk is nearly full")
        disk["bytes"] = MUCH
        await ada.sees("● The disk has room again")
        assert halted(town)
        await ada.presses("Lift the halt", "review: lift the halt")
        await ada.presses("Lift the halt", "halt is lifted")
        assert not halted(town)
        await ada.says("/audit", "the disk is nearly full")
        assert "the desk itself · ◼ buys halted" in seen(ada.reads("audit").text)


async def test_the_reserve_is_given_up_when_all_but_nothing_is_left_and_is_made_again(tmp_path, disk):
    async with desk(tmp_path) as town:
        _, _, _, _, ada = cast(town)
        await ada.says("/start", "No application waits")
        reserve = tmp_path / RESERVE_FILE
        assert reserve.stat().st_size == RESERVE
        disk["bytes"] = ROOM_LEAST - 1
        await ada.sees("◼ The disk is nearly full")
        assert reserve.exists()
        disk["bytes"] = ROOM_LAST - 1
        await ada.sees("◼ The disk is full: the desk has given up its reserve")
        assert not reserve.exists()
        disk["bytes"] = MUCH
        await ada.sees("● The disk has room again")
        assert reserve.exists()


async def test_a_desk_that_starts_on_a_full_disk_gives_up_its_reserve_and_buys_nothing(tmp_path, disk):
    telegram = sandbox()
    async with desk(tmp_path, telegram) as town:
        await cast(town)[4].says("/start", "No application waits")
    disk["bytes"] = ROOM_LAST - 1
    async with desk(tmp_path, telegram) as town:
        assert halted(town)
        assert not (tmp_path / RESERVE_FILE).exists()
        await cast(town)[4].sees("the desk has given up its reserve")


async def test_notes_that_take_no_more_end_no_trading_and_lose_nobodys_words(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.door.polling.back_off", lambda _failures: 0.02)
    async with desk(tmp_path) as town:
        lea, bob, _, _, ada = cast(town)
        await become_lead(lea, ada)
        await lea.says("/leadon", "Lead trade is ON")
        await enter(bob)
        await copy_fixed(bob)
        notes, refused = town.house.notes, []
        pages = await filled(notes)
        monkeypatch.setattr("bot.door.polling.log.warning", lambda *_said, **fields: refused.append(fields["problem"]))
        for _ in range(20):
            town.telegram.say(lea.person, "/help " + "x" * 3_000)
        await until(lambda: refused.count("OperationalError") > 2)
        order = OrderTerms(Symbol("BTC-USDT"), Side.BUY, OrderType.MARKET, notional=quote("1000"))
        assert (await town.house.engine.submit(PlaceOrder(LEA, order), Origin("test"))).accepted
        await until(lambda: coins(town, BOB, "BTC-USDT") > 0)
        assert not town.house.failed.done()
        await notes.run(f"PRAGMA max_page_count = {pages + 10_000}")
        await bob.sees("▲ Bought")
        await lea.sees("/leadon")


async def test_alerts_wait_for_notes_that_take_none(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.telling.following.TELL_AGAIN", 0.02)
    tell, refused = Telling.tell, []

    async def full(door, alerts, *, seq):
        if alerts and len(refused) < 3:
            refused.append(seq)
            raise sqlite3.OperationalError("database or disk is full")
        await tell(door, alerts, seq=seq)

    async with desk(tmp_path) as town:
        lea, bob, _, _, ada = cast(town)
        await become_lead(lea, ada)
        await enter(bob)
        await copy_fixed(bob)
        monkeypatch.setattr(Telling, "tell", full)
        await town.house.engine.submit(Halt(OPERATOR), Origin("test"))
        await bob.sees("■ Desk halted: no buys, sells go on")
        assert len(refused) == 3
        assert not town.house.failed.done()


def test_a_disk_with_no_room_for_the_reserve_goes_without(tmp_path, monkeypatch):
    monkeypatch.setattr(Room, "free", lambda _room: ROOM_LEAST + RESERVE - 1)
    Room(tmp_path).keep()
    assert list(tmp_path.iterdir()) == []
