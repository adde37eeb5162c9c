"""The line in which requests wait: by lane and then by age, each chat at its own rate, and nothing inside a ban.

Pure, and told the time: seconds of a monotonic clock. Numbers: chat.md §4, below Telegram's 30/s over all, 1/s a chat,
20/min a group.
"""

import heapq
from dataclasses import dataclass, field
from itertools import count
from typing import Final, Generic, TypeVar

T = TypeVar("T")

CHATS_KEPT: Final = 20_000
"""Chats whose bucket is remembered before the full ones are dropped."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket: `burst` at once, then `per_second`."""

    burst: float
    per_second: float


@dataclass(frozen=True, slots=True)
class Limits:
    """The pace of the whole desk."""

    overall: Rate = Rate(burst=2, per_second=28)
    private: Rate = Rate(burst=3, per_second=1)
    group: Rate = Rate(burst=3, per_second=17 / 60)  # 3 at once and 17 more: never over 20 in any minute
    in_flight: int = 32


UNLIMITED: Final = Limits(Rate(1e9, 1e9), Rate(1e9, 1e9), Rate(1e9, 1e9))
"""For tests of something else."""


@dataclass(slots=True)
class Bucket:
    """Tokens that come back with time."""

    rate: Rate
    tokens: float
    at: float
    closed_until: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until one may go; 0 is now."""
        if now < self.closed_until:
            return self.closed_until - now
        self.tokens = min(self.rate.burst, self.tokens + max(0.0, now - self.at) * self.rate.per_second)
        self.at = max(now, self.at)
        # A hair under one token counts as one: else rounding could ask for a wait of zero for ever.
        return 0.0 if self.tokens >= 1 - 1e-9 else (1 - self.tokens) / self.rate.per_second

    def close(self, until: float) -> None:
        """Shut until then; a shorter ban never shortens a longer one, and afterwards it fills from empty."""
        self.closed_until = max(self.closed_until, until)
        self.tokens, self.at = 1.0, max(self.at, until)


@dataclass(frozen=True, slots=True)
class Wait:
    """Nobody may go for so many seconds."""

    seconds: float


@dataclass(slots=True)
class Line(Generic[T]):
    """All who wait, by lane and then by age; a chat that must rest holds up nobody else."""

    limits: Limits = field(default_factory=Limits)
    _overall: Bucket = field(init=False)
    _chats: dict[int, Bucket] = field(default_factory=dict)
    _waiting: dict[int, list[tuple[int, int, T]]] = field(default_factory=dict)
    _ready: list[tuple[int, int, int]] = field(default_factory=list)  # (lane, age, chat): the head of that chat
    _resting: list[tuple[float, int]] = field(default_factory=list)
    _asleep: set[int] = field(default_factory=set)
    _ages: "count[int]" = field(default_factory=count)
    _size: int = 0

    def __post_init__(self) -> None:
        """Start with a full, small bucket."""
        self._overall = Bucket(self.limits.overall, self.limits.overall.burst, 0.0)

    def __len__(self) -> int:
        """How many wait."""
        return self._size

    def push(self, lane: int, chat: int, item: T) -> None:
        """Join the line."""
        age = next(self._ages)
        heap = self._waiting.setdefault(chat, [])
        heapq.heappush(heap, (lane, age, item))
        self._size += 1
        if chat not in self._asleep and heap[0][1] == age:
            heapq.heappush(self._ready, (lane, age, chat))

    def pop(self, now: float) -> T | Wait | None:
        """Who goes now; how long nobody may; None where nobody waits."""
        self._wake(now)
        overall = self._overall.wait(now)
        if overall:
            return Wait(overall) if self._size else None
        while self._ready:
            _, age, chat = heapq.heappop(self._ready)
            heap = self._waiting.get(chat)
            if not heap or heap[0][1] != age or chat in self._asleep:
                continue  # another of this chat has overtaken it, and stands in the line itself
            rest = self._bucket(chat, now).wait(now)
            if rest:
                self._rest(chat, now + rest)
                continue
            return self._leave(chat)
        return Wait(max(self._resting[0][0] - now, 0.001)) if self._resting else None

    def told_to_wait(self, chat: int | None, seconds: float, now: float) -> None:
        """A 429. Telegram does not say whom it means: this chat, and when a second chat hears it too, everybody."""
        others = any(bucket.closed_until > now for other, bucket in self._chats.items() if other != chat)
        if chat is None or others:
            self._overall.close(now + seconds)
        if chat is not None:
            self._bucket(chat, now).close(now + seconds)

    def _leave(self, chat: int) -> T:
        heap = self._waiting[chat]
        item = heapq.heappop(heap)[2]
        self._size -= 1
        self._overall.tokens -= 1
        self._chats[chat].tokens -= 1
        if heap:
            heapq.heappush(self._ready, (heap[0][0], heap[0][1], chat))
        else:
            del self._waiting[chat]
        return item

    def _rest(self, chat: int, until: float) -> None:
        self._asleep.add(chat)
        heapq.heappush(self._resting, (until, chat))

    def _wake(self, now: float) -> None:
        while self._resting and self._resting[0][0] <= now:
            chat = heapq.heappop(self._resting)[1]
            self._asleep.discard(chat)
            heap = self._waiting.get(chat)
            if heap:
                heapq.heappush(self._ready, (heap[0][0], heap[0][1], chat))
        if len(self._chats) > CHATS_KEPT:
            self._forget(now)

    def _forget(self, now: float) -> None:
        """A full and open bucket says nothing: drop it, so that memory does not grow with everybody ever met."""
        for chat in [chat for chat, bucket in self._chats.items() if self._is_full(bucket, now)]:
            del self._chats[chat]

    def _is_full(self, bucket: Bucket, now: float) -> bool:
        bucket.wait(now)
        return now >= bucket.closed_until and bucket.tokens >= bucket.rate.burst

    def _bucket(self, chat: int, now: float) -> Bucket:
        rate = self.limits.private if chat > 0 else self.limits.group  # group ids are negative
        return self._chats.setdefault(chat, Bucket(rate, rate.burst, now))
