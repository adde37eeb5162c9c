"""A day counted over a lead's columns is, for each copier, the day their own log tells."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from at_work import ETH, START, AtWork

from core.model.copying import Sizing
from core.model.market import Side
from core.model.orders import Cause
from core.model.reasons import Reason
from core.views.digest import TOLD, CopierDay, LeadDay, LedDay, day_of, leads_of
from core.views.log import KINDS, log_rows

DAY = timedelta(days=1)


@pytest.fixture
async def desk():
    return await AtWork.open()


async def busy(desk):
    """Two leads; Bob copies both, Cat one with too little, Dan is sized below the least order, Eve copies nobody."""
    lea, max_ = await desk.leads(), await desk.leads("max")
    bob, cat, dan, eve = [await desk.joins(name, money) for name, money in MONEY.items()]
    await desk.copies(bob, lea)
    await desk.copies(bob, max_, size="50")
    await desk.copies(cat, lea)
    await desk.copies(dan, lea, sizing=Sizing.MULTIPLIER, size="0.01")
    desk.pass_time(hours=1)
    desk.quotes("60000")
    desk.quotes("3000", ETH)
    for _ in range(3):
        await desk.buys(lea, "500")
    await desk.buys(max_, "300", ETH)
    desk.quotes("66000")
    await desk.sells(lea, "0.00833333")
    return lea, max_, bob, cat, dan, eve


MONEY = {"bob": "10000", "cat": "150", "dan": "10000", "eve": "10000"}


def counted(desk, lead, start, end, size=8):
    """The day of one lead, its facts handed in as many at once as a reader takes."""
    day = LeadDay(start, end)
    found = [each for each in desk.records if type(each.fact).__name__ in TOLD and each.fact.lead == lead]
    for at in range(0, len(found), size):
        day.count(found[at : at + size])
    return day


async def days(desk, *leads, start=START, end=START + DAY):
    return {lead: counted(desk, lead, start, end) for lead in leads}


async def test_each_copiers_day_is_the_day_of_their_log(desk):
    lea, max_, bob, cat, dan, _ = await busy(desk)
    found = await days(desk, lea, max_)
    for who in (bob, cat, dan):
        day = await desk.view(day_of, who, found, START + DAY)
        assert isinstance(day, CopierDay)
        logged = [row for lead in (lea, max_) for row in logged_of(desk, who, lead)]
        done = [row for row in logged if row.quantity]
        assert day.entries == sum(row.side is Side.BUY for row in done)
        assert day.exits == sum(row.side is Side.SELL for row in done)
        assert day.net == sum(row.net for row in logged)
        assert day.skipped == sum(not row.quantity for row in logged)
        assert dict(day.missed) == {
            reason: sum(row.reason is reason for row in logged if not row.quantity)
            for reason in {row.reason for row in logged if not row.quantity}
        }
    assert (await desk.view(day_of, bob, found, START + DAY)).copied == 5
    assert (await desk.view(day_of, cat, found, START + DAY)).missed == ((Reason.INSUFFICIENT_FUNDS, 2),)
    assert (await desk.view(day_of, dan, found, START + DAY)).missed == ((Reason.AMOUNT_TOO_LOW, 3),)


def logged_of(desk, who, lead):
    table = desk.book.leads[lead].copyings
    rows = np.flatnonzero(table.person[: table.size] == who).tolist()
    records = [each for each in desk.records if type(each.fact).__name__ in KINDS and each.fact.lead == lead]
    found = [each for row in rows for each in log_rows(desk.book, records, who=who, row=row)]
    assert all(each.cause is Cause.LEAD_ORDER for each in found)
    return [each for each in found if each.reason is not Reason.SELL_NOTHING_HELD]


async def test_nothing_of_another_day_is_counted_and_the_end_belongs_to_the_next(desk):
    lea, *_, bob, _, _, _ = await busy(desk)
    instants = [each.at for each in desk.records if type(each.fact).__name__ == "EntriesAnswered"]
    for start, end in ((START - DAY, min(instants)), (max(each.at for each in desk.records) + DAY / 24, START + DAY)):
        day = await desk.view(day_of, bob, await days(desk, lea, start=start, end=end), end)
        assert (day.copied, day.skipped, day.net) == (0, 0, 0)


async def test_a_leads_day_counts_their_orders_and_the_copies_of_all(desk):
    lea, max_, *_ = await busy(desk)
    day = await desk.view(day_of, lea, await days(desk, lea, max_), START + DAY)
    assert isinstance(day, LedDay)
    assert (day.orders, day.copied, day.missed) == (4, 6, 5)
    assert day.withheld == int(desk.book.leads[lea].copyings.withheld.sum())


async def test_whoever_neither_leads_nor_copies_has_no_day(desk):
    lea, max_, *_, eve = await busy(desk)
    assert await desk.view(day_of, eve, await days(desk, lea, max_), START + DAY) is None


async def test_a_private_lead_buy_is_not_even_counted(desk):
    """R-18.3: of it a copier learns at most the code, once a day."""
    lea, bob = await desk.leads(), await desk.joins("bob")
    await desk.copies(bob, lea)
    await desk.buys(lea, "500")
    day = LeadDay(START, START + DAY)
    day.count(private(each) for each in desk.records if type(each.fact).__name__ == "EntriesPlanned")
    assert day.missed == {}


def private(record):
    """The same plan, held back by a lead guard."""
    codes = np.full(len(record.fact.rows), int(Reason.LEAD_DAILY_LIMIT), np.uint8)
    return replace(record, fact=replace(record.fact, reason=codes))


async def test_only_leads_of_the_people_asked_about_are_read(desk):
    lea, max_, bob, cat, _, eve = await busy(desk)
    assert await desk.view(leads_of, np.array([cat])) == (lea,)
    assert await desk.view(leads_of, np.array([bob])) == (lea, max_)
    assert await desk.view(leads_of, np.array([eve])) == ()
    assert await desk.view(leads_of, np.array([max_])) == (max_,)
