"""Runs a route and draws what it answers; and the error door.

Every exception ends in a message that says what happened, whether money moved and what next, with an id that stands
in the log.
"""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import structlog
from telegram import CallbackQuery
from telegram.error import TelegramError

from bot.chat.chats import Chat, Chats
from bot.chat.menus import Menus
from bot.chat.render import Render
from bot.chat.routes import Answer, Asking, Context, Route, Sending, Toast
from bot.chat.taps import ANSWER_WITHIN, Taps
from bot.drafts.draft import Drafts
from bot.screens.desk import busy, failure
from bot.screens.plainly import plain_text, plainly
from bot.screens.screen import Screen

BUSY_AFTER: Final = 1.0  # rule 2
PROGRESS_EVERY: Final = 4.0
ERROR_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is mistaken for another

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an answer is drawn."""

    chat: Chat
    fresh: bool
    pressed: int | None
    toasted: bool = False


class Answering:
    """One chat's answers, drawn where the question came from."""

    def __init__(  # noqa: PLR0917  # what it draws with, each of a type of its own
        self, render: Render, taps: Taps, chats: Chats, drafts: Drafts, menus: Menus, monotonic: Callable[[], float]
    ) -> None:
        """Draw nothing yet."""
        self._render, self._taps, self._menus = render, taps, menus
        self._chats, self._drafts = chats, drafts
        self._monotonic = monotonic

    async def run(
        self, route: Route, context: Context, chat: Chat, *, fresh: bool, query: CallbackQuery | None = None
    ) -> None:
        """Run a route and draw what it answers. This is the error door: nothing passes it without a message."""
        work = asyncio.ensure_future(route.handler(context))
        place = _Place(chat, fresh, context.message)
        try:
            if query is None:
                await self._drawn(work, context, place, query)
            else:
                await self._answered(work, context, place, query)
        except Exception as problem:  # noqa: BLE001 - the error door: whatever failed, its person is told
            await self.tell(problem, context, chat, moves=route.moves)
        finally:
            work.cancel()

    async def _answered(
        self, work: "asyncio.Future[Answer]", context: Context, place: "_Place", query: CallbackQuery
    ) -> None:
        """Answer the tap within its time, whatever the handler does, and draw: neither waits for the other's way."""
        await asyncio.wait({work}, timeout=ANSWER_WITHIN)
        toast = _toast_of(work)
        if not self._taps.take(query.id):
            await self._drawn(work, context, place, query)
            return
        words = (plain_text(context.t, toast.text) if context.plain else toast.text).plain if toast else None
        await asyncio.gather(
            self._render.answer(query, words, alert=bool(toast and toast.alert)),
            self._drawn(work, context, replace(place, toasted=toast is not None), query),
        )

    async def _drawn(
        self, work: "asyncio.Future[Answer]", context: Context, place: "_Place", query: CallbackQuery | None
    ) -> None:
        """Draw what the work answers, and show that long work goes on."""
        if not work.done():
            await asyncio.wait({work}, timeout=BUSY_AFTER)
        began = self._monotonic() - BUSY_AFTER
        while not work.done():
            await self._render.busy(place.chat.chat)
            await self._show(busy(context.t, int(self._monotonic() - began)), context, place)
            met = await self._chats.meet(place.chat.chat, context.person)
            place = _Place(met.chat, fresh=False, pressed=None, toasted=place.toasted)
            await asyncio.wait({work}, timeout=PROGRESS_EVERY)
        await self._draw(await work, context, place, query)

    async def answer(self, query: CallbackQuery, words: str | None = None) -> None:
        """Answer a tap, unless its time was over and it has been answered without words."""
        if self._taps.take(query.id):
            await self._render.answer(query, words)

    async def _draw(self, answer: Answer, context: Context, place: "_Place", query: CallbackQuery | None) -> None:
        match answer:
            case Asking(screen) | (Screen() as screen):
                await self._show(screen, context, place)
            case Sending(screen, file, caption):
                await self._render.hand_over(place.chat, file, caption)
                await self._show(screen, context, replace(place, fresh=False))
            case Toast(text) if query is None or not place.toasted:
                await self._show(Screen(text, live=False), context, replace(place, fresh=False, pressed=None))
            case Toast() | None:
                pass
        # After the screen: an update cut off before it is handled again, and must find the question it answers.
        if isinstance(answer, Asking):
            await self._drafts.keep(place.chat.chat, answer.draft, context.now)
        elif context.draft is not None:
            await self._drafts.drop(place.chat.chat)
        await self._menus.send(place.chat, context.t, context.roles)

    async def _show(self, screen: Screen, context: Context, place: "_Place") -> None:
        """Where it belongs, and in plain words for who reads those."""
        shown = plainly(screen, context.t) if context.plain else screen
        await self._render.show(place.chat, shown, fresh=place.fresh, pressed=place.pressed)

    async def tell(self, problem: BaseException, context: Context, chat: Chat, *, moves: bool) -> None:
        """Say that it failed, under an id that stands in the log."""
        error_id = new_error_id()
        what = type(context.press).__name__ if context.press else context.command or "text"
        log.error("a handler failed", error_id=error_id, origin=context.origin, what=what, exc_info=problem)
        try:
            await self._show(failure(context.t, error_id, moves=moves), context, _Place(chat, fresh=True, pressed=None))
        except TelegramError as refusal:
            log.warning("a failure could not be told", error_id=error_id, problem=type(refusal).__name__)


def new_error_id() -> str:
    """Short enough to be read out, rare enough to be found in a day's log."""
    return "E-" + "".join(secrets.choice(ERROR_LETTERS) for _ in range(4))


def _toast_of(work: "asyncio.Future[Answer]") -> Toast | None:
    if not work.done() or work.cancelled() or work.exception() is not None:
        return None
    answer = work.result()
    return answer if isinstance(answer, Toast) else None
