"""A copier's statement by day of the desk: what the closes of each day of its cycle brought, idle days included."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from core.model.calendar import Calendar
from core.views.statement import Statement


@dataclass(frozen=True, slots=True)
class DayNet:
    """The net profit of one day's closes, in quote units."""

    day: date
    net: int
    closes: int


def days_of(statement: Statement, calendar: Calendar) -> tuple[DayNet, ...]:
    """Every day of the statement's cycle in order; the nets add up to its net. A lead's has no closes of its own."""
    nets: dict[date, int] = defaultdict(int)
    closes: dict[date, int] = defaultdict(int)
    for close in statement.closes:
        day = calendar.date_of(close.at)
        nets[day] += close.net
        closes[day] += 1
    first, last = calendar.days_of(statement.starts, statement.ends)
    cycle = (first + timedelta(days=place) for place in range((last - first).days + 1))
    return tuple(DayNet(day, nets[day], closes[day]) for day in sorted({*cycle, *nets}))
