"""P-8 for the desk's own calendar: ten simulated years, each day of UTC+8 and each Monday's cycle once, in order."""

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

    def __init__(self):
        self.book, self.closed = Book(), []
        self.record(e.DeskStarted(1), BEGIN)

    def record(self, fact, now):
        seq = self.book.seq + 1
        fold(self.book, e.Record(seq, max(now, self.book.at or now), Origin(""), fact))

    def look(self, now):
        """Everything that is due by now, as the engine does it: one step, its facts, and the question anew."""
        while (step := next_step(self.book, LIMITS.clock, now)) is not None:
            for fact in decide(Desk(self.book, {}, LIMITS, now), step, Origin("")):
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


def test_a_leap_day_is_closed_like_any_other():
    calendar = Calendar()
    calendar.look(datetime(2028, 3, 1, 12, tzinfo=UTC))
    leap = datetime(2028, 2, 29, tzinfo=DESK_ZONE)
    assert [at for at in calendar.days() if leap - DAY <= at <= leap + DAY] == [leap - DAY, leap, leap + DAY]


def test_without_any_fact_nothing_is_due():
    assert next_step(Book(), LIMITS.clock, END) is None
    assert next_due(Book(), LIMITS.clock) is None
