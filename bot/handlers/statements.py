"""S1 to S3: a person's statements, how each was computed, its check, its files, and a dispute sent to the admin.

Whoever presses sees their own; "not yours" and "does not exist" are one answer. The admin sees what is disputed.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.chat.chats import Chats
from bot.chat.looks import Looks
from bot.chat.routes import Answer, Context, File, Role, Route, Sending
from bot.handlers.admin import ADMINS
from bot.handlers.lead_floor import TRADERS
from bot.handlers.side import Side
from bot.html import NOTHING, Html
from bot.outbox import Post
from bot.people.directory import Directory
from bot.presses import statements as p
from bot.presses.pictures import ShowStatementPicture
from bot.screens import statement_steps as steps
from bot.screens import statements as screens
from bot.screens.screen import Screen
from bot.screens.statement_picture import statement_days, statement_picture
from bot.statements.chain import Chains, Kept
from bot.statements.forms import file_name, installed, made
from bot.statements.issuing import Issuing
from bot.translate import Catalogues, Words
from bot.wishes.topics import DECISION
from core.engine import Engine
from core.model.people import OPERATOR, PersonId
from core.views.as_of import as_of
from core.views.statement import Party

PREFIX: Final = "st_"
"""Of a deep link."""
EXTRACT: Final = 10
"""Lines that stand in the message to the admin; the others are behind its button."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """What they are handed over with. `post` stores a message, False where it stood there; `link`: see `Floor`."""

    engine: Engine
    people: Directory
    chains: Chains
    chats: Chats
    catalogues: Catalogues
    key: Ed25519PrivateKey
    post: Callable[[Post], Awaitable[bool]]
    looks: Looks
    link: Callable[[str], str] | None = None


class StatementDesk:
    """The handlers."""

    def __init__(self, counter: Counter) -> None:
        """Hold what they work with."""
        self.counter = counter
        self.issuing = Issuing(counter.engine, counter.chains, counter.people, counter.key)

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={"statements": Route(self.listed, TRADERS)},
            presses={
                p.StatementsPage: Route(self.listed, TRADERS),
                p.ShowStatement: Route(self.shown, TRADERS),
                p.ShowSettled: Route(self.settled, TRADERS),
                p.ShowSteps: Route(self.steps, TRADERS),
                ShowStatementPicture: Route(self.days, TRADERS),
                p.CheckStatement: Route(self.check, TRADERS),
                p.GetFile: Route(self.file, TRADERS),
                p.DisputeStatement: Route(self.dispute, TRADERS),
                p.ShowDisputed: Route(self.disputed, ADMINS),
            },
        )

    # ── looking ───────────────────────────────────────────────────────────────

    async def listed(self, context: Context) -> Answer:
        """S1."""
        wanted = context.press.page if isinstance(context.press, p.StatementsPage) else 1
        page = await self.issuing.page(self._who(context), wanted, size=screens.PAGE)
        at = await self.counter.engine.read(as_of)
        leads = Role.LEAD in context.roles
        return screens.statements(context.t, at, page.shown, page=page.number, many=page.many, leads=leads)

    async def shown(self, context: Context) -> Answer:
        """S2."""
        return await self._shown(context, context.pressed(p.ShowStatement).number)

    async def linked(self, context: Context) -> Answer:
        """S2 by its deep link, for its owner alone."""
        who = self.counter.people.number(context.person)
        number = None if who is None else await self.issuing.linked(who, context.args.removeprefix(PREFIX))
        return screens.no_statement(context.t) if number is None else await self._shown(context, number)

    async def settled(self, context: Context) -> Answer:
        """From an alert: the statement that tells of that settlement."""
        press, who = context.pressed(p.ShowSettled), self._who(context)
        number = await self.issuing.closed_by(who, PersonId(press.lead), press.seq)
        if number is None:
            return screens.not_yet(context.t) if press.lead == who else screens.no_statement(context.t)
        return await self._shown(context, number)

    async def steps(self, context: Context) -> Answer:
        """S3."""
        press = context.pressed(p.ShowSteps)
        kept = await self._kept(context, press.number)
        if kept is None:
            return screens.no_statement(context.t)
        return steps.steps(context.t, kept.sealed.statement, page=press.page)

    async def days(self, context: Context) -> Answer:
        """S2's picture; a lead's statement has no days of its own, and is shown as it is."""
        kept = await self._kept(context, context.pressed(ShowStatementPicture).number)
        if kept is None:
            return screens.no_statement(context.t)
        shown = kept.sealed.statement
        if shown.party is not Party.COPIER:
            return self._screen(context.t, kept)
        look = await self.counter.looks.of(context.chat, context.t)
        return statement_days(context.t, shown, picture=statement_picture(look, shown))

    async def _shown(self, context: Context, number: int) -> Answer:
        kept = await self._kept(context, number)
        return screens.no_statement(context.t) if kept is None else self._screen(context.t, kept)

    def _screen(self, t: Words, kept: Kept, notice: Html = NOTHING) -> Screen:
        link = self.counter.link(PREFIX + kept.code) if self.counter.link else None
        return screens.statement(t, kept.sealed.statement, forms=installed(), link=link, notice=notice)

    # ── acting ────────────────────────────────────────────────────────────────

    async def check(self, context: Context) -> Answer:
        """Computed anew from the journal, and compared."""
        kept = await self._kept(context, context.pressed(p.CheckStatement).number)
        if kept is None:
            return screens.no_statement(context.t)
        checked = await self.issuing.check(kept)
        return self._screen(context.t, kept, screens.checked_words(context.t, checked))

    async def file(self, context: Context) -> Answer:
        """The file, below the statement. A form that is not installed has no button; its press shows the statement."""
        press = context.pressed(p.GetFile)
        kept = await self._kept(context, press.number)
        if kept is None:
            return screens.no_statement(context.t)
        screen, sealed = self._screen(context.t, kept), kept.sealed
        if press.form not in installed():
            return screen
        content = await asyncio.to_thread(made, press.form, sealed, context.t, self.counter.key)
        file = File(file_name(sealed.statement, press.form, context.t.calendar), content)
        return Sending(screen, file, screens.file_caption(context.t, sealed.statement))

    async def dispute(self, context: Context) -> Answer:
        """Sends the figures and the lines to the admin, once a statement; the button moves nothing, so it needs no
        review."""
        kept, admin = await self._kept(context, context.pressed(p.DisputeStatement).number), self.counter.people.admin
        if kept is None:
            return screens.no_statement(context.t)
        new = admin is not None and await self._sent(kept, admin)
        if admin is not None:
            statement = kept.sealed.statement
            await self.counter.chains.dispute(statement.person, statement.number, context.now)
        words = screens.disputed_words(context.t, new=new, admin=admin is not None)
        return self._screen(context.t, kept, words)

    async def _sent(self, kept: Kept, admin: int) -> bool:
        """The message is one row of the outbox however often it is asked for."""
        statement, chat = kept.sealed.statement, await self.counter.chats.of(admin)
        t = self.counter.catalogues.words(chat.language if chat else None, zone=chat.timezone if chat else "UTC")
        extract = steps.step_lines(t, statement, slice(0, EXTRACT))
        return await self.counter.post(
            Post(
                fact=f"dispute:{statement.person}:{statement.number}",
                person=OPERATOR,
                kind="dispute",
                chat=admin,
                lane=DECISION,
                screen=screens.dispute_alert(t, statement, extract),
            )
        )

    # ── the admin ─────────────────────────────────────────────────────────────

    async def disputed(self, context: Context) -> Answer:
        """A disputed statement, or a page of its lines; the admin sees no other."""
        press = context.pressed(p.ShowDisputed)
        kept = await self.counter.chains.one(PersonId(press.person), press.number)
        if kept is None or not kept.disputed:
            return screens.no_dispute(context.t)
        statement = kept.sealed.statement
        if press.page < 1:
            return screens.disputed(context.t, statement)
        return steps.steps(context.t, statement, page=press.page, admin=True)

    # ── inside ────────────────────────────────────────────────────────────────

    def _who(self, context: Context) -> PersonId:
        number = self.counter.people.number(context.person)
        assert number is not None, "a trader's route was open to somebody who has not joined"
        return number

    async def _kept(self, context: Context, number: int) -> Kept | None:
        return await self.counter.chains.one(self._who(context), number)
