"""No token or other secret of the process reaches a log, whoever writes it."""

import logging
import sys

import pytest
import structlog

from bot.redact import HIDDEN, redact, set_up_logging

TOKEN = "123456789:AAF-canary_canary_canary_canary_1234"


@pytest.fixture
def logs(capsys):
    root = logging.getLogger()
    before = (root.handlers[:], root.level, sys.excepthook, structlog.get_config())
    set_up_logging("DEBUG", secrets=("pass phrase/1",))
    yield lambda: capsys.readouterr().err
    root.handlers[:], root.level, sys.excepthook = before[:3]
    structlog.configure(**before[3])
    for name in ("httpx", "telegram"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def fail():
    raise RuntimeError(f"POST https://host/bot{TOKEN}/getMe with pass phrase/1 or pass%20phrase%2F1")


def test_a_token_is_known_by_its_pattern():
    assert redact(f"https://host/bot{TOKEN}/getMe") == f"https://host/bot{HIDDEN}/getMe"


@pytest.mark.parametrize("logger", [structlog.get_logger("desk"), logging.getLogger("other")])
def test_lines_fields_and_tracebacks_are_redacted(logs, logger):
    logger.info("token %s", TOKEN)
    try:
        fail()
    except RuntimeError:
        logger.exception("it failed")
    written = logs()
    assert "it failed" in written
    assert "RuntimeError" in written
    assert HIDDEN in written
    for secret in (TOKEN, "pass phrase/1", "pass%20phrase%2F1"):
        assert secret not in written


def test_fields_are_redacted_too(logs):
    structlog.get_logger("desk").info("sent", url=f"https://host/bot{TOKEN}/x")
    assert TOKEN not in logs()


def test_an_uncaught_exception_is_redacted(logs):
    try:
        fail()
    except RuntimeError:
        sys.excepthook(*sys.exc_info())
    written = logs()
    assert "the process ends" in written
    assert TOKEN not in written


def test_libraries_that_log_addresses_are_quiet(logs):
    logging.getLogger("httpx").info("HTTP Request: POST")
    logging.getLogger("telegram.ext").debug("whole update")
    assert logs() == ""
