"""The whole chat with its poll loop: killed twenty times, it still does everything it was told, once."""

import asyncio
import random

from small_desk import start_desk
from waiting import until

from bot.html import esc
from core.adapters.notes import Notes


async def test_a_clean_stop_confirms_what_is_stored(desk):
    anna = desk.sandbox.person("Anna")
    polling = asyncio.create_task(desk.app.poll())
    desk.sandbox.say(anna, "/home")
    await until(lambda: desk.seen)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    assert len(desk.seen) == 1
    assert not desk.sandbox.updates.waiting


async def kill_all():
    """Cancel everything but the thread of the file, which a real kill would cut between two commits."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    doomed = [task for task in others if task.get_name() != "notes"]
    for task in doomed:
        task.cancel()
    await asyncio.gather(*doomed, return_exceptions=True)


async def test_twenty_kills_lose_no_update_and_every_repeat_has_its_own_origin(tmp_path, monkeypatch):
    """P-11, small. A kill: every task of the process is cancelled and only the file and Telegram are left."""
    monkeypatch.setattr("bot.door.inbox.BEGUN_MAX", 100)  # on a slow machine one update may be met by many kills
    chance = random.Random(20261125)
    notes = await Notes.open(tmp_path / "notes.db")
    desk = await start_desk(notes)
    people = [desk.sandbox.person(f"P{n}") for n in range(20)]
    begun: dict[str, int] = {}
    sandbox, clock, wanted = desk.sandbox, desk.clock, 0
    for kill in range(21):
        polling = asyncio.create_task(desk.app.poll())
        for _ in range(20 if kill < 20 else 0):
            sandbox.say(chance.choice(people), "/home")
            wanted += 1
            await asyncio.sleep(chance.random() * 0.002)
        if kill == 20:
            await until(lambda: not sandbox.updates.waiting and not desk.app.inbox.waiting)  # noqa: B023 - over by then
            await desk.app.inbox.drain()
        await asyncio.sleep(chance.random() * 0.005)
        desk.app.inbox._lanes._stopped = True  # the dead begin nothing
        await kill_all()
        assert polling.done()
        for context in desk.seen:
            begun[context.origin] = begun.get(context.origin, 0) + 1
        await notes.close()
        notes = await Notes.open(tmp_path / "notes.db")
        desk = await start_desk(notes, sandbox, clock)
    assert await notes.run("SELECT count(*) FROM inbox WHERE state = 'done'") == [(wanted,)]
    assert len(begun) == wanted == 400
    await desk.app.stop()
    await notes.close()


async def test_the_menus_are_sent_when_they_differ_and_only_then(notes):
    title = ["Home"]

    def menu(t, roles):
        return [("home", esc(title[0])), *([("halt", esc("Halt"))] if "admin" in roles else [])]

    desk = await start_desk(notes, menu=menu)
    await desk.app.announce()
    await desk.app.announce()
    assert len(desk.request.named("setMyCommands")) == 7
    codes = [call.params.get("language_code") for call in desk.request.named("setMyCommands")]
    assert codes == [None, "ru", "es", "pt", "tr", "zh", "ar"]
    anna, admin = desk.sandbox.person("Anna"), desk.sandbox.person("Root", id=1)
    for person in (anna, anna, admin):
        await desk.say(person, "/home")
    assert [command.name for command in desk.sandbox.commands(admin)] == ["home", "halt"]
    assert len(desk.request.named("setMyCommands")) == 9
    await desk.app.stop()
    title[0] = "Start"
    later = await start_desk(notes, desk.sandbox, desk.clock, menu=menu)
    await later.say(anna, "/home")
    assert desk.sandbox.commands(anna)[0].description == "Start"
    await later.app.stop()


async def test_a_stranger_who_writes_too_much_is_told_once(notes):
    desk = await start_desk(notes, known=lambda person: False)
    eve = desk.sandbox.person("Eve")
    await desk.say(eve, "/home")
    for _ in range(40):
        desk.sandbox.say(eve, "x")
    await desk.feed()

    def told():
        return sum("Too many" in message.text for message in desk.sandbox.chat(eve))

    await until(told)
    await desk.app.stop()  # what is being sent is waited for
    assert told() == 1
