"""`kill -9` of a real process at the failpoints of the copy path, over SQLite: nothing is lost and nothing doubled."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.killed import resumed
from tests.crash.mortal import Story, fingerprint, hits, results, settled
from tests.crash.test_crash import replayed
from tests.crash.worlds import STORIES

KILLED = 9
ROOT = Path(__file__).parents[2]


@pytest.fixture
def server():
    command = [sys.executable, "-m", "tests.crash.killed"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.stdin.close()
        process.wait()


def killed_at(server, name, hit, folder):
    folder.mkdir()
    server.stdin.write(f"{name} {hit} {folder}\n")
    server.stdin.flush()
    return int(server.stdout.readline())


def each_kill(server, name, tmp_path, every, first=1):
    quiet = Story(STORIES[name])
    expected, once = settled(quiet.play()), set(results(quiet.journal))
    total, kills = sum(hits(STORIES[name]).values()), 0
    for hit in range(first, total + 1, every):
        folder = tmp_path / f"{name}{hit}"
        assert killed_at(server, name, hit, folder) == KILLED, f"hit {hit}"
        story = resumed(name, folder)
        book = story.play()
        assert settled(book) == expected, f"killed at hit {hit}"
        assert fingerprint(replayed(story.journal)) == fingerprint(book), f"killed at hit {hit}"
        found = results(story.journal)
        assert set(found) == once, f"killed at hit {hit}"
        assert set(found.values()) == {1}, f"killed at hit {hit}"
        story.journal.close()
        kills += 1
    return kills


def test_a_killed_process_loses_nothing_and_doubles_nothing(server, tmp_path):
    assert each_kill(server, "trading", tmp_path, every=13, first=5) >= 10


@pytest.mark.slow
@pytest.mark.parametrize("name", ["trading", "endings"])
def test_killed_at_each_failpoint_a_process_loses_nothing_and_doubles_nothing(server, tmp_path, name):
    kills = each_kill(server, name, tmp_path, every=1)
    sys.stdout.write(f"{kills} kills")
    assert kills >= 150
