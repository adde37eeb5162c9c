"""L8: a lead writes to copiers. The words pass the desk's filter before the review, and once more in the core."""

import hashlib
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from bot.chat.confirmations import Confirmations
from bot.chat.routes import Answer, Asking, Context, Route
from bot.drafts.telling_drafts import TypingPost
from bot.handlers.deciding import Decision, Planned
from bot.handlers.lead_floor import LEADS, LeadFloor
from bot.handlers.side import Side
from bot.html import NOTHING, Html
from bot.people.written import Written
from bot.presses.telling import WritePost
from bot.screens import lead_posts as screens
from bot.screens.denied import denial_words
from bot.screens.lead import only_for_leads
from core.model import commands as c
from core.model.people import Origin
from core.model.posts import objection
from core.model.reasons import Denial
from core.views.posting import Posting, posting, posts_of

TEXT, POST = "text", "post"
SHOWN: Final = 3


def id_of(context: Context) -> str:
    """A name for what was typed, the same when the update is handled again."""
    return hashlib.sha256(f"{context.person}:{context.origin}".encode()).hexdigest()[:16]


class PostingSide:
    """The handlers before the review."""

    def __init__(self, floor: LeadFloor, written: Written, confirmations: Confirmations) -> None:
        """Hold what they work with."""
        self.floor = floor
        self.written = written
        self.sending = SendPost(self, confirmations)

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={"announce": Route(self.show, LEADS)},
            presses={WritePost: Route(self.ask, LEADS)},
            drafts={TypingPost: Route(self.typed, LEADS)},
            reviews={self.sending.do: self.sending},
        )

    async def view(self, context: Context) -> Posting | None:
        """How it stands in the book."""
        who = self.floor.who(context)
        return await self.floor.engine.read(lambda desk: posting(desk, who))

    async def show(self, context: Context) -> Answer:
        """L8."""
        return await self.drawn(context, NOTHING)

    async def drawn(self, context: Context, note: Html) -> Answer:
        """The same, with what to say first."""
        view = await self.view(context)
        if view is None:
            return only_for_leads(context.t)
        sent = posts_of(await self.floor.engine.past(view.lead, ("PostSent",), most=SHOWN))
        words = [(each, await self.written.of(view.lead, each.post)) for each in sent]
        return screens.posts(context.t, view, words, note)

    async def ask(self, context: Context) -> Answer:
        """The question."""
        return await self._ask(context, NOTHING)

    async def _ask(self, context: Context, problem: Html) -> Answer:
        view = await self.view(context)
        if view is None or not view.may:
            return await self.drawn(context, problem)
        return Asking(screens.ask_post(context.t, view, problem), TypingPost())

    async def typed(self, context: Context) -> Answer:
        """What was typed, refused here already if it cannot go out."""
        text = (context.text or "").strip()
        refused = objection(text)
        if refused:
            return await self._ask(context, denial_words(context.t, refused))
        return await self.sending.open(context, {TEXT: text, POST: id_of(context)})


class SendPost(Decision):
    """The review of a post."""

    do: ClassVar[str] = "post"

    def __init__(self, side: PostingSide, confirmations: Confirmations) -> None:
        """Work through the handlers' view."""
        super().__init__(side.floor.engine, confirmations)
        self._side = side

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Planned | Answer:
        """Who would get it changes by the minute and is no part of what is confirmed."""
        view = await self._side.view(context)
        if view is None or not view.may:
            return await self._side.drawn(context, NOTHING)
        text = str(command[TEXT])
        return Planned(
            (view.lead, command[POST], text),
            lambda nonce, changed: screens.post_review(context.t, view, text, nonce, changed=changed),
        )

    async def before(self, context: Context, command: Mapping[str, Any], origin: Origin) -> None:  # noqa: ARG002
        """The words stand beside the fact, under its id."""
        await self._side.written.keep(self._side.floor.who(context), str(command[TEXT]), under=str(command[POST]))

    def command(self, context: Context, command: Mapping[str, Any]) -> c.Command:
        """The post."""
        return c.PostToCopiers(self._side.floor.who(context), str(command[POST]), str(command[TEXT]))

    async def told(self, context: Context, command: Mapping[str, Any], denial: Denial | None) -> Answer:
        """The list with the new one in it; of what was refused nothing is kept."""
        if denial is None:
            return await self._side.drawn(context, screens.sent_off(context.t))
        await self._side.written.forget(self._side.floor.who(context), str(command[POST]))
        return await self._side.drawn(context, denial_words(context.t, denial))
