"""A line of blocks, ▁▂▃▅▇: how a series went, where there is no picture of it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from bot.html import Html, esc

BLOCKS: Final = "▁▂▃▅▇"
WIDEST: Final = 24
"""Blocks; more would break the line on a phone."""


def sparkline(values: Sequence[Decimal | int]) -> Html:
    """One block a value, of many values some evenly apart, the first and the last among them. A flat series is low."""
    last = len(values) - 1
    many = min(len(values), WIDEST)
    shown = [values[place * last // (many - 1)] for place in range(many)] if many > 1 else list(values)
    low, high = min(shown), max(shown)
    if low == high:
        return esc(BLOCKS[0] * len(shown))
    return esc("".join(BLOCKS[int((value - low) * len(BLOCKS) / (high - low) - (value == high))] for value in shown))
