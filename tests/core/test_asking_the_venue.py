"""What the venue did while nobody heard of it is found when it is asked (P-2)."""

import pytest
from at_work import BTC, AtWork

from core.model import commands as c
from core.model.market import Side
from core.model.money import quote
from core.model.orders import OrderState, OrderTerms, OrderType
from core.views.admin_desk import unresolved


@pytest.fixture
async def desk():
    return await AtWork.open()


async def rests(desk, who, price="50000"):
    at = desk.venue.instruments()[BTC].price(int(price))
    await desk.do(c.PlaceOrder(who, OrderTerms(BTC, Side.BUY, OrderType.LIMIT, notional=quote("500"), price=at)))


async def test_an_order_that_was_filled_unheard_is_found_by_asking_and_copied(desk):
    lea, bob = await desk.leads("lea"), await desk.joins("bob")
    await desk.copies(bob, lea)
    await rests(desk, lea)
    desk.venue._listeners = ()
    desk.quotes("49000")
    await desk.engine.settle()
    assert len(desk.book.orders) == 1
    assert await desk.engine.ask_venue() == 1
    await desk.engine.settle()
    assert not desk.book.orders
    assert desk.book.leads[lea].held(BTC) > 0
    assert any(type(record.fact).__name__ == "EntriesPlanned" for record in desk.records)


async def test_an_order_that_still_rests_goes_on_resting(desk):
    lea = await desk.leads("lea")
    await rests(desk, lea)
    assert await desk.engine.ask_venue() == 1
    assert (await desk.view(unresolved)).waiting == 1
    await desk.engine.settle()
    view = await desk.view(unresolved)
    assert (view.resting, view.waiting, view.ask_at) == (1, 0, None)
    (order,) = desk.book.orders.values()
    assert order.state is OrderState.RESTING


async def test_where_nothing_rests_nothing_is_asked_and_nothing_written(desk):
    before = desk.book.seq
    assert await desk.engine.ask_venue() == 0
    assert desk.book.seq == before
