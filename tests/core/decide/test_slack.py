"""The slack of total stop-losses never hides one that is reached, and does spare most looks (R-13.4)."""

from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.decide.desk import Desk, SweepStops
from core.decide.slack import guarded
from core.decide.stops import sweep
from core.fold.book import Book, Lead
from core.model.copying import CopyingState
from core.model.limits import limits
from core.model.market import LOT, Instrument, Quote, Symbol
from core.model.money import UNITS
from core.model.people import PersonId

LEA, NOW = PersonId(1), datetime(2026, 11, 25, tzinfo=UTC)
COINS = [
    Instrument(Symbol(name), Decimal(lot), Decimal(tick))
    for name, lot, tick in (
        ("BTC-USDT", "0.00000001", "0.1"),
        ("ETH-USDT", "0.0001", "0.01"),
        ("PEPE-USDT", "1", "1e-8"),
    )
]
TICKS = st.tuples(*(st.integers(1, 1_000_000) for _ in COINS))


def desk_at(book, ticks):
    market = {}
    for coin, many in zip(COINS, ticks, strict=True):
        price = many * coin.tick
        market[coin.symbol] = Quote(coin.symbol, price, price, price, NOW)
    return Desk(book, market, limits(), NOW)


def worth(coin, lots, ticks):
    return int(coin.values(np.array([lots * LOT]), ticks * coin.tick)[0][0])


@st.composite
def tables(draw):
    """A few copyings with coins bought at `ticks`, some near their limit, some far, some with none."""
    ticks = draw(TICKS)
    book, lead = Book(), Lead(LEA)
    book.leads[LEA] = lead
    book.instruments = {coin.symbol: coin for coin in COINS}
    count = draw(st.integers(1, 6))
    table = lead.copyings
    table.reserve(count)
    table.size = count
    table.state[:count] = CopyingState.RUNNING
    for row in range(count):
        for coin, many in zip(COINS, ticks, strict=True):
            lots = draw(st.integers(0, 10**6))
            table.holding(coin.symbol)[row] = lots * LOT
            table.open_cost[row] += worth(coin, lots, many)
        cost = int(table.open_cost[row])
        table.open_cost[row] += draw(st.integers(-cost // 20, cost // 20))
        table.realised[row] = draw(st.integers(-1000, 1000)) * UNITS
        table.total_stop_loss[row] = draw(st.sampled_from([0, 1, UNITS, cost // 100 + 1, cost // 3 + 1]))
    return book, ticks


def moved(ticks, changes):
    return [max(1, many * change // 1000) for many, change in zip(ticks, changes, strict=True)]


CHANGES = st.lists(st.tuples(*(st.integers(900, 1020) for _ in COINS)), min_size=1, max_size=5)


@pytest.mark.parametrize("apart", [1, 3, 32])
@given(tables(), CHANGES)
def test_while_the_slack_holds_no_total_stop_loss_is_reached(apart, table, changes):
    book, ticks = table
    size = book.leads[LEA].copyings.size
    known = guarded(desk_at(book, ticks), book.leads[LEA], slice(0, size), apart=apart)
    for change in changes:
        desk = desk_at(book, moved(ticks, change))
        reached = {fact.row for fact in sweep(desk, SweepStops())}
        if known.far.holds(desk):
            assert reached <= set(known.rows.tolist())
        if known.near.holds(desk):
            assert not reached & set(known.rows.tolist())


def test_it_holds_through_small_falls_and_ends_exactly_before_the_limit():
    book, lead, [btc, *_] = Book(), Lead(LEA), COINS
    book.leads[LEA], book.instruments = lead, {btc.symbol: btc}
    table = lead.copyings
    table.reserve(1)
    table.size, table.state[0] = 1, CopyingState.RUNNING
    table.holding(btc.symbol)[0] = LOT * 10**8  # 1 BTC at 50,000.0
    table.open_cost[0], table.total_stop_loss[0] = 50_000 * UNITS, 500 * UNITS
    known = guarded(desk_at(book, (500_000, 1, 1)), lead, slice(0, 1)).far
    falls = {ticks: known.holds(desk_at(book, (ticks, 1, 1))) for ticks in (510_000, 500_000, 495_001, 495_000)}
    assert falls == {510_000: True, 500_000: True, 495_001: True, 495_000: False}
    assert len(sweep(desk_at(book, (495_000, 1, 1)), SweepStops())) == 1
    assert sweep(desk_at(book, (495_001, 1, 1)), SweepStops()) == []


def test_without_a_price_any_more_it_does_not_hold():
    book, lead, [btc, *_] = Book(), Lead(LEA), COINS
    book.leads[LEA], book.instruments = lead, {btc.symbol: btc}
    table = lead.copyings
    table.reserve(1)
    table.size, table.state[0] = 1, CopyingState.RUNNING
    table.holding(btc.symbol)[0], table.open_cost[0], table.total_stop_loss[0] = (
        LOT * 10**8,
        50_000 * UNITS,
        500 * UNITS,
    )
    known = guarded(desk_at(book, (500_000, 1, 1)), lead, slice(0, 1)).far
    assert not known.holds(Desk(book, {}, limits(), NOW))
