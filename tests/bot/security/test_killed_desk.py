"""P-11 for real: `slipstream run` over loopback HTTP, killed at random moments; every command takes effect once."""

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from waiting import SOON, until
from whole_desk import Chat, seen

from bot.sandbox.server import serve
from bot.sandbox.telegram import Telegram
from core.adapters.journals.sqlite import SqliteJournal
from core.fold.book import FOLD_VERSION
from core.model.money import quote

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.slow
ADA, FIRST, PEOPLE, KILLS, ROUNDS = 1005, 2001, 4, 10, 5


class Process:
    """One `slipstream run` after the other, on the same folder."""

    def __init__(self, folder, server, token):
        self.folder, self.starts = folder, 0
        self.running = None
        keep = {key: value for key, value in os.environ.items() if not key.startswith(("WEBHOOK", "TELEGRAM"))}
        self.env = {
            **keep,
            "PYTHONPATH": str(ROOT),
            "TELEGRAM_BOT_TOKEN": token,
            "TELEGRAM_API_BASE": server.url,
            "ADMIN_ID": str(ADA),
            "ADMISSION": "open",
            "DATA_DIR": str(folder / "data"),
        }

    def start(self):
        self.starts += 1
        self.running = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=self.folder,
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self):
        self.running.send_signal(signal.SIGKILL)
        self.running.wait()

    async def end(self):
        self.running.send_signal(signal.SIGTERM)
        return await asyncio.to_thread(self.running.wait, SOON)


def confirmation(chat, amount):
    """The newest green button that adds so much, and its message."""
    for message in reversed(chat.messages):
        for button in message.buttons:
            if (button.callback_data or "").startswith("ok:") and seen(button.text).startswith(f"Add {amount}.00"):
                return message.message_id, button.callback_data
    return None


async def reviewed(chat, amount):
    """The review of adding paper money, said in two words and waited for, through however many kills."""
    chat.telegram.say(chat.person, "/paper")
    chat.telegram.say(chat.person, str(amount))
    await until(lambda: confirmation(chat, amount) is not None, lambda: f"no review: {chat.texts()}")
    return confirmation(chat, amount)


async def adds(chat, chance, pressed):
    """Adds paper money a few times, pressing each green button once, twice or three times."""
    for turn in range(ROUNDS):
        message_id, data = await reviewed(chat, 100 + turn)
        pressed.append((chat.person.id, data, 100 + turn))
        for _ in range(chance.choice((1, 1, 2, 3))):
            chat.telegram.forge(chat.person, message_id, data)
            await asyncio.sleep(chance.random() * 0.05)
        await asyncio.sleep(chance.random() * 0.2)


async def pauses(chat, chance, said):
    """Somebody who copies nobody pauses again and again, and is denied: the origin is the update's number."""
    for _ in range(3 * ROUNDS):
        update = chat.telegram.say(chat.person, "/pause")
        said.append(update["update_id"])
        await asyncio.sleep(chance.random() * 0.5)


async def kills(process, chance):
    """Now at once, now in the middle of work, now while it starts."""
    for _ in range(KILLS):
        await asyncio.sleep(chance.choice((0.2, 0.7, 1.2, 2.0)) + chance.random() * 0.5)
        process.kill()
        process.start()


async def test_whatever_moment_it_is_killed_at_every_command_takes_effect_exactly_once(tmp_path):
    chance = random.Random(11)
    telegram = Telegram(now=lambda: datetime.now(UTC))
    server = await serve(telegram)
    process = Process(tmp_path, server, telegram.token)
    process.start()
    pressed, said = [], []
    try:
        chats = [Chat(telegram, telegram.person(f"P{n}", id=FIRST + n)) for n in range(PEOPLE + 1)]
        *adding, pausing = chats
        for chat in chats:
            telegram.say(chat.person, "/start")
            await chat.sees("PAPER")
        for chat in chats:
            telegram.forge(chat.person, chat.screen.message_id, "rs")
            telegram.forge(chat.person, chat.screen.message_id, "ra")
        killing = asyncio.create_task(kills(process, chance))
        await asyncio.gather(*(adds(chat, chance, pressed) for chat in adding), pauses(pausing, chance, said))
        await killing
        await until(lambda: not telegram.updates.waiting, lambda: f"{len(telegram.updates.waiting)} wait")
        for chat in chats:  # one's words are handled in order: after this one, all of them are
            telegram.say(chat.person, "/whoami")
            await chat.sees("Telegram id")
        assert await process.end() == 0
    finally:
        if process.running.poll() is None:
            process.kill()
        await server.close()

    assert process.starts == KILLS + 1
    assert len(pressed) == PEOPLE * ROUNDS
    facts = records(tmp_path / "data" / "journal.sqlite")
    origins = Counter((record.origin, type(record.fact).__name__) for record in facts if record.origin)
    twice = {origin: count for origin, count in origins.items() if count > 1}
    assert twice == {}, "a command took effect twice"
    deposits = {record.origin: record.fact for record in facts if type(record.fact).__name__ == "Deposited"}
    for person, data, amount in pressed:
        assert data in deposits, f"what {person} confirmed is lost"
        assert deposits[data].amount == quote(str(amount))
    assert len(deposits) == len(pressed) + PEOPLE + 1, "beside those confirmed, each was paid once at the joining"
    for update in said:
        made = [record for record in facts if record.origin == f"tg:{update}"]
        assert len(made) == 1, f"the pause of update {update} was answered {len(made)} times"
    assert sum(type(record.fact).__name__ == "Denied" for record in facts) == len(said)


def records(path):
    journal = SqliteJournal.open(path, fold_version=FOLD_VERSION)
    try:
        return list(journal.read(0))
    finally:
        journal.close()
