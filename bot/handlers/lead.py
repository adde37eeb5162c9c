"""The lead's side: applying, the desk and its switch, copiers and terms. A stale press changes nothing (rule 5)."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

from bot.drafts.lead_drafts import MarkingInstruments, TypingBio, TypingShare, share_of
from bot.drafts.number import Ambiguous, Problem, read_amount
from bot.handlers.side import Side
from bot.people import Directory
from bot.presses_lead import (
    AcceptNew,
    Apply,
    AskBio,
    AskShare,
    ChooseAll,
    ChooseMarked,
    ChooseOwn,
    CopiersPage,
    MarkInstrument,
    Restrict,
    SetShare,
    SwitchLead,
)
from bot.routes import Answer, Asking, Context, Role, Route
from bot.screens.denied import denial_words
from bot.screens.head import opening
from bot.screens.html import NOTHING, Html
from bot.screens.lead import lead_desk as desk_screen
from bot.screens.lead import only_for_leads, stale
from bot.screens.lead_apply import BIO_LEAST, BIO_MOST, apply_screen, ask_bio
from bot.screens.lead_terms import ask_share, choosing, copiers_screen, instruments, profit_share, restriction
from bot.screens.refusals import no_amount
from bot.screens.screen import Screen
from core.engine import Engine
from core.model import commands as c
from core.model.market import Symbol
from core.model.people import Origin, PersonId
from core.views.copiers import copiers
from core.views.lead_desk import LeadDesk, application, lead_desk, listed

LEADS: Final = frozenset({Role.LEAD})
TRADERS: Final = frozenset({Role.LEAD, Role.COPIER})
Draw = Callable[[Context, Html], Awaitable[Answer]]


class LeadSide:
    """Handlers over one engine."""

    def __init__(self, engine: Engine, people: Directory) -> None:
        """Hold what they work with."""
        self._engine = engine
        self._people = people

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={
                "lead": Route(self.desk, LEADS),
                "leadon": Route(self.switch_on, LEADS),
                "leadoff": Route(self.switch_off, LEADS),
                "copiers": Route(self.copiers, LEADS),
                "share": Route(self.share, LEADS),
                "restriction": Route(self.restriction, LEADS),
                "instruments": Route(self.instruments, LEADS),
                "apply": Route(self.apply_screen, TRADERS),
            },
            presses={
                SwitchLead: Route(self.switch, LEADS),
                AcceptNew: Route(self.accept, LEADS),
                Restrict: Route(self.restrict, LEADS),
                SetShare: Route(self.set_share, LEADS),
                AskShare: Route(self.ask_share, LEADS),
                ChooseAll: Route(self.choose_all, LEADS),
                ChooseOwn: Route(self.choose_own, LEADS),
                MarkInstrument: Route(self.mark, LEADS),
                ChooseMarked: Route(self.choose_marked, LEADS),
                CopiersPage: Route(self.copiers, LEADS),
                Apply: Route(self.apply, TRADERS),
                AskBio: Route(self.ask_bio, TRADERS),
            },
            drafts={
                TypingBio: Route(self.bio_typed, TRADERS),
                TypingShare: Route(self.share_typed, LEADS),
                MarkingInstruments: Route(self.choose_own, LEADS),
            },
        )

    def _who(self, context: Context) -> PersonId:
        number = self._people.number(context.person)
        assert number is not None, "a role that leads is given to members alone"
        return number

    async def _view(self, context: Context) -> LeadDesk | None:
        who = self._who(context)
        return await self._engine.read(lambda desk: lead_desk(desk, who))

    async def _holds(self, context: Context, view: LeadDesk | None, version: int) -> bool:
        """Whether nothing has changed since a press was shown but by itself, handled again after a crash."""
        if view is None or view.version == version:
            return view is not None
        return await self._engine.read(lambda desk: Origin(context.origin) in desk.book.origins)

    async def _do(self, context: Context, command: c.Command, draw: Draw) -> Answer:
        """Submit, and draw the same screen anew with what to say."""
        outcome = await self._engine.submit(command, Origin(context.origin))
        said = NOTHING if outcome.denial is None else denial_words(context.t, outcome.denial, outcome.about)
        return await draw(context, said)

    # ── the desk ──────────────────────────────────────────────────────────────

    async def desk(self, context: Context) -> Answer:
        """L1."""
        return await self._desk(context, NOTHING)

    async def home(self, context: Context) -> Answer:
        """The same as a home, which leads nowhere back; a lead who is the admin besides has the way there."""
        screen = await self._desk(context, NOTHING, home=True)
        if Role.ADMIN not in context.roles:
            return screen
        return replace(screen, rows=(*screen.rows, (opening(context.t("admin", "Admin"), "admin"),)))

    async def _desk(self, context: Context, note: Html, *, home: bool = False) -> Screen:
        view = await self._view(context)
        if view is None:
            return only_for_leads(context.t)
        return desk_screen(context.t, view, self._people.name(view.who), home=home, note=note)

    async def switch(self, context: Context) -> Answer:
        """Sets what the button says, if nothing has changed since it was shown."""
        press = context.pressed(SwitchLead)
        view = await self._view(context)
        if not await self._holds(context, view, press.version):
            return await self._desk(context, stale(context.t))
        return await self._do(context, c.SwitchLeadTrade(self._who(context), press.on), self._desk)

    async def switch_on(self, context: Context) -> Answer:
        """/leadon."""
        return await self._do(context, c.SwitchLeadTrade(self._who(context), on=True), self._desk)

    async def switch_off(self, context: Context) -> Answer:
        """/leadoff."""
        return await self._do(context, c.SwitchLeadTrade(self._who(context), on=False), self._desk)

    # ── copiers ───────────────────────────────────────────────────────────────

    async def copiers(self, context: Context) -> Answer:
        """L6."""
        return await self._copiers(context, NOTHING)

    async def _copiers(self, context: Context, note: Html) -> Answer:
        who = self._who(context)
        page = context.press.page if isinstance(context.press, CopiersPage) else 1
        view = await self._engine.read(lambda desk: copiers(desk, who, page))
        if view is None:
            return only_for_leads(context.t)
        return copiers_screen(context.t, view, [self._people.masked(each.person) for each in view.rows], note)

    async def accept(self, context: Context) -> Answer:
        """New copiers or none."""
        press = context.pressed(AcceptNew)
        view = await self._view(context)
        if not await self._holds(context, view, press.version):
            return await self._copiers(context, stale(context.t))
        return await self._do(context, c.AcceptCopiers(self._who(context), press.on), self._copiers)

    # ── terms ─────────────────────────────────────────────────────────────────

    async def restriction(self, context: Context) -> Answer:
        """L7."""
        return await self._restriction(context, NOTHING)

    async def _restriction(self, context: Context, note: Html) -> Answer:
        view = await self._view(context)
        return restriction(context.t, view, note) if view else only_for_leads(context.t)

    async def restrict(self, context: Context) -> Answer:
        """Smart Sync only, or not."""
        press = context.pressed(Restrict)
        view = await self._view(context)
        if not await self._holds(context, view, press.version):
            return await self._restriction(context, stale(context.t))
        return await self._do(context, c.RestrictCopying(self._who(context), press.smart), self._restriction)

    async def share(self, context: Context) -> Answer:
        """L5."""
        return await self._share(context, NOTHING)

    async def _share(self, context: Context, note: Html) -> Answer:
        view = await self._view(context)
        return profit_share(context.t, view, note) if view else only_for_leads(context.t)

    async def set_share(self, context: Context) -> Answer:
        """One of the offered shares."""
        press = context.pressed(SetShare)
        view = await self._view(context)
        if not await self._holds(context, view, press.version):
            return await self._share(context, stale(context.t))
        return await self._do(context, c.SetProfitShare(self._who(context), press.ratio), self._share)

    async def ask_share(self, context: Context) -> Answer:
        """A share of one's own."""
        return await self._ask_share(context, NOTHING)

    async def _ask_share(self, context: Context, problem: Html) -> Answer:
        view = await self._view(context)
        if view is None:
            return only_for_leads(context.t)
        return Asking(ask_share(context.t, view, problem), TypingShare())

    async def share_typed(self, context: Context) -> Answer:
        """The typed share."""
        read = read_amount(context.text or "", context.t.language)
        if isinstance(read, Problem):
            return await self._ask_share(context, no_amount(context.t, read))
        ratio = share_of(read.first if isinstance(read, Ambiguous) else read)
        if ratio is None:
            return await self._ask_share(
                context, context.t("share", "I need a percentage with at most two decimals, such as 5 or 7.5.")
            )
        return await self._do(context, c.SetProfitShare(self._who(context), ratio), self._share)

    # ── instruments ───────────────────────────────────────────────────────────

    async def instruments(self, context: Context) -> Answer:
        """What is led."""
        return await self._instruments(context, NOTHING)

    async def _instruments(self, context: Context, note: Html) -> Answer:
        view, symbols = await self._view(context), await self._engine.read(listed)
        return instruments(context.t, view, symbols, note) if view else only_for_leads(context.t)

    async def _chosen(self, context: Context, symbols: frozenset[Symbol] | None) -> Answer:
        command = c.ChooseLeadInstruments(self._who(context), symbols)
        outcome = await self._engine.submit(command, Origin(context.origin))
        if outcome.denial is not None:
            return await self._instruments(context, denial_words(context.t, outcome.denial, outcome.about))
        return await self._desk(context, context.t("lead", "✔ Your instruments are chosen."))

    async def choose_all(self, context: Context) -> Answer:
        """The whole list."""
        view = await self._view(context)
        if not await self._holds(context, view, context.pressed(ChooseAll).version):
            return await self._instruments(context, stale(context.t))
        return await self._chosen(context, None)

    async def choose_own(self, context: Context) -> Answer:
        """Mark single ones; at first those that are led now."""
        view = await self._view(context)
        if view is None:
            return only_for_leads(context.t)
        if isinstance(context.draft, MarkingInstruments):
            return await self._marking(context, view, context.draft)
        whole = await self._engine.read(listed) if view.chosen else ()
        led = whole if view.instruments is None else view.instruments
        return await self._marking(context, view, MarkingInstruments(symbols=frozenset(led)))

    async def _marking(self, context: Context, view: LeadDesk, draft: MarkingInstruments) -> Answer:
        symbols = await self._engine.read(listed)
        return Asking(choosing(context.t, view, symbols, draft.symbols), draft)

    async def mark(self, context: Context) -> Answer:
        """One in or out."""
        press, view = context.pressed(MarkInstrument), await self._view(context)
        if view is None or not isinstance(context.draft, MarkingInstruments):
            return await self.choose_own(context)
        return await self._marking(context, view, context.draft.with_mark(press.symbol, on=press.on))

    async def choose_marked(self, context: Context) -> Answer:
        """Take the marked ones."""
        view = await self._view(context)
        stands = await self._holds(context, view, context.pressed(ChooseMarked).version)
        if not stands or not isinstance(context.draft, MarkingInstruments):
            return await self._instruments(context, stale(context.t))
        return await self._chosen(context, frozenset(map(Symbol, context.draft.symbols)))

    # ── applying ──────────────────────────────────────────────────────────────

    async def apply_screen(self, context: Context) -> Answer:
        """O1."""
        return await self._apply_screen(context, NOTHING)

    async def _apply_screen(self, context: Context, note: Html) -> Screen:
        who = self._who(context)
        asked = await self._engine.read(lambda desk: application(desk, who))
        return apply_screen(context.t, asked, await self._people.bio(who), note)

    async def apply(self, context: Context) -> Answer:
        """The application itself; a bio comes first."""
        who = self._who(context)
        if not await self._people.bio(who):
            return await self.ask_bio(context)
        return await self._do(context, c.ApplyToLead(who), self._apply_screen)

    async def ask_bio(self, context: Context) -> Answer:
        """A few words on oneself."""
        return await self._ask_bio(context, problem=False)

    async def _ask_bio(self, context: Context, *, problem: bool) -> Answer:
        who = self._who(context)
        asked = await self._engine.read(lambda desk: application(desk, who))
        return Asking(ask_bio(context.t, asked, problem=problem), TypingBio())

    async def bio_typed(self, context: Context) -> Answer:
        """The typed words, kept as they are and shown escaped."""
        text = (context.text or "").strip()
        if not BIO_LEAST <= len(text) <= BIO_MOST:
            return await self._ask_bio(context, problem=True)
        await self._people.describe(self._who(context), text)
        return await self._apply_screen(context, NOTHING)
