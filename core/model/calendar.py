"""The desk's calendar: its days, months and weekly cycles, in whole hours from UTC and without summer time (R-1.7).

Instants come in aware, whatever their zone, and go out in the zone they came in. A day is a proleptic ordinal.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Final, NewType

Hours = NewType("Hours", int)
"""Ahead of UTC, behind it below zero."""

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d", re.ASCII)
WEEK: Final = timedelta(days=7)
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CycleStart:
    """A weekday, 0 for Monday, and the time of that day in seconds: there a cycle ends and the next starts (R-17.3)."""

    weekday: int = 0
    second: int = 0

    @classmethod
    def read(cls, text: str) -> "CycleStart":
        """`monday 00:00:00`. Raises ValueError, which names what is wrong."""
        day, _, clock = text.strip().partition(" ")
        if day.lower() not in WEEKDAYS:
            raise ValueError(f"a weekday, of {', '.join(WEEKDAYS)}, is wanted first")
        if not _CLOCK.fullmatch(clock):
            raise ValueError("a time from 00:00:00 to 23:59:59 is wanted after the weekday")
        at = time.fromisoformat(clock)
        return cls(WEEKDAYS.index(day.lower()), at.hour * 3600 + at.minute * 60 + at.second)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What days, months and cycles go by. The names are the rulebook's; the offset is from -12 to 14."""

    utc_offset_hours: Hours = Hours(8)
    cycle_starts: CycleStart = CycleStart()

    @property
    def zone(self) -> timezone:
        return _zone(self.utc_offset_hours)

    def local(self, at: datetime) -> datetime:
        """The instant as the desk's own clock shows it."""
        return at.astimezone(_zone(self.utc_offset_hours))

    def date_of(self, at: datetime) -> date:
        return self.local(at).date()

    def day_of(self, at: datetime) -> int:
        return self.local(at).toordinal()

    def month_of(self, at: datetime) -> int:
        """The calendar month as YYYYMM."""
        local = self.local(at)
        return local.year * 100 + local.month

    def months_before(self, at: datetime, months: int) -> datetime:
        """The 00:00 of the same day so many months earlier; of the month's last day where it has no such day."""
        local = self.local(at)
        year, month = divmod(local.year * 12 + local.month - 1 - months, 12)
        day = min(local.day, monthrange(year, month + 1)[1])
        return datetime(year, month + 1, day, tzinfo=self.zone).astimezone(at.tzinfo)

    def starts_a_day(self, at: datetime) -> bool:
        return self.local(at).time() == time()

    def next_day(self, after: datetime) -> datetime:
        """The first 00:00 after an instant."""
        return _next_day(self.utc_offset_hours, after)

    def next_cycle_end(self, after: datetime) -> datetime:
        """The first end of a cycle after an instant, which is the next one's start."""
        start = self.cycle_starts
        return _next_cycle_end(self.utc_offset_hours, start.weekday, start.second, after)

    def ends_a_cycle(self, at: datetime) -> bool:
        return self.next_cycle_end(at - datetime.resolution) == at

    def days_of(self, starts: datetime, ends: datetime) -> tuple[date, date]:
        """The first and the last day of a cycle from `starts` to before `ends`."""
        return self.date_of(starts), self.date_of(ends - datetime.resolution)


@lru_cache(4)
def _zone(hours: int) -> timezone:
    return timezone(timedelta(hours=hours))


# The same few instants are asked about after every commit: plain numbers are looked up sooner than a calendar.


@lru_cache(16)
def _next_day(hours: int, after: datetime) -> datetime:
    zone = _zone(hours)
    return datetime.combine(after.astimezone(zone).date() + DAY, time(), zone).astimezone(after.tzinfo)


@lru_cache(16)
def _next_cycle_end(hours: int, weekday: int, second: int, after: datetime) -> datetime:
    zone, into = _zone(hours), timedelta(seconds=second)
    local = after.astimezone(zone) - into  # so that a cycle starts at 00:00 of its weekday
    begun = datetime.combine(local.date() - DAY * ((local.weekday() - weekday) % 7), time(), zone)
    return (begun + WEEK + into).astimezone(after.tzinfo)
