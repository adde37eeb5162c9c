"""`slipstream proof`: adds up the whole book from the journal, and shows that no money was lost or made."""

import argparse
import sys
from datetime import UTC, datetime
from time import monotonic

from bot.host.where import ask_folder, journal_of
from core.adapters.journals.sqlite import read_only
from core.decide.desk import Desk
from core.fold import fold
from core.fold.book import Book
from core.model.limits import limits
from core.views.proof import AssetProof, Proof, proof

COLUMNS = ("asset", "paid in", "paid out", "fees", "traded", "must be", "is", "")


def main(argv: list[str]) -> int:
    """Prints a line an asset. 0: everything adds up; 3: something does not."""
    parser = argparse.ArgumentParser(prog="slipstream proof", description="Add up the whole book from its journal.")
    ask_folder(parser)
    given = parser.parse_args(argv)
    start, book = monotonic(), Book()
    for record in read_only(journal_of(given.data)):
        fold(book, record)
    read = monotonic()
    found = proof(Desk(book, {}, limits(), book.at or datetime.now(UTC)))
    added = monotonic()
    _print(found)
    print(f"{found.facts} facts read in {read - start:.2f} s, added up in {(added - read) * 1000:.1f} ms")  # noqa: T201
    if found.refused_until:
        print(f"the last settlement was refused; it is tried again at {found.refused_until:%Y-%m-%d %H:%M} UTC")  # noqa: T201
    if not found.sound:
        print("slipstream proof: the book does not balance; nothing is settled until it does", file=sys.stderr)  # noqa: T201
        return 3
    return 0


def _print(found: Proof) -> None:
    rows = [COLUMNS, *(_cells(asset) for asset in found.assets)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    for row in rows:
        cells = [
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:-1], widths[1:-1], strict=True)),
        ]
        print("  ".join([*cells, row[-1]]).rstrip())  # noqa: T201


def _cells(asset: AssetProof) -> tuple[str, ...]:
    amounts = (asset.deposited, asset.withdrawn, asset.fees, asset.traded, asset.expected, asset.held)
    verdict = "adds up" if asset.sound else "below zero" if asset.held == asset.expected else "DOES NOT ADD UP"
    return (asset.asset, *(f"{amount:f}" for amount in amounts), verdict)
