"""E-mail on the whole desk: an address is confirmed in the chat, and what concerns its owner comes there too."""

import asyncio
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from waiting import until
from whole_desk import desk as whole_desk
from whole_desk import sandbox

from bot.presses import pack
from bot.presses.lead import Apply
from core.model import commands as c
from core.model.market import Side
from core.model.orders import OrderTerms, OrderType
from core.model.people import OPERATOR
from tests.bot.security.fort import ADA, ANN, BOB, BTC, LEA, fort, plain, town
from tests.mailbox import mail_server


@pytest.fixture
async def mailbox():
    async with mail_server() as running:
        yield running


@pytest.fixture
async def desk(tmp_path, mailbox):
    more = {"smtp_host": "127.0.0.1", "smtp_port": mailbox.port, "smtp_tls": "none", "smtp_from": "desk@desk.test"}
    async with fort(tmp_path, **more) as running:
        running.house.postman._pace = 0
        yield await town(running)


def labels(desk, who):
    return [plain(button.text) for button in desk.live(who).buttons]


def told(desk, who):
    return "\n".join(plain(message.text) for message in desk.ours(who))


async def passes(desk, **time):
    """Time goes by, and what the outbox kept for later is looked at."""
    desk.clock.move_to(desk.clock.now() + timedelta(**time))
    await desk.house.app.outbox.look()
    await desk.settle()


async def mailed(desk, mailbox):
    """What letters there are by now, as (to, subject), and forgets them."""
    await desk.house.postman.deliver()
    found = [(letter["To"], letter["Subject"]) for letter in mailbox.arrived]
    mailbox.arrived.clear()
    return found


async def confirms(desk, mailbox, who, address):
    """As a person does it."""
    await desk.says(who, "/email")
    await desk.presses(who, "Change address" if "Change address ✎" in labels(desk, who) else "Give an address")
    await desk.says(who, address)
    await desk.house.postman.deliver()
    (digits,) = re.findall(r"\b\d{6}\b", mailbox.text())
    mailbox.arrived.clear()
    return await desk.says(who, f"{digits[:3]} {digits[3:]}")


async def test_r3_6_an_address_is_given_confirmed_by_its_code_shown_masked_changed_and_removed(desk, mailbox):
    assert "E-mail ✎" in (await desk.says(BOB, "/alerts"), labels(desk, BOB))[1]
    await desk.presses(BOB, "E-mail")
    assert "You have given no address." in desk.screen(BOB)
    await desk.presses(BOB, "Give an address")
    assert "I do not take that" in await desk.says(BOB, "bob at example")
    screen = await desk.says(BOB, "bob@example.org")
    assert "b***@e***.org" in screen
    assert "bob@example.org" not in told(desk, BOB)
    assert await mailed(desk, mailbox) == [("bob@example.org", "PAPER: The code that confirms your e-mail address")]
    assert "That is not the code." in await desk.says(BOB, "12345")
    assert "✔ Your address is confirmed." in await confirms(desk, mailbox, BOB, "bob@example.org")
    assert "✔ b***@e***.org, confirmed" in desk.screen(BOB)
    await confirms(desk, mailbox, BOB, "rob@new.example")
    assert "✔ r***@n***.example, confirmed" in desk.screen(BOB)
    await desk.presses(BOB, "Remove address")
    assert "Your address is forgotten" in desk.screen(BOB)


async def test_a_code_typed_after_a_walk_through_other_screens_still_confirms(desk, mailbox):
    await desk.says(BOB, "/email")
    await desk.presses(BOB, "Give an address")
    await desk.says(BOB, "bob@example.org")
    await desk.says(BOB, "/home")
    await desk.says(BOB, "/email")
    assert "waits for the code" in desk.screen(BOB)
    await desk.presses(BOB, "Type the code")
    await desk.house.postman.deliver()
    (digits,) = re.findall(r"\b\d{6}\b", mailbox.text())
    assert "confirmed" in await desk.says(BOB, digits)


async def test_r3_6_who_applies_to_lead_needs_a_confirmed_address_where_the_desk_sends_e_mail(desk, mailbox):
    screen = await desk.says(ANN, "/apply")
    assert "✖ a confirmed e-mail address" in screen
    assert "Confirm my e-mail" in labels(desk, ANN)
    await desk.house.people.describe(desk.number(ANN), "slowly and with care")
    await desk.house.people.reach(desk.number(ANN), "+1 555 0100")
    await desk.forges(ANN, pack(Apply()))
    assert desk.house.people.lead_state(desk.number(ANN)).name == "NONE"
    await confirms(desk, mailbox, ANN, "ann@example.org")
    assert "✔ a confirmed e-mail address" in await desk.says(ANN, "/apply")
    await desk.presses(ANN, "Apply to lead")
    assert desk.house.people.lead_state(desk.number(ANN)).name == "APPLIED"
    await desk.says(ADA, "/applications")
    await desk.presses(ADA, "Look at Ann")
    assert "✔ e-mail confirmed: ann@example.org" in re.sub(r"<[^>]*>", "", desk.screen(ADA))


async def test_r3_8_a_decision_comes_by_push_and_by_e_mail(desk, mailbox):
    await confirms(desk, mailbox, ANN, "ann@example.org")
    await desk.submit(c.ApplyToLead(desk.number(ANN)))
    await desk.submit(c.RejectLead(OPERATOR, desk.number(ANN)))
    assert "Your application to lead was rejected" in told(desk, ANN)
    assert await mailed(desk, mailbox) == [("ann@example.org", "PAPER: ✖ Your application to lead was rejected")]


async def test_suspension_and_revocation_come_by_e_mail_and_name_nobody(desk, mailbox):
    await confirms(desk, mailbox, LEA, "lea@example.org")
    await confirms(desk, mailbox, BOB, "bob@example.org")
    await desk.buys(LEA)
    await desk.submit(c.SuspendLead(OPERATOR, desk.number(LEA)))
    await desk.submit(c.RevokeLead(OPERATOR, desk.number(LEA)))
    await desk.house.postman.deliver()
    assert mailbox.subjects == ["PAPER: ■ You are suspended as a lead", "PAPER: ■ You may not lead any more"]
    mailbox.arrived.clear()
    await passes(desk, minutes=15)
    await desk.house.postman.deliver()
    (released,) = [each for each in mailbox.arrived if each["To"] == "bob@example.org"]
    text = released.get_body(("plain",)).get_content()
    assert "is your own now" in released["Subject"]
    assert "Lea" not in text.replace("Lea***", "")


async def test_r18_1_a_lead_order_that_nobody_copied_is_told_by_push_and_by_e_mail(desk, mailbox):
    await confirms(desk, mailbox, LEA, "lea@example.org")
    people = desk.book.people
    people.cash[desk.number(LEA)] = 300 * 10**8
    await desk.buys(LEA, "50")
    assert "Your buy of BTC was not copied" in told(desk, LEA)
    assert await mailed(desk, mailbox) == [("lea@example.org", "PAPER: ✖ Your buy of BTC was not copied")]


async def test_a_safety_alert_comes_by_e_mail_after_a_quarter_of_an_hour_unless_a_button_was_pressed(desk, mailbox):
    await confirms(desk, mailbox, BOB, "bob@example.org")
    await confirms(desk, mailbox, LEA, "lea@example.org")
    await desk.submit(c.Halt(OPERATOR))
    assert await mailed(desk, mailbox) == []
    halted = next(message for message in reversed(desk.ours(LEA)) if "Desk halted" in message.text)
    seen = next(button for button in halted.buttons if button.text == "Seen")
    await desk.forges(LEA, seen.callback_data, halted.message_id)
    await passes(desk, minutes=16)
    assert await mailed(desk, mailbox) == [("bob@example.org", "PAPER: ■ Desk halted: no buys, sells go on")]


async def test_a_safety_alert_goes_by_e_mail_though_the_chat_is_blocked(desk, mailbox):
    await confirms(desk, mailbox, BOB, "bob@example.org")
    desk.telegram.block(desk.person(BOB))
    await desk.submit(c.Halt(OPERATOR))
    await passes(desk, minutes=16)
    assert [to for to, _ in await mailed(desk, mailbox)] == ["bob@example.org"]


async def test_the_weeks_statement_is_mailed_to_who_wants_it_without_a_figure_at_their_own_eight(desk, mailbox):
    await confirms(desk, mailbox, BOB, "bob@example.org")
    await desk.says(BOB, "/email")
    assert {"☐ Weekly statement", "✅ Safety alerts"} <= set(labels(desk, BOB))
    await desk.presses(BOB, "☐ Weekly statement")
    assert "✅ Weekly statement" in labels(desk, BOB)
    await desk.buys(LEA)
    desk.house.market.nudge(BTC, Decimal(5))
    (lot,) = desk.book.leads[desk.number(LEA)].lots()
    await desk.submit(
        c.PlaceOrder(desk.number(LEA), OrderTerms(BTC, Side.SELL, OrderType.MARKET, quantity=lot.quantity))
    )
    await passes(desk, days=4, hours=19)  # Monday 07:00 UTC, fifteen hours after the settlement
    assert await mailed(desk, mailbox) == []
    await passes(desk, hours=1)
    await desk.house.postman.deliver()
    assert mailbox.subjects == ["PAPER: Your statement of the week is there"]
    assert not re.search(r"\d[.,]\d\d", mailbox.text())


async def test_r23_2_the_admin_is_mailed_about_safety_alone(desk, mailbox):
    await desk.says(ADA, "/email")
    assert [label for label in labels(desk, ADA) if label[0] in "✅☐"] == ["✅ Safety alerts"]


async def test_a_stale_switch_does_nothing_and_says_so(desk, mailbox):
    await desk.says(BOB, "/email")
    stale = next(b.callback_data for b in desk.live(BOB).buttons if "Safety" in b.text)
    await desk.presses(BOB, "☐ Weekly statement")
    await desk.forges(BOB, stale)
    assert "your press did nothing" in desk.screen(BOB)
    assert "✅ Safety alerts" in labels(desk, BOB)


async def test_p26_no_address_and_no_code_stands_in_a_log(desk, mailbox, caplog):
    caplog.set_level("INFO")
    mailbox.rcpt = ["", "550 no such user bob@example.org"]
    await confirms(desk, mailbox, BOB, "bob@example.org")
    await desk.submit(c.Halt(OPERATOR))
    await passes(desk, minutes=16)
    await desk.house.postman.deliver()
    assert "Your e-mail address was refused" in (await desk.settle(), told(desk, BOB))[1]
    ours = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith(("mail", "aiosqlite"))
    )
    assert "a letter was refused" in ours
    assert "bob@example.org" not in ours


async def test_a_desk_without_mail_has_no_button_for_it_and_lets_people_apply(tmp_path):
    async with fort(tmp_path) as desk:
        await town(desk)
        await desk.says(ANN, "/alerts")
        assert not any("E-mail" in label for label in labels(desk, ANN))
        assert "This desk sends no e-mail" in await desk.says(ANN, "/email")
        assert "this desk sends none" in await desk.says(ANN, "/apply")
        assert "Write about me" in labels(desk, ANN)


async def test_a_started_desk_mails_by_itself_and_stops_cleanly_with_a_letter_under_way(tmp_path, mailbox):
    telegram = sandbox()
    more = {"smtp_host": "127.0.0.1", "smtp_port": mailbox.port, "smtp_tls": "none", "smtp_from": "desk@desk.test"}
    async with whole_desk(tmp_path, telegram, **more) as town:
        bob = town.chat("Bob", BOB)
        await bob.says("/start")
        await bob.presses("Start with paper")
        await bob.presses("I understand", "You copy nobody yet")
        await bob.says("/email", "You have given no address.")
        await bob.presses("Give an address", "Type it in one message")
        await bob.says("bob@example.org", "six digits")
        await until(lambda: mailbox.arrived, lambda: "no letter came")
        mailbox.holds = asyncio.Event()
        await bob.presses("Mail another code")
        await until(lambda: mailbox.lines > 1, lambda: "no second letter came")
    mailbox.holds.set()
    assert mailbox.subjects == ["PAPER: The code that confirms your e-mail address"]
