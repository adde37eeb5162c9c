"""What the chat is made of, and the library's application with everything left out that the desk does itself."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.ext import Application, ApplicationBuilder, Defaults
from telegram.request import BaseRequest

from bot.chat.offers import Offering
from bot.chat.photos import Painter
from bot.chat.routes import Menu, Rights, Routes
from bot.door.inbox import Alert
from bot.door.line import Limits
from bot.door.pacing import Pacer
from bot.door.processor import PARALLEL
from bot.door.seal import Seal
from bot.door.transport import AiohttpRequest
from bot.outbox.post import Lasts, always
from bot.settings import TELEGRAM
from bot.translate import Catalogues
from core.adapters.notes import Notes

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the desk hands to its chat."""

    token: str
    notes: Notes
    routes: Routes
    rights: Rights
    known: Callable[[int], bool]
    alert: Alert
    catalogues: Catalogues
    api_base: str = TELEGRAM
    clock: Clock = lambda: datetime.now(UTC)
    monotonic: Callable[[], float] = time.monotonic
    limits: Limits | None = None
    seal: Seal | None = None
    menu: Menu | None = None
    parallel: int = PARALLEL
    request: BaseRequest | None = None
    poll_request: BaseRequest | None = None
    painter: Painter | None = None
    lasts: Lasts = always
    offering: Offering | None = None


class Forgetful(Application[Any, Any, Any, Any, Any, Any]):
    """The library's own, but for its note of every chat and person ever met: a persistence would take it, and we have
    none, so it would only grow."""

    __slots__ = ()

    def _mark_for_persistence_update(self, *, update: object | None = None, job: object | None = None) -> None:
        """Note nothing."""


def build_application(
    parts: Parts, pacer: Pacer, poll_request: BaseRequest
) -> "Application[Any, Any, Any, Any, Any, Any]":
    """The library's application: no updater, no jobs, no persistence; our pace, HTML, no link previews, UTC."""
    request = parts.request or AiohttpRequest(connections=parts.parallel + 2)
    defaults = Defaults(
        parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True), tzinfo=UTC
    )
    return (
        ApplicationBuilder()
        .application_class(Forgetful)
        .token(parts.token)
        .base_url(f"{parts.api_base}/bot")
        .base_file_url(f"{parts.api_base}/file/bot")
        .request(request)
        .get_updates_request(poll_request)
        .rate_limiter(pacer)
        .defaults(defaults)
        .updater(None)
        .job_queue(None)
        .build()
    )
