"""A sale by a copy's own take-profit or stop-loss says so, and is loud; a lead's sale is neither."""

import pytest
from at_work import BTC, AtWork

from core.model.commands import PlaceOrder
from core.model.copying import StopWay
from core.model.market import Side
from core.model.money import quote, ratio
from core.model.orders import OrderTerms, OrderType
from core.views.alerts import AlertKind, alerts


@pytest.mark.parametrize(
    ("price", "cause"), [("67000", "take_profit"), ("53000", "stop_loss")], ids=["take-profit", "stop-loss"]
)
async def test_a_copy_lot_that_sold_itself_is_told_aloud_with_its_cause(price, cause):
    desk = await AtWork.open()
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea, take_profit=ratio("0.1"), stop_loss=ratio("0.1"))
    await desk.buys(lea, "1000")
    desk.quotes(price)
    await desk.engine.settle()
    assert await sales(desk) == [(cause, True)]


async def test_a_lead_order_called_like_a_stop_is_none():
    desk = await AtWork.open()
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea)
    lot = await desk.buys(lea, "1000")
    quantity = desk.book.leads[lea].lot(lot).quantity
    terms = OrderTerms(BTC, Side.SELL, OrderType.MARKET, quantity=quantity)
    await desk.do(PlaceOrder(lea, terms, "take_profit-mine"))
    assert await sales(desk) == [("", False)]


async def test_r13_5_a_total_stop_loss_is_told_with_what_it_cost():
    desk = await AtWork.open()
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea, total_stop_loss=quote("5"))
    await desk.buys(lea, "1000")
    desk.quotes("53000")
    await desk.engine.settle()
    found = [alert for record in desk.records for alert in await desk.view(alerts, record)]
    ends = [alert for alert in found if alert.kind in {AlertKind.COPYING_CLOSING, AlertKind.COPYING_ENDED}]
    assert [(alert.kind, alert.how) for alert in ends] == [
        (AlertKind.COPYING_CLOSING, StopWay.MARKET_CLOSE),
        (AlertKind.COPYING_ENDED, StopWay.MARKET_CLOSE),
    ]
    assert ends[-1].profit_net == next(alert.profit_net for alert in found if alert.kind is AlertKind.COPY_SOLD)


async def sales(desk):
    found = [alert for record in desk.records for alert in await desk.view(alerts, record)]
    return [(alert.cause, alert.loud) for alert in found if alert.kind is AlertKind.COPY_SOLD]
