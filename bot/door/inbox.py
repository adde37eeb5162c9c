"""The inbox: a raw update is durable before Telegram is told that we have it, and handled once or parked.

The stock updater confirms a batch as soon as it is queued in memory; a killed process loses it. Here the next offset
goes out only after the rows are stored, each row is parsed in a guard of its own, and it is marked done only when its
handler has finished. A repeat after a crash is harmless: commands carry the update's id as their origin.
"""

import asyncio
import json
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import structlog
from telegram import Bot, Update

from bot.door.processor import PARALLEL, Lanes
from bot.door.seal import Seal, Unsealed
from bot.door.sieve import Sifted, Strangers, sift
from core.adapters.notes import Notes

SOURCE: Final = "tg"
TRIES_MAX: Final = 3
BEGUN_MAX: Final = 10  # processes that die over one update before it is taken for the reason; a flapping host is none
TRY_AGAIN_AFTER: Final = 0.2  # seconds; three tries are over well within the 5 s a poisoned row may take
READ_OF_PRESSED: Final = ("message_id", "date", "chat", "text", "caption")
RAW_HELD: Final = 256  # updates that wait with what they say in memory; of more it is read again from the store
KEPT: Final = timedelta(days=7)  # done rows, so that a repeated update id is still known

log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]
Alert = Callable[[str, Mapping[str, object]], Awaitable[None]]
"""Tell the admins: a stable kind such as `update_parked`, and fields for the words."""


@dataclass(frozen=True, slots=True)
class Row:
    """A stored update in the queue. `tries` is None for a fresh one.

    `raw` is what was stored, where few wait; where many do it is read again when its turn comes, so that a flood
    fills no memory.
    """

    id: int
    update_id: int
    person: int
    urgent: bool
    tries: int | None = None
    raw: object = None


class Inbox:
    """Stores, queues and works off raw updates."""

    def __init__(
        self,
        notes: Notes,
        *,
        bot: Bot,
        handle: Callable[[Update], Awaitable[None]],
        alert: Alert,
        strangers: Strangers,
        clock: Clock = lambda: datetime.now(UTC),
        seal: Seal | None = None,
        parallel: int = PARALLEL,
        stored: Callable[[object], None] = lambda _: None,
        dropped: Callable[[int], None] = lambda _: None,
    ) -> None:
        """Nothing is read before `recover`.

        `stored` hears of each new raw update as soon as it is durable, `dropped` of strangers who should be told.
        """
        self._notes = notes
        self._bot = bot
        self._handle = handle
        self._alert = alert
        self._strangers = strangers
        self._clock = clock
        self._seal = seal or Unsealed()
        self._stored = stored
        self._dropped = dropped
        self._lanes: Lanes[Row] = Lanes(self._work, parallel=parallel)

    async def take(self, raws: Sequence[object]) -> int:
        """Store what is for us; once this returns it may be confirmed. Answers how many were new."""
        kept = [(sifted, raw) for raw in raws if (sifted := sift(raw)) and self._admitted(sifted)]
        written = [(sifted, body) for sifted, raw in kept if (body := _written(sifted, raw)) is not None]
        if not written:
            return 0
        now = self._clock().timestamp()
        rows = [(sifted, self._seal.seal(body, _about(sifted.update_id))) for sifted, body in written]
        fresh = await self._notes.transact(lambda db: _store(db, rows, now))
        raw_of = {sifted.update_id: raw for sifted, raw in kept}
        for row in fresh:
            raw = raw_of[row.update_id]
            self._stored(raw)
            held = replace(row, raw=raw) if self.waiting < RAW_HELD else row
            self._lanes.put(row.person, held, urgent=row.urgent)
        return len(fresh)

    def _admitted(self, sifted: Sifted) -> bool:
        if self._strangers.admits(sifted.person):
            return True
        if sifted.chat == sifted.person and self._strangers.should_tell(sifted.person):
            self._dropped(sifted.person)
        return False

    async def recover(self) -> int:
        """Queue what an earlier process left, oldest first; answers how many."""
        oldest = (self._clock() - KEPT).timestamp()
        for row in (rows := await self._notes.transact(lambda db: _left_behind(db, oldest))):
            sifted = sift(self._opened(row[3], row[1]))
            urgent = sifted is not None and sifted.urgent
            self._lanes.put(row[2], Row(row[0], row[1], row[2], urgent, tries=row[4]), urgent=urgent)
        return len(rows)

    async def drain(self) -> None:
        """Wait until everything queued is handled."""
        await self._lanes.drain()

    async def stop(self) -> None:
        """Begin nothing more; what runs is waited for."""
        await self._lanes.stop()

    @property
    def waiting(self) -> int:
        """How many updates have not begun."""
        return self._lanes.waiting

    async def _work(self, row: Row) -> None:
        if row.tries is not None:
            # It may have brought an earlier process down: this is counted before it gets another chance to.
            if row.tries >= BEGUN_MAX:
                await self._park(row, f"it was begun and not finished by {BEGUN_MAX} processes")
                return
            await self._notes.run("UPDATE inbox SET tries = tries + 1 WHERE id = ?", row.id)
        update = await self._parsed(row)
        if update is None:
            return
        try:
            await self._handle(update)
        except Exception as problem:  # the application has its own door; whatever passes it must not be tried for ever
            log.exception("an update passed the error door", update_id=row.update_id)
            await self._park(row, type(problem).__name__)
            return
        await self._notes.run("UPDATE inbox SET state = 'done', raw = x'' WHERE id = ?", row.id)

    async def _parsed(self, row: Row) -> Update | None:
        for tried in range(1, TRIES_MAX + 1):
            stored = b"" if row.raw is not None else await self._stored_raw(row)
            try:
                raw: Any = row.raw if row.raw is not None else self._read(stored, row.update_id)
                return Update.de_json(_lean(raw), self._bot)
            except Exception as problem:  # noqa: BLE001 - the guard of one row: de_json raises what it likes
                found = type(problem).__name__
            await self._notes.run("UPDATE inbox SET tries = ?, problem = ? WHERE id = ?", tried, found, row.id)
            if tried < TRIES_MAX:
                await asyncio.sleep(TRY_AGAIN_AFTER)
        await self._park(row, "it cannot be read")
        return None

    async def _stored_raw(self, row: Row) -> bytes:
        ((stored,),) = await self._notes.run("SELECT raw FROM inbox WHERE id = ?", row.id)
        return bytes(stored)

    async def _park(self, row: Row, problem: str) -> None:
        # The raw text stays with a dead letter: it is what a developer needs.
        await self._notes.run("UPDATE inbox SET state = 'dead', problem = ? WHERE id = ?", problem, row.id)
        log.error("an update is parked", update_id=row.update_id, problem=problem)
        await self._alert("update_parked", {"update_id": row.update_id, "problem": problem})

    def _read(self, stored: bytes, update_id: int) -> Any:
        return json.loads(self._seal.unseal(stored, _about(update_id)))

    def _opened(self, stored: bytes, update_id: int) -> object:
        try:
            return self._read(stored, update_id)
        except Exception:  # noqa: BLE001 - sealed by a lost key or damaged: its turn will park it
            return None


def _about(update_id: int) -> str:
    return f"{SOURCE}:{update_id}"


def _lean(raw: Any) -> Any:
    """Without the marks and buttons of a pressed button's message: nobody reads them, and to the library they are most
    of an update."""
    query = raw.get("callback_query")
    message = query.get("message") if isinstance(query, dict) else None
    if not isinstance(message, dict):
        return raw
    kept = {key: message[key] for key in READ_OF_PRESSED if key in message}
    return raw | {"callback_query": query | {"message": kept}}


def _written(sifted: Sifted, raw: object) -> bytes | None:
    """The update as it is stored; None for one nested so deep that it could just be read: its batch must not fail."""
    try:
        return json.dumps(raw).encode()
    except RecursionError:
        log.warning("an update is nested too deep to be stored", update_id=sifted.update_id)
        return None


def _store(db: sqlite3.Connection, rows: Sequence[tuple[Sifted, bytes]], now: float) -> list[Row]:
    """Insert what is new, and count what now stands below the chat's live screen in the same commit."""
    fresh = []
    for sifted, raw in rows:
        added = db.execute(
            "INSERT INTO inbox (source, update_id, person, raw, received_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING RETURNING id",
            (SOURCE, sifted.update_id, sifted.person, raw, now),
        ).fetchone()
        if added is None:
            continue
        if sifted.is_message:
            db.execute("UPDATE chat SET below = below + 1 WHERE chat = ?", (sifted.chat,))
        fresh.append(Row(added[0], sifted.update_id, sifted.person, sifted.urgent))
    return fresh


def _left_behind(db: sqlite3.Connection, oldest: float) -> list[tuple[int, int, int, bytes, int]]:
    db.execute("DELETE FROM inbox WHERE state = 'done' AND received_at < ?", (oldest,))
    waiting = "SELECT id, update_id, person, raw, tries FROM inbox WHERE state = 'waiting' ORDER BY id"
    return db.execute(waiting).fetchall()
