"""T4: how one's pictures look and how one is spoken to. It acts at once, from the next picture and screen on."""

from dataclasses import dataclass

from bot.charts.pictures import Theme
from bot.chat.chats import Chats
from bot.chat.looks import Looks
from bot.chat.routes import EVERYONE, Answer, Context, Route
from bot.handlers.side import Side
from bot.presses.pictures import Paint, ReadPlainly
from bot.screens.appearance import appearance
from bot.screens.plainly import plainly


@dataclass(frozen=True, slots=True)
class Appearance:
    """The handlers."""

    looks: Looks
    chats: Chats

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={"appearance": Route(self.asked, EVERYONE)},
            presses={Paint: Route(self.painted, EVERYONE), ReadPlainly: Route(self.worded, EVERYONE)},
        )

    async def asked(self, context: Context) -> Answer:
        """/appearance."""
        return appearance(context.t, await self.looks.theme(context.chat), plain=context.plain)

    async def painted(self, context: Context) -> Answer:
        """Dark or light: the button says which, so that two presses are one."""
        theme: Theme = context.pressed(Paint).theme
        await self.looks.choose(context.chat, theme)
        return appearance(context.t, theme, plain=context.plain)

    async def worded(self, context: Context) -> Answer:
        """Plain words or not. The chat was read before this press, so its very answer is put into them here."""
        plain = context.pressed(ReadPlainly).on
        await self.chats.read_plainly(context.chat, on=plain)
        screen = appearance(context.t, await self.looks.theme(context.chat), plain=plain)
        return plainly(screen, context.t) if plain else screen
