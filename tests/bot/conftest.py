"""Fixtures of the chat's tests: notes in memory, and a small desk that is started and stopped."""

import pytest
import structlog
from small_desk import start_desk
from waiting import SOON

from core.adapters.notes import Notes
from tests.unsynced import unsynced


@pytest.fixture(scope="session", autouse=True)
def quiet():
    """structlog's own default prints tracebacks with every local variable."""
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, structlog.stdlib.render_to_log_kwargs],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


@pytest.fixture(scope="session", autouse=True)
def short_logs():
    """A desk of the tests has 1 MB of room in its journal's log: the usual 64 MB, at hundreds of desks, are 30 GB."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("bot.wiring.recovery.LOG_ROOM", 1 << 20)
        yield


HURRIED = (
    "bot.chat.taps.ANSWER_WITHIN",
    "bot.chat.answering.ANSWER_WITHIN",
    "bot.chat.answering.BUSY_AFTER",
    "bot.handlers.placing.OUTCOME_WITHIN",
    "bot.handlers.holding.OUTCOME_WITHIN",
    "bot.handlers.selling_left.OUTCOME_WITHIN",
)


@pytest.fixture(scope="session", autouse=True)
def unhurried():
    """The desk waits in the chat as long as it takes: on a busy machine it would say, with right, that it is slow."""
    with pytest.MonkeyPatch.context() as patched:
        for seconds in HURRIED:
            patched.setattr(seconds, SOON)
        yield


@pytest.fixture(scope="module", autouse=True)
def no_disk_waited_for():
    """Hundreds of desks write a few thousand commits: some milliseconds each, of which no test here says anything."""
    with pytest.MonkeyPatch.context() as patched:
        unsynced(patched.setattr)
        yield


@pytest.fixture
async def notes():
    store = await Notes.open()
    yield store
    await store.close()


@pytest.fixture
async def desk(notes):
    running = await start_desk(notes)
    yield running
    await running.app.stop()
