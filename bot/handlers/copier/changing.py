"""Carrying out a change of a running copy: at once with Undo where risk does not rise, else after a review."""

from collections.abc import Mapping
from typing import Any, ClassVar

from bot.chat.confirmations import Redeemed, Used
from bot.chat.routes import Answer, Context
from bot.handlers.confirming import DO
from bot.handlers.copier.floor import Floor, origin_of, origin_of_confirmation
from bot.handlers.copier.reviewing import Carried, Plan, PlannedReview
from bot.handlers.copier.starting import command_of, read_settings
from bot.html import NOTHING, Html, esc
from bot.past.orders import PastOrders
from bot.presses.copier import Retry
from bot.screens import settings as screens
from bot.screens.change_review import change_review, not_changed
from bot.screens.copies import no_copy, refused
from core.model.commands import ChangeCopying
from core.model.copying import Settings
from core.model.people import Origin, PersonId
from core.model.reasons import Denial
from core.views.copies import one_copy
from core.views.faithful import RECENT
from core.views.settings import Change, CopySettings, change_of, copy_settings

LEAD, SETTINGS, ORDER, DENIAL, ABOUT, NEVER = "lead", "settings", "order", "denial", "about", "never"


class SettingsShown:
    """Reads and draws the settings; used before and after a change."""

    def __init__(self, floor: Floor) -> None:
        self.floor, self.past = floor, PastOrders(floor.engine)

    async def read(self, context: Context, lead: PersonId) -> CopySettings | None:
        who, past = self.floor.who(context), await self.past.last_buys(lead, RECENT)
        return await self.floor.engine.read(lambda desk: copy_settings(desk, who, lead, past))

    async def draw(
        self,
        context: Context,
        lead: PersonId,
        *,
        notice: Html = NOTHING,
        undo: str = "",
        order: str = "",
        never: bool = False,
    ) -> Answer:
        """C3, or the list of coins that are never copied."""
        view = await self.read(context, lead)
        if view is None:
            return await self.gone(context, lead)
        if never:
            return screens.never(context.t, view, self.floor.people.name, notice=notice, undo=undo)
        again = Retry(lead=lead, order=order, drift=0) if order else None
        return screens.settings(context.t, view, self.floor.people.name, notice=notice, undo=undo, retry=again)

    async def gone(self, context: Context, lead: PersonId) -> Answer:
        """There is no running copy to change: it never was, it ended, or it is being stopped."""
        who = self.floor.who(context)
        view = await self.floor.engine.read(lambda desk: one_copy(desk, who, lead))
        if view is None:
            return no_copy(context.t)
        live = await self.floor.engine.read(
            lambda desk: any(one.person == lead for one, _ in desk.book.copied_leads(who))
        )
        return refused(context.t, Denial.STOP_IN_PROGRESS if live else Denial.NOT_COPYING)


class ChangingReview(PlannedReview):
    """The review of a change by which risk rises, or which sells at once."""

    do: ClassVar[str] = "change_copying"

    def __init__(self, floor: Floor, shown: SettingsShown) -> None:
        super().__init__(floor)
        self.settings = shown

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Plan:
        who, lead, wanted = self.floor.who(context), PersonId(command[LEAD]), read_settings(command[SETTINGS])
        past = await self.settings.past.last_buys(lead, RECENT)
        view = await self.floor.engine.read(lambda desk: change_of(desk, who, lead, wanted, past))
        if view is None:
            return Plan("", possible=False, draw=lambda _nonce: no_copy(context.t))
        names = self.floor.people.name
        return Plan(
            view.plan_hash,
            possible=view.refusal is None,
            draw=lambda nonce: change_review(context.t, view, names, nonce=nonce),
        )

    async def carry_out(self, context: Context, command: Mapping[str, Any], origin: Origin) -> Carried:
        lead, wanted = PersonId(command[LEAD]), read_settings(command[SETTINGS])
        outcome = await self.floor.engine.submit(ChangeCopying(self.floor.who(context), lead, wanted), origin)
        told = {LEAD: lead, DENIAL: outcome.denial, ABOUT: outcome.about, ORDER: command.get(ORDER, "")}
        return Carried(await self.told(context, told), told)

    async def told(self, context: Context, outcome: Mapping[str, Any]) -> Answer:
        lead = PersonId(outcome.get(LEAD, 0))
        if outcome.get(DENIAL) is not None:
            return not_changed(context.t, lead, Denial(outcome[DENIAL]), outcome.get(ABOUT, ""))
        notice = context.t("settings", "✔ Changed.")
        return await self.settings.draw(context, lead, notice=notice, order=outcome.get(ORDER, ""))


class Undoing:
    """The button that takes a change back within its minute, as long as nothing else was changed since."""

    do: ClassVar[str] = "undo_change"

    def __init__(self, floor: Floor, shown: SettingsShown) -> None:
        self.floor, self.settings = floor, shown

    async def offer(self, context: Context, before: CopySettings, *, never: bool) -> str:
        """The nonce of a button that brings `before` back; issued after the change, and bound to what it made."""
        now = await self.settings.read(context, before.lead)
        if now is None:
            return ""
        written = command_of(before.lead, before.settings)
        return await self.floor.confirmations.issue(
            person=context.person,
            chat=context.chat,
            command={DO: self.do, **written, NEVER: never},
            plan_hash=now.stamp,
            shown={},
            now=context.now,
        )

    async def again(self, context: Context, command: Mapping[str, Any], shown: Mapping[str, Any]) -> Answer:  # noqa: ARG002  # the protocol's
        """Too late: it stays, and can be changed like anything else."""
        notice = context.t("settings", "The minute to undo it is over. You can change it below.")
        return await self._drawn(context, command, notice)

    async def confirmed(self, context: Context, confirmed: Redeemed, nonce: str) -> Answer:
        """Back to what was, unless something else has changed since."""
        lead, origin = PersonId(confirmed.command[LEAD]), origin_of_confirmation(nonce)
        now = await self.settings.read(context, lead)
        done = await self.floor.engine.read(lambda desk: origin in desk.book.origins)
        if now is None:
            return await self.settings.gone(context, lead)
        if not done and now.stamp != confirmed.plan_hash:
            changed = context.t("settings", "Something else was changed since, so nothing was undone.")
            return await self._drawn(context, confirmed.command, changed)
        command = ChangeCopying(self.floor.who(context), lead, read_settings(confirmed.command[SETTINGS]))
        outcome = await self.floor.engine.submit(command, origin)
        await self.floor.confirmations.settle(nonce, {DO: self.do, LEAD: lead})
        if outcome.denial is not None:
            return not_changed(context.t, lead, outcome.denial, outcome.about)
        return await self._drawn(context, confirmed.command, context.t("settings", "✔ Undone."))

    async def repeated(self, context: Context, used: Used, nonce: str) -> Answer:  # noqa: ARG002  # the protocol's
        """It was undone by the first press."""
        lead = PersonId((used.outcome or {}).get(LEAD, 0))
        return await self.settings.draw(context, lead, notice=context.t("settings", "✔ Undone."))

    async def _drawn(self, context: Context, command: Mapping[str, Any], notice: Html) -> Answer:
        never = bool(command.get(NEVER, False))
        return await self.settings.draw(context, PersonId(command[LEAD]), notice=notice, never=never)


class Changes:
    """One door for every change: it asks, refuses, or acts at once."""

    def __init__(self, floor: Floor, shown: SettingsShown, review: ChangingReview, undoing: Undoing) -> None:
        self.floor, self.settings, self.review, self.undoing = floor, shown, review, undoing

    async def make(
        self, context: Context, lead: PersonId, wanted: Settings, *, order: str = "", never: bool = False
    ) -> Answer:
        """`order`: the failed copy that led here; `never`: the list of barred coins is shown again."""
        who = self.floor.who(context)
        view = await self.floor.engine.read(lambda desk: change_of(desk, who, lead, wanted))
        if view is None:
            return await self.settings.gone(context, lead)
        if wanted == view.now.settings:
            return await self.settings.draw(context, lead, order=order, never=never)
        if view.refusal is not None:
            return not_changed(context.t, lead, *view.refusal)
        if view.asks:
            return await self.review.open(context, {**command_of(lead, wanted), ORDER: order})
        outcome = await self.floor.engine.submit(ChangeCopying(who, lead, wanted), origin_of(context))
        if outcome.denial is not None:
            return not_changed(context.t, lead, outcome.denial, outcome.about)
        undo = await self.undoing.offer(context, view.now, never=never)
        return await self.settings.draw(context, lead, notice=_told(context, view), undo=undo, order=order, never=never)


def _told(context: Context, view: Change) -> Html:
    t = context.t
    parts = [words for _, words in screens.differences(t, view.now.settings, view.wanted)]
    return t("settings", "✔ {changes}", changes=esc(" · ").join(parts))
