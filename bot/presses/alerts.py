"""The presses of alert settings and of the time zone. Times are minutes of the day, offsets minutes ahead of UTC.

What sets something carries the value it sets, and the version of the preferences it was shown at (rule 5).
"""

from typing import ClassVar

from bot.presses import Press, ShortId
from bot.wishes.topics import Level, Topic


class SetLevel(Press):
    """Tell this topic so from now on."""

    tag: ClassVar[str] = "al"
    topic: Topic
    level: Level
    version: int


class SetQuiet(Press):
    """Quiet hours from `start` to before `end`; none where both are the same."""

    tag: ClassVar[str] = "alq"
    start: int
    end: int
    version: int


class SetDigest(Press):
    """The digest at this minute of the day; none at -1."""

    tag: ClassVar[str] = "ald"
    at: int
    version: int


class ShowTimes(Press):
    """All the times that clocks show now."""

    tag: ClassVar[str] = "tza"


class ShowZones(Press):
    """The zones whose clocks are so far ahead of UTC now."""

    tag: ClassVar[str] = "tzo"
    offset: int


class LiveIn(Press):
    """Live in the zone of this city from now on."""

    tag: ClassVar[str] = "tz"
    city: ShortId
