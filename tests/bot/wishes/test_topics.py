"""Every alert has its place: a topic or safety, and a lane; and levels go round."""

from datetime import UTC, datetime

import pytest

from bot.wishes.preferences import Preferences
from bot.wishes.topics import _PLACES, OF_ADMINS, OF_COPIERS, OF_LEADS, SAFETY, USUAL, Level, Topic, place_of
from core.model.people import PersonId
from core.views.alerts import Alert, AlertKind


def alert(kind, cause=""):
    return Alert(to=PersonId(1), kind=kind, loud=True, seq=1, at=datetime(2026, 11, 25, tzinfo=UTC), cause=cause)


def test_every_kind_of_alert_has_its_place():
    assert set(_PLACES) == set(AlertKind)


def test_every_topic_has_a_usual_level_and_somebody_who_can_set_it():
    assert set(USUAL) == set(Topic) == {*OF_COPIERS, *OF_LEADS, *OF_ADMINS}


def test_what_is_about_safety_has_no_topic_and_what_cannot_be_turned_off_is_told():
    everything_off = Preferences(levels=dict.fromkeys(Topic, Level.OFF))
    for kind in AlertKind:
        topic, lane = place_of(alert(kind))
        if lane == SAFETY:
            assert topic is None, kind
        assert everything_off.wants(topic) == (topic is None)


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        (AlertKind.COPYING_CLOSING, "total_stop_loss"),
        (AlertKind.COPYING_ENDED, "total_stop_loss"),
        (AlertKind.LOTS_RELEASED, "orphan"),
    ],
)
def test_a_total_stop_loss_and_what_is_left_behind_are_about_safety(kind, cause):
    assert place_of(alert(kind, cause)) == (None, SAFETY)
    assert place_of(alert(kind, "copier"))[0] is not None


def test_a_sale_by_take_profit_or_stop_loss_is_louder_than_any_sale():
    for cause in ("take_profit", "stop_loss"):
        assert place_of(alert(AlertKind.COPY_SOLD, cause))[0] is Topic.STOPS
    assert place_of(alert(AlertKind.COPY_SOLD))[0] is Topic.TRADES


def test_three_taps_lead_back_to_where_one_was():
    for level in Level:
        assert level.next.next.next is level
    assert [level.next for level in (Level.LOUD, Level.SILENT, Level.OFF)] == [Level.SILENT, Level.OFF, Level.LOUD]


def test_of_a_loud_topic_what_is_quiet_by_itself_stays_quiet():
    usual = Preferences()
    assert not usual.sounds(Topic.FAILED, loud=False)
    assert usual.sounds(Topic.FAILED, loud=True)
    assert not usual.sounds(Topic.TRADES, loud=False)
    assert usual.with_level(Topic.TRADES, Level.LOUD).sounds(Topic.TRADES, loud=False)
    assert not usual.with_level(Topic.FAILED, Level.SILENT).sounds(Topic.FAILED, loud=True)


def test_a_level_set_back_to_the_usual_leaves_nothing_behind():
    changed = Preferences().with_level(Topic.TRADES, Level.OFF)
    assert changed.with_level(Topic.TRADES, USUAL[Topic.TRADES]) == Preferences()
