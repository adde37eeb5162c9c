"""The rows of the bench: what is measured, by which measurement, and at which sizes."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeAlias

from bot.bench.commits_alone import commits_alone
from bot.bench.fan_out import fan_out, first_order
from bot.bench.group_commit import group_commit
from bot.bench.growing import growing
from bot.bench.importing import importing
from bot.bench.measuring import Row
from bot.bench.memory import bytes_per_copying
from bot.bench.naive import fan_out_vs_naive
from bot.bench.outbox import outbox
from bot.bench.press import press
from bot.bench.settlement import settlement
from bot.bench.stall import loop_stall
from bot.bench.starting import start
from bot.bench.sweep import stop_loss_sweep

Measure: TypeAlias = Callable[[int, int], Coroutine[Any, Any, list[Row]]]

MEASURES: Mapping[str, tuple[Measure, tuple[int, ...]]] = {
    "fan_out": (fan_out, (1, 100, 1_000, 10_000, 100_000, 1_000_000)),
    "commits_alone": (commits_alone, (1, 100)),
    "first_order": (first_order, (1_000_000,)),
    "loop_stall_ms": (loop_stall, (100_000, 1_000_000)),
    "group_commit": (group_commit, (64,)),
    "fan_out_vs_naive": (fan_out_vs_naive, (1_000,)),
    "stop_loss_sweep": (stop_loss_sweep, (1_000_000,)),
    "settlement": (settlement, (100_000, 1_000_000)),
    "start": (start, (100_000,)),
    "bytes_per_copying": (bytes_per_copying, (1_000_000,)),
    "import": (importing, (1,)),
    "outbox": (outbox, (2_000,)),
    "press": (press, (50,)),
    "growth": (growing, (500,)),
}
"""What is measured, and at which N when none is asked for."""
