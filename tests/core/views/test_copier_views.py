"""What a copier is shown adds up, and nothing of the book gets out with it."""

import dataclasses
from datetime import timedelta

import numpy as np
import pytest
from at_work import BTC, ETH, AtWork

from core.adapters.venues.faults import TimeoutLost
from core.model import commands as c
from core.model.copying import CopyingState, Settings, Sizing, StopWay
from core.model.money import quote, ratio
from core.model.people import LeadState, PersonId
from core.model.reasons import Denial, Reason
from core.views.copies import my_copies, one_copy
from core.views.home import copier_home, leading
from core.views.lead_card import lead_card
from core.views.leads import LeadSort, leads_page
from core.views.log import Result, health, log_rows
from core.views.portfolio import portfolio
from core.views.start_review import choices, start_review
from core.views.why import Guard, ladder, why


@pytest.fixture
async def desk():
    return await AtWork.open()


def references(value, book):
    """Arrays and dicts of the book that a view's value holds."""
    found = []
    if isinstance(value, (np.ndarray, dict, list, set)):
        found.append(value)
    elif dataclasses.is_dataclass(value):
        found += [each for f in dataclasses.fields(value) for each in references(getattr(value, f.name), book)]
    elif isinstance(value, tuple):
        found += [each for item in value for each in references(item, book)]
    return found


TEN = 10


# ── leads ─────────────────────────────────────────────────────────────────────


async def test_the_list_has_active_leads_alone_ten_a_page(desk):
    for number in range(TEN + 2):
        await desk.leads(f"lead{number}", "0")
    await desk.do(c.ApplyToLead(await desk.joins("hopeful")))
    first = await desk.view(leads_page, who=None)
    assert (len(first.rows), first.page, first.pages) == (TEN, 1, 2)
    last = await desk.view(leads_page, who=None, page=99)
    assert (len(last.rows), last.page, last.rows[0].place) == (2, 2, TEN + 1)
    assert (await desk.view(leads_page, who=None, page=-3)).page == 1
    assert await desk.view(leading) == TEN + 2


async def test_leads_are_sorted_by_what_is_asked(desk):
    few, many = await desk.leads("few", "0.05"), await desk.leads("many", "0.08")
    await desk.copies(await desk.joins("bob"), many)
    await desk.copies(await desk.joins("cat"), few, Sizing.SMART_SYNC, "5000")
    await desk.copies(await desk.joins("dan"), many)
    order = {sort: [row.lead for row in (await desk.view(leads_page, who=None, sort=sort)).rows] for sort in LeadSort}
    assert order[LeadSort.SCORE] == [many, few]
    assert order[LeadSort.AUM] == [few, many]


async def test_r19_1_aum_is_the_lesser_of_maximum_and_money_and_for_smart_sync_the_equity(desk):
    """E-09 with a Smart Sync copier added: 500, 1,500 and 100 make 2,100."""
    lea = await desk.leads()
    for name, maximum, money in (("a", "500", "800"), ("b", "2000", "1500"), ("c", "100", "100")):
        await desk.copies(await desk.joins(name, money), lea, size="100", maximum=maximum)
    await desk.copies(await desk.joins("d"), lea, Sizing.SMART_SYNC, "250")
    (row,) = (await desk.view(leads_page, who=None)).rows
    assert row.aum == quote("2350")
    assert row.copiers == 4


async def test_a_card_shows_weights_of_lead_lots_alone(desk):
    lea = await desk.leads()
    await desk.buys(lea, "3000")
    await desk.buys(lea, "1000", ETH)
    await desk.do(c.SwitchLeadTrade(lea, on=False))
    await desk.buys(lea, "2000")
    card = await desk.view(lead_card, lea, who=None)
    weights = {weight.asset: weight.ratio for weight in card.weights}
    assert abs(weights["BTC"] - ratio("0.375")) <= 2  # the rest of a lot stays cash
    assert abs(weights["ETH"] - ratio("0.125")) <= 2
    assert abs(sum(weights.values()) - ratio("1")) <= 3


async def test_whoever_does_not_lead_has_no_card(desk):
    bob = await desk.joins("bob")
    assert await desk.view(lead_card, bob, who=None) is None
    assert await desk.view(lead_card, PersonId(4711), who=bob) is None
    await desk.do(c.ApplyToLead(bob))
    assert await desk.view(lead_card, bob, who=None) is None


async def test_a_card_says_why_one_cannot_copy(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    assert (await desk.view(lead_card, lea, who=bob)).refusal is None
    assert (await desk.view(lead_card, lea, who=lea)).refusal is Denial.SELF_COPY
    await desk.do(c.AcceptCopiers(lea, on=False))
    card = await desk.view(lead_card, lea, who=bob)
    assert (card.refusal, card.row.closed, card.state) == (Denial.LEAD_CLOSED, True, LeadState.ACTIVE)


async def test_an_old_price_makes_a_card_stale(desk):
    lea = await desk.leads()
    await desk.buys(lea, "1000")
    assert not (await desk.view(lead_card, lea, who=None)).as_of.stale
    desk.pass_time(seconds=11)
    assert (await desk.view(lead_card, lea, who=None)).as_of.stale


# ── the review ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("settings", "copied", "exposed", "floor"),
    [
        (Settings(Sizing.FIXED_AMOUNT, quote("50"), quote("500"), total_stop_loss=quote("100")), "50", "500", None),
        (Settings(Sizing.MULTIPLIER, ratio("0.5"), quote("700")), "500", "700", None),
        (Settings(Sizing.SMART_SYNC, quote("1000"), total_stop_loss=quote("100")), "100", "1000", "900"),
        (Settings(Sizing.SMART_SYNC, quote("1000")), "100", "1000", None),
    ],
)
async def test_the_example_of_a_review_is_a_tenth_of_the_leads_equity(desk, settings, copied, exposed, floor):
    lea, bob = await desk.leads(), await desk.joins("bob")
    review = await desk.view(start_review, bob, lea, settings)
    assert review.example_lead == quote("1000")
    assert review.example_copy == quote(copied)
    assert review.exposed == quote(exposed)
    assert review.floor == (quote(floor) if floor else None)
    assert review.refusal is None
    assert review.terms.instruments == (BTC, ETH)


async def test_a_review_names_coins_whose_least_order_is_more(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    review = await desk.view(start_review, bob, lea, Settings(Sizing.MULTIPLIER, ratio("0.005"), quote("100")))
    assert review.below == (BTC, ETH)
    assert review.refusal == (Denial.SETTING_OUT_OF_RANGE, "multiplier")


async def test_the_plans_hash_follows_all_it_rests_on_and_no_price(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    settings = Settings(Sizing.FIXED_AMOUNT, quote("50"), quote("500"), instruments=frozenset({BTC, ETH}))
    first = (await desk.view(start_review, bob, lea, settings)).plan_hash
    desk.quotes("70000")
    assert (await desk.view(start_review, bob, lea, settings)).plan_hash == first
    others = [dataclasses.replace(settings, size=quote("51")), dataclasses.replace(settings, instruments=None)]
    hashes = {(await desk.view(start_review, bob, lea, each)).plan_hash for each in others}
    await desk.do(c.SetProfitShare(lea, ratio("0.05")))
    hashes.add((await desk.view(start_review, bob, lea, settings)).plan_hash)
    await desk.do(c.RestrictCopying(lea, smart_sync_only=True))
    hashes.add((await desk.view(start_review, bob, lea, settings)).plan_hash)
    assert len(hashes | {first}) == 5


async def test_a_review_and_the_choices_of_nobodys_lead_are_none(desk):
    bob = await desk.joins("bob")
    settings = Settings(Sizing.FIXED_AMOUNT, quote("50"), quote("500"))
    assert await desk.view(start_review, bob, PersonId(99), settings) is None
    assert await desk.view(choices, bob, PersonId(99)) is None


# ── copies ────────────────────────────────────────────────────────────────────


async def test_a_copy_adds_up_after_a_buy_a_rise_and_a_sale(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea, Sizing.SMART_SYNC, "1000", total_stop_loss=quote("100"))
    await desk.buys(lea, "1000")
    desk.quotes("66000")
    copy = await desk.view(one_copy, bob, lea)
    (held,) = copy.holdings
    assert (held.base, held.cost, held.value) == ("BTC", quote("99.9996"), quote("109.99956"))
    assert copy.equity == copy.cash + held.value
    assert copy.line.result == held.unrealised == copy.unrealised
    assert copy.left == quote("100") + held.unrealised
    await desk.sells(lea, "0.01666666")
    copy = await desk.view(one_copy, bob, lea)
    assert copy.holdings == ()
    assert copy.realised == copy.line.result == quote("9.99996")
    assert copy.withheld == quote("0.7999968")
    assert copy.equity == copy.cash == quote("1000") + copy.realised - copy.withheld


async def test_the_portfolio_is_what_was_paid_in_plus_the_result(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea)
    await desk.buys(lea, "1000")
    desk.quotes("66000")
    money, home = await desk.view(portfolio, bob), await desk.view(copier_home, bob)
    copy = await desk.view(one_copy, bob, lea)
    assert money.equity == home.equity == quote("10000") + copy.line.result
    assert [part.equity for part in money.parts] == [copy.equity]
    await desk.do(c.StopCopying(bob, lea, StopWay.MANUAL_CLOSE))
    money = await desk.view(portfolio, bob)
    assert [coins.base for coins in money.coins] == ["BTC"]
    assert money.equity == home.equity
    assert money.parts == ()


async def test_ended_copies_stay_on_the_list_and_a_new_one_comes_first(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea)
    await desk.do(c.StopCopying(bob, lea, StopWay.MARKET_CLOSE))
    mine = await desk.view(my_copies, bob)
    assert [line.state for line in mine.ended] == [CopyingState.ENDED]
    assert mine.live == ()
    await desk.copies(bob, lea, Sizing.SMART_SYNC, "500")
    assert (await desk.view(one_copy, bob, lea)).line.sizing is Sizing.SMART_SYNC
    assert len((await desk.view(my_copies, bob)).live) == 1


async def test_nobody_sees_anothers_copy(desk):
    lea, bob, eve = await desk.leads(), await desk.joins("bob"), await desk.joins("eve")
    await desk.copies(bob, lea)
    assert await desk.view(one_copy, eve, lea) is None
    assert (await desk.view(my_copies, eve)).live == ()


async def test_no_view_holds_a_part_of_the_book(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea, Sizing.SMART_SYNC, "1000")
    await desk.buys(lea, "1000")
    settings = Settings(Sizing.FIXED_AMOUNT, quote("50"), quote("500"))
    views = [
        await desk.view(one_copy, bob, lea),
        await desk.view(my_copies, bob),
        await desk.view(portfolio, bob),
        await desk.view(copier_home, bob),
        await desk.view(lead_card, lea, who=bob),
        await desk.view(leads_page, who=bob),
        await desk.view(start_review, bob, lea, settings),
        await desk.view(choices, bob, lea),
    ]
    assert [references(view, desk.book) for view in views] == [[]] * len(views)


# ── the log and the why-card ──────────────────────────────────────────────────


async def test_each_fired_lead_order_has_one_result(desk):
    lea, bob, dan = await desk.leads(), await desk.joins("bob"), await desk.joins("dan", "30")
    await desk.copies(dan, lea)
    await desk.copies(bob, lea)
    await desk.buys(lea, "1000")
    desk.quotes("66000")
    await desk.sells(lea, "0.01")
    await desk.buys(lea, "500")
    told = {who: log_rows(desk.book, desk.records, who=who, row=row) for who, row in ((dan, 0), (bob, 1))}
    assert [row.result for row in told[bob]] == [Result.COPIED] * 3
    assert [row.reason for row in told[dan]] == [
        Reason.INSUFFICIENT_FUNDS,
        Reason.SELL_NOTHING_HELD,  # a result of its own, and no failure: of_dan below
        Reason.INSUFFICIENT_FUNDS,
    ]
    assert told[dan][1].result is Result.NOTHING_DUE
    sale = told[bob][1]
    assert sale.net == sale.notional - quote("99.9996") * 6 // 10 or sale.net > 0
    assert sale.withheld == sale.net * 8 // 100
    of_bob, of_dan = (health(told[each], expires=timedelta(seconds=30)) for each in (bob, dan))
    assert (of_bob.orders, of_bob.copied, of_bob.missed) == (3, 3, ())
    assert (of_dan.orders, of_dan.copied, of_dan.middle) == (2, 0, None)


async def test_a_private_buy_is_a_code_without_coin_or_amount(desk):
    lea, bob = await desk.leads(amount="600"), await desk.joins("bob")
    await desk.copies(bob, lea)
    await desk.do(c.Withdraw(lea, quote("200")))
    await desk.buys(lea, "100")
    (row,) = log_rows(desk.book, desk.records, who=bob, row=0)
    assert (row.symbol, row.base, row.asked, row.reason) == (None, "", 0, Reason.LEAD_EQUITY_LOW)


async def test_a_why_card_has_the_stored_figures(desk):
    lea, dan = await desk.leads(), await desk.joins("dan", "30")
    await desk.copies(dan, lea)
    await desk.buys(lea, "1000")
    (row,) = log_rows(desk.book, desk.records, who=dan, row=0)
    record = next(record for record in desk.records if record.seq == row.seq)
    card = await desk.view(why, record, row, lead=lea, at=0)
    assert card.failed is Guard.FUNDS
    assert card.passed[-1] is Guard.MAXIMUM
    assert (card.figures.asked, card.figures.minimum) == (quote("100"), quote("10"))
    assert card.figures.late == timedelta(0)
    assert abs(card.figures.price_lead - 60000) < 1
    assert card == await desk.view(why, record, row, lead=lea, at=0)


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason.value and reason < Reason.SELL_NOTHING_HELD])
def test_every_entry_reason_has_its_guard(reason):
    passed, failed = ladder(reason)
    assert failed is not None
    assert failed not in passed


def test_a_copy_that_went_out_passed_every_guard():
    passed, failed = ladder(Reason.NONE)
    assert failed is None
    assert Guard.FUNDS in passed
    assert Guard.VENUE not in passed


async def test_a_sale_that_another_one_took_along_is_not_waited_for_any_more(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    desk.quotes("50000")
    await desk.copies(bob, lea)
    await desk.buys(lea, "1000")
    desk.venue.fault(bob, TimeoutLost())
    await desk.sells(lea, "0.01")
    await desk.sells(lea, "0.005")
    for _ in range(10):
        desk.pass_time(seconds=1)
        await desk.engine.settle()
    assert not desk.book.delayed
    second, first, _ = log_rows(desk.book, desk.records, who=bob, row=0)
    assert (first.result, second.result, second.reason) == (
        Result.COPIED,
        Result.NOTHING_DUE,
        Reason.SELL_ALREADY_CLOSED,
    )
