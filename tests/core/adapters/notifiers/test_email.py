"""E-mail against a real SMTP server on the loopback: encrypted, one line for many, refused, put off, gone and back."""

from datetime import UTC, datetime

import pytest

from core.adapters.notifiers.email import Door, Mail, Tls
from core.ports import Letter, NotNow, Refused, Taken
from tests.mailbox import PASSWORD, USER, Mailbox, certificate, mail_server

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)


def letter(subject="Not copied: BTC", to="bob@example.org", text="Why: ◼ \u2068Orion\u2069\n.\nend\n"):
    return Letter(id="<1@desk.test>", to=to, subject=subject, text=text, html="<p>Why</p>", language="en", at=AT)


def door(mailbox, **more):
    given = {"tls": Tls.NONE} | more
    return Door(host="127.0.0.1", port=mailbox.port, sender="Slipstream <desk@desk.test>", wait=5.0, **given)


async def sent(mail, *letters):
    answers = [await mail.send(each) for each in letters]
    await mail.rest()
    return answers


async def test_a_letter_arrives_with_its_headers_both_its_forms_and_the_same_id_every_time():
    async with mail_server() as mailbox:
        assert await sent(Mail(door(mailbox)), letter(), letter()) == [Taken(), Taken()]
    first, second = mailbox.arrived
    assert mailbox.to == ["bob@example.org"] * 2
    assert first["Message-ID"] == second["Message-ID"] == "<1@desk.test>"
    assert (first["From"], first["To"], first["Subject"]) == (
        "Slipstream <desk@desk.test>", "bob@example.org", "Not copied: BTC",
    )  # fmt: skip
    assert first["Date"] == "Wed, 25 Nov 2026 12:00:00 +0000"
    assert first["Auto-Submitted"] == "auto-generated"
    assert mailbox.text() == "Why: ◼ \u2068Orion\u2069\n.\nend\n"
    assert mailbox.html() == "<p>Why</p>\n"


async def test_one_connection_carries_many_letters():
    async with mail_server() as mailbox:
        mail = Mail(door(mailbox))
        assert await sent(mail, *[letter()] * 5) == [Taken()] * 5
        assert mailbox.lines == 1
        assert await sent(mail, letter()) == [Taken()]
        assert mailbox.lines == 2


@pytest.mark.parametrize("tls", [Tls.STARTTLS, Tls.IMPLICIT])
async def test_over_tls_it_logs_in_with_its_password(tmp_path, tls):
    shown, trust = certificate(tmp_path)
    async with mail_server(tls=shown, implicit=tls is Tls.IMPLICIT, login=tls is Tls.STARTTLS) as mailbox:
        who = {"user": USER, "password": PASSWORD} if tls is Tls.STARTTLS else {}
        mail = Mail(door(mailbox, tls=tls, trust=trust, **who))
        assert await mail.knock() is None
        assert await sent(mail, letter()) == [Taken()]
    assert mailbox.encrypted == [True]


async def test_a_certificate_nobody_vouches_for_gets_no_letter_and_no_password(tmp_path):
    shown, _ = certificate(tmp_path)
    async with mail_server(tls=shown, login=True) as mailbox:
        mail = Mail(door(mailbox, tls=Tls.STARTTLS, user=USER, password=PASSWORD))
        (answer,) = await sent(mail, letter())
        assert isinstance(answer, NotNow)
        assert answer.all_of_them
        assert "certificate" in (await mail.knock() or "").lower()
    assert mailbox.arrived == []


async def test_a_server_without_starttls_gets_no_letter_in_the_clear():
    async with mail_server() as mailbox:
        (answer,) = await sent(Mail(door(mailbox, tls=Tls.STARTTLS)), letter())
    assert isinstance(answer, NotNow)
    assert mailbox.arrived == []


async def test_a_wrong_password_is_the_desks_own_trouble_and_not_the_letters(tmp_path):
    shown, trust = certificate(tmp_path)
    async with mail_server(tls=shown, login=True) as mailbox:
        mail = Mail(door(mailbox, tls=Tls.STARTTLS, trust=trust, user=USER, password="wrong"))
        (answer,) = await sent(mail, letter())
        assert isinstance(answer, NotNow)
        assert answer.all_of_them
        said = await mail.knock()
        assert "535" in answer.words
        assert "535" in said
        assert "wrong" not in said


def test_a_password_in_the_clear_cannot_even_be_asked_for():
    with pytest.raises(AssertionError, match="never travels unencrypted"):
        Door(host="h", port=25, sender="d@d.test", tls=Tls.NONE, user=USER, password=PASSWORD)
    assert PASSWORD not in repr(Door(host="h", port=25, sender="d@d.test", user=USER, password=PASSWORD))


@pytest.mark.parametrize("stage", ["rcpt", "data"])
async def test_a_permanent_no_and_a_passing_one_are_told_apart_and_the_next_letter_goes(stage):
    async with mail_server() as mailbox:
        setattr(mailbox, stage, ["550 no such mailbox", "451 later please", ""])
        answers = await sent(Mail(door(mailbox)), letter(), letter(), letter())
        assert answers == [Refused("550 no such mailbox"), NotNow("451 later please"), Taken()]
        assert mailbox.lines == 1
    assert len(mailbox.arrived) == 1


async def test_a_server_that_hangs_up_is_no_time_for_any_letter():
    async with mail_server() as mailbox:
        mailbox.rcpt = ["421 going down"]
        (answer,) = await sent(Mail(door(mailbox)), letter())
    assert isinstance(answer, NotNow)
    assert answer.all_of_them


async def test_a_server_that_is_gone_is_no_error_and_is_found_again_when_it_is_back():
    mailbox = Mailbox()
    async with mail_server(mailbox):
        mail = Mail(door(mailbox))
        assert await mail.send(letter()) == Taken()
    gone = [await mail.send(letter()), await mail.send(letter())]
    assert [answer.all_of_them for answer in gone] == [True, True]
    async with mail_server(mailbox):
        assert await sent(mail, letter()) == [Taken()]


async def test_an_answer_lost_on_its_way_back_is_tried_again_with_the_same_id():
    async with mail_server(Mailbox(drops_after_data=1)) as mailbox:
        mail = Mail(door(mailbox))
        lost, again = await sent(mail, letter(), letter())
    assert isinstance(lost, NotNow)
    assert again == Taken()
    assert len({message["Message-ID"] for message in mailbox.arrived}) == 1
    assert len(mailbox.arrived) == 2


async def test_p19_a_line_break_in_a_subject_or_an_address_never_becomes_a_header():
    async with mail_server() as mailbox:
        mail = Mail(door(mailbox))
        for evil in (letter(subject="x\r\nBcc: eve@evil.test"), letter(to="bob@example.org\r\nBcc: eve@evil.test")):
            with pytest.raises(ValueError, match="linefeed or carriage return"):
                await mail.send(evil)
        await mail.rest()
    assert mailbox.arrived == []
