"""Clocks: time never goes back, and sleepers wake in order at their own instants."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest

from core.adapters.clocks import SystemClock, TimeWentBack, VirtualClock
from tests.bot.waiting import SOON, at_rest

START = datetime(2026, 1, 5, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_the_system_clock_stands_still_while_the_wall_clock_is_behind():
    wall = iter([after(0), after(5), after(2), after(4), after(6)])
    clock = SystemClock(lambda: next(wall))
    assert [clock.now() for _ in range(4)] == [after(5), after(5), after(5), after(6)]


def test_the_system_clock_tells_utc():
    now = SystemClock().now()
    assert now.utcoffset() == timedelta(0)
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=SOON)


async def test_the_system_clock_waits_and_does_not_wait_for_the_past():
    clock = SystemClock()
    at = clock.now() + timedelta(milliseconds=20)
    await clock.sleep_until(at)
    assert clock.now() >= at
    await asyncio.wait_for(clock.sleep_until(START), SOON)


async def test_sleepers_wake_in_the_order_of_their_instants():
    clock, woken = VirtualClock(START), []

    async def sleeper(seconds: float) -> None:
        await clock.sleep_until(after(seconds))
        woken.append((seconds, clock.now()))

    async with asyncio.TaskGroup() as group:
        for seconds in (3, 1, 2, 1):
            group.create_task(sleeper(seconds))
        await asyncio.sleep(0)
        assert clock.next_wake == after(1)
        clock.move_to(after(0.5))
        await asyncio.sleep(0)
        assert woken == []
        clock.move_to(after(2))
        await asyncio.sleep(0)
        assert [seconds for seconds, _ in woken] == [1, 1, 2]
        assert clock.next_wake == after(3)
        clock.move_to(after(3))
    assert woken[-1] == (3, after(3))
    assert clock.next_wake is None


async def test_nobody_waits_for_what_is_past():
    clock = VirtualClock(START)
    await asyncio.wait_for(clock.sleep_until(START), SOON)
    assert clock.next_wake is None


async def test_a_sleeper_that_gave_up_is_forgotten():
    clock = VirtualClock(START)
    sleeper = asyncio.create_task(clock.sleep_until(after(1)))
    await asyncio.sleep(0)
    sleeper.cancel()
    await asyncio.sleep(0)
    assert clock.next_wake is None
    clock.move_to(after(2))


def test_virtual_time_never_goes_back():
    clock = VirtualClock(START)
    clock.move_to(START)
    with pytest.raises(TimeWentBack):
        clock.move_to(after(-1))
    assert clock.now() == START


@pytest.mark.parametrize("start", [datetime(2026, 1, 5), datetime(2026, 1, 5, tzinfo=timezone(timedelta(hours=8)))])  # noqa: DTZ001
def test_virtual_time_starts_in_utc(start):
    with pytest.raises(ValueError, match="not an instant in UTC"):
        VirtualClock(start)


async def test_a_sleeper_wakes_at_once_when_the_wall_is_known_to_be_set_forward():
    wall = [START]
    clock = SystemClock(lambda: wall[0])
    sleeper = asyncio.ensure_future(clock.sleep_until(START + timedelta(days=5)))
    await asyncio.sleep(0)
    clock.look_again()
    await at_rest()
    assert not sleeper.done()
    wall[0] += timedelta(days=6)
    clock.look_again()
    await asyncio.wait_for(sleeper, SOON)
