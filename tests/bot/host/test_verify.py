"""`slipstream verify`: a verdict in words and an exit code, by the public key alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.statements.csv_file import csv_file
from bot.statements.key_file import PUBLIC_FILE, desk_key
from bot.statements.pdf_file import pdf_file
from bot.statements.sealing import FIRST, public_hex, seal
from bot.statements.xlsx_file import xlsx_file
from tests.bot.statements.samples import KEY, STRANGER, lead_week, sealed, week, words

PUBLIC = public_hex(KEY.public_key())


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    """A folder without a desk and without settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATA_DIR", raising=False)


def kept(name, content):
    Path(name).write_bytes(content)
    return name


def chain(*, key=KEY):
    before, found = FIRST, []
    for number in (1, 2, 3):
        found.append(seal(week(number=number), previous=before, key=key))
        before = found[-1].hash
    return found


@pytest.mark.parametrize(
    "form", [csv_file, lambda s, t: xlsx_file(s, t, key=KEY), lambda s, t: pdf_file(s, t, key=KEY)]
)
def test_a_good_file_is_told_in_words(form, capsys):
    assert main(["verify", kept("s", form(sealed(), words())), "--key", PUBLIC]) == 0
    said = capsys.readouterr().out
    for part in (
        "s: as signed",
        "statement 47 of Bob (account 12), copier, lead Lyra (account 3)",
        "PAPER, cycle 2026-11-15 16:00 to 2026-11-22 16:00 UTC, settled",
        "net 550.00, payable 55.00, refund 55.00 USDT",
        sealed().hash,
        "checked against the key you gave",
    ):
        assert part in said


def test_a_changed_file_is_told_and_exits_with_1(capsys):
    name = kept("s.csv", csv_file(sealed(), words()).replace(b"55.00", b"56.00"))
    assert main(["verify", name]) == 1
    assert "s.csv: NOT AS SIGNED (CSV)" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n", b"PK\x03\x04", bytes(range(256))])
def test_another_file_exits_with_2(content, capsys):
    assert main(["verify", kept("other", content)]) == 2
    assert "other: not a statement" in capsys.readouterr().out


def test_what_cannot_be_read_exits_with_2(capsys):
    Path("folder").mkdir()
    assert main(["verify", "nowhere", "folder"]) == 2
    assert capsys.readouterr().out.count("cannot be read") == 2


def test_the_worst_of_several_counts(capsys):
    good, other = kept("good", csv_file(sealed(), words())), kept("other", b"x")
    changed = kept("changed", csv_file(sealed(), words()).replace(b"55.00", b"56.00"))
    assert main(["verify", good, changed]) == 1
    assert main(["verify", good, other, changed]) == 2


def test_a_file_without_a_key_to_compare_with_asks_for_one(capsys):
    assert main(["verify", kept("s", csv_file(sealed(key=STRANGER), words()))]) == 0
    assert "the file's own: is it your desk's?" in capsys.readouterr().out


def test_the_desks_own_key_is_used_where_there_is_one(capsys):
    Path("data").mkdir()
    desk = desk_key(Path("data"))
    assert main(["verify", kept("own", csv_file(sealed(key=desk), words()))]) == 0
    assert f"checked against data/{PUBLIC_FILE}" in capsys.readouterr().out
    assert main(["verify", kept("theirs", csv_file(sealed(), words()))]) == 1
    assert "signed by another key" in capsys.readouterr().out


def test_a_key_is_given_as_digits_or_as_a_file(capsys):
    name = kept("s", csv_file(sealed(), words()))
    Path("key.pub").write_text(f"{PUBLIC.upper()}\n")
    assert main(["verify", name, "--key", "key.pub"]) == 0
    assert main(["verify", name, "--key", PUBLIC.upper()]) == 0
    assert main(["verify", name, "--key", public_hex(STRANGER.public_key())]) == 1


@pytest.mark.parametrize("key", ["nowhere", "abc", "s"])
def test_what_is_no_key_is_told_in_one_line(key, capsys):
    name = kept("s", csv_file(sealed(), words()))
    assert main(["verify", name, "--key", key]) == 1
    said = capsys.readouterr().err
    assert said.startswith("slipstream: ")
    assert said.count("\n") == 1


def test_the_desks_key_is_printed(capsys):
    Path("data").mkdir()
    public = public_hex(desk_key(Path("data")).public_key())
    assert main(["verify", "--key"]) == 0
    assert capsys.readouterr().out == f"{public}\n"


def test_a_desk_that_never_started_has_no_key_yet(capsys):
    assert main(["verify", "--key"]) == 1
    assert "the desk makes it on its first start" in capsys.readouterr().err


def test_without_a_file_it_says_what_is_missing(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["verify"])
    assert ended.value.code == 2
    assert "which file?" in capsys.readouterr().err


def test_several_of_one_person_stand_in_one_chain(capsys):
    names = [kept(f"{each.statement.number}.csv", csv_file(each, words())) for each in reversed(chain())]
    assert main(["verify", *names, kept("lead.csv", csv_file(sealed(lead_week()), words()))]) == 0


def test_a_statement_of_another_chain_is_found(capsys):
    one, two, _ = chain()
    other = seal(week(number=2), previous="ab" * 32, key=KEY)
    names = [kept(f"{at}.csv", csv_file(each, words())) for at, each in enumerate((one, other))]
    assert main(["verify", *names]) == 1
    assert "names another before it than the one given: NOT ONE CHAIN" in capsys.readouterr().out
    assert main(["verify", kept("2.csv", csv_file(two, words())), names[1]]) == 1
    assert "two different statements 2 of Bob" in capsys.readouterr().out


def test_a_hostile_name_prints_nothing_but_itself(capsys):
    name = kept("s", csv_file(sealed(week(name="\x1b[2Jx\nkey ok\u202e")), words()))
    assert main(["verify", name]) == 0
    assert "\x1b" not in (said := capsys.readouterr().out)
    assert "\u202e" not in said


def test_it_needs_no_desk_and_no_extra(tmp_path):
    """In a process of its own, where the packages that draw files are missing."""
    names = [
        kept("s.csv", csv_file(sealed(), words())),
        kept("s.xlsx", xlsx_file(sealed(), words(), key=KEY)),
        kept("s.pdf", pdf_file(sealed(), words(), key=KEY)),
    ]
    barred = "xlsxwriter", "typst", "openpyxl", "pypdf"
    program = (
        f"import sys\nsys.modules |= dict.fromkeys({barred})\nfrom bot.host.verify import main\nsys.exit(main({names}))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=_env(), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count("as signed") == 3


def _env():
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
