"""No alert is lost, a repeat says so, and the urgent one goes first."""

from datetime import timedelta

import pytest
from posts import come_to, post, said, states
from small_desk import start_desk
from waiting import until

from bot.outbox import Gather, Post, rows


@pytest.fixture
async def anna(desk):
    person = desk.sandbox.person("Anna")
    await desk.say(person, "/home")
    return person


async def test_the_same_fact_for_the_same_person_and_kind_is_told_once(desk, anna, notes):
    first = await desk.app.outbox.post(post(anna.id))
    await come_to(notes, sent=1)
    second = await desk.app.outbox.post(post(anna.id, text="again"))
    other = await desk.app.outbox.post(post(anna.id, kind="sold"))
    await come_to(notes, sent=2)
    assert (first, second, other) == (True, False, True)
    assert len(said(desk, anna)) == 3


async def test_an_alert_counts_below_the_live_screen_and_a_press_on_it_sends_a_new_one(desk, anna, notes):
    await desk.app.outbox.post(post(anna.id))
    await come_to(notes, sent=1)
    alert = desk.sandbox.last(anna)
    assert (await desk.app.chats.of(anna.id)).below == 1
    await desk.press(anna, "Home", alert.message_id)
    assert said(desk, anna)[1].startswith("alert")
    assert "Home of" in said(desk, anna)[2]
    assert desk.sandbox.message(anna.id, alert.message_id).keyboard


async def test_an_answer_lost_on_the_way_is_sent_again_and_says_repeat(desk, anna, monkeypatch, notes):
    monkeypatch.setattr("bot.outbox.sending._back_off", lambda tries: 0)
    desk.sandbox.faults.drop_answer("sendMessage", 1)
    await desk.app.outbox.post(post(anna.id))
    await come_to(notes, sent=1)
    assert "repeat" not in said(desk, anna)[1]
    assert "↻ repeat" in said(desk, anna)[2]


async def test_what_a_killed_process_was_sending_is_sent_again_and_says_repeat(desk, anna, notes):
    await desk.app.outbox.stop()
    await desk.app.outbox.post(post(anna.id, "f1"))
    await desk.app.outbox.post(post(anna.id, "f2"))
    await notes.run("UPDATE outbox SET state = 'sending' WHERE fact = 'f1'")
    again = await start_desk(notes, desk.sandbox, desk.clock)
    await until(lambda: len(said(desk, anna)) == 3)
    told = sorted(said(desk, anna)[1:])
    assert told[0].startswith("alert f1\n↻ repeat")
    assert told[1] == "alert f2"
    await again.app.stop()


async def test_marked_sending_is_durable_before_a_byte_leaves(desk, anna, notes):
    seen = []
    real = desk.request.do_request

    async def watch(self, url, method, request_data=None, **more):
        if url.endswith("sendMessage"):
            seen.append(await states(notes))
        return await real(url, method, request_data, **more)

    type(desk.request).do_request, before = watch, type(desk.request).do_request
    try:
        await desk.app.outbox.post(post(anna.id))
        await until(lambda: len(said(desk, anna)) == 2)
    finally:
        type(desk.request).do_request = before
    assert seen == [{"sending": 1}]


async def test_a_blocked_chat_is_parked_and_told_when_its_person_is_heard_of(desk, anna, notes):
    desk.sandbox.blocked.add(anna.id)
    for number in range(3):
        await desk.app.outbox.post(post(anna.id, f"f{number}"))
    await come_to(notes, parked=3)
    tried = len(desk.request.named("sendMessage"))
    desk.sandbox.blocked.discard(anna.id)
    await desk.say(anna, "/home")
    await until(lambda: any("3 together" in text for text in said(desk, anna)))
    assert tried <= 4  # the home screen, and at most those that were under way together


async def parked(desk, notes, anna, posts):
    desk.sandbox.blocked.add(anna.id)
    for each in posts:
        await desk.app.outbox.post(each)
    await come_to(notes, parked=len(posts))


async def test_what_was_missed_while_blocked_is_one_message_the_most_urgent_of_it_in_full(desk, anna, notes):
    once = Gather("copies of Lea")
    posts = [
        post(anna.id, "f1", text="Bought 1\nLea", gather=once),
        post(anna.id, "f2", text="Bought 2\nLea", gather=once),
        post(anna.id, "f3", text="◼ Stopped\nPAPER", lane=1, once_more=True),
        post(anna.id, "f4", text="Statement\nPAPER", lane=6, silent=True),
    ]
    await parked(desk, notes, anna, posts)
    desk.sandbox.blocked.discard(anna.id)
    await desk.say(anna, "/home")
    await come_to(notes, sent=4, waiting=1)  # the safety alert comes once more
    (told,) = (message for message in desk.sandbox.chat(anna) if "together" in message.text)
    assert told.text == ("◼ Stopped\nPAPER\n4 together, the newest first:\nStatement\n◼ Stopped\nBought 2\nBought 1")
    assert [button.text for button in told.buttons] == ["Home"]
    assert len(said(desk, anna)) == 3


async def test_a_process_killed_before_it_told_what_was_missed_tells_it_once(desk, anna, notes):
    await parked(desk, notes, anna, [post(anna.id, f"f{number}") for number in range(3)])
    await notes.transact(lambda db: rows.unpark(db, anna.id))  # and then the process dies
    desk.sandbox.blocked.discard(anna.id)
    await desk.app.outbox.start()
    await come_to(notes, sent=3)
    assert len(said(desk, anna)) == 2


async def test_one_that_was_missed_is_told_as_it_was(desk, anna, notes):
    await parked(desk, notes, anna, [post(anna.id, "f1")])
    desk.sandbox.blocked.discard(anna.id)
    await desk.say(anna, "/home")
    await until(lambda: "alert f1" in said(desk, anna))


async def test_who_blocks_again_before_it_is_told_misses_it_once_again(desk, anna, notes):
    await parked(desk, notes, anna, [post(anna.id, f"f{number}") for number in range(3)])
    await desk.app.outbox.unpark(anna.id)  # the sandbox still blocks
    await come_to(notes, parked=3)
    await desk.app.outbox.post(post(anna.id, "f9"))
    await come_to(notes, parked=4)
    desk.sandbox.blocked.discard(anna.id)
    await desk.say(anna, "/home")
    await come_to(notes, sent=4)
    assert any("4 together" in text for text in said(desk, anna))


async def test_an_unknown_chat_is_parked_and_a_bad_message_is_dead_and_alerts(desk, anna, notes):
    await desk.app.outbox.post(post(4242))
    await come_to(notes, parked=1)
    assert desk.alerts == []
    desk.sandbox.faults.refuse("sendMessage", "Bad Request: can't parse entities", n=1)
    await desk.app.outbox.post(post(anna.id, "f2"))
    await come_to(notes, parked=1, dead=1)
    await until(lambda: [kind for kind, _ in desk.alerts] == ["message_refused"])


async def test_a_flood_is_waited_out_as_told(desk, anna, notes):
    desk.sandbox.faults.flood(1)
    await desk.app.outbox.post(post(anna.id))
    await until(lambda: desk.sandbox.faults.calls_into_floods)
    assert len(said(desk, anna)) == 1
    desk.pass_time(seconds=1)
    await until(lambda: len(said(desk, anna)) == 2)
    assert "repeat" not in said(desk, anna)[1]
    assert desk.sandbox.faults.calls_into_floods <= 1


async def test_an_alert_more_than_a_minute_late_says_how_late(desk, anna, notes):
    await desk.app.outbox.stop()
    await desk.app.outbox.post(post(anna.id))
    desk.pass_time(minutes=14, seconds=30)
    again = await start_desk(notes, desk.sandbox, desk.clock)
    await until(lambda: len(said(desk, anna)) == 2)
    assert "⌛ 14 min late" in said(desk, anna)[1]
    await again.app.stop()


@pytest.mark.parametrize(
    ("late", "said_so"),
    [({"minutes": 179}, "179 min late"), ({"hours": 23}, "23 h late"), ({"days": 4}, "4 days late")],
)
async def test_how_late_is_said_in_the_measure_that_is_read_at_once(desk, anna, late, said_so):
    await desk.app.outbox.post(post(anna.id, due_at=desk.clock[0] - timedelta(**late)))
    await until(lambda: any(said_so in text for text in said(desk, anna)))


async def test_what_is_due_later_waits(desk, anna):
    await desk.app.outbox.post(post(anna.id, due_at=desk.clock[0] + timedelta(seconds=0.3)))
    await desk.app.outbox.post(post(anna.id, "f2", lane=9))
    await until(lambda: len(said(desk, anna)) == 2)
    assert said(desk, anna)[1] == "alert f2"
    desk.pass_time(seconds=1)
    await until(lambda: said(desk, anna)[2:] == ["alert f1"])


async def test_a_flood_in_one_chat_holds_up_no_other(desk, anna):
    ben = desk.sandbox.person("Ben")
    await desk.say(ben, "/home")
    desk.sandbox.faults.flood(30, chat=anna.id)
    await desk.app.outbox.post(post(anna.id))
    await desk.app.outbox.post(post(ben.id, person=2))
    await until(lambda: len(said(desk, ben)) == 2)
    assert len(said(desk, anna)) == 1


async def test_what_belongs_to_a_chat_that_moved_is_sent_to_where_it_moved(desk, anna, notes):
    moved = desk.sandbox.person("Where Anna is now")
    await desk.say(moved, "/home")
    desk.sandbox.faults.refuse("sendMessage", "Bad Request: it has moved", parameters={"migrate_to_chat_id": moved.id})
    await desk.app.outbox.post(post(anna.id))
    await until(lambda: len(said(desk, moved)) == 2)
    assert len(said(desk, anna)) == 1
    assert "repeat" not in said(desk, moved)[1]


async def test_a_hundred_thousand_are_stored_in_chunks_with_their_cursor_and_an_urgent_one_passes(notes):
    desk = await start_desk(notes, limits=None)
    anna = desk.sandbox.person("Anna")
    await desk.say(anna, "/home")
    digest = post(0, "day").screen
    digests = (
        Post(fact="day", person=number, kind="digest", chat=10**6 + number, lane=9, screen=digest)
        for number in range(100_000)
    )
    assert await desk.app.outbox.post_all(digests, cursor=("alerting", 77)) == 100_000
    assert await notes.run("SELECT seq FROM cursor WHERE name = 'alerting'") == [(77,)]
    await desk.app.outbox.post(post(anna.id, "stop", lane=1, text="urgent"))
    await until(lambda: "urgent" in said(desk, anna))
    await desk.app.stop()
