"""Requests over aiohttp: texts and files arrive, and it is known which failures certainly sent nothing."""

import asyncio
import socket
from datetime import UTC, datetime

import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError, TimedOut
from waiting import SOON

from bot.door.transport import AiohttpRequest, never_left
from bot.sandbox.server import serve
from bot.sandbox.telegram import Telegram


@pytest.fixture
async def telegram():
    return Telegram(now=lambda: datetime.now(UTC))


@pytest.fixture
async def bot(telegram):
    server = await serve(telegram)
    request, polls = AiohttpRequest(connections=4), AiohttpRequest(connections=1)
    found = Bot(
        telegram.token,
        base_url=server.api_base,
        base_file_url=server.file_base,
        request=request,
        get_updates_request=polls,
    )
    await found.initialize()
    yield found
    await found.shutdown()
    await server.close()


@pytest.fixture
def anna(telegram):
    person = telegram.person("Anna")
    telegram.say(person, "/start")
    return person


async def test_texts_files_and_refusals_come_through(telegram, bot, anna):
    await bot.send_message(anna.id, "ünïcode & <b>")
    sent = await bot.send_document(anna.id, b"a;b", filename="week ü.csv", caption="A week")
    assert telegram.chat(anna)[1].text == "ünïcode & <b>"
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"a;b"
    assert sent.document.file_name == "week ü.csv"
    with pytest.raises(BadRequest):
        await bot.send_message(anna.id, "")
    assert [update.message.text for update in await bot.get_updates(timeout=0)] == ["/start"]


async def test_an_answer_that_does_not_come_in_time_may_have_arrived(telegram, bot, anna):
    telegram.faults.slow("sendMessage", SOON)
    with pytest.raises(TimedOut) as caught:
        await bot.send_message(anna.id, "late", read_timeout=2)  # enough to arrive in
    assert not never_left(caught.value)
    assert telegram.chat(anna)[-1].text == "late"


async def test_a_connection_that_breaks_may_have_carried_it():
    async def hang_up(reader, writer):
        await reader.read(10)
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(NetworkError) as caught:
        await post(f"http://127.0.0.1:{port}/bot")
    assert not never_left(caught.value)
    server.close()


async def test_where_nobody_listens_nothing_was_sent_and_no_error_names_the_token():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NetworkError) as caught:
        await post(f"http://127.0.0.1:{port}/bot")
    assert never_left(caught.value)
    assert "canary" not in str(caught.value)


async def post(base):
    request = AiohttpRequest(connections=1)
    await request.initialize()
    try:
        await request.post(f"{base}1:canary/sendMessage")
    finally:
        await request.shutdown()


async def test_it_can_be_opened_and_closed_again():
    request = AiohttpRequest(connections=1)
    with pytest.raises(RuntimeError):
        await request.do_request("http://127.0.0.1:1/", "POST")
    await request.initialize()
    await request.initialize()
    await request.shutdown()
    await request.shutdown()


async def test_a_proxy_of_the_environment_is_used_and_not_for_the_hosts_that_it_leaves_out(monkeypatch):
    asked = []

    async def answer(reader, writer):
        asked.append((await reader.readline()).split()[1])
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 26\r\n\r\n{"ok": true, "result": []}')
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    monkeypatch.setenv("http_proxy", address)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    await post("http://telegram.test/bot")
    await post(f"{address}/bot")
    assert asked == [b"http://telegram.test/bot1:canary/sendMessage", b"/bot1:canary/sendMessage"]
    server.close()
