"""Who did what as the admin, and why: acts are read off the journal, reasons stand in Notes beside their origins."""

import asyncio
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from bot.people.directory import Directory
from bot.people.grounds import Grounds
from bot.presses.admin import Ground
from bot.statements.rows import guarded
from core.engine import Engine
from core.model.people import OPERATOR, Origin, PersonId
from core.views.acts import FACTS, Act, acts

HOST: Final = "host"
"""Whoever may run a command on the machine."""
DESK: Final = "desk"
"""Nobody: a rule asked for it."""
SUBJECTS_AT_ONCE: Final = 32
RECORDS_AT_ONCE: Final = 100
HEADINGS: Final = ("no", "at", "who", "telegram_id", "did", "person", "name", "detail", "why")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who stands behind an origin. `name`: empty for the admin where nothing better is known, else `HOST` or `DESK`."""

    name: str
    telegram: int | None = None


def actor_of(origin: Origin, people: Directory) -> Actor:
    """An admin's origins end in their Telegram id; one from the machine, or of the desk's own, begins with its word."""
    if not origin:
        return Actor(DESK)
    first, *_, last = origin.split(":")
    if first in {HOST, DESK}:
        return Actor(first)
    if origin.count(":") < 2 or not (last.isascii() and last.isdecimal()):
        return Actor("")
    number = people.number(int(last))
    return Actor("" if number is None else people.name(number), int(last))


class Acts:
    """All of them, the oldest first; read on from where the last look ended."""

    def __init__(self, engine: Engine) -> None:
        """Nothing is read yet."""
        self._engine = engine
        self._known: list[Act] = []
        self._read = 0
        self._turn = asyncio.Lock()

    async def all(self) -> Sequence[Act]:
        """What the journal has by now."""
        async with self._turn:
            upto, leads = await self._engine.read(lambda desk: (desk.book.seq, list(desk.book.leads)))
            subjects: list[PersonId | None] = [None, OPERATOR, *leads]
            new: list[Act] = []
            for at in range(0, len(subjects), SUBJECTS_AT_ONCE):
                new += await self._about(subjects[at : at + SUBJECTS_AT_ONCE], upto)
            self._known += sorted(new, key=lambda act: act.seq)
            self._read = upto
            return self._known

    async def _about(self, subjects: Sequence[PersonId | None], upto: int) -> list[Act]:
        found: list[Act] = []
        after = self._read
        while records := await self._engine.onward(subjects, FACTS, after=after, most=RECORDS_AT_ONCE):
            found += acts([record for record in records if record.seq <= upto])
            after = records[-1].seq
        return found


async def acts_file(known: Iterable[Act], people: Directory, grounds: Grounds) -> bytes:
    """All of them as CSV: headings and codes in English, times in UTC, UTF-8 with a mark at its start."""
    why = await grounds.of_acts()
    rows = [_row(act, actor_of(act.origin, people), people, why.get(act.origin, "")) for act in known]
    return await asyncio.to_thread(_written, rows)


def _row(act: Act, actor: Actor, people: Directory, why: str) -> list[str]:
    about = "" if act.about is None else str(act.about)
    name = "" if act.about is None else people.name(act.about)
    at = act.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    did = [guarded(text) for text in (actor.name or "admin", str(actor.telegram or ""), act.kind.value)]
    reason = Ground(why).name.lower() if why in set(Ground) else why
    return [str(act.seq), at, *did, about, *map(guarded, (name, act.detail, reason))]


def _written(rows: list[list[str]]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([HEADINGS, *rows])
    return file.getvalue().encode("utf-8-sig")
