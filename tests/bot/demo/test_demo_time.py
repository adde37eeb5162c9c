"""The demo's skipped time: forward only, through restarts, and to a morning at which the week is settled and told."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.demo.skipped_time import SkippedTime, week_told
from core.model.limits import limits


def test_time_skipped_is_kept_for_the_next_start(tmp_path):
    path = tmp_path / "time.txt"
    time = SkippedTime(path)
    later = time.now() + timedelta(days=5)
    time.skip_to(later)
    assert later <= time.now() + timedelta(seconds=1)
    assert abs(SkippedTime(path).now() - later) < timedelta(minutes=1)


def test_it_never_goes_back(tmp_path):
    time = SkippedTime(tmp_path / "time.txt")
    time.skip_to(time.now() + timedelta(days=5))
    before = time.now()
    time.skip_to(before - timedelta(days=3))
    assert time.now() >= before


@pytest.mark.parametrize("text", ["", "yesterday", "-5", "9" * 400])
def test_a_file_that_is_not_ours_skips_nothing(tmp_path, text):
    (tmp_path / "time.txt").write_text(text)
    assert SkippedTime(tmp_path / "time.txt").now() - datetime.now(UTC) < timedelta(seconds=5)


@pytest.mark.parametrize("hours", range(0, 24 * 8, 5))
def test_the_next_monday_morning_is_after_the_cycle_has_ended(hours):
    now = datetime(2026, 11, 25, 12, tzinfo=UTC) + timedelta(hours=hours)
    monday = week_told(now, limits().clock)
    assert (monday.weekday(), monday.hour) == (0, 8)
    assert now < monday <= now + timedelta(days=7)
    assert limits().clock.next_cycle_end(monday - timedelta(days=1)) <= monday
