"""P-8: two months of digests in five zones, through their daylight changes, dark days and a clock that is set."""

from datetime import UTC, date, datetime, timedelta

from copier_town import CATALOGUES

from bot.telling.digests import Digests
from bot.wishes.mornings import clock_in, instant_of, latest
from core.model import commands as c
from core.model.copying import Settings, Sizing
from core.model.money import quote
from tests.dark_times import assert_troubled, looks

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
BEGIN, END = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 5, 1, tzinfo=UTC)
NINE = 9 * 60


async def test_each_day_that_was_not_dark_is_told_once_and_after_dark_days_the_latest(town):
    shown = [BEGIN]
    digests = Digests(
        town.engine, town.notes, town.app.outbox, town.people, catalogues=CATALOGUES, clock=lambda: shown[0]
    )
    await town.app.outbox.stop()
    readers = {}
    for number, zone in enumerate(ZONES, 2001):
        who = await town.joins(number, zone)
        await town.floor.chats.meet(number, number)
        await town.floor.chats.live_in(number, zone)
        await town.submit(c.StartCopying(who, town.lea, Settings(Sizing.FIXED_AMOUNT, quote("50"), quote("500"))))
        readers[number] = zone
    times = list(looks(BEGIN, END, apart=timedelta(hours=3), seed=8))
    for now in times:
        shown[0] = now
        await digests.look()
        await town.notes.run("UPDATE outbox SET state = 'sent'")
    rows = await town.notes.run("SELECT fact, due_at FROM outbox WHERE kind = 'day_digest' ORDER BY id")
    assert_troubled(times, 3)
    for number, zone in readers.items():
        told = [(date.fromisoformat(fact.partition(":")[2]), at) for fact, at in rows if fact.startswith(f"{number}:")]
        assert [day for day, _ in told] == expected(zone, times)
        for day, at in told:
            due = datetime.fromtimestamp(at, UTC)
            assert due == instant_of(day, NINE, zone)
            assert (clock_in(zone, due).hour, clock_in(zone, due).minute) == (9, 0)


def expected(zone, times):
    """By the wall clock alone: at each look the newest day whose nine has come, if it is newer than all told."""
    told = [latest(times[0], NINE, zone)]
    for now in times:
        day = clock_in(zone, now).date()
        newest = day if clock_in(zone, now).hour >= 9 else day - timedelta(days=1)
        if newest > told[-1]:
            told.append(newest)
    return told[1:]
