"""How the chat is, for the admin's health screen: what waits, the disk, and the newest backup."""

import asyncio
import shutil
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from bot.host.backup import newest
from bot.host.room import ROOM_LEAST
from bot.screens.admin import ChatHealth
from core.adapters.notes import Notes

WAITING = "SELECT count(*), min(due_at) FROM outbox WHERE state IN ('waiting', 'sending') AND due_at <= ?"


async def chat_health(
    notes: Notes, folder: Path, *, now: datetime, started_at: datetime, updates: int, lag: float
) -> ChatHealth:
    """`updates` wait to be handled; `lag` is the loop's, in seconds; `folder` is the desk's."""
    ((waiting, oldest),) = await notes.run(WAITING, now.timestamp())
    free, backed_up_at = await asyncio.to_thread(lambda: (shutil.disk_usage(folder).free, newest(folder)))
    return ChatHealth(
        outbox=waiting,
        oldest=max(0.0, now.timestamp() - oldest) if oldest else 0.0,
        inbox=updates,
        loop_lag=lag,
        started_at=started_at,
        version=version("slipstream-desk"),
        disk_free=free,
        room=free >= ROOM_LEAST,
        backed_up_at=backed_up_at,
    )
