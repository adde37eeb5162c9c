"""A fork server: plays a story over SQLite in a child that kills itself, without warning, at a chosen failpoint.

Reads lines of `story hit folder`, answers each with the child's wait status. What the child has done stands in the
journal, and in `cursor` the number of lines it had finished, as a real desk's inbox would know.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from core import failpoints
from core.adapters.clocks import VirtualClock
from core.adapters.journals.sqlite import SqliteJournal
from core.fold.book import FOLD_VERSION
from tests.crash.mortal import Story
from tests.crash.worlds import STORIES
from tests.unsynced import unsynced


def opened(folder: Path) -> SqliteJournal:
    return SqliteJournal.open(folder / "desk.db", fold_version=FOLD_VERSION)


def resumed(name: str, folder: Path) -> Story:
    """The story where the dead process left it. Its paper exchange died with it: only the market is as it was."""
    story = Story(STORIES[name], journal=opened(folder))
    cursor = folder / "cursor"
    story.done = int(cursor.read_text()) if cursor.exists() else 0
    done = [event for _, event in story.events[: story.done]]
    story.clock = VirtualClock(done[-1].at if done else story.events[0][1].at)
    story.venue = type(story.venue)(story.clock)
    story.market_of = done
    return story


def child(name: str, hit: int, folder: Path) -> None:
    story = Story(STORIES[name], journal=opened(folder))
    hits = 0

    def reached(_point: str) -> None:
        nonlocal hits
        hits += 1
        if hits == hit:
            os.kill(os.getpid(), signal.SIGKILL)

    story.at_rest = lambda _stage: (folder / "cursor").write_text(str(story.done))
    failpoints.arm(reached)
    asyncio.run(story.go_on())


def serve() -> None:
    unsynced()
    for line in sys.stdin:
        name, hit, folder = line.split(" ", 2)
        pid = os.fork()
        if pid == 0:
            try:
                child(name, int(hit), Path(folder.strip()))
            finally:
                os._exit(0)
        sys.stdout.write(f"{os.waitpid(pid, 0)[1]}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
