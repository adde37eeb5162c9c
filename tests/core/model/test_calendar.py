"""The desk's calendar: days and months of one offset from UTC, and cycles of a week from a weekday and a time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.calendar import WEEKDAYS, Calendar, CycleStart
from core.model.limits import limits

RULEBOOK = limits().clock
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
CALENDARS = st.builds(
    Calendar,
    st.integers(-12, 14),
    st.builds(CycleStart, st.integers(0, 6), st.integers(0, 24 * 3600 - 1)),
)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def calendar(hours, starts):
    return limits({"clock.utc_offset_hours": hours, "clock.cycle_starts": starts}).clock


def test_e28_the_settlement_instant_is_monday_00_00_of_utc_8():
    ends = datetime.fromtimestamp(1723392000, UTC)
    assert RULEBOOK.ends_a_cycle(ends)
    assert RULEBOOK.local(ends).isoformat() == "2024-08-12T00:00:00+08:00"
    assert RULEBOOK.next_cycle_end(at("2023-04-16T16:00:00")) == at("2023-04-23T16:00:00")
    assert RULEBOOK.next_cycle_end(at("2023-04-23T15:59:59")) == at("2023-04-23T16:00:00")


@pytest.mark.parametrize(
    ("hours", "starts", "after", "ends"),
    [
        ("8", "monday 00:00:00", "2026-01-05T08:00:00", "2026-01-11T16:00:00"),
        ("0", "monday 00:00:00", "2026-01-05T08:00:00", "2026-01-12T00:00:00"),
        ("0", "sunday 12:00:00", "2026-01-05T08:00:00", "2026-01-11T12:00:00"),
        ("0", "sunday 12:00:00", "2026-01-11T11:59:59", "2026-01-11T12:00:00"),
        ("0", "sunday 12:00:00", "2026-01-11T12:00:00", "2026-01-18T12:00:00"),
        ("-12", "friday 23:59:59", "2026-01-05T08:00:00", "2026-01-10T11:59:59"),
        ("14", "tuesday 00:00:01", "2026-01-05T10:00:00", "2026-01-05T10:00:01"),
        ("14", "Tuesday 00:00:01", "2026-01-05T10:00:01", "2026-01-12T10:00:01"),
    ],
)
def test_r17_3_a_cycle_ends_at_its_weekday_and_time_of_the_desks_offset(hours, starts, after, ends):
    assert calendar(hours, starts).next_cycle_end(at(after)) == at(ends)


@pytest.mark.parametrize(
    ("hours", "instant", "day", "month"),
    [
        ("8", "2026-01-31T15:59:59", "2026-01-31", 202601),
        ("8", "2026-01-31T16:00:00", "2026-02-01", 202602),
        ("0", "2026-01-31T16:00:00", "2026-01-31", 202601),
        ("0", "2026-02-01T00:00:00", "2026-02-01", 202602),
        ("-5", "2026-02-01T04:59:59", "2026-01-31", 202601),
    ],
)
def test_r1_7_days_and_months_are_those_of_the_desks_offset(hours, instant, day, month):
    clock = calendar(hours, "monday 00:00:00")
    assert clock.date_of(at(instant)).isoformat() == day
    assert clock.day_of(at(instant)) == clock.date_of(at(instant)).toordinal()
    assert clock.month_of(at(instant)) == month


@given(CALENDARS, INSTANTS)
def test_any_instant_lies_in_one_cycle_of_a_week_and_one_day(clock, instant):
    ends, day = clock.next_cycle_end(instant), clock.next_day(instant)
    assert instant < ends <= instant + timedelta(days=7)
    assert instant < day <= instant + timedelta(days=1)
    assert clock.local(ends).weekday() == clock.cycle_starts.weekday
    assert clock.starts_a_day(day)
    assert clock.ends_a_cycle(ends)
    assert clock.next_cycle_end(ends) == ends + timedelta(days=7)
    first, last = clock.days_of(ends - timedelta(days=7), ends)
    assert (last - first).days == (6 if clock.starts_a_day(ends) else 7)


@pytest.mark.parametrize(
    ("now", "months", "since"),
    [
        ("2026-05-31T10:00:00", 3, "2026-02-28T00:00:00"),
        ("2026-01-15T10:00:00", 1, "2025-12-15T00:00:00"),
        ("2026-01-15T10:00:00", 13, "2024-12-15T00:00:00"),
        ("2028-03-30T23:59:59", 1, "2028-02-29T00:00:00"),
    ],
)
def test_so_many_months_before_is_the_same_day_or_the_months_last(now, months, since):
    assert calendar("0", "monday 00:00:00").months_before(at(now), months) == at(since)


@pytest.mark.parametrize("day", range(7))
def test_a_cycles_start_is_read_in_the_rulebooks_words(day):
    assert CycleStart.read(f"{WEEKDAYS[day]} 01:02:03") == CycleStart(day, 3723)
