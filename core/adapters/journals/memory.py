"""The memory journal: for stories and tests. It outlives the engine that writes it, not the process."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from core.adapters.journals.rows import Row, record_of, row_of, within_a_turn
from core.model.events import Record
from core.model.people import PersonId
from core.ports import JournalRefused, Snapshot

SNAPSHOTS = 2


@dataclass(frozen=True, slots=True)
class _Saved:
    fold_version: int
    snapshot: Snapshot


class MemoryJournal:
    """A `Journal` over a list of packed rows, so that what is read back has passed the codec as on disk.

    `fold_version` is the running fold's: snapshots of another one are not used.
    """

    def __init__(self, fold_version: int = 1) -> None:
        self.fold_version = fold_version
        self._rows: list[Row] = []
        self._saved: list[_Saved] = []

    def prepare(self, records: Sequence[Record]) -> None:
        pass

    def append(self, records: Sequence[Record]) -> None:
        for expected, record in enumerate(records, len(self._rows) + 1):
            if record.seq != expected:
                raise JournalRefused(
                    f"record {record.seq} was offered where {expected} is next: another writer is at it"
                )
        self._rows.extend([row_of(record) for record in records])

    def read(self, after: int = 0) -> Iterator[Record]:
        return map(record_of, self._rows[max(after, 0) :])

    def about(
        self, subject: PersonId, kinds: Sequence[str], *, before: int | None = None, most: int = 10
    ) -> list[Record]:
        found: list[Record] = []
        for row in reversed(self._rows[: None if before is None else max(before - 1, 0)]):
            if len(found) == most:
                break
            if row.subject == subject and row.kind in kinds:
                found.append(record_of(row))
        return found

    def onward(
        self, subjects: Collection[PersonId | None], kinds: Sequence[str], *, after: int, most: int
    ) -> list[Record]:
        wanted = (row for row in self._rows[max(after, 0) :] if row.kind in kinds and row.subject in subjects)
        return [record_of(row) for row in within_a_turn(islice(wanted, most))]

    def tidy(self) -> None:
        """Nothing to do."""

    def save(self, snapshot: Snapshot) -> None:
        self._saved = [*self._saved, _Saved(self.fold_version, snapshot)][-SNAPSHOTS:]

    def snapshot(self) -> Snapshot | None:
        return next((saved.snapshot for saved in reversed(self._saved) if self._usable(saved)), None)

    def close(self) -> None:
        """Nothing to let go of: the same journal may be used again."""

    def _usable(self, saved: _Saved) -> bool:
        return saved.fold_version == self.fold_version and saved.snapshot.seq <= len(self._rows)
