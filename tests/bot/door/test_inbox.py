"""An update is durable before it is confirmed, handled once, parked when poisoned; strangers touch no disk."""

import asyncio
import json

import pytest
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given, settings
from hypothesis import strategies as st
from small_desk import start_desk
from waiting import reads, until

from bot.door.polling import Poller, back_off
from bot.door.sieve import Sifted, Strangers, sift
from bot.door.webhook import PATH, SECRET_HEADER, Webhook
from bot.refusals import AnotherPoller, TokenRefused
from bot.sandbox.request import SandboxRequest
from core.adapters.notes import Notes


def raw(update_id, person=5, text="/home", **more):
    sender = {"id": person, "is_bot": False, "first_name": "P"}
    chat = {"id": person, "type": "private", "first_name": "P"}
    return {
        "update_id": update_id,
        "message": {"message_id": 1, "date": 1, "chat": chat, "from": sender, "text": text, **more},
    }


async def states(notes):
    return dict(await notes.run("SELECT state, count(*) FROM inbox GROUP BY state"))


def poller_of(desk, **more):
    return Poller(
        more.pop("inbox", desk.app.inbox),
        request=SandboxRequest(desk.sandbox),
        base_url=more.pop("base_url", desk.app.bot.base_url),
        alert=desk.app._parts.alert,
    )


def in_telegram(desk):
    return [update["update_id"] for update in desk.sandbox.updates.batch(0, 100, desk.clock[0])]


async def test_an_update_is_done_only_when_its_handler_has_finished(desk, notes):
    anna = desk.sandbox.person("Anna")
    await desk.say(anna, "/home")
    desk.sandbox.press(anna, desk.sandbox.last(anna).message_id, "Slow")
    feeding = asyncio.create_task(desk.feed())
    await reads(lambda: states(notes), {"done": 1, "waiting": 1})
    desk.slow.set()
    await feeding
    assert await states(notes) == {"done": 2}
    assert await notes.run("SELECT DISTINCT raw FROM inbox") == [(b"",)]


async def test_the_same_update_twice_is_handled_once(desk, notes):
    await desk.app.inbox.take([raw(7), raw(7)])
    await desk.app.inbox.take([raw(7)])
    await desk.app.inbox.drain()
    await desk.app.inbox.take([raw(7)])
    await desk.app.inbox.drain()
    assert len(desk.seen) == 1
    assert await states(notes) == {"done": 1}
    assert desk.alerts == []


async def test_nothing_is_confirmed_before_it_is_stored(desk, notes):
    anna = desk.sandbox.person("Anna")
    desk.sandbox.say(anna, "/home")
    real, order = notes.transact, []

    async def failing(fn):
        order.append("store")
        raise OSError("the disk is full")

    poller = poller_of(desk)
    notes.transact = failing
    with pytest.raises(OSError, match="full"):
        await poller.once()
    notes.transact = real
    assert order
    assert len(desk.sandbox.updates.batch(0, 100, desk.clock[0])) == 1
    await poller.once()
    await desk.app.inbox.drain()
    assert len(desk.seen) == 1


async def test_a_killed_process_loses_nothing_and_repeats_with_the_same_origin(tmp_path):
    notes = await Notes.open(tmp_path / "notes.db")
    desk = await start_desk(notes)
    people = [desk.sandbox.person(f"P{n}") for n in range(30)]
    await desk.app.inbox.stop()  # it stores, and dies before any handler runs
    for person in people:
        desk.sandbox.say(person, "/home")
    await poller_of(desk).once()
    await notes.close()
    again_notes = await Notes.open(tmp_path / "notes.db")
    again = await start_desk(again_notes, desk.sandbox, desk.clock)
    await again.app.inbox.drain()
    assert {context.person for context in again.seen} == {person.id for person in people}
    assert len({context.origin for context in again.seen}) == 30
    await again.app.stop()
    await again_notes.close()


POISON = [
    {"message": {"message_id": 1, "from": {"id": 5, "is_bot": False, "first_name": "P"}}},
    {"message": {"message_id": 1, "date": "x", "chat": 5, "from": {"id": 5}}},
    {"callback_query": {"id": 1, "from": {"id": 5}}},
    {
        "message": {
            "from": {"id": 5, "first_name": "P", "is_bot": False},
            "date": 10**30,
            "message_id": 1,
            "chat": {"id": 5},
        }
    },
]


@pytest.mark.parametrize("poison", POISON)
async def test_a_poisoned_update_is_tried_three_times_parked_and_told_while_others_go_on(
    desk, notes, poison, monkeypatch
):
    monkeypatch.setattr("bot.door.inbox.TRY_AGAIN_AFTER", 0.01)
    await desk.app.inbox.take([{"update_id": 1, **poison}, raw(2, person=6), raw(3)])
    await desk.app.inbox.drain()
    assert await states(notes) == {"dead": 1, "done": 2}
    assert await notes.run("SELECT tries, problem FROM inbox WHERE state = 'dead'") == [(3, "it cannot be read")]
    assert desk.alerts == [("update_parked", {"update_id": 1, "problem": "it cannot be read"})]
    assert {context.person for context in desk.seen} == {5, 6}


async def test_of_a_pressed_message_nothing_is_read_but_its_place_and_its_words(desk, notes):
    message = raw(1, text="Home")["message"] | {"entities": "unreadable", "reply_markup": "unreadable"}
    query = {"id": "1", "from": message["from"], "chat_instance": "1", "data": "h", "message": message}
    await desk.app.inbox.take([{"update_id": 1, "callback_query": query}])
    await desk.app.inbox.drain()
    assert await states(notes) == {"done": 1}
    assert [(context.message, context.seen) for context in desk.seen] == [(1, "Home")]


async def test_an_update_that_brings_ten_processes_down_is_parked(desk, notes):
    await notes.run("INSERT INTO inbox VALUES (1, 'tg', 9, 5, ?, 0, 9, 'waiting', NULL)", json.dumps(raw(9)).encode())
    again = await start_desk(notes, desk.sandbox, desk.clock)
    await again.app.inbox.drain()
    assert await notes.run("SELECT state, tries FROM inbox") == [("done", 10)]
    await notes.run("UPDATE inbox SET state = 'waiting', raw = ?", json.dumps(raw(9)).encode())
    third = await start_desk(notes, desk.sandbox, desk.clock)
    await third.app.inbox.drain()
    assert await states(notes) == {"dead": 1}
    await again.app.stop()
    await third.app.stop()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
fields = st.sampled_from(["message", "callback_query", "from", "id", "chat", "text", "update_id", "date", "is_bot"])
shallow = st.dictionaries(fields, json_values, max_size=4)


@settings(max_examples=150)
@given(
    st.dictionaries(
        fields, st.dictionaries(fields, st.dictionaries(fields, json_values, max_size=4) | json_values), max_size=4
    )
    | json_values,
    st.integers(-(2**70), 2**70),
)
def test_no_update_whatever_makes_the_sieve_raise(found, update_id):
    body = {**found, "update_id": update_id} if isinstance(found, dict) else found
    sifted = sift(body)
    assert sifted is None or isinstance(sifted, Sifted)


async def test_hundreds_of_mutated_updates_stop_nobody(desk, notes, monkeypatch):
    monkeypatch.setattr("bot.door.inbox.TRY_AGAIN_AFTER", 0)
    good = raw(0)
    mutants = []
    for number in range(300):
        copy = json.loads(json.dumps(good))
        copy["update_id"] = number + 1
        part = [copy["message"], copy["message"]["from"], copy["message"]["chat"]][number % 3]
        part[sorted(part)[number % len(part)]] = [None, "", -1, [], {}, 10**25, {"id": 5}, True][number % 8]
        mutants.append(copy)
    await desk.app.inbox.take(mutants)
    await desk.app.inbox.take([raw(1000, person=77)])
    await desk.app.inbox.drain()
    assert any(context.person == 77 for context in desk.seen)
    assert "waiting" not in await states(notes)


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("/stop", True),
        ("/stop@desk now", True),
        ("/stopping", False),
        ("/start", False),
        (" /stop", False),
        ("", False),
    ],
)
def test_only_stop_is_urgent(text, urgent):
    assert sift(raw(1, text=text)).urgent is urgent


async def test_stop_passes_a_backlog_of_thousands(desk):
    backlog = [raw(n, person=100 + n % 300) for n in range(1, 2001)]
    await desk.app.inbox.take([*backlog, raw(9000, person=100, text="/stop")])
    await desk.app.inbox.drain()
    assert len(desk.seen) == 2001
    assert [context.command for context in desk.seen].index("stop") < 500


async def test_strangers_over_their_rate_touch_no_disk_and_known_people_pass(notes):
    now = [0.0]
    strangers = Strangers(known=lambda person: person < 100, monotonic=lambda: now[0])
    admitted = sum(strangers.admits(1000 + n) for n in range(50_000))
    assert admitted <= 201
    assert sum(strangers.admits(7) for _ in range(1000)) == 1000
    assert len(strangers._buckets) <= 10_000
    now[0] += 100
    one = sum(strangers.admits(5555) for _ in range(100))
    assert one == 20
    assert strangers.dropped == 50_000 - admitted + 80


def test_somebody_who_looks_around_a_tap_a_second_is_always_heard():
    now = [0.0]
    strangers = Strangers(known=lambda person: False, monotonic=lambda: now[0])
    for _ in range(120):
        assert strangers.admits(5555)
        now[0] += 1


async def test_a_stranger_whose_taps_are_dropped_is_told_so(notes):
    desk = await start_desk(notes, known=lambda person: False)
    anna = desk.sandbox.person("Anna")
    desk.sandbox.say(anna, "/start")
    message = {"message_id": 1, "date": 1, "chat": {"id": anna.id, "type": "private"}}
    sender = {"id": anna.id, "is_bot": False, "first_name": "Anna"}
    tap = {"id": "1", "from": sender, "chat_instance": "1", "data": "h", "message": message}
    await desk.app.inbox.take([{"update_id": number, "callback_query": tap} for number in range(1, 40)])
    await desk.app.inbox.drain()
    await desk.app.stop()
    assert any("Too many messages" in message.text for message in desk.sandbox.chat(anna))


async def test_a_dropped_stranger_is_not_stored(notes):
    desk = await start_desk(notes, known=lambda person: False)
    await desk.app.inbox.take([raw(n) for n in range(1, 100)])
    assert sum((await states(notes)).values()) == 20
    await desk.app.inbox.drain()
    await desk.app.stop()


async def test_another_poller_is_one_alert_and_an_error_that_ends_the_process(desk):
    desk.sandbox.faults.conflict(5)
    with pytest.raises(AnotherPoller):
        await poller_of(desk).run()
    assert desk.alerts == [("another_poller", {})]


async def test_a_refused_token_ends_the_process_without_naming_it(desk):
    with pytest.raises(TokenRefused) as problem:
        await poller_of(desk, base_url="https://api.telegram.org/bot1:wrong").run()
    assert "wrong" not in str(problem.value)


async def test_polling_goes_on_after_network_errors(desk, monkeypatch):
    monkeypatch.setattr("bot.door.polling.back_off", lambda failures: 0)
    desk.sandbox.faults.drop_request("getUpdates", 3)
    desk.sandbox.say(desk.sandbox.person("Anna"), "/home")
    task = asyncio.create_task(poller_of(desk).run())
    await until(lambda: desk.seen)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert len(desk.seen) == 1


def test_the_pause_grows_is_bounded_and_spread():
    assert all(back_off(n) <= 30 for n in range(1, 100))
    assert min(back_off(20) for _ in range(50)) >= 15
    assert len({back_off(3) for _ in range(20)}) > 10


SECRET = "a-secret-of-the-webhook"


@pytest.fixture
async def door(desk):
    webhook = Webhook(desk.app.inbox, secret=SECRET, port=0)
    async with TestClient(TestServer(webhook.application())) as client:
        yield client


async def test_the_webhook_answers_200_when_it_is_stored(desk, door, notes):
    answer = await door.post(PATH, json=raw(7), headers={SECRET_HEADER: SECRET})
    assert answer.status == 200
    assert sum((await states(notes)).values()) == 1
    await desk.app.inbox.drain()
    assert len(desk.seen) == 1


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: "wrong"}, {SECRET_HEADER: SECRET + "x"}, {SECRET_HEADER: ""}])
async def test_without_the_secret_nothing_is_stored_and_nothing_learnt(door, notes, headers):
    answer = await door.post(PATH, json=raw(7), headers=headers)
    assert (answer.status, await answer.text()) == (404, "")
    assert await states(notes) == {}


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"", 400), (b"\xff\xfe", 400), (b"[" * 100_000, 400), (b'"x"', 200), (b"x" * (600 * 1024), 413)],
)
async def test_a_body_that_is_no_update_is_refused_and_stored_nowhere(door, notes, body, status):
    answer = await door.post(PATH, data=body, headers={SECRET_HEADER: SECRET, "Content-Type": "application/json"})
    assert answer.status == status
    assert await states(notes) == {}


async def test_a_store_that_fails_is_not_answered_200(door, notes):
    async def failing(fn):
        raise OSError("the disk is full")

    real, notes.transact = notes.transact, failing
    answer = await door.post(PATH, json=raw(7), headers={SECRET_HEADER: SECRET})
    notes.transact = real
    assert answer.status == 500
