"""`slipstream journal cut`: goes on from what is left of a damaged journal, and says what is lost.

For a desk that refuses to start because acknowledged records are gone, and has no newer backup. It keeps all files.
"""

import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.host.where import journal_of
from bot.refusals import Refused
from core.adapters.journals.lock import DeskLock
from core.adapters.journals.log import log_of
from core.adapters.journals.sqlite import read_only
from core.adapters.journals.witness import cut, last_of, noted

NOTES: Final = "notes.sqlite"
KEPT: Final = "damaged-%Y-%m-%dT%H-%M-%SZ"


def cut_journal(folder: Path) -> int:
    """Cuts what is damaged and nothing else, and prints what that means. Raises Refused where nothing is."""
    journal = journal_of(folder)
    lock = DeskLock.acquire(folder)
    try:
        promised, log, there = noted(journal), log_of(journal), last_of(journal)
        if there is None:
            raise Refused(f"{journal} cannot be read as a journal: restore the newest backup into an empty folder")
        if not log.damaged and (promised is None or promised <= there):
            whole = sum(1 for _ in read_only(journal))  # a record damaged in the middle refuses: none is cut out there
            raise Refused(f"nothing is lost: the journal holds all {whole} records that were acknowledged")
        kept = _kept(folder)
        left = cut(journal)
        if (folder / NOTES).exists():
            _forget_told(folder / NOTES, left)
    finally:
        lock.release()
    lost = f"{left + 1} to {promised}" if promised is not None and promised > left else f"from {left + 1} on"
    sys.stdout.write(
        f"The journal goes on from record {left}; records {lost} are given up. People may have been told of trades\n"
        f"among them that the book no longer knows: tell them so. A copy of all files as they were: {kept}\n"
    )
    return 0


def _kept(folder: Path) -> Path:
    """A copy of the files as they were found."""
    kept = folder / datetime.now(UTC).strftime(KEPT)
    kept.mkdir(mode=0o700)
    for path in (*folder.glob("journal.*"), *folder.glob(f"{NOTES}*")):
        if path.is_file():
            shutil.copy2(path, kept / path.name)
    return kept


def _forget_told(notes: Path, left: int) -> None:
    """Deletes the messages of records that are gone: new records get their numbers, and would be taken for told."""
    with closing(sqlite3.connect(notes, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        db.execute("DELETE FROM outbox WHERE fact GLOB '[0-9]*:*' AND CAST(fact AS INTEGER) > ?", (left,))
        db.execute("DELETE FROM letter WHERE fact GLOB '[0-9]*:*' AND CAST(fact AS INTEGER) > ?", (left,))
        db.execute("UPDATE cursor SET seq = min(seq, ?)", (left,))
        db.execute("COMMIT")
