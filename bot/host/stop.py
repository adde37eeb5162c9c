"""The stop that needs no Telegram: `slipstream stop` lays a request into the folder, and the desk carries it out.

A request is a file, whole or not there, and is kept until it was carried out: by the running desk at its next tick,
else before the next start trades. It only lowers risk: buys are halted or paused, sales go on.
"""

import argparse
import asyncio
import json
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.host.where import ask_folder, journal_of
from bot.refusals import Refused
from core.adapters.journals.lock import DeskInUse, DeskLock
from core.engine import Engine
from core.fold.book import Lead
from core.model import commands as c
from core.model.people import OPERATOR, LeadState, Origin, PersonId

FOLDER: Final = "stops"
WAIT: Final = 15.0  # seconds the command waits for a desk that runs
LOOK_EVERY: Final = 0.1

log = structlog.get_logger(__name__)


class StopRequest(BaseModel):
    """Whom it is about, by Telegram id; None is the whole desk."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: int | None = None


# ── the desk's side ───────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class HostStops:
    """Carries out what lies in the folder. `number` is a Telegram id's person."""

    engine: Engine
    folder: Path
    number: Callable[[int], PersonId | None]

    async def look(self) -> None:
        """Each request takes effect once, however often the desk dies over it; its answer replaces it."""
        for path in await asyncio.to_thread(lambda: sorted(self.folder.glob("*.stop"))):
            said = await self._carry_out(path)
            log.warning("a stop from the host", request=path.stem, said=said)
            await asyncio.to_thread(_answer, path, said)

    async def _carry_out(self, path: Path) -> str:
        try:
            asked = StopRequest.model_validate_json(await asyncio.to_thread(path.read_bytes))
        except (ValidationError, OSError):
            return "Nothing was done: the request cannot be read."
        if asked.person is None:
            await self.engine.submit(c.Halt(OPERATOR), Origin(f"host:{path.stem}"))
            return "Buys are halted on the whole desk; sales go on. An admin lifts it in the chat: /unhalt."
        who = self.number(asked.person)
        if who is None:
            return f"Nothing was done: nobody here has the Telegram id {asked.person}."
        await self.engine.submit(c.PauseCopying(who, None), Origin(f"host:{path.stem}"))
        if await self.engine.read(lambda desk: _leads(desk.book.lead(who))):
            await self.engine.submit(c.SwitchLeadTrade(who, on=False), Origin(f"host:{path.stem}:lead"))
            return "Lead trade is off: the orders of this lead are private. Sales of what was copied go on."
        return "All copies of this person are paused: no buys; sales and stops go on. They resume in the chat: /resume."


def _leads(lead: Lead | None) -> bool:
    return lead is not None and lead.state in {LeadState.ACTIVE, LeadState.STOP_REQUESTED}


def _answer(path: Path, said: str) -> None:
    _write(path.with_suffix(".done"), said)
    path.unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text(text)
    fresh.chmod(0o600)
    fresh.replace(path)


# ── the command's side ────────────────────────────────────────────────────────


def main(argv: list[str]) -> int:
    """Asks, and waits for the desk's answer where one runs. 0: asked, and carried out or kept for the next start."""
    parser = argparse.ArgumentParser(
        prog="slipstream stop", description="Halt all buys of the desk, or pause one person; sales go on."
    )
    parser.add_argument("--person", type=int, metavar="ID", help="a Telegram id; without one the whole desk is halted")
    ask_folder(parser)
    given = parser.parse_args(argv)
    try:
        journal_of(given.data)
    except Refused as problem:
        raise Refused(f"nothing was halted: {problem}") from None
    asked = ask(given.data, given.person)
    sys.stdout.write(f"{answer(given.data, asked)}\n")
    return 0


def ask(data: Path, person: int | None) -> Path:
    """Lays the request down and answers where."""
    folder = data / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{secrets.token_hex(8)}.stop"
    _write(path, json.dumps({"person": person}))
    return path


def answer(data: Path, asked: Path) -> str:
    """What became of it, or what will."""
    done = asked.with_suffix(".done")
    for _ in _looks():
        if done.exists():
            said = done.read_text()
            done.unlink()
            return said
        if not _running(data):
            return "The desk is not running. It stops before it trades again: the request is kept."
    return "The desk runs and has not answered yet. The request is kept; asking again does no harm."


def _looks() -> Iterator[None]:
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        yield
        time.sleep(LOOK_EVERY)


def _running(data: Path) -> bool:
    try:
        DeskLock.acquire(data).release()
    except DeskInUse:
        return True
    return False
