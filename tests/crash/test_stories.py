"""A crash after any input of any story changes nothing in the final book, nor what became of each lead buy (P-10)."""

import asyncio
import json
import subprocess
import sys
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.scenario.lines import read
from bot.scenario.play import Stage
from bot.scenario.printing import Printer
from core.adapters.clocks import VirtualClock
from core.adapters.journals.memory import MemoryJournal
from core.adapters.venues.paper import PaperVenue
from core.engine import Engine
from core.model.limits import limits
from tests.crash.mortal import results, settled

ROOT = Path(__file__).parents[2]
QUIET = timedelta(minutes=10)
"""After each story: time for what is unanswered to be found, and for sales that are tried again to be done."""
MOST_EACH = 40
"""A story of hundreds of lines dies in so many places, spread over all of it."""


@pytest.fixture(scope="module")
def stories(tmp_path_factory):
    """Lines and numbers of every story that the story tests tell."""
    file = tmp_path_factory.mktemp("stories") / "told.jsonl"
    command = [sys.executable, "-m", "tests.crash.stories", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    told = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(told) >= 300
    return [*map(Story, told)]


class Silent(Stage):
    """Prints nothing: only the book is looked at."""

    async def _settle(self):
        await self.engine.settle()
        self.unsaid.clear()


@dataclass
class World:
    """What outlives the process: the journal, the venue and the time. A copy, which another life may go on with."""

    journal: MemoryJournal
    venue: PaperVenue
    clock: VirtualClock

    @classmethod
    def around(cls, stage):
        """As it stands now, with nobody who listens to the venue any more."""
        clock, listeners = VirtualClock(stage.clock.now()), stage.venue._listeners
        stage.venue.hang_up()
        venue = deepcopy(stage.venue, {id(stage.clock): clock})
        stage.venue._listeners = listeners
        return cls(copy(stage.journal), venue, clock)

    async def stage(self, story):
        """A process that starts in it: the end of the one before it left no other trace."""
        numbers = limits(story.numbers)
        engine = await Engine.open(journal=self.journal, venue=self.venue, clock=self.clock, limits=numbers)
        stage = Silent(lambda _line: None, numbers, self.clock, self.journal, self.venue, engine, Printer())
        await stage._settle()
        return stage


def copy(journal):
    """Its rows never change."""
    found = MemoryJournal(journal.fold_version)
    found._rows, found._saved = [*journal._rows], [*journal._saved]
    return found


class Story:
    """One story: its lines, the rulebook's numbers in it, and its events, read once."""

    def __init__(self, told) -> None:
        self.lines, self.numbers = told["lines"], told["numbers"]
        over = datetime.fromisoformat(self.lines[-1]["at"]) + QUIET
        quiet = {"at": over.isoformat().replace("+00:00", "Z")}
        self.events = [(number, read(number, line)) for number, line in enumerate([*self.lines, quiet], start=1)]

    def begun(self):
        """The world before its first line."""
        clock = VirtualClock(self.events[0][1].at)
        return World(MemoryJournal(), PaperVenue(clock), clock)

    def places(self):
        count = len(self.lines)
        return sorted({place * count // MOST_EACH for place in range(MOST_EACH)} if count > MOST_EACH else range(count))


async def lived(story, world, done, dies_after=()):
    """The fingerprint of the final book, and how many results each lead buy has in each copying.

    One life, which begins after the first `done` lines; and the world as it stood after each line of `dies_after`.
    """
    stage, worlds = await world.stage(story), {}
    for place in range(done, len(story.events)):
        await stage.play([story.events[place]])
        if place in dies_after:
            worlds[place] = World.around(stage)
    assert (await stage.book())["book"]["conserved"]
    return (settled(stage.engine.pen.book), results(stage.journal)), worlds


def deaths_that_change(story, crashes):
    quiet, worlds = asyncio.run(lived(story, story.begun(), 0, set(crashes)))
    return [place for place in crashes if asyncio.run(lived(story, worlds[place], place + 1))[0] != quiet]


def told(story, place):
    lines = [*story.lines]
    lines.insert(place + 1, {"at": lines[place]["at"], "crash": True})
    sets = [f"--set '{name}={value}'" for name, value in story.numbers.items()]
    return "\n".join([f"slipstream scenario --book {' '.join(sets)} FILE", *map(json.dumps, lines)])


def each_death(stories, chosen):
    """How many crashes there were. The first that changes anything is told as a scenario."""
    crashes = 0
    for number, story in enumerate(stories):
        where = chosen(number, story.places())
        crashes += len(where)
        for place in deaths_that_change(story, where):
            raise AssertionError(f"a crash after line {place + 1} changes the end\n{told(story, place)}")
    return crashes


def test_a_crash_after_some_inputs_of_some_stories_changes_nothing(stories):
    short = [story for story in stories if len(story.lines) <= MOST_EACH]
    assert each_death(short[::5], lambda number, where: where[number % 3 :: 9]) >= 100


@pytest.mark.slow
def test_a_crash_after_any_input_of_any_story_changes_nothing(stories):
    crashes = each_death(stories, lambda _number, where: where)
    sys.stdout.write(f"{crashes} crashes in {len(stories)} stories")
    assert crashes >= 5_000
