"""A machine of all commands: whatever people, markets, venues and crashes do, no promise breaks (P-1, P-3, P-5, P-6).

A seed is a bug report: a red story prints its seed and the shortest scenario found that is red as well. `SOAK=n` plays
n times as many stories.
"""

import os
import sys
from collections import Counter

import pytest

from bot.scenario import lines
from bot.scenario.printing import SCRIPT_NAMES
from core.model import commands as c
from tests.machine import reach
from tests.machine.dealer import play

SOAK = int(os.environ.get("SOAK", "1"))
FEW = range(8)
MANY = range(100, 100 + 66 * SOAK)
OFTEN = 50
"""So many times a long run comes to each guard (P-6)."""


def counted(seen: Counter, names: list[str]) -> str:
    return "\n".join(f"{seen[name]:>7} {name}" for name in names)


def asked() -> set[str]:
    """Every `do` of the scenario's contract."""
    kinds = lines.Command.__origin__.__args__
    return {tag for kind in kinds for tag in kind.model_fields["do"].annotation.__args__}


def test_every_command_of_the_desk_has_a_line():
    assert {SCRIPT_NAMES[command.__name__] for command in c.Command.__args__} - {"list", "delist"} <= asked()


def test_some_stories_break_no_promise_and_meet_every_guard():
    seen = Counter()
    for seed in FEW:
        play(seed, seen)
    guards = [*reach.guards(), *reach.ends()]
    assert [name for name in guards if not seen[name]] == []
    assert [do for do in sorted(asked()) if not seen[f"do {do}"]] == []


def test_stories_in_chunks_of_one_and_two_copyings_break_no_promise(monkeypatch):
    """A plan speaks of 65,536 copyings at most; with one, one, two, four copiers need three of everything."""
    monkeypatch.setattr("core.model.chunks.FIRST", 1)
    monkeypatch.setattr("core.model.chunks.SECOND", 1)
    monkeypatch.setattr("core.model.chunks.LONG", 2)
    seen = Counter()
    for seed in (1, 2):
        play(seed, seen)
    assert seen["later chunk"]


@pytest.mark.slow
def test_many_stories_break_no_promise_and_come_to_every_branch():
    seen = Counter()
    for seed in MANY:
        play(seed, seen)
    sys.stdout.write(counted(seen, reach.wanted()))
    assert [name for name in reach.wanted() if not seen[name]] == []
    assert [(name, seen[name]) for name in reach.guards() if seen[name] < OFTEN] == []
