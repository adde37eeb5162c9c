"""`kill -9` at each edge of each step of the copy wizard: what was typed stands, nothing is done twice, all is told.

P-11 and P-20 with the real process over loopback HTTP. Nobody repeats what they said or pressed: after the start the
desk must answer it by itself.
"""

from collections import Counter

import pytest
import story
from mortal_world import KILLED
from whole_desk import Chat, seen

pytestmark = pytest.mark.slow
EDGES_MOST, EVERY = 80, 7
STEPS = (
    ("press", "Copy Lea", "How much of each buy"),
    ("press", "○ Fixed amount", "How much shall each copy cost"),
    ("say", "50", "may be in coins of this lead"),
    ("say", "500", "Which coins"),
    ("press", "Go on", "How shall this copy be protected"),
    ("press", "Review", "review: copy Lea"),
    ("press", "Start copying", "You copy Lea now"),
)


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
