"""Whether the state that a safety alert told of is still there."""

import pytest
from at_work import AtWork

from core.model import commands as c
from core.model.people import OPERATOR
from core.views.lasting import Lasting, lasts


@pytest.fixture
async def desk():
    return await AtWork.open()


async def test_a_halt_lasts_until_the_desk_is_resumed(desk):
    assert not await desk.view(lasts, OPERATOR, Lasting.HALTED)
    await desk.do(c.Halt(OPERATOR))
    assert await desk.view(lasts, OPERATOR, Lasting.HALTED)
    await desk.do(c.Resume(OPERATOR))
    assert not await desk.view(lasts, OPERATOR, Lasting.HALTED)


async def test_a_venue_is_silent_from_a_minute_without_any_price(desk):
    assert not await desk.view(lasts, OPERATOR, Lasting.SILENT)
    desk.pass_time(seconds=60)
    assert await desk.view(lasts, OPERATOR, Lasting.SILENT)


async def test_a_settlement_that_was_refused_lasts_until_it_is_made(desk):
    assert not await desk.view(lasts, OPERATOR, Lasting.REFUSED)
    desk.book.refused_until = desk.clock.now()
    assert await desk.view(lasts, OPERATOR, Lasting.REFUSED)


async def test_what_names_no_state_is_never_over_nor_is_what_a_later_release_may_say(desk):
    assert await desk.view(lasts, OPERATOR, "")
    assert await desk.view(lasts, OPERATOR, "eclipse of the sun")


async def test_of_who_copies_nobody_nothing_is_owed(desk):
    lea, bob = await desk.leads("lea"), await desk.joins("bob")
    assert not await desk.view(lasts, bob, f"unsold {lea} BTC-USDT")
    assert not await desk.view(lasts, bob, "unsold 99 BTC-USDT")
