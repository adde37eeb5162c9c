"""P-26: the token and other secrets stand nowhere but in the process: not in a file, a log, a traceback, a message."""

import logging
import sys

import pytest
import structlog
from fort import ADA, ANN, BOB, BTC, CAT, EVE, LEA, START, fort, town
from telegram.error import TelegramError

from bot.redact import HIDDEN, set_up_logging
from bot.running import secrets_of
from bot.sandbox.request import SandboxRequest
from bot.sandbox.telegram import Telegram
from bot.settings import Settings
from core.adapters.clocks import VirtualClock
from core.ports import JournalRefused

LONG = "123456789:AAF-canary_canary_canary_canary_1234"
SHORT = "123456789:AAF-canary"  # no token of Telegram's is so short: the pattern alone would not know it
WEBHOOK = "webhook-secret-canary"
MAIL = "canary-of-the-mail"
TYPED = "typed-key-canary-9f86d081884c7d65"


@pytest.fixture
def logs(capsys):
    """Everything at DEBUG, as an admin who looks for a mistake would set it."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, sys.excepthook, structlog.get_config())
    levels = {name: logging.getLogger(name).level for name in logging.root.manager.loggerDict}
    yield lambda: "".join(capsys.readouterr())
    root.handlers[:], root.level, sys.excepthook = before[:3]
    structlog.configure(**before[3])
    for name in logging.root.manager.loggerDict:
        logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))


async def everything(desk):
    """Every command as every role, with something behind it, and presses that fail and do not."""
    routes = desk.house.app.routes
    for who in (EVE, BOB, LEA, ADA):
        for command in routes.commands:
            await desk.says(who, f"/{command} {TYPED}")
        for data in ("h", "pt", "lpo", f"tka:{BTC}:b:m:0:0", f"wb:{desk.number(LEA)}", f"ok:{TYPED[:30]}", TYPED):
            await desk.forges(who, data)
            await desk.says(who, TYPED)


async def trouble(desk):
    """Handlers, Telegram and the disk fail, and say the secrets while they do."""
    said = f"POST https://api.telegram.org/bot{desk.telegram.token}/sendMessage with {WEBHOOK}"
    faults, notes = desk.telegram.faults, desk.house.notes
    real_run, real_read = type(notes).run, desk.house.engine.read

    async def failing(*_args, **_more):
        raise RuntimeError(said)

    desk.house.engine.read = failing
    assert "Something failed" in await desk.says(BOB, "/copies")
    desk.house.engine.read = real_read
    desk.house.app.chats.__class__.meet, meet = failing, desk.house.app.chats.__class__.meet
    await desk.says(BOB, "/home")
    desk.house.app.chats.__class__.meet = meet
    for fault in (faults.drop_request, faults.drop_answer):
        fault("sendMessage", 1)
        fault("editMessageText", 1)
        await desk.says(CAT, "/home")
    desk.telegram.inject({"message": {"message_id": 1, "date": "x", "chat": 5, "from": {"id": BOB}, "text": TYPED}})
    await desk.feed()
    await desk.house.troubles.tell("update_parked", {"problem": said})
    desk.telegram.account, token = desk.telegram.account, desk.telegram.token
    desk.telegram.token = "1:another"
    await desk.house.app.inbox.take([update(BOB, 1)])
    await desk.house.app.inbox.drain()
    desk.telegram.token = token
    assert type(notes).run is real_run


def update(who, number):
    chat = {"id": who, "type": "private", "first_name": "X"}
    sender = {"id": who, "is_bot": False, "first_name": "X"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": sender, "text": "/home"}
    return {"update_id": 900_000_000 + number, "message": message}


async def crash(desk):
    """The journal takes no more, and the process ends of it."""

    def refuse(_records):
        raise JournalRefused(f"the disk is full, says {desk.telegram.token} {WEBHOOK}")

    desk.house.engine.pen.journal.append = refuse
    desk.telegram.forge(desk.person(ANN), desk.live(ANN).message_id, f"ok:{'A' * 16}")
    desk.telegram.say(desk.person(ADA), "/halt")
    desk.telegram.say(desk.person(LEA), "/leadoff")
    await desk.feed(settle=False)
    last = RuntimeError(f"the last words name {desk.telegram.token} and {WEBHOOK}")
    sys.excepthook(type(last), last, None)


def hits(folder, needle):
    return [path.name for path in folder.rglob("*") if path.is_file() and needle.encode() in path.read_bytes()]


@pytest.mark.parametrize("token", [LONG, SHORT])
async def test_the_token_stands_in_no_file_no_log_no_traceback_and_no_message(tmp_path, logs, token):
    clock = VirtualClock(START)
    telegram = Telegram(now=clock.now, token=token)
    set_up_logging("DEBUG", secrets=(token, WEBHOOK))
    async with fort(tmp_path, telegram=telegram, clock=clock) as desk:
        await town(desk)
        await everything(desk)
        await trouble(desk)
        assert len(hits(tmp_path, "message")) >= 2, "nothing was written: the search would prove nothing"
        for secret in (token, token.partition(":")[2], WEBHOOK):
            assert hits(tmp_path, secret) == [], "while it runs, in a file or the log of one"
        bodies = await desk.house.notes.run("SELECT body, problem FROM outbox")
        assert token not in str(bodies)
        said = [message.text for messages in telegram.messages.values() for message in messages.values()]
        assert len(said) > 100
        assert not any(token in text or WEBHOOK in text for text in said if text)
        await crash(desk)
    written = logs()
    assert "a handler failed" in written
    assert "the process ends" in written
    assert "Traceback" in written
    assert HIDDEN in written
    assert TYPED not in written, "the poisoned update was logged whole"
    for secret in (token, token.partition(":")[2], WEBHOOK):
        assert secret not in written
        assert hits(tmp_path, secret) == []


async def test_what_people_type_is_in_no_log_and_after_a_clean_stop_in_no_file(tmp_path, logs):
    """A key typed into the chat passes the inbox. Dead letters alone keep it: they are what was never read."""
    set_up_logging("DEBUG")
    async with fort(tmp_path) as desk:
        await town(desk)
        await everything(desk)
        for _ in range(3):  # more than a page holds: its pages are freed, not written over
            await desk.says(BOB, TYPED * 120)
    assert TYPED not in logs()
    assert hits(tmp_path, "risk_accepted"), "nothing was written: the search would prove nothing"
    assert hits(tmp_path, TYPED) == []


def test_the_running_desk_hides_the_webhooks_secret_and_the_mails_password_too():
    mail = {"smtp_host": "mail.test", "smtp_from": "desk@mail.test", "smtp_user": "desk", "smtp_password": MAIL}
    given = Settings(_env_file=None, telegram_bot_token=SHORT, webhook_secret=WEBHOOK, **mail)
    assert set(secrets_of(given)) == {SHORT, WEBHOOK, MAIL}
    assert secrets_of(Settings(_env_file=None, telegram_bot_token=None, webhook_secret=None)) == ()


async def test_an_answer_that_is_no_json_is_not_logged_whole(logs):
    """The library logs such a body, and in one of getUpdates stands all that people wrote."""
    set_up_logging("DEBUG")
    with pytest.raises(TelegramError):
        SandboxRequest.parse_json_payload(f'{{"ok":true,"result":[{{"text":"{TYPED}"'.encode())
    assert TYPED not in logs()
