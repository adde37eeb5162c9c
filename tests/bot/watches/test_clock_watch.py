"""A machine's clock that is set back: time stands still on the desk, so nothing is bought, and the admin is told."""

from datetime import UTC, datetime, timedelta

import pytest
from story import become_lead, buy, cast, copy_fixed, enter
from waiting import until
from whole_desk import desk, sandbox, seen


@pytest.fixture
def wall(monkeypatch):
    """How far the machine's clock is set forward, to be changed by a test."""
    ahead = {"by": timedelta(0)}
    monkeypatch.setattr("core.adapters.clocks.SystemClock.wall", lambda _clock: datetime.now(UTC) + ahead["by"])
    monkeypatch.setattr("core.adapters.clocks._wall", lambda: datetime.now(UTC) + ahead["by"])
    monkeypatch.setattr("bot.heartbeat.TICK", 0.05)
    return ahead


async def test_a_clock_set_back_halts_buys_and_says_so(tmp_path, wall):
    async with desk(tmp_path) as town:
        lea, bob, _, _, ada = cast(town)
        await become_lead(lea, ada)
        await lea.says("/leadon", "Lead trade is ON")
        await enter(bob)
        await copy_fixed(bob)
        wall["by"] = timedelta(minutes=-10)
        told = await ada.sees("◼ The machine's clock is")
        assert "Set the clock right; then lift the halt." in seen(told.text)
        await buy(lea, "1000")
        assert lea.reads("A lead order, but the desk is halted: nobody copies it.")
        wall["by"] = timedelta(minutes=1)
        await ada.sees("● The machine's clock is right again")
        assert town.house.engine.pen.book.halted


async def test_a_desk_that_starts_before_its_last_fact_buys_nothing_until_then(tmp_path, wall):
    telegram = sandbox()
    async with desk(tmp_path, telegram) as town:
        await cast(town)[4].says("/start", "No application waits")
    wall["by"] = timedelta(days=-1)
    async with desk(tmp_path, telegram) as town:
        assert town.house.engine.pen.book.halted
        await cast(town)[4].sees("◼ The machine's clock is")


async def test_a_step_of_some_seconds_is_nothing(tmp_path, wall):
    async with desk(tmp_path) as town:
        beats = []
        look = town.house.heartbeat._clock.look

        async def looking(now):
            beats.append(now)
            await look(now)

        town.house.heartbeat._clock.look = looking
        wall["by"] = timedelta(seconds=-2)
        await until(lambda: len(beats) > 3)
        assert not town.house.engine.pen.book.halted
