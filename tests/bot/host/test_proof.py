"""`slipstream proof` and the admin's screen: what every asset must be, what it is, and what is wrong where it is."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.gallery.samples import sample
from bot.host.proof import main
from bot.screens.proof import proof_screen
from bot.translate import Catalogues
from core.adapters.journals.sqlite import SqliteJournal
from core.fold.book import FOLD_VERSION
from core.views.proof import Proof
from tests.core.at_work import AtWork


@pytest.fixture
async def desk(tmp_path):
    """A desk on disk where somebody copied a buy with a fee."""
    journal = SqliteJournal.open(tmp_path / "journal.sqlite", fold_version=FOLD_VERSION)
    desk = await AtWork.open(journal)
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea)
    await desk.buys(lea, "1000")
    journal.close()
    return tmp_path


async def test_the_command_adds_up_every_asset_from_the_journal(desk, capsys):
    assert main(["--data", str(desk)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].split()[:2] == ["asset", "paid"]
    assert said[1].split()[0] == "USDT"
    assert said[1].endswith("adds up")
    assert " 20000 " in said[1]
    assert any(line.startswith("BTC") and line.endswith("adds up") for line in said)


async def test_it_fails_where_an_asset_does_not_add_up(desk, capsys, monkeypatch):
    monkeypatch.setattr("core.fold.ledger.Account.expected", lambda account: account.deposited)  # fees and trades lost
    assert main(["--data", str(desk)]) == 3
    said = capsys.readouterr()
    assert "DOES NOT ADD UP" in said.out
    assert "nothing is settled" in said.err


def test_the_screen_names_the_gap_and_puts_it_first():
    sound = sample(Proof, "proof")
    good = replace(sound.assets[0], asset="AAA", sound=True)
    gap = replace(good, asset="BBB", sound=False, expected=Decimal(5), held=Decimal("5.5"))
    said = proof_screen(Catalogues.load().words("en"), replace(sound, assets=(good, gap)), 3).text.plain
    assert "1 asset does not add up" in said
    assert said.index("BBB: +0.5 too much") < said.index("AAA")
    assert max(map(len, said.splitlines()[6:])) <= 60
