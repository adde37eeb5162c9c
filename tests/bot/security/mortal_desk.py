"""A fork server of desks: each child is a whole desk over loopback HTTP that kills itself, without warning, on demand.

Reads lines of `url token folder`, answers each with the child's number at once, and with its wait status when it has
ended. A child counts the edges of every effect from the moment it stores an update while the file `die` names a number:
what is written to Notes and to the journal, and what is asked of Telegram, before and after each.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.door.inbox import Inbox
from bot.door.line import UNLIMITED
from bot.door.transport import AiohttpRequest
from bot.running import until_stopped
from bot.settings import Settings
from bot.wiring.doors import Doors
from bot.wiring.house import House
from core import failpoints
from core.adapters.notes import Notes
from tests.unsynced import unsynced

ADA = 1005
APPENDS = frozenset({"before append", "after append"})


class Edges:
    """Counts, once armed, and kills at the edge asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.left, self.crossed = folder, 0, 0

    def arm(self) -> None:
        wanted = self.folder / "die"
        if not self.left and wanted.exists():
            self.left = int(wanted.read_text())
            wanted.unlink()

    def cross(self) -> None:
        if not self.left:
            return
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)


def edged(edges, method):
    async def crossing(*args, **more):
        edges.cross()
        result = await method(*args, **more)
        edges.cross()
        return result

    return crossing


def haunt(edges: Edges) -> None:
    """Puts an edge on both sides of every effect."""
    take, request = Inbox.take, AiohttpRequest.do_request

    async def taking(inbox, raws):
        if raws:
            edges.arm()
        return await take(inbox, raws)

    async def requesting(self, url, *args, **more):
        if url.endswith("/getUpdates"):
            return await request(self, url, *args, **more)
        return await edged(edges, request)(self, url, *args, **more)

    Inbox.take, AiohttpRequest.do_request = taking, requesting
    Notes.transact = edged(edges, Notes.transact)  # `run` goes through it
    failpoints.arm(lambda point: edges.cross() if point in APPENDS else None)


async def live(url: str, token: str, folder: Path) -> None:
    settings = Settings(
        _env_file=None,
        telegram_bot_token=token,
        telegram_api_base=url,
        data_dir=folder,
        admin_id=ADA,
        admission="open",
        webhook_url=None,
        webhook_secret=None,
    )
    house = await House.open(settings, Doors(pace=UNLIMITED, pictures=False))
    await house.start()
    await until_stopped(house)
    await house.stop()


def serve() -> None:
    unsynced()
    for line in sys.stdin:
        url, token, folder = line.split()
        pid = os.fork()
        if pid == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a desk logs is no answer
            try:
                haunt(Edges(Path(folder)))
                asyncio.run(live(url, token, Path(folder)))
            finally:
                os._exit(0)
        say(pid)
        say(os.waitpid(pid, 0)[1])


def say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve()
