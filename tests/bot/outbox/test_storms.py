"""Storms on a fake clock: the first at once, the others in one message, above fifty a minute one summary a minute."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.html import esc
from bot.outbox.storms import LINES_MOST, LISTED_MOST, Gathering, Minute, edit_due, gathered, listed, placed
from bot.translate import Catalogues

WORDS = Catalogues.load().words("en")


def played(moments, window=10.0):
    """What became of events at these moments: (due, moments told by it) a message; each is sent when it is due."""
    messages, latest = [], None
    for now in moments:
        if latest is not None:
            latest = Gathering(latest.closes_at, unsent=messages[-1][0] > now, minute=latest.minute)
        place = placed(latest, now=now, window=window)
        if place.joins:
            messages[-1][1].append(now)
        else:
            messages.append((place.due_at, [now]))
        latest = Gathering(place.closes_at, unsent=False, minute=place.minute)
    return messages


def test_the_first_goes_at_once_and_the_next_ten_seconds_join_it():
    assert played([0, 3, 9.9, 10, 12]) == [(0, [0, 3, 9.9]), (10, [10, 12])]


def test_fifty_a_minute_are_still_told_as_they_come():
    assert played([n * 1.2 for n in range(50)]) == [(each[0], each) for each in ten_seconds(50, 1.2)]


def ten_seconds(many, pause):
    moments, found = [n * pause for n in range(many)], []
    while moments:
        found.append([each for each in moments if each < moments[0] + 10])
        moments = moments[len(found[-1]) :]
    return found


def test_above_fifty_a_minute_one_summary_a_minute_tells_the_rest():
    messages = played([n * 0.5 for n in range(1200)])  # two a second for ten minutes
    per_minute = Counter(int(due // 60) for due, _ in messages)
    assert per_minute[0] <= 6
    assert all(per_minute[minute] == 1 for minute in range(1, 10))
    assert sum(len(told) for _, told in messages) == 1200


def test_when_the_storm_is_over_the_first_goes_at_once_again():
    storm = [n * 0.5 for n in range(240)]
    later = 400.0
    assert played([*storm, later])[-1] == (later, [later])


def test_what_was_not_sent_yet_is_joined_however_long_it_waits():
    waiting = Gathering(closes_at=10.0, unsent=True, minute=Minute(0.0, 1))
    assert placed(waiting, now=5_000.0, window=10.0).joins
    assert not placed(Gathering(10.0, unsent=False, minute=Minute(0.0, 1)), now=5_000.0, window=10.0).joins


def test_an_edit_waits_three_seconds_from_the_last_change():
    assert edit_due(now=10.0, changed_at=9.0) == 12.0
    assert edit_due(now=20.0, changed_at=9.0) == 20.0


@settings(max_examples=100)
@given(st.lists(st.floats(0, 600), max_size=400))
def test_whatever_comes_each_is_told_once_and_never_more_than_so_many_messages(moments):
    moments.sort()
    messages = played(moments)
    assert [each for _, told in messages for each in told] == moments
    for minute in range(11):
        assert sum(minute * 60 <= due < minute * 60 + 60 for due, _ in messages) <= 7


@given(st.lists(st.text(max_size=400), max_size=60))
def test_the_list_stays_short_with_the_newest_on_top(texts):
    found = []
    for text in texts:
        found = listed(found, text)
        assert found[0] == text
    assert len(found) <= LINES_MOST
    assert sum(map(len, found)) <= max(LISTED_MOST, len(texts[-1]) if texts else 0)


def test_a_gathered_message_shows_the_latest_the_count_and_a_folding_list():
    found = (esc("▲ new"), esc("▲ old"))
    text = gathered(WORDS, esc("▲ new\nLea"), found, count=5, plain=False).raw
    assert text == (
        "▲ new\nLea\n5 together, the newest first:\n<blockquote expandable>▲ new\n▲ old\nand 3 before them</blockquote>"
    )
    assert "<blockquote" not in gathered(WORDS, esc("▲ new"), found, count=5, plain=True).raw
    assert gathered(WORDS, esc("▲ new"), found[:1], count=1, plain=False).raw == "▲ new"
