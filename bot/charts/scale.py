"""From exact values to pixels: a straight scale with few round marks. Floats begin here and end in the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10
from typing import Final

STEPS: Final = (1, 2, 2.5, 5, 10)
MARGIN: Final = 0.06  # of the height, kept free above and below the line
SPAN_LEAST: Final = 0.004  # less would magnify what the marks, of a tenth of a percent, cannot tell apart


@dataclass(frozen=True, slots=True)
class Scale:
    """`low` is drawn at pixel `bottom`, `high` at `top`; pixels are counted from the top, so `top` < `bottom`."""

    low: float
    high: float
    top: float
    bottom: float

    def at(self, value: Decimal | float) -> float:
        """The pixel of a value."""
        share = (float(value) - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)

    def marks(self, most: int = 4) -> list[Decimal]:
        """At most so many round values within the scale, evenly apart, zero among them where it is in reach."""
        step = _step((self.high - self.low) / most)
        first, last = ceil(self.low / float(step)), floor(self.high / float(step))
        return [step * place for place in range(first, last + 1)]


def scale_of(values: Sequence[Decimal], *, top: float, bottom: float) -> Scale:
    """A scale that has all values and zero in reach, with some room beyond; what hardly differs is drawn so."""
    low, high = float(min(*values, Decimal(0))), float(max(*values, Decimal(0)))
    spare = max(0.0, SPAN_LEAST - (high - low)) / 2
    low, high = low - spare, high + spare
    room = (high - low) * MARGIN
    return Scale(low - room * (low < 0), high + room * (high > 0), top, bottom)


def scale_between(values: Sequence[Decimal], *, top: float, bottom: float) -> Scale:
    """A scale of the values alone, for prices: zero would press them to a line. What hardly differs is drawn so."""
    low, high = float(min(values)), float(max(values))
    room = max((high - low) * MARGIN, high * SPAN_LEAST / 2)
    return Scale(low - room, high + room, top, bottom)


def _step(wanted: float) -> Decimal:
    """The least round step that is at least so large."""
    power = floor(log10(wanted))
    factor = next(step for step in STEPS if step * 10.0**power >= wanted * 0.999)
    return Decimal(str(factor)).scaleb(power)
