"""M3: the halt of all copy buys, at once, then its reason; and its end, by a review."""

from collections.abc import Mapping
from typing import Any, Final

from bot.chat.confirmations import Redeemed, Used
from bot.chat.routes import Answer, Asking, Context, Route
from bot.drafts.lead_drafts import TypingHaltReason
from bot.handlers.admin import ADMINS, AdminSide
from bot.handlers.confirming import DO
from bot.handlers.side import Side
from bot.html import NOTHING, Html
from bot.people.acts import actor_of
from bot.people.directory import Directory
from bot.people.grounds import LONGEST, SHORTEST, Grounds
from bot.presses.admin import AskLift, HaltBuys, SayWhy
from bot.screens import admin_halt as screens
from core.engine import Engine
from core.model import commands as c
from core.model.events import Record
from core.model.people import OPERATOR, Origin
from core.views.as_of import as_of

LIFT: Final = "lift"
AT_ONCE: Final = 50


class Halting:
    """The handlers; `admin` draws the home behind them."""

    def __init__(self, engine: Engine, people: Directory, grounds: Grounds, admin: AdminSide) -> None:
        """Hold what they work with."""
        self._engine, self._people, self._grounds = engine, people, grounds
        self.admin = admin

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={"halt": Route(self.halt, ADMINS), "unhalt": Route(self.ask_lift, ADMINS)},
            presses={
                HaltBuys: Route(self.halt, ADMINS),
                SayWhy: Route(self.ask_why, ADMINS),
                AskLift: Route(self.ask_lift, ADMINS),
            },
            drafts={TypingHaltReason: Route(self.why_typed, ADMINS)},
            reviews={LIFT: Lift(self)},
        )

    async def halt(self, context: Context) -> Answer:
        """At once, as it lowers risk and sells nothing; then why. A desk that is halted is not halted again."""
        if (await self._engine.read(as_of)).halted:
            return await self.ask_why(context)
        await self._engine.submit(c.Halt(OPERATOR), Origin(f"{context.origin}:{context.person}"))
        return await self._asking(context, screens.halted(context.t))

    async def ask_why(self, context: Context) -> Answer:
        """The halt as it is, and the question for its reason where nobody gave one."""
        return await self._asking(context, NOTHING)

    async def _asking(self, context: Context, note: Html) -> Answer:
        at, halt = await self._engine.read(as_of), await self._latest()
        if not at.halted or halt is None:
            return await self.admin.home(context, home=False, note=note)
        why, by = await self._grounds.of_act(halt.origin), actor_of(halt.origin, self._people).name
        screen = screens.halt_screen(context.t, at, since=halt.at, by=by, why=why, note=note)
        return screen if why else Asking(screen, TypingHaltReason(act=halt.origin))

    async def _latest(self) -> Record | None:
        """The newest halt; there are few."""
        newest: Record | None = None
        while found := await self._engine.onward(
            [None], ("DeskHalted",), after=newest.seq if newest else 0, most=AT_ONCE
        ):
            newest = found[-1]
        return newest

    async def why_typed(self, context: Context) -> Answer:
        """The reason, kept beside the halt it was asked for."""
        draft, words = context.drafted(TypingHaltReason), (context.text or "").strip()
        if not SHORTEST <= len(words) <= LONGEST:
            return await self._asking(context, screens.reason_size(context.t))
        await self._grounds.note(Origin(draft.act), words)
        return await self._asking(context, screens.reason_kept(context.t))

    # ── its end ───────────────────────────────────────────────────────────────

    async def ask_lift(self, context: Context) -> Answer:
        """The review of its end."""
        at = await self._engine.read(as_of)
        if not at.halted:
            return await self.admin.home(context, home=False)
        return screens.lift_review(context.t, at, await self.admin.issue(context, {DO: LIFT}))


class Lift:
    """The review of the end of a halt."""

    def __init__(self, halting: Halting) -> None:
        """Work through the handlers."""
        self._halting = halting

    async def again(self, context: Context, command: Mapping[str, Any], shown: Mapping[str, Any]) -> Answer:  # noqa: ARG002
        """The same question."""
        return await self._halting.ask_lift(context)

    async def confirmed(self, context: Context, confirmed: Redeemed, nonce: str) -> Answer:
        """Lift it."""
        admin = self._halting.admin
        problem = await admin.carry_out(context, c.Resume(OPERATOR), nonce, confirmed.command)
        return await admin.home(context, home=False, note=problem or screens.lifted(context.t))

    async def repeated(self, context: Context, used: Used, nonce: str) -> Answer:  # noqa: ARG002
        """It is lifted already, or halted anew."""
        return await self._halting.admin.home(context, home=False)
