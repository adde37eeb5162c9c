"""Of a lead's lots, and of everybody's orders, an act looks at those alone that it concerns, however many there are."""

import pytest

from core.fold.book import Book
from core.fold.lead_lots import CoinLots
from core.model import commands as c
from core.model.market import Side
from core.model.money import quote
from core.model.orders import OrderTerms, OrderType
from tests.core.at_work import BTC, ETH, AtWork


@pytest.fixture
async def desk():
    """Lea has three lots of one coin and one of another; Bob copied each."""
    desk = await AtWork.open()
    lea, bob = await desk.leads(amount="100000"), await desk.joins("bob")
    await desk.copies(bob, lea)
    for symbol in (BTC, BTC, ETH, BTC):
        await desk.buys(lea, "1000", symbol)
    return desk


def known(desk):
    """What the book keeps of the lots, and what they come to."""
    lead = desk.book.leads[1]
    for symbol, kept in lead.coins.items():
        lots = [lot for lot in lead.lots() if lot.symbol == symbol]
        assert list(kept.numbers) == [lot.id for lot in lots]
        assert list(kept.numbers.values()) == kept.number.tolist() == sorted(kept.number)
        assert kept.held == sum(lot.quantity for lot in lots)
    assert lead.coins.keys() == {lot.symbol for lot in lead.lots()}
    return {symbol: len(kept.numbers) for symbol, kept in lead.coins.items()}


def every_lot(*_):
    raise AssertionError("every lot was looked at")


async def sells(desk, lot, part=1):
    found = desk.book.leads[1].lot(lot)
    terms = OrderTerms(found.symbol, Side.SELL, OrderType.MARKET, quantity=found.quantity // part, lot=lot)
    return await desk.do(c.PlaceOrder(desk.book.leads[1].person, terms))


async def test_a_sale_of_one_lot_and_its_copies_look_at_no_other(desk, monkeypatch):
    lots = list(desk.book.leads[1].coin_of)
    monkeypatch.setattr(CoinLots, "each", every_lot)
    assert (await sells(desk, lots[0], part=2)).accepted
    assert (await sells(desk, lots[1])).accepted
    monkeypatch.undo()
    assert known(desk) == {BTC: 2, ETH: 1}


async def test_a_buy_looks_at_no_lot(desk, monkeypatch):
    monkeypatch.setattr(CoinLots, "each", every_lot)
    await desk.buys(1, "1000")
    monkeypatch.undo()
    assert known(desk) == {BTC: 4, ETH: 1}


async def test_a_sale_of_the_coin_takes_of_every_lot_of_it_and_looks_at_none_by_itself(desk, monkeypatch):
    for name in ("each", "one"):
        monkeypatch.setattr(CoinLots, name, every_lot)
    await desk.sells(1, "0.02")
    monkeypatch.undo()
    assert known(desk) == {BTC: 3, ETH: 1}
    await desk.sells(1, str(desk.book.instruments[BTC].quantity_decimal(desk.book.leads[1].held(BTC))))
    assert known(desk) == {ETH: 1}


async def test_trading_that_ends_leaves_no_lot_of_the_coin(desk):
    await desk.do(c.DelistInstrument(BTC))
    assert known(desk) == {ETH: 1}


async def test_an_order_that_ends_wakes_the_waiting_orders_of_its_own_person_alone(desk, monkeypatch):
    await desk.joins("pip")
    rests = OrderTerms(BTC, Side.BUY, OrderType.LIMIT, notional=quote("100"), price=40_000 * 1_000)
    placed = await desk.do(c.PlaceOrder(desk.book.people.numbers["pip"], rests))
    assert placed.accepted
    asked, by = [], Book.orders_by
    monkeypatch.setattr(Book, "orders_by", lambda book, person: asked.append(person) or by(book, person))
    await desk.buys(1, "1000")
    assert set(asked) == {1}
