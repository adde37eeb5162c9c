"""P-21: fifty thousand updates of two hundred thousand ids: nobody known waits, nothing dropped is stored."""

import random
import time

import pytest
from fort import ADA, BOB, fort, town

from bot.door.sieve import STRANGERS, STRANGERS_REMEMBERED

IDS = 200_000
UPDATES = 50_000
HONEST_EVERY = 2_500
SERVED_WITHIN = 60.0
"""Seconds. The promise is two of a machine of its own; here it only shows that nobody stands behind a flood."""


def stranger(chance, number):
    """A word, a press, a block or an inline search of an id nobody has seen."""
    who = 10_000_000 + chance.randrange(IDS)
    sender = {"id": who, "is_bot": False, "first_name": "S"}
    chat = {"id": who, "type": "private", "first_name": "S"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": sender, "text": "/start"}
    body = chance.choice(
        (
            {"message": message},
            {"message": message | {"text": "x" * 4000}},
            {"callback_query": {"id": str(number), "from": sender, "chat_instance": "1", "data": "ra"}},
            {"inline_query": {"id": str(number), "from": sender, "query": "lea", "offset": ""}},
        )
    )
    return {"update_id": 800_000_000 + number} | body


@pytest.fixture
async def desk(tmp_path):
    async with fort(tmp_path, strangers=False) as running:
        running.house.app.inbox._strangers.known = lambda _: True
        await town(running)
        running.house.app.inbox._strangers.known = running.house.people.known
        yield running


@pytest.mark.slow
async def test_a_flood_of_strangers_slows_nobody_and_touches_no_disk(desk):
    inbox, chance, now = desk.house.app.inbox, random.Random(21), [1_000.0]
    inbox._strangers.monotonic = lambda: now[0]
    ((rows,),) = await desk.house.notes.run("SELECT count(*) FROM inbox")
    real, writes, served = desk.house.notes.transact, [0], []

    async def counting(work):
        writes[0] += 1
        return await real(work)

    kept = 0
    desk.house.notes.transact = counting
    for sent in range(0, UPDATES, 100):
        before = writes[0]
        fresh = await inbox.take([stranger(chance, sent + number) for number in range(100)])
        kept += fresh
        if not fresh:
            assert writes[0] == before or inbox.waiting or inbox._lanes._busy, "a batch of strangers alone was written"
        now[0] += 0.1  # a thousand a second
        if sent % HONEST_EVERY == 0:
            began, said = time.monotonic(), len(desk.ours(BOB))
            desk.telegram.say(desk.person(BOB), "/home")
            await desk.feed(settle=False)
            assert len(desk.ours(BOB)) > said
            served.append(time.monotonic() - began)
    desk.house.notes.transact = real
    await inbox.drain()
    flooded = UPDATES / 100 * 0.1
    most = STRANGERS.burst + STRANGERS.per_second * flooded + len(served)
    ((after,),) = await desk.house.notes.run("SELECT count(*) FROM inbox")
    assert 0 < kept <= most
    assert after - rows == kept + len(served)
    assert inbox._strangers.dropped == UPDATES - kept
    assert len(served) == UPDATES // HONEST_EVERY
    assert max(served) < SERVED_WITHIN
    assert len(inbox._strangers._buckets) <= STRANGERS_REMEMBERED
    assert len(inbox._strangers._told) <= STRANGERS_REMEMBERED
    application = desk.house.app.application
    assert not application._user_ids_to_be_updated_in_persistence
    assert len(desk.house.app.pacer._line._chats) < 20_000
    told = [call for call in desk.requests.named("sendMessage") if "Too many messages" in str(call.params)]
    assert len(told) <= 5 + flooded * 0.5 + 1, "telling strangers so became the flood"


async def test_dropped_strangers_leave_the_file_as_it_was(desk, tmp_path):
    inbox, chance = desk.house.app.inbox, random.Random(22)
    inbox._strangers.monotonic = lambda: 5_000.0
    number = 0
    while await inbox.take([stranger(chance, number)]) or inbox._strangers.dropped < 50:
        number += 1
    await inbox.drain()
    await desk.settle()
    before = stamp(tmp_path)
    for _ in range(20):
        number += 100
        assert await inbox.take([stranger(chance, number + each) for each in range(100)]) == 0
    await inbox.drain()
    assert stamp(tmp_path) == before
    assert "admin" in (await desk.says(ADA, "/admin")).lower()


def stamp(folder):
    """Of every file of the desk: its size, when it was written, and what is in it."""
    return {
        path.name: (path.stat().st_size, path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("notes*")
        if path.is_file()
    }
