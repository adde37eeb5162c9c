"""N4: an address is typed, a code is mailed there and typed in the chat; what comes is switched by a tap."""

from dataclasses import dataclass

from bot.chat.routes import Answer, Asking, Context, Role, Route
from bot.drafts.mail_drafts import TypingAddress, TypingCode
from bot.handlers.alert_settings import MEMBERS
from bot.handlers.side import Side
from bot.html import NOTHING, Html
from bot.mail.address import read_address
from bot.mail.book import AddressBook
from bot.mail.contacts import Asked, Typed
from bot.mail.topics import OF_ADMINS, OF_COPIERS, OF_LEADS, MailTopic
from bot.presses.mail import MailAnotherCode, RemoveAddress, SwitchMail, TypeAddress, TypeCode
from bot.screens import mail as screens
from bot.screens.alert_settings import changed_meanwhile


def without_mail() -> Side:
    """The part of the table for a desk that sends no e-mail, and says so."""
    route = Route(_says_so, MEMBERS)
    return Side(
        commands={"email": route},
        presses=dict.fromkeys((SwitchMail, TypeAddress, TypeCode, MailAnotherCode, RemoveAddress), route),
        drafts=dict.fromkeys((TypingAddress, TypingCode), route),
    )


async def _says_so(context: Context) -> Answer:
    return screens.no_mail(context.t)


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The handlers, for a desk that sends e-mail."""

    book: AddressBook

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={"email": Route(self.shown, MEMBERS)},
            presses={
                SwitchMail: Route(self.switch, MEMBERS),
                TypeAddress: Route(self.ask_address, MEMBERS),
                TypeCode: Route(self.ask_code, MEMBERS),
                MailAnotherCode: Route(self.another_code, MEMBERS),
                RemoveAddress: Route(self.remove, MEMBERS),
            },
            drafts={
                TypingAddress: Route(self.address_typed, MEMBERS),
                TypingCode: Route(self.code_typed, MEMBERS),
            },
        )

    async def shown(self, context: Context) -> Answer:
        """/email."""
        return await self._shown(context)

    async def _shown(self, context: Context, note: Html = NOTHING) -> Answer:
        return screens.e_mail(context.t, await self.book.of(context.chat), _topics(context), note=note)

    async def switch(self, context: Context) -> Answer:
        """A tick."""
        press = context.pressed(SwitchMail)
        done = await self.book.switch(context.chat, press.topic, on=press.on, version=press.version)
        return await self._shown(context, NOTHING if done else changed_meanwhile(context.t))

    async def remove(self, context: Context) -> Answer:
        """No address any more."""
        contact = await self.book.of(context.chat)
        if contact.version != context.pressed(RemoveAddress).version:
            return await self._shown(context, changed_meanwhile(context.t))
        await self.book.remove(context.chat)
        return await self._shown(context, screens.removed_note(context.t))

    # ── the address and its code ──────────────────────────────────────────────

    async def ask_address(self, context: Context) -> Answer:
        """The question."""
        return Asking(screens.ask_address(context.t, problem=False), TypingAddress())

    async def address_typed(self, context: Context) -> Answer:
        """An address, perhaps."""
        address = read_address(context.text or "")
        if address is None:
            return Asking(screens.ask_address(context.t, problem=True), TypingAddress())
        return await self._mail_code(context, address)

    async def another_code(self, context: Context) -> Answer:
        """A new code for the same address; the old one holds no more."""
        contact = await self.book.of(context.chat)
        if contact.asked is None or contact.version != context.pressed(MailAnotherCode).version:
            return await self._shown(context, changed_meanwhile(context.t))
        return await self._mail_code(context, contact.asked)

    async def _mail_code(self, context: Context, address: str) -> Answer:
        asked = await self.book.ask(context.chat, address, context.now)
        if asked is Asked.TOO_MANY:
            return await self._shown(context, screens.asked_note(context.t, asked))
        return await self.ask_code(context)

    async def ask_code(self, context: Context) -> Answer:
        """The question for the code; without an address that waits for one, N4."""
        return await self._ask_code(context)

    async def _ask_code(self, context: Context, note: Html = NOTHING) -> Answer:
        contact = await self.book.of(context.chat)
        if contact.asked is None:
            return await self._shown(context, note)
        return Asking(screens.ask_code(context.t, contact.asked, version=contact.version, note=note), TypingCode())

    async def code_typed(self, context: Context) -> Answer:
        """Six digits; spaces and dashes between them are the reader's."""
        digits = "".join((context.text or "").replace("-", " ").split())
        typed = await self.book.confirm(context.chat, digits, context.now)
        note = screens.typed_note(context.t, typed)
        return await self._shown(context, note) if typed is Typed.CONFIRMED else await self._ask_code(context, note)


def _topics(context: Context) -> tuple[MailTopic, ...]:
    """What can come to these roles."""
    mine = (
        *(OF_LEADS if Role.LEAD in context.roles else ()),
        *(OF_COPIERS if Role.COPIER in context.roles else ()),
        *(OF_ADMINS if Role.ADMIN in context.roles else ()),
    )
    return tuple(dict.fromkeys(mine))
