"""Arriving: welcome and home, the risk notice and joining, languages, and the pages that only say something."""

from collections.abc import Sequence

from bot.chat.routes import Answer, Context, Role
from bot.handlers.copier.codes import PREFIX
from bot.handlers.copier.finding import Finding
from bot.handlers.copier.floor import Floor
from bot.people.joining import join
from bot.presses.arriving import Page, ShowPage, Speak
from bot.screens import arriving as screens
from bot.screens.copier_home import copier_home
from bot.screens.head import opening
from bot.screens.help import commands_of, role_name
from bot.screens.screen import Row, Screen
from bot.translate import LANGUAGES
from bot.translate.catalogues import LOCALES
from core.views import home as views

FIRST_HOMES: Sequence[Role] = (Role.LEAD,)
"""Roles whose home comes before a copier's; the admin's comes where no trading role is held."""


class Arriving:
    """The handlers."""

    def __init__(self, floor: Floor, finding: Finding) -> None:
        self.floor, self.finding = floor, finding

    async def start(self, context: Context) -> Answer:
        """/start, perhaps with a deep link behind it."""
        if context.args.startswith(PREFIX):
            leads = await self.floor.engine.read(lambda desk: tuple(desk.book.leads))
            lead = await self.floor.codes.lead(context.args, leads)
            return await self.finding.card_of(context, lead)
        for prefix, opens in self.floor.links.items():
            if context.args.startswith(prefix):
                return await opens(context)
        return await self.home(context)

    async def home(self, context: Context) -> Answer:
        """The home of whoever asks: a lead's, a copier's, the admin's, else the welcome."""
        for role in FIRST_HOMES:
            if role in context.roles and role in self.floor.homes:
                return await self.floor.homes[role](context)
        if Role.COPIER in context.roles:
            return await self._copiers(context)
        if Role.ADMIN in context.roles and Role.ADMIN in self.floor.homes:
            return await self.floor.homes[Role.ADMIN](context)
        return await self._welcome(context)

    async def _welcome(self, context: Context) -> Screen:
        leads = await self.floor.engine.read(views.leading)
        return screens.welcome(context.t, paper=self.floor.people.paper(context.person), leads=leads)

    async def _copiers(self, context: Context) -> Screen:
        who = self.floor.who(context)
        view = await self.floor.engine.read(lambda desk: views.copier_home(desk, who))
        return copier_home(context.t, view, self.floor.people.name, more=_admin_row(context))

    # ── joining ───────────────────────────────────────────────────────────────

    async def risk(self, context: Context) -> Answer:
        """W3, to those who have not joined; all others are home."""
        if self.floor.maybe(context) is not None:
            return await self.home(context)
        if not self.floor.admits(context.person):
            return screens.not_admitted(context.t)
        return screens.risk_notice(context.t)

    async def accept(self, context: Context) -> Answer:
        """The notice is accepted: that is remembered, the person joins and is paid paper money, once."""
        if not self.floor.admits(context.person):
            return screens.not_admitted(context.t)
        if self.floor.maybe(context) is None:
            key, accepted = f"risk_accepted:{context.person}", context.now.isoformat()
            await self.floor.notes.run("INSERT OR IGNORE INTO setting VALUES (?, ?)", key, accepted)
            await join(self.floor.engine, self.floor.people, telegram=context.person, name=context.name)
        return await self._copiers(context)

    # ── languages ─────────────────────────────────────────────────────────────

    async def languages(self, context: Context) -> Answer:
        return screens.languages(context.t, spoken())

    async def speak(self, context: Context) -> Answer:
        """From now on in this language; one without a catalogue is no choice."""
        language = context.pressed(Speak).language.value
        if language not in spoken():
            return screens.languages(context.t, spoken())
        await self.floor.chats.speak(context.chat, language)
        words = self.floor.catalogues.words(language, zone=context.t.zone)
        return screens.languages(words, spoken())

    # ── pages ─────────────────────────────────────────────────────────────────

    async def page(self, context: Context) -> Answer:
        return self._page(context, context.pressed(ShowPage).page)

    async def page_by_command(self, context: Context) -> Answer:
        """/help, /privacy, /terms, /whoami, /about."""
        return self._page(context, Page(context.command or Page.ABOUT))

    def _page(self, context: Context, page: Page) -> Screen:
        t = context.t
        match page:
            case Page.ABOUT:
                return screens.about(t)
            case Page.HELP:
                return screens.help_page(t, commands_of(t, frozenset(map(str, context.roles))))
            case Page.PRIVACY:
                return screens.privacy(t)
            case Page.TERMS:
                return screens.terms(t)
            case Page.RISK:
                return screens.risk_notice(t, accepted=True)
            case Page.WHOAMI:
                roles = [role_name(t, str(role)) for role in Role if role in context.roles]
                return screens.whoami(t, telegram=context.person, called=context.name, roles=roles)


def spoken() -> tuple[str, ...]:
    """The languages one can choose: English, and those with a catalogue."""
    return tuple(
        code
        for code in LANGUAGES
        if code == "en" or (LOCALES / code.replace("-", "_") / "LC_MESSAGES" / "slipstream.po").is_file()
    )


def _admin_row(context: Context) -> tuple[Row, ...]:
    if Role.ADMIN not in context.roles:
        return ()
    return ((opening(context.t("home", "Admin desk"), "admin"),),)
