"""M6: the admin writes to many. The words stand in Notes; without them nobody more is told: so it is stopped."""

from collections.abc import Mapping
from typing import Any, ClassVar

from bot.chat.confirmations import Confirmations
from bot.chat.routes import Answer, Asking, Context, Route
from bot.drafts.telling_drafts import TypingBroadcast
from bot.handlers.admin import ADMINS
from bot.handlers.copier.arriving import spoken
from bot.handlers.deciding import Decision, Planned
from bot.handlers.posting import id_of
from bot.handlers.side import Side
from bot.html import NOTHING, Html
from bot.outbox.stopping import stop_waiting, way_of
from bot.people.written import Written
from bot.presses.telling import NoMoreLanguages, StopBroadcast, WriteBroadcast
from bot.screens import admin_broadcast as screens
from bot.screens.admin import too_late
from bot.screens.lead import stale
from core.engine import Engine
from core.model import commands as c
from core.model import events as e
from core.model.announcements import Audience
from core.model.people import OPERATOR, Origin
from core.model.reasons import Denial
from core.views.alerts import AlertKind
from core.views.reach import reach

TEXTS, UNDER, WHOM = "texts", "under", "whom"
AUDIENCES = frozenset(map(int, Audience))


class Broadcasting:
    """The handlers before the review."""

    def __init__(self, engine: Engine, written: Written, confirmations: Confirmations) -> None:
        """Hold what they work with."""
        self.engine = engine
        self.written = written
        self.sending = SendBroadcast(self, confirmations)

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={"broadcast": Route(self.show, ADMINS)},
            presses={
                WriteBroadcast: Route(self.ask, ADMINS),
                NoMoreLanguages: Route(self.no_more, ADMINS),
                StopBroadcast: Route(self.stop, ADMINS),
            },
            drafts={TypingBroadcast: Route(self.typed, ADMINS)},
            reviews={self.sending.do: self.sending},
        )

    async def show(self, context: Context) -> Answer:
        """Whom to write to."""
        return await self.drawn(context, NOTHING)

    async def drawn(self, context: Context, note: Html) -> Answer:
        """The same, with what to say first, and how far the last one has come."""
        view, last = await self.engine.read(reach), await self._last()
        if last is None:
            return screens.broadcast(context.t, view, None, note)
        seq, under = last
        words = await self.written.of(OPERATOR, under)
        way = await way_of(self.written.notes, f"{seq}:", AlertKind.BROADCAST)
        return screens.broadcast(context.t, view, screens.LastBroadcast(under, words, way), note)

    async def _last(self) -> tuple[int, str] | None:
        """The newest one: its fact's number and its id."""
        for record in await self.engine.past(OPERATOR, ("BroadcastSent",), most=1):
            if isinstance(record.fact, e.BroadcastSent):
                return record.seq, record.fact.broadcast
        return None

    async def ask(self, context: Context) -> Answer:
        """The question."""
        whom = context.pressed(WriteBroadcast).audience
        if whom not in AUDIENCES:
            return await self.drawn(context, stale(context.t))
        return await self._ask(context, TypingBroadcast(audience=whom), problem=False)

    async def _ask(self, context: Context, draft: TypingBroadcast, *, problem: bool) -> Answer:
        """In the admin's own language first, then in each other one that is spoken here; then the review."""
        language = next((each for each in _languages(context) if each not in draft.texts), None)
        if language is None:
            return await self._review(context, draft)
        view = await self.engine.read(reach)
        asked = screens.ask_broadcast(
            context.t, view, Audience(draft.audience), tuple(draft.texts.items()), language, problem=problem
        )
        return Asking(asked, draft)

    async def _review(self, context: Context, draft: TypingBroadcast) -> Answer:
        command = {TEXTS: draft.texts, UNDER: id_of(context), WHOM: draft.audience}
        return await self.sending.open(context, command)

    async def typed(self, context: Context) -> Answer:
        """What was typed, in the language that was asked for."""
        draft, text = context.drafted(TypingBroadcast), (context.text or "").strip()
        if not 1 <= len(text) <= screens.LONGEST:
            return await self._ask(context, draft, problem=True)
        language = next(each for each in _languages(context) if each not in draft.texts)
        written = TypingBroadcast(audience=draft.audience, texts={**draft.texts, language: text})
        return await self._ask(context, written, problem=False)

    async def no_more(self, context: Context) -> Answer:
        """As it is: whoever speaks another language reads the first text."""
        if not isinstance(context.draft, TypingBroadcast) or not context.draft.texts:
            return await self.drawn(context, stale(context.t))
        return await self._review(context, context.draft)

    async def stop(self, context: Context) -> Answer:
        """Without its words nobody more is told, and what waits is not sent."""
        under, last = context.pressed(StopBroadcast).broadcast, await self._last()
        if last is None or last[1] != under:
            return await self.drawn(context, stale(context.t))
        await self.written.forget(OPERATOR, under)
        await stop_waiting(self.written.notes, f"{last[0]}:", AlertKind.BROADCAST)
        return await self.drawn(context, screens.broadcast_stopped(context.t))


def _languages(context: Context) -> tuple[str, ...]:
    own = context.t.language
    return (own, *(each for each in spoken() if each != own))


class SendBroadcast(Decision):
    """The review of a broadcast."""

    do: ClassVar[str] = "broadcast"

    def __init__(self, side: Broadcasting, confirmations: Confirmations) -> None:
        """Work through the handlers."""
        super().__init__(side.engine, confirmations)
        self._side = side

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Planned | Answer:
        """The words and the audience; how many that is changes by the minute."""
        view, whom, texts = await self.engine.read(reach), Audience(command[WHOM]), tuple(command[TEXTS].items())
        return Planned(
            (command[UNDER], int(whom), texts),
            lambda nonce, changed: screens.broadcast_review(context.t, view, whom, texts, nonce, changed=changed),
        )

    async def before(self, context: Context, command: Mapping[str, Any], origin: Origin) -> None:  # noqa: ARG002
        """The words stand beside the fact, under its id."""
        under, texts = str(command[UNDER]), dict(command[TEXTS])
        for language, text in texts.items():
            await self._side.written.keep(OPERATOR, text, under=under, language=language)
        await self._side.written.keep(OPERATOR, next(iter(texts.values())), under=under)

    def command(self, context: Context, command: Mapping[str, Any]) -> c.Command:  # noqa: ARG002
        """What the core is asked."""
        return c.Broadcast(OPERATOR, str(command[UNDER]), Audience(command[WHOM]))

    async def told(self, context: Context, command: Mapping[str, Any], denial: Denial | None) -> Answer:  # noqa: ARG002
        """How far it has come."""
        done = screens.broadcast_sent(context.t) if denial is None else too_late(context.t, denial)
        return await self._side.drawn(context, done)
