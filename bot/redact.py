"""Logging: fields through structlog, and one redaction at the root that no line or traceback goes around.

A whole update is never logged; this is the second net, not the first.
"""

import logging
import re
import sys
from contextlib import suppress
from types import TracebackType
from typing import Any, Final, TextIO
from urllib.parse import quote

import structlog

BOT_TOKEN: Final = re.compile(r"\d{4,}:[A-Za-z0-9_-]{30,}")
# httpx writes each request's address at INFO, and the token stands in it; the others log bodies at DEBUG.
CHATTY: Final = ("httpx", "httpcore", "telegram", "aiohttp", "aiosqlite", "asyncio", "apscheduler")
# It logs an answer that is no JSON whole, as an error; in one of getUpdates stands all that people wrote.
SPILLING: Final = "telegram.request.BaseRequest"
HIDDEN: Final = "[hidden]"
SECRET_MIN: Final = 6  # a shorter "secret" would blank out ordinary words


class Redactor:
    """Knows the secrets of this process and takes them out of text."""

    def __init__(self) -> None:
        """Start with the pattern of bot tokens alone."""
        self._exact: set[str] = set()

    def hide(self, secret: str) -> None:
        """From now on this value, also percent-encoded, appears nowhere."""
        if len(secret) >= SECRET_MIN:
            self._exact |= {secret, quote(secret, safe="")}

    def __call__(self, text: str) -> str:
        """The text without secrets."""
        for secret in sorted(self._exact, key=len, reverse=True):
            text = text.replace(secret, HIDDEN)
        return BOT_TOKEN.sub(HIDDEN, text)


redact: Final = Redactor()


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Formats a record, its exception and stack included, and only then redacts: nothing is added afterwards."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written."""
        return redact(super().format(record))


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to what standard error is now, and fails in one line: the stock answer prints the record unredacted."""

    @property
    def stream(self) -> TextIO:
        return sys.stderr

    @stream.setter
    def stream(self, _: TextIO) -> None:
        """Standard error is asked for at each line instead."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is the library's
        with suppress(OSError, ValueError):
            sys.stderr.write(f"a log line of {record.name} could not be written\n")


def set_up_logging(level: str = "INFO", *, secrets: tuple[str, ...] = ()) -> None:
    """Route structlog, the standard library's logging and uncaught exceptions through one redacted handler."""
    for secret in secrets:
        redact.hide(secret)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = _Stderr()
    handler.setFormatter(
        RedactingFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                # The plain formatter on purpose: a rich one prints local variables, and secrets among them.
                structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger(SPILLING).setLevel(logging.CRITICAL)
    sys.excepthook = _last_words


def _last_words(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("slipstream").critical("the process ends", exc_info=(kind, problem, trace))
