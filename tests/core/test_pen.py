"""The pen when the disk says no: who waits is told, and nothing is decided any more."""

import asyncio
from datetime import UTC, datetime

import pytest

from core.adapters.clocks import VirtualClock
from core.adapters.journals.memory import MemoryJournal
from core.adapters.journals.packing import pack, unpack
from core.adapters.venues.paper import PaperVenue
from core.engine import Engine
from core.fold.book import Book
from core.hop import Asked
from core.model.commands import Deposit, Join
from core.model.events import Deposited, PersonJoined
from core.model.limits import limits
from core.model.people import Origin, PersonId
from core.pen import DeskStopped
from core.ports import JournalRefused
from tests.bot.waiting import SOON


class Packed:
    """The book's codec, as the composition root chooses it."""

    def pack(self, book):
        return pack(Book, book)

    def unpack(self, body):
        return unpack(Book, body, writable=True)


class FullJournal(MemoryJournal):
    """Takes so many appends, then none."""

    room = 1

    def append(self, records):
        self.room -= 1
        if self.room < 0:
            raise JournalRefused("the disk is full")
        super().append(records)


async def test_whoever_waits_for_a_commit_that_fails_is_told_and_so_is_everybody_after():
    clock = VirtualClock(datetime(2026, 1, 5, tzinfo=UTC))
    engine = await Engine.open(journal=FullJournal(), venue=PaperVenue(clock), clock=clock, limits=limits())
    for name in ("lea", "bob"):
        with pytest.raises(DeskStopped, match="the disk is full"):
            await engine.submit(Join(name), Origin(name))


async def test_after_a_failed_commit_nobody_sees_the_book_and_no_snapshot_is_left():
    clock, journal = VirtualClock(datetime(2026, 1, 5, tzinfo=UTC)), FullJournal()
    engine = await Engine.open(journal=journal, venue=PaperVenue(clock), clock=clock, limits=limits(), codec=Packed())
    with pytest.raises(DeskStopped):
        await engine.submit(Join("lea"), Origin("lea"))
    with pytest.raises(DeskStopped):
        await engine.read(lambda desk: desk.book.people.size)
    await engine.stop()
    assert journal.snapshot() is None


async def test_a_step_of_the_desks_own_that_fails_stops_the_desk_instead_of_being_tried_for_ever(monkeypatch):
    clock = VirtualClock(datetime(2026, 1, 5, tzinfo=UTC))
    engine = await Engine.open(journal=MemoryJournal(), venue=PaperVenue(clock), clock=clock, limits=limits())
    monkeypatch.setattr("core.decide.profit_share.close_cycle", lambda desk, step: 1 // 0)
    clock.move_to(datetime(2026, 1, 12, tzinfo=UTC))
    with pytest.raises(DeskStopped):
        await asyncio.wait_for(engine.settle(), SOON)


async def test_a_command_that_fails_concerns_its_asker_alone(monkeypatch):
    clock = VirtualClock(datetime(2026, 1, 5, tzinfo=UTC))
    engine = await Engine.open(journal=MemoryJournal(), venue=PaperVenue(clock), clock=clock, limits=limits())
    await engine.submit(Join("lea"), Origin("lea"))
    with monkeypatch.context() as broken:
        broken.setattr("core.decide.people.deposit", lambda desk, command: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            await engine.submit(Deposit(PersonId(1), 5), Origin("bad"))
    assert (await engine.submit(Deposit(PersonId(1), 5), Origin("good"))).accepted


class SlowDisk:
    """Does nothing until it is let go."""

    def __init__(self):
        self.free = asyncio.Event()
        self.free.set()

    async def __call__(self, work):
        await self.free.wait()
        return work()


@pytest.fixture
def one_a_commit(monkeypatch):
    monkeypatch.setattr("core.pen.WAITING_MOST", 1)


async def with_a_disk_that_stands_still(journal):
    clock, disk = VirtualClock(datetime(2026, 1, 5, tzinfo=UTC)), SlowDisk()
    engine = await Engine.open(journal=journal, venue=PaperVenue(clock), clock=clock, limits=limits(), disk=disk)
    disk.free.clear()
    return engine, disk


async def behind_a_slow_disk(journal):
    """The same with one command being written and others behind it."""
    engine, disk = await with_a_disk_that_stands_still(journal)
    asked = [asyncio.create_task(engine.submit(Join(name), Origin(name))) for name in ("lea", "bob", "cat")]
    await turns()
    return engine, disk, asked


async def turns():
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.mark.usefixtures("one_a_commit")
async def test_what_waits_is_decided_while_the_last_commit_is_written_and_shares_the_next():
    journal = MemoryJournal()
    engine, disk, asked = await behind_a_slow_disk(journal)
    assert await engine.pen.glance(lambda desk: desk.book.people.names) == ["admin", "lea", "bob", "cat"]
    assert not any(task.done() for task in asked)
    told = []
    engine.listen(lambda records: told.append(len(records)))
    disk.free.set()
    assert all([(await task).accepted for task in asked])
    assert told == [1, 2]


@pytest.mark.usefixtures("one_a_commit")
async def test_no_more_is_decided_ahead_of_a_disk_that_stands_still_than_one_commit_may_hold(monkeypatch):
    monkeypatch.setattr("core.pen.HOPS_MOST", 1)
    engine, _, _ = await behind_a_slow_disk(MemoryJournal())
    assert await engine.pen.glance(lambda desk: desk.book.people.names) == ["admin", "lea", "bob"]


async def test_what_nothing_follows_is_written_where_it_was_decided():
    engine, _ = await with_a_disk_that_stands_still(MemoryJournal())
    assert (await engine.submit(Join("lea"), Origin("lea"))).accepted


async def test_a_fan_out_is_decided_one_chunk_ahead_of_the_disk_and_no_more(monkeypatch):
    engine, disk = await with_a_disk_that_stands_still(MemoryJournal())
    hops, hop = [], engine.pen._hops.hop

    def chunk(batch):
        records, _ = hop(batch)
        hops.append(batch)
        return records, len(hops) < 5

    monkeypatch.setattr(engine.pen._hops, "hop", chunk)
    asked = asyncio.create_task(engine.submit(Join("lea"), Origin("lea")))
    await turns()
    assert len(hops) == 2
    disk.free.set()
    assert (await asked).accepted
    await engine.pen.rest()
    assert len(hops) == 5


def paid_on_joining(journal):
    """What pays in for whoever has joined, and looks what is durable when it is asked for."""
    seen = []

    def act(records):
        seen.append([record.seq for record in journal.read()])
        joined = [record.fact for record in records if isinstance(record.fact, PersonJoined)]
        return [
            Asked(lambda _, person=fact.person: [Deposit(person, 5)], Origin(f"of {fact.person}")) for fact in joined
        ]

    return act, seen


async def test_what_is_to_be_done_for_durable_facts_is_done_by_the_hop_that_wrote_them():
    journal = MemoryJournal()
    engine, _ = await with_a_disk_that_stands_still(journal)
    act, seen = paid_on_joining(journal)
    engine.pen.act(act)
    told = []
    engine.listen(lambda records: told.append([type(record.fact) for record in records]))
    await engine.submit(Join("lea"), Origin("asked"))
    assert told == [[PersonJoined, Deposited]]
    assert seen == [[1, 2], [1, 2, 3]]


@pytest.mark.usefixtures("one_a_commit")
async def test_what_is_to_be_done_comes_behind_those_who_wait_already():
    journal, told = MemoryJournal(), []
    engine, disk = await with_a_disk_that_stands_still(journal)
    engine.pen.act(paid_on_joining(journal)[0])
    engine.listen(lambda records: told.extend(type(record.fact) for record in records))
    disk.free.set()
    asked = [asyncio.create_task(engine.submit(Join(name), Origin(f"{name} asked"))) for name in ("lea", "bob")]
    await asyncio.gather(*asked)
    await engine.pen.rest()
    assert told == [PersonJoined, PersonJoined, Deposited, Deposited]


async def test_where_the_second_commit_of_a_hop_fails_the_first_is_told_and_the_desk_stops():
    journal, told = FullJournal(), []
    journal.room = 2
    engine, _ = await with_a_disk_that_stands_still(journal)
    engine.pen.act(paid_on_joining(journal)[0])
    engine.listen(lambda records: told.extend(type(record.fact) for record in records))
    assert (await engine.submit(Join("lea"), Origin("asked"))).accepted
    assert told == [PersonJoined]
    with pytest.raises(DeskStopped, match="the disk is full"):
        await engine.submit(Join("bob"), Origin("asked later"))


@pytest.mark.usefixtures("one_a_commit")
async def test_nobody_reads_what_is_not_on_the_disk_yet():
    engine, disk, _ = await behind_a_slow_disk(MemoryJournal())
    reader = asyncio.create_task(engine.read(lambda desk: (desk.book.seq, len(list(engine.pen.journal.read())))))
    told = []
    engine.listen(told.extend)
    await turns()
    assert not reader.done()
    assert not told
    disk.free.set()
    seen, durable = await reader
    assert seen == durable
    assert [record.seq for record in told] == list(range(2, seen + 1))


async def test_who_gives_up_reading_as_a_commit_ends_holds_up_nobody():
    async def slowly(work):
        await turns()
        return work()

    clock = VirtualClock(datetime(2026, 1, 5, tzinfo=UTC))
    engine = await Engine.open(
        journal=MemoryJournal(), venue=PaperVenue(clock), clock=clock, limits=limits(), run=slowly, disk=SlowDisk()
    )
    asked = asyncio.create_task(engine.submit(Join("lea"), Origin("lea")))
    await asyncio.sleep(0)
    reader = asyncio.create_task(engine.read(lambda desk: desk.book.seq))
    await asyncio.sleep(0)

    def told(records):
        if isinstance(records[-1].fact, PersonJoined):
            engine.pen.post(Deposit(PersonId(1), 5))
            reader.cancel()

    engine.listen(told)
    assert (await asked).accepted
    await engine.pen.rest()
    assert reader.cancelled()


@pytest.mark.usefixtures("one_a_commit")
async def test_when_a_commit_fails_those_decided_behind_it_fail_as_well():
    engine, disk, asked = await behind_a_slow_disk(FullJournal())
    disk.free.set()
    for task in asked:
        with pytest.raises(DeskStopped, match="the disk is full"):
            await task
    with pytest.raises(DeskStopped):
        await engine.pen.glance(lambda desk: desk.book.seq)


async def test_a_monday_that_is_due_is_closed_before_whatever_comes_after_it():
    """R-17.3: the engine was not woken in time; the first to come is still of the new cycle."""
    clock, told = VirtualClock(datetime(2026, 1, 5, tzinfo=UTC)), []
    engine = await Engine.open(journal=MemoryJournal(), venue=PaperVenue(clock), clock=clock, limits=limits())
    engine.listen(told.extend)
    clock.move_to(datetime(2026, 1, 18, 16, tzinfo=UTC))
    await engine.submit(Join("lea"), Origin("late"))
    facts = [type(record.fact).__name__ for record in told]
    assert facts == [*["DayTaken"] * 7, "CycleClosed", *["DayTaken"] * 7, "CycleClosed", "PersonJoined"]
