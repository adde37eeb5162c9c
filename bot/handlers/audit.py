"""M8: the audit, page by page and as a file."""

from typing import Final

from bot.chat.routes import Answer, Context, File, Route, Sending
from bot.handlers.admin import ADMINS
from bot.handlers.side import Side
from bot.people.acts import Acts, actor_of, acts_file
from bot.people.directory import Directory
from bot.people.grounds import Grounds
from bot.presses.admin import AuditPage, GetAudit
from bot.screens import audit as screens
from bot.screens.screen import Screen
from core.engine import Engine
from core.views.as_of import as_of

FILE: Final = "audit.csv"


class Audit:
    """The handlers."""

    def __init__(self, engine: Engine, people: Directory, grounds: Grounds) -> None:
        """Hold what they work with."""
        self._engine, self._people, self._grounds = engine, people, grounds
        self._acts = Acts(engine)

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={"audit": Route(self.show, ADMINS)},
            presses={AuditPage: Route(self.show, ADMINS), GetAudit: Route(self.file, ADMINS)},
        )

    async def show(self, context: Context) -> Answer:
        """A page of it."""
        return await self._drawn(context, context.press.page if isinstance(context.press, AuditPage) else 1)

    async def _drawn(self, context: Context, wanted: int) -> Screen:
        known, at = await self._acts.all(), await self._engine.read(as_of)
        pages = max(1, -(-len(known) // screens.PAGE))
        page = min(max(wanted, 1), pages)
        newest = known[::-1][(page - 1) * screens.PAGE : page * screens.PAGE]
        done = [
            screens.Done(act, actor_of(act.origin, self._people).name, await self._grounds.of_act(act.origin))
            for act in newest
        ]
        return screens.audit_screen(context.t, at, done, self._people.name, page=page, pages=pages)

    async def file(self, context: Context) -> Answer:
        """All of it, below the newest page."""
        content = await acts_file(await self._acts.all(), self._people, self._grounds)
        return Sending(await self._drawn(context, 1), File(FILE, content), screens.file_caption(context.t))
