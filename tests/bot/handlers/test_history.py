"""The log page by page: every result once, in order, and late answers found wherever they stand."""

import pytest
from copier_town import BTC

from bot.past import copies as module
from bot.past.copies import History
from core.adapters.venues.faults import TimeoutFilled
from core.model import commands as c
from core.model.copying import Settings, Sizing, StopWay
from core.model.money import quote
from core.views.log import Result


@pytest.fixture
async def who(town):
    number = await town.joins(1002, "Bob")
    await copies(town, number)
    return number


async def copies(town, number):
    settings = Settings(Sizing.FIXED_AMOUNT, quote("20"), quote("2000"))
    assert (await town.submit(c.StartCopying(number, town.lea, settings))).accepted


async def pages(town, who):
    reader, found, before = History(town.engine), [], 0
    while True:
        page = await reader.page(who, town.lea, before=before)
        found.append(page.rows)
        if not page.more:
            return found
        before = page.rows[-1].seq


async def test_pages_hold_every_result_once_and_in_order(town, who):
    for _ in range(23):
        await town.buys(town.lea, "100")
    found = await pages(town, who)
    assert [len(rows) for rows in found] == [10, 10, 3]
    seqs = [row.seq for rows in found for row in rows]
    assert seqs == sorted(set(seqs), reverse=True)
    assert {row.result for rows in found for row in rows} == {Result.COPIED}


async def test_an_answer_far_above_its_plan_is_found_on_an_older_page(town, who, monkeypatch):
    monkeypatch.setattr(module, "SLACK", 2)
    town.venue.fault(who, TimeoutFilled())
    await town.buys(town.lea, "100")
    for _ in range(12):
        await town.buys(town.lea, "100")
    assert (await pages(town, who))[-1][-1].result is Result.WAITING
    await town.pass_time(seconds=10)
    oldest = (await pages(town, who))[-1][-1]
    assert oldest.result is Result.COPIED
    card = await History(town.engine).why(who, town.lea, oldest.seq)
    assert card is not None
    assert card.row == oldest


async def test_a_log_goes_on_through_a_stop_and_a_new_start(town, who):
    await town.buys(town.lea, "100")
    await town.submit(c.StopCopying(who, town.lea, StopWay.MARKET_CLOSE))
    await copies(town, who)
    await town.buys(town.lea, "100")
    (rows,) = await pages(town, who)
    assert [(row.side.name, row.cause.name) for row in rows] == [
        ("BUY", "LEAD_ORDER"),
        ("SELL", "STOP_COPYING"),
        ("BUY", "LEAD_ORDER"),
    ]


async def test_nobody_reads_anothers_log_or_card(town, who):
    eve = await town.joins(1009, "Eve")
    await town.buys(town.lea, "100")
    reader = History(town.engine)
    (mine,) = (await reader.page(who, town.lea)).rows
    assert mine.symbol == BTC
    assert (await reader.page(eve, town.lea)).rows == ()
    assert await reader.why(eve, town.lea, mine.seq) is None


async def test_a_card_is_found_by_the_id_on_it_in_either_case(town, who):
    await town.buys(town.lea, "100")
    (row,) = (await History(town.engine).page(who, town.lea)).rows
    bob = town.person("Bob", id=1002)
    for typed in (row.reference, row.reference.lower()):
        assert f"why {row.reference}" in await town.says(bob, f"/why {typed}")
    assert "no copy with the id" in await town.says(bob, "/why <b>x</b>")
