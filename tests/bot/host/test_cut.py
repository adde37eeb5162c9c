"""`slipstream journal cut`: a desk that lost records goes on from what is left, says so, and keeps all files (P-12)."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from bot.host.journal import main
from bot.refusals import Refused
from core.adapters.journals.lock import DeskInUse, DeskLock
from core.adapters.journals.sqlite import SqliteJournal
from core.adapters.notes import Notes
from core.fold.book import FOLD_VERSION
from core.ports import JournalRefused
from tests.core.at_work import AtWork


@pytest.fixture
async def crashed(tmp_path):
    """A folder as `kill -9` left it, the last page of its log damaged since; and how many records it held."""
    alive, folder = tmp_path / "alive", tmp_path / "data"
    alive.mkdir()
    journal = SqliteJournal.open(alive / "journal.sqlite", fold_version=FOLD_VERSION)
    desk = await AtWork.open(journal)
    await desk.copies(await desk.joins("bob"), await desk.leads())
    notes = await Notes.open(alive / "notes.sqlite")
    for seq in (1, desk.book.seq):
        await notes.run(
            "INSERT INTO outbox (fact, person, kind, chat, lane, body, state, posted_at, due_at)"
            " VALUES (?, 1, 'copying_started', 1, 1, '{}', 'sent', 0, 0)",
            f"{seq}:",
        )
    await notes.run("INSERT INTO cursor VALUES ('alerting', ?)", desk.book.seq)
    await notes.close()
    shutil.copytree(alive, folder)
    journal.close()
    log = folder / "journal.sqlite-wal"
    stored = bytearray(log.read_bytes())
    stored[-9_000] ^= 1
    log.write_bytes(stored)
    return folder, desk.book.seq


def opened(folder):
    return SqliteJournal.open(folder / "journal.sqlite", fold_version=FOLD_VERSION)


def test_what_is_left_is_gone_on_from_and_what_is_lost_is_said(crashed, capsys):
    folder, last = crashed
    damaged = (folder / "journal.sqlite-wal").read_bytes()
    with pytest.raises(JournalRefused, match="slipstream journal cut"):
        opened(folder)
    assert main(["cut", "--data", str(folder)]) == 0
    said = capsys.readouterr().out
    with closing(opened(folder)) as journal:
        left = len(list(journal.read()))
    assert 0 < left < last
    assert f"goes on from record {left}; records {left + 1} to {last} are given up" in said
    (kept,) = folder.glob("damaged-*")
    assert (kept / "journal.sqlite-wal").read_bytes() == damaged


def test_new_records_with_the_numbers_of_lost_ones_are_told(crashed):
    folder, _ = crashed
    main(["cut", "--data", str(folder)])
    with closing(opened(folder)) as journal:
        left = len(list(journal.read()))
    with closing(sqlite3.connect(folder / "notes.sqlite")) as notes:
        assert notes.execute("SELECT fact FROM outbox").fetchall() == [("1:",)]
        assert notes.execute("SELECT seq FROM cursor").fetchall() == [(left,)]


def test_a_whole_journal_is_not_cut(crashed, tmp_path):
    with closing(opened(tmp_path / "alive")):
        pass
    with pytest.raises(Refused, match="nothing is lost"):
        main(["cut", "--data", str(tmp_path / "alive")])


def test_a_record_damaged_in_the_middle_is_no_whole_journal_and_nothing_to_cut(crashed, tmp_path):
    folder = tmp_path / "alive"
    with closing(opened(folder)):
        pass
    with closing(sqlite3.connect(folder / "journal.sqlite")) as db:
        db.execute("UPDATE journal SET body = zeroblob(length(body)) WHERE seq = 2")
        db.commit()
    with pytest.raises(JournalRefused, match="record 2 of the journal"):
        main(["cut", "--data", str(folder)])


def test_a_desk_that_runs_is_not_cut(crashed):
    folder, _ = crashed
    lock = DeskLock.acquire(folder)
    with pytest.raises(DeskInUse):
        main(["cut", "--data", str(folder)])
    lock.release()
