"""Render keeps one live screen a chat, with or without a picture, whatever Telegram answers."""

import struct
import zlib

import pytest
from telegram.error import BadRequest, Forbidden

from bot.presses import Home
from bot.render import Meaning, meaning
from bot.screens.html import bold, esc
from bot.screens.screen import Button, Picture, Screen


def png(shade):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\x00" + bytes([shade]) * 8) * 8)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def screen(text, picture=None, **more):
    return Screen(bold(esc(text)), ((Button(esc("Home"), Home()),),), picture, **more)


@pytest.fixture
async def anna(desk):
    person = desk.sandbox.person("Anna")
    await desk.say(person, "/home")
    return person


async def show(desk, person, what, **how):
    chat = await desk.app.chats.of(person.id)
    return await desk.app.render.show(chat, what, **{"fresh": False, **how})


def ours(desk, person):
    return [message for message in desk.sandbox.chat(person) if message.sender is None]


async def test_text_becomes_a_picture_and_back_by_a_new_message(desk, anna):
    await show(desk, anna, screen("A", Picture("k1", png(1))))
    await show(desk, anna, screen("B", Picture("k2", png(2))))
    await show(desk, anna, screen("C"))
    assert [message.text for message in ours(desk, anna)][1:] == ["B", "C"]
    assert not ours(desk, anna)[1].keyboard
    assert ours(desk, anna)[1].photo


async def test_the_bytes_of_one_key_are_handed_over_once(desk, anna, notes):
    await show(desk, anna, screen("A", Picture("k1", png(1))))
    await show(desk, anna, screen("A", Picture("k1", png(1))), fresh=True)
    first, second = ours(desk, anna)[1:]
    assert first.photo.file_id == second.photo.file_id
    assert len(await notes.run("SELECT * FROM picture")) == 1
    assert isinstance(desk.request.named("sendPhoto")[1].params["photo"], str)


async def test_a_vanished_live_message_is_sent_anew(desk, anna):
    live = ours(desk, anna)[-1].message_id
    await desk.app.bot.delete_message(anna.id, live)
    shown = await show(desk, anna, screen("again"))
    assert shown != live
    assert ours(desk, anna)[-1].text == "again"


async def test_a_blocked_chat_is_no_error(desk, anna):
    desk.sandbox.blocked.add(anna.id)
    assert await show(desk, anna, screen("x"), fresh=True) is None
    assert (await desk.app.chats.of(anna.id)).blocked


async def test_a_screen_that_is_not_live_leaves_the_live_one_alone(desk, anna):
    live = (await desk.app.chats.of(anna.id)).live_message_id
    await show(desk, anna, screen("note", live=False))
    chat = await desk.app.chats.of(anna.id)
    assert (chat.live_message_id, chat.below) == (live, 1)


async def test_a_refusal_that_is_our_mistake_is_raised(desk, anna):
    desk.sandbox.faults.refuse("editMessageText", "Bad Request: can't parse entities: x")
    with pytest.raises(BadRequest):
        await show(desk, anna, screen("x"))


async def test_an_old_tap_cannot_be_answered_and_nobody_minds(desk, anna):
    desk.sandbox.faults.refuse("answerCallbackQuery", "Bad Request: query is too old and response timeout expired")
    await desk.press(anna, "Toast")
    assert "failed" not in ours(desk, anna)[-1].text


async def test_styles_and_copy_travel(desk, anna):
    rows = (
        (
            Button(esc("Go"), Home(), "green"),
            Button(esc("Address"), copy="10.0.0.1"),
            Button(esc("Web"), url="https://x.example"),
        ),
    )
    await show(desk, anna, Screen(esc("x"), rows))
    sent = desk.request.named("editMessageText")[-1].params["reply_markup"]["inline_keyboard"][0]
    assert sent[0]["style"] == "success"
    assert sent[1]["copy_text"] == {"text": "10.0.0.1"}
    assert sent[2]["url"] == "https://x.example"
    assert "style" not in sent[1]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (BadRequest("Message is not modified: specified new message content"), Meaning.UNCHANGED),
        (BadRequest("Query is too old and response timeout expired or query id is invalid"), Meaning.TOO_OLD),
        (BadRequest("Message to edit not found"), Meaning.GONE),
        (BadRequest("Message can't be edited"), Meaning.GONE),
        (BadRequest("Chat not found"), Meaning.NO_CHAT),
        (Forbidden("Forbidden: user is deactivated"), Meaning.NO_CHAT),
        (Forbidden("anything"), Meaning.NO_CHAT),
        (BadRequest("Button_data_invalid"), Meaning.OTHER),
    ],
)
def test_each_refusal_has_its_meaning(error, expected):
    assert meaning(error) is expected
