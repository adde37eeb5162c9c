"""Storms: which message an event joins, when it is edited, and what a gathered message says. Pure; times are seconds.

The first goes at once, those of the next seconds join it, and it is edited at most every 3 s. Above 50 events a minute
of one person and key there is one summary a minute, at its end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.html import NOTHING, Html, lines, quote
from bot.translate import Words

EDIT_EVERY: Final = 3.0
MINUTE: Final = 60.0
SINGLE_MOST: Final = 50
"""Events a minute that are still told by messages of their own."""
LINES_MOST: Final = 20
LISTED_MOST: Final = 2_500
"""Characters of the list, tags and all: with the latest in full it stays under Telegram's 4,096."""


@dataclass(frozen=True, slots=True)
class Minute:
    """How many events there were since `at`, and in the minute before."""

    at: float
    many: int
    before: int = 0

    def counted(self, now: float) -> "Minute":
        """With one more, now."""
        if now < self.at + MINUTE:
            return Minute(self.at, self.many + 1, self.before)
        follows = now < self.at + 2 * MINUTE
        return Minute(self.at + MINUTE if follows else now, 1, self.many if follows else 0)

    @property
    def storms(self) -> bool:
        return max(self.many, self.before) > SINGLE_MOST


@dataclass(frozen=True, slots=True)
class Gathering:
    """A message that others may join. `open`: it can still be changed, or was not even sent."""

    closes_at: float
    unsent: bool
    minute: Minute


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event goes: into the message there is, or into one of its own that is due then and closes then."""

    joins: bool
    due_at: float
    closes_at: float
    minute: Minute


def placed(latest: Gathering | None, *, now: float, window: float) -> Place:
    """Where the next event of a person and key goes; `latest` is their newest message."""
    if latest is None:
        return Place(joins=False, due_at=now, closes_at=now + window, minute=Minute(now, 1))
    minute = latest.minute.counted(now)
    if latest.unsent or now < latest.closes_at:
        return Place(joins=True, due_at=now, closes_at=latest.closes_at, minute=minute)
    if minute.storms:
        end = minute.at + MINUTE
        return Place(joins=False, due_at=end, closes_at=end, minute=minute)
    return Place(joins=False, due_at=now, closes_at=now + window, minute=minute)


def edit_due(*, now: float, changed_at: float) -> float:
    """When a message that last changed then may change again."""
    return max(now, changed_at + EDIT_EVERY)


def listed(earlier: Sequence[str], line: str) -> list[str]:
    """The list with one more on top; the oldest leave it when it grows too long."""
    kept = [line, *earlier][:LINES_MOST]
    while len(kept) > 1 and sum(map(len, kept)) > LISTED_MOST:
        kept.pop()
    return kept


def gathered(t: Words, latest: Html, found: Sequence[Html], *, count: int, plain: bool) -> Html:
    """The latest in full, how many there are, and the first line of each; `plain`: for readers without quotes."""
    if count < 2:
        return latest
    rest = count - len(found)
    together = t.n("alert", "{count} together, the newest first:", "{count} together, the newest first:", count)
    older = t.n("alert", "and {count} before them", "and {count} before them", rest) if rest else NOTHING
    shown = lines(*found, older)
    return lines(latest, together, shown if plain else quote(shown, expandable=True))
