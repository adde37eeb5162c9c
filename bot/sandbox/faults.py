"""What can go wrong with Telegram, on demand: floods, refusals, a second poller, lost answers, slowness.

Each fault names a method (any case), or `ANY`, and counts down `n` calls. Nothing happens unless asked for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus

from bot.sandbox.refused import Refused, flooded, two_pollers

ANY = "*"
POLL = "getupdates"


@dataclass(slots=True)
class Planned:
    """One fault that waits for its method."""

    method: str
    left: int
    refusal: Refused | None = None
    seconds: float = 0

    def meets(self, method: str) -> bool:
        """True, and one used up, if this call is meant. `ANY` leaves polling alone."""
        meant = method != POLL if self.method == ANY else self.method == method
        if not meant or self.left <= 0:
            return False
        self.left -= 1
        return True


@dataclass(frozen=True, slots=True)
class Fate:
    """What the doors do to one call: lose the request, or run it, wait, and lose its answer."""

    request_lost: bool = False
    answer_lost: bool = False
    seconds: float = 0


@dataclass(slots=True)
class Pace:
    """So many messages a second, `burst` of them at once: when each chat (None: all together) is free again."""

    per_second: dict[str, float]
    burst: dict[str, int]
    free_at: dict[int | None, datetime] = field(default_factory=dict)

    def wait(self, chat_id: int, now: datetime) -> int:
        """Whole seconds to wait, 0 if the message may go (it is then counted)."""
        lanes = ((chat_id, "chat"), (None, "all"))
        waits = [self._early(key, kind, now) for key, kind in lanes]
        if max(waits) > 0:
            return math.ceil(max(waits))
        for key, kind in lanes:
            self.free_at[key] = max(self.free_at.get(key, now), now) + timedelta(seconds=1 / self.per_second[kind])
        return 0

    def _early(self, key: int | None, kind: str, now: datetime) -> float:
        ahead = (self.free_at.get(key, now) - now).total_seconds()
        return ahead - (self.burst[kind] - 1) / self.per_second[kind]


@dataclass(slots=True)
class Faults:
    """`now` tells when a flood is over; `wake` tells a waiting poll that there is news."""

    now: Callable[[], datetime]
    wake: Callable[[], None]
    refusals: list[Planned] = field(default_factory=list)
    lost_answers: list[Planned] = field(default_factory=list)
    lost_requests: list[Planned] = field(default_factory=list)
    delays: list[Planned] = field(default_factory=list)
    floods: dict[int | None, datetime] = field(default_factory=dict)
    pace: Pace | None = None
    conflicts: int = 0
    calls_into_floods: int = 0

    def flood(self, seconds: float, chat: int | None = None) -> None:
        """Refuses all that writes to `chat` (None: to any) with 429 until `seconds` from now."""
        self.floods[chat] = self.now() + timedelta(seconds=seconds)

    def limit(self, *, per_chat: float = 1, in_all: float = 30, chat_burst: int = 3, burst: int = 30) -> None:
        """Holds the bot to a pace, messages a second, as Telegram does without saying its numbers: else 429."""
        self.pace = Pace({"chat": per_chat, "all": in_all}, {"chat": chat_burst, "all": burst})

    def conflict(self, n: int = 1) -> None:
        """Answers the waiting or next `n` getUpdates with 409, as if a second process polled."""
        self.conflicts += n
        self.wake()

    def drop_answer(self, method: str, n: int = 1) -> None:
        """Executes the next `n` calls, but their answers never arrive."""
        self.lost_answers.append(Planned(method.lower(), n))

    def drop_request(self, method: str, n: int = 1) -> None:
        """The next `n` calls never reach Telegram."""
        self.lost_requests.append(Planned(method.lower(), n))

    def refuse(
        self,
        method: str,
        description: str,
        *,
        status: int = HTTPStatus.BAD_REQUEST,
        n: int = 1,
        parameters: Mapping[str, int] | None = None,
    ) -> None:
        """Answers the next `n` calls with `status` and `description`, e.g. "Forbidden: user is deactivated"."""
        self.refusals.append(Planned(method.lower(), n, Refused(description, status=status, parameters=parameters)))

    def server_error(self, method: str, n: int = 1, *, status: int = HTTPStatus.BAD_GATEWAY) -> None:
        """Answers the next `n` calls with 502 (or another 5xx), executing nothing."""
        self.refuse(method, HTTPStatus(status).phrase, status=status, n=n)

    def slow(self, method: str, seconds: float, n: int = 1) -> None:
        """Executes the next `n` calls at once but answers `seconds` (of real time) later."""
        self.delays.append(Planned(method.lower(), n, seconds=seconds))

    def clear(self) -> None:
        for planned in (self.refusals, self.lost_answers, self.lost_requests, self.delays):
            planned.clear()
        self.floods.clear()
        self.pace = None
        self.conflicts = 0

    def fate(self, method: str) -> Fate:
        """What the door must do to this call; each planned fault it meets is used up."""
        if _met(self.lost_requests, method):
            return Fate(request_lost=True)
        delay = _met(self.delays, method)
        return Fate(answer_lost=_met(self.lost_answers, method) is not None, seconds=delay.seconds if delay else 0)

    def check(self, method: str, chat_id: int | None) -> None:
        """Refuses the call if that was asked for. `chat_id` is None for methods that write to no chat."""
        met = _met(self.refusals, method)
        if met and met.refusal:
            raise met.refusal
        if method == POLL and self.conflicts:
            self.conflicts -= 1
            raise two_pollers()
        if chat_id is None:
            return
        if seconds := self._seconds_left(chat_id):
            self.calls_into_floods += 1
            raise flooded(seconds)
        if self.pace and (seconds := self.pace.wait(chat_id, self.now())):
            raise flooded(seconds)

    def _seconds_left(self, chat_id: int) -> int:
        ends = [self.floods[chat] for chat in (None, chat_id) if chat in self.floods]
        return max((math.ceil((end - self.now()).total_seconds()) for end in ends if end > self.now()), default=0)


def _met(planned: list[Planned], method: str) -> Planned | None:
    return next((one for one in planned if one.meets(method)), None)
