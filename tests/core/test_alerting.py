"""Who is told what (R-18), and that alerting loses nothing, repeats nothing and holds nobody up."""

import asyncio
import sys
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from at_work import BTC, START, AtWork

from core.adapters.venues.faults import Reject, TimeoutFilled
from core.alerting import KEPT, Alerting
from core.decide.desk import Desk
from core.fold.book import Book, Lead
from core.model import commands as c
from core.model import events as e
from core.model.copying import Settings, Sizing, StopWay
from core.model.limits import limits
from core.model.market import Instrument, Side
from core.model.money import quote, ratio
from core.model.orders import BatchId, Cause, OrderTerms, OrderType
from core.model.people import OPERATOR, Origin, PersonId
from core.model.reasons import TOLD_LEAD_ALONE, TOLD_NOBODY, Reason
from core.views.alerts import (
    COLLAPSING,
    SKIPPED,
    AlertKind,
    alerts,
    each_alert,
    entries_of,
    gain,
    receipt,
)
from tests.bot.waiting import until


@pytest.fixture
async def desk():
    return await AtWork.open()


async def told(desk, **wanted):
    """The alerts of all facts so far, as the desk stands now."""
    found = [alert for record in desk.records for alert in await desk.view(alerts, record)]
    return [alert for alert in found if all(getattr(alert, name) == value for name, value in wanted.items())]


# ── who is told what ──────────────────────────────────────────────────────────


async def test_a_filled_copy_is_told_without_a_sound_and_with_its_price(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea)
    await desk.buys(lea, "1000")
    (alert,) = await told(desk, kind=AlertKind.COPY_FILLED)
    assert (alert.to, alert.lead, alert.loud, alert.symbol, alert.side) == (bob, lea, False, BTC, Side.BUY)
    assert str(alert.quantity) == "0.00166666"
    assert alert.price == 60000
    assert alert.notional == quote("99.9996")


async def test_a_sale_tells_net_profit_cost_and_what_was_withheld(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea)
    await desk.buys(lea, "1000")
    desk.quotes("66000")
    await desk.sells(lea, "0.01666666")
    (alert,) = await told(desk, kind=AlertKind.COPY_SOLD)
    assert (alert.profit_net, alert.cost, alert.loud) == (quote("9.99996"), quote("99.9996"), False)
    assert alert.withheld == quote("0.7999968")
    assert gain(alert) == ratio("0.1")


@pytest.mark.parametrize(
    ("money", "settings", "reason", "kind"),
    [
        ("30", {}, Reason.INSUFFICIENT_FUNDS, AlertKind.COPY_FAILED),
        ("5000", {"sizing": Sizing.MULTIPLIER, "size": "0.01"}, Reason.AMOUNT_TOO_LOW, AlertKind.COPY_SKIPPED),
    ],
)
async def test_a_failed_copy_is_told_with_its_figures(desk, money, settings, reason, kind):
    lea, bob = await desk.leads(), await desk.joins("bob", money)
    await desk.copies(bob, lea, **settings)
    await desk.buys(lea, "500")
    (alert,) = await told(desk, to=bob, order=(await order_of(desk)))
    assert (alert.reason, alert.kind, alert.loud) == (reason, kind, kind is AlertKind.COPY_FAILED)
    assert alert.asked == quote("100" if not settings else "4.999998")
    assert alert.free == quote(money)
    assert alert.least == quote("10")


async def order_of(desk):
    return next(record.fact.batch for record in desk.records if isinstance(record.fact, e.EntriesPlanned))


async def test_the_maximum_in_use_is_told_with_what_is_open(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea, size="100", maximum="150")
    await desk.buys(lea, "500")
    await desk.buys(lea, "500")
    (alert,) = await told(desk, reason=Reason.MAX_TOTAL_REACHED)
    assert (alert.room, alert.limit, alert.asked) == (quote("99.9996"), quote("150"), quote("100"))
    assert not alert.loud


async def test_what_the_price_ran_away_from_is_told_with_the_drift(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea)
    desk.quotes("60000", depth="50")
    await desk.do(c.PlaceOrder(lea, terms("500")))
    found = await told(desk, to=bob, reason=Reason.SPREAD_EXCEEDED)
    assert [alert.limit for alert in found] == [ratio("0.005")]
    assert found[0].loud


def terms(notional):
    return OrderTerms(BTC, Side.BUY, OrderType.MARKET, notional=quote(notional))


async def test_the_venues_words_reach_the_copier_without_its_code(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea)
    desk.venue.fault(bob, Reject("51008"))
    await desk.buys(lea, "500")
    (alert,) = await told(desk, to=bob, reason=Reason.VENUE_REJECTED)
    assert alert.kind is AlertKind.COPY_FAILED
    assert not alert.words.startswith("51008")


async def test_no_answer_is_not_told_as_a_no(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea)
    desk.venue.fault(bob, TimeoutFilled())
    await desk.buys(lea, "500")
    (alert,) = await told(desk, kind=AlertKind.COPY_UNANSWERED)
    assert alert.loud
    assert await told(desk, kind=AlertKind.COPY_FAILED) == []
    desk.pass_time(seconds=10)
    await desk.engine.settle()
    assert len(await told(desk, kind=AlertKind.COPY_FILLED)) == 1


async def test_a_paused_copy_is_told_nothing(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea)
    await desk.do(c.PauseCopying(bob, lea))
    await desk.buys(lea, "500")
    assert {alert.kind for alert in await told(desk, to=bob)} == {AlertKind.COPYING_STARTED}


async def test_a_private_buy_is_told_to_the_lead_alone_with_the_reason(desk):
    lea, bob = await desk.leads(amount="600"), await desk.joins("bob")
    await desk.copies(bob, lea)
    await desk.do(c.Withdraw(lea, quote("200")))
    await desk.buys(lea, "100")
    (alert,) = await told(desk, kind=AlertKind.LEAD_ORDER_FAILED)
    assert (alert.to, alert.loud, alert.reason) == (lea, True, Reason.LEAD_EQUITY_LOW)
    assert (alert.free, alert.limit) == (quote("400"), quote("500"))
    assert [a.kind for a in await told(desk, to=bob)] == [AlertKind.COPYING_STARTED]
    assert await told(desk, kind=AlertKind.LEAD_ORDER_COPIED) == []


async def test_the_switch_off_tells_nobody(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea)
    await desk.do(c.SwitchLeadTrade(lea, on=False))
    await desk.buys(lea, "500")
    assert await told(desk, kind=AlertKind.LEAD_ORDER_FAILED) == []


async def test_of_the_daily_limit_a_copier_learns_the_code_alone():
    desk = await AtWork.open(**{"lead.daily_buys": "1"})
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea)
    await desk.buys(lea, "500")
    await desk.buys(lea, "500")
    (alert,) = await told(desk, to=bob, reason=Reason.LEAD_DAILY_LIMIT)
    assert (alert.symbol, alert.base, alert.asked, alert.price) == (None, "", 0, 0)
    assert alert.window(limits().alerts).days == 1
    assert len(await told(desk, to=lea, reason=Reason.LEAD_DAILY_LIMIT)) == 1


async def test_the_lead_gets_one_receipt_by_reason_and_no_name(desk):
    lea, bob, dan = await desk.leads(), await desk.joins("bob"), await desk.joins("dan", "30")
    await desk.copies(bob, lea)
    await desk.copies(dan, lea)
    order = await desk.buys(lea, "1000")
    found = await told(desk, kind=AlertKind.LEAD_ORDER_COPIED)
    assert {alert.key for alert in found} == {f"receipt:{order}"}
    assert {alert.copier for alert in found} == {None}
    counted = receipt(desk.records, order)
    assert (counted.copied, counted.copiers) == (1, 2)
    assert counted.failures == ((Reason.INSUFFICIENT_FUNDS, 1),)


async def test_the_life_of_a_copy_is_told(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea)
    await desk.buys(lea, "1000")
    await desk.do(c.StopCopying(bob, lea, StopWay.MANUAL_CLOSE))
    kinds = [alert.kind for alert in await told(desk, to=bob)]
    assert kinds == [
        AlertKind.COPYING_STARTED,
        AlertKind.COPY_FILLED,
        AlertKind.LOTS_RELEASED,
        AlertKind.COPYING_ENDED,
    ]
    assert {a.cause for a in await told(desk, kind=AlertKind.COPYING_ENDED)} == {"copier"}


async def test_r3_15_a_revocation_is_told_by_what_is_left_and_then_by_the_end(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea)
    await desk.buys(lea, "1000")
    await desk.do(c.SuspendLead(OPERATOR, lea))
    await desk.do(c.RevokeLead(OPERATOR, lea))
    last = [(alert.kind, alert.cause) for alert in await told(desk, to=bob)][2:]
    assert last == [(AlertKind.LOTS_RELEASED, "revoked"), (AlertKind.COPYING_ENDED, "revoked")]


async def test_r12_10_who_is_left_with_coins_of_several_lots_hears_once_of_them_all(desk):
    lea, bob, cat = await desk.leads(), await desk.joins("bob"), await desk.joins("cat")
    await desk.copies(bob, lea)
    await desk.buys(lea, "1000")
    await desk.copies(cat, lea)
    await desk.buys(lea, "1000")
    await desk.do(c.SwitchLeadTrade(lea, on=False))
    await desk.sells(lea, "0.03333332")
    found = await told(desk, kind=AlertKind.LOTS_RELEASED)
    assert {alert.to: str(alert.quantity) for alert in found} == {bob: "0.00333332", cat: "0.00166666"}
    assert len(found) == 2


async def test_a_copy_that_waits_for_its_leads_sales_is_told_to_be_closing(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea)
    await desk.buys(lea, "1000")
    await desk.do(c.StopCopying(bob, lea, StopWay.COPY_CLOSE))
    assert [alert.kind for alert in await told(desk, to=bob)][2:] == [AlertKind.COPYING_CLOSING]


async def test_a_total_stop_loss_is_loud(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea, total_stop_loss=quote("20"))
    await desk.buys(lea, "1000")
    desk.quotes("45000")
    await desk.engine.settle()
    await desk.do(c.Deposit(bob, 1))
    (alert,) = await told(desk, kind=AlertKind.COPYING_CLOSING)
    assert (alert.loud, alert.cause) == (True, "total_stop_loss")


async def test_both_sides_are_told_of_a_settled_share(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea)
    await desk.buys(lea, "1000")
    desk.quotes("66000")
    await desk.sells(lea, "0.01666666")
    desk.pass_time(days=5)
    await desk.engine.settle()
    (mine,) = await told(desk, kind=AlertKind.SHARE_SETTLED)
    (theirs,) = await told(desk, kind=AlertKind.SHARE_RECEIVED)
    assert (mine.to, theirs.to) == (bob, lea)
    assert mine.withheld == mine.payable + mine.refund
    assert (theirs.payable, theirs.copiers, theirs.copier) == (mine.payable, 1, None)


async def test_applications_go_to_the_operator_and_answers_to_who_asked(desk):
    lea = await desk.leads()
    eve = await desk.joins("eve")
    await desk.do(c.ApplyToLead(eve))
    await desk.do(c.RejectLead(OPERATOR, eve))
    assert [a.lead for a in await told(desk, to=OPERATOR, kind=AlertKind.APPLICATION_RECEIVED)] == [lea, eve]
    assert [a.to for a in await told(desk, kind=AlertKind.APPLICATION_APPROVED)] == [lea]
    assert [a.to for a in await told(desk, kind=AlertKind.APPLICATION_REJECTED)] == [eve]


async def test_a_halt_is_told_to_all_who_trade(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.joins("idle")
    await desk.copies(bob, lea)
    await desk.do(c.Halt(OPERATOR))
    await desk.do(c.Resume(OPERATOR))
    assert {a.to for a in await told(desk, kind=AlertKind.DESK_HALTED, loud=True)} == {lea, bob}
    assert {a.to for a in await told(desk, kind=AlertKind.DESK_RESUMED)} == {lea, bob}


async def test_a_restriction_is_told_to_those_who_copy_another_way(desk):
    lea, bob, cat = await desk.leads(), await desk.joins("bob"), await desk.joins("cat")
    await desk.copies(bob, lea)
    await desk.copies(cat, lea, Sizing.SMART_SYNC, "500")
    await desk.do(c.RestrictCopying(lea, smart_sync_only=True))
    assert [a.to for a in await told(desk, kind=AlertKind.COPYING_RESTRICTED)] == [bob]
    assert await told(desk, kind=AlertKind.RESTRICTION_LIFTED) == []
    await desk.do(c.RestrictCopying(lea, smart_sync_only=False))
    assert [a.to for a in await told(desk, kind=AlertKind.RESTRICTION_LIFTED)] == [bob], "R-14.2 no longer binds"


async def test_r17_8_a_rise_told_late_is_not_told_to_who_came_after_it(desk):
    lea, bob, cat = await desk.leads(share="0.05"), await desk.joins("bob"), await desk.joins("cat")
    await desk.copies(bob, lea)
    await desk.do(c.SetProfitShare(lea, ratio("0.08")))
    await desk.do(c.SetProfitShare(lea, ratio("0.03")))
    desk.pass_time(seconds=1)
    await desk.copies(cat, lea)  # by 3 %, which is less than the 8 % that stood for a moment before
    (alert,) = await told(desk, kind=AlertKind.PROFIT_SHARE_RISES)
    assert (alert.to, alert.share_before, alert.share) == (bob, ratio("0.05"), ratio("0.08"))


@pytest.mark.parametrize("reason", list(Reason))
async def test_a_code_told_to_nobody_never_reaches_a_copier(desk, reason):
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea)
    await desk.buys(lea, "500")
    record = next(record for record in desk.records if isinstance(record.fact, e.EntriesPlanned))
    fact = replace(record.fact, reason=np.array([reason], np.uint8), quantity=np.zeros(1, np.int64))
    found = [a for a in await desk.view(alerts, replace(record, fact=fact)) if a.to == bob]
    silent = reason in TOLD_NOBODY | TOLD_LEAD_ALONE | {Reason.NONE}
    assert len(found) == (0 if silent else 1)
    for alert in found:
        assert alert.kind in COLLAPSING
        assert alert.loud == (reason not in SKIPPED and not reason.name.startswith("LEAD_"))


async def test_who_cannot_be_told_costs_nothing(desk):
    lea, bob, cat = await desk.leads(), await desk.joins("bob"), await desk.joins("cat")
    await desk.copies(bob, lea)
    await desk.copies(cat, lea)
    await desk.buys(lea, "500")
    record = next(record for record in desk.records if isinstance(record.fact, e.EntriesAnswered))
    found = await desk.view(alerts, record, lambda people: people == cat)
    assert {alert.to for alert in found} == {cat}


async def test_parts_of_a_fact_are_together_the_whole(desk):
    lea = await desk.leads()
    for name in "abcdefg":
        await desk.copies(await desk.joins(name), lea)
    await desk.buys(lea, "500")
    for record in desk.records:
        whole = await desk.view(alerts, record)
        size = await desk.view(entries_of, record)
        parts = []
        for start in range(0, size, 3):
            parts += await desk.view(lambda d, r=record, s=start: list(each_alert(d, r, None, slice(s, s + 3))))
        assert sorted(parts, key=repr) == sorted(whole, key=repr)


# ── following the journal ─────────────────────────────────────────────────────


class Door:
    """An outbox in memory: unique by key, person and kind, with a cursor that moves with what is told."""

    def __init__(self):
        self.place, self.told, self.handed, self.fail_at, self.lived = None, {}, 0, None, None

    async def cursor(self):
        return self.place

    def reachable(self, people):
        return np.ones(len(people), np.bool_)

    async def tell(self, alerts, *, seq):
        for alert in alerts:
            self.handed += 1
            if self.fail_at == self.handed:
                raise RuntimeError("cut off")
            self.told.setdefault((alert.key, alert.to, alert.kind), alert)
        if seq is not None:
            self.place = seq

    async def beat(self, now):
        self.lived = now

    async def alive(self):
        return self.lived


async def follower(desk, door):
    alerting = Alerting(desk.engine, door, desk.clock)
    await alerting.open()
    return alerting


async def test_a_new_follower_begins_with_what_happens_from_now_on(desk):
    await desk.leads()
    door = Door()
    alerting = await follower(desk, door)
    await alerting.catch_up()
    assert door.told == {}
    assert door.place == desk.book.seq


async def test_beside_an_older_journal_the_next_facts_are_told_whatever_was_told_before(desk):
    lea, bob = await desk.leads(), await desk.joins("bob")
    door = Door()
    door.place = desk.book.seq + 1_000
    alerting = await follower(desk, door)
    await desk.copies(bob, lea)
    await alerting.catch_up()
    assert (bob, AlertKind.COPYING_STARTED) in {(to, kind) for _, to, kind in door.told}
    assert door.place == desk.book.seq


async def test_receipts_are_counted_from_the_journal(desk):
    lea, bob, dan = await desk.leads(), await desk.joins("bob"), await desk.joins("dan", "30")
    door = Door()
    alerting = await follower(desk, door)
    await desk.copies(bob, lea)
    await desk.copies(dan, lea)
    order = await desk.buys(lea, "1000")
    await alerting.catch_up()
    one = door.told[f"receipt:{order}", lea, AlertKind.LEAD_ORDER_COPIED]
    assert (one.copied, one.copiers, one.failures) == (1, 2, ((Reason.INSUFFICIENT_FUNDS, 1),))


async def test_a_sale_of_what_nobody_copied_has_no_receipt_and_silences_nothing(desk):
    lea = await desk.leads()
    door = Door()
    alerting = await follower(desk, door)
    await desk.buys(lea, "1000")
    bob = await desk.joins("bob")
    await desk.copies(bob, lea)
    await desk.sells(lea, "0.005")
    order = await desk.buys(lea, "1000")
    await alerting.catch_up()
    assert [key for key, _, kind in door.told if kind is AlertKind.LEAD_ORDER_COPIED] == [f"receipt:{order}"]


async def test_a_fact_that_cannot_be_told_is_said_aloud_and_the_next_are_told(desk, monkeypatch):
    heard = []

    async def puzzled(record, problem):
        heard.append((type(record.fact), str(problem)))

    def broken(desk, record, reachable, part):
        if isinstance(record.fact, e.CopyingStarted):
            raise IndexError("of ours")
        return each_alert(desk, record, reachable, part)

    monkeypatch.setattr("core.alerting.each_alert", broken)
    lea, bob = await desk.leads(), await desk.joins("bob")
    door = Door()
    alerting = Alerting(desk.engine, door, desk.clock, puzzled)
    await alerting.open()
    await desk.copies(bob, lea)
    await desk.buys(lea, "1000")
    await alerting.catch_up()
    assert heard == [(e.CopyingStarted, "of ours")]
    assert any(to == bob for _, to, _ in door.told)


@pytest.mark.parametrize("cut", range(1, 8))
async def test_a_follower_cut_off_anywhere_tells_everything_once(desk, cut):
    lea, bob, cat = await desk.leads(), await desk.joins("bob"), await desk.joins("cat")
    whole, cut_off = Door(), Door()
    first, second = await follower(desk, whole), await follower(desk, cut_off)
    await desk.copies(bob, lea)
    await desk.copies(cat, lea)
    await desk.buys(lea, "1000")
    await desk.do(c.StopCopying(bob, lea, StopWay.MARKET_CLOSE))
    await first.catch_up()
    cut_off.fail_at = cut
    with pytest.raises(RuntimeError, match="cut off"):
        await second.catch_up()
    again = await follower(desk, cut_off)
    await again.catch_up()
    assert cut_off.told == whole.told
    assert await again.catch_up() == 0


async def test_more_facts_than_are_kept_are_read_from_the_journal(desk):
    bob = await desk.joins("bob")
    door = Door()
    alerting = await follower(desk, door)
    for number in range(KEPT + 50):
        await desk.engine.submit(c.Deposit(bob, 1), Origin(f"many:{number}"))
    await desk.do(c.ApplyToLead(bob))
    assert await alerting.catch_up() == KEPT + 51
    assert [alert.kind for alert in door.told.values()] == [AlertKind.APPLICATION_RECEIVED]


async def test_running_it_tells_what_happens_and_ends_when_cancelled(desk):
    door = Door()
    alerting = await follower(desk, door)
    running = asyncio.create_task(alerting.run())
    eve = await desk.joins("eve")
    await desk.do(c.ApplyToLead(eve))
    await until(lambda: door.told)
    assert Counter(alert.kind for alert in door.told.values()) == {AlertKind.APPLICATION_RECEIVED: 1}
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


# ── many ──────────────────────────────────────────────────────────────────────


def crowd(size):
    """A desk with a lead and very many copiers, and one answered chunk of all of them."""
    book = Book()
    book.people.reserve(size + 2)
    lead = Lead(PersonId(1))
    lead.copyings.reserve(size)
    for row in range(size):
        lead.copyings.add(PersonId(row + 2), Settings(Sizing.FIXED_AMOUNT, quote("100"), quote("1000")), 0, 0)
    book.leads[PersonId(1)] = lead
    rows = np.arange(size, dtype=np.int32)
    planned = e.EntriesPlanned(
        flight="o#0", batch=BatchId("o"), chunk=0, lead=PersonId(1), symbol=BTC, attempt=1, cause=Cause.LEAD_ORDER,
        deadline=START, lead_notional=quote("1000"), lead_quantity=1, lead_equity=quote("10000"), price_copy=0,
        quotes=(), rows=rows, reason=np.full(size, Reason.INSUFFICIENT_FUNDS, np.uint8),
        asked=np.full(size, quote("100")),
        quantity=np.zeros(size, np.int64), limit=np.zeros(size, np.int64), hold=np.zeros(size, np.int64),
    )  # fmt: skip
    return book, e.Record(1, START, Origin(""), planned)


def test_a_hundred_thousand_copiers_of_whom_ten_can_be_told_cost_ten():
    book, record = crowd(100_000)
    book.instruments[BTC] = Instrument(BTC, Decimal("0.00000001"), Decimal("0.1"))
    desk = Desk(book, {}, limits(), START)
    calls = Counter()
    sys.setprofile(lambda _frame, event, _what: calls.update((event,)))
    try:
        found = alerts(desk, record, lambda people: people < 12)
    finally:
        sys.setprofile(None)
    assert len(found) == 10
    assert calls["call"] + calls["c_call"] < 5_000, f"{calls}: every copier costs a step of the interpreter"
