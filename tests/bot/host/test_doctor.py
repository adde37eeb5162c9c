"""`slipstream doctor`: a line for each thing, and what to do about it."""

import asyncio
import socket
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from bot.host import doctor
from core.adapters.journals.lock import DeskLock
from core.adapters.journals.sqlite import SqliteJournal
from core.model.events import Deposited, Record
from core.model.people import Origin, PersonId
from tests.mailbox import mail_server

NAMES = ["token", "admin", "data", "alone", "journal", "key", "clock", "disk", "updates", "mail"]


@pytest.fixture
def env(tmp_path, monkeypatch):
    """An `.env` of its own; answers what the doctor finds, by name."""
    for name in ("TELEGRAM_BOT_TOKEN", "ADMIN_ID", "DATA_DIR", "WEBHOOK_URL", "WEBHOOK_SECRET", "SMTP_HOST"):
        monkeypatch.delenv(name, raising=False)

    def found(text):
        file = tmp_path / "env"
        file.write_text(text)
        return {each.name: each for each in doctor.findings(file)}

    return found


def test_a_desk_ready_to_run_is_well(env, tmp_path):
    found = env(f"TELEGRAM_BOT_TOKEN=1:a\nADMIN_ID=5\nDATA_DIR={tmp_path}\n")
    assert list(found) == NAMES
    assert all(each.well for each in found.values()), found


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("ADMIN_ID=5", "token", "TELEGRAM_BOT_TOKEN is missing"),
        ("TELEGRAM_BOT_TOKEN=1:a", "admin", "ADMIN_ID is missing"),
        ("TELEGRAM_BOT_TOKEN=nonsense", "settings", "TELEGRAM_BOT_TOKEN is not a bot token"),
        ("ADMIN_ID=zero", "settings", "ADMIN_ID"),
        ("WEBHOOK_URL=https://desk.example", "settings", "WEBHOOK_SECRET is missing"),
    ],
)
def test_what_is_missing_is_named_with_what_to_do(env, text, name, says):
    found = env(text)
    assert not found[name].well
    assert says in found[name].text
    assert "\n" not in found[name].text


def test_a_mail_server_that_does_not_answer_is_named_with_what_went_wrong(env):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]  # bound and not listening: whoever connects is refused
        found = env(f"SMTP_HOST=127.0.0.1\nSMTP_PORT={port}\nSMTP_FROM=desk@desk.test\n")["mail"]
    assert not found.well
    assert f"127.0.0.1, port {port}, starttls" in found.text
    assert "SMTPConnectError" in found.text
    assert "\n" not in found.text


async def test_a_mail_server_that_lets_us_in_is_well_and_gets_no_letter(env):
    async with mail_server() as mailbox:
        asked = f"SMTP_HOST=127.0.0.1\nSMTP_PORT={mailbox.port}\nSMTP_FROM=desk@desk.test\nSMTP_TLS=none\n"
        found = await asyncio.to_thread(env, asked)
    assert found["mail"].well
    assert "from desk@desk.test" in found["mail"].text
    assert (mailbox.lines, mailbox.arrived) == (1, [])


def test_another_process_on_the_folder_is_found(env, tmp_path):
    lock = DeskLock.acquire(tmp_path)
    found = env(f"DATA_DIR={tmp_path}")
    lock.release()
    assert not found["alone"].well
    assert "in use by process" in found["alone"].text
    assert env(f"DATA_DIR={tmp_path}")["alone"].well


def test_a_journal_that_has_lost_what_was_acknowledged_is_found(env, tmp_path):
    with closing(SqliteJournal.open(tmp_path / doctor.JOURNAL, fold_version=1)) as journal:
        assert env(f"DATA_DIR={tmp_path}")["journal"].well, "a desk that runs has looked already"
        journal.append([Record(1, datetime(2026, 1, 5, tzinfo=UTC), Origin(""), Deposited(PersonId(2), 1))])
    assert "whole, up to record 1" in env(f"DATA_DIR={tmp_path}")["journal"].text
    with closing(sqlite3.connect(tmp_path / doctor.JOURNAL)) as db, db:
        db.execute("UPDATE journal SET at = at + 1")
    assert "record 1 of the journal is damaged" in env(f"DATA_DIR={tmp_path}")["journal"].text
    (tmp_path / doctor.JOURNAL).unlink()
    found = env(f"DATA_DIR={tmp_path}")["journal"]
    assert not found.well
    assert "ends with record 0, and 1 were acknowledged" in found.text


def test_a_file_in_the_folders_place_is_found(env, tmp_path):
    (tmp_path / "data").write_text("")
    assert not env(f"DATA_DIR={tmp_path / 'data'}")["data"].well


def test_a_clock_before_the_last_fact_is_found(tmp_path):
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    with closing(sqlite3.connect(tmp_path / doctor.JOURNAL)) as db:
        db.execute("CREATE TABLE journal (at INTEGER)")
        db.execute("INSERT INTO journal VALUES (?)", (int((now + timedelta(hours=1)).timestamp() * 1e6),))
        db.commit()
    assert not doctor.clock(tmp_path, now).well
    assert doctor.clock(tmp_path, now + timedelta(hours=2)).well


def test_a_full_disk_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(doctor, "ROOM_LEAST", 2**62)
    assert not doctor.disk(tmp_path / "not" / "there" / "yet").well


def test_the_exit_code_says_whether_all_is_well(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert doctor.doctor(tmp_path / "none") == 1
    assert "MISSING  token" in capsys.readouterr().out
