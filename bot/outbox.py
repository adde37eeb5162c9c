"""The outbox: what must be told is a row before it is sent, is sent in its lane at the pace, and is never lost.

At least once: Telegram has no key that would make a send happen once. A send whose outcome is unknown is sent again
and says so ("repeat"). A chat that cannot be written to is parked until its person is heard of again.
"""

import asyncio
import heapq
import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Final

import structlog
from telegram import Bot, InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.inbox import Alert
from bot.pacing import GRANTED, Pacer, seconds_of
from bot.render import Meaning, keyboard, meaning
from bot.screens.screen import Screen
from bot.translate import Catalogues
from core.adapters.notes import Notes

CHUNK: Final = 1_000  # rows a transaction: other writers, and the event loop, get their turn in between
LATE: Final = timedelta(seconds=60)  # chat.md §4: an alert more than 60 s late says how late
BACK_OFF_MAX: Final = 60.0
TIMER_MAX: Final = 60.0  # the wall clock may be set: look again at least this often
STOP_GRACE: Final = 5.0  # seconds a send in flight gets at a stop
# What the transport raised before anything left: the message was certainly not delivered.
NEVER_LEFT: Final = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout", "ClientConnectorError"})

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message for somebody, unique by (fact, person, kind): the same fact told twice is one row."""

    fact: str
    person: int
    kind: str
    chat: int
    lane: int
    screen: Screen
    silent: bool = False
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    chat: int
    lane: int
    due_at: float


@dataclass(frozen=True, slots=True)
class _Claimed:
    body: dict[str, Any]
    silent: bool
    unclear: bool
    tries: int
    due_at: float
    language: str | None
    timezone: str


class Outbox:
    """Posts rows, and sends them."""

    def __init__(
        self,
        notes: Notes,
        *,
        bot: Bot,
        pacer: Pacer,
        catalogues: Catalogues,
        alert: Alert,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Nothing is sent before `start`."""
        self._notes = notes
        self._bot = bot
        self._pacer = pacer
        self._catalogues = catalogues
        self._alert = alert
        self._clock = clock
        self._later: list[tuple[float, int, _Row]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._sending: set[asyncio.Task[None]] = set()
        self._queued: set[int] = set()
        self._running = False

    async def post(self, post: Post) -> bool:
        """Store one; False where the fact was posted before."""
        return await self.post_all([post]) == 1

    async def post_all(self, posts: Iterable[Post], *, cursor: tuple[str, int] | None = None) -> int:
        """Store many, in chunks; answers how many were new. The cursor (name, seq) moves with the last chunk."""
        now = self._clock().timestamp()
        todo = iter(posts)
        new = 0
        while True:
            chunk = _values(islice(todo, CHUNK), now)
            last = len(chunk) < CHUNK
            rows = await self._notes.transact(lambda db, c=chunk, e=last: _insert(db, c, cursor if e else None))  # type: ignore[misc]
            self._enqueue(rows)
            new += len(rows)
            if last:
                return new

    async def start(self) -> int:
        """Queue what stands in the store; what was being sent when an earlier process ended may have arrived."""
        self._running = True
        rows = await self._notes.transact(_reopen)
        self._enqueue(rows)
        return len(rows)

    async def stop(self) -> None:
        """Start no more sends; those in flight get a moment, and else are unclear at the next start."""
        self._running = False
        if self._timer is not None:
            self._timer.cancel()
        if self._sending:
            await asyncio.wait(self._sending, timeout=STOP_GRACE)

    async def unpark(self, chat: int) -> None:
        """The chat's person was heard of: send what waited for them."""
        self._enqueue(await self._notes.transact(lambda db: _unpark(db, chat)))

    def _enqueue(self, rows: Sequence[_Row]) -> None:
        if not self._running:
            return  # they stand in the store; `start` queues them
        now = self._clock().timestamp()
        for row in rows:
            if row.id in self._queued:
                continue
            self._queued.add(row.id)
            self._put(row, now)
        self._wait_for_due(now)

    def _put(self, row: _Row, now: float) -> None:
        if row.due_at > now:
            heapq.heappush(self._later, (row.due_at, row.id, row))
            return
        self._pacer.queue(row.lane, row.chat, lambda: self._begin(row))

    def _wait_for_due(self, now: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._later and self._running:
            pause = min(max(self._later[0][0] - now, 0.01), TIMER_MAX)
            self._timer = asyncio.get_running_loop().call_later(pause, self._due)

    def _due(self) -> None:
        now = self._clock().timestamp()
        while self._later and self._later[0][0] <= now:
            self._put(heapq.heappop(self._later)[2], now)
        self._wait_for_due(now)

    def _begin(self, row: _Row) -> None:
        if not self._running:
            self._pacer.release()
            return
        task = asyncio.get_running_loop().create_task(self._turn(row), name=f"outbox {row.id}")
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _turn(self, row: _Row) -> None:
        """One row's turn. The pace was waited for; what comes back says whether it must wait again."""
        again: _Row | None = None
        try:
            again = await self._send(row)
        finally:
            self._pacer.release()
            self._queued.discard(row.id)
        if again is not None:
            self._enqueue([again])

    async def _send(self, row: _Row) -> _Row | None:
        # "Being sent" is durable before a byte leaves: a process that dies in between leaves a row that says repeat.
        claimed = await self._notes.transact(lambda db: _claim(db, row))
        if claimed is None:
            return None
        markup = claimed.body["keyboard"]
        try:
            message = await self._bot.send_message(
                row.chat,
                self._worded(claimed),
                reply_markup=InlineKeyboardMarkup.de_json(markup, self._bot) if markup else None,
                disable_notification=claimed.silent,
                rate_limit_args=GRANTED,  # type: ignore[call-arg]
            )
        except TelegramError as problem:
            return await self._failed(row, claimed, problem)
        await self._notes.transact(lambda db: _sent(db, row, message.message_id))
        return None

    async def _failed(self, row: _Row, claimed: _Claimed, problem: TelegramError) -> _Row | None:
        now = self._clock().timestamp()
        match problem:
            case RetryAfter():
                self._pacer.told_to_wait(row.chat, seconds_of(problem))
                return await self._wait_again(row, due_at=row.due_at, unclear=claimed.unclear)
            case ChatMigrated(new_chat_id=chat):
                await self._notes.run("UPDATE outbox SET chat = ?, state = 'waiting' WHERE id = ?", chat, row.id)
                return _Row(row.id, chat, row.lane, row.due_at)
            case Forbidden() | BadRequest() if meaning(problem) is Meaning.NO_CHAT:
                await self._notes.transact(lambda db: _park(db, row.id, row.chat))
                return None
            case NetworkError() if not isinstance(problem, BadRequest):
                unclear = claimed.unclear or not never_left(problem)
                return await self._wait_again(row, due_at=now + _back_off(claimed.tries), unclear=unclear)
            case _:
                sql = "UPDATE outbox SET state = 'dead', problem = ? WHERE id = ?"
                await self._notes.run(sql, str(problem)[:200], row.id)
                log.error("a message was refused", row=row.id, problem=str(problem)[:200])
                await self._alert("message_refused", {"row": row.id, "problem": str(problem)[:200]})
                return None

    async def _wait_again(self, row: _Row, *, due_at: float, unclear: bool) -> _Row:
        sql = "UPDATE outbox SET state = 'waiting', unclear = ? WHERE id = ?"
        await self._notes.run(sql, int(unclear), row.id)
        return _Row(row.id, row.chat, row.lane, due_at)

    def _worded(self, claimed: _Claimed) -> str:
        t = self._catalogues.words(claimed.language, zone=claimed.timezone)
        text: str = claimed.body["text"]
        late = self._clock().timestamp() - claimed.due_at
        if late > LATE.total_seconds():
            text += "\n" + t.n("alert", "⌛ {count} min late", "⌛ {count} min late", int(late // 60)).raw
        if claimed.unclear:
            text += "\n" + t("alert", "↻ repeat: the first try may have arrived").raw
        return text


def never_left(problem: NetworkError) -> bool:
    """Whether the transport failed before the request left this machine."""
    return type(problem.__cause__).__name__ in NEVER_LEFT


def _back_off(tries: int) -> float:
    return float(min(BACK_OFF_MAX, 2.0 ** min(tries, 10)))


def _values(posts: Iterable[Post], now: float) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    screen: Screen | None = None
    drawn = ""
    for post in posts:
        if post.screen is not screen:  # a broadcast says one screen to everybody: it is drawn once
            screen, drawn = post.screen, _drawn(post.screen)
        due_at = post.due_at.timestamp() if post.due_at else now
        silent = int(post.silent)
        rows.append((post.fact, post.person, post.kind, post.chat, post.lane, drawn, silent, now, due_at))
    return rows


def _drawn(screen: Screen) -> str:
    markup = keyboard(screen.rows)
    return json.dumps({"text": screen.text.raw, "keyboard": markup.to_dict() if markup else None})


def _insert(db: sqlite3.Connection, rows: list[tuple[Any, ...]], cursor: tuple[str, int] | None) -> list[_Row]:
    before = db.execute("SELECT coalesce(max(id), 0) FROM outbox").fetchone()[0]
    db.executemany(
        "INSERT INTO outbox (fact, person, kind, chat, lane, body, silent, posted_at, due_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        rows,
    )
    if cursor is not None:
        db.execute("INSERT OR REPLACE INTO cursor VALUES (?, ?)", cursor)
    return _rows(db.execute("SELECT id, chat, lane, due_at FROM outbox WHERE id > ? ORDER BY id", (before,)))


def _reopen(db: sqlite3.Connection) -> list[_Row]:
    db.execute("UPDATE outbox SET state = 'waiting', unclear = 1 WHERE state = 'sending'")
    return _rows(db.execute("SELECT id, chat, lane, due_at FROM outbox WHERE state = 'waiting' ORDER BY lane, id"))


def _unpark(db: sqlite3.Connection, chat: int) -> list[_Row]:
    db.execute("UPDATE chat SET blocked = 0 WHERE chat = ?", (chat,))
    sql = "UPDATE outbox SET state = 'waiting' WHERE state = 'parked' AND chat = ? RETURNING id, chat, lane, due_at"
    return _rows(db.execute(sql, (chat,)))


def _rows(found: Iterable[tuple[Any, ...]]) -> list[_Row]:
    return [_Row(*values) for values in found]


def _claim(db: sqlite3.Connection, row: _Row) -> _Claimed | None:
    chat = db.execute("SELECT blocked, language, timezone FROM chat WHERE chat = ?", (row.chat,)).fetchone()
    if chat is not None and chat[0]:
        _park(db, row.id, row.chat)
        return None
    found = db.execute(
        "UPDATE outbox SET state = 'sending', tries = tries + 1 WHERE id = ? AND state = 'waiting'"
        " RETURNING body, silent, unclear, tries, due_at",
        (row.id,),
    ).fetchone()
    if found is None:
        return None
    body, silent, unclear, tries, due_at = found
    language, timezone = (chat[1], chat[2]) if chat is not None else (None, "UTC")
    return _Claimed(json.loads(body), bool(silent), bool(unclear), tries, due_at, language, timezone)


def _sent(db: sqlite3.Connection, row: _Row, message_id: int) -> None:
    # The row stays, for it is what makes the same fact one message; its text need not.
    db.execute("UPDATE outbox SET state = 'sent', message_id = ?, body = '' WHERE id = ?", (message_id, row.id))
    db.execute("UPDATE chat SET below = below + 1 WHERE chat = ?", (row.chat,))


def _park(db: sqlite3.Connection, row_id: int, chat: int) -> None:
    db.execute("UPDATE outbox SET state = 'parked' WHERE id = ?", (row_id,))
    db.execute("UPDATE chat SET blocked = 1 WHERE chat = ?", (chat,))
