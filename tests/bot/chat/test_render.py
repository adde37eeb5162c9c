"""Render keeps one live screen a chat, with or without a picture, whatever Telegram answers."""

import struct
import zlib

import pytest
from paintings import lead
from telegram.error import BadRequest

from bot.charts.pictures import key_of
from bot.chat.photos import Photos
from bot.html import NOTHING, bold, esc
from bot.presses import Home
from bot.screens.screen import Button, Screen


def png(shade):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\x00" + bytes([shade]) * 8) * 8)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def screen(text, picture=None, **more):
    instead = esc(f"{text} in words") if picture else NOTHING
    return Screen(bold(esc(text)), ((Button(esc("Home"), Home()),),), picture, instead=instead, **more)


class Painter:
    """Paints every title in another grey; `slow` titles are not there in time, `odd` ones are no picture."""

    possible = True

    def __init__(self):
        self.drawn = []

    async def draw(self, picture):
        title = picture.frame.title
        self.drawn.append(title)
        if title == "slow":
            return None
        return b"no picture" if title == "odd" else png(len(self.drawn))


@pytest.fixture
def painter(desk, notes):
    painter = Painter()
    object.__setattr__(desk.app.render, "photos", Photos(notes, painter))
    return painter


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


async def test_text_becomes_a_picture_and_back_by_a_new_message(desk, anna, painter):
    await show(desk, anna, screen("A", lead(title="1")))
    await show(desk, anna, screen("B", lead(title="2")))
    await show(desk, anna, screen("C"))
    assert [message.text for message in ours(desk, anna)][1:] == ["B", "C"]
    assert not ours(desk, anna)[1].keyboard
    assert ours(desk, anna)[1].photo


async def test_the_same_picture_is_drawn_once_and_handed_over_once(desk, anna, notes, painter):
    await show(desk, anna, screen("A", lead()))
    await show(desk, anna, screen("A", lead()), fresh=True)
    await show(desk, anna, screen("B", lead()))
    first, second = ours(desk, anna)[1:]
    assert first.photo.file_id == second.photo.file_id
    assert painter.drawn == ["Orion"]
    assert await notes.run("SELECT * FROM picture") == [(key_of(lead()), first.photo.file_id)]
    assert desk.request.named("sendPhoto")[1].params["photo"] == first.photo.file_id


async def test_a_picture_that_is_drawn_now_is_announced_and_a_known_one_is_not(desk, anna, painter):
    for _ in range(2):
        await show(desk, anna, screen("A", lead()), fresh=True)
    assert [call.params["action"] for call in desk.request.named("sendChatAction")] == ["upload_photo"]


@pytest.mark.parametrize("title", ["slow", "odd"])
async def test_a_picture_that_cannot_be_had_leaves_its_words(desk, anna, painter, title):
    await show(desk, anna, screen("A", lead(title=title)))
    assert ours(desk, anna)[-1].text == "A in words"
    assert len(ours(desk, anna)) == 1
    await show(desk, anna, screen("B", lead()))
    assert ours(desk, anna)[-1].photo
    assert ours(desk, anna)[-1].text == "B"


async def test_without_a_painter_nothing_is_announced_and_the_words_stand(desk, anna):
    await show(desk, anna, screen("A", lead()))
    assert ours(desk, anna)[-1].text == "A in words"
    assert desk.request.named("sendChatAction") == []


async def test_a_file_id_that_telegram_forgot_is_drawn_anew(desk, anna, notes, painter):
    await notes.run("INSERT INTO picture VALUES (?, 'SANDBOX-of-before')", key_of(lead()))
    await show(desk, anna, screen("A", lead()))
    assert ours(desk, anna)[-1].photo
    assert painter.drawn == ["Orion"]
    ((kept,),) = await notes.run("SELECT file_id FROM picture")
    assert kept == ours(desk, anna)[-1].photo.file_id


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
