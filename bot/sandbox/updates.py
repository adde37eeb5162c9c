"""The queue of updates for the bot: ids that only grow, confirmed by a later offset, gone after 24 hours."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.sandbox.model import Json

LIFETIME = timedelta(hours=24)
BATCH_LIMIT = 100
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates are posted to; `secret` goes along in a header."""

    url: str
    secret: str = ""
    max_connections: int = 40


@dataclass(slots=True)
class Updates:
    """`allowed` None means every kind but those that must be asked for by name."""

    last_id: int = 700_000_000
    waiting: deque[tuple[int, datetime, Json]] = field(default_factory=deque)
    allowed: frozenset[str] | None = None
    webhook: Webhook | None = None
    last_error: tuple[datetime, str] | None = None
    polls: int = 0  # how many getUpdates began; a waiting one that is not the last has lost

    def push(self, kind: str, payload: Json, at: datetime) -> Json | None:
        """The update as queued, None if the bot did not ask for its kind."""
        if not self._wanted(kind):
            return None
        update: Json = {"update_id": self._next_id(), kind: payload}
        self.waiting.append((self.last_id, at, update))
        return update

    def inject(self, raw: Json, at: datetime) -> int:
        """Queues a raw update, well formed or not, and gives its id."""
        update_id = self._next_id()
        self.waiting.append((update_id, at, {"update_id": update_id} | raw))
        return update_id

    def batch(self, offset: int, limit: int, at: datetime) -> list[Json]:
        """What waits from `offset` on, after confirming all before it. A negative offset keeps the last -offset."""
        self.forget_old(at)
        if offset > 0:
            self.confirm(offset - 1)
        if offset < 0:
            self._keep_last(-offset)
        return [update for _, _, update in list(self.waiting)[: _between(limit)]]

    def confirm(self, update_id: int) -> None:
        while self.waiting and self.waiting[0][0] <= update_id:
            self.waiting.popleft()

    def forget_old(self, at: datetime) -> None:
        while self.waiting and at - self.waiting[0][1] > LIFETIME:
            self.waiting.popleft()

    def _keep_last(self, count: int) -> None:
        while len(self.waiting) > count:
            self.waiting.popleft()

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed is not None else kind not in NOT_BY_DEFAULT

    def _next_id(self) -> int:
        self.last_id += 1
        return self.last_id


def _between(limit: int) -> int:
    return min(max(limit, 1), BATCH_LIMIT)
