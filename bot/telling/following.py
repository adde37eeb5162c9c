"""Keeps alerting under way while the desk runs: on a disk that takes no message alerts wait, and trading does not."""

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Final

import structlog

from core.alerting import Alerting

TELL_AGAIN: Final = 5.0  # seconds

log = structlog.get_logger(__name__)


class Following:
    """Starts once and stops once. `fail` is told where alerts have ended: such a desk must not go on."""

    def __init__(self, alerting: Alerting, fail: Callable[[Exception], None]) -> None:
        """Nothing is told before `start`."""
        self._alerting, self._fail = alerting, fail
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Tell on, from the cursor."""
        self._task = asyncio.create_task(self._tell_on(), name="alerting")
        self._task.add_done_callback(self._ended)

    async def stop(self) -> None:
        """What was not told stands in the journal, above the cursor."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _tell_on(self) -> None:
        while True:
            try:
                return await self._alerting.run()
            except sqlite3.OperationalError as problem:
                log.warning("alerts wait: the notes take none", problem=str(problem))
                await asyncio.sleep(TELL_AGAIN)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and isinstance(problem := task.exception(), Exception):
            self._fail(problem)
