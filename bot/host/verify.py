"""`slipstream verify FILE...`: whether statements are what the desk signed, by its public key alone.

It needs nothing of the desk: no data, no network. `slipstream verify --key` prints the key that others need for it.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Final, assert_never

from bot.refusals import Refused
from bot.settings import SettingsError, read_folder
from bot.statements.fields import MONEY, padded
from bot.statements.key_file import PUBLIC_FILE
from bot.statements.sealing import FIRST
from bot.statements.verifying import LARGEST, Changed, Genuine, NotAStatement, Verdict, check

GOOD, NOT_AS_SIGNED, NO_STATEMENT = 0, 1, 2
_KEY: Final = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, slots=True)
class Key:
    """The public key to compare with, and where it is from; without one the file is taken at its word."""

    digits: str | None
    source: str


def main(argv: list[str]) -> int:
    """Prints a verdict on each. 0: all as signed; 1: one was changed, or breaks the chain; 2: one is no statement."""
    parser = argparse.ArgumentParser(
        prog="slipstream verify", description="Check statements (CSV, XLSX, PDF) with the desk's public key alone."
    )
    parser.add_argument("file", nargs="*", type=Path, help="statements; several of one person are checked as a chain")
    parser.add_argument(
        "--key", nargs="?", const="", help="the desk's public key, or a file with it; without files and value: print it"
    )
    given = parser.parse_args(argv)
    if not given.file:
        if given.key is None:
            parser.error("which file?")
        return _print_key()
    key = _key(given.key)
    verdicts = [
        (path, check(content, key.digits) if isinstance(content, bytes) else content)
        for path, content in _read(given.file)
    ]
    for path, verdict in verdicts:
        _say("\n".join(_lines(str(path), verdict, key)))
    broken = list(_breaks([verdict for _, verdict in verdicts if isinstance(verdict, Genuine)]))
    for line in broken:
        _say(line)
    return max([NOT_AS_SIGNED if broken else GOOD, *(_code(verdict) for _, verdict in verdicts)])


def _print_key() -> int:
    path = _own()
    if path is None:
        raise Refused(f"there is no {PUBLIC_FILE} in DATA_DIR yet: the desk makes it on its first start")
    _say(_digits(path))
    return GOOD


def _own() -> Path | None:
    """The public key of the desk on this machine, if there is one."""
    try:
        path = read_folder() / PUBLIC_FILE
    except SettingsError:
        return None
    return path if path.is_file() else None


def _key(given: str | None) -> Key:
    if given:
        return Key(given.lower(), "the key you gave") if _KEY.fullmatch(given) else Key(_digits(Path(given)), given)
    own = _own()
    return Key(_digits(own), str(own)) if own else Key(None, "")


def _digits(path: Path) -> str:
    with path.open("rb") as file:
        text = file.read(200).decode("ascii", errors="replace").strip()
    if not _KEY.fullmatch(text):
        raise Refused(f"{path} holds no public key: one line of 64 hex digits is expected")
    return text.lower()


def _read(paths: Sequence[Path]) -> list[tuple[Path, bytes | NotAStatement]]:
    found: list[tuple[Path, bytes | NotAStatement]] = []
    for path in paths:
        try:
            with path.open("rb") as file:
                found.append((path, file.read(LARGEST + 1)))
        except OSError as problem:
            found.append((path, NotAStatement(f"it cannot be read: {problem.strerror}")))
    return found


def _code(verdict: Verdict) -> int:
    match verdict:
        case Genuine():
            return GOOD
        case Changed():
            return NOT_AS_SIGNED
        case NotAStatement():
            return NO_STATEMENT
        case unknown:
            assert_never(unknown)


def _lines(path: str, verdict: Verdict, key: Key) -> list[str]:
    match verdict:
        case Genuine():
            return _good(path, verdict, key)
        case Changed():
            return [f"{path}: NOT AS SIGNED ({verdict.form})", f"  {verdict.why}"]
        case NotAStatement():
            return [f"{path}: not a statement", f"  {verdict.why}"]
        case unknown:
            assert_never(unknown)


def _good(path: str, verdict: Genuine, key: Key) -> list[str]:
    sealed, statement, totals = verdict.sealed, verdict.sealed.statement, verdict.sealed.statement.totals
    other = f", lead {statement.other} (account {statement.lead})" if statement.other else ""
    known = (
        f"checked against {key.source}"
        if verdict.trusted
        else "the file's own: is it your desk's? Give that with --key"
    )
    mode = "PAPER" if statement.paper else "LIVE"
    before = "none, it is the first" if sealed.previous == FIRST else sealed.previous
    return [
        f"{path}: as signed ({verdict.form}); every figure it shows was checked",
        f"  statement {statement.number} of {statement.name} (account {statement.person}), {statement.party}{other}",
        f"  {mode}, cycle {_minute(statement.starts)} to {_minute(statement.ends)} UTC, {statement.outcome}",
        f"  net {_money(totals.net)}, payable {_money(totals.payable)}, refund {_money(totals.refund)} USDT",
        f"  hash {sealed.hash}",
        f"  hash before {before}",
        f"  key {sealed.key} ({known})",
    ]


def _breaks(found: list[Genuine]) -> Iterator[str]:
    """Statements of one person that cannot stand in one chain: two of a number, or one that names another before it."""
    chain = sorted((each.sealed for each in found), key=lambda each: (each.statement.person, each.statement.number))
    for before, later in pairwise(chain):
        name, number = later.statement.name, later.statement.number
        if later.statement.person != before.statement.person:
            continue
        if number == before.statement.number and later.hash != before.hash:
            yield f"there are two different statements {number} of {name}: NOT ONE CHAIN"
        if number == before.statement.number + 1 and later.previous != before.hash:
            yield f"statement {number} of {name} names another before it than the one given: NOT ONE CHAIN"


def _minute(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}"


def _money(units: int) -> str:
    return padded(MONEY.text(units), 2)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
