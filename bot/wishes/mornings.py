"""What falls due by the reader's own clock: an hour of their day, and their quiet hours. Pure, and told the instant.

A time of day is minutes since midnight, a zone its IANA name, an instant an aware UTC datetime. An hour that the spring
change skips comes as much later, one that the autumn change repeats comes the first time. Nothing here remembers.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from whenever import Instant, PlainDateTime

from core.model.calendar import Calendar

DAY: Final = 24 * 60
STATEMENT_AT: Final = 8 * 60
"""A statement is delivered when its cycle has ended, at this time of its reader's day (chat.md, section 9)."""
ONE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A part of every day, from `start` to before `end`; over midnight where the end is the smaller."""

    start: int
    end: int

    def __post_init__(self) -> None:
        assert 0 <= self.start < DAY, self
        assert 0 <= self.end < DAY, self
        assert self.start != self.end, "a span of nothing or of the whole day is none"

    def holds(self, minute: int) -> bool:
        """Whether this time of day lies in it."""
        if self.start < self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


def instant_of(day: date, minute: int, zone: str) -> datetime:
    """When the clocks of a zone show this time on this day."""
    plain = PlainDateTime(day.year, day.month, day.day, *divmod(minute, 60))
    return plain.assume_tz(zone, disambiguation="compatible").to_stdlib().astimezone(UTC)


def clock_in(zone: str, now: datetime) -> datetime:
    """The date and the time of day that the clocks of a zone show, aware."""
    return Instant(now).to_tz(zone).to_stdlib()


def is_quiet(span: Span | None, now: datetime, zone: str) -> bool:
    """Whether the reader's clocks are in their quiet hours; nobody's are without any."""
    if span is None:
        return False
    shown = clock_in(zone, now)
    return span.holds(shown.hour * 60 + shown.minute)


def latest(now: datetime, minute: int, zone: str) -> date:
    """The newest day of a zone on which this time of day has come."""
    day = clock_in(zone, now).date()
    while instant_of(day, minute, zone) > now:
        day -= ONE
    return day


def next_after(now: datetime, minute: int, zone: str) -> datetime:
    """The first instant after `now` at which this time of day comes."""
    return instant_of(latest(now, minute, zone) + ONE, minute, zone)


def statement_due(cycle_end: datetime, zone: str, calendar: Calendar) -> datetime:
    """When a reader is handed the statement of the cycle that ended then: on that day of the desk, at their eight, or
    on a morning after where their eight comes before it."""
    day = calendar.date_of(cycle_end)
    while (due := instant_of(day, STATEMENT_AT, zone)) < cycle_end:
        day += ONE
    return due
