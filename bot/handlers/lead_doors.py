"""L6 and L7: who copies a lead, the removal of one of them, whether new ones may come and in which ways."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar, Final

from bot.chat.confirmations import Confirmations
from bot.chat.routes import Answer, Context, Route
from bot.handlers.deciding import Decision, Planned
from bot.handlers.lead_floor import LEADS, LeadFloor
from bot.handlers.side import Side
from bot.html import NOTHING, Html
from bot.presses.lead import AcceptNew, AskRemoval, CopiersPage, Restrict, ShowCopier, Term, UndoTerm
from bot.screens import lead_copiers as screens
from bot.screens.denied import denial_words
from bot.screens.lead import only_for_leads, stale
from core.model import commands as c
from core.model.people import Origin, PersonId
from core.model.reasons import Denial
from core.views.copiers import Removal, copiers, removal
from core.views.lead_desk import LeadDesk

COPIER: Final = "copier"
UNDO_FOR: Final = timedelta(seconds=60)


class LeadDoors:
    """The handlers."""

    def __init__(self, floor: LeadFloor, confirmations: Confirmations) -> None:
        """Hold what they work with."""
        self.floor = floor
        self.removing = RemoveOne(self, confirmations)

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={"copiers": Route(self.copiers, LEADS), "restriction": Route(self.restriction, LEADS)},
            presses={
                AcceptNew: Route(self.accept, LEADS),
                Restrict: Route(self.restrict, LEADS),
                UndoTerm: Route(self.undo, LEADS),
                CopiersPage: Route(self.copiers, LEADS),
                ShowCopier: Route(self.one, LEADS),
                AskRemoval: Route(self.ask_removal, LEADS),
            },
            reviews={self.removing.do: self.removing},
        )

    # ── copiers ───────────────────────────────────────────────────────────────

    async def copiers(self, context: Context) -> Answer:
        """L6."""
        return await self.listed(context, NOTHING)

    async def listed(self, context: Context, note: Html, undo: UndoTerm | None = None) -> Answer:
        """The same, with what to say first."""
        who = self.floor.who(context)
        page = context.press.page if isinstance(context.press, CopiersPage) else 1
        view = await self.floor.engine.read(lambda desk: copiers(desk, who, page))
        if view is None:
            return only_for_leads(context.t)
        names = [self.floor.people.masked(each.person) for each in view.rows]
        return screens.copiers_screen(context.t, view, names, note, undo)

    async def removal(self, context: Context, copier: int) -> Removal | None:
        """One copier of this lead."""
        who = self.floor.who(context)
        return await self.floor.engine.read(lambda desk: removal(desk, who, PersonId(copier)))

    async def one(self, context: Context) -> Answer:
        """A copier, and whether they can be removed."""
        return await self.shown(context, context.pressed(ShowCopier).copier)

    async def shown(self, context: Context, copier: int) -> Answer:
        """The same; the list for whoever is no copier of this lead."""
        view = await self.removal(context, copier)
        if view is None:
            return await self.listed(context, screens.no_such_copier(context.t))
        return screens.copier_screen(context.t, view, self.floor.people.masked(view.copier.person))

    async def ask_removal(self, context: Context) -> Answer:
        """The review, or why it cannot be."""
        return await self.removing.open(context, {COPIER: context.pressed(AskRemoval).copier})

    # ── the doors ─────────────────────────────────────────────────────────────

    async def restriction(self, context: Context) -> Answer:
        """L7."""
        return await self._restriction(context, NOTHING)

    async def _restriction(self, context: Context, note: Html, undo: UndoTerm | None = None) -> Answer:
        view = await self.floor.view(context)
        return screens.restriction(context.t, view, note, undo) if view else only_for_leads(context.t)

    async def accept(self, context: Context) -> Answer:
        """New copiers or none."""
        press = context.pressed(AcceptNew)
        return await self._set(context, Term.ACCEPT, on=press.on, version=press.version)

    async def restrict(self, context: Context) -> Answer:
        """Smart Sync only, or not."""
        press = context.pressed(Restrict)
        return await self._set(context, Term.RESTRICT, on=press.smart, version=press.version)

    async def undo(self, context: Context) -> Answer:
        """Set it back, while that is offered."""
        press = context.pressed(UndoTerm)
        if context.now.timestamp() > press.until:
            return await self._draw(context, press.term, screens.too_late_to_undo(context.t), None)
        return await self._set(context, press.term, on=press.on, version=press.version, undone=True)

    async def _set(self, context: Context, term: Term, *, on: bool, version: int, undone: bool = False) -> Answer:
        view = await self.floor.view(context)
        if not await self.floor.holds(context, view, version):
            return await self._draw(context, term, stale(context.t), None)
        if view and _value(view, term) is on:
            return await self._draw(context, term, NOTHING, None)  # copiers are told of changes alone
        who = self.floor.who(context)
        command = c.AcceptCopiers(who, on) if term is Term.ACCEPT else c.RestrictCopying(who, on)
        outcome = await self.floor.engine.submit(command, Origin(context.origin))
        if outcome.denial is not None:
            return await self._draw(context, term, denial_words(context.t, outcome.denial, outcome.about), None)
        if undone:
            return await self._draw(context, term, screens.undone(context.t), None)
        return await self._draw(context, term, NOTHING, await self._undo(context, term, on=on))

    async def _undo(self, context: Context, term: Term, *, on: bool) -> UndoTerm | None:
        after, until = await self.floor.view(context), int((context.now + UNDO_FOR).timestamp())
        return UndoTerm(term=term, on=not on, version=after.version, until=until) if after else None

    async def _draw(self, context: Context, term: Term, note: Html, undo: UndoTerm | None) -> Answer:
        draw = self.listed if term is Term.ACCEPT else self._restriction
        return await draw(context, note, undo)


class RemoveOne(Decision):
    """The review of a removal."""

    do: ClassVar[str] = "remove_copier"

    def __init__(self, side: LeadDoors, confirmations: Confirmations) -> None:
        """Work through the handlers' view."""
        super().__init__(side.floor.engine, confirmations)
        self._side = side

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Planned | Answer:
        """Offered only where both conditions hold; else it is said why not."""
        view = await self._side.removal(context, command[COPIER])
        if view is None or not view.possible:
            return await self._side.shown(context, command[COPIER])
        name = self._side.floor.people.masked(view.copier.person)
        return Planned(
            (view.copier.person, view.copier.since),
            lambda nonce, changed: screens.removal_review(context.t, view, name, nonce, changed=changed),
        )

    def command(self, context: Context, command: Mapping[str, Any]) -> c.Command:
        """The removal."""
        return c.RemoveCopier(self._side.floor.who(context), PersonId(command[COPIER]))

    async def told(self, context: Context, command: Mapping[str, Any], denial: Denial | None) -> Answer:
        """Who is left."""
        name = self._side.floor.people.masked(PersonId(command[COPIER]))
        note = screens.removed(context.t, name) if denial is None else screens.not_removed(context.t, denial)
        return await self._side.listed(context, note)


def _value(view: LeadDesk, term: Term) -> bool:
    return view.accepting if term is Term.ACCEPT else view.smart_sync_only
