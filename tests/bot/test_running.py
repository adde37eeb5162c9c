"""A desk in operation: polling, webhook, a Telegram out of reach, a full disk, signals, and what the logs may say."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr
from story import cast, enter
from waiting import SOON, until
from whole_desk import Chat, desk, sandbox, settings

from bot.door.line import UNLIMITED
from bot.last_words import one_line
from bot.refusals import AnotherPoller, Refused
from bot.running import until_stopped
from bot.sandbox.request import SandboxRequest
from bot.sandbox.server import serve
from bot.sandbox.telegram import Telegram
from bot.wiring.doors import Doors
from bot.wiring.house import House
from core.model.commands import Halt
from core.model.people import OPERATOR, Origin
from core.pen import DeskStopped
from core.ports import JournalRefused
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAF-canary_canary_canary_canary_1234"


@asynccontextmanager
async def process(folder, server, **env):
    """`slipstream run` on its own, against a sandbox."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("WEBHOOK", "TELEGRAM"))}
    running = await asyncio.to_thread(
        subprocess.Popen,
        [sys.executable, "-m", "bot", "run"],
        cwd=folder,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={
            **clean,
            "PYTHONPATH": str(ROOT),
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE": server.url,
            "ADMIN_ID": "1005",
            "ADMISSION": "open",
            "LOG_LEVEL": "DEBUG",
            **env,
        },
    )
    try:
        yield running
    finally:
        if running.poll() is None:
            running.kill()
        await asyncio.to_thread(running.communicate)


async def end(running):
    running.send_signal(signal.SIGTERM)
    said = await asyncio.to_thread(running.communicate, timeout=SOON)
    return running.returncode, "".join(said)


def with_token(telegram_token):
    return Telegram(now=lambda: datetime.now(UTC), token=telegram_token)


@pytest.mark.slow
async def test_run_polls_serves_and_ends_cleanly_and_the_token_stands_nowhere(tmp_path):
    telegram = with_token(TOKEN)
    server = await serve(telegram)
    lea = Chat(telegram, telegram.person("Lea", id=1001))
    async with process(tmp_path, server) as running:
        telegram.say(lea.person, "/start")
        await lea.sees("paper money")
        await enter(lea)
        code, said = await end(running)
    await server.close()
    assert code == 0, said
    assert "canary" not in said
    assert not any(b"canary" in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


async def test_updates_come_by_webhook_and_those_without_the_secret_are_not_taken(tmp_path):
    telegram, port = sandbox(), free_port()
    server = await serve(telegram)
    by_webhook = settings(tmp_path, telegram).model_copy(
        update={
            "webhook_url": f"http://127.0.0.1:{port}",
            "webhook_secret": SecretStr("0123456789abcdef"),
            "webhook_port": port,
        }
    )
    doors = Doors(request=SandboxRequest(telegram), poll_request=SandboxRequest(telegram), pace=UNLIMITED)
    house = await House.open(by_webhook, doors)
    await house.start()
    try:
        await until(lambda: telegram.updates.webhook is not None, lambda: "no webhook")
        lea = Chat(telegram, telegram.person("Lea", id=1001))
        async with aiohttp.ClientSession() as session:
            forged = {"update_id": 1, "message": {"message_id": 1, "from": {"id": 1001}, "text": "/start"}}
            async with session.post(f"http://127.0.0.1:{port}/telegram", json=forged) as answer:
                assert answer.status == 404
        assert house.app.inbox.waiting == 0
        await enter(lea)
    finally:
        await house.stop()
        await server.close()


async def test_an_address_that_telegram_refuses_ends_the_desk_with_a_line(tmp_path):
    telegram = sandbox()
    update = {
        "webhook_url": "https://desk.example",
        "webhook_secret": SecretStr("0123456789abcdef"),
        "webhook_port": free_port(),
    }
    doors = Doors(request=SandboxRequest(telegram), poll_request=SandboxRequest(telegram), pace=UNLIMITED)
    house = await House.open(settings(tmp_path, telegram).model_copy(update=update), doors)
    await house.start()
    await asyncio.wait({house.failed}, timeout=SOON)
    assert "Telegram refuses WEBHOOK_URL" in one_line(house.failed.exception())
    await house.stop()


async def test_a_webhook_port_that_is_taken_ends_the_desk_with_a_line(tmp_path):
    telegram = sandbox()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        update = {
            "webhook_url": "https://desk.example",
            "webhook_secret": SecretStr("0123456789abcdef"),
            "webhook_port": taken.getsockname()[1],
        }
        doors = Doors(request=SandboxRequest(telegram), poll_request=SandboxRequest(telegram), pace=UNLIMITED)
        house = await House.open(settings(tmp_path, telegram).model_copy(update=update), doors)
        with pytest.raises(Refused, match=r"WEBHOOK_PORT .* cannot be used"):
            await house.start()
        await house.stop()


async def test_a_telegram_out_of_reach_holds_up_no_trading_and_is_tried_again(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.chat.reaching.TRY_EVERY", 0.05)
    telegram = sandbox()
    telegram.faults.drop_request("getMe", 3)
    telegram.faults.drop_request("deleteWebhook", 2)
    async with desk(tmp_path, telegram) as town:
        assert town.house.engine.pen.book.epoch == 1
        await enter(cast(town)[0])


async def test_a_second_poller_ends_the_desk(tmp_path):
    telegram = sandbox()
    async with desk(tmp_path, telegram) as town:
        await until(lambda: telegram.updates.polls > 0, lambda: "no poll")
        telegram.faults.conflict()
        await asyncio.wait({town.house.failed}, timeout=SOON)
        assert isinstance(town.house.failed.exception(), AnotherPoller)


async def test_a_journal_that_takes_no_more_ends_the_desk_and_tells_who_asked(tmp_path):
    async with desk(tmp_path) as town:
        lea, _, _, _, ada = cast(town)
        await ada.says("/start", "No application waits")
        await lea.says("/start", "paper money")
        await lea.presses("Start with paper", "You can lose all")

        def refuse(_records):
            raise JournalRefused("the disk is full")

        town.house.engine.pen.journal.append = refuse
        await lea.presses("I understand", "Something failed on the desk's side")
        with pytest.raises(DeskStopped):
            await until_stopped(town.house)
        told = await ada.sees("◼ The desk has ended by itself: the disk is full")
        assert "nothing is bought or sold, and no stop-loss is watched" in told.text


async def test_a_token_that_is_refused_later_ends_the_chat_and_no_trading(tmp_path, monkeypatch):
    refused = []
    monkeypatch.setattr("bot.chat.reaching.TRY_REFUSED_EVERY", 0.02)
    monkeypatch.setattr("bot.door.polling.LONG_POLL", 1)
    monkeypatch.setattr("bot.chat.reaching.log.error", refused.append)
    telegram = sandbox()
    async with desk(tmp_path, telegram) as town:
        await enter(cast(town)[0])
        well, telegram.token = telegram.token, "1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        await until(lambda: len(refused) > 2)
        assert "trades on without its chat" in refused[0]
        assert not town.house.failed.done()
        assert (await town.house.engine.submit(Halt(OPERATOR), Origin("test"))).accepted
        telegram.token = well
        await cast(town)[1].says("/start", "paper money")


async def test_prices_move_and_due_work_is_looked_for_once_a_second(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.heartbeat.TICK", 0.02)
    async with desk(tmp_path) as town:
        before = dict(town.house.venue.quotes())
        town.house.heartbeat.market_moves = True
        await until(lambda: dict(town.house.venue.quotes()) != before, lambda: "prices stand still")
        town.house.heartbeat.market_moves = False
        still = dict(town.house.venue.quotes())
        quoted = town.house.venue.quotes
        await until(lambda: all(each.at > still[symbol].at for symbol, each in quoted().items()), lambda: "old prices")
        assert {symbol: each.bid for symbol, each in quoted().items()} == {
            symbol: each.bid for symbol, each in still.items()
        }


async def test_a_house_that_cannot_open_holds_nothing(tmp_path):
    telegram = sandbox()
    doors = Doors(request=SandboxRequest(telegram), poll_request=SandboxRequest(telegram), pace=UNLIMITED)
    (tmp_path / "notes.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(Exception, match="database"):
        await House.open(settings(tmp_path, telegram), doors)
    (tmp_path / "notes.sqlite").unlink()
    async with desk(tmp_path, telegram) as town:
        await enter(cast(town)[0])
