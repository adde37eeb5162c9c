"""T4: how one's pictures look. It acts at once, and the next picture is painted so."""

from dataclasses import dataclass

from bot.charts.pictures import Theme
from bot.handlers.side import Side
from bot.looks import Looks
from bot.presses_pictures import Paint
from bot.routes import EVERYONE, Answer, Context, Route
from bot.screens.appearance import appearance


@dataclass(frozen=True, slots=True)
class Appearance:
    """The handlers."""

    looks: Looks

    def side(self) -> Side:
        """Its part of the table."""
        return Side(commands={"appearance": Route(self.asked, EVERYONE)}, presses={Paint: Route(self.chosen, EVERYONE)})

    async def asked(self, context: Context) -> Answer:
        """/appearance."""
        return appearance(context.t, await self.looks.theme(context.chat))

    async def chosen(self, context: Context) -> Answer:
        """Dark or light: the button says which, so that two presses are one."""
        theme: Theme = context.pressed(Paint).theme
        await self.looks.choose(context.chat, theme)
        return appearance(context.t, theme)
