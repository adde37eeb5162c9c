"""The time zone: by the time one's clock shows and a city, or by a typed city; it acts at once."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.chat.chats import Chats
from bot.chat.routes import Answer, Asking, Context, Route
from bot.drafts.alert_drafts import TypingZone
from bot.handlers.alert_settings import MEMBERS
from bot.handlers.side import Side
from bot.html import NOTHING, Html
from bot.presses.alerts import LiveIn, ShowTimes, ShowZones
from bot.screens import time_zone as screens
from bot.wishes.zones import BY_CITY, found, zones_at


@dataclass(frozen=True, slots=True)
class TimeZone:
    """The handlers. `moved` is called when somebody lives in another zone from now on."""

    chats: Chats
    moved: Callable[[], None]

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={"timezone": Route(self.asked, MEMBERS)},
            presses={
                ShowTimes: Route(self.times, MEMBERS),
                ShowZones: Route(self.zones, MEMBERS),
                LiveIn: Route(self.chosen, MEMBERS),
            },
            drafts={TypingZone: Route(self.typed, MEMBERS)},
        )

    async def asked(self, context: Context) -> Answer:
        """/timezone, perhaps with a city behind it."""
        return await self._named(context, context.args) if context.args else self._ask(context)

    async def times(self, context: Context) -> Answer:
        """All of them."""
        return Asking(screens.all_times(context.t, context.t.zone, context.now), TypingZone())

    async def zones(self, context: Context) -> Answer:
        """Those that show the tapped time; a forged one that none shows is the question anew."""
        offset = context.pressed(ShowZones).offset
        if not zones_at(offset, context.now):
            return self._ask(context)
        return Asking(screens.zones_of(context.t, offset, context.now), TypingZone())

    async def chosen(self, context: Context) -> Answer:
        """A city of the list."""
        zone = BY_CITY.get(context.pressed(LiveIn).city)
        return self._ask(context) if zone is None else await self._move(context, zone)

    async def typed(self, context: Context) -> Answer:
        """A city."""
        return await self._named(context, context.text or "")

    async def _named(self, context: Context, text: str) -> Answer:
        zone = found(text)
        return self._ask(context, screens.no_city(context.t)) if zone is None else await self._move(context, zone)

    async def _move(self, context: Context, zone: str) -> Answer:
        await self.chats.live_in(context.chat, zone)
        self.moved()
        there = replace(context, t=replace(context.t, zone=zone))
        return self._ask(there, screens.moved(there.t))

    def _ask(self, context: Context, note: Html = NOTHING) -> Answer:
        return Asking(screens.time_zone(context.t, context.t.zone, context.now, note=note), TypingZone())
