"""M4's tools: a backup, what waits to be told, and asking the venue about every order that is not at its end."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import structlog

from bot.chat.routes import Answer, Context, Route
from bot.handlers.admin import ADMINS
from bot.handlers.side import Side
from bot.host.backup import BackupFailed, back_up
from bot.html import NOTHING, Html
from bot.outbox.standing import standing
from bot.presses.admin import AskVenue, BackUp
from bot.screens import admin_keeping as screens
from bot.screens.screen import Screen
from bot.telling.messenger import Messenger
from bot.translate import Words
from core.adapters.notes import Notes
from core.engine import Engine
from core.model.people import OPERATOR
from core.views.admin_desk import unresolved
from core.views.as_of import as_of

ASK_WITHIN: Final = 0.8
"""Seconds the venue gets to answer in before the screen is drawn; what it has not said by then stands there."""
LOOK_EVERY: Final = 0.05
Draw = Callable[[Words], Screen]

log = structlog.get_logger(__name__)


class Keeping:
    """The handlers. `folder` is the desk's own."""

    def __init__(self, engine: Engine, notes: Notes, messenger: Messenger, folder: Path) -> None:
        """Hold what they work with."""
        self._engine, self._notes, self._messenger, self._folder = engine, notes, messenger, folder
        self._copying: asyncio.Task[None] | None = None

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={
                "backup": Route(self.back_up, ADMINS),
                "outbox": Route(self.outbox, ADMINS),
                "reconcile": Route(self.reconcile, ADMINS),
            },
            presses={BackUp: Route(self.back_up, ADMINS), AskVenue: Route(self.reconcile, ADMINS)},
        )

    # ── backup ────────────────────────────────────────────────────────────────

    async def back_up(self, context: Context) -> Answer:
        """Begun at once, told when it is done; one at a time."""
        at = await self._engine.read(as_of)
        running = self._copying is not None and not self._copying.done()
        if not running:
            work = self._back_up(context.chat, context.origin, context.now)
            self._copying = asyncio.create_task(work, name="backup")
        return screens.backup_begun(context.t, at, already=running)

    async def _back_up(self, chat: int, origin: str, now: datetime) -> None:
        try:
            done = await asyncio.to_thread(back_up, self._folder, now)
        except BackupFailed as problem:
            words = str(problem)
            log.warning("no backup was made", problem=words)
            await self._tell(chat, origin, lambda t: screens.backup_failed(t, words))
            return
        path = str(done.path)
        log.info("a backup was made", path=path, size=done.size, records=done.records)
        await self._tell(chat, origin, lambda t: screens.backup_done(t, path, size=done.size, records=done.records))

    def _tell(self, chat: int, origin: str, draw: Draw) -> Coroutine[Any, Any, bool]:
        return self._messenger.tell(chat, OPERATOR, draw, fact=f"backup:{origin}", kind="backup")

    # ── outbox ────────────────────────────────────────────────────────────────

    async def outbox(self, context: Context) -> Answer:
        """What waits to be told, by urgency, and what cannot be."""
        at, found = await self._engine.read(as_of), await standing(self._notes, context.now)
        return screens.outbox_screen(context.t, at, found)

    # ── reconciling ───────────────────────────────────────────────────────────

    async def reconcile(self, context: Context) -> Answer:
        """Ask the venue now; on the command as on its button."""
        asked = await self._engine.ask_venue()
        end = asyncio.get_running_loop().time() + ASK_WITHIN
        view = await self._engine.read(unresolved)
        while view.waiting and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(LOOK_EVERY)
            view = await self._engine.read(unresolved)
        note: Html = screens.asked(context.t, asked) if asked else NOTHING
        return screens.reconciled(context.t, view, note)
