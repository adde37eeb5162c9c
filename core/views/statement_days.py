"""A copier's statement by day of UTC+8: what the closes of each day of its cycle brought, idle days included."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.decide.desk import DESK_ZONE
from core.views.statement import Statement


@dataclass(frozen=True, slots=True)
class DayNet:
    """The net profit of one day's closes, in quote units."""

    day: date
    net: int
    closes: int


def settled_on(statement: Statement) -> datetime:
    """When it was settled, by the desk's own clock, UTC+8."""
    return statement.settled_at.astimezone(DESK_ZONE)


def days_of(statement: Statement) -> tuple[DayNet, ...]:
    """Every day of the statement's cycle in order; the nets add up to its net. A lead's has no closes of its own."""
    nets: dict[date, int] = defaultdict(int)
    closes: dict[date, int] = defaultdict(int)
    for close in statement.closes:
        day = close.at.astimezone(DESK_ZONE).date()
        nets[day] += close.net
        closes[day] += 1
    first, end = (at.astimezone(DESK_ZONE).date() for at in (statement.starts, statement.ends))
    cycle = (first + timedelta(days=place) for place in range((end - first).days))
    return tuple(DayNet(day, nets[day], closes[day]) for day in sorted({*cycle, *nets}))
