"""The command `slipstream bench`: measures ratios side by side in one run, and prints a table or one JSON object.

    slipstream bench [--json] [--only NAME] [--n N] [--rounds R]

Absolute times promise nothing; a ratio compares two things that were measured in turn on the same machine.
"""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias

from bot.bench.fan_out import fan_out, first_order
from bot.bench.group_commit import group_commit
from bot.bench.importing import importing
from bot.bench.measuring import Row, growth
from bot.bench.memory import bytes_per_copying
from bot.bench.naive import fan_out_vs_naive
from bot.bench.outbox import outbox
from bot.bench.press import press
from bot.bench.settlement import settlement
from bot.bench.stall import loop_stall
from bot.bench.starting import start
from bot.bench.sweep import stop_loss_sweep
from bot.bench.table import table

Measure: TypeAlias = Callable[[int, int], Awaitable[list[Row]]]

MEASURES: Mapping[str, tuple[Measure, tuple[int, ...]]] = {
    "fan_out": (fan_out, (1, 100, 1_000, 10_000, 100_000, 1_000_000)),
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
}
"""What is measured, and at which N when none is asked for."""
LATER = ("okx_wire",)
"""Rows of the plan that nothing measures yet."""


def main(argv: Sequence[str]) -> int:
    """Prints the rows; 0 when all that was asked for was measured, 2 for a name nobody measures yet."""
    asked = _parser().parse_args(argv)
    if asked.only in LATER:
        _say({"rows": [], "not_measured_yet": [asked.only]} if asked.json else f"{asked.only} is not measured yet")
        return 2
    rows: list[Row] = []
    for name in [asked.only] if asked.only else MEASURES:
        measure, sizes = MEASURES[name]
        for n in [asked.n] if asked.n else sizes:
            rows += asyncio.run(_measured(measure, n, asked.rounds))
            if not asked.json:
                sys.stderr.write(f"measured {name} at N = {n:,}\n")
    if asked.json:
        found = {name: round(exponent, 3) for name, exponent in growth(rows).items()}
        _say({"rows": [row.as_json() for row in rows], "growth": found, "machine": _machine(), "rounds": asked.rounds})
    else:
        _say(f"{table(rows)}\n\n{_grown(rows)}medians of {asked.rounds} interleaved rounds; {_machine()}")
    return 0


async def _measured(measure: Measure, n: int, rounds: int) -> list[Row]:
    return await measure(n, rounds)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="slipstream bench", description="Ratios, measured side by side in one run.")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--only", choices=[*MEASURES, *LATER], help="one row alone", metavar="NAME")
    parser.add_argument("--n", type=int, help="copiers (leads for group_commit), in place of the usual sizes")
    parser.add_argument("--rounds", type=int, default=7, help="rounds that count (7)")
    return parser


def _machine() -> str:
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, load {load:.1f} when the run ended"


def _grown(rows: Sequence[Row]) -> str:
    """What doubles when N does has an exponent of 1; below it, the work for one falls."""
    found = growth(rows)
    lines = [f"{name} grows with N to the power of {exponent:.2f}" for name, exponent in found.items()]
    return "\n".join([*lines, "", ""]) if lines else ""


def _say(what: object) -> None:
    sys.stdout.write(f"{what if isinstance(what, str) else json.dumps(what)}\n")
