"""`slipstream journal show` unfolds every fact of a desk's journal, and shows what the desk wrote."""

import json

import pytest

from bot.host.journal import main
from bot.refusals import Refused
from core.adapters.journals.sqlite import SqliteJournal
from core.fold.book import FOLD_VERSION
from tests.core.at_work import AtWork


@pytest.fixture
async def desk(tmp_path):
    """Two copiers have copied one buy; the journal is closed again."""
    journal = SqliteJournal.open(tmp_path / "journal.sqlite", fold_version=FOLD_VERSION)
    desk = await AtWork.open(journal)
    lea = await desk.leads()
    for name in ("bob", "cat"):
        await desk.copies(await desk.joins(name), lea)
    await desk.buys(lea, "1000")
    journal.close()
    return tmp_path, desk


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


async def test_every_record_is_a_line(desk, capsys):
    folder, at_work = desk
    assert main(["show", "--data", str(folder)]) == 0
    assert [line["seq"] for line in lines(capsys)] == list(range(1, at_work.book.seq + 1))


async def test_columns_are_unfolded_and_cut_where_asked(desk, capsys):
    folder, _ = desk
    main(["show", "--data", str(folder), "--kind", "EntriesPlanned"])
    [planned] = lines(capsys)
    assert planned["fact"]["rows"] == {"dtype": "int32", "entries": 2, "first": [0, 1]}
    assert planned["fact"]["asked"]["first"] == [100_00000000, 100_00000000]
    main(["show", "--data", str(folder), "--kind", "EntriesPlanned", "--entries", "1"])
    [cut] = lines(capsys)
    assert cut["fact"]["rows"] == {"dtype": "int32", "entries": 2, "first": [0]}


async def test_a_span_of_records_is_shown(desk, capsys):
    folder, _ = desk
    main(["show", "--data", str(folder), "--since", "3", "--to", "5"])
    assert [line["seq"] for line in lines(capsys)] == [3, 4, 5]


def test_where_there_is_no_journal_it_says_so(tmp_path):
    for command in ("show", "cut"):
        with pytest.raises(Refused, match="holds no desk"):
            main([command, "--data", str(tmp_path)])


async def test_a_kind_that_is_none_is_told_apart_from_one_that_never_happened(desk, capsys):
    folder, _ = desk
    assert main(["show", "--data", str(folder), "--kind", "DeskHalted"]) == 0
    with pytest.raises(SystemExit):
        main(["show", "--data", str(folder), "--kind", "Halted"])
    said = capsys.readouterr()
    assert said.out == ""
    assert "no fact is called Halted" in said.err
    assert "DeskHalted" in said.err
