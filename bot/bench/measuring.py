"""Rounds, medians and rows: how every figure of the bench is taken and written down.

Variants are measured in turn within a round, so that a noisy neighbour meets them all. Times are in milliseconds.
"""

import math
import os
import statistics
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

LARGE = 10_000
"""From here on the columns are what costs, and growth is worth looking at."""
WARM_UP = 2
"""Rounds that are run and thrown away."""

Times: TypeAlias = Sequence[float]
Variant: TypeAlias = Callable[[], Awaitable[float]]
"""Runs once; returns milliseconds."""


class NotEqual(AssertionError):
    """Two variants of the same work came to different results: their times cannot be compared."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the work's times beside those of what it is compared with.

    `faster`: the ratio says how many times quicker than `against` it is; else how many times longer it takes.
    `unit` names what `times` and `limits` are; JSON has them as `ms` and `limit_ms`, or as `bytes` and `limit_bytes`.
    """

    name: str
    n: int
    times: Times
    limits: Times
    against: str
    target: float | None = None
    faster: bool = False
    unit: str = "ms"
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def limit(self) -> float:
        return statistics.median(self.limits)

    @property
    def ratio(self) -> float:
        """Of the medians."""
        return self._ratio(self.median, self.limit)

    @property
    def spread(self) -> tuple[float, float]:
        """The least and the greatest ratio of any one round."""
        each = [self._ratio(time, limit) for time, limit in zip(self.times, self.limits, strict=True)]
        return min(each), max(each)

    def met(self) -> bool | None:
        """Whether the target is reached; None without one."""
        if self.target is None:
            return None
        return self.ratio >= self.target if self.faster else self.ratio <= self.target

    def as_json(self) -> dict[str, Any]:
        """The row as issue 5 wants it, and what it is compared with."""
        keys = ("ms", "limit_ms") if self.unit == "ms" else (self.unit, f"limit_{self.unit}")
        return {
            "name": self.name,
            "n": self.n,
            "ratio": round(self.ratio, 3),
            keys[0]: round(self.median, 3),
            keys[1]: round(self.limit, 3),
            "spread": [round(each, 3) for each in self.spread],
            f"{keys[0]}_spread": [round(min(self.times), 3), round(max(self.times), 3)],
            "against": self.against,
            "target": self.target,
            "met": self.met(),
            **self.more,
        }

    def _ratio(self, time: float, limit: float) -> float:
        over, under = (limit, time) if self.faster else (time, limit)
        return over / under if under else 0.0


def installed(bytecode: Path) -> dict[str, str]:
    """The environment of a Python that keeps its bytecode in this folder, as an installed desk keeps it beside its
    source: from the second process on nothing is compiled, whatever this one was started with."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(bytecode)}


async def interleaved(rounds: int, *variants: Variant, warm_up: int = WARM_UP) -> list[list[float]]:
    """The times of each variant, one a round, taken in turn."""
    times: list[list[float]] = [[] for _ in variants]
    for each in range(warm_up + rounds):
        for kept, variant in zip(times, variants, strict=True):
            taken = await variant()
            if each >= warm_up:
                kept.append(taken)
    return times


def growth(rows: Sequence[Row]) -> dict[str, float]:
    """The exponent of each work's time in N, from its least N of 10,000 or more to its greatest; or the row's own."""
    found: dict[str, list[Row]] = {}
    own = {row.name: row.more["exponent"] for row in rows if "exponent" in row.more}
    for row in rows:
        if row.unit == "ms" and row.n >= LARGE:
            found.setdefault(row.name, []).append(row)
    return own | {
        name: math.log(sized[-1].median / sized[0].median) / math.log(sized[-1].n / sized[0].n)
        for name, sized in found.items()
        if sized[-1].n > sized[0].n
    }
