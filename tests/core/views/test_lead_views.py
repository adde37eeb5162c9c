"""What leads and the admin are shown: a trade plan says what the desk would do, and a desk adds up."""

from dataclasses import replace
from decimal import Decimal

import pytest
from at_work import BTC, ETH, AtWork

from core.decide.equity import lead_equity
from core.model import commands as c
from core.model.copying import Sizing, StopWay
from core.model.market import LOT, Side, Symbol
from core.model.money import quote, ratio
from core.model.orders import Assets, OrderTerms, OrderType
from core.model.people import OPERATOR, LeadState
from core.model.reasons import Denial, Reason
from core.views.admin_desk import admin_desk, applicant, health, users
from core.views.copiers import copiers
from core.views.lead_assets import own_assets
from core.views.lead_desk import application, lead_desk
from core.views.trade import part_of, price_of, quantity_of, ticket, tickets, trade_plan, within


@pytest.fixture
async def desk():
    return await AtWork.open()


def buying(notional, symbol=BTC, price=0):
    kind = OrderType.LIMIT if price else OrderType.MARKET
    return OrderTerms(symbol, Side.BUY, kind, notional=quote(notional), price=price)


def selling(quantity, symbol=BTC):
    return OrderTerms(symbol, Side.SELL, OrderType.MARKET, quantity=quantity)


# ── the trade plan ────────────────────────────────────────────────────────────


async def test_a_plan_of_a_lead_buy_says_who_copies_and_with_which_part(desk):
    lea, bob, cat = await desk.leads("Lea"), await desk.joins("Bob"), await desk.joins("Cat")
    await desk.copies(bob, lea)
    await desk.copies(cat, lea, Sizing.SMART_SYNC, "1000")
    plan = await desk.view(trade_plan, lea, buying("2500"))
    assert (plan.denial, plan.reason, plan.private) == (None, Reason.NONE, False)
    assert (plan.copiers, plan.smart) == (2, 1)
    assert quote("2499.99") <= plan.notional <= quote("2500")
    equity = await desk.view(lambda view: lead_equity(view, view.book.leads[lea]))
    assert plan.ratio == plan.notional * 10**8 // equity


async def test_a_paused_copy_does_not_buy_but_sells(desk):
    lea, bob = await desk.leads("Lea"), await desk.joins("Bob")
    await desk.copies(bob, lea)
    await desk.buys(lea, "2500")
    await desk.do(c.PauseCopying(bob, None))
    assert (await desk.view(trade_plan, lea, buying("100"))).copiers == 0
    held = desk.book.leads[lea].held(BTC) // LOT * LOT
    assert (await desk.view(trade_plan, lea, selling(held))).copiers == 1


async def test_with_the_switch_off_an_order_is_private_and_a_sale_leaves_copies_behind(desk):
    lea, bob = await desk.leads("Lea"), await desk.joins("Bob")
    await desk.copies(bob, lea)
    await desk.buys(lea, "2500")
    await desk.do(c.SwitchLeadTrade(lea, on=False))
    plan = await desk.view(trade_plan, lea, buying("100"))
    assert (plan.private, plan.reason, plan.copiers) == (True, Reason.LEAD_SWITCH_OFF, 0)
    held = desk.book.leads[lea].held(BTC) // LOT * LOT
    plan = await desk.view(trade_plan, lea, selling(held))
    assert (plan.private, plan.left_behind) == (True, 1)


async def test_a_lead_guard_is_named_before_the_order_is_placed(desk):
    lea = await desk.leads("Lea")
    await desk.do(c.ChooseLeadInstruments(lea, frozenset({ETH})))
    plan = await desk.view(trade_plan, lea, buying("100"))
    assert (plan.private, plan.reason, plan.denial) == (True, Reason.LEAD_PAIR_UNSUPPORTED, None)


async def test_a_plan_that_cannot_be_says_why_and_moves_nothing(desk):
    bob = await desk.joins("Bob")
    before = desk.book.seq
    cases = {
        Denial.INSUFFICIENT_FUNDS: buying("20000"),
        Denial.ORDER_TOO_SMALL: buying("1"),
        Denial.TICK_SIZE: buying("100", price=5),
    }
    for denial, terms in cases.items():
        assert (await desk.view(trade_plan, bob, terms)).denial is denial
    assert await desk.view(trade_plan, bob, buying("1", Symbol("NO-USDT"))) is None
    assert desk.book.seq == before


async def test_a_plans_hash_holds_while_only_the_price_moves_and_not_when_its_meaning_does(desk):
    lea = await desk.leads("Lea")
    first = await desk.view(trade_plan, lea, buying("2500"))
    desk.quotes("60100")
    moved = await desk.view(trade_plan, lea, buying("2500"))
    assert moved.hash == first.hash
    assert moved.price != first.price
    await desk.do(c.SwitchLeadTrade(lea, on=False))
    assert (await desk.view(trade_plan, lea, buying("2500"))).hash != first.hash
    assert (await desk.view(trade_plan, lea, buying("2501"))).hash != first.hash


@pytest.mark.parametrize(
    ("now", "holds"), [(1_000_000, True), (1_005_000, True), (1_005_001, False), (995_000, True), (994_999, False)]
)
def test_a_price_holds_within_half_a_percent(now, holds):
    assert within(1_000_000, now, ratio("0.005")) is holds


async def test_parts_and_typed_amounts_become_whole_lots(desk):
    bob = await desk.joins("Bob")
    await desk.buys(bob, "1000")
    shown = await desk.view(ticket, bob, BTC)
    assert part_of(shown, Side.BUY, ratio("0.25")) == shown.free // 4
    half = part_of(shown, Side.SELL, ratio("0.5"))
    assert half % LOT == 0
    assert 0 < half <= shown.sellable
    assert quantity_of(shown.instrument, Decimal("0.123456789")) == shown.instrument.quantity(Decimal("0.12345678"))
    assert price_of(shown.instrument, Decimal("60000.19")) == shown.instrument.price(Decimal("60000.1"))
    assert [each.instrument.symbol for each in await desk.view(tickets, bob)] == [BTC, ETH]


# ── the desk ──────────────────────────────────────────────────────────────────


async def test_a_leads_desk_counts_what_is_copied_and_held(desk):
    lea, bob, cat = await desk.leads("Lea"), await desk.joins("Bob"), await desk.joins("Cat")
    await desk.copies(bob, lea)
    await desk.copies(cat, lea, Sizing.SMART_SYNC, "1000")
    await desk.buys(lea, "2500")
    shown = await desk.view(lead_desk, lea)
    assert (shown.state, shown.on, shown.copiers, shown.assets, shown.day_buys) == (LeadState.ACTIVE, True, 2, 1, 1)
    assert shown.other_ways == 1
    assert shown.version == desk.book.leads[lea].version
    assert await desk.view(lead_desk, bob) is None


async def test_a_checklist_knows_money_and_copies(desk):
    lea, bob = await desk.leads("Lea"), await desk.joins("Bob")
    asked = await desk.view(application, bob)
    assert (asked.ready, asked.state, asked.copying) == (True, LeadState.NONE, 0)
    await desk.copies(bob, lea)
    asked = await desk.view(application, bob)
    assert (asked.ready, asked.copying) == (False, 1)


async def test_r3_8_an_applicant_has_as_many_business_days_left_as_the_admin(desk):
    cat = await desk.joins("Cat")
    assert (await desk.view(application, cat)).days_left is None
    await desk.do(c.ApplyToLead(cat))
    for days in (0, 3, 4, 3):  # from a Wednesday to the second Saturday after it
        desk.pass_time(days=days)
        asked = await desk.view(application, cat)
        assert asked.days_left == (await desk.view(applicant, cat)).days_left
    assert asked.days_left == -2
    await desk.do(c.ApproveLead(OPERATOR, cat))
    assert (await desk.view(application, cat)).days_left is None


async def test_assets_and_open_orders_are_those_of_the_person_alone(desk):
    lea, bob = await desk.leads("Lea"), await desk.joins("Bob")
    await desk.buys(lea, "2500")
    await desk.do(c.PlaceOrder(lea, buying("100", price=desk.venue.instruments()[BTC].price(Decimal(50000)))))
    shown = await desk.view(own_assets, lea)
    assert [lot.base for lot in shown.lots] == ["BTC"]
    assert [order.cancellable for order in shown.orders] == [True]
    assert shown.frozen > 0
    nothing = await desk.view(own_assets, bob)
    assert (nothing.lots, nothing.coins, nothing.orders) == ((), (), ())


async def test_copiers_are_listed_best_first_without_names(desk):
    lea, bob, cat = await desk.leads("Lea"), await desk.joins("Bob"), await desk.joins("Cat")
    await desk.copies(bob, lea)
    await desk.copies(cat, lea, Sizing.SMART_SYNC, "1000")
    await desk.buys(lea, "2500")
    desk.quotes("66000")
    shown = await desk.view(copiers, lea)
    assert [each.person for each in shown.rows] == [cat, bob]
    assert shown.rows[0].result > shown.rows[1].result > 0
    assert (shown.total, shown.new, shown.change) == (2, 2, 2)
    assert await desk.view(copiers, bob) is None


async def test_r20_1_the_change_of_seven_days_counts_who_went_as_well(desk):
    lea, bob, cat = await desk.leads("Lea"), await desk.joins("Bob"), await desk.joins("Cat")
    await desk.copies(bob, lea)
    await desk.copies(cat, lea)
    for _ in range(8):
        desk.pass_time(days=1)
        await desk.engine.settle()
    assert (await desk.view(copiers, lea)).change == 0
    for who in (bob, cat):
        await desk.do(c.StopCopying(who, lea, StopWay.MARKET_CLOSE))
    await desk.copies(await desk.joins("Dan"), lea)
    shown = await desk.view(copiers, lea)
    assert (shown.total, shown.new, shown.change) == (1, 1, -1)


# ── the admin ─────────────────────────────────────────────────────────────────


async def test_the_admin_sees_who_waits_who_is_here_and_how_it_is(desk):
    lea, bob = await desk.leads("Lea"), await desk.joins("Bob")
    await desk.do(c.ApplyToLead(bob))
    shown = await desk.view(admin_desk)
    assert [each.person for each in shown.applicants] == [bob]
    assert (shown.people, shown.leads) == (2, 1)
    assert (await desk.view(applicant, lea)) is None
    assert [each.person for each in (await desk.view(users)).rows] == [bob, lea]
    assert (await desk.view(health)).facts == desk.book.seq
    await desk.do(c.Halt(OPERATOR))
    assert (await desk.view(admin_desk)).as_of.halted


async def test_r22_6_a_private_sale_right_after_a_lead_buy_is_warned_of_before_it_is_made(desk):
    lea = await desk.leads("Lea")
    await desk.do(c.SwitchLeadTrade(lea, on=False))
    await desk.buys(lea, "500")
    await desk.do(c.SwitchLeadTrade(lea, on=True))
    await desk.buys(lea, "500")
    own = desk.book.people.own_of(lea, BTC) // LOT * LOT
    private = replace(selling(own), assets=Assets.PRIVATE)
    assert (await desk.view(trade_plan, lea, private)).front_runs
    assert not (await desk.view(trade_plan, lea, selling(own))).front_runs, "the lead lot is sold first"
    assert not (await desk.view(trade_plan, lea, buying("100"))).front_runs
    desk.pass_time(seconds=61)
    assert not (await desk.view(trade_plan, lea, private)).front_runs
