"""What every journal keeps: the same suite on memory, on SQLite, and on SQLite opened anew for every call."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from core.adapters.journals import rows
from core.adapters.journals.memory import MemoryJournal
from core.adapters.journals.sqlite import SqliteJournal
from core.model.columns import Rows
from core.model.copying import ReleaseCause
from core.model.events import (
    CycleClosed,
    Denied,
    Deposited,
    DeskStarted,
    Fact,
    LeadApproved,
    LotsReleased,
    ProfitShareSet,
    Record,
)
from core.model.market import Symbol
from core.model.people import Origin, PersonId
from core.model.reasons import Denial
from core.ports import Journal, JournalRefused, Snapshot
from tests.core.adapters.journals.trees import same

T = TypeVar("T")
START = datetime(2026, 1, 5, 8, 0, 0, 123_457, UTC)
LEA, BOB = PersonId(1), PersonId(2)


class AlwaysReopened:
    """A journal that dies after every call."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def prepare(self, records: Sequence[Record]) -> None:
        self._once(lambda journal: journal.prepare(records))

    def append(self, records: Sequence[Record]) -> None:
        self._once(lambda journal: journal.append(records))

    def read(self, after: int = 0) -> Iterator[Record]:
        return iter(self._once(lambda journal: list(journal.read(after))))

    def about(
        self, subject: PersonId, kinds: Sequence[str], *, before: int | None = None, most: int = 10
    ) -> list[Record]:
        return self._once(lambda journal: journal.about(subject, kinds, before=before, most=most))

    def onward(
        self, subjects: Collection[PersonId | None], kinds: Sequence[str], *, after: int, most: int
    ) -> list[Record]:
        return self._once(lambda journal: journal.onward(subjects, kinds, after=after, most=most))

    def save(self, snapshot: Snapshot) -> None:
        self._once(lambda journal: journal.save(snapshot))

    def snapshot(self) -> Snapshot | None:
        return self._once(SqliteJournal.snapshot)

    def close(self) -> None:
        """Closed already."""

    def _once(self, work: Callable[[SqliteJournal], T]) -> T:
        journal = SqliteJournal.open(self._path, fold_version=1, check=True)
        try:
            return work(journal)
        finally:
            journal.close()


@pytest.fixture(params=["memory", "sqlite", "sqlite, always reopened"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    path = tmp_path / "journal.db"
    made: Journal
    if request.param == "memory":
        made = MemoryJournal()
    elif request.param == "sqlite":
        made = SqliteJournal.open(path, fold_version=1)
    else:
        made = AlwaysReopened(path)
    yield made
    made.close()


def record(seq: int, fact: Fact, origin: str = "") -> Record:
    return Record(seq, START + timedelta(microseconds=seq), Origin(origin), fact)


def deposits(first: int, last: int) -> list[Record]:
    return [record(seq, Deposited(BOB, seq), f"press {seq}") for seq in range(first, last + 1)]


def seqs(records: Sequence[Record]) -> list[int]:
    return [each.seq for each in records]


def test_what_is_appended_comes_back_in_order_and_whole(journal):
    rows: Rows = np.array([3, 5, 900], np.int32)
    released = LotsReleased(
        LEA, Symbol("BTC-USDT"), ReleaseCause.DUST, None, 0, rows, np.array([1, -2, 2**61]), np.zeros(3, np.int64)
    )
    kept = [
        record(1, DeskStarted(1)),
        record(2, Denied(BOB, "deposit", Denial.AMOUNT_OUT_OF_RANGE, "ünïcode \x00 and 'quotes'"), "a\x00b'c"),
        record(3, released),
        record(4, CycleClosed(START)),
    ]
    journal.append(kept[:1])
    journal.append(kept[1:])
    assert same(list(journal.read()), kept)


def test_an_instant_keeps_its_microsecond_and_its_zone(journal):
    journal.append(deposits(1, 1))
    (kept,) = journal.read()
    assert kept.at == START + timedelta(microseconds=1)
    assert kept.at.utcoffset() == timedelta(0)


def test_columns_that_are_read_cannot_be_written(journal):
    ones = np.ones(20, np.int64)
    fact = LotsReleased(LEA, Symbol("A"), ReleaseCause.DUST, None, 0, np.arange(20, dtype=np.int32), ones, ones * 7)
    journal.append([record(1, fact)])
    (kept,) = journal.read()
    for column in (kept.fact.rows, kept.fact.quantity, kept.fact.cost):
        with pytest.raises(ValueError, match="read-only"):
            column[0] = 1


def test_reading_starts_above_a_number(journal):
    journal.append(deposits(1, 150))
    assert seqs(list(journal.read(0))) == list(range(1, 151))
    assert seqs(list(journal.read(148))) == [149, 150]
    assert seqs(list(journal.read(150))) == []


def test_facts_may_be_appended_while_others_are_read(journal):
    journal.append(deposits(1, 3))
    reading = journal.read()
    next(reading)
    journal.append(deposits(4, 4))
    assert seqs(list(reading))[:2] == [2, 3]


def test_nothing_appended_is_nothing(journal):
    journal.append([])
    assert list(journal.read()) == []


def test_what_was_prepared_is_kept_once_it_is_appended(journal):
    kept = deposits(1, 3)
    journal.prepare(kept)
    assert list(journal.read()) == []
    journal.append(kept[:2])
    journal.append(kept[2:])
    assert same(list(journal.read()), kept)


def test_what_was_prepared_and_not_appended_leaves_no_trace(journal):
    journal.prepare([record(1, Deposited(BOB, 7))])
    journal.append([record(1, Deposited(LEA, 1))])
    assert [kept.fact for kept in journal.read()] == [Deposited(LEA, 1)]


@pytest.mark.parametrize("offered", [[1], [2], [4], [3, 3], [3, 5], [0]])
def test_a_number_that_is_taken_or_skipped_is_refused_and_nothing_of_it_stays(journal, offered):
    journal.append(deposits(1, 2))
    with pytest.raises(JournalRefused, match="another writer"):
        journal.append([record(seq, Deposited(BOB, 0)) for seq in offered])
    assert seqs(list(journal.read())) == [1, 2]
    journal.append(deposits(3, 3))
    assert seqs(list(journal.read())) == [1, 2, 3]


@pytest.fixture
def mixed(journal):
    facts = [
        DeskStarted(1),
        LeadApproved(LEA),
        Deposited(BOB, 1),
        ProfitShareSet(LEA, 8_000_000, 202_601),
        Denied(BOB, "join", Denial.ALREADY_JOINED),
        ProfitShareSet(LEA, 7_000_000, 202_601),
        Deposited(LEA, 2),
        ProfitShareSet(BOB, 1, 202_601),
    ]
    journal.append([record(seq, fact) for seq, fact in enumerate(facts, 1)])
    return journal


def test_the_newest_records_on_a_subject_come_first(mixed):
    assert seqs(mixed.about(LEA, ["ProfitShareSet"])) == [6, 4]
    assert seqs(mixed.about(LEA, ["ProfitShareSet", "LeadApproved", "Deposited"])) == [7, 6, 4, 2]
    assert seqs(mixed.about(BOB, ["Denied", "Deposited"])) == [5, 3]
    assert mixed.about(LEA, ["ProfitShareSet"], most=1)[0].fact == ProfitShareSet(LEA, 7_000_000, 202_601)


def test_a_search_has_an_upper_end_and_a_size(mixed):
    kinds = ["ProfitShareSet", "LeadApproved", "Deposited"]
    assert seqs(mixed.about(LEA, kinds, before=6)) == [4, 2]
    assert seqs(mixed.about(LEA, kinds, before=7, most=2)) == [6, 4]
    assert mixed.about(LEA, kinds, before=1) == []
    assert mixed.about(LEA, kinds, most=0) == []


def test_the_oldest_records_on_several_subjects_and_on_the_desk_come_in_their_order(mixed):
    kinds = ["ProfitShareSet", "Deposited", "DeskStarted"]
    assert seqs(mixed.onward({LEA, None}, kinds, after=0, most=9)) == [1, 4, 6, 7]
    assert seqs(mixed.onward({LEA, BOB}, kinds, after=3, most=3)) == [4, 6, 7]
    assert seqs(mixed.onward({None}, kinds, after=0, most=9)) == [1]
    assert mixed.onward({LEA}, kinds, after=7, most=9) == []
    assert mixed.onward(set(), kinds, after=0, most=9) == []
    assert mixed.onward({LEA}, kinds, after=0, most=0) == []


def test_of_long_records_it_gives_few_at_a_time_and_never_none(mixed, monkeypatch):
    monkeypatch.setattr(rows, "A_TURN", 1)
    found = [1]
    while more := mixed.onward({LEA}, ["ProfitShareSet", "Deposited"], after=found[-1], most=9):
        found += seqs(more)
        assert len(more) == 1
    assert found == [1, 4, 6, 7]


def test_a_search_for_nothing_known_finds_nothing(mixed):
    assert mixed.about(LEA, []) == []
    assert mixed.about(LEA, ["NoSuchFact"]) == []
    assert mixed.about(PersonId(99), ["Deposited"]) == []


def test_the_newest_snapshot_is_the_one(journal):
    assert journal.snapshot() is None
    journal.append(deposits(1, 9))
    for seq in (0, 3, 6, 9):
        journal.save(Snapshot(seq, b"the book after %d" % seq))
        assert journal.snapshot() == Snapshot(seq, b"the book after %d" % seq)


def test_a_snapshot_of_facts_that_the_journal_does_not_have_is_not_used(journal):
    journal.append(deposits(1, 3))
    journal.save(Snapshot(2, b"good"))
    journal.save(Snapshot(4, b"from nowhere"))
    assert journal.snapshot() in {None, Snapshot(2, b"good")}
