"""Alert settings: levels by a tap, quiet hours and the digest by a chip or typed; all of it acts at once (rule 18)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bot.chat.routes import Answer, Asking, Context, Role, Route
from bot.drafts.alert_drafts import TypingDigest, TypingQuiet
from bot.drafts.clock import read_span, read_time
from bot.handlers.side import Side
from bot.html import NOTHING, Html
from bot.presses.alerts import SetDigest, SetLevel, SetQuiet
from bot.screens import alert_settings as screens
from bot.wishes.mornings import DAY, Span
from bot.wishes.preferences import Change, Wishes

LINK: Final = "set_alerts"
"""The deep link to N1."""
MEMBERS: Final = frozenset({Role.COPIER, Role.LEAD, Role.ADMIN})
"""Whoever can be told anything."""
NONE_AT_ALL: Final = frozenset({"off", "no", "none", "-"})
"""Typed after /quiet or /digest."""


@dataclass(frozen=True, slots=True)
class AlertSettings:
    """The handlers. `digest_moved` is called with a chat whose digest comes at another time from now on.

    `mails`: this desk sends e-mail, too.
    """

    wishes: Wishes
    digest_moved: Callable[[int], None]
    mails: bool = False

    def side(self) -> Side:
        """Its part of the table."""
        return Side(
            commands={
                "alerts": Route(self.shown, MEMBERS),
                "quiet": Route(self.quiet, MEMBERS),
                "digest": Route(self.digest, MEMBERS),
            },
            presses={
                SetLevel: Route(self.set_level, MEMBERS),
                SetQuiet: Route(self.set_quiet, MEMBERS),
                SetDigest: Route(self.set_digest, MEMBERS),
            },
            drafts={
                TypingQuiet: Route(self.typed_quiet, MEMBERS),
                TypingDigest: Route(self.typed_digest, MEMBERS),
            },
        )

    # ── N1 ────────────────────────────────────────────────────────────────────

    async def shown(self, context: Context, note: Html = NOTHING) -> Answer:
        """/alerts."""
        return screens.alert_settings(
            context.t,
            await self.wishes.of(context.chat),
            context.t.zone,
            context.now,
            copies=Role.COPIER in context.roles,
            leads=Role.LEAD in context.roles,
            runs=Role.ADMIN in context.roles,
            mails=self.mails,
            note=note,
        )

    async def linked(self, context: Context) -> Answer:
        """By its deep link, which anybody may follow."""
        return await self.shown(context) if context.roles & MEMBERS else screens.nothing_to_tell(context.t)

    async def set_level(self, context: Context) -> Answer:
        """A switch."""
        press = context.pressed(SetLevel)
        done = await self.wishes.change(
            context.chat, lambda old: old.with_level(press.topic, press.level), version=press.version
        )
        return await self.shown(context, _said(context, done))

    # ── N2 ────────────────────────────────────────────────────────────────────

    async def quiet(self, context: Context) -> Answer:
        """/quiet, perhaps with the hours behind it."""
        return await self._typed_span(context, context.args) if context.args else await self._ask_quiet(context)

    async def set_quiet(self, context: Context) -> Answer:
        """A chip."""
        press = context.pressed(SetQuiet)
        if not (0 <= press.start < DAY and 0 <= press.end < DAY):
            return await self._ask_quiet(context)
        span = None if press.start == press.end else Span(press.start, press.end)
        return await self._change_quiet(context, span, press.version)

    async def typed_quiet(self, context: Context) -> Answer:
        """Two times."""
        return await self._typed_span(context, context.text or "")

    async def _typed_span(self, context: Context, text: str) -> Answer:
        off = _means_none(context, text)
        span = None if off else read_span(text)
        if span is None and not off:
            return await self._ask_quiet(context, screens.no_span(context.t))
        return await self._change_quiet(context, span)

    async def _change_quiet(self, context: Context, span: Span | None, version: int | None = None) -> Answer:
        done = await self.wishes.change(context.chat, lambda old: replace(old, quiet=span), version=version)
        return await self._ask_quiet(context, _said(context, done))

    async def _ask_quiet(self, context: Context, note: Html = NOTHING) -> Answer:
        wishes = await self.wishes.of(context.chat)
        return Asking(screens.quiet_hours(context.t, wishes, context.t.zone, context.now, note=note), TypingQuiet())

    # ── N3 ────────────────────────────────────────────────────────────────────

    async def digest(self, context: Context) -> Answer:
        """/digest, perhaps with the time behind it."""
        return await self._typed_time(context, context.args) if context.args else await self._ask_digest(context)

    async def set_digest(self, context: Context) -> Answer:
        """A chip."""
        press = context.pressed(SetDigest)
        if not screens.NO_DIGEST <= press.at < DAY:
            return await self._ask_digest(context)
        at = None if press.at == screens.NO_DIGEST else press.at
        return await self._move_digest(context, at, press.version)

    async def typed_digest(self, context: Context) -> Answer:
        """A time."""
        return await self._typed_time(context, context.text or "")

    async def _typed_time(self, context: Context, text: str) -> Answer:
        off = _means_none(context, text)
        at = None if off else read_time(text)
        if at is None and not off:
            return await self._ask_digest(context, screens.no_time(context.t))
        return await self._move_digest(context, at)

    async def _move_digest(self, context: Context, at: int | None, version: int | None = None) -> Answer:
        done = await self.wishes.change(context.chat, lambda old: replace(old, digest_at=at), version=version)
        if done is Change.DONE:
            self.digest_moved(context.chat)
        return await self._ask_digest(context, _said(context, done))

    async def _ask_digest(self, context: Context, note: Html = NOTHING) -> Answer:
        wishes = await self.wishes.of(context.chat)
        return Asking(screens.digest_hour(context.t, wishes, context.t.zone, context.now, note=note), TypingDigest())


def _said(context: Context, done: Change) -> Html:
    """What to say where it was shown before another change."""
    return screens.changed_meanwhile(context.t) if done is Change.STALE else NOTHING


def _means_none(context: Context, text: str) -> bool:
    """In the reader's own word as the buttons have it, or in English."""
    own = context.t("alerts", "off").plain
    return text.strip().lower().rstrip(".") in NONE_AT_ALL | {own.lower().rstrip(".")}
