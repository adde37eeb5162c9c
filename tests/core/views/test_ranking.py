"""Figures of all leads, the public list and the card (section 19): habits, copied assets, filters, the least assets."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from at_work import BTC, ETH, START, AtWork

from core.model import commands as c
from core.model.copying import Sizing, StopWay
from core.model.events import LeadDay, Trading
from core.model.limits import ScoreWeights
from core.model.market import Side
from core.model.money import RATIO_UNITS, quote
from core.model.orders import OrderTerms, OrderType
from core.model.people import PersonId, StopReason
from core.views.lead_card import lead_card, scoring
from core.views.leads import LeadFilter, LeadMode, LeadRow, LeadSort, _fits, leads_page
from core.views.metrics import ALL, habits
from core.views.ranking import SCORE, Figures, Ranking, ranking, scored


@pytest.fixture
async def desk():
    return await AtWork.open()


async def figures(desk, lead):
    return (await desk.view(ranking)).figures[lead]


# ── how a lead trades ─────────────────────────────────────────────────────────


async def traded(desk):
    """Two lead buys of BTC, one of ETH; BTC won 100 on a half and lost 50 on the rest, an hour and three hours held."""
    lea = await desk.leads()
    await desk.buys(lea, "1200")
    desk.pass_time(hours=1)
    desk.quotes("70000")
    await desk.sells(lea, "0.01")  # 700 for what cost 600
    desk.pass_time(hours=2)
    desk.quotes("55000")
    await desk.sells(lea, "0.01")  # 550 for 600
    await desk.buys(lea, "300", ETH)
    return lea


async def test_r19_8_the_mean_lead_order_and_the_preference_for_coins(desk):
    found = (await figures(desk, await traded(desk))).periods[ALL]
    assert found is None  # no 00:00 has passed
    desk.pass_time(days=1)
    await desk.engine.settle()
    (lea,) = desk.book.leads
    found = (await figures(desk, lea)).periods[ALL].habits
    assert (found.bought, found.mean_order) == (2, quote("750"))
    assert found.coins == ((BTC, Decimal("0.75")), (ETH, Decimal("0.25")))


async def test_r19_11_the_mean_win_over_the_mean_loss_and_r19_12_the_holding_time_by_quantity(desk):
    lea = await traded(desk)
    found = habits(Trading(), desk.book.leads[lea].trading)
    assert found.profit_loss == Decimal("2.0000")
    assert found.held == timedelta(hours=2)  # half of the lot for one hour, half for three


async def test_r19_12_a_sale_of_a_tenth_weighs_a_tenth(desk):
    lea = await desk.leads()
    await desk.buys(lea, "1200")
    desk.pass_time(hours=10)
    desk.quotes("60000")
    await desk.sells(lea, "0.002")
    desk.pass_time(hours=10)
    desk.quotes("60000")
    await desk.sells(lea, "0.018")
    assert habits(Trading(), desk.book.leads[lea].trading).held == timedelta(hours=19)


def test_what_a_period_does_not_know_is_left_out():
    empty = habits(Trading(), Trading())
    assert (empty.bought, empty.profit_loss, empty.held, empty.coins) == (0, None, None, ())
    assert habits(Trading(), Trading(losses=1, lost=5)).profit_loss == 0
    assert habits(Trading(), Trading(wins=1, won=5)).profit_loss is None


def test_a_period_is_what_came_between_two_days():
    before = Trading(orders={BTC: 4}, buys=4, notional=4000)
    after = Trading(orders={BTC: 4, ETH: 1}, buys=5, notional=4500)
    found = habits(before, after)
    assert (found.bought, found.mean_order, found.coins) == (1, 500, ((ETH, Decimal("1.0000")),))


async def test_r19_8_a_private_order_is_no_lead_order(desk):
    lea = await desk.leads()
    await desk.do(c.SwitchLeadTrade(lea, False))
    await desk.buys(lea, "1200")
    assert desk.book.leads[lea].trading == Trading()


async def test_r19_8_a_private_sale_of_lead_lots_closes_them_but_is_no_lead_order(desk):
    lea = await desk.leads()
    await desk.buys(lea, "1200")
    await desk.do(c.SwitchLeadTrade(lea, False))
    (lot,) = desk.book.leads[lea].lots()
    desk.quotes("66000")
    await desk.do(c.PlaceOrder(lea, OrderTerms(BTC, Side.SELL, OrderType.MARKET, quantity=lot.quantity, lot=lot.id)))
    traded = desk.book.leads[lea].trading
    assert (traded.orders, traded.wins, traded.won) == ({BTC: 1}, 1, quote("120"))


async def test_r3_16_whoever_leads_again_has_no_past(desk):
    lea = await traded(desk)
    await desk.sells(lea, "0.1", ETH)
    lead = desk.book.leads[lea]
    assert lead.trading.buys == 2
    await desk.do(c.RequestStopLeading(lea, StopReason.OTHER))
    await desk.do(c.AnswerStopRequest(PersonId(0), lea, granted=True))
    await desk.do(c.ApplyToLead(lea))
    await desk.do(c.ApproveLead(PersonId(0), lea))
    assert desk.book.leads[lea].trading == Trading()


# ── who is copied ─────────────────────────────────────────────────────────────


async def test_r19_2_r19_6_r19_7_copied_assets_own_assets_and_copiers_so_far(desk):
    lea, bob, cat = await desk.leads(), await desk.joins("bob"), await desk.joins("cat")
    await desk.copies(bob, lea, size="120")
    await desk.copies(cat, lea, size="60")
    await desk.buys(lea, "1000")
    await desk.do(c.StopCopying(cat, lea, StopWay.MANUAL_CLOSE))
    await desk.copies(cat, lea, size="60")
    desk.quotes("66000")
    found = await figures(desk, lea)
    assert (found.copiers, found.ever) == (2, 2)
    assert found.copied == quote("132")
    assert found.own == quote("10000") - sum(lot.cost for lot in desk.book.leads[lea].lots())
    assert found.copiers_pnl == quote("12")


# ── the list ──────────────────────────────────────────────────────────────────


def row(**fields):
    usual = LeadRow(0, PersonId(1), 40, 5, 100, quote("2000"), 0, smart_sync_only=False, closed=False, copied=False)
    return replace(usual, own=quote("600"), **fields)


@pytest.mark.parametrize(
    ("only", "fits"),
    [
        (LeadFilter(), True),
        (LeadFilter(vacancy=True), True),
        (LeadFilter(days=40), True),
        (LeadFilter(days=41), False),
        (LeadFilter(assets=quote("600")), True),
        (LeadFilter(assets=quote("600") + 1), False),
        (LeadFilter(aum=quote("2000")), True),
        (LeadFilter(aum=quote("2000") + 1), False),
        (LeadFilter(mode=LeadMode.ALL_WAYS), True),
        (LeadFilter(mode=LeadMode.SMART_SYNC), False),
    ],
)
def test_r19_16_a_filter_lets_in_who_has_at_least_so_much(only, fits):
    assert _fits(row(), only) is fits


def test_r19_16_vacancy_keeps_out_who_is_full_or_closed():
    assert not _fits(row(closed=True), LeadFilter(vacancy=True))


async def test_r19_16_a_filtered_list_says_how_many_there_are_in_all(desk):
    lea, max_ = await desk.leads("lea"), await desk.leads("max")
    await desk.do(c.RestrictCopying(max_, True))
    page = await desk.view(leads_page, who=None, only=LeadFilter(mode=LeadMode.SMART_SYNC))
    assert ([each.lead for each in page.rows], page.listed) == ([max_], 2)
    assert [each.lead for each in (await desk.view(leads_page, who=None)).rows] == [lea, max_]


async def test_r19_16_the_list_is_sorted_by_the_profit_of_leads_and_of_copiers():
    desk = await AtWork.open()
    rich, poor = await desk.leads("rich"), await desk.leads("poor")
    bob = await desk.joins("bob")
    await desk.copies(bob, poor, Sizing.SMART_SYNC, "1000")
    desk.pass_time(days=1)
    desk.quotes("60000")
    await desk.buys(rich, "3000")
    await desk.buys(poor, "600")
    desk.quotes("66000")
    await desk.sells(rich, "0.05")
    await desk.sells(poor, "0.01")
    order = {sort: [each.lead for each in (await desk.view(leads_page, who=None, sort=sort)).rows] for sort in LeadSort}
    assert order[LeadSort.PNL] == order[LeadSort.PART] == [rich, poor]
    assert order[LeadSort.COPIERS_PNL] == order[LeadSort.AUM] == [poor, rich]


async def test_r19_16_who_has_less_than_the_public_list_asks_is_not_listed_but_has_a_card():
    desk = await AtWork.open(**{"lead.public_list_min_assets": "10000"})
    lea, max_ = await desk.leads("lea"), await desk.leads("max", amount="9999.99")
    assert [each.lead for each in (await desk.view(leads_page, who=None)).rows] == [lea]
    card = await desk.view(lead_card, max_, who=None)
    assert (card.row.lead, card.row.score) == (max_, None)
    told = await desk.view(scoring, max_)
    assert (told.parts, told.listed) == ((), 1)


async def test_r19_16_ten_rows_a_page_and_never_more_than_the_most():
    desk = await AtWork.open(**{"metrics.rows.default": "50", "metrics.rows.max": "2"})
    for name in "abc":
        await desk.leads(name)
    assert len((await desk.view(leads_page, who=None)).rows) == 2


# ── the score ─────────────────────────────────────────────────────────────────


def nobody(number, copiers):
    who = PersonId(number)
    return Figures(who, 0, 0, 0, copiers, 0, 0, dict.fromkeys((ALL, 7, 30, 90, 365)), LeadDay(who, 0, 0))


def test_r19_15_the_score_is_the_sum_of_its_parts_by_their_weights():
    first, second = scored([nobody(1, 5), nobody(2, 0)], ScoreWeights())
    assert first.parts == (50, 50, 50, 50, 50, 100, 50)
    assert (first.score, second.score) == (Decimal(60), Decimal(40))
    (heavy, _) = scored([nobody(1, 5), nobody(2, 0)], ScoreWeights(copiers=100))
    assert heavy.score == Decimal(140)


async def test_r19_15_a_lead_is_shown_how_their_score_came_about(desk):
    lea = await desk.leads()
    await desk.leads("max")
    told = await desk.view(scoring, lea)
    assert sum(told.weighed(place) for place in range(len(SCORE))) == told.score
    assert told.listed == 2


async def test_r19_14_a_card_has_the_figures_of_the_period_asked_for(desk):
    lea = await desk.leads()
    for _ in range(10):
        desk.pass_time(days=1)
        desk.quotes("60000")
        await desk.engine.settle()
    assert (await desk.view(lead_card, lea, who=None, days=7)).row.metrics.measured == 7
    assert (await desk.view(lead_card, lea, who=None, days=365)).row.metrics.measured == 10
    assert (await desk.view(lead_card, lea, who=None, days=8)).days == 90  # no period of the rulebook


async def test_r19_5_the_present_day_counts_and_nothing_waits_for_midnight(desk):
    lea = await desk.leads()
    desk.pass_time(days=1)
    desk.quotes("60000")
    await desk.buys(lea, "600")
    desk.quotes("66000")
    await desk.sells(lea, "0.01")
    found = (await figures(desk, lea)).periods[7]
    assert (found.pnl, found.win_rate) == (quote("60"), Decimal(1))
    assert found.total_return == Decimal(60 * RATIO_UNITS) / quote("10000") * 1


async def test_r19_6_who_came_since_the_figures_were_made_has_their_own_usdt_all_the_same(desk):
    lea = await desk.leads()
    before = Ranking(START, {})
    card = await desk.view(lead_card, lea, who=None, known=before)
    assert card.row.own == quote("10000")
