"""A safety alert comes once more, in the chat and by mail, only while what it told is still so."""

import pytest
from test_mail_of_a_desk import confirms, passes, told

from core.adapters.venues.faults import Reject
from core.model import commands as c
from core.model.market import Side
from core.model.orders import OrderTerms, OrderType
from core.model.people import OPERATOR
from tests.bot.security.fort import ADA, BOB, BTC, LEA, fort, town
from tests.mailbox import mail_server

AGAIN = "told 15 min ago"


@pytest.fixture
async def mailbox():
    async with mail_server() as running:
        yield running


@pytest.fixture
async def desk(tmp_path, mailbox):
    more = {"smtp_host": "127.0.0.1", "smtp_port": mailbox.port, "smtp_tls": "none", "smtp_from": "desk@desk.test"}
    async with fort(tmp_path, **more) as running:
        running.house.postman._pace = 0
        await town(running)
        await confirms(running, mailbox, BOB, "bob@example.org")
        yield running


async def letters(desk, mailbox):
    await desk.house.postman.deliver()
    return mailbox.subjects


async def test_a_halt_that_lasts_is_told_once_more_in_the_chat_and_by_mail(desk, mailbox):
    await desk.submit(c.Halt(OPERATOR))
    await passes(desk, minutes=15)
    assert AGAIN in told(desk, BOB)
    assert [subject for subject in await letters(desk, mailbox) if "halted" in subject]


async def test_a_halt_that_was_lifted_is_told_no_more(desk, mailbox):
    await desk.submit(c.Halt(OPERATOR))
    await passes(desk, minutes=5)
    await desk.submit(c.Resume(OPERATOR))
    await passes(desk, minutes=20)
    assert AGAIN not in told(desk, BOB) + told(desk, ADA) + told(desk, LEA)
    assert not [subject for subject in await letters(desk, mailbox) if "halted" in subject]


async def fails_to_sell(desk):
    await desk.buys(LEA)
    desk.house.venue.fault(desk.number(BOB), Reject("51000"))
    terms = OrderTerms(BTC, Side.SELL, OrderType.MARKET, quantity=sum(await held(desk)))
    await desk.submit(c.PlaceOrder(desk.number(LEA), terms))
    assert "is not sold yet" in told(desk, BOB)


async def held(desk):
    return [lot.quantity // 10**4 * 10**4 for lot in desk.book.leads[desk.number(LEA)].lots()]


async def test_a_sale_that_succeeded_after_all_is_told_no_more(desk, mailbox):
    await fails_to_sell(desk)
    await desk.pass_time(minutes=1)
    assert "▼ Sold" in told(desk, BOB)
    await passes(desk, minutes=15)
    assert AGAIN not in told(desk, BOB)
    assert not [subject for subject in await letters(desk, mailbox) if "not sold yet" in subject]


async def leaves_behind(desk):
    await desk.buys(LEA)
    await desk.submit(c.SwitchLeadTrade(desk.number(LEA), on=False))
    terms = OrderTerms(BTC, Side.SELL, OrderType.MARKET, quantity=sum(await held(desk)))
    await desk.submit(c.PlaceOrder(desk.number(LEA), terms))
    assert "⚠ Left behind: " in told(desk, BOB)


async def test_what_was_left_behind_and_is_still_there_is_told_once_more(desk):
    await leaves_behind(desk)
    await passes(desk, minutes=15)
    assert AGAIN in told(desk, BOB)


@pytest.mark.parametrize("how", ["sold", "kept"])
async def test_what_was_left_behind_and_then_dealt_with_elsewhere_is_told_no_more(desk, mailbox, how):
    await leaves_behind(desk)
    bob, units = desk.number(BOB), int(desk.book.people.left[BTC][desk.number(BOB)])
    sale = c.PlaceOrder(bob, OrderTerms(BTC, Side.SELL, OrderType.MARKET, quantity=units // 10**4 * 10**4))
    await desk.submit(sale if how == "sold" else c.KeepLeft(bob, BTC))
    await passes(desk, minutes=15)
    assert AGAIN not in told(desk, BOB)
    assert not [subject for subject in await letters(desk, mailbox) if "your own" in subject]


async def test_a_sale_that_is_still_owed_is_told_once_more(desk):
    await fails_to_sell(desk)
    for _ in range(3):
        desk.house.venue.fault(desk.number(BOB), Reject("51000"))
        await passes(desk, minutes=5)
    assert "▼ Sold" not in told(desk, BOB)
    assert AGAIN in told(desk, BOB)
