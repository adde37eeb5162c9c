"""A lead's curve says what the days measured, and agrees with the figures beside it (R-19.9, R-19.10)."""

from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.decide.desk import Desk
from core.decide.levels import INDEX
from core.fold.book import Book, Lead
from core.model.events import LeadDay
from core.model.limits import limits
from core.model.people import LeadState, PersonId
from core.views.lead_curve import lead_curve
from core.views.metrics import metrics
from core.views.ranking import Figures, Ranking
from core.views.statement_days import days_of

LEA = PersonId(1)
CALENDAR, PERIODS = limits().clock, limits().metrics.periods_days
DAY = timedelta(days=1)
TAKEN = datetime(2026, 11, 25, tzinfo=CALENDAR.zone)
INDICES = st.lists(st.integers(0, 10**5), min_size=1, max_size=40)


ONE = INDEX // 100
"""A hundredth of what an index begins with."""


def desk_of(*indices, state=LeadState.ACTIVE, taken=TAKEN):
    """A lead with these days, the last of them taken at `TAKEN`, and the present three hours later."""
    book = Book()
    lead = Lead(LEA, state=state)
    lead.days = [LeadDay(LEA, 0, 0, index=index * ONE) for index in indices]
    book.leads[LEA] = lead
    book.day_taken = taken
    return Desk(book, {}, limits(), TAKEN + timedelta(hours=3))


def curve_of(desk, index, days=90, at=None, lead=LEA):
    """The curve, where the lead's index stands so now, or stood so when the figures were made."""
    now = LeadDay(LEA, 0, 0, index=index * ONE)
    past = [day for place, day in enumerate(desk.book.leads[LEA].days[::-1]) if TAKEN - place * DAY <= (at or TAKEN)][
        ::-1
    ]
    then = Lead(LEA, days=past)
    periods = {each: metrics(then, each, now=now) for each in PERIODS}
    known = Ranking(at or desk.now, {LEA: Figures(LEA, 0, 0, 0, 0, 0, 0, periods, now)})
    return lead_curve(desk, lead, days, known)


def test_each_day_has_its_date_its_gain_and_its_fall():
    curve = curve_of(desk_of(100, 120, 90), 126)
    assert [point.gain for point in curve.points] == [Decimal(text) for text in ("0", "0", "0.2", "-0.1", "0.26")]
    assert [point.fall for point in curve.points] == [Decimal(text) for text in ("0", "0", "0", "0.25", "0")]
    nights = [TAKEN - back * DAY for back in (3, 2, 1, 0)]
    assert [point.at for point in curve.points] == [*nights, TAKEN + timedelta(hours=3)]
    assert (curve.highest.gain, curve.lowest.gain) == (Decimal("0.26"), Decimal("-0.1"))
    assert (curve.deepest.fall, curve.deepest.at.day) == (Decimal("0.25"), 25)


def test_a_period_begins_anew_at_its_own_first_day():
    curve = curve_of(desk_of(*range(100, 119)), 119, days=7)
    assert len(curve.points) == 8
    assert curve.first.gain == 0
    assert curve.last.gain == Decimal("0.0625")


def test_what_was_lost_before_the_first_00_00_is_seen():
    curve = curve_of(desk_of(60), 60)
    assert [point.gain for point in curve.points] == [Decimal(text) for text in ("0", "-0.4", "-0.4")]
    assert curve.deepest.fall == curve.metrics.drawdown == Decimal("0.4")


@given(INDICES, st.integers(0, 10**5), st.sampled_from(PERIODS))
def test_the_curve_ends_at_the_return_and_falls_as_deep_as_the_drawdown(indices, index, days):
    """R-19.9, R-19.10: the picture and the figures over it cannot contradict each other."""
    curve = curve_of(desk_of(*indices), index, days)
    assert curve.last.gain == curve.metrics.total_return
    assert curve.deepest.fall == curve.metrics.drawdown
    assert all(point.fall >= 0 for point in curve.points)
    younger = len(indices) < days
    assert len(curve.points) == curve.metrics.measured + 1 + younger


def test_a_day_taken_since_the_figures_were_made_is_not_in_them():
    before = TAKEN - timedelta(minutes=4)
    curve = curve_of(desk_of(100, 110, 130), 120, at=before)
    assert [point.gain for point in curve.points] == [Decimal(text) for text in ("0", "0", "0.1", "0.2")]
    assert [point.at for point in curve.points] == [TAKEN - 3 * DAY, TAKEN - 2 * DAY, TAKEN - DAY, before]
    assert curve.last.gain == curve.metrics.total_return


@pytest.mark.parametrize(
    "desk",
    [
        desk_of(),
        desk_of(100, 110, state=LeadState.STOPPED),
        desk_of(100, 110, state=LeadState.APPLIED),
        desk_of(100, 110, taken=None),
    ],
)
def test_nobody_without_a_card_and_a_day_has_a_curve(desk):
    assert curve_of(desk, 120) is None
    assert curve_of(desk, 120, lead=PersonId(9)) is None


def test_a_suspended_lead_keeps_their_curve():
    assert curve_of(desk_of(100, 110, state=LeadState.SUSPENDED), 120) is not None


def test_a_number_of_days_that_is_no_period_is_the_usual_one():
    desk = desk_of(*range(100, 200))
    assert [curve_of(desk, 200, days).asked for days in (7, 0, -3, 8, 2**62)] == [7, 90, 90, 90, 90]


def test_the_days_of_a_statement_are_those_of_its_cycle_in_utc_8_and_add_up():
    def close(day, hour, net):
        return SimpleNamespace(at=datetime(2026, 11, day, hour, tzinfo=CALENDAR.zone), net=net)

    monday = datetime(2026, 11, 16, tzinfo=CALENDAR.zone)
    closes = (close(16, 0, 200), close(17, 23, -50), close(17, 1, 300), close(22, 23, 100))
    found = days_of(SimpleNamespace(starts=monday, ends=monday + timedelta(days=7), closes=closes), CALENDAR)
    assert [each.net for each in found] == [200, 250, 0, 0, 0, 0, 100]
    assert [each.closes for each in found] == [1, 2, 0, 0, 0, 0, 1]
    assert (found[0].day.day, found[-1].day.day) == (16, 22)
