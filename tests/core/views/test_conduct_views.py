"""Who is off the list of leads by conduct, and what the admin is shown (R-22.5, R-22.7)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.decide.desk import Desk
from core.fold.book import Book, Lead
from core.model.conduct import Finding, Monitor
from core.model.events import LeadDay
from core.model.limits import limits
from core.model.market import Symbol
from core.model.people import LeadState, PersonId
from core.views.conduct import conduct, deep_drawdown, off_the_list, reviews
from core.views.lead_card import lead_card
from core.views.leads import leads_page

WHEN = datetime(2026, 1, 5, 8, tzinfo=UTC)
ONE = 10**12
FOUND = Finding(Monitor.FRONT_RUN, Symbol("BTC-USDT"), "order", WHEN)


def desk(*indices, quiet=0, findings=()):
    """A desk with one lead whose index stood like that at the last midnights."""
    book = Book()
    book.people.add(PersonId(1), "lea")
    lead = Lead(PersonId(1), state=LeadState.ACTIVE, active_since=WHEN, chosen=True)
    lead.days = [LeadDay(PersonId(1), 0, 0, equity=1, index=index) for index in indices]
    lead.watched.quiet_days, lead.watched.findings = quiet, list(findings)
    book.leads[lead.person] = lead
    return Desk(book, {}, limits(), WHEN)


def lead_of(desk):
    return desk.book.leads[PersonId(1)]


@pytest.mark.parametrize(
    ("indices", "deep"),
    [
        ((ONE, ONE * 70 // 100), False),
        ((ONE, ONE * 70 // 100 - 1), True),
        ((ONE, ONE * 2, ONE * 140 // 100 - 1, ONE * 2), True),
        ((ONE * 70 // 100 - 1, ONE), False),
        ((ONE,), False),
        ((), False),
        ((0, 0), False),
    ],
)
def test_r22_5_above_30_per_cent_is_deep_to_the_last_unit(indices, deep):
    at = desk(*indices)
    assert deep_drawdown(at, lead_of(at)) is deep


def test_r22_5_what_lies_more_than_30_days_back_is_forgiven():
    before = [ONE * 2, ONE]
    inside, outside = desk(*before, *[ONE] * 29), desk(*before, *[ONE] * 30)
    assert deep_drawdown(inside, lead_of(inside))
    assert not deep_drawdown(outside, lead_of(outside))


def test_r22_5_a_deep_drawdown_is_a_badge_on_the_card_and_hides_from_the_list():
    deep, fine = desk(ONE, ONE // 2), desk(ONE, ONE)
    assert [row.lead for row in leads_page(fine, who=None).rows] == [1]
    assert leads_page(deep, who=None).rows == ()
    assert lead_card(deep, PersonId(1), who=None).deep_drawdown
    assert not lead_card(fine, PersonId(1), who=None).deep_drawdown


def test_r22_7_who_leads_nothing_for_a_month_is_off_the_list_and_has_a_card_all_the_same():
    quiet = desk(ONE, ONE, quiet=30)
    assert off_the_list(quiet, lead_of(quiet))
    assert leads_page(quiet, who=None).rows == ()
    assert lead_card(quiet, PersonId(1), who=None) is not None


def test_a_review_shows_what_was_found_the_oldest_first():
    at = desk(findings=[FOUND])
    second = replace(lead_of(at), person=PersonId(2))
    second.watched = replace(second.watched, findings=[Finding(Monitor.SELF_MATCH, Symbol("BTC-USDT"), "o", WHEN)])
    at.book.leads[PersonId(2)] = second
    assert [each.lead for each in reviews(at).rows] == [1, 2]
    assert conduct(at, PersonId(1)).held
    assert not conduct(at, PersonId(2)).held, "only a sale right after a lead buy holds"
    assert conduct(at, PersonId(3)) is None
