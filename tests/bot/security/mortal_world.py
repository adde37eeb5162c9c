"""A real desk that dies on demand and is started again, seen from the chats, with a lead in it."""

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from waiting import SOON

from core.adapters.journals.sqlite import SqliteJournal
from core.fold.book import FOLD_VERSION

KILLED = 9
ROOT = Path(__file__).parents[3]


class MortalDesk:
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
        await self._end()
        await self.begin()

    async def _end(self):
        with suppress(ProcessLookupError):  # it came to its edge late, on a slow machine
            os.kill(self.pid, signal.SIGKILL)
        await self.ended

    async def records(self):
        """All facts; nobody writes any more."""
        await self._end()
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
