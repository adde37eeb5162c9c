"""A crash after any input of any story changes nothing in the final book, nor what became of each lead buy (P-10)."""

import asyncio
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.scenario.lines import read
from bot.scenario.play import Stage
from core.model.limits import limits
from tests.crash.mortal import results, settled

ROOT = Path(__file__).parents[2]
QUIET = timedelta(minutes=10)
"""After each story: time for what is unanswered to be found, and for sales that are tried again to be done."""
MOST_EACH = 40
"""A story of hundreds of lines dies in so many places, spread over all of it."""
CRASH = 1_000_000
"""The number of the line that was not there: the others keep theirs, as ids follow from them."""


@pytest.fixture(scope="module")
def stories(tmp_path_factory):
    """Lines and numbers of every story that the story tests tell."""
    file = tmp_path_factory.mktemp("stories") / "told.jsonl"
    command = [sys.executable, "-m", "tests.crash.stories", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    told = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(told) >= 300
    return told


class Silent(Stage):
    """Prints nothing: only the book is looked at."""

    async def _settle(self):
        await self.engine.settle()
        self.unsaid.clear()


async def _played(lines, numbers, crash_after):
    events = [(number, read(number, raw)) for number, raw in enumerate(lines, start=1)]
    stage = await Silent.fresh(events[0][1].at, limits(numbers), lambda _line: None)
    for place, (number, event) in enumerate(events):
        await stage.play([(number, event)])
        if place == crash_after:
            await stage.play([(CRASH, read(CRASH, {"at": lines[place]["at"], "crash": True}))])
    over = (events[-1][1].at + QUIET).isoformat().replace("+00:00", "Z")
    await stage.play([(CRASH + 1, read(CRASH + 1, {"at": over}))])
    assert (await stage.book())["book"]["conserved"]
    return settled(stage.engine.pen.book), results(stage.journal)


def end(story, crash_after=None):
    """The fingerprint of the final book, and how many results each lead buy has in each copying."""
    return asyncio.run(_played(story["lines"], story["numbers"], crash_after))


def places(story):
    count = len(story["lines"])
    return sorted({place * count // MOST_EACH for place in range(MOST_EACH)} if count > MOST_EACH else range(count))


def deaths_that_change(story, crashes):
    quiet = end(story)
    return [place for place in crashes if end(story, place) != quiet]


def told(story, place):
    lines = [*story["lines"]]
    lines.insert(place + 1, {"at": lines[place]["at"], "crash": True})
    sets = [f"--set '{name}={value}'" for name, value in story["numbers"].items()]
    return "\n".join([f"slipstream scenario --book {' '.join(sets)} FILE", *map(json.dumps, lines)])


def each_death(stories, chosen):
    """How many crashes there were. The first that changes anything is told as a scenario."""
    crashes = 0
    for number, story in enumerate(stories):
        where = chosen(number, places(story))
        crashes += len(where)
        for place in deaths_that_change(story, where):
            raise AssertionError(f"a crash after line {place + 1} changes the end\n{told(story, place)}")
    return crashes


def test_a_crash_after_some_inputs_of_some_stories_changes_nothing(stories):
    short = [story for story in stories if len(story["lines"]) <= MOST_EACH]
    assert each_death(short[::5], lambda number, where: where[number % 3 :: 9]) >= 100


@pytest.mark.slow
def test_a_crash_after_any_input_of_any_story_changes_nothing(stories):
    crashes = each_death(stories, lambda _number, where: where)
    sys.stdout.write(f"{crashes} crashes in {len(stories)} stories")
    assert crashes >= 5_000
