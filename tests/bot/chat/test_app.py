"""The chat end to end: the real application, the sandbox, every rule that the machinery alone can keep."""

import asyncio

import pytest
import structlog
from small_desk import start_desk
from waiting import until

from bot.chat.hearing import read_command
from bot.chat.routes import EVERYONE, Route, Routes
from bot.presses import Home


def ours(desk, person):
    return [message for message in desk.sandbox.chat(person) if message.sender is None]


def texts(desk, person):
    return [message.text for message in ours(desk, person)]


@pytest.fixture
def anna(desk):
    return desk.sandbox.person("Anna")


async def test_a_command_brings_the_home_screen(desk, anna):
    await desk.say(anna, "/start hello there")
    assert "Home of" in desk.sandbox.last(anna).text
    assert desk.seen[0].args == "hello there"
    assert desk.seen[0].origin.startswith("tg:")


async def test_a_press_is_answered_once_and_edits_the_live_screen_in_place(desk, anna):
    await desk.say(anna, "/home")
    await desk.say(anna, "/amount")
    await desk.press(anna, "⌂ Home")
    assert len(ours(desk, anna)) == 2
    assert "Home of" in ours(desk, anna)[1].text
    assert len(desk.sandbox.answers(anna)) == 1


async def test_the_tap_is_answered_before_the_screen_changes(desk, anna):
    await desk.say(anna, "/amount")
    desk.request.calls.clear()
    await desk.press(anna, "⌂ Home")
    assert [call.method for call in desk.request.calls] == ["answerCallbackQuery", "editMessageText"]


async def test_a_command_sends_a_new_screen_and_takes_the_old_ones_buttons(desk, anna):
    await desk.say(anna, "/home")
    await desk.say(anna, "/home")
    first, second = ours(desk, anna)
    assert not first.keyboard
    assert second.keyboard


async def test_more_than_twenty_messages_below_bring_a_new_screen(desk, anna):
    await desk.say(anna, "/home")
    screen = desk.sandbox.last(anna).message_id
    for _ in range(20):
        await desk.app.chats.bury(anna.id)
    desk.sandbox.forge(anna, screen, "h")
    await desk.feed()
    before = len(ours(desk, anna))
    await desk.app.chats.bury(anna.id)
    desk.sandbox.forge(anna, screen, "h")
    await desk.feed()
    assert (before, len(ours(desk, anna))) == (1, 2)


async def test_what_is_typed_is_answered_below_it(desk, anna):
    await desk.say(anna, "/home")
    await desk.say(anna, "buy everything")
    assert [message.text for message in desk.sandbox.chat(anna)][-2] == "buy everything"
    assert len(ours(desk, anna)) == 2


async def test_the_same_press_twice_changes_nothing_and_fails_nothing(desk, anna):
    await desk.say(anna, "/home")
    live = desk.sandbox.last(anna).message_id
    await desk.forge(anna, live, "h")
    await desk.forge(anna, live, "h")
    assert len(ours(desk, anna)) == 1
    assert "failed" not in desk.sandbox.last(anna).text


@pytest.mark.parametrize("data", ["rubbish", "tsttry:09", "tsttry:-", "", "tstadm", "nobody:1", "\x00", "h:1"])
async def test_a_garbled_or_forbidden_press_says_so_and_shows_home(desk, anna, data):
    await desk.say(anna, "/amount")
    await desk.forge(anna, desk.sandbox.last(anna).message_id, data)
    assert desk.sandbox.answers(anna)[-1].text == "This button is out of date"
    assert "Home of" in desk.sandbox.last(anna).text
    assert all(context.roles for context in desk.seen)
    assert not any(type(context.press).__name__ == "OnlyAdmin" for context in desk.seen)


async def test_an_admin_may_press_what_others_may_not(desk):
    admin = desk.sandbox.person("Root", id=1)
    await desk.say(admin, "/home")
    await desk.press(admin, "Admin")
    assert type(desk.seen[-1].press).__name__ == "OnlyAdmin"


async def test_a_command_not_allowed_and_one_unknown_get_the_same_answer(desk, anna):
    await desk.say(anna, "/halt")
    await desk.say(anna, "/nosuch")
    first, second = texts(desk, anna)
    assert first.replace("halt", "nosuch") == second
    assert desk.seen == []


async def test_a_failing_handler_tells_its_person_and_the_log_the_same_id(desk, anna):
    await desk.say(anna, "/home")
    with structlog.testing.capture_logs() as logs:
        await desk.press(anna, "Fail")
    told = desk.sandbox.last(anna).text
    assert "No money has moved" in told
    (error_id,) = [word for word in told.split() if word.startswith("E-")]
    (logged,) = [line for line in logs if line["log_level"] == "error"]
    assert logged["error_id"] == error_id
    assert isinstance(logged["exc_info"], RuntimeError)
    assert "canary" not in told


async def test_a_failure_after_money_may_have_moved_does_not_say_that_none_moved(desk, anna):
    await desk.say(anna, "/money")
    assert "No money" not in desk.sandbox.last(anna).text
    assert "not known yet" in desk.sandbox.last(anna).text


async def test_a_handlers_toast_is_the_answer_to_the_tap(desk, anna):
    await desk.say(anna, "/home")
    await desk.press(anna, "Toast")
    assert desk.sandbox.answers(anna)[-1].text == "Done"
    assert len(ours(desk, anna)) == 1


async def test_long_work_is_answered_in_time_and_shows_that_it_goes_on(notes, monkeypatch):
    desk = await start_desk(notes)
    anna = desk.sandbox.person("Anna")
    await desk.say(anna, "/home")
    monkeypatch.setattr("bot.chat.answering.BUSY_AFTER", 0.05)
    monkeypatch.setattr("bot.chat.answering.ANSWER_WITHIN", 0.02)
    feeding = asyncio.create_task(desk.press(anna, "Slow"))
    await until(lambda: "Working" in desk.sandbox.last(anna).text)
    await until(lambda: len(desk.sandbox.answers(anna)) == 1)
    desk.slow.set()
    await feeding
    assert texts(desk, anna) == ["Slow done"]
    await desk.app.stop()


async def test_a_tap_behind_the_same_persons_long_work_is_answered_in_time(desk, anna, monkeypatch):
    await desk.say(anna, "/home")
    live = desk.sandbox.last(anna).message_id
    monkeypatch.setattr("bot.chat.taps.ANSWER_WITHIN", 0.05)
    monkeypatch.setattr("bot.chat.answering.ANSWER_WITHIN", 0.05)
    for _ in range(2):
        desk.sandbox.press(anna, live, "Slow")
    desk.sandbox.press(anna, live, "Toast")
    feeding = asyncio.create_task(desk.feed())
    await until(lambda: len(desk.sandbox.answers(anna)) == 3)
    desk.slow.set()
    await feeding
    assert len(desk.request.named("answerCallbackQuery")) == 3
    assert desk.sandbox.last(anna).text == "Done"  # too late for a toast, so it is a message


async def test_typed_text_goes_to_the_draft_until_it_is_answered(desk, anna):
    await desk.say(anna, "/amount")
    await desk.say(anna, "lots")
    assert "Not a number" in desk.sandbox.last(anna).text
    await desk.say(anna, "$1k")
    assert desk.sandbox.last(anna).text == "You typed 1000"
    await desk.say(anna, "5")
    assert "did not ask" in desk.sandbox.last(anna).text


@pytest.mark.parametrize("way", ["/home", "/cancel", "press"])
async def test_another_command_or_press_drops_the_draft(desk, anna, way):
    await desk.say(anna, "/amount")
    await (desk.press(anna, "⌂ Home") if way == "press" else desk.say(anna, way))
    assert "Home of" in desk.sandbox.last(anna).text
    await desk.say(anna, "5")
    assert "did not ask" in desk.sandbox.last(anna).text


async def test_a_draft_idles_away_after_fifteen_minutes_and_survives_a_restart(desk, anna, notes):
    await desk.say(anna, "/amount")
    desk.pass_time(minutes=14)
    again = await start_desk(notes, desk.sandbox, desk.clock)
    again._last = desk._last
    await again.say(anna, "7")
    assert desk.sandbox.last(anna).text == "You typed 7"
    await again.say(anna, "/amount")
    again.pass_time(minutes=15, seconds=1)
    await again.say(anna, "7")
    assert "did not ask" in desk.sandbox.last(anna).text
    await again.app.stop()


async def test_a_confirmation_works_once_from_its_own_message_alone(desk, anna):
    await desk.say(anna, "/review")
    review = desk.sandbox.last(anna)
    data = review.button("Confirm").callback_data
    ben = desk.sandbox.person("Ben")
    await desk.say(ben, "/home")
    await desk.forge(ben, desk.sandbox.last(ben).message_id, data)
    assert "Unknown" in desk.sandbox.last(ben).text
    await desk.say(anna, "/home")
    await desk.forge(anna, desk.sandbox.last(anna).message_id, data)
    assert "Unknown" in desk.sandbox.last(anna).text
    await desk.forge(anna, review.message_id, data)
    assert "Redeemed" in desk.sandbox.last(anna).text
    await desk.forge(anna, review.message_id, data)
    assert "Used" in desk.sandbox.last(anna).text


async def test_a_group_hears_one_thing_and_only_when_asked(desk, anna):
    group = desk.sandbox.group("Friends", anna)
    desk.sandbox.say(anna, "hello all", chat=group)
    desk.sandbox.say(anna, "/home", chat=group)
    await desk.feed()
    (message,) = ours(desk, group)
    assert "private" in message.text
    assert message.buttons[0].url == f"https://t.me/{desk.sandbox.account.username}"
    assert desk.seen == []


@pytest.mark.parametrize(
    ("kind", "change", "said"),
    [
        ("group", ("left", "member"), 1),
        ("group", ("member", "administrator"), 0),
        ("group", ("member", "left"), 0),
        ("channel", ("left", "administrator"), 0),
    ],
)
async def test_a_group_that_takes_the_bot_in_hears_where_it_speaks(desk, anna, kind, change, said):
    before, after = change
    group = desk.sandbox.group("Friends", anna)
    desk.sandbox.messages.setdefault(group.id, {})
    bot = {"id": desk.sandbox.account.id, "is_bot": True, "first_name": "Slipstream"}
    desk.sandbox.inject(
        {
            "my_chat_member": {
                "chat": {"id": group.id, "type": kind, "title": "Friends"},
                "from": {"id": anna.id, "is_bot": False, "first_name": "Anna"},
                "date": 1,
                "old_chat_member": {"user": bot, **member(before)},
                "new_chat_member": {"user": bot, **member(after)},
            }
        }
    )
    await desk.feed()
    assert [message.text for message in ours(desk, group)] == ["I speak in private only."] * said


def member(status):
    """As the Bot API has it: who administers has rights, too."""
    rights = (
        "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members"
        " can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"
    )
    return {"status": status, **(dict.fromkeys(rights.split(), False) if status == "administrator" else {})}


async def test_an_edit_a_channel_post_and_a_message_by_no_one_run_nothing(desk, anna):
    await desk.say(anna, "/home")
    before = len(desk.request.calls)
    message = {"message_id": 5, "date": 1, "chat": {"id": anna.id, "type": "private"}, "text": "/home"}
    sender = {"id": anna.id, "is_bot": False, "first_name": "Anna"}
    for kind, body in (
        ("edited_message", {**message, "from": sender}),
        ("channel_post", {**message, "chat": {"id": -1009, "type": "channel"}}),
        ("message", message),
        ("message", {**message, "from": {**sender, "is_bot": True}}),
    ):
        desk.sandbox.inject({kind: body})
    await desk.feed()
    assert len(desk.request.calls) == before


async def test_a_blocked_chat_is_met_again_by_its_next_message(desk, anna):
    await desk.say(anna, "/home")
    desk.sandbox.block(anna)
    await desk.feed()
    assert (await desk.app.chats.of(anna.id)).blocked
    desk.sandbox.unblock(anna)
    await desk.feed()
    assert not (await desk.app.chats.of(anna.id)).blocked


async def test_the_language_is_guessed_once_and_then_chosen(desk):
    olga = desk.sandbox.person("Olga", language_code="ru-RU")
    await desk.say(olga, "/home")
    assert desk.sandbox.last(olga).text.endswith(" ru")
    await desk.app.chats.speak(olga.id, "en")
    await desk.say(olga, "/home")
    assert desk.sandbox.last(olga).text.endswith(" en")


async def test_an_update_handled_again_after_a_crash_has_the_same_origin(desk, anna, notes):
    await desk.say(anna, "/home")
    await notes.run("UPDATE inbox SET state = 'waiting', raw = ?", b"")
    raw = {
        "update_id": 77,
        "message": {
            "message_id": 5,
            "date": 1,
            "chat": {"id": anna.id, "type": "private"},
            "from": {"id": anna.id, "is_bot": False, "first_name": "Anna"},
            "text": "/home",
        },
    }
    await desk.app.inbox.take([raw, raw])
    await desk.app.inbox.drain()
    assert [context.origin for context in desk.seen][1:] == ["tg:77"]


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/start", ("start", "")),
        ("/START@Desk a  b", ("start", "a  b")),
        ("/start@other", None),
        ("/", None),
        ("start", None),
        ("/mute orion\n1h", ("mute", "orion\n1h")),
        ("/start-up", None),
        ("/é", None),
    ],
)
def test_a_command_is_read_exactly(text, command):
    assert read_command(text, "desk") == command


def test_a_route_without_roles_and_a_table_without_home_are_mistakes():
    async def handler(context):
        return None

    with pytest.raises(ValueError, match="names no role"):
        Route(handler, frozenset())
    route = Route(handler, EVERYONE)
    with pytest.raises(ValueError, match="Home"):
        Routes({}, {}, route, lambda _: handler)
    with pytest.raises(ValueError, match="no command name"):
        Routes({"Bad Name": route}, {Home: route}, route, lambda _: handler)
