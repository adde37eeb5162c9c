"""The desk's calendar in words: its offset from UTC, and the weekday on which a cycle ends (R-1.7, R-17.3)."""

from datetime import datetime

from bot.html import Html, esc
from bot.translate import Words


def desk_zone(t: Words) -> Html:
    """`UTC+8`."""
    hours = t.calendar.utc_offset_hours
    return esc(f"UTC{hours:+}" if hours else "UTC")


def cycle_start(t: Words) -> Html:
    """`Monday 00:00 UTC+8`: when a cycle ends and the next starts."""
    day = weekday(t, t.calendar.cycle_starts.weekday)
    return t("calendar", "{weekday} {clock}", weekday=day, clock=cycle_clock(t))


def cycle_clock(t: Words) -> Html:
    """`00:00 UTC+8`, without the weekday."""
    minute, second = divmod(t.calendar.cycle_starts.second, 60)
    clock = esc(f"{t.clock(minute)}:{second:02}") if second else t.clock(minute)
    return t("calendar", "{clock} {zone}", clock=clock, zone=desk_zone(t))


def weekday_of(t: Words, at: datetime) -> Html:
    """The weekday of an instant by the desk's clock."""
    return weekday(t, t.calendar.local(at).weekday())


def weekday(t: Words, day: int) -> Html:
    """`Monday` for 0."""
    return (
        t("weekday", "Monday"),
        t("weekday", "Tuesday"),
        t("weekday", "Wednesday"),
        t("weekday", "Thursday"),
        t("weekday", "Friday"),
        t("weekday", "Saturday"),
        t("weekday", "Sunday"),
    )[day]


def on_cycle_start(t: Words) -> Html:
    """`on Monday`."""
    return (
        t("weekday", "on Monday"),
        t("weekday", "on Tuesday"),
        t("weekday", "on Wednesday"),
        t("weekday", "on Thursday"),
        t("weekday", "on Friday"),
        t("weekday", "on Saturday"),
        t("weekday", "on Sunday"),
    )[t.calendar.cycle_starts.weekday]


def until_cycle_start(t: Words) -> Html:
    """`until Monday`."""
    return (
        t("weekday", "until Monday"),
        t("weekday", "until Tuesday"),
        t("weekday", "until Wednesday"),
        t("weekday", "until Thursday"),
        t("weekday", "until Friday"),
        t("weekday", "until Saturday"),
        t("weekday", "until Sunday"),
    )[t.calendar.cycle_starts.weekday]
