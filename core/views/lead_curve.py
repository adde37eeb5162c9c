"""How a lead's return and drawdown went, day by day: the series that a chart draws and a sentence sums up (R-19.9/10).

Ratios are decimals of four places, half up (R-19.14). Only what days have measured is here, nothing since the last one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from core.decide.desk import DESK_ZONE, Desk
from core.model.people import PersonId
from core.views.as_of import AsOf, as_of
from core.views.leads import SHOWN
from core.views.metrics import Metrics, metrics, ratio

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One 00:00 UTC+8. `gain` is the return since the first point; `fall` how far below the highest so far, ≥ 0."""

    at: datetime
    gain: Decimal
    fall: Decimal


@dataclass(frozen=True, slots=True)
class LeadCurve:
    """At most `asked` days, fewer where leading is younger. At least two points: the first has neither gain nor fall.

    The last gain is the total return of `metrics`, the greatest fall their drawdown.
    """

    as_of: AsOf
    lead: PersonId
    asked: int
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


def lead_curve(desk: Desk, lead_id: PersonId, days: int) -> LeadCurve | None:
    """The last `days` days of a lead with a public card; None for whoever has none, and before two days were taken."""
    lead = desk.book.leads.get(lead_id)
    if lead is None or lead.state not in SHOWN or desk.book.day_taken is None:
        return None
    measured = metrics(lead, days)
    if measured is None:
        return None
    # Each 00:00 takes a day of every lead that has a card, so the days have no gaps, and the zone no summer time.
    indices = [day.index for day in lead.days[-days - 1 :]]
    first = desk.book.day_taken.astimezone(DESK_ZONE) - DAY * (len(indices) - 1)
    points, peak = [], indices[0]
    for place, index in enumerate(indices):
        peak = max(peak, index)
        gain = ratio(index, indices[0]) - 1 if indices[0] else Decimal(0)
        points.append(CurvePoint(first + DAY * place, gain, ratio(peak - index, peak)))
    return LeadCurve(as_of(desk), lead_id, days, tuple(points), measured)
