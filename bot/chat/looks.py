"""How each chat's pictures look: dark or light, as its person chose, and in words that the drawing has letters for."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.charts.pictures import Theme
from bot.screens.look import Look
from bot.translate import Catalogues, Words
from core.adapters.notes import Notes

KEY = "pictures:{chat}"


@dataclass(frozen=True, slots=True)
class Looks:
    """Of all chats, in Notes. `chinese`: whether Chinese can be drawn now; it takes a font that does not come along."""

    notes: Notes
    catalogues: Catalogues
    chinese: Callable[[], bool] = lambda: False

    async def theme(self, chat: int) -> Theme:
        """Dark, unless light was chosen."""
        rows = await self.notes.run("SELECT value FROM setting WHERE key = ?", KEY.format(chat=chat))
        return Theme(rows[0][0]) if rows else Theme.DARK

    async def choose(self, chat: int, theme: Theme) -> None:
        """Its person wants them so."""
        await self.notes.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", KEY.format(chat=chat), theme.value)

    async def of(self, chat: int, t: Words) -> Look:
        """For a picture in this chat, whose words are `t`."""
        drawn = t if not t.language.startswith("zh") or self.chinese() else self.catalogues.words("en", zone=t.zone)
        return Look(drawn, await self.theme(chat))
