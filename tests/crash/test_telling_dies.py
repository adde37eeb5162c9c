"""Dying at any failpoint of telling loses no alert; a repeat follows an unclear send, and says so (P-17)."""

from collections import Counter

import pytest

from tests.crash.messenger import TELLING, World

REPEAT = "↻ repeat"


def folder(tmp_path, number):
    found = tmp_path / str(number)
    found.mkdir()
    return found


def headlines(world):
    """Each line that somebody was told something by; the count above a list changes with what joined in which life."""
    return {
        person.id: {
            line.strip()
            for text in world.read_by(person)
            for line in text.splitlines()
            if line[:1] in set("▲▼✖⏭■◼●✔") and REPEAT not in line
        }
        for person in world.people
    }


def repeats(world):
    return sum(REPEAT in text for person in world.people for text in world.read_by(person))


def first_lines_unmarked(world, person):
    return Counter(text.splitlines()[0] for text in world.read_by(person) if REPEAT not in text)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory):
    """The story told by one process that nothing happens to."""
    world = World(tmp_path_factory.mktemp("quiet"))
    return world, world.live()


def test_the_story_reaches_both_sides_of_every_effect_of_telling(quiet):
    world, life = quiet
    assert life.hits.keys() == TELLING
    assert sum(map(len, headlines(world).values())) >= 15
    assert repeats(world) == 0


def died_at(world, hit, expected):
    assert world.live(die_at=hit).dead, f"hit {hit}"
    world.live()
    assert headlines(world) == expected, f"died at hit {hit}"
    assert repeats(world) <= world.unclear, f"died at hit {hit}"
    for person in world.people:
        assert max(first_lines_unmarked(world, person).values(), default=0) <= 1, f"died at hit {hit}"
    return world.unclear


def each_death(quiet, tmp_path, every, first=1):
    world, life = quiet
    expected, total = headlines(world), sum(life.hits.values())
    deaths = range(first, total + 1, every)
    unclear = [died_at(World(folder(tmp_path, hit)), hit, expected) for hit in deaths]
    assert any(unclear), "no death hit a send"
    return len(deaths)


def test_dying_at_some_failpoints_of_telling_loses_nothing(quiet, tmp_path):
    assert each_death(quiet, tmp_path, every=5, first=2) >= 20


@pytest.mark.slow
def test_dying_at_each_failpoint_of_telling_loses_nothing(quiet, tmp_path):
    assert each_death(quiet, tmp_path, every=1) >= 100
