"""Letters leave once each, are tried until taken, and hold up nobody: against a real server on the loopback."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from small_desk import CATALOGUES
from waiting import SOON, until

from bot.html import Html, esc, lines, name, words_of
from bot.mail import letters, postman
from bot.mail.book import AddressBook
from bot.mail.contacts import code_of
from bot.mail.letters import ByMail
from bot.mail.postman import Postman
from bot.mail.wording import Letterhead
from core import failpoints
from core.adapters.notifiers.email import Door, Mail, Tls
from tests.mailbox import Mailbox, mail_server

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
KEY = b"k" * 32
ANN = "ann@example.org"


class Office:
    """A postman, the chat he tells things in, and a clock."""

    def __init__(self, notes, mailbox):
        self.notes, self.mailbox, self.now, self.posts, self.alerts = notes, mailbox, NOW, [], []
        door = Door(host="127.0.0.1", port=mailbox.port, sender="Slipstream <desk@desk.test>", tls=Tls.NONE, wait=5.0)
        self.book = AddressBook(notes, KEY, lambda: None)
        self.postman = Postman(
            notes,
            Mail(door),
            head=lambda: Letterhead(desk="d1", domain="desk.test", bot="slip_bot", key=KEY),
            catalogues=CATALOGUES,
            clock=lambda: self.now,
            post=self.post,
            alert=self.alert,
            pace=0,
        )

    async def post(self, post):
        new = post.fact not in {each.fact for each in self.posts}
        self.posts += [post] if new else []
        return new

    async def alert(self, kind, fields):
        self.alerts.append(kind)

    async def confirmed(self, chat=7, address=ANN, language=None):
        await self.notes.run(
            "INSERT OR IGNORE INTO chat (chat, person, language) VALUES (?, ?, ?)", chat, chat, language
        )
        await self.book.ask(chat, address, self.now)
        ((nonce,),) = await self.notes.run("SELECT nonce FROM address WHERE chat = ?", chat)
        await self.book.confirm(chat, code_of(KEY, nonce=nonce, address=address), self.now)
        await self.notes.run("UPDATE letter SET state = 'dead' WHERE kind = ?", letters.CODE)

    async def writes(self, text="✖ Your buy was not copied\nPAPER", fact="f1", chat=7, **more):
        letter = ByMail(
            fact=fact, person=chat, kind="k", chat=chat, text=text if isinstance(text, Html) else esc(text), **more
        )
        await self.notes.transact(lambda db: letters.put(db, letter, self.now.timestamp()))

    async def delivers(self, **after):
        self.now += timedelta(**after)
        await self.postman.deliver()
        return len(self.mailbox.arrived)

    async def states(self):
        rows = await self.notes.run("SELECT state FROM letter WHERE kind <> ? ORDER BY id", letters.CODE)
        return [state for (state,) in rows]


@pytest.fixture
async def office(notes):
    async with mail_server() as mailbox:
        yield Office(notes, mailbox)


async def test_a_letter_goes_once_says_paper_and_how_to_have_no_more(office):
    await office.confirmed()
    for _ in range(2):
        await office.writes()
    assert await office.delivers() == 1
    assert await office.delivers(days=1) == 1
    (letter,) = office.mailbox.arrived
    assert letter["To"] == ANN
    assert letter["Subject"] == "PAPER: ✖ Your buy was not copied"
    assert letter["Content-Language"] == "en"
    assert "https://t.me/slip_bot" in office.mailbox.text()
    assert "/email there stops it" in office.mailbox.text()
    assert await office.notes.run("SELECT state, body FROM letter WHERE fact = 'f1'") == [("sent", "")]


async def test_it_speaks_its_readers_language(office):
    await office.confirmed(language="ru")
    await office.writes()
    await office.delivers()
    assert office.mailbox.arrived[0]["Content-Language"] == "ru"
    assert "откройте чат" in office.mailbox.text()
    assert '<html lang="ru" dir="ltr">' in office.mailbox.html()


async def test_one_connection_serves_all_that_wait(office):
    await office.confirmed()
    for number in range(120):
        await office.writes(fact=f"f{number}")
    assert await office.delivers() == 120
    assert office.mailbox.lines == 1
    assert len({letter["Message-ID"] for letter in office.mailbox.arrived}) == 120


async def test_a_reminder_waits_its_time_and_says_that_it_is_one(office):
    await office.confirmed()
    await office.writes("■ Desk halted", after=timedelta(minutes=15))
    assert await office.delivers(minutes=14) == 0
    assert await office.delivers(minutes=1) == 1
    assert "no button was pressed there" in office.mailbox.text()


async def test_without_an_address_nothing_goes_and_nothing_waits(office):
    await office.writes()
    assert await office.delivers() == 0
    assert await office.states() == ["dead"]


async def test_what_was_put_off_goes_later_and_holds_up_no_other(office):
    await office.confirmed()
    await office.confirmed(chat=8, address="bob@example.org")
    await office.writes()
    await office.writes(chat=8)
    office.mailbox.rcpt = ["451 greylisted"]
    assert await office.delivers() == 1
    assert office.mailbox.to == ["bob@example.org"]
    assert await office.delivers(seconds=14) == 1
    assert await office.delivers(seconds=1) == 2
    assert office.posts == []


async def test_a_refused_address_is_told_in_the_chat_once_and_gets_nothing_until_confirmed_anew(office):
    await office.confirmed()
    office.mailbox.rcpt = ["550 no such <b>mailbox</b>"]
    await office.writes()
    await office.writes(fact="f2")
    assert await office.delivers() == 0
    (told,) = office.posts
    assert (told.chat, told.kind) == (7, "address_refused")
    assert "a***@e***.org" in told.screen.text.raw
    assert "&lt;b&gt;mailbox" in told.screen.text.raw
    assert await office.states() == ["parked", "parked"]
    assert await office.delivers(hours=1) == 0
    await office.confirmed(address="ann@new.example")
    assert await office.delivers() == 2
    assert office.mailbox.to == ["ann@new.example"] * 2


async def test_a_server_that_is_gone_loses_nothing_tells_the_admin_once_and_is_found_again(notes):
    mailbox = Mailbox()
    async with mail_server(mailbox):
        office = Office(notes, mailbox)
        await office.confirmed()
    for number in range(3):
        await office.writes(fact=f"f{number}")
    for _ in range(5):
        assert await office.delivers(minutes=10) == 0
    assert office.alerts == ["mail"]
    assert await office.states() == ["waiting"] * 3
    async with mail_server(mailbox):
        assert await office.delivers(hours=1) == 3


async def test_while_the_server_is_gone_it_is_not_asked_for_every_letter(notes, monkeypatch):
    mailbox = Mailbox()
    async with mail_server(mailbox):
        office = Office(notes, mailbox)
        await office.confirmed()
    for number in range(20):
        await office.writes(fact=f"f{number}")
    await office.delivers()
    rows = await notes.run("SELECT count(*) FROM letter WHERE tries > 0")
    assert rows == [(1,)]


async def test_what_nobody_took_for_two_days_is_not_told_any_more(notes):
    mailbox = Mailbox()
    async with mail_server(mailbox):
        office = Office(notes, mailbox)
        await office.confirmed()
    await office.writes()
    await office.delivers()
    async with mail_server(mailbox):
        assert await office.delivers(hours=48) == 0
    assert await office.states() == ["dead"]


class Killed(BaseException):
    """What a kill is to the process."""


@pytest.mark.parametrize(("place", "arrived"), [("before letter", 1), ("after letter", 2)])
async def test_p17_cut_off_on_either_side_of_the_send_it_is_sent_again_with_the_same_id(office, place, arrived):
    await office.confirmed()
    await office.writes()

    def kill(name):
        if name == place:
            raise Killed

    failpoints.arm(kill)
    try:
        with pytest.raises(Killed):
            await office.delivers()
    finally:
        failpoints.arm(None)
    await Office(office.notes, office.mailbox).delivers()
    assert len(office.mailbox.arrived) == arrived
    assert len({letter["Message-ID"] for letter in office.mailbox.arrived}) == 1
    assert await office.states() == ["sent"]


async def test_a_code_is_written_when_it_leaves_and_not_in_the_subject_and_an_old_one_is_not_sent(office):
    await office.book.ask(7, ANN, NOW)
    await office.book.ask(7, ANN, NOW)
    assert await office.delivers() == 1
    ((nonce,),) = await office.notes.run("SELECT nonce FROM address")
    digits = code_of(KEY, nonce=nonce, address=ANN)
    assert digits in office.mailbox.text()
    assert digits not in office.mailbox.arrived[0]["Subject"]
    assert "/email" not in office.mailbox.text()
    await office.book.ask(7, ANN, office.now)
    assert await office.delivers(minutes=15) == 1


HOSTILE = [
    "x\r\nBcc: eve@evil.test",
    "<script>alert(1)</script>",
    "</p><img src=//evil.test>",
    "\u202eevil",
    "=1+1",
    "a" * 500,
    "evil.test",
]


@pytest.mark.parametrize("evil", HOSTILE)
async def test_p19_no_name_and_no_words_change_a_letter(office, evil):
    await office.confirmed()
    await office.writes(lines(name(evil), words_of(evil)))
    await office.delivers()
    (letter,) = office.mailbox.arrived
    assert letter["Bcc"] is None
    assert letter["To"] == ANN
    assert len(letter["Subject"]) < 200
    assert not {"\n", "\r", "\u202e", "\u2068"} & set(letter["Subject"])
    assert "<script" not in office.mailbox.html()
    assert "<img" not in office.mailbox.html()
    assert "http" not in office.mailbox.html().replace("https://t.me/slip_bot", "")


async def test_telegrams_own_tags_stay_behind(office):
    await office.confirmed()
    time = Html('<b>Sold</b> <tg-time unix="1" format="T">12:00 UTC</tg-time>\n<blockquote expandable>why</blockquote>')
    await office.writes(time)
    await office.delivers()
    assert "<b>Sold</b> 12:00 UTC<br>\n<blockquote>why</blockquote>" in office.mailbox.html()
    assert office.mailbox.text().startswith("Sold 12:00 UTC\nwhy\n")


async def test_an_address_removed_while_a_letter_waits_gets_none(office):
    await office.confirmed()
    await office.writes(after=timedelta(minutes=15))
    await office.book.remove(7)
    assert await office.delivers(minutes=15) == 0
    assert await office.states() == ["dead"]


async def test_he_wakes_when_he_is_told_and_ends_at_once_when_he_is_to(office, monkeypatch):
    monkeypatch.setattr(postman, "LOOK_EVERY", 3600)
    await office.confirmed()
    office.postman.start()
    await office.writes()
    office.postman.look()
    await until(lambda: office.mailbox.arrived)
    assert office.mailbox.subjects == ["PAPER: ✖ Your buy was not copied"]
    await office.postman.stop()
    assert office.postman._round.done()


async def test_p17_a_letter_in_flight_holds_up_no_stop_and_goes_at_the_next_start(office):
    await office.confirmed()
    await office.writes()
    office.mailbox.holds = asyncio.Event()
    office.postman.start()
    office.postman.look()
    await until(lambda: office.mailbox.lines)
    await office.postman.stop()
    assert office.postman._round.done()
    assert await office.states() == ["waiting"]
    office.mailbox.holds.set()
    await Office(office.notes, office.mailbox).delivers()
    assert await office.states() == ["sent"]


async def test_a_store_in_trouble_ends_no_postman(office, monkeypatch):
    monkeypatch.setattr(postman, "LOOK_EVERY", 0.001)
    broken, delivered = [True], asyncio.Event()

    async def deliver():
        if broken:
            broken.clear()
            raise OSError("no disk")
        delivered.set()

    monkeypatch.setattr(office.postman, "deliver", deliver)
    office.postman.start()
    await asyncio.wait_for(delivered.wait(), SOON)
    await office.postman.stop()
