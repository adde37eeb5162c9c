"""The words for a copying and its settings (R-8)."""

from dataclasses import dataclass, replace
from enum import IntEnum

from core.model.market import Symbol


class Sizing(IntEnum):
    """How much of a lead order to copy (R-8.2 to R-8.4)."""

    FIXED_AMOUNT = 0
    MULTIPLIER = 1
    SMART_SYNC = 2


class CopyingState(IntEnum):
    """R-8.1: running, then closing (exits only), then ended."""

    ENDED = 0
    RUNNING = 1
    CLOSING = 2


class StopWay(IntEnum):
    """What becomes of the open copy lots when a copying stops (R-16.2)."""

    MARKET_CLOSE = 0
    COPY_CLOSE = 1
    MANUAL_CLOSE = 2


class StopCause(IntEnum):
    """Who or what ended a copying (scenario.md)."""

    COPIER = 0
    TOTAL_STOP_LOSS = 1
    LEAD_STOPPED = 2
    REVOKED = 3
    REMOVED = 4


class ReleaseCause(IntEnum):
    """Why copy lots became the copier's own coins."""

    DUST = 0
    MANUAL_CLOSE = 1
    ORPHAN = 2
    REVOKED = 3
    DELISTED = 4
    KEPT = 5
    """The copier took them out of a copying that goes on."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a copier agreed to under one lead.

    `size` is the amount in quote units, the multiplier in 10⁻⁸, or the allocation in quote units, as `sizing` says.
    `max_total` and `total_stop_loss` in quote units, 0 is off; `take_profit` and `stop_loss` in 10⁻⁸, 0 is off.
    `instruments` None follows the lead's choice; `never` bars entries in a coin, exits go on.
    """

    sizing: Sizing
    size: int
    max_total: int = 0
    instruments: frozenset[Symbol] | None = None
    never: frozenset[Symbol] = frozenset()
    take_profit: int = 0
    stop_loss: int = 0
    total_stop_loss: int = 0
    total_stop_loss_action: StopWay = StopWay.MARKET_CLOSE
    buy_existing: bool = False

    @property
    def smart(self) -> bool:
        return self.sizing is Sizing.SMART_SYNC

    def with_stop(self, total_stop_loss: int, action: StopWay) -> "Settings":
        """The same with another total stop-loss."""
        return replace(self, total_stop_loss=total_stop_loss, total_stop_loss_action=action)
