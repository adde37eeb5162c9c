"""Times of day as people type them: 8, 08:30, 11pm, and spans such as 23-08. Minutes of the day; pure."""

import re
from typing import Final

from bot.wishes.mornings import DAY, Span

HOURS_A_DAY: Final = 24
HOURS_A_HALF: Final = 12
MINUTES: Final = 60
_TIME: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap]\.?m\.?)?", re.ASCII | re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\s*(?:[-\u2010-\u2015\u2212]|\bto\b)\s*")


def read_time(text: str) -> int | None:
    """The minute of the day a text means; None where it means none. 24:00 is midnight."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        if not 1 <= hour <= HOURS_A_HALF:
            return None
        hour = hour % HOURS_A_HALF + (HOURS_A_HALF if half.startswith("p") else 0)
    if minute >= MINUTES or hour > HOURS_A_DAY or (hour == HOURS_A_DAY and minute):
        return None
    return (hour * MINUTES + minute) % DAY


def read_span(text: str) -> Span | None:
    """The part of the day between two times; None where there are not two, or both are one."""
    parts = _BETWEEN.split(text.strip().lower())
    if len(parts) != 2:
        return None
    start, end = (read_time(part) for part in parts)
    if start is None or end is None or start == end:
        return None
    return Span(start, end)
