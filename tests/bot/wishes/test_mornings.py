"""P-8 for what falls due by a reader's own clock: ten simulated years in five zones, and the clock's worst hours."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.wishes.mornings import (
    DAY,
    ONE,
    Span,
    clock_in,
    instant_of,
    is_quiet,
    latest,
    next_after,
    statement_due,
)
from core.model.limits import limits
from tests.dark_times import assert_troubled, looks

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
BEGIN = datetime(2027, 1, 1, tzinfo=UTC)
END = datetime(2037, 1, 1, tzinfo=UTC)
YEARS = 10
CALENDAR = limits().clock
NINE = 9 * 60
HALF_PAST_TWO = 2 * 60 + 30
"""In Europe and America the hour that the spring skips and the autumn repeats."""


def days_due(last, now, *, minute, zone):
    """The days after `last` on which this time of day has come, oldest first; none where the clock was set back."""
    return tuple(last + n * ONE for n in range(1, (latest(now, minute, zone) - last).days + 1))


def lived(zone, minute, steps):
    """The days told while the clock goes through these instants, each look a pure question, and when each was told."""
    told, last = [], latest(BEGIN, minute, zone)
    for now in steps:
        for day in days_due(last, now, minute=minute, zone=zone):
            told.append((day, now))
            last = day
    return told


def every(minutes):
    now = BEGIN
    while now < END:
        yield now
        now += timedelta(minutes=minutes)


def all_days(zone, minute, until):
    first, last = latest(BEGIN, minute, zone) + ONE, latest(until, minute, zone)
    return [first + n * ONE for n in range((last - first).days + 1)]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("minute", [HALF_PAST_TWO, DAY - 1])
def test_in_ten_years_no_day_is_missed_and_none_is_doubled(zone, minute):
    times = list(every(75))
    told = lived(zone, minute, times)
    assert [day for day, _ in told] == all_days(zone, minute, times[-1])
    assert len(told) > YEARS * 365
    for day, now in told:
        assert timedelta(0) <= now - instant_of(day, minute, zone) < timedelta(minutes=75)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("minute", [HALF_PAST_TWO, NINE])
@pytest.mark.parametrize("seed", range(2))
def test_dark_days_and_a_clock_that_is_set_cost_no_day_and_double_none(zone, minute, seed):
    times = list(looks(BEGIN, END, apart=timedelta(hours=2), seed=seed, trouble=0.005))
    told = [day for day, _ in lived(zone, minute, times)]
    assert told == all_days(zone, minute, max(times))
    assert_troubled(times, YEARS)


@pytest.mark.parametrize("zone", ZONES)
def test_every_monday_of_ten_years_has_one_statement_morning_after_its_cycle_has_ended(zone):
    ends = [datetime(2027, 1, 3, 16, tzinfo=UTC) + timedelta(weeks=n) for n in range(52 * YEARS)]
    mornings = [statement_due(end, zone, CALENDAR) for end in ends]
    assert all(later > end for end, later in zip(ends, mornings, strict=True))
    shown = [clock_in(zone, at) for at in mornings]
    assert {(at.weekday(), at.hour, at.minute) for at in shown} == {(0, 8, 0)}
    assert [at.date() for at in shown] == [date(2027, 1, 4) + timedelta(weeks=n) for n in range(52 * YEARS)]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_statement_waits_for_its_morning_at_both_ends_of_the_earth(zone):
    end = datetime(2026, 11, 22, 16, tzinfo=UTC)
    assert clock_in(zone, statement_due(end, zone, CALENDAR)).isoformat().startswith("2026-11-23T08:00")
    assert statement_due(end, zone, CALENDAR) > end


@pytest.mark.parametrize("zone", ZONES)
def test_quiet_hours_go_by_the_clock_on_the_wall_for_ten_years(zone):
    night, quiet_looks = Span(23 * 60, 8 * 60), 0
    for now in every(60):
        shown = clock_in(zone, now)
        quiet = is_quiet(night, now, zone)
        assert quiet == (shown.hour >= 23 or shown.hour < 8), shown
        quiet_looks += quiet
    # the spring's short night and the autumn's long one make up for each other
    assert abs(quiet_looks - 9 * (END - BEGIN).days) <= YEARS


def test_an_hour_that_spring_skips_comes_later_and_one_that_autumn_repeats_comes_the_first_time():
    skipped = instant_of(date(2027, 3, 28), HALF_PAST_TWO, "Europe/Berlin")
    assert clock_in("Europe/Berlin", skipped).isoformat() == "2027-03-28T03:30:00+02:00"
    repeated = instant_of(date(2027, 10, 31), HALF_PAST_TWO, "Europe/Berlin")
    assert clock_in("Europe/Berlin", repeated).isoformat() == "2027-10-31T02:30:00+02:00"
    half_an_hour = instant_of(date(2027, 10, 3), 2 * 60 + 15, "Australia/Lord_Howe")
    assert clock_in("Australia/Lord_Howe", half_an_hour).isoformat() == "2027-10-03T02:45:00+11:00"


def test_a_leap_day_is_a_day():
    assert days_due(date(2028, 2, 27), datetime(2028, 3, 1, 12, tzinfo=UTC), minute=NINE, zone="UTC") == (
        date(2028, 2, 28),
        date(2028, 2, 29),
        date(2028, 3, 1),
    )


def test_whoever_moves_to_another_zone_is_told_no_day_twice():
    told_in_auckland = date(2026, 11, 25)
    moved = datetime(2026, 11, 24, 21, tzinfo=UTC)
    assert days_due(told_in_auckland, moved, minute=NINE, zone="Pacific/Honolulu") == ()
    assert days_due(told_in_auckland, moved + 2 * ONE, minute=NINE, zone="Pacific/Honolulu") == (date(2026, 11, 26),)


def test_the_next_time_is_always_ahead():
    for zone in ZONES:
        now = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
        for _ in range(400):
            later = next_after(now, HALF_PAST_TWO, zone)
            assert timedelta(0) < later - now <= timedelta(hours=26)
            now = later


def test_quiet_hours_may_lie_within_a_day_and_begin_inclusive_and_end_exclusive():
    siesta = Span(13 * 60, 15 * 60)
    assert [siesta.holds(minute) for minute in (12 * 60 + 59, 13 * 60, 14 * 60 + 59, 15 * 60)] == [
        False,
        True,
        True,
        False,
    ]
    assert not is_quiet(None, BEGIN, "UTC")
