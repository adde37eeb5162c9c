"""What a killed demo finds again: chats, buttons, menus, people, and the updates the bot had not fetched."""

import json

import pytest

from bot.sandbox import files
from bot.sandbox.archive import Archive, shelf_of
from bot.sandbox.methods import perform
from bot.sandbox.model import Upload
from bot.sandbox.telegram import Telegram
from tests.bot.sandbox.pictures import png

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
    status, body = perform(telegram, telegram.token, method, params)
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


def send(telegram, person, name, content, kind="document"):
    upload = {kind: Upload(name, "application/octet-stream", content)}
    method = {"document": "sendDocument", "photo": "sendPhoto"}[kind]
    status, body = perform(telegram, telegram.token, method, {"chat_id": person.id, "caption": name}, upload)
    assert status == 200, body
    return body["result"]


def test_a_picture_and_a_file_open_again_under_the_ids_they_had(kept, path):
    lea = kept.person("Lea", id=1_001)
    kept.say(lea, "/start")
    picture = send(kept, lea, "lead.png", png(), "photo")["photo"][0]["file_id"]
    send(kept, lea, "statement.csv", b"1;2")
    fresh, archive = again(kept, path)
    _, shown, statement = fresh.chat(lea)
    assert (shown.photo.content, shown.photo.width) == (png(), 4)
    assert (statement.document.name, statement.document.content) == ("statement.csv", b"1;2")
    assert fresh.chat(lea) == kept.chat(lea)
    assert call(fresh, "sendPhoto", chat_id=lea.id, photo=picture)["photo"][0]["file_id"] == picture
    assert send(fresh, lea, "again.csv", b"1;2")["document"]["file_id"] not in kept.files.kept
    archive.close()


def test_bodies_are_bounded_as_in_memory_and_the_oldest_go_first(kept, path, monkeypatch):
    monkeypatch.setattr(files, "KEPT_LIMIT", 25)
    lea = kept.person("Lea", id=1_001)
    kept.say(lea, "/start")
    for number in range(5):
        send(kept, lea, f"{number}.csv", b"%010d" % number)
    bodies = sorted(body.read_bytes() for body in shelf_of(path).folder.iterdir())
    assert bodies == [b"%010d" % 3, b"%010d" % 4]
    fresh, archive = again(kept, path)
    assert [m.document and m.document.name for m in fresh.chat(lea)[1:]] == [None, None, None, "3.csv", "4.csv"]
    assert [m.text for m in fresh.chat(lea)[1:]] == [f"{number}.csv" for number in range(5)]
    archive.close()


def test_a_body_cut_by_the_kill_or_changed_on_the_disk_is_no_file(kept, path):
    lea = kept.person("Lea", id=1_001)
    kept.say(lea, "/start")
    whole = send(kept, lea, "whole.csv", b"whole")["document"]["file_id"]
    short = send(kept, lea, "short.csv", b"short")["document"]["file_id"]
    folder = shelf_of(path).folder
    (folder / short).write_bytes(b"sho")
    (folder / "SANDBOX000009abc.new").write_bytes(b"half")
    fresh, archive = again(kept, path)
    assert list(fresh.files.kept) == [whole]
    assert [body.name for body in folder.iterdir()] == [whole]
    archive.close()


def test_nothing_outside_the_folder_is_read_whatever_the_archive_names(kept, path):
    (path.parent / "secret").write_bytes(b"12345")
    raw = {"id": "../secret", "unique": "u", "kind": "document", "name": "s", "mime": "m", "size": 5, "sides": [0, 0]}
    with path.open("a") as file:
        file.write(json.dumps({"file": raw}) + "\n")
    fresh, archive = again(kept, path)
    assert fresh.files.kept == {}
    archive.close()


def test_who_blocked_the_bot_blocks_it_after_the_kill(kept, path):
    lea = kept.person("Lea", id=1_001)
    kept.say(lea, "/start")
    kept.block(lea)
    fresh, archive = again(kept, path)
    assert perform(fresh, fresh.token, "sendMessage", {"chat_id": lea.id, "text": "x"})[0] == 403
    fresh.say(lea, "back")
    archive.close()
    third, archive = again(kept, path)
    assert third.blocked == set()
    archive.close()
