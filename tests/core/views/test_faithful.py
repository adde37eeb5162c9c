"""Faithful capital and dry runs: a lead's real last orders against the minimums, the lots and the maximum."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.copying import Settings, Sizing
from core.model.events import LotCuts, OrderClosed
from core.model.market import Instrument, Side, Symbol
from core.model.money import quote, ratio
from core.model.orders import OrderId
from core.model.people import PersonId
from core.model.reasons import Reason
from core.views.faithful import Faithful, allocation_for, dry_run, faithful, last_of

BTC, ETH = Symbol("BTC-USDT"), Symbol("ETH-USDT")
LISTED = {
    BTC: Instrument(BTC, Decimal("0.00001"), Decimal("0.1"), quantity_min=10_000, notional_min=quote("10")),
    ETH: Instrument(ETH, Decimal("0.001"), Decimal("0.01"), notional_min=quote("5")),
}
LEAST = quote("100")


def bought(name, notional, *, equity="10000", symbol=BTC, price="50000", led=True):
    instrument, paid = LISTED[symbol], quote(notional)
    quantity = instrument.affordable(paid, instrument.price(Decimal(price)))
    return OrderClosed(
        OrderId(name), PersonId(1), symbol, Side.BUY, quantity, paid, 0, led, Reason.NONE, True, quote(equity)
    )


def sold(name, *cuts, symbol=BTC):
    return OrderClosed(
        OrderId(name), PersonId(1), symbol, Side.SELL, 1, 1, 0, True, Reason.NONE, True,
        cuts=LotCuts(tuple(lot for lot, _ in cuts), *np.array([(part, 100) for _, part in cuts]).T),
    )  # fmt: skip


def fixed(amount, maximum="200000", **more):
    return Settings(Sizing.FIXED_AMOUNT, quote(amount), quote(maximum), **more)


def test_faithful_capital_is_the_least_that_copies_95_in_100_and_the_least_that_copies_all():
    # 1,000 of 10,000 is a tenth: a copy of 10 needs 100. One order of twenty is 40 of 10,000: 10 needs 2,500.
    orders = [*(bought(f"big{place}", "1000") for place in range(19)), bought("small", "40")]
    found = faithful(LISTED, orders, least=LEAST)
    assert found == Faithful(fired=20, nearly=quote("100"), part=ratio("0.95"), whole=quote("2500"))


def test_one_order_in_ten_below_the_minimum_is_more_than_95_in_100_lose():
    orders = [*(bought(f"big{place}", "1000") for place in range(9)), bought("small", "40")]
    assert faithful(LISTED, orders, least=LEAST) == Faithful(10, quote("2500"), ratio("1"), quote("2500"))


def test_only_the_last_fifty_fired_buys_count():
    old, private = bought("old", "1"), bought("private", "1", led=False)
    orders = [old, *(bought(f"new{place}", "1000") for place in range(50)), private]
    assert faithful(LISTED, orders, least=LEAST) == Faithful(50, LEAST, ratio("1"), LEAST)
    assert faithful(LISTED, [private], least=LEAST) is None


def test_no_size_is_offered_below_the_least_allocation_and_all_are_whole_usdt():
    assert faithful(LISTED, [bought("all", "10000")], least=LEAST).whole == LEAST
    assert faithful(LISTED, [bought("odd", "333")], least=LEAST).whole == quote("301")  # 10 × 10,000 / 333 = 300.3


@given(
    st.integers(1, 10**14), st.integers(1, 10**14), st.integers(10**3, 10**9), st.sampled_from([BTC, ETH]),
)  # fmt: skip
def test_the_least_allocation_copies_the_order_and_a_unit_less_does_not(notional, equity, price, symbol):
    instrument = LISTED[symbol]
    quantity = instrument.affordable(notional, price)
    if not quantity:
        return
    order = replace(bought("one", "1", symbol=symbol), notional=notional, quantity=quantity, lead_equity=equity)
    least = allocation_for(instrument, order)

    def passes(size):
        return dry_run(LISTED, [order], Settings(Sizing.SMART_SYNC, size), buys=1).passed

    assert passes(least) == 1
    assert passes(least - 1) == 0


def test_e20_beyond_the_maximum_a_copy_is_skipped_whole_and_a_sale_makes_room():
    """E-20: 100 each, at most 250: the third is over, and after the first lot is sold the fourth is copied."""
    orders = [bought("1", "1000"), bought("2", "1000"), bought("3", "1000"), sold("s", ("1", 100)), bought("4", "1000")]
    run = dry_run(LISTED, orders, fixed("100", "250"), buys=20)
    assert (run.fired, run.passed, run.over_max, run.most_open) == (4, 3, 1, quote("200"))


def test_a_sale_of_a_part_frees_that_part_of_the_cost():
    orders = [bought("1", "1000"), sold("s", ("1", 50)), bought("2", "1000")]
    assert dry_run(LISTED, orders, fixed("100", "150"), buys=20).passed == 2
    assert dry_run(LISTED, orders, fixed("100", "149.99"), buys=20).passed == 1


def test_the_minimum_stands_before_the_maximum_and_a_coin_not_followed_before_both():
    orders = [bought("1", "1000")]
    assert dry_run(LISTED, orders, fixed("9.99", "1"), buys=20).too_low == 1
    assert dry_run(LISTED, orders, fixed("10", "1"), buys=20).over_max == 1
    assert dry_run(LISTED, orders, fixed("10", "1", never=frozenset({BTC})), buys=20).unfollowed == 1
    assert dry_run(LISTED, orders, fixed("10", "1", instruments=frozenset({ETH})), buys=20).unfollowed == 1


@pytest.mark.parametrize(("times", "passed"), [("0.4", 0), ("0.5", 1), ("1", 1)])
def test_e07_a_multiplier_copies_what_reaches_the_minimum(times, passed):
    """E-07, with a minimum of 5: a lead buy of 10 copied 0.4, 0.5 and 1 times."""
    order = bought("1", "10", symbol=ETH, price="3")
    settings = Settings(Sizing.MULTIPLIER, ratio(times), quote("1000"))
    assert dry_run(LISTED, [order], settings, buys=20).passed == passed


def test_what_was_sold_before_the_last_buys_is_not_looked_at():
    orders = [bought("1", "1000"), sold("s", ("1", 100)), bought("2", "1000"), bought("3", "1000")]
    assert [order.order for order in last_of(orders, 2)] == ["2", "3"]
    assert dry_run(LISTED, orders, fixed("100"), buys=2).fired == 2
