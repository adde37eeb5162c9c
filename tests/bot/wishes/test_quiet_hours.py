"""Quiet hours: asked when a message leaves, by the reader's clock on the wall. Safety stays loud; the rest waits."""

from datetime import UTC, datetime

import pytest
from posts import come_to, post, said
from waiting import until

from bot.chat.chats import Chats
from bot.outbox import Gather
from bot.wishes.mornings import Span
from bot.wishes.preferences import Change, Preferences, Wishes
from bot.wishes.topics import Level, Topic

NIGHT = Span(23 * 60, 8 * 60)
AT_NIGHT = datetime(2027, 1, 15, 23, 30, tzinfo=UTC)


@pytest.fixture
async def anna(desk):
    person = desk.sandbox.person("Anna")
    await desk.say(person, "/home")
    return person


async def likes(notes, person, **more):
    """Wishes of hers, whatever she was shown."""
    await Wishes(notes).change(person.id, lambda _: Preferences(**more))


def last(desk, person):
    return next(message for message in reversed(desk.sandbox.chat(person)) if message.sender is None)


async def tells(desk, person, *, lane, fact="f1", **more):
    before = len(said(desk, person))
    await desk.app.outbox.post(post(person.id, fact, lane=lane, **more))
    await until(lambda: len(said(desk, person)) > before)
    return last(desk, person)


async def kept(notes):
    return [line for (line,) in await notes.run("SELECT line FROM kept ORDER BY id")]


@pytest.mark.parametrize(("lane", "silent"), [(1, False), (2, True), (3, True), (4, True)])
async def test_at_night_only_safety_makes_a_sound(desk, anna, notes, lane, silent):
    await likes(notes, anna, quiet=NIGHT)
    desk.clock[0] = AT_NIGHT
    assert (await tells(desk, anna, lane=lane)).silent is silent


@pytest.mark.parametrize("lane", [1, 2, 3, 6, 9])
async def test_by_day_everything_is_as_loud_as_it_was_posted(desk, anna, notes, lane):
    await likes(notes, anna, quiet=NIGHT)
    desk.clock[0] = AT_NIGHT.replace(hour=8, minute=0)
    assert not (await tells(desk, anna, lane=lane)).silent


@pytest.mark.parametrize("lane", [6, 7, 8, 9])
async def test_what_can_wait_is_kept_for_the_digest_as_one_line(desk, anna, notes, lane):
    await likes(notes, anna, quiet=NIGHT)
    desk.clock[0] = AT_NIGHT
    await desk.app.outbox.post(post(anna.id, lane=lane, text="📄 Week 16–22 Nov: +550.00\nand more below"))
    await come_to(notes, sent=1)
    assert await kept(notes) == ["📄 Week 16–22 Nov: +550.00"]
    assert len(said(desk, anna)) == 1


async def test_all_who_joined_one_message_are_kept_each_with_its_line(desk, anna, notes):
    await likes(notes, anna, quiet=NIGHT)
    await desk.app.outbox.stop()
    desk.clock[0] = AT_NIGHT
    for number in range(3):
        await desk.app.outbox.post(post(anna.id, f"f{number}", lane=6, text=f"line {number}", gather=Gather("x")))
    await desk.app.outbox.start()
    await come_to(notes, sent=3)
    assert await kept(notes) == ["line 0", "line 1", "line 2"]
    assert await notes.run("SELECT * FROM gathering") == []


async def test_whoever_has_no_digest_is_told_silently_at_once(desk, anna, notes):
    await likes(notes, anna, quiet=NIGHT, digest_at=None)
    desk.clock[0] = AT_NIGHT
    assert (await tells(desk, anna, lane=6)).silent
    assert await kept(notes) == []


async def test_the_digest_itself_is_never_kept_for_a_digest(desk, anna, notes):
    await likes(notes, anna, quiet=NIGHT)
    desk.clock[0] = AT_NIGHT
    assert (await tells(desk, anna, lane=9, kind="day_digest")).silent


async def test_a_message_posted_in_the_evening_that_leaves_at_night_makes_no_sound(desk, anna, notes):
    await likes(notes, anna, quiet=NIGHT)
    desk.clock[0] = AT_NIGHT.replace(hour=22, minute=59)
    await desk.app.outbox.stop()
    await desk.app.outbox.post(post(anna.id, lane=2))
    desk.clock[0] = AT_NIGHT.replace(hour=23, minute=0)
    await desk.app.outbox.start()
    await until(lambda: len(said(desk, anna)) == 2)
    assert last(desk, anna).silent


async def test_night_is_where_the_reader_is(desk, anna, notes):
    await likes(notes, anna, quiet=NIGHT)
    await Chats(notes).live_in(anna.id, "Asia/Kolkata")
    desk.clock[0] = datetime(2027, 1, 15, 17, 29, tzinfo=UTC)  # 22:59 there
    assert not (await tells(desk, anna, lane=2)).silent
    desk.clock[0] = datetime(2027, 1, 15, 17, 30, tzinfo=UTC)
    assert (await tells(desk, anna, lane=2, fact="f2")).silent


async def test_the_night_of_a_daylight_change_ends_when_the_clock_on_the_wall_says_so(desk, anna, notes):
    await likes(notes, anna, quiet=NIGHT)
    await Chats(notes).live_in(anna.id, "Europe/Berlin")
    desk.clock[0] = datetime(2027, 3, 28, 5, 59, tzinfo=UTC)  # 07:59 of summer time, which began in this night
    assert (await tells(desk, anna, lane=2)).silent
    desk.clock[0] = datetime(2027, 3, 28, 6, 0, tzinfo=UTC)
    assert not (await tells(desk, anna, lane=2, fact="f2")).silent


async def test_what_may_have_arrived_is_sent_again_and_not_kept(desk, anna, notes):
    await likes(notes, anna, quiet=NIGHT)
    await desk.app.outbox.stop()
    desk.clock[0] = AT_NIGHT
    await desk.app.outbox.post(post(anna.id, lane=6))
    await notes.run("UPDATE outbox SET state = 'sending'")
    await desk.app.outbox.start()
    await until(lambda: len(said(desk, anna)) == 2)
    assert "repeat" in said(desk, anna)[-1]
    assert last(desk, anna).silent


async def test_a_wish_shown_before_another_change_is_not_carried_out(notes):
    wishes = Wishes(notes)
    quieter = Preferences().with_level(Topic.TRADES, Level.OFF)
    assert await wishes.change(1, lambda _: quieter, version=0) is Change.DONE
    assert await wishes.change(1, lambda old: old.with_level(Topic.FAILED, Level.OFF), version=0) is Change.STALE
    found = await wishes.of(1)
    assert (found.version, found.level(Topic.TRADES), found.level(Topic.FAILED)) == (1, Level.OFF, Level.LOUD)


async def test_the_same_wish_twice_is_one_change(notes):
    wishes = Wishes(notes)
    for became in (Change.DONE, Change.SAME):
        assert await wishes.change(1, lambda old: old.with_level(Topic.TRADES, Level.OFF)) is became
    assert (await wishes.of(1)).version == 1
    assert await wishes.of(2) == Preferences()
