"""An address is confirmed by the code that was mailed there, in three tries and 15 minutes; no code stands anywhere."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.mail import contacts
from bot.mail.book import AddressBook
from bot.mail.contacts import CODES_MOST, Asked, Typed, code_of
from bot.mail.topics import MailTopic

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
KEY = b"k" * 32
CHAT, ANN, NEW = 7, "ann@example.org", "ann@new.example"


@pytest.fixture
def book(notes):
    return AddressBook(notes, KEY, lambda: None)


async def code(book):
    ((nonce, asked),) = await book.notes.run("SELECT nonce, asked FROM address WHERE chat = ?", CHAT)
    return code_of(KEY, nonce=nonce, address=asked)


def another(right):
    return f"{(int(right) + 1) % 10**6:06}"


async def test_the_code_confirms_and_no_other(book):
    assert await book.ask(CHAT, ANN, NOW) is Asked.MAILED
    right = await code(book)
    assert await book.confirm(CHAT, another(right), NOW) is Typed.WRONG
    assert (await book.of(CHAT)).address is None
    assert await book.confirm(CHAT, right, NOW) is Typed.CONFIRMED
    assert ((await book.of(CHAT)).address, (await book.of(CHAT)).asked) == (ANN, None)
    assert await book.confirm(CHAT, right, NOW) is Typed.EXPIRED


async def test_after_three_wrong_tries_the_right_code_comes_too_late(book):
    await book.ask(CHAT, ANN, NOW)
    right = await code(book)
    seen = [await book.confirm(CHAT, another(right), NOW) for _ in range(3)]
    assert seen == [Typed.WRONG, Typed.WRONG, Typed.NO_MORE_TRIES]
    assert await book.confirm(CHAT, right, NOW) is Typed.NO_MORE_TRIES
    await book.ask(CHAT, ANN, NOW)
    assert await code(book) != right
    assert await book.confirm(CHAT, await code(book), NOW) is Typed.CONFIRMED


@pytest.mark.parametrize(("minutes", "typed"), [(14.99, Typed.CONFIRMED), (15, Typed.EXPIRED)])
async def test_a_code_holds_for_fifteen_minutes(book, minutes, typed):
    await book.ask(CHAT, ANN, NOW)
    assert await book.confirm(CHAT, await code(book), NOW + timedelta(minutes=minutes)) is typed


async def test_anothers_code_confirms_nothing(book):
    await book.ask(CHAT, ANN, NOW)
    await book.ask(CHAT + 1, ANN, NOW)
    assert await book.confirm(CHAT + 1, await code(book), NOW) is Typed.WRONG


async def test_a_new_address_takes_the_place_of_the_old_when_it_is_confirmed_and_not_before(book):
    for address in (ANN, NEW):
        await book.ask(CHAT, address, NOW)
        before = (await book.of(CHAT)).address
        await book.confirm(CHAT, await code(book), NOW)
        assert (before, (await book.of(CHAT)).address) == ({NEW: ANN}.get(address), address)


async def test_nobodys_mailbox_is_filled_by_typing_their_address(book):
    asked = [await book.ask(CHAT, f"victim{n}@example.org", NOW) for n in range(CODES_MOST + 1)]
    assert asked == [*[Asked.MAILED] * CODES_MOST, Asked.TOO_MANY]
    await book.remove(CHAT)
    assert await book.ask(CHAT, ANN, NOW + timedelta(hours=23)) is Asked.TOO_MANY
    assert await book.ask(CHAT, ANN, NOW + timedelta(hours=24)) is Asked.MAILED


async def test_p25_the_store_holds_no_code_and_its_thief_cannot_work_it_out(book):
    await book.ask(CHAT, ANN, NOW)
    right = await code(book)
    rows = await book.notes.run("SELECT * FROM address") + await book.notes.run("SELECT * FROM letter")
    assert rows
    assert right not in repr(rows)
    ((nonce,),) = await book.notes.run("SELECT nonce FROM address")
    assert code_of(b"x" * 32, nonce=nonce, address=ANN) != right


async def test_a_switch_shown_before_another_change_does_nothing(book):
    assert await book.switch(CHAT, MailTopic.STATEMENT, on=True, version=0)
    assert not await book.switch(CHAT, MailTopic.STATEMENT, on=False, version=0)
    contact = await book.of(CHAT)
    assert contact.wants(MailTopic.STATEMENT)
    assert contact.wants(MailTopic.SAFETY)


async def test_what_is_removed_is_gone(book):
    await book.ask(CHAT, ANN, NOW)
    await book.confirm(CHAT, await code(book), NOW)
    await book.remove(CHAT)
    assert ANN not in repr(await book.notes.run("SELECT * FROM address"))


def test_codes_are_six_digits_whatever_the_nonce():
    made = {code_of(KEY, nonce=str(n), address=ANN) for n in range(500)}
    assert all(len(each) == contacts.DIGITS and each.isdigit() for each in made)
    assert len(made) > 490
