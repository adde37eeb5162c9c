"""What a coin of a copy says of its own stops: those its lots were bought with, whatever the settings say now."""

from decimal import Decimal

import pytest
from at_work import BTC, AtWork

from core.model.commands import ChangeCopying
from core.model.copying import Settings, Sizing
from core.model.money import quote, ratio
from core.views.sale import holding


@pytest.fixture
async def desk():
    return await AtWork.open()


async def stops_of(desk, bob, lea):
    found = await desk.view(holding, bob, lea, BTC)
    return found.stops.take_at, found.stops.stop_at, found.stops.alike


async def changed(desk, bob, lea, **stops):
    settings = Settings(Sizing.FIXED_AMOUNT, quote("100"), quote("1000"), **stops)
    assert (await desk.do(ChangeCopying(bob, lea, settings))).accepted


async def test_r15_1_lots_keep_the_stops_that_they_were_bought_with(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea)
    await desk.buys(lea, "1000")
    await changed(desk, bob, lea, take_profit=ratio("0.5"), stop_loss=ratio("0.1"))
    assert await stops_of(desk, bob, lea) == (0, 0, True), "nothing sells what was bought without stops"


async def test_r13_1_of_several_lots_the_nearest_prices_are_shown(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea, take_profit=ratio("0.5"), stop_loss=ratio("0.5"))
    await desk.buys(lea, "1000")
    take, stop, alike = await stops_of(desk, bob, lea)
    assert Decimal(90_000) <= take < Decimal(90_200)
    assert Decimal(30_000) <= stop < Decimal(30_100)
    assert alike
    await changed(desk, bob, lea, take_profit=ratio("0.1"), stop_loss=ratio("0.1"))
    await desk.buys(lea, "1000")
    take, stop, alike = await stops_of(desk, bob, lea)
    assert Decimal(66_000) <= take < Decimal(66_200)
    assert Decimal(54_000) <= stop < Decimal(54_100)
    assert not alike
