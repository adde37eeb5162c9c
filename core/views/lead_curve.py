"""How a lead's return and drawdown went, day by day: the series that a chart draws and a sentence sums up (R-19.9/10).

Ratios are decimals of four places, half up (R-19.14). From 00:00 to 00:00 of the desk, and to the present at the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from core.decide.desk import Desk
from core.model.people import PersonId
from core.views.as_of import AsOf, as_of
from core.views.metrics import Metrics, period, ratio
from core.views.ranking import SHOWN, Ranking

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One 00:00, or the present: the return since the first point, and how far below the highest so far, ≥ 0."""

    at: datetime
    gain: Decimal
    fall: Decimal


@dataclass(frozen=True, slots=True)
class LeadCurve:
    """At most `asked` days, one of the `periods`, fewer where leading is younger.

    At least two points: the first has neither gain nor fall. Where leading is younger it is the outset, put at the
    00:00 before the first that was taken. `as_of` is the reader's instant, the last point minutes older. The last gain
    is the total return of `metrics`, the greatest fall their drawdown.
    """

    as_of: AsOf
    lead: PersonId
    asked: int
    periods: tuple[int, ...]
    points: tuple[CurvePoint, ...]
    metrics: Metrics

    @property
    def first(self) -> CurvePoint:
        """Where it begins."""
        return self.points[0]

    @property
    def last(self) -> CurvePoint:
        """The newest."""
        return self.points[-1]

    @property
    def highest(self) -> CurvePoint:
        """The greatest gain, the first of equals."""
        return max(self.points, key=lambda point: point.gain)

    @property
    def lowest(self) -> CurvePoint:
        """The least gain, the first of equals."""
        return min(self.points, key=lambda point: point.gain)

    @property
    def deepest(self) -> CurvePoint:
        """The greatest fall, the first of equals."""
        return max(self.points, key=lambda point: point.fall)


def lead_curve(desk: Desk, lead_id: PersonId, days: int, known: Ranking) -> LeadCurve | None:
    """The last `days` days of a lead with a public card; None for whoever has none, and before two days were taken.

    It ends with the instant of the figures `known`. A number of days that is none of the periods is the usual one.
    """
    periods, clock = desk.limits.metrics.periods_days, desk.limits.clock
    days = days if days in periods else desk.limits.metrics.listed_days
    lead, found, taken = desk.book.leads.get(lead_id), known.figures.get(lead_id), desk.book.day_taken
    measured = found.periods[days] if found else None
    if lead is None or lead.state not in SHOWN or found is None or measured is None or taken is None:
        return None
    late = max(0, -((known.at - taken) // DAY))  # days taken since the figures were made
    past = lead.days[: len(lead.days) - late]
    indices = [day.index for day in period([*past, found.now], days)]
    ends = clock.local(taken - DAY * late), clock.local(known.at)
    return LeadCurve(as_of(desk), lead_id, days, periods, _points(indices, ends), measured)


def _points(indices: Sequence[int], ends: tuple[datetime, datetime]) -> tuple[CurvePoint, ...]:
    """`ends`: when the last whole day was taken, and now, by the desk's clock. Each 00:00 takes a day of every lead
    that has a card, so the days have no gaps, and their zone has no summer time."""
    last, now = ends
    first, points, peak = last - DAY * (len(indices) - 2), [], indices[0]
    for place, index in enumerate(indices):
        at = now if place == len(indices) - 1 else first + DAY * place
        peak = max(peak, index)
        gain = ratio(index, indices[0]) - 1 if indices[0] else Decimal(0)
        points.append(CurvePoint(at, gain, ratio(peak - index, peak)))
    return tuple(points)
