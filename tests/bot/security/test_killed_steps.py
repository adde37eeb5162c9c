"""`kill -9` at each edge of each step of the copy wizard: what was typed stands, nothing is done twice, all is told.

P-11 and P-20 with the real process over loopback HTTP. Nobody repeats what they said or pressed: after the start the
desk must answer it by itself.
"""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
import story
from waiting import SOON, until
from whole_desk import Chat, seen

from bot.sandbox.server import serve
from bot.sandbox.telegram import Telegram
from core.adapters.journals.sqlite import SqliteJournal
from core.fold.book import FOLD_VERSION

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]
KILLED, EDGES_MOST, EVERY = 9, 80, 7
OUTCOMES = (
    "✔ Bought",
    "✔ Your order bought",
    "✖ Nothing was executed",
    "✖ Your order ended with nothing executed",
)
STEPS = (
    ("press", "Copy Lea", "How much of each buy"),
    ("press", "○ Fixed amount", "How much shall each copy cost"),
    ("say", "50", "may be in coins of this lead"),
    ("say", "500", "Which coins"),
    ("press", "Go on", "How shall this copy be protected"),
    ("press", "Review", "review: copy Lea"),
    ("press", "Start copying", "You copy Lea now"),
)


class Desk:
    """One life after the other on the same folder, each a child of one fork server."""

    def __init__(self, folder, telegram, server):
        self.folder, self.telegram, self.server = folder, telegram, server
        self.forks = subprocess.Popen(
            [sys.executable, "-m", "tests.bot.security.mortal_desk"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.ended, self.pid = None, 0

    async def begin(self):
        self.forks.stdin.write(f"{self.server.url} {self.telegram.token} {self.folder}\n")
        self.forks.stdin.flush()
        self.pid = int(await asyncio.to_thread(self.forks.stdout.readline))
        self.ended = asyncio.create_task(asyncio.to_thread(self.forks.stdout.readline))

    async def dies_or(self, calm):
        """Whether it died of what it was told to; False once `calm` holds and it lives on."""
        end = asyncio.get_running_loop().time() + SOON
        while not self.ended.done():
            if calm() and not (self.folder / "die").exists():
                await asyncio.wait({self.ended}, timeout=0.3)
                return self.ended.done()
            assert asyncio.get_running_loop().time() < end, "it neither died nor answered"
            await asyncio.sleep(0.01)
        return True

    async def begin_anew(self):
        """One that counts no more."""
        os.kill(self.pid, signal.SIGKILL)
        await self.ended
        await self.begin()

    async def records(self):
        """All facts; nobody writes any more."""
        os.kill(self.pid, signal.SIGKILL)
        await self.ended
        journal = SqliteJournal.open(self.folder / "journal.sqlite", fold_version=FOLD_VERSION)
        try:
            return list(journal.read(0))
        finally:
            journal.close()

    def close(self):
        self.forks.stdin.close()
        self.forks.terminate()
        self.forks.wait()
        self.forks.stdout.close()


@pytest.fixture
async def world(tmp_path):
    telegram = Telegram(now=lambda: datetime.now(UTC))
    server = await serve(telegram)
    desk = Desk(tmp_path, telegram, server)
    await desk.begin()
    lea, ada = (Chat(telegram, telegram.person(name, id=story.CAST[name])) for name in ("Lea", "Ada"))
    await story.become_lead(lea, ada)
    yield desk
    desk.close()
    await server.close()


async def walk(chat, steps):
    for kind, what, expect in steps:
        await (chat.presses(what, expect) if kind == "press" else chat.says(what, expect))


async def do(chat, step):
    kind, what, _ = step
    if kind == "say":
        chat.telegram.say(chat.person, what)
    else:
        message, button = await chat.button(what)
        chat.telegram.press(chat.person, message.message_id, button)


async def killed_at(desk, number, edge):
    """A newcomer comes to this step, and the desk dies at this edge of it; False where the step has fewer edges."""
    telegram = desk.telegram
    chat = Chat(telegram, telegram.person(f"P{number}e{edge}", id=10_000 + 100 * number + edge))
    await story.enter(chat)
    await chat.says("/leads", "by score")
    await chat.presses("1 Lea", "Copiers")
    await walk(chat, STEPS[:number])
    expect = STEPS[number][2]
    before = chat.state()
    (desk.folder / "die").write_text(str(edge))
    await do(chat, STEPS[number])
    if not await desk.dies_or(lambda: chat.state() != before and chat.reads(expect) is not None):
        await desk.begin_anew()
        return False
    assert int(await desk.ended) == KILLED
    await desk.begin()
    await chat.sees(expect)
    said = [seen(message.text) for message in chat.messages]
    assert not any("E-" in text for text in said), said
    assert sum(expect in text for text in said) <= 2, said  # a screen whose sending was cut off may stand twice
    await walk(chat, STEPS[number + 1 :])
    return True


async def test_killed_at_the_edges_of_each_step_the_wizard_goes_on_and_starts_one_copy(world):
    kills = 0
    for number in range(len(STEPS)):
        for edge in range(1 + number % EVERY, EDGES_MOST, EVERY):
            if not await killed_at(world, number, edge):
                break
            kills += 1
    facts = [record.fact for record in await world.records()]
    started = Counter(fact.copier for fact in facts if type(fact).__name__ == "CopyingStarted")
    assert kills >= 15
    assert set(started.values()) == {1}
    assert len(started) >= kills


async def test_killed_at_the_edges_after_an_order_was_confirmed_it_is_placed_once_and_told(world):
    lea = Chat(world.telegram, world.telegram.person("Lea", id=story.CAST["Lea"]))
    rounds = 0
    for edge in range(1, EDGES_MOST, 3):
        message, button = await anew(lea)
        told = outcomes(lea)
        (world.folder / "die").write_text(str(edge))
        world.telegram.press(lea.person, message.message_id, button)
        rounds += 1
        if not await world.dies_or(lambda told=told: outcomes(lea) > told):
            break
        assert int(await world.ended) == KILLED
        await world.begin()
        await until(lambda told=told: outcomes(lea) > told, lambda: f"untold: {lea.texts()}")
        assert not any("E-" in seen(each.text) for each in lea.messages)
    placed = [record for record in await world.records() if type(record.fact).__name__ == "OrderPlaced"]
    assert rounds >= 6
    assert len(placed) == rounds
    assert len({record.origin for record in placed}) == rounds


async def anew(lea):
    """The button of a review that did not stand there before: the one of a life that was cut off may stand still."""
    last = lea.messages[-1].message_id
    await story.review_buy(lea, "100")
    await until(lambda: lea.reads("Worst case").message_id > last, lambda: f"no new review: {lea.texts()}")
    return await lea.button("Place order")


def outcomes(lea):
    """How often she reads of an order that is done: on its screen, or as an alert where nobody knew it at that time.

    The market moves on meanwhile, so that a price may have run away from one of them: then she reads that.
    """
    return sum(message.text.count(words) for message in lea.messages for words in OUTCOMES)
