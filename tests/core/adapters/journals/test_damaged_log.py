"""P-12: a log that was not emptied and has changed since is found before SQLite drops what follows, and nothing is
traded on it; a commit that the power cut short is none of that.
"""

import shutil
import sys
from contextlib import closing
from pathlib import Path
from random import Random

import numpy as np
import pytest

from core.adapters.journals.log import Log, log_of
from core.adapters.journals.sqlite import SqliteJournal
from core.adapters.journals.witness import noted, witness_of
from core.ports import JournalRefused
from tests.core.adapters.journals.test_sqlite_journal import large, opened, records
from tests.core.adapters.journals.trees import same

FRAME = 24 + 16_384
ROOM = 4 << 20
LAST = 24


def killed(folder: Path, target: Path, *, last: int = LAST) -> Path:
    """The journal as `kill -9` leaves it: copied while it is open, its log full."""
    folder.mkdir()
    with closing(opened(folder / "journal.db", room=ROOM)) as journal:
        append(journal, 1, last)
        shutil.copytree(folder, target)
    return target / "journal.db"


def append(journal: SqliteJournal, first: int, last: int) -> None:
    for seq in range(first, last + 1):
        journal.append([large(seq, 900)] if seq % 4 == 0 else records(seq, seq))


def kept(path: Path) -> list:
    with closing(opened(path, room=ROOM)) as journal:
        return list(journal.read())


def log_file(path: Path) -> Path:
    return path.with_name("journal.db-wal")


def written(path: Path) -> int:
    """Bytes of the log up to the end of its last commit."""
    heads = np.frombuffer(log_file(path).read_bytes()[32:], np.uint8).reshape(-1, FRAME)[:, :24].copy().view(">u4")
    return 32 + FRAME * (int(np.flatnonzero(heads[:, 1])[-1]) + 1)


def whole_frames(path: Path) -> int:
    """Bytes of the log that SQLite would read now: what stands behind them is an earlier life's."""
    index = path.with_name("journal.db-shm").read_bytes()
    return 32 + FRAME * int.from_bytes(index[16:20], sys.byteorder)


def flip(path: Path, at: int, bit: int = 0) -> None:
    stored = bytearray(path.read_bytes())
    stored[at] ^= 1 << bit
    path.write_bytes(stored)


@pytest.fixture
def crashed(tmp_path):
    return killed(tmp_path / "alive", tmp_path / "crashed")


def test_what_a_killed_desk_left_in_its_log_is_whole(crashed):
    assert log_of(crashed) == Log(whole=LAST + 2)  # the tables and the epoch before the records
    assert noted(crashed) == LAST
    assert len(kept(crashed)) == LAST


def test_a_flipped_bit_in_the_log_is_found_before_anything_is_lost(crashed, tmp_path):
    chance, whole, end = Random(7), kept(copied(crashed, tmp_path / "whole")), written(crashed)
    for turn in range(120):
        path = copied(crashed, tmp_path / f"flipped{turn}")
        at = chance.randrange(32 if turn % 4 == 0 else end)
        flip(log_file(path), at, chance.randrange(8))
        try:
            found = kept(path)
        except JournalRefused:
            continue
        assert same(found, whole), f"byte {at}"


def test_the_last_commit_is_known_to_be_lost_by_its_number(crashed):
    flip(log_file(crashed), written(crashed) - 9_000)
    assert log_of(crashed).lost == 1
    with pytest.raises(JournalRefused, match=rf"ends with record {LAST - 1}, and {LAST} were acknowledged: 1 are lost"):
        opened(crashed)


def test_damage_is_found_without_the_number_where_another_commit_follows(crashed):
    witness_of(crashed).unlink()
    flip(log_file(crashed), 32 + 4 * FRAME + 700)
    with pytest.raises(JournalRefused, match=rf"damaged {32 + 4 * FRAME} bytes in: \d+ commits or more"):
        opened(crashed)


def test_a_refused_start_leaves_the_files_as_they_are(crashed):
    flip(log_file(crashed), written(crashed) - 9_000)
    before = {each.name: each.read_bytes() for each in crashed.parent.glob("journal.db*") if "shm" not in each.name}
    for _ in range(2):
        with pytest.raises(JournalRefused, match="slipstream journal cut"):
            opened(crashed)
    assert {name: (crashed.parent / name).read_bytes() for name in before} == before


@pytest.mark.parametrize("told", [True, False])
def test_a_commit_that_the_power_cut_short_is_dropped_and_nobody_is_bothered(tmp_path, told):
    folder = tmp_path / "alive"
    folder.mkdir()
    with closing(opened(folder / "journal.db", room=ROOM)) as journal:
        append(journal, 1, LAST)
        number = witness_of(folder / "journal.db").read_bytes()
        before = whole_frames(folder / "journal.db")
        journal.append([large(LAST + 1, 4000)])
        path = copied(folder / "journal.db", tmp_path / "cut")
    witness_of(path).write_bytes(number)  # it was on its way to the disk, and nobody was told
    if not told:
        witness_of(path).unlink()
    assert written(path) > before + FRAME
    flip(log_file(path), before + 5_000)
    assert log_of(path).lost == 1
    assert [each.seq for each in kept(path)] == list(range(1, LAST + 1))


def test_power_cuts_over_and_over_are_no_damage(tmp_path):
    """What an earlier life left behind the end of the log is not taken for this one's."""
    path = killed(tmp_path / "alive", tmp_path / "life0")
    for life, entries in enumerate((16_000, 8_000, 4_000), 1):
        with closing(opened(path, room=ROOM)) as journal:
            last = len(list(journal.read())) + 1
            journal.append(records(last, last))
            before, number = whole_frames(path), witness_of(path).read_bytes()
            journal.append([large(last + 1, entries)])
            path = copied(path, tmp_path / f"life{life}")
        witness_of(path).write_bytes(number)
        flip(log_file(path), before + 5_000)
        assert log_of(path).lost == 1
        assert len(kept(copied(path, tmp_path / f"looked{life}"))) == last


def test_a_log_that_was_removed_is_missed(crashed):
    log_file(crashed).unlink()
    with pytest.raises(JournalRefused, match=f"ends with record 0, and {LAST} were"):
        opened(crashed)


def test_an_older_copy_is_not_taken_for_the_journal_unless_its_number_is_taken_away_too(crashed, tmp_path):
    with closing(opened(crashed)) as journal:
        shutil.copytree(crashed.parent, tmp_path / "copy")
        append(journal, LAST + 1, LAST + 3)
    for name in ("journal.db", "journal.db-wal"):
        shutil.copy(tmp_path / "copy" / name, crashed.parent / name)
    with pytest.raises(JournalRefused, match="or an older copy was put here"):
        opened(crashed)
    witness_of(crashed).unlink()
    assert len(kept(crashed)) == LAST


@pytest.mark.parametrize("said", [b"", b"rubbish", b"9" * 30, b"\xff" * 30])
def test_a_number_that_cannot_be_read_is_none(crashed, said):
    witness_of(crashed).write_bytes(said)
    assert noted(crashed) is None
    assert len(kept(crashed)) == LAST


def test_a_database_without_a_log_has_an_empty_one(tmp_path):
    assert log_of(tmp_path / "journal.db") == Log()
    (tmp_path / "journal.db-wal").write_bytes(b"")
    assert log_of(tmp_path / "journal.db") == Log()
    (tmp_path / "journal.db-wal").write_bytes(bytes(32 + FRAME))
    assert log_of(tmp_path / "journal.db") == Log()


def copied(path: Path, target: Path) -> Path:
    shutil.copytree(path.parent, target)
    return target / path.name
