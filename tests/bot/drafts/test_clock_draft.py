"""Times of day as people type them."""

import pytest

from bot.drafts.clock import read_span, read_time
from bot.wishes.mornings import Span


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("8", 480),
        ("08", 480),
        (" 8:30 ", 510),
        ("8.30", 510),
        ("23:59", 1439),
        ("0", 0),
        ("24", 0),
        ("24:00", 0),
        ("11pm", 1380),
        ("11 PM", 1380),
        ("12am", 0),
        ("12pm", 720),
        ("7:15 a.m.", 435),
    ],
)
def test_a_time_of_day_is_read_in_the_ways_people_write_it(text, minute):
    assert read_time(text) == minute


@pytest.mark.parametrize(
    "text", ["", "25", "24:01", "8:60", "8:5", "13pm", "0am", "-8", "8-9", "eight", "８", "٨", "08:30:00", "1e1"]
)
def test_what_is_no_time_of_day_is_none(text):
    assert read_time(text) is None


@pytest.mark.parametrize("text", ["23-8", "23 - 8", "23:00–08:00", "23—8", "23−8", "11pm-8am", "23 to 8"])
def test_a_span_is_two_times_with_a_dash_between(text):
    assert read_span(text) == Span(23 * 60, 8 * 60)


@pytest.mark.parametrize("text", ["", "23", "23-", "-8", "8-8", "0-24", "23-8-9", "23-25", "night"])
def test_what_is_no_span_is_none(text):
    assert read_span(text) is None
