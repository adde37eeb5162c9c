"""What may stand in the place of the network, the pace and the numbers of a desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from telegram.request import BaseRequest

from bot.door.line import Limits as Pace
from core.adapters.clocks import SystemClock
from core.adapters.venues.simulated import MARKET, Listed
from core.model.limits import Limits, limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """All as it is for real, but for what the demo and tests set."""

    request: BaseRequest | None = None
    poll_request: BaseRequest | None = None
    pace: Pace | None = None
    limits: Limits = field(default_factory=limits)
    market: tuple[Listed, ...] = MARKET
    seed: int = 1
    clock: SystemClock | None = None
    pictures: bool = True
    paper: Mapping[int, int] = field(default_factory=dict)
    """Paper money in quote units by Telegram id, where it is not the usual sum."""
