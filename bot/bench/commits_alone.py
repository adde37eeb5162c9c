"""commits_alone: what of a fan-out the journal costs by itself, beside the same two durable appends.

The two commits of a lead buy, packed beforehand, each handed to the thread it is written in and waited for on the loop:
no rule, no book, no venue. A desk that keeps its journal in SQLite and off its loop cannot be nearer to the limit.
"""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.bench.desk import lay_down, opened
from bot.bench.limit import Appends, bytes_of
from bot.bench.measuring import Row, interleaved
from bot.wiring.engine_room import OneThread
from core.adapters.journals.sqlite import LOG_ROOM, SqliteJournal
from core.fold.book import FOLD_VERSION
from core.model import events as e
from core.model.people import Origin


class _Rounds:
    """The commits of one buy, again and again."""

    def __init__(self, journal: SqliteJournal, thread: OneThread, appends: Appends, facts: Sequence[e.Fact]) -> None:
        self._journal, self._thread, self._appends = journal, thread, appends
        answered = [isinstance(fact, e.EntriesAnswered) for fact in facts]
        self._commits = [
            [fact for fact, late in zip(facts, answered, strict=True) if late is one] for one in (False, True)
        ]
        self._last = 0

    async def journal(self) -> float:
        """In SQLite."""
        commits = [self._records(facts) for facts in self._commits]
        start = time.perf_counter()
        for records in commits:
            await self._thread(partial(self._journal.append, records))
        return (time.perf_counter() - start) * 1e3

    async def limit(self) -> float:
        """In a bare file."""
        bodies = [bytes_of(facts, e.EntriesPlanned, e.EntriesAnswered) for facts in self._commits]
        return await self._thread(lambda: self._append(bodies))

    def _records(self, facts: Sequence[e.Fact]) -> list[e.Record]:
        at, first = datetime.now(UTC), self._last + 1
        self._last += len(facts)
        records = [e.Record(seq, at, Origin(""), fact) for seq, fact in enumerate(facts, first)]
        self._journal.prepare(records)
        return records

    def _append(self, bodies: Sequence[bytes]) -> float:
        start = time.perf_counter()
        for body in bodies:
            self._appends.append(body)
        return (time.perf_counter() - start) * 1e3


async def commits_alone(n: int, rounds: int) -> list[Row]:
    """For a lead buy with `n` copiers."""
    with TemporaryDirectory(prefix="slipstream-bench-") as name:
        desk_folder, folder = Path(name) / "desk", Path(name) / "alone"
        desk_folder.mkdir()
        folder.mkdir()
        lay_down(desk_folder, copiers=n, at=datetime.now(UTC))
        async with opened(desk_folder) as desk:
            facts = (await desk.buy()).facts
        thread, appends, file = OneThread(), Appends(folder), folder / "journal.sqlite"
        journal = await thread(lambda: SqliteJournal.open(file, fold_version=FOLD_VERSION, room=LOG_ROOM))
        try:
            at_work = _Rounds(journal, thread, appends, facts)
            times, limits = await interleaved(rounds, at_work.journal, at_work.limit)
        finally:
            await thread(journal.close)
            thread.close()
            appends.close()
    return [Row("commits_alone", n, times, limits, "2 durable appends")]
