"""One drawing process as seen from the desk: started, asked for one picture after another, killed."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from typing import Final

from bot.charts.worker import DRAWN, LENGTH

PROGRAM: Final = (sys.executable, "-m", "bot.charts.worker")
KEPT: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "XDG_CACHE_HOME", "MPLCONFIGDIR", "PYTHONPATH")
"""What the process sees of the environment: no token, no key."""
FRAME_MOST: Final = 10_000_000  # bytes; Telegram takes no larger photo


class NoLibrary(Exception):
    """matplotlib is not installed: there will be no picture."""


class Broken(Exception):
    """The process ended, or answered what is no answer; it is of no use any more."""


class Easel:
    """A living process. `asked` counts the pictures it was asked for, `chinese` whether it has letters for them."""

    def __init__(self, process: Process, *, chinese: bool) -> None:
        """Use `stand`."""
        self._process = process
        self.chinese = chinese
        self.asked = 0

    @classmethod
    async def stand(cls, program: tuple[str, ...] = PROGRAM) -> "Easel":
        """Start one and wait for its greeting; cancelled, none is left. Raises NoLibrary, Broken and OSError."""
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        process = await asyncio.create_subprocess_exec(
            *program, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=kept, start_new_session=True
        )
        easel = cls(process, chinese=False)
        try:
            easel.chinese = await easel._greeted()
        except BaseException:
            await easel.fall()
            raise
        return easel

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def dead(self) -> bool:
        """Whether it is known to have ended."""
        return self._process.returncode is not None

    async def draw(self, packed: bytes) -> bytes | None:
        """The PNG; None where this picture cannot be drawn. Raises Broken. Cancelled, the process must fall."""
        self.asked += 1
        assert self._process.stdin is not None, "it was started with a pipe"
        self._process.stdin.write(LENGTH.pack(len(packed)) + packed)
        with suppress(ConnectionError):  # told by the answer that does not come
            await self._process.stdin.drain()
        answer = await self._read()
        return answer[1:] if answer[:1] == DRAWN else None

    async def fall(self) -> None:
        """Kill it, if it lives, and wait until it is gone."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.communicate()  # to the end of its pipes, so that none is left open

    async def _greeted(self) -> bool:
        greeting = json.loads(await self._read())
        if not greeting["library"]:
            raise NoLibrary
        return bool(greeting["chinese"])

    async def _read(self) -> bytes:
        assert self._process.stdout is not None, "it was started with a pipe"
        try:
            (length,) = LENGTH.unpack(await self._process.stdout.readexactly(LENGTH.size))
            if length > FRAME_MOST:
                raise Broken
            return await self._process.stdout.readexactly(length)
        except asyncio.IncompleteReadError:
            raise Broken from None
