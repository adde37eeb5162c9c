"""The command `slipstream bench`: measures ratios side by side in one run, and prints a table or one JSON object.

    slipstream bench [--json] [--only NAME] [--n N] [--rounds R]

Absolute times promise nothing; a ratio compares two things that were measured in turn on the same machine.
"""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Sequence

from bot.bench.measuring import Row, growth
from bot.bench.table import table

LATER = ("okx_wire",)
"""Rows of the plan that nothing measures yet."""


def main(argv: Sequence[str]) -> int:
    """Prints the rows; 0 when all that was asked for was measured, 2 for a name nobody measures yet."""
    parser = _parser()
    asked = parser.parse_args(argv)
    if asked.only in LATER:
        _say({"rows": [], "not_measured_yet": [asked.only]} if asked.json else f"{asked.only} is not measured yet")
        return 2
    from bot.bench.measures import MEASURES  # noqa: PLC0415 - all of the desk comes with them, and --help waits for none

    if asked.only not in {None, *MEASURES}:
        parser.error(f"--only is one of {', '.join([*MEASURES, *LATER])}")
    rows: list[Row] = []
    for name in [asked.only] if asked.only else MEASURES:
        measure, sizes = MEASURES[name]
        for n in [asked.n] if asked.n else sizes:
            rows += asyncio.run(measure(n, asked.rounds))
            if not asked.json:
                sys.stderr.write(f"measured {name} at N = {n:,}\n")
    if asked.json:
        found = {name: round(exponent, 3) for name, exponent in growth(rows).items()}
        _say({"rows": [row.as_json() for row in rows], "growth": found, "machine": _machine(), "rounds": asked.rounds})
    else:
        _say(f"{table(rows)}\n\n{_grown(rows)}medians of {asked.rounds} interleaved rounds; {_machine()}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="slipstream bench", description="Ratios, measured side by side in one run.")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--only", help="one row alone", metavar="NAME")
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
