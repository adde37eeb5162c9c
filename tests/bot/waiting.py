"""Waiting for what a desk does in its own time: a busy machine is slow, and a wrong answer never comes."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from core.adapters.notes import Notes

T = TypeVar("T")
DUE = "SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending') AND due_at <= ?"
SOON = float(os.environ.get("SOON", "60"))
"""Seconds; no test asserts how soon. A planted bug is waited for more briefly: what it keeps away never comes."""
LOOK_EVERY = 0.002
TURNS = 200  # of the event loop


async def until(condition: Callable[[], object], why: Callable[[], str] = lambda: "it never came") -> None:
    """Waits until it is so; AssertionError with what `why` says then, where it never is."""
    end = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < end, why()
        await asyncio.sleep(LOOK_EVERY)


async def reads(read: Callable[[], Awaitable[T]], wanted: T) -> None:
    """Waits until what is read is what is wanted; AssertionError with what it was at the end."""
    end = time.monotonic() + SOON
    while (found := await read()) != wanted:
        assert time.monotonic() < end, f"{found} is not {wanted}"
        await asyncio.sleep(LOOK_EVERY)


async def at_rest() -> None:
    """Lets all that can go on without a thread, a socket or a clock do so: no time decides how far it comes."""
    for _ in range(TURNS):
        await asyncio.sleep(0)


async def all_sent(notes: Notes, now: Callable[[], datetime]) -> None:
    """Waits until no message stands in the outbox that is due."""
    await reads(lambda: notes.run(DUE, now().timestamp()), [(0,)])
