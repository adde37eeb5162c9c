"""The thread that blocking work runs in: one at a time, in order, and whoever asked is told on the loop."""

import asyncio
import threading

import pytest

from bot.wiring.engine_room import OneThread


@pytest.fixture
def thread():
    made = OneThread()
    yield made
    made.close()


async def test_work_runs_in_one_thread_in_the_order_it_was_handed_in(thread):
    seen = []

    def work(number):
        seen.append((number, threading.get_ident()))
        return number * 2

    answers = await asyncio.gather(*(thread(lambda number=number: work(number)) for number in range(50)))
    assert answers == [number * 2 for number in range(50)]
    assert [number for number, _ in seen] == list(range(50))
    assert {ident for _, ident in seen} != {threading.get_ident()}
    assert len({ident for _, ident in seen}) == 1


async def test_what_was_raised_reaches_whoever_asked_and_the_thread_goes_on(thread):
    def fails():
        raise LookupError("no such thing")

    with pytest.raises(LookupError, match="no such thing"):
        await thread(fails)
    assert await thread(lambda: "still here") == "still here"


async def test_work_that_nobody_waits_for_any_more_harms_nobody(thread):
    started, go_on = threading.Event(), threading.Event()

    def slow():
        started.set()
        assert go_on.wait(5)

    given_up = thread(slow)
    assert await asyncio.to_thread(started.wait, 5)
    given_up.cancel()
    go_on.set()
    assert await thread(lambda: "next") == "next"
    assert given_up.cancelled()


async def test_a_thread_ends_after_what_was_handed_in():
    thread, done = OneThread(), []
    thread(lambda: done.append("first"))
    thread(lambda: done.append("second"))
    thread.close()
    assert done == ["first", "second"]
