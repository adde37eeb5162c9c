"""M7: an announcement is asked for field by field, previewed, confirmed once, then told to everybody (section 21)."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar

from bot.chat.confirmations import Confirmations
from bot.chat.routes import Answer, Asking, Context, Route
from bot.drafts.announcing import Announcing, Wrong, advance, built, next_field
from bot.handlers.admin import ADMINS
from bot.handlers.deciding import Decision, Planned
from bot.handlers.side import Side
from bot.html import NOTHING, Html
from bot.presses.telling import SkipField, StartNotice
from bot.screens import admin_announcing as screens
from bot.screens.admin import too_late
from core.decide.announcing import refusal
from core.engine import Engine
from core.model import commands as c
from core.model.announcements import AnnouncementKind
from core.model.people import OPERATOR
from core.model.reasons import Denial
from core.views.as_of import as_of
from core.views.reach import holding, reach

KIND, ANSWERS = "kind", "answers"
KINDS = frozenset(map(int, AnnouncementKind))
Draw = Callable[[Context, Html], Awaitable[Answer]]


class AnnouncingSide:
    """The handlers before the review; `listings` draws M7, where an announcement begins and ends."""

    def __init__(self, engine: Engine, hosts: frozenset[str], listings: Draw, confirmations: Confirmations) -> None:
        """Hold what they work with."""
        self.engine = engine
        self.hosts = hosts
        self.listings = listings
        self.announcing = Announce(self, confirmations)

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            presses={StartNotice: Route(self.start, ADMINS), SkipField: Route(self.skip, ADMINS)},
            drafts={Announcing: Route(self.typed, ADMINS)},
            reviews={self.announcing.do: self.announcing},
        )

    async def start(self, context: Context) -> Answer:
        """The first question."""
        kind = context.pressed(StartNotice).kind
        if kind not in KINDS:
            return await self.listings(context, NOTHING)
        return await self._ask(context, Announcing(kind=kind), None)

    async def skip(self, context: Context) -> Answer:
        """Nothing to say there."""
        if not isinstance(context.draft, Announcing):
            return await self.listings(context, NOTHING)
        return await self._advance(context, context.draft, "")

    async def typed(self, context: Context) -> Answer:
        """An answer."""
        return await self._advance(context, context.drafted(Announcing), context.text or "")

    async def _advance(self, context: Context, draft: Announcing, text: str) -> Answer:
        read = advance(draft, text, self.hosts, context.t.calendar.zone)
        if next_field(read.draft) is None:
            return await self.announcing.open(context, {KIND: read.draft.kind, ANSWERS: read.draft.answers})
        return await self._ask(context, read.draft, read.wrong)

    async def _ask(self, context: Context, draft: Announcing, wrong: Wrong | None) -> Answer:
        at = await self.engine.read(as_of)
        return Asking(screens.ask_field(context.t, at, draft, self.hosts, wrong), draft)


class Announce(Decision):
    """The review of an announcement."""

    do: ClassVar[str] = "announce"

    def __init__(self, side: AnnouncingSide, confirmations: Confirmations) -> None:
        """Work through the handlers."""
        super().__init__(side.engine, confirmations)
        self._side = side

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Planned | Answer:
        """What the copy list and the clock allow now."""
        told = built(command[KIND], command[ANSWERS])
        view, (refused, about), holders = await self.engine.read(
            lambda desk: (reach(desk), refusal(desk, told), holding(desk, told.symbol))
        )
        if refused:
            return await self._side.listings(context, screens.announcement_refused(context.t, refused, about))
        return Planned(
            ("announce", told),
            lambda nonce, changed: screens.announcement_review(context.t, view, told, holders, nonce, changed=changed),
        )

    def command(self, context: Context, command: Mapping[str, Any]) -> c.Command:  # noqa: ARG002
        """What the core is asked."""
        return c.Announce(OPERATOR, built(command[KIND], command[ANSWERS]))

    async def told(self, context: Context, command: Mapping[str, Any], denial: Denial | None) -> Answer:  # noqa: ARG002
        """The listings."""
        done = screens.announced_done(context.t) if denial is None else too_late(context.t, denial)
        return await self._side.listings(context, done)
