"""Where a picture comes from: Telegram keeps it under a file id, or it is drawn now, or there is none and text does.

Telegram is handed the bytes of one key once; the file id it answers with is kept in Notes, and forgotten when refused.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Protocol

from bot.charts.pictures import Picture, key_of
from core.adapters.notes import Notes


class Painter(Protocol):
    """Draws in time or not at all; see `bot.charts.studio`."""

    @property
    def possible(self) -> bool:
        """False while it is known that nothing can be drawn."""
        ...

    async def draw(self, picture: Picture) -> bytes | None:
        """The PNG, None where there is none in time."""
        ...


@dataclass(frozen=True, slots=True)
class Photo:
    """What is sent: a file id, or bytes that Telegram has not seen."""

    key: str
    content: str | bytes


@dataclass(frozen=True, slots=True)
class Photos:
    """All pictures of the desk. Without a painter only those that Telegram keeps."""

    notes: Notes
    painter: Painter | None = None

    async def of(self, picture: Picture, drawing: Callable[[], Awaitable[None]]) -> Photo | None:
        """The picture as a photo; None where it cannot be had now. `drawing` is awaited before one is drawn."""
        key: Final = key_of(picture)
        if file_id := await self._file_id(key):
            return Photo(key, file_id)
        if self.painter is None or not self.painter.possible:
            return None
        await drawing()
        png = await self.painter.draw(picture)
        return None if png is None else Photo(key, png)

    async def known(self, picture: Picture) -> str | None:
        """The file id under which Telegram has it, None where it has not: nothing is drawn."""
        return await self._file_id(key_of(picture))

    async def _file_id(self, key: str) -> str | None:
        rows = await self.notes.run("SELECT file_id FROM picture WHERE key = ?", key)
        return str(rows[0][0]) if rows else None

    async def remember(self, photo: Photo, file_id: str) -> None:
        """Telegram keeps it under this id."""
        await self.notes.run("INSERT OR REPLACE INTO picture VALUES (?, ?)", photo.key, file_id)

    async def forget(self, photo: Photo) -> None:
        """Telegram does not know the id, or not any more: it was another bot's, or was kept too long."""
        await self.notes.run("DELETE FROM picture WHERE key = ?", photo.key)
