"""T1: the list of one's settings. Each is changed on a screen of its own."""

from dataclasses import dataclass

from bot.chat.looks import Looks
from bot.chat.routes import EVERYONE, Answer, Context, Route
from bot.handlers.alert_settings import MEMBERS
from bot.handlers.lead_floor import TRADERS
from bot.handlers.side import Side
from bot.screens.personal import Own, own_settings
from bot.wishes.preferences import Wishes


@dataclass(frozen=True, slots=True)
class Personal:
    """The handler. `mails`: this desk sends e-mail, too."""

    wishes: Wishes
    looks: Looks
    mails: bool = False

    def side(self) -> Side:
        """Its part of the table."""
        return Side(commands={"settings": Route(self.shown, EVERYONE)})

    async def shown(self, context: Context) -> Answer:
        """/settings."""
        wishes = await self.wishes.of(context.chat) if context.roles & MEMBERS else None
        theme = await self.looks.theme(context.chat)
        return own_settings(context.t, Own(wishes, theme, context.plain, self.mails, bool(context.roles & TRADERS)))
