"""An engine that works by itself says what it can do no more: a snapshot, which loses no fact, or one of its loops."""

import asyncio

import pytest
from at_work import AtWork

from core.adapters.journals.memory import MemoryJournal
from core.model import commands as c
from core.model.people import OPERATOR
from core.ports import JournalRefused


class FullDisk(MemoryJournal):
    """Takes facts, and no snapshot."""

    def save(self, snapshot):
        raise JournalRefused("the snapshot cannot be written")


class Untidy(MemoryJournal):
    """Says each time that it cannot."""

    def tidy(self):
        raise JournalRefused("the log cannot be emptied")


class Whole:
    def pack(self, book):
        return b"the book"


@pytest.fixture
async def desk():
    return await AtWork.open(FullDisk())


@pytest.fixture
def heard():
    return {"fail": [], "warn": []}


def hears(heard):
    return {name: said.append for name, said in heard.items()}


async def turns():
    for _ in range(50):
        await asyncio.sleep(0)


async def test_a_snapshot_that_cannot_be_written_is_told_and_ends_no_work(desk, heard, monkeypatch):
    monkeypatch.setattr("core.engine.SNAPSHOT_EVERY", 1)
    desk.engine._codec = Whole()
    await desk.engine.start(**hears(heard))
    for _ in range(3):
        await desk.engine.submit(c.Halt(OPERATOR), "")
        await turns()
    assert [str(each) for each in heard["warn"]] == ["the snapshot cannot be written"] * 3
    assert heard["fail"] == []
    assert not any(loop.done() for loop in desk.engine._loops)
    await desk.engine.stop()


async def test_a_loop_that_ends_by_a_mistake_is_not_silent(desk, heard, monkeypatch):
    async def broken():
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(desk.engine, "_pump", broken)
    await desk.engine.start(**hears(heard))
    await turns()
    assert [str(each) for each in heard["fail"]] == ["a mistake of ours"]
    await desk.engine.stop()


async def test_loops_that_are_ended_by_a_stop_say_nothing(desk, heard):
    await desk.engine.start(**hears(heard))
    await desk.engine.stop()
    await turns()
    assert heard == {"fail": [], "warn": []}


async def test_a_journal_tidies_up_after_a_quiet_second_and_what_it_cannot_do_ends_no_work(heard):
    desk = await AtWork.open(Untidy())
    await desk.engine.start(**hears(heard))

    async def a_second():
        await turns()
        desk.pass_time(seconds=1)
        await turns()

    await a_second()
    for _ in range(2):
        await desk.engine.submit(c.Halt(OPERATOR), "")
        await a_second()
    assert heard["warn"] == []
    for _ in range(3):
        await a_second()
    assert [str(each) for each in heard["warn"]] == ["the log cannot be emptied"] * 3
    assert heard["fail"] == []
    await desk.engine.stop()
