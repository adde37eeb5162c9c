"""`slipstream journal show`: the records of a journal as JSON Lines, its packed columns unfolded, for people and tools;
and `journal cut`, which `bot.host.cut` carries out.

Amounts stand as they are stored: money in 10⁻⁸ USDT, quantities and prices in the instrument's units, ratios in 10⁻⁸.
The bytes themselves are described in `core.adapters.journals.packing`; a damaged record is named and ends the reading.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Final, get_args

import numpy as np

from bot.host.cut import cut_journal
from bot.host.where import ask_folder, journal_of
from core.adapters.journals.sqlite import read_only
from core.model.events import Fact, Record

KINDS: Final = tuple(sorted(kind.__name__ for kind in get_args(Fact)))
"""What a record may be called."""


def main(argv: list[str]) -> int:
    """Prints a record a line. 0: read to the end; a journal that cannot be read is refused in one line."""
    parser = _parser()
    given = parser.parse_args(argv)
    if given.command == "cut":
        return cut_journal(given.data)
    if given.kind not in {None, *KINDS}:
        parser.error(f"no fact is called {given.kind}: --kind is one of {', '.join(KINDS)}")
    for record in read_only(journal_of(given.data)):
        if record.seq > given.to:
            break
        if record.seq >= given.since and given.kind in {None, type(record.fact).__name__}:
            sys.stdout.write(json.dumps(shown(record, given.entries), ensure_ascii=False) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="slipstream journal", description="Look into a journal.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    show = commands.add_parser("show", help="print its records")
    cut = commands.add_parser("cut", help="go on from what is left of a damaged one, where no backup is newer")
    for command in (show, cut):
        ask_folder(command)
    show.add_argument("--since", type=int, default=1, metavar="SEQ", help="the first record (%(default)s)")
    show.add_argument("--to", type=int, default=sys.maxsize, metavar="SEQ", help="the last record")
    show.add_argument("--kind", help="facts of this name alone, such as EntriesPlanned")
    show.add_argument(
        "--entries",
        type=int,
        default=8,
        metavar="N",
        help="how much of a column is shown; 0 is all of it (%(default)s)",
    )
    return parser


def shown(record: Record, entries: int) -> dict[str, Any]:
    """One record; a column is its dtype, its length and its first `entries` values, 0 being all."""
    kind = type(record.fact).__name__
    return {
        "seq": record.seq,
        "at": record.at.isoformat(),
        "origin": record.origin,
        "kind": kind,
        "fact": _plain(record.fact, entries),
    }


def _plain(value: Any, entries: int) -> Any:
    match value:
        case np.ndarray():
            first = value[: entries or None].tolist()
            return {"dtype": str(value.dtype), "entries": len(value), "first": first}
        case Enum():
            return value.name
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case Mapping():
            return {str(key): _plain(each, entries) for key, each in value.items()}
        case set() | frozenset():
            return sorted(_plain(each, entries) for each in value)
        case list() | tuple():
            return [_plain(each, entries) for each in value]
        case _ if is_dataclass(value):
            return {each.name: _plain(getattr(value, each.name), entries) for each in fields(value)}
        case _:
            return value
