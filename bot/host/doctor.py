"""`slipstream doctor`: what is missing to run, in one line each. It only looks, and writes nothing.

It asks nobody online but the mail server, where one is set: only a log-in shows whether it lets us in.
"""

import asyncio
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.host.room import ROOM_LEAST
from bot.mail.door import mail_door
from bot.settings import Settings, SettingsError, read_settings
from bot.statements.key_file import KEY_FILE, PUBLIC_FILE, KeyRefused, read_key
from bot.statements.sealing import public_hex
from core.adapters.journals.lock import LOCK_FILE, DeskInUse, DeskLock
from core.adapters.journals.sqlite import read_only
from core.adapters.journals.witness import ensure_whole
from core.adapters.notifiers.email import Mail
from core.ports import JournalRefused

MAIL_WAIT: Final = 10.0
"""Seconds for each answer of the mail server."""
JOURNAL: Final = "journal.sqlite"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. `text` says what was found and, where it is not well, what to do."""

    name: str
    well: bool
    text: str


def doctor(env_file: Path | None = Path(".env")) -> int:
    """Prints the findings; 0 if all is well, else 1."""
    found = list(findings(env_file))
    for each in found:
        sys.stdout.write(f"{'ok     ' if each.well else 'MISSING'}  {each.name:<8} {each.text}\n")
    return 0 if all(each.well for each in found) else 1


def findings(env_file: Path | None) -> Iterator[Finding]:
    """Everything that is looked at, in the order in which a start needs it."""
    try:
        settings = read_settings(env_file)
    except SettingsError as problem:
        yield Finding("settings", well=False, text=str(problem))
        return
    yield token(settings)
    yield admin(settings)
    yield folder(settings.data_dir)
    yield alone(settings.data_dir)
    yield journal(settings.data_dir)
    yield key(settings.data_dir)
    yield clock(settings.data_dir, datetime.now(UTC))
    yield disk(settings.data_dir)
    yield door(settings)
    yield mail(settings)


def token(settings: Settings) -> Finding:
    """Whether there is one; it is not shown and not tried."""
    try:
        settings.token()
    except SettingsError as problem:
        return Finding("token", well=False, text=str(problem))
    return Finding("token", well=True, text="is set")


def admin(settings: Settings) -> Finding:
    """Who approves leads."""
    if settings.admin_id is None:
        return Finding(
            "admin",
            well=False,
            text="ADMIN_ID is missing: put your Telegram id there; started with 1, /whoami tells it",
        )
    return Finding("admin", well=True, text=f"is {settings.admin_id}")


def folder(path: Path) -> Finding:
    """Whether the desk may write where it keeps its state."""
    there = nearest(path)
    blocked = next((each for each in (path, *path.parents) if each.exists() and not each.is_dir()), None)
    if blocked is not None:
        return Finding("data", well=False, text=f"{blocked} is no folder: move it away or set DATA_DIR")
    if not os.access(there, os.W_OK | os.X_OK):
        return Finding("data", well=False, text=f"{there} may not be written to: see to its rights or set DATA_DIR")
    return Finding("data", well=True, text=f"{path}" if path.exists() else f"{path} will be made")


def alone(path: Path) -> Finding:
    """Whether no other process has the desk."""
    if not (path / LOCK_FILE).exists():
        return Finding("alone", well=True, text="no other desk uses this folder")
    try:
        DeskLock.acquire(path).release()
    except DeskInUse as problem:
        return Finding("alone", well=False, text=str(problem))
    except (JournalRefused, OSError) as problem:
        return Finding("alone", well=False, text=str(problem))
    return Finding("alone", well=True, text="no other desk uses this folder")


def journal(path: Path) -> Finding:
    """Whether the journal holds all that was acknowledged, and each record is whole: it is read to the end."""
    if not alone(path).well:
        return Finding("journal", well=True, text="is not looked at while a desk writes it")
    try:
        ensure_whole(path / JOURNAL)
        records = sum(1 for _ in read_only(path / JOURNAL)) if (path / JOURNAL).exists() else 0
    except (JournalRefused, OSError) as problem:
        return Finding("journal", well=False, text=str(problem))
    return Finding("journal", well=True, text=f"is whole, up to record {records}")


def key(path: Path) -> Finding:
    """Whether the key that signs statements is well, and which one it is."""
    if not (path / KEY_FILE).exists():
        lost = (path / PUBLIC_FILE).exists()
        text = f"{path / KEY_FILE} is gone: restore it from a backup" if lost else f"{path / KEY_FILE} will be made"
        return Finding("key", well=not lost, text=text)
    try:
        return Finding("key", well=True, text=f"signs statements as {public_hex(read_key(path).public_key())}")
    except (KeyRefused, OSError) as problem:
        return Finding("key", well=False, text=str(problem))


def clock(path: Path, now: datetime) -> Finding:
    """Whether this machine's clock is not before the last fact: nothing may happen before what has happened."""
    last = last_fact(path / JOURNAL)
    if last is not None and now < last - timedelta(seconds=1):
        text = f"stands at {now:%Y-%m-%d %H:%M:%S} UTC, before the last fact ({last:%Y-%m-%d %H:%M:%S}): set it right"
        return Finding("clock", well=False, text=text)
    return Finding("clock", well=True, text=f"{now:%Y-%m-%d %H:%M:%S} UTC")


def disk(path: Path) -> Finding:
    """Whether there is room."""
    free = shutil.disk_usage(nearest(path)).free
    text = f"{free // 2**20} MiB free"
    return Finding("disk", free >= ROOM_LEAST, text if free >= ROOM_LEAST else f"{text}: make room, at least 1 GiB")


def door(settings: Settings) -> Finding:
    """How updates come in."""
    if settings.webhook_url is None:
        return Finding("updates", well=True, text=f"are fetched from {settings.telegram_api_base}")
    return Finding("updates", well=True, text=f"come to {settings.webhook_url}, port {settings.webhook_port} here")


def mail(settings: Settings) -> Finding:
    """Whether the mail server would take letters; none is sent."""
    way = mail_door(settings)
    if way is None:
        return Finding("mail", well=True, text="is not set: nothing is sent by e-mail (SMTP_HOST)")
    where = f"{way.host}, port {way.port}, {way.tls}"
    problem = asyncio.run(Mail(replace(way, wait=MAIL_WAIT)).knock())
    if problem is not None:
        return Finding("mail", well=False, text=f"{where}: {problem}: see to the SMTP_ settings")
    return Finding("mail", well=True, text=f"goes out by {where}, from {way.sender}")


def nearest(path: Path) -> Path:
    """The folder itself, or the nearest one above it that exists."""
    return next(each for each in (path.absolute(), *path.absolute().parents) if each.is_dir())


def last_fact(journal: Path) -> datetime | None:
    """When the newest fact happened; None without a journal that can be read."""
    if not journal.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{journal.absolute().as_uri()}?mode=ro", uri=True)) as db:
            row = db.execute("SELECT max(at) FROM journal").fetchone()
    except sqlite3.Error:
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=row[0]) if row and row[0] else None
