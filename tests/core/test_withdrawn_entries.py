"""What was planned and has not left yet does not leave once its copier or the desk is out (R-16.1, R-16.6)."""

import asyncio

import pytest

from core.model import commands as c
from core.model.copying import StopWay
from core.model.events import EntriesAnswered, EntriesPlanned
from core.model.orders import Verdict
from core.model.people import OPERATOR
from core.model.reasons import Reason
from tests.core.at_work import AtWork

WITHDRAWING = {
    "r16_6_a_pause": (lambda lea, bob: c.PauseCopying(bob, None), Reason.COPYING_PAUSED),
    "r16_1_a_stop": (lambda lea, bob: c.StopCopying(bob, lea, StopWay.COPY_CLOSE), Reason.COPYING_STOPPED),
    "r11_6_a_halt": (lambda lea, bob: c.Halt(OPERATOR), Reason.DESK_HALTED),
}


def hold_back(desk):
    """Lets nothing leave for the venue until the gate is opened."""
    executor, pen = desk.engine.executor, desk.engine.pen
    gate, start, flights, held = asyncio.Event(), executor._start, executor.flights, []

    async def later(work):
        await gate.wait()
        await work

    async def let_go():
        for asked in held:
            pen._queue(asked)

    executor._start = lambda work: start(later(work))
    pen.act(lambda records: held.extend(flights(records)) or ())
    executor._start(let_go())
    return gate


async def until(condition):
    for _ in range(1000):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came")


@pytest.fixture(params=["columns", "singly"])
async def desk(request, monkeypatch):
    if request.param == "singly":
        monkeypatch.setattr("core.executor._takes_columns", lambda venue: False)
    return await AtWork.open()


@pytest.mark.parametrize("name", WITHDRAWING)
async def test_between_plan_and_sending(desk, name):
    command, reason = WITHDRAWING[name]
    lea, bob = await desk.leads(), await desk.joins("bob")
    cat = await desk.joins("cat")
    for who in (bob, cat):
        await desk.copies(who, lea)
    before = int(desk.book.people.cash[bob])

    def planned():
        return any(isinstance(record.fact, EntriesPlanned) for record in desk.records)

    buying = asyncio.create_task(desk.buys(lea, "1000"))
    await until(lambda: desk.engine.executor.tasks)  # the lead's own order is on its way
    gate = hold_back(desk)
    await until(planned)
    await desk.engine.submit(command(lea, bob), "test:withdraw")
    gate.set()
    await buying
    await desk.engine.settle()
    answers = [record.fact for record in desk.records if isinstance(record.fact, EntriesAnswered)]
    bobs = next(fact for fact in answers if 0 in fact.rows.tolist())
    place = bobs.rows.tolist().index(0)
    assert (bobs.verdict[place], bobs.reason[place]) == (Verdict.UNSENT, reason)
    assert int(desk.book.people.cash[bob]) == before
    assert (int(desk.book.people.cash[cat]) < before) is (reason is not Reason.DESK_HALTED)
