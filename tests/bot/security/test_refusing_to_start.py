"""`slipstream run` and `doctor` with a wrong environment: one clear line, an exit code, no traceback, no secret."""

import asyncio
import logging
import os
import socket
import sys

import pytest
import structlog
from whole_desk import desk, sandbox

from bot.cli import main
from bot.sandbox.server import serve

TOKEN = "123456789:AAF-canary_canary_canary_canary_1234"
SECRET = "canary-0123456789abcdef"
WELL = {"TELEGRAM_BOT_TOKEN": TOKEN, "ADMIN_ID": "5", "TELEGRAM_API_BASE": "http://127.0.0.1:9"}
HOOK = {"WEBHOOK_URL": "https://desk.example", "WEBHOOK_SECRET": SECRET}
WRONG = {
    "no token": ({"TELEGRAM_BOT_TOKEN": ""}, "TELEGRAM_BOT_TOKEN is missing"),
    "a blank token": ({"TELEGRAM_BOT_TOKEN": " "}, "TELEGRAM_BOT_TOKEN is not a bot token"),
    "a token cut short": ({"TELEGRAM_BOT_TOKEN": "123456789:"}, "TELEGRAM_BOT_TOKEN is not a bot token"),
    "a token without its number": ({"TELEGRAM_BOT_TOKEN": "canary"}, "TELEGRAM_BOT_TOKEN is not a bot token"),
    "a token with a line end": ({"TELEGRAM_BOT_TOKEN": TOKEN + "\nX=1"}, "TELEGRAM_BOT_TOKEN is not a bot token"),
    "a token of other letters": ({"TELEGRAM_BOT_TOKEN": "12:канарейка"}, "TELEGRAM_BOT_TOKEN is not a bot token"),
    "no admin": ({"ADMIN_ID": ""}, "ADMIN_ID is missing"),
    "an admin's name": ({"ADMIN_ID": "@ada"}, "ADMIN_ID"),
    "admin 0": ({"ADMIN_ID": "0"}, "ADMIN_ID"),
    "a group as admin": ({"ADMIN_ID": "-1001"}, "ADMIN_ID"),
    "an admin past all ids": ({"ADMIN_ID": "9" * 25}, "ADMIN_ID"),
    "an address of another kind": ({"TELEGRAM_API_BASE": "ftp://host"}, "TELEGRAM_API_BASE is not"),
    "an address with a password": ({"TELEGRAM_API_BASE": "https://me:canary@host"}, "TELEGRAM_API_BASE is not"),
    "an address with a query": ({"TELEGRAM_API_BASE": "https://host/?a=canary"}, "TELEGRAM_API_BASE is not"),
    "no address": ({"TELEGRAM_API_BASE": "nonsense"}, "TELEGRAM_API_BASE is not"),
    "a webhook without its secret": ({**HOOK, "WEBHOOK_SECRET": ""}, "WEBHOOK_SECRET is missing"),
    "a webhook with a short secret": ({**HOOK, "WEBHOOK_SECRET": "canary"}, "WEBHOOK_SECRET must be"),
    "a webhook with an odd secret": ({**HOOK, "WEBHOOK_SECRET": "canary canary canary"}, "WEBHOOK_SECRET must be"),
    "a webhook in the clear": ({**HOOK, "WEBHOOK_URL": "http://desk.example"}, "WEBHOOK_URL must be https"),
    "a webhook's port past all ports": ({**HOOK, "WEBHOOK_PORT": "70000"}, "WEBHOOK_PORT"),
    "a file for a folder": ({"DATA_DIR": "file"}, "file"),
    "a folder in a file": ({"DATA_DIR": "file/data"}, "file"),
    "a folder past all names": ({"DATA_DIR": "x" * 300}, "name too long"),
    "another admission": ({"ADMISSION": "everybody"}, "ADMISSION"),
    "a level there is not": ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder of its own with an environment that is well but for what a test changes."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith(("TELEGRAM_", "WEBHOOK_", "ADMI", "DATA_DIR", "LOG_LEVEL", "LANGUAGE", "PAPER_START")):
            monkeypatch.delenv(name)
    (tmp_path / "file").write_text("")
    for name, value in WELL.items():
        monkeypatch.setenv(name, value)
    root = logging.getLogger()
    before = (root.handlers[:], root.level, sys.excepthook, structlog.get_config())
    yield tmp_path
    root.handlers[:], root.level, sys.excepthook = before[:3]
    structlog.configure(**before[3])


def refusal(code, said, words):
    """One line that begins with our name and says the words."""
    assert code == 1
    lines = [line for line in said.err.splitlines() if line.startswith("slipstream: ")]
    assert len(lines) == 1, said.err
    assert "Traceback" not in said.err
    assert words in lines[0]
    assert "canary" not in said.err + said.out
    return lines[0]


@pytest.mark.parametrize("what", WRONG)
def test_run_says_what_is_wrong_in_one_line(here, monkeypatch, capsys, what):
    changes, words = WRONG[what]
    for name, value in changes.items():
        monkeypatch.setenv(name, value)
    refusal(main(["run"]), capsys.readouterr(), words)


@pytest.mark.parametrize("what", WRONG)
def test_the_doctor_finds_it_too(here, monkeypatch, capsys, what):
    changes, words = WRONG[what]
    for name, value in changes.items():
        monkeypatch.setenv(name, value)
    assert main(["doctor"]) == 1
    said = capsys.readouterr()
    assert words in said.out + said.err
    assert "MISSING" in said.out or said.err.count("\n") == 1
    assert "Traceback" not in said.out + said.err
    assert "canary" not in said.out + said.err


@pytest.mark.parametrize("command", ["run", "doctor"])
def test_a_settings_file_that_is_no_text_is_named(here, capsys, command):
    (here / ".env").write_bytes(b"\xff\xfeADMIN_ID=5")
    assert main([command]) == 1
    said = capsys.readouterr()
    assert ".env is no UTF-8 text" in said.out + said.err
    assert "Traceback" not in said.err


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may write everywhere")
@pytest.mark.parametrize("command", ["run", "doctor"])
def test_a_folder_that_may_not_be_written_to_is_named(here, monkeypatch, capsys, command):
    locked = here / "locked"
    locked.mkdir(mode=0o500)
    monkeypatch.setenv("DATA_DIR", str(locked / "data"))
    assert main([command]) == 1
    said = capsys.readouterr()
    assert "locked" in said.out + said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("name", ["journal.sqlite/", "notes.sqlite/", "desk.lock/", "journal.sqlite", "notes.sqlite"])
def test_a_file_of_the_desk_that_is_a_folder_or_rubbish_is_refused(here, capsys, name):
    data = here / "data"
    data.mkdir()
    if name.endswith("/"):
        (data / name).mkdir()
    else:
        (data / name).write_bytes(b"this is no database " * 500)
    refusal(main(["run"]), capsys.readouterr(), "")


async def test_a_second_process_says_who_has_the_desk(here, monkeypatch, capsys):
    async with desk(here / "data"):
        monkeypatch.setenv("DATA_DIR", str(here / "data"))
        code = await asyncio.to_thread(main, ["run"])
        assert f"in use by process {os.getpid()}" in refusal(code, capsys.readouterr(), "in use")
        assert await asyncio.to_thread(main, ["doctor"]) == 1
        assert "in use by process" in capsys.readouterr().out


async def test_a_webhooks_port_that_is_taken_is_named_and_the_folder_is_free_again(here, monkeypatch, capsys):
    telegram = sandbox()
    server = await serve(telegram)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for name, value in {
            **HOOK,
            "WEBHOOK_PORT": port,
            "TELEGRAM_API_BASE": server.url,
            "TELEGRAM_BOT_TOKEN": telegram.token,
        }.items():
            monkeypatch.setenv(name, value)
        code = await asyncio.to_thread(main, ["run"])
        refusal(code, capsys.readouterr(), port)
    await server.close()
    async with desk(here / "data") as town:
        assert town.house.engine.pen.book.epoch == 2
