"""The memory journal: for stories and tests. It outlives the engine that writes it, not the process."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.adapters.journals.subjects import kind_of, subject_of
from core.model.events import Record
from core.model.people import PersonId
from core.ports import JournalRefused, Snapshot

SNAPSHOTS = 2


@dataclass(frozen=True, slots=True)
class _Saved:
    fold_version: int
    snapshot: Snapshot


class MemoryJournal:
    """A `Journal` over lists. `fold_version` is the running fold's: snapshots of another one are not used."""

    def __init__(self, fold_version: int = 1) -> None:
        self.fold_version = fold_version
        self._records: list[Record] = []
        self._saved: list[_Saved] = []

    def append(self, records: Sequence[Record]) -> None:
        for expected, record in enumerate(records, len(self._records) + 1):
            if record.seq != expected:
                raise JournalRefused(
                    f"record {record.seq} was offered where {expected} is next: another writer is at it"
                )
        self._records.extend(records)

    def read(self, after: int = 0) -> Iterator[Record]:
        yield from self._records[max(after, 0) :]

    def about(
        self, subject: PersonId, kinds: Sequence[str], *, before: int | None = None, most: int = 10
    ) -> list[Record]:
        found: list[Record] = []
        for record in reversed(self._records[: None if before is None else max(before - 1, 0)]):
            if len(found) == most:
                break
            if subject_of(record.fact) == subject and kind_of(record.fact) in kinds:
                found.append(record)
        return found

    def save(self, snapshot: Snapshot) -> None:
        self._saved = [*self._saved, _Saved(self.fold_version, snapshot)][-SNAPSHOTS:]

    def snapshot(self) -> Snapshot | None:
        usable = (saved.snapshot for saved in reversed(self._saved) if saved.fold_version == self.fold_version)
        return next(usable, None)

    def close(self) -> None:
        """Nothing to let go of: the same journal may be used again."""
