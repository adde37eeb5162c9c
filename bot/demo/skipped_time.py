"""The demo's time: the wall's, and what its visitor has skipped. It only goes forward, through restarts too."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.wishes.mornings import statement_due
from core.model.calendar import WEEK, Calendar


class SkippedTime:
    """Wall time plus the seconds kept in a file. May be read from any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ahead = _kept(path)

    def now(self) -> datetime:
        """Aware, in UTC."""
        return datetime.now(UTC) + self._ahead

    def skip_to(self, at: datetime) -> None:
        """Makes it `at`, unless that has passed; the file is whole before time has moved."""
        ahead = at - datetime.now(UTC)
        if ahead <= self._ahead:
            return
        fresh = self._path.with_suffix(".new")
        fresh.write_text(f"{ahead.total_seconds():.0f}\n")
        fresh.replace(self._path)
        self._ahead = ahead


def week_told(now: datetime, calendar: Calendar) -> datetime:
    """The first instant after `now` at which a week that has ended is stated to whoever reads in UTC."""
    ended = calendar.next_cycle_end(now - WEEK)
    due = statement_due(ended, "UTC", calendar)
    return due if due > now else statement_due(ended + WEEK, "UTC", calendar)


def _kept(path: Path) -> timedelta:
    """Nothing where there is no file, or none of ours."""
    try:
        return timedelta(seconds=max(0, int(path.read_text())))
    except (OSError, ValueError, OverflowError):
        return timedelta(0)
