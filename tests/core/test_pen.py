"""The pen when the disk says no: who waits is told, and nothing is decided any more."""

from datetime import UTC, datetime

import pytest

from core.adapters.clocks import VirtualClock
from core.adapters.journals.memory import MemoryJournal
from core.adapters.venues.paper import PaperVenue
from core.engine import Engine
from core.model.commands import Join
from core.model.limits import limits
from core.model.people import Origin
from core.pen import DeskStopped
from core.ports import JournalRefused


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


async def test_a_monday_that_is_due_is_closed_before_whatever_comes_after_it():
    """R-17.3: the engine was not woken in time; the first to come is still of the new cycle."""
    clock, told = VirtualClock(datetime(2026, 1, 5, tzinfo=UTC)), []
    engine = await Engine.open(journal=MemoryJournal(), venue=PaperVenue(clock), clock=clock, limits=limits())
    engine.listen(told.extend)
    clock.move_to(datetime(2026, 1, 18, 16, tzinfo=UTC))
    await engine.submit(Join("lea"), Origin("late"))
    facts = [type(record.fact).__name__ for record in told]
    assert facts == [*["DayTaken"] * 7, "CycleClosed", *["DayTaken"] * 7, "CycleClosed", "PersonJoined"]
