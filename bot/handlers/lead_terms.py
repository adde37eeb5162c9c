"""L5: the profit share, whose rise passes a review; and the instruments a lead leads."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from bot.chat.confirmations import Confirmations
from bot.chat.routes import Answer, Asking, Context, Route
from bot.drafts.lead_drafts import MarkingInstruments, TypingShare, share_of
from bot.drafts.number import Ambiguous, Problem, read_amount
from bot.handlers.deciding import Decision, Planned
from bot.handlers.lead_floor import LEADS, Draw, LeadFloor
from bot.handlers.side import Side
from bot.html import NOTHING, Html
from bot.presses.lead import AskShare, ChooseAll, ChooseMarked, ChooseOwn, MarkInstrument, SetShare
from bot.screens.denied import denial_words
from bot.screens.lead import only_for_leads, stale
from bot.screens.lead_terms import ask_share, choosing, instruments, profit_share, share_review, share_taken
from bot.screens.refusals import no_amount
from core.model import commands as c
from core.model.market import Symbol
from core.model.people import Origin
from core.model.reasons import Denial
from core.views.lead_desk import LeadDesk, listed

RATIO: Final = "ratio"


class LeadTerms:
    """The handlers; `desk` draws the desk, where a choice of instruments leads."""

    def __init__(self, floor: LeadFloor, desk: Draw, confirmations: Confirmations) -> None:
        """Hold what they work with."""
        self.floor = floor
        self._desk = desk
        self.raising = RaiseShare(self, confirmations)

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={
                "share": Route(self.share, LEADS),
                "instruments": Route(self.instruments, LEADS),
            },
            presses={
                SetShare: Route(self.set_share, LEADS),
                AskShare: Route(self.ask_share, LEADS),
                ChooseAll: Route(self.choose_all, LEADS),
                ChooseOwn: Route(self.choose_own, LEADS),
                MarkInstrument: Route(self.mark, LEADS),
                ChooseMarked: Route(self.choose_marked, LEADS),
            },
            drafts={
                TypingShare: Route(self.share_typed, LEADS),
                MarkingInstruments: Route(self.choose_own, LEADS),
            },
            reviews={self.raising.do: self.raising},
        )

    async def share(self, context: Context) -> Answer:
        """L5."""
        return await self.drawn(context, NOTHING)

    async def drawn(self, context: Context, note: Html) -> Answer:
        view = await self.floor.view(context)
        return profit_share(context.t, view, note) if view else only_for_leads(context.t)

    async def set_share(self, context: Context) -> Answer:
        """One of the offered shares."""
        press = context.pressed(SetShare)
        view = await self.floor.view(context)
        if not await self.floor.holds(context, view, press.version):
            return await self.drawn(context, stale(context.t))
        return await self._set(context, view, press.ratio)

    async def _set(self, context: Context, view: LeadDesk | None, ratio: int) -> Answer:
        """Less is set at once; more of other people's profit passes a review (rule 15)."""
        if view is not None and ratio > view.ratio:
            return await self.raising.open(context, {RATIO: ratio})
        return await self.floor.carry_out(context, c.SetProfitShare(self.floor.who(context), ratio), self.drawn)

    async def ask_share(self, context: Context) -> Answer:
        """A share of one's own."""
        return await self._ask_share(context, NOTHING)

    async def _ask_share(self, context: Context, problem: Html) -> Answer:
        view = await self.floor.view(context)
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
        view = await self.floor.view(context)
        if view is not None and ratio > view.ratio_max:
            return await self._ask_share(context, denial_words(context.t, Denial.RATIO_OUT_OF_RANGE))
        return await self._set(context, view, ratio)

    # ── instruments ───────────────────────────────────────────────────────────

    async def instruments(self, context: Context) -> Answer:
        """What is led."""
        return await self._instruments(context, NOTHING)

    async def _instruments(self, context: Context, note: Html) -> Answer:
        view, symbols = await self.floor.view(context), await self.floor.engine.read(listed)
        return instruments(context.t, view, symbols, note) if view else only_for_leads(context.t)

    async def _chosen(self, context: Context, symbols: frozenset[Symbol] | None) -> Answer:
        command = c.ChooseLeadInstruments(self.floor.who(context), symbols)
        outcome = await self.floor.engine.submit(command, Origin(context.origin))
        if outcome.denial is not None:
            return await self._instruments(context, denial_words(context.t, outcome.denial, outcome.about))
        return await self._desk(context, context.t("lead", "✔ Your instruments are chosen."))

    async def choose_all(self, context: Context) -> Answer:
        """The whole list."""
        view = await self.floor.view(context)
        if not await self.floor.holds(context, view, context.pressed(ChooseAll).version):
            return await self._instruments(context, stale(context.t))
        return await self._chosen(context, None)

    async def choose_own(self, context: Context) -> Answer:
        """Mark single ones; at first those that are led now."""
        view = await self.floor.view(context)
        if view is None:
            return only_for_leads(context.t)
        if isinstance(context.draft, MarkingInstruments):
            return await self._marking(context, view, context.draft)
        whole = await self.floor.engine.read(listed) if view.chosen else ()
        led = whole if view.instruments is None else view.instruments
        return await self._marking(context, view, MarkingInstruments(symbols=frozenset(led)))

    async def _marking(self, context: Context, view: LeadDesk, draft: MarkingInstruments) -> Answer:
        symbols = await self.floor.engine.read(listed)
        return Asking(choosing(context.t, view, symbols, draft.symbols), draft)

    async def mark(self, context: Context) -> Answer:
        """One in or out."""
        press, view = context.pressed(MarkInstrument), await self.floor.view(context)
        if view is None or not isinstance(context.draft, MarkingInstruments):
            return await self.choose_own(context)
        return await self._marking(context, view, context.draft.with_mark(press.symbol, on=press.on))

    async def choose_marked(self, context: Context) -> Answer:
        """Take the marked ones."""
        view = await self.floor.view(context)
        stands = await self.floor.holds(context, view, context.pressed(ChooseMarked).version)
        if not stands or not isinstance(context.draft, MarkingInstruments):
            return await self._instruments(context, stale(context.t))
        return await self._chosen(context, frozenset(map(Symbol, context.draft.symbols)))


class RaiseShare(Decision):
    """The review of a higher share."""

    do: ClassVar[str] = "raise_share"

    def __init__(self, side: LeadTerms, confirmations: Confirmations) -> None:
        """Work through the handlers."""
        super().__init__(side.floor.engine, confirmations)
        self._side = side

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Planned | Answer:
        """What cannot be is said before anything is asked."""
        view, ratio = await self._side.floor.view(context), int(command[RATIO])
        if view is None:
            return only_for_leads(context.t)
        if ratio > view.ratio_max:
            return await self._side.drawn(context, denial_words(context.t, Denial.RATIO_OUT_OF_RANGE))
        if not view.changes_left:
            return await self._side.drawn(context, denial_words(context.t, Denial.RATIO_CHANGES_SPENT))
        return Planned(
            (view.who, view.ratio, ratio, view.settles_at),
            lambda nonce, changed: share_review(context.t, view, ratio, nonce, changed=changed),
        )

    def command(self, context: Context, command: Mapping[str, Any]) -> c.Command:
        """The new share."""
        return c.SetProfitShare(self._side.floor.who(context), int(command[RATIO]))

    async def told(self, context: Context, command: Mapping[str, Any], denial: Denial | None) -> Answer:  # noqa: ARG002
        """The share as it is."""
        view = await self._side.floor.view(context)
        done = share_taken(context.t, view) if view else NOTHING
        return await self._side.drawn(context, denial_words(context.t, denial) if denial else done)
