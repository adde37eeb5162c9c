"""What ceasing to lead, removing a copier, delisting and receipts are shown from: the book's own figures."""

from decimal import Decimal

import pytest
from at_work import BTC, ETH, AtWork

from core.model import commands as c
from core.model.copying import Sizing
from core.model.market import Side
from core.model.money import quote
from core.model.orders import OrderTerms, OrderType
from core.model.people import OPERATOR, LeadState, StopReason
from core.model.reasons import Denial, Reason
from core.views.ceasing import ceasing, last_request
from core.views.copiers import removal
from core.views.listings import delisting, listings
from core.views.receipts import order_receipts, reached
from core.views.trade import tickets


@pytest.fixture
async def desk():
    return await AtWork.open()


async def test_what_is_in_the_way_of_stopping_is_the_cores_own_word(desk):
    lea, bob = await desk.leads("Lea"), await desk.joins("Bob")
    await desk.copies(bob, lea)
    assert (await desk.view(ceasing, lea)).failed is None
    await desk.buys(lea, "600")
    view = await desk.view(ceasing, lea)
    assert (view.failed, view.copies, view.holding, view.orders) == (Denial.LEAD_ASSETS_HELD, 1, 1, 0)
    assert [(each.base, each.quantity) for each in view.held] == [("BTC", Decimal("0.01"))]
    assert await desk.view(ceasing, bob) is None


async def test_the_newest_record_tells_how_a_request_stands(desk):
    lea = await desk.leads("Lea")
    assert last_request([]) is None
    await desk.do(c.RequestStopLeading(lea, StopReason.LOW_EARNINGS))
    price = desk.venue.instruments()[BTC].price(Decimal(30_000))
    await desk.do(c.PlaceOrder(lea, OrderTerms(BTC, Side.BUY, OrderType.LIMIT, notional=quote("100"), price=price)))
    kinds = ("StopLeadingRequested", "StopLeadingEnded")
    asked = last_request(await desk.engine.past(lea, kinds, most=1))
    assert (asked.reason, asked.failed) == (StopReason.LOW_EARNINGS, None)
    await desk.do(c.AnswerStopRequest(OPERATOR, lea, granted=True))
    ended = last_request(await desk.engine.past(lea, kinds, most=1))
    assert (ended.reason, ended.failed) == (None, Denial.LEAD_ORDERS_OPEN)
    assert desk.book.leads[lea].state is LeadState.ACTIVE


@pytest.mark.parametrize(("left", "poor"), [("20", False), ("19.99999999", True)])
async def test_a_copier_is_poor_below_the_limit_and_not_at_it(desk, left, poor):
    lea, bob = await desk.leads("Lea"), await desk.joins("Bob")
    await desk.copies(bob, lea)
    await desk.do(c.Withdraw(bob, int(desk.book.people.cash[bob]) - quote(left)))
    view = await desk.view(removal, lea, bob)
    assert (view.poor, view.empty, view.possible) == (poor, True, poor)
    assert (await desk.do(c.RemoveCopier(lea, bob))).accepted is poor
    assert await desk.view(removal, lea, 99) is None
    assert await desk.view(removal, bob, lea) is None


async def test_an_allocation_counts_as_the_copiers_money(desk):
    lea, bob = await desk.leads("Lea"), await desk.joins("Bob")
    await desk.copies(bob, lea, Sizing.SMART_SYNC, "100")
    await desk.do(c.Withdraw(bob, int(desk.book.people.cash[bob])))
    assert not (await desk.view(removal, lea, bob)).possible


async def test_a_delisting_is_counted_before_and_gone_after(desk):
    lea, bob, cat = await desk.leads("Lea"), await desk.joins("Bob"), await desk.joins("Cat")
    await desk.copies(bob, lea)
    await desk.copies(cat, lea)
    await desk.buys(lea, "600")
    await desk.buys(lea, "600")
    view = await desk.view(delisting, BTC)
    assert (view.orders, view.copy_lots, view.lead_lots, view.people, view.on_the_way) == (0, 4, 2, 3, 0)
    await desk.do(c.DelistInstrument(BTC))
    assert await desk.view(delisting, BTC) is None
    assert [(row.symbol, row.ended) for row in (await desk.view(listings)).rows] == [(ETH, False), (BTC, True)]
    assert [each.instrument.symbol for each in await desk.view(tickets, lea)] == [ETH]
    assert desk.book.people.own_of(bob, BTC) > 0


async def test_receipts_count_each_order_and_no_private_one(desk):
    lea, bob, dan = await desk.leads("Lea"), await desk.joins("Bob"), await desk.joins("Dan", "30")
    await desk.copies(bob, lea)
    await desk.copies(dan, lea)
    first = await desk.buys(lea, "600")
    await desk.do(c.SwitchLeadTrade(lea, on=False))
    await desk.buys(lea, "600", ETH)
    await desk.do(c.SwitchLeadTrade(lea, on=True))
    await desk.sells(lea, "0.005")
    told = await desk.view(lambda view: order_receipts(view.book, desk.records))
    assert [(each.side, each.base) for each in told] == [(Side.SELL, "BTC"), (Side.BUY, "BTC")]
    sold, bought = told
    assert (bought.order, bought.counted.copied, bought.counted.copiers) == (first, 1, 2)
    assert bought.counted.failures == ((Reason.INSUFFICIENT_FUNDS, 1),)
    assert (bought.away, bought.price, bought.decimals) == (0, Decimal(60_000), 1)
    assert bought.middle is not None
    assert sold.counted.copied == 1


@pytest.mark.parametrize(
    ("delays", "percent", "wanted"),
    [
        ([], 50, None),
        ([(7, 1)], 95, 7),
        ([(1, 50), (9, 50)], 50, 1),
        ([(1, 49), (9, 51)], 50, 9),
        ([(1, 94), (9, 6)], 95, 9),
        ([(1, 95), (9, 5)], 95, 1),
    ],
)
def test_a_delay_is_reached_by_so_many_in_a_hundred(delays, percent, wanted):
    assert reached(delays, percent) == wanted


async def test_a_resting_order_ends_as_it_is_when_trading_ends(desk):
    lea = await desk.leads("Lea")
    price = desk.venue.instruments()[BTC].price(Decimal(30_000))
    terms = OrderTerms(BTC, Side.BUY, OrderType.LIMIT, notional=quote("100"), price=price)
    await desk.do(c.PlaceOrder(lea, terms))
    desk.venue.delist(BTC)
    await desk.engine.settle()
    assert not desk.book.orders
    assert int(desk.book.people.frozen[lea]) == 0
    assert BTC not in desk.venue.quotes()
    await desk.do(c.PlaceOrder(lea, terms))
    assert not desk.book.orders
    assert not desk.book.leads[lea].lots()
