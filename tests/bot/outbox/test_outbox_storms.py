"""What comes at once is one message, edited in place; what is urgent and unseen comes once more."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from posts import come_to, post, said
from small_desk import start_desk
from waiting import all_sent, until

from bot.html import esc
from bot.mail.letters import ByMail
from bot.outbox import Gather
from bot.outbox import sending as outbox_sending
from bot.outbox import waiting as outbox_waiting


@pytest.fixture
async def anna(desk):
    person = desk.sandbox.person("Anna")
    await desk.say(person, "/home")
    return person


def bought(chat, number, **more):
    return post(chat, f"f{number}", text=f"▲ Bought {number}", gather=Gather("bought"), silent=True, **more)


async def pass_time(desk, **by):
    """A moment for what is due then; no test takes it for granted that this is sent."""
    desk.pass_time(**by)
    await desk.app.outbox.look()
    await asyncio.sleep(0.03)


def edits(desk):
    return len(desk.request.named("editMessageText"))


async def test_thirty_at_once_are_one_message_edited_in_place_at_most_every_three_seconds(desk, anna, notes):
    await desk.app.outbox.post(bought(anna.id, 0))
    await until(lambda: len(said(desk, anna)) == 2)
    for number in range(1, 30):
        await desk.app.outbox.post(bought(anna.id, number))
        await pass_time(desk, seconds=0.3)
    await pass_time(desk, seconds=3)
    await come_to(notes, sent=30)
    told = said(desk, anna)
    assert len(told) == 2
    assert told[1].startswith("▲ Bought 29\n30 together, the newest first:\n▲ Bought 29\n▲ Bought 28")
    assert "and 10 before them" in told[1]
    assert 2 <= edits(desk) <= 4


async def test_what_comes_while_the_message_waits_is_sent_with_it(desk, anna, notes):
    await desk.app.outbox.stop()
    for number in range(5):
        await desk.app.outbox.post(bought(anna.id, number))
    again = await start_desk(notes, desk.sandbox, desk.clock)
    await come_to(notes, sent=5)
    assert "5 together" in said(desk, anna)[1]
    assert edits(again) == 0
    await again.app.stop()


async def test_what_joined_a_message_before_the_process_ended_is_shown_after_the_next_start(desk, anna, notes):
    await desk.app.outbox.post(bought(anna.id, 0))
    await come_to(notes, sent=1)
    await desk.app.outbox.post(bought(anna.id, 1))
    await desk.app.outbox.stop()
    desk.pass_time(seconds=30)
    again = await start_desk(notes, desk.sandbox, desk.clock)
    await until(lambda: "2 together" in said(desk, anna)[-1])
    await come_to(notes, sent=2)
    assert len(said(desk, anna)) == 2
    await again.app.stop()


async def test_above_fifty_a_minute_there_is_one_summary_a_minute(desk, anna, notes):
    for number in range(240):
        await desk.app.outbox.post(bought(anna.id, number))
        await pass_time(desk, seconds=0.5)
    await pass_time(desk, seconds=70)
    await come_to(notes, sent=240)
    told = said(desk, anna)[1:]
    assert 4 <= len(told) <= 8
    assert "120 together" in told[-1]


async def test_a_message_that_its_reader_deleted_is_sent_anew_with_all_it_says(desk, anna, notes):
    await desk.app.outbox.post(bought(anna.id, 0))
    await come_to(notes, sent=1)
    desk.sandbox.faults.refuse("editMessageText", "Bad Request: message to edit not found", n=1)
    await desk.app.outbox.post(bought(anna.id, 1))
    await pass_time(desk, seconds=3)
    await until(lambda: len(said(desk, anna)) == 3)
    assert said(desk, anna)[2].startswith("▲ Bought 1\n2 together")
    await come_to(notes, sent=2)


async def test_an_edit_whose_answer_is_lost_is_made_again_without_a_mark(desk, anna, notes, monkeypatch):
    monkeypatch.setattr(outbox_sending, "_back_off", lambda tries: 0)
    await desk.app.outbox.post(bought(anna.id, 0))
    await come_to(notes, sent=1)
    desk.sandbox.faults.drop_answer("editMessageText", 1)
    await desk.app.outbox.post(bought(anna.id, 1))
    await pass_time(desk, seconds=3)
    await until(lambda: edits(desk) == 2)
    await come_to(notes, sent=2)
    assert "repeat" not in said(desk, anna)[1]


async def test_what_joins_while_its_person_is_away_is_told_when_they_are_back(desk, anna, notes):
    desk.sandbox.blocked.add(anna.id)
    for number in range(4):
        await desk.app.outbox.post(bought(anna.id, number))
        await pass_time(desk, minutes=5)
    await come_to(notes, parked=4)
    desk.sandbox.blocked.discard(anna.id)
    await desk.say(anna, "/home")
    await until(lambda: any("4 together" in text for text in said(desk, anna)))
    assert sum("Bought" in text for text in said(desk, anna)) == 1


async def test_the_same_fact_told_again_joins_nothing(desk, anna, notes):
    for _ in range(3):
        await desk.app.outbox.post(bought(anna.id, 0))
    await pass_time(desk, seconds=4)
    await come_to(notes, sent=1)
    assert "together" not in said(desk, anna)[1]


# ── once more ─────────────────────────────────────────────────────────────────


def halted(chat):
    return post(chat, "halt", lane=1, text="■ Desk halted", once_more=True)


async def test_an_urgent_one_comes_once_more_after_fifteen_minutes_and_no_oftener(desk, anna, notes):
    await desk.app.outbox.post(halted(anna.id))
    await come_to(notes, sent=1, waiting=1)  # it would come once more
    await pass_time(desk, minutes=14)
    assert len(said(desk, anna)) == 2
    await pass_time(desk, minutes=1)
    await come_to(notes, sent=2)  # and nothing waits any more
    assert "told 15 min ago; no button was pressed" in said(desk, anna)[2]
    await pass_time(desk, minutes=60)
    assert len(said(desk, anna)) == 3


async def test_a_button_of_it_pressed_in_time_spares_the_second_one_even_over_a_restart(desk, anna, notes):
    await desk.app.outbox.post(halted(anna.id))
    await come_to(notes, sent=1, waiting=1)  # it would come once more
    await desk.press(anna, "Home", desk.sandbox.last(anna).message_id)
    await desk.app.outbox.stop()
    desk.pass_time(minutes=16)
    again = await start_desk(notes, desk.sandbox, desk.clock)
    await all_sent(notes, lambda: desk.clock[0])
    assert sum("Desk halted" in text for text in said(desk, anna)) == 1
    await again.app.stop()


async def test_another_message_pressed_spares_nothing(desk, anna, notes):
    await desk.app.outbox.post(halted(anna.id))
    await come_to(notes, sent=1, waiting=1)
    await desk.say(anna, "/home")
    await desk.press(anna, "Toast")
    await pass_time(desk, minutes=15)
    await until(lambda: sum("Desk halted" in text for text in said(desk, anna)) == 2)


async def letters_of(notes):
    return await notes.run("SELECT state, body, due_at FROM letter")


def halted_by_mail(person):
    text = ByMail(
        fact="halt", person=1, kind="bought", chat=person, text=esc("■ Desk halted"), after=timedelta(minutes=15)
    )
    return replace(halted(person), by_mail=text)


async def test_what_goes_by_e_mail_too_is_due_with_the_second_one_and_stands_there_once(desk, anna, notes):
    for _ in range(2):
        await desk.app.outbox.post(halted_by_mail(anna.id))
    await until(lambda: len(said(desk, anna)) == 2)
    ((state, body, due_at),) = await letters_of(notes)
    assert (state, body) == ("waiting", "■ Desk halted")
    assert due_at == desk.clock[0].timestamp() + 15 * 60


async def test_it_waits_for_its_letter_though_the_chat_is_blocked(desk, anna, notes):
    desk.sandbox.block(anna)
    await desk.app.outbox.post(halted_by_mail(anna.id))
    ((state, _, _),) = await letters_of(notes)
    assert state == "waiting"


async def test_a_button_that_is_pressed_spares_the_letter_too(desk, anna, notes):
    await desk.app.outbox.post(halted_by_mail(anna.id))
    await come_to(notes, sent=1, waiting=1)  # it would come once more
    await desk.press(anna, "Home", desk.sandbox.last(anna).message_id)
    assert [letter[:2] for letter in await letters_of(notes)] == [("dead", "")]


# ── what is held in memory ────────────────────────────────────────────────────


async def test_what_is_due_later_and_what_is_too_much_waits_in_the_store(notes, monkeypatch):
    monkeypatch.setattr(outbox_waiting, "HELD", 20)
    desk = await start_desk(notes)
    people = [desk.sandbox.person(f"P{n}", id=5_000 + n) for n in range(100)]
    for person in people:
        desk.sandbox.say(person, "/home")
    await desk.feed()
    later = desk.clock[0] + timedelta(hours=8)
    await desk.app.outbox.post_all(post(person.id, "s", person=person.id, lane=6, due_at=later) for person in people)
    assert desk.app.outbox.held == 0
    await desk.app.outbox.post_all(post(person.id, "d", person=person.id, lane=9) for person in people)
    assert desk.app.outbox.held <= 20
    await until(lambda: all(len(said(desk, person)) == 2 for person in people))
    await pass_time(desk, hours=8)
    await until(lambda: all(len(said(desk, person)) == 3 for person in people))
    await until(lambda: not desk.app.outbox.held)
    assert not +desk.app.outbox._waiting._in_lane
    await desk.app.stop()
