"""Stops are looked at after new prices and after fills; what was known of a chunk is forgotten when it changes."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.decide import stops
from core.model import commands as c
from core.model.copying import CopyingState
from core.model.money import quote, ratio
from tests.core.at_work import BTC, ETH, AtWork


@pytest.fixture
async def desk():
    desk = await AtWork.open()
    lea, bob = await desk.leads(amount="100000"), await desk.joins("bob")
    await desk.copies(bob, lea, size="1000", maximum="5000", total_stop_loss=quote("100"))
    return desk


async def tick(desk, price, symbol=None):
    desk.quotes(price, *([symbol] if symbol else []))
    await desk.engine.settle()


def state(desk):
    return CopyingState(int(desk.book.leads[1].copyings.state[0]))


async def test_what_was_bought_after_the_last_price_is_guarded_at_the_next(desk):
    await tick(desk, "60000")  # nothing is held: no fall can matter
    await desk.buys(1, "1000")
    await tick(desk, "54000.1")
    assert state(desk) is CopyingState.RUNNING
    await tick(desk, "53999.9")
    assert state(desk) is not CopyingState.RUNNING


async def test_another_coin_bought_later_counts_as_well(desk):
    await desk.buys(1, "1000")
    await tick(desk, "60000")
    await desk.buys(1, "1000", ETH)
    await tick(desk, "57000")
    await tick(desk, "2849", ETH)  # 50 and 50.33
    assert state(desk) is not CopyingState.RUNNING


async def test_a_price_that_moves_too_little_is_looked_at_by_nobody(desk, monkeypatch):
    await desk.buys(1, "1000")
    await tick(desk, "60000")
    monkeypatch.setattr(stops, "net", lambda *_: pytest.fail("everybody was looked at"))
    await tick(desk, "59000")
    await tick(desk, "66000")
    await tick(desk, "58000")


async def test_r13_1_only_lots_whose_coin_has_come_to_a_stop_are_looked_at(monkeypatch):
    """And the nearest stop is what counts, also of lots that were bought after the last look."""
    desk, looks = await AtWork.open(), []
    lea, bob = await desk.leads(amount="100000"), await desk.joins("bob")
    await desk.copies(bob, lea, size="100", maximum="5000", take_profit=ratio("0.5"), stop_loss=ratio("0.5"))
    found = stops.sweep_lots
    monkeypatch.setattr(stops, "sweep_lots", lambda desk, step: looks.append(step.symbol) or found(desk, step))
    await desk.buys(lea, "1000")
    await desk.buys(lea, "1000", ETH)
    for price in ("70000", "40000", "60000"):
        await tick(desk, price)
    assert looks == []
    await desk.buys(lea, "1000")
    await desk.do(
        c.ChangeCopying(bob, lea, replace(desk.book.leads[lea].copyings.settings(0), take_profit=ratio("0.1")))
    )
    await desk.buys(lea, "1000")
    for price in ("65999.9", "66000", "66000.1", "89999.9"):
        await tick(desk, price)
    assert looks == [BTC]  # at 66,000 the last lot is sold, and the others' stop is the nearest from then on
    await tick(desk, "90000")
    assert looks == [BTC, BTC]
    assert not desk.book.leads[lea].copyings.held[BTC].any()
    await tick(desk, "1500", ETH)
    assert looks == [BTC, BTC, ETH]


@pytest.mark.parametrize(("numbers", "every"), [({}, 1000), ({"copying.total_stop_loss.check_every_ms": "250"}, 250)])
async def test_r13_4_a_price_that_nobody_told_is_found_within_the_promised_time(numbers, every):
    desk = await AtWork.open(**numbers)
    lea, bob = await desk.leads(amount="100000"), await desk.joins("bob")
    await desk.copies(bob, lea, size="1000", maximum="5000", total_stop_loss=quote("100"))
    await desk.buys(lea, "1000")
    await desk.engine.start()
    desk.venue.hang_up()
    desk.quotes("50000")
    await works(desk, every - 1)
    assert state(desk) is CopyingState.RUNNING
    await works(desk, 1)
    assert state(desk) is not CopyingState.RUNNING
    await desk.engine.stop()


async def works(desk, milliseconds):
    """So much time goes by, and what it wakes has its turn."""
    await asyncio.sleep(0)
    desk.clock.move_to(desk.clock.now() + timedelta(milliseconds=milliseconds))
    for _ in range(50):
        await asyncio.sleep(0)
