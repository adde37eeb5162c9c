"""Waiting for what a bot does in its own time."""

import asyncio
from collections.abc import Callable


async def true(condition: Callable[[], object], seconds: float = 5) -> None:
    """Waits until it is so; for what the bot does in its own time."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - nobody tells when
            await asyncio.sleep(0.005)
