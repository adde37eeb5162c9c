"""What one price or one act ends together leaves together: one plan for a chunk, and each copying as it chose."""

from dataclasses import replace

import pytest

from core.model import commands as c
from core.model import events as e
from core.model.copying import CopyingState, StopWay
from core.model.money import quote
from core.model.orders import Cause
from core.model.people import OPERATOR
from core.views.proof import conserved
from tests.core.at_work import BTC, AtWork


@pytest.fixture
async def desk():
    """Lea has bought once; of her four copiers three bear a loss of 10, and one of these keeps what he holds then."""
    desk = await AtWork.open()
    lea = await desk.leads(amount="100000")
    for name, more in {
        "bob": {"total_stop_loss": quote("10")},
        "kim": {"total_stop_loss": quote("10"), "total_stop_loss_action": StopWay.MANUAL_CLOSE},
        "max": {},
        "ned": {"total_stop_loss": quote("10")},
    }.items():
        await desk.copies(await desk.joins(name), lea, **more)
    await desk.buys(lea, "1000")
    desk.records.clear()
    return desk


def facts(desk, kind):
    return [record.fact for record in desk.records if isinstance(record.fact, kind)]


def states(desk):
    return [CopyingState(code).name for code in desk.book.leads[1].copyings.state[:4].tolist()]


async def test_r13_5_those_whom_one_price_stops_sell_in_one_plan_and_each_stops_once(desk):
    desk.quotes("50000")
    await desk.engine.settle()
    [sale] = facts(desk, e.ExitsPlanned)
    [kept] = facts(desk, e.LotsReleased)
    assert (sale.rows.tolist(), sale.cause) == ([0, 3], Cause.TOTAL_STOP_LOSS)
    assert kept.rows.tolist() == [1]
    assert states(desk) == ["ENDED", "ENDED", "RUNNING", "ENDED"]
    assert [fact.row for fact in facts(desk, e.CopyingClosing)] == [0, 1, 3]
    assert sorted(fact.row for fact in facts(desk, e.CopyingEnded)) == [0, 1, 3]
    assert await desk.view(conserved)
    assert not desk.book.people.copied[[2, 3, 5]].any()


async def test_r13_5_who_is_stopped_later_has_a_plan_and_an_order_of_their_own(desk):
    desk.quotes("50000")
    await desk.engine.settle()
    lead, late = desk.book.leads[1], desk.book.people.numbers["max"]
    stopped = replace(lead.copyings.settings(2), total_stop_loss=quote("10"))
    await desk.do(c.ChangeCopying(late, lead.person, stopped))
    first, second = facts(desk, e.ExitsPlanned)
    assert (first.rows.tolist(), second.rows.tolist()) == ([0, 3], [2])
    assert first.batch != second.batch


async def test_r3_15_a_revocation_lets_go_what_all_copiers_hold_in_one_fact(desk):
    lea = desk.book.leads[1].person
    await desk.do(c.SuspendLead(OPERATOR, lea))
    await desk.do(c.RevokeLead(OPERATOR, lea))
    [left] = facts(desk, e.LotsReleased)
    assert left.rows.tolist() == [0, 1, 2, 3]
    assert states(desk) == ["ENDED"] * 4
    assert all(desk.book.people.left_of(copier, BTC) for copier in (2, 3, 4, 5))
    assert await desk.view(conserved)
