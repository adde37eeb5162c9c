"""P-8 for the desk's own calendar: ten simulated years, each day of UTC+8 and each Monday's cycle once, in order."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from core.decide import decide
from core.decide.desk import Desk
from core.decide.duties import next_due, next_step
from core.fold import fold
from core.fold.book import Book
from core.model import events as e
from core.model.limits import limits
from core.model.people import Origin
from tests.dark_times import assert_troubled, looks

BEGIN = datetime(2027, 1, 1, 5, 17, tzinfo=UTC)
END = datetime(2037, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
LIMITS = limits()
DESK_ZONE = LIMITS.clock.zone


class Calendar:
    """A desk on which nothing happens but time."""

    def __init__(self, numbers=LIMITS):
        self.book, self.closed, self.numbers = Book(), [], numbers
        self.record(e.DeskStarted(1), BEGIN)

    def record(self, fact, now):
        seq = self.book.seq + 1
        fold(self.book, e.Record(seq, max(now, self.book.at or now), Origin(""), fact))

    def look(self, now):
        """Everything that is due by now, as the engine does it: one step, its facts, and the question anew."""
        while (step := next_step(self.book, self.numbers.clock, now)) is not None:
            for fact in decide(Desk(self.book, {}, self.numbers, now), step, Origin("")):
                if isinstance(fact, e.DayTaken | e.CycleClosed):
                    self.closed.append((type(fact), fact.at, now))
                self.record(fact, now)

    def days(self):
        return [at for kind, at, _ in self.closed if kind is e.DayTaken]

    def cycles(self):
        return [at for kind, at, _ in self.closed if kind is e.CycleClosed]


def midnights(until):
    day = datetime.combine(BEGIN.astimezone(DESK_ZONE).date() + DAY, time(), DESK_ZONE)
    while day <= until:
        yield day.astimezone(UTC)
        day += DAY


def mondays(until):
    return [at for at in midnights(until) if at.astimezone(DESK_ZONE).weekday() == 0]


@pytest.mark.parametrize("seed", range(3))
def test_each_day_and_each_monday_of_ten_years_is_closed_once_and_in_order(seed):
    """R-17.3: settlement is each Monday 00:00 UTC+8, and a cycle missed in the dark is settled in its order."""
    calendar, times = Calendar(), list(looks(BEGIN, END, apart=timedelta(hours=5), seed=seed))
    for now in times:
        calendar.look(now)
    assert calendar.days() == list(midnights(max(times)))
    assert calendar.cycles() == mondays(max(times))
    assert len(calendar.cycles()) > 520
    assert_troubled(times, 100)


def test_whoever_sleeps_until_what_is_due_next_is_never_late():
    """The scheduler only wakes: the book alone says when."""
    calendar, now = Calendar(), BEGIN
    while now < BEGIN + 400 * DAY:
        calendar.look(now)
        now = next_due(calendar.book, LIMITS.clock)
    assert all(at == now for _, at, now in calendar.closed)
    assert calendar.days() == list(midnights(BEGIN + 400 * DAY))


def test_a_desk_that_was_dark_for_weeks_closes_each_of_them_in_its_order():
    calendar = Calendar()
    calendar.look(BEGIN + 30 * DAY)
    assert calendar.cycles() == mondays(BEGIN + 30 * DAY)
    assert len(calendar.cycles()) == 4
    kinds = [kind for kind, at, _ in calendar.closed if at == calendar.cycles()[0]]
    assert kinds == [e.DayTaken, e.CycleClosed]


@pytest.mark.parametrize("hours", ["-12", "0", "14"])
@pytest.mark.parametrize("starts", ["monday 00:00:00", "sunday 12:00:00", "friday 23:59:59"])
def test_r17_3_days_and_cycles_of_any_calendar_are_closed_once_and_in_order(hours, starts):
    """A cycle that ends in the middle of a day is closed between its two midnights, and takes no day."""
    clock = limits({"clock.utc_offset_hours": hours, "clock.cycle_starts": starts}).clock
    calendar, now, until = Calendar(replace(LIMITS, clock=clock)), BEGIN, BEGIN + 100 * DAY
    while now < until:
        calendar.look(now)
        now = next_due(calendar.book, clock)
    assert all(at == now for _, at, now in calendar.closed)
    assert [at for _, at, _ in calendar.closed] == sorted(at for _, at, _ in calendar.closed)
    days, cycles = calendar.days(), calendar.cycles()
    assert days == [days[0] + DAY * place for place in range(100)]
    assert cycles == [cycles[0] + 7 * DAY * place for place in range(len(cycles))]
    assert cycles[0] == clock.next_cycle_end(BEGIN)
    assert set(cycles) <= set(days) or not set(cycles) & set(days)


def test_a_calendar_that_changes_leaves_out_no_day_and_no_cycle():
    """The desk was dark over a change: the first end of a cycle after the last day closes all since the last one."""
    calendar = Calendar()
    calendar.look(BEGIN + 10 * DAY)
    last = calendar.closed[-1][1]
    calendar.numbers = replace(LIMITS, clock=limits({"clock.cycle_starts": "sunday 12:00:00"}).clock)
    calendar.look(BEGIN + 20 * DAY)
    later = [at for _, at, _ in calendar.closed if at > last]
    assert later == sorted(later)
    assert calendar.cycles()[-1] == calendar.numbers.clock.next_cycle_end(BEGIN + 13 * DAY)
    assert calendar.days()[-10:] == [calendar.days()[-10] + DAY * place for place in range(10)]


def test_a_leap_day_is_closed_like_any_other():
    calendar = Calendar()
    calendar.look(datetime(2028, 3, 1, 12, tzinfo=UTC))
    leap = datetime(2028, 2, 29, tzinfo=DESK_ZONE)
    assert [at for at in calendar.days() if leap - DAY <= at <= leap + DAY] == [leap - DAY, leap, leap + DAY]


def test_without_any_fact_nothing_is_due():
    assert next_step(Book(), LIMITS.clock, END) is None
    assert next_due(Book(), LIMITS.clock) is None
