"""A book that does not balance is not settled: the desk says so, trades on, and settles once it balances (P-7)."""

from datetime import UTC, datetime, timedelta

import pytest

from core.model.events import CycleClosed, ProfitShareSettled, SettlementRefused
from core.model.money import quote
from core.model.people import OPERATOR
from core.views.alerts import AlertKind, alerts
from core.views.proof import proof
from tests.core.at_work import BTC, AtWork

MONDAY = datetime(2026, 11, 29, 16, tzinfo=UTC)  # 00:00 UTC+8


@pytest.fixture
async def desk():
    """Bob copies Lea, and has made a profit that awaits its settlement."""
    desk = await AtWork.open()
    lea, bob = await desk.leads(share="0.08"), await desk.joins("bob")
    await desk.copies(bob, lea)
    await desk.buys(lea, "1000")
    desk.quotes("66000")
    await desk.sells(lea, "0.01")
    await desk.sells(lea, "0.00666666")
    return desk


async def on(desk, instant):
    """Time passes, and what falls due in between happens in its time."""
    while (due := desk.engine.next_due()) is not None and due <= instant:
        desk.clock.move_to(due)
        await desk.engine.settle()
    desk.clock.move_to(instant)


def found(desk, kind):
    return [record for record in desk.records if isinstance(record.fact, kind)]


async def test_r17_10_nothing_is_settled_while_the_book_does_not_balance(desk):
    desk.book.ledger.quote.fees += 1  # the smallest amount there is
    await on(desk, MONDAY)
    [refused] = found(desk, SettlementRefused)
    [gap] = refused.fact.gaps
    assert (refused.fact.at, gap.asset, gap.held - gap.expected) == (MONDAY, None, 1)
    assert not found(desk, ProfitShareSettled)
    assert not found(desk, CycleClosed)
    assert int(desk.book.leads[1].copyings.withheld[0]) > 0


async def test_the_operator_is_told_at_once_and_the_proof_shows_where(desk):
    desk.book.ledger.quote.fees += 1
    await on(desk, MONDAY)
    [refused] = found(desk, SettlementRefused)
    [alert] = await desk.view(lambda now: alerts(now, refused))
    assert (alert.to, alert.kind, alert.loud) == (OPERATOR, AlertKind.SETTLEMENT_REFUSED, True)
    shown = await desk.view(proof)
    assert [asset.asset for asset in shown.assets if not asset.sound] == ["USDT"]
    assert shown.refused_until == refused.fact.again_at


async def test_it_is_tried_again_each_hour_and_settles_once_the_book_balances(desk):
    desk.book.ledger.quote.fees += 1
    await on(desk, MONDAY + timedelta(hours=2, minutes=30))
    assert len(found(desk, SettlementRefused)) == 3
    desk.book.ledger.quote.fees -= 1
    await on(desk, MONDAY + timedelta(hours=4))
    assert [record.fact.cycle_end for record in found(desk, ProfitShareSettled)] == [MONDAY]
    assert [record.fact.at for record in found(desk, CycleClosed)] == [MONDAY]
    assert desk.book.refused_until is None


async def test_copying_goes_on_meanwhile(desk):
    desk.book.ledger.quote.fees += 1
    await on(desk, MONDAY)
    before = int(desk.book.leads[1].copyings.held[BTC][0])
    await desk.buys(1, "1000")
    assert int(desk.book.leads[1].copyings.held[BTC][0]) > before


async def test_somebody_below_zero_is_a_gap_though_the_sums_are_equal(desk):
    desk.book.people.cash[1] -= quote("20000")
    desk.book.people.cash[2] += quote("20000")
    await on(desk, MONDAY)
    [refused] = found(desk, SettlementRefused)
    [gap] = refused.fact.gaps
    assert gap.held == gap.expected
