"""What a killed demo finds again: chats, buttons, menus, people, and the updates the bot had not fetched."""

import json

import pytest

from bot.sandbox.archive import Archive
from bot.sandbox.telegram import Telegram

KEYS = {"inline_keyboard": [[{"text": "Go", "callback_data": "go", "style": "success"}]]}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "chat.jsonl"


def again(telegram, path):
    """Another process: a new Telegram over the same file."""
    fresh = Telegram(now=telegram.now)
    fresh.person("Lea", id=1_001)
    return fresh, Archive.open(fresh, path)


def call(telegram, method, **params):
    status, body = telegram.call(telegram.token, method, params)
    assert status == 200, body
    return body["result"]


@pytest.fixture
def kept(telegram, path):
    archive = Archive.open(telegram, path)
    yield telegram
    archive.close()


def test_chats_buttons_edits_and_deletions_are_there_again(kept, path):
    lea = kept.person("Lea", id=1_001)
    kept.say(lea, "/start")
    first = call(kept, "sendMessage", chat_id=lea.id, text="<b>one</b>", parse_mode="HTML", reply_markup=KEYS)
    second = call(kept, "sendMessage", chat_id=lea.id, text="two")
    call(
        kept,
        "editMessageText",
        chat_id=lea.id,
        message_id=first["message_id"],
        text="<i>uno</i>",
        parse_mode="HTML",
        reply_markup=KEYS,
    )
    call(kept, "deleteMessage", chat_id=lea.id, message_id=second["message_id"])
    fresh, archive = again(kept, path)
    assert fresh.chat(lea) == kept.chat(lea)
    assert call(fresh, "sendMessage", chat_id=lea.id, text="three")["message_id"] > second["message_id"]
    archive.close()


def test_an_update_the_bot_had_not_fetched_is_delivered_and_numbers_go_on(kept, path):
    lea = kept.person("Lea", id=1_001)
    kept.say(lea, "one")
    (one,) = call(kept, "getUpdates")
    kept.say(lea, "two")
    call(kept, "getUpdates", offset=one["update_id"] + 1)
    kept.tell("poll")
    fresh, archive = again(kept, path)
    (two,) = call(fresh, "getUpdates", offset=one["update_id"] + 1)
    assert two["message"]["text"] == "two"
    fresh.say(lea, "three")
    assert call(fresh, "getUpdates")[-1]["update_id"] > two["update_id"]
    archive.close()


def test_menus_and_people_who_were_added_are_there_again(kept, path):
    kept.person("Zoe", id=2_000, language_code="ru")
    call(
        kept,
        "setMyCommands",
        commands=[{"command": "home", "description": "Home"}],
        scope={"type": "chat", "chat_id": 2_000},
    )
    fresh, archive = again(kept, path)
    assert fresh.people[2_000] == kept.people[2_000]
    assert fresh.commands(fresh.people[2_000]) == kept.commands(kept.people[2_000])
    archive.close()


def test_a_line_cut_by_the_kill_is_left_out(kept, path):
    lea = kept.person("Lea", id=1_001)
    kept.say(lea, "one")
    with path.open("a") as file:
        file.write('{"message": {"id": 77, "ch')
    fresh, archive = again(kept, path)
    assert [message.text for message in fresh.chat(lea)] == ["one"]
    archive.close()
    assert all(json.loads(line) for line in path.read_text().splitlines())


def test_the_file_begins_anew_at_each_opening(kept, path):
    lea = kept.person("Lea", id=1_001)
    kept.say(lea, "/start")
    message = call(kept, "sendMessage", chat_id=lea.id, text="0")
    for number in range(1, 50):
        call(kept, "editMessageText", chat_id=lea.id, message_id=message["message_id"], text=str(number))
    before = path.stat().st_size
    _, archive = again(kept, path)
    archive.close()
    assert path.stat().st_size < before / 4
