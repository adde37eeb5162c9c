"""The figures of a lead's past, from the numbers of the rulebook's examples (§19, E-04, E-25)."""

import asyncio
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.scenario.play import Stage
from core.model.events import LeadDay
from core.model.limits import ScoreWeights, limits
from core.model.people import PersonId
from core.views.metrics import ALL, drawdown, metrics, pnl_ratio, ratio, win_rate
from core.views.ranking import overview, percentiles
from tests.stories.telling import btc_desk, read_all


def day(equity=0, deposits=0, realised=0, index=10**12):
    return LeadDay(PersonId(1), 0, 0, equity=equity, deposits=deposits, realised=realised, index=index)


def test_e04_two_profit_days_of_three_are_a_win_rate_of_0_6667():
    assert win_rate([5, -1, 0, 7]) == Decimal("0.6667")
    assert win_rate([0, 0]) is None


@pytest.mark.parametrize(("pnl", "expected"), [("97.3309", "0.3672"), ("96.7755", "0.3651")])
def test_e04_pnl_over_its_divisor_has_four_decimals_half_up(pnl, expected):
    scale = 10**15
    assert ratio(int(Decimal(pnl) * scale), int(Decimal("265.095252476476294") * scale)) == Decimal(expected)


def test_r19_4_the_divisor_is_the_highest_of_equity_at_the_start_plus_net_deposits_so_far():
    taken = [day(equity=100), day(deposits=60, realised=5), day(deposits=20, realised=40)]
    assert pnl_ratio(taken) == Decimal("0.25")  # 40 of 160, not of 120


def test_r19_3_and_r19_5_what_a_lead_closed_on_the_first_day_of_leading_counts():
    """Its 00:00 UTC+8 is taken after that day's trades; a younger lead's figures go back to where leading began."""
    lead = SimpleNamespace(days=[day(equity=100, realised=8), day(equity=100, realised=8)])
    young = metrics(lead, 90, now=day(equity=100, realised=6))
    assert (young.pnl, young.pnl_ratio, young.win_rate) == (6, Decimal("0.06"), Decimal("0.5"))
    lead.days = [day(equity=100, realised=each) for each in (8, 8, 9, 9, 9, 9, 9, 9)]
    assert metrics(lead, 7, now=day(equity=100, realised=10)).pnl == 2


def test_r19_10_drawdown_is_from_the_highest_value_up_to_then():
    assert drawdown([100, 120, 90, 130, 117]) == Decimal("0.25")
    assert drawdown([100, 110, 120]) == 0


@given(st.lists(st.integers(1, 10**13), min_size=2, max_size=40))
def test_a_drawdown_is_never_below_nothing_nor_above_all(index):
    assert 0 <= drawdown(index) <= 1


def test_e25_the_overview_score_weighs_seven_parts():
    assert overview([Decimal(each) for each in (80, 60, 50, 90, 70, 40, 55)], ScoreWeights()) == Decimal("62.25")
    assert overview([Decimal(each) for each in (50, 90, 80, 60, 60, 70, 65)], ScoreWeights()) == Decimal("67.25")


def test_r19_15_a_score_is_the_percentile_rank_and_less_drawdown_is_better():
    assert percentiles([10, 20, 20, 30], less_is_better=False) == [0, 50, 50, 100]
    assert percentiles([10, 20, 30], less_is_better=True) == [100, 50, 0]
    assert percentiles([7], less_is_better=False) == [100]


def test_before_two_days_nothing_is_measured():
    assert metrics(SimpleNamespace(days=[day()])) is None


def measured(story, days=ALL):
    """A lead's figures at a story's end."""

    async def played():
        stage = None
        for number, event in read_all(story.lines):
            stage = stage or await Stage.fresh(event.at, limits(story.numbers), lambda line: None)
            await stage.play([(number, event)])
        book = stage.engine.pen.book
        return metrics(book.leads[book.people.numbers["lea"]], days)

    return asyncio.run(played())


def test_r19_3_and_r19_9_deposits_move_nothing_and_profit_moves_the_index():
    story = btc_desk(price="50000").later(days=1).buy(notional="5000").later(hours=1).quote(price="55000")
    story.sell(quantity="0.1").later(days=1).do("lea", "deposit", amount="10500").later(days=1).add()
    found = measured(story)
    assert (found.pnl, found.total_return, found.drawdown) == (500 * 10**8, Decimal("0.05"), 0)
    assert found.pnl_ratio == ratio(500, 20500)
    assert found.win_rate == 1


def test_r19_9_a_withdrawal_is_no_loss_and_a_fall_is_a_drawdown():
    story = btc_desk(price="50000").later(days=1).do("lea", "withdraw", amount="5000").buy(notional="5000")
    found = measured(story.later(days=1).quote(price="40000").later(days=1).add())
    assert (found.total_return, found.drawdown) == (Decimal("-0.2"), Decimal("0.2"))
    assert found.win_rate is None


def test_r19_9_what_a_lead_loses_or_makes_on_the_first_day_of_leading_counts():
    """The index is 1 where leading begins, and not at the first 00:00, which is taken after that day's trades."""
    story = btc_desk(price="50000").buy(notional="5000").do("lea", "deposit", amount="2500").quote(price="20000")
    found = measured(story.later(days=2).add())
    assert (found.total_return, found.drawdown) == (Decimal("-0.3"), Decimal("0.3"))
    sold = btc_desk(price="50000").buy(notional="5000").quote(price="60000").sell(quantity="0.05").later(days=2).add()
    assert measured(sold).total_return == Decimal("0.1")


def test_r19_9_private_coins_that_a_lead_buys_are_no_loss_and_what_they_bring_is_no_profit():
    """R-4.8, R-19.14: they are no part of lead equity, and only lead orders count."""
    story = btc_desk(price="50000").buy(notional="5000").later(days=1).do("lea", "switch_lead_trade", on=False)
    story.buy(notional="4000").later(days=1).quote(price="60000").sell(quantity="0.08", assets="private")
    found = measured(story.quote(price="50000").later(days=1).add())
    assert (found.total_return, found.drawdown) == (0, 0)
    assert found.win_rate is None


def test_r19_9_a_lead_lot_that_leaves_with_the_end_of_trading_is_no_loss():
    story = btc_desk(price="50000").buy(notional="5000").later(days=1).quote(price="45000").later(days=1)
    found = measured(story.add(delist={"symbol": "BTC-USDT"}).later(days=1).add())
    assert (found.total_return, found.drawdown) == (Decimal("-0.05"), Decimal("0.05"))
