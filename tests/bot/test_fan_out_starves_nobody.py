"""P-22: while ten thousand copies are on their way the loop beats, presses are served, exits leave. Counts alone."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.bench.desk import ASK, BTC, LEAD, lay_down, opened
from core.model import commands as c
from core.model import events as e
from core.model.market import Side
from core.model.people import Origin, PersonId

COPIERS = 10_000
OTHER = PersonId(2)
PRESSES = 20


@pytest.fixture
async def desk(tmp_path):
    lay_down(tmp_path, copiers=COPIERS, leads=2, at=datetime.now(UTC))
    async with opened(tmp_path) as at_work:
        yield at_work


async def beat(counted: list[int]) -> None:
    while True:
        await asyncio.sleep(0)
        counted[0] += 1


def seqs(records, kind, lead) -> list[int]:
    return [record.seq for record in records if isinstance(record.fact, kind) and record.fact.lead == lead]


async def test_beats_presses_reads_and_exits_get_through_a_fan_out(desk):
    await desk.buy(OTHER)
    desk.quote(ASK - 10 * BTC.tick, ASK + BTC.tick)
    await desk.rest(OTHER, Side.SELL, ASK - 2 * BTC.tick)
    await desk.rest(LEAD, Side.BUY, ASK)
    records: list[e.Record] = []
    desk.engine.listen(records.extend)
    beats = [0]
    heart = asyncio.create_task(beat(beats))
    fan_out = asyncio.create_task(desk.fan_out(ASK - BTC.tick, ASK, fills=2))
    await asyncio.sleep(0)

    reads = 0
    presses = [
        asyncio.create_task(desk.engine.submit(c.Deposit(PersonId(3 + press), 1), Origin(f"press {press}")))
        for press in range(PRESSES)
    ]
    while not fan_out.done():
        await desk.engine.read(lambda each: each.book.seq)
        reads += not fan_out.done()
        await asyncio.sleep(0)
    outcomes = await asyncio.gather(*presses)
    heart.cancel()
    await fan_out

    last = max(seqs(records, e.EntriesAnswered, LEAD))
    answered = sum(len(record.fact.rows) for record in records if isinstance(record.fact, e.EntriesAnswered))
    assert answered > COPIERS * 0.9
    assert beats[0] >= 200
    assert reads >= 2
    assert sum(outcome.records[0].seq < last for outcome in outcomes) == PRESSES
    assert min(seqs(records, e.ExitsPlanned, OTHER)) < last
    await desk.prove()
