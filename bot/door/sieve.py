"""The sieve before the inbox: which raw updates come in, and how many of somebody nobody knows. It stores nothing."""

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from bot.door.line import Bucket, Rate

KINDS: Final = ("message", "callback_query", "my_chat_member", "inline_query")
STOP: Final = re.compile(r"/stop(?:@\w+)?(?:\s|$)")
STRANGER: Final = Rate(burst=20, per_second=1)  # somebody who looks around taps no faster
STRANGERS: Final = Rate(burst=200, per_second=20)
STRANGERS_REMEMBERED: Final = 10_000
TOLD_EVERY: Final = 3600.0  # seconds
TELLING: Final = Rate(burst=5, per_second=0.5)


@dataclass(frozen=True, slots=True)
class Sifted:
    """What must be known of a raw update before it is parsed."""

    update_id: int
    person: int
    chat: int | None
    urgent: bool
    is_message: bool


def sift(raw: object) -> Sifted | None:
    """Person and urgency of an update of a kind we take; None for all else: no sender, no effect."""
    if not isinstance(raw, dict) or not _is_id(raw.get("update_id")):
        return None
    kind = next((kind for kind in KINDS if isinstance(raw.get(kind), dict)), None)
    if kind is None:
        return None
    body: dict[str, Any] = raw[kind]
    sender = body.get("from")
    if not isinstance(sender, dict) or not _is_id(sender.get("id")) or sender.get("is_bot") is True:
        return None
    where = body.get("message") if kind == "callback_query" else body
    chat = where.get("chat") if isinstance(where, dict) else None
    chat_id = chat.get("id") if isinstance(chat, dict) else None
    text = body.get("text")
    urgent = kind == "message" and isinstance(text, str) and STOP.match(text) is not None
    chat_id = chat_id if _is_id(chat_id) else None
    return Sifted(raw["update_id"], sender["id"], chat_id, urgent, kind == "message")


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63


@dataclass(slots=True)
class Strangers:
    """Buckets before the disk: an unknown id over its rate, or all of them over theirs, is dropped unstored."""

    known: Callable[[int], bool]
    monotonic: Callable[[], float]
    each: Rate = STRANGER
    together: Rate = STRANGERS
    dropped: int = 0
    _told: "OrderedDict[int, float]" = field(default_factory=OrderedDict)
    _telling: Bucket | None = None
    _buckets: "OrderedDict[int, Bucket]" = field(default_factory=OrderedDict)
    _all: Bucket | None = None

    def admits(self, person: int) -> bool:
        """Whether this update may be stored."""
        if self.known(person):
            return True
        now = self.monotonic()
        bucket = self._buckets.pop(person, None) or Bucket(self.each, self.each.burst, now)
        self._buckets[person] = bucket  # the latest last
        while len(self._buckets) > STRANGERS_REMEMBERED:
            self._buckets.popitem(last=False)
        self._all = self._all or Bucket(self.together, self.together.burst, now)
        if bucket.wait(now) or self._all.wait(now):
            self.dropped += 1
            return False
        bucket.tokens -= 1
        self._all.tokens -= 1
        return True

    def should_tell(self, person: int) -> bool:
        """Whether to tell a dropped stranger so: once an hour each, and seldom in all, or telling becomes the flood."""
        now = self.monotonic()
        if now - self._told.get(person, -TOLD_EVERY) < TOLD_EVERY:
            return False
        self._telling = self._telling or Bucket(TELLING, TELLING.burst, now)
        if self._telling.wait(now):
            return False
        self._telling.tokens -= 1
        self._told.pop(person, None)
        self._told[person] = now
        while len(self._told) > STRANGERS_REMEMBERED:
            self._told.popitem(last=False)
        return True
