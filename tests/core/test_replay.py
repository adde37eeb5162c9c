"""Every decision on a lead buy is the same when it is decided anew from the journal (R-2.8)."""

import asyncio
import json
from dataclasses import replace

import pytest

from bot.host.why import main
from bot.scenario.play import Stage
from core.adapters.journals.sqlite import SqliteJournal
from core.fold.book import FOLD_VERSION
from core.model.events import DeskStarted
from core.model.limits import limits
from core.replay import decisions
from tests.stories.telling import Story, read_all


def eventful(**numbers):
    """Two leads, all sizings, most guards, fees, a pause, a stop, a crash and a Monday."""
    story = Story(**numbers).list(fee="0.001", notional_min="5").list("ETH-USDT", lot_size="0.0001", fee="0.0007")
    story.quote(price="50000.01").quote("ETH-USDT", "2999.99").lead(ratio="0.08").lead("kim", "7777.77")
    story.person("bob", "3333.33").copy("bob", smart_sync="1234.56", buy_existing=True)
    story.person("cat", "150").copy("cat", fixed_amount="100", max_total="150").copy(
        "cat", lead="kim", multiplier="0.01"
    )
    story.person("dan").copy("dan", multiplier="0.37", never=["ETH-USDT"]).person("eve", "12").copy(
        "eve", multiplier="5"
    )
    for notional in ("777.77", "1000", "50"):
        story.buy(notional=notional).buy("kim", "333", "ETH-USDT").later(minutes=1)
        story.quote(price={"bid": "51234.5", "ask": "51240.99", "depth": "300"}).quote("ETH-USDT", "3100.5")
        story.buy(notional=notional, symbol="ETH-USDT").do("dan", "pause_copying").sell(quantity="0.004")
    story.venue("bob", "timeout_lost").buy(notional="500").crash().later(minutes=2)
    return story.do("dan", "resume_copying").on("2026-01-12T00:00:00Z").quote(price="48000").buy(notional="900")


def journal_of(story, journal=None):
    """Plays a story and returns its journal's records."""

    async def played():
        stage = None
        for number, event in read_all(story.lines):
            stage = stage or await Stage.fresh(event.at, limits(story.numbers), lambda line: None)
            await stage.play([(number, event)])
        return list(stage.journal.read())

    return asyncio.run(played())


def test_every_decision_replays_to_the_same_bits():
    found = [(decision.same, set(decision.fact.reason.tolist())) for decision in decisions(journal_of(eventful()))]
    assert [same for same, _ in found] == [True] * len(found)
    assert len(found) > 10
    assert len(set().union(*(reasons for _, reasons in found))) >= 5


def test_r2_8_a_desk_with_other_numbers_replays_by_those_it_was_started_with():
    records = journal_of(eventful(entry__spread="0.05", clock__utc_offset_hours="0"))
    assert all(decision.same for decision in decisions(records))
    plain = [
        replace(record, fact=replace(record.fact, numbers=())) if isinstance(record.fact, DeskStarted) else record
        for record in records
    ]
    assert not all(decision.same for decision in decisions(plain))


@pytest.fixture
def kept(tmp_path):
    """The story's records in a desk's data folder."""
    journal = SqliteJournal.open(tmp_path / "journal.sqlite", fold_version=FOLD_VERSION)
    journal.append(journal_of(eventful()))
    journal.close()
    return tmp_path


def test_the_command_shows_the_decision_and_that_it_replays(kept, capsys):
    from core.views.log import reference

    decision = next(iter(decisions(journal_of(eventful()))))
    copier = int(decision.book.leads[decision.fact.lead].copyings.person[decision.fact.rows[0]])
    short = reference(decision.fact.batch, copier)
    assert main([short, "--data", str(kept), "--replay"]) == 0
    line = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (line["copier"], line["order"], line["same"]) == (copier, decision.fact.batch, True)
    assert line["passed"]


def test_a_name_nobody_has_and_a_folder_without_a_desk_are_one_line(kept, tmp_path, capsys):
    from bot.cli import main as slipstream

    assert slipstream(["why", "ZZZZ", "--data", str(kept)]) == 1
    assert slipstream(["why", "ZZZZ", "--data", str(tmp_path / "nowhere")]) == 1
    assert capsys.readouterr().err.count("\n") == 2
