"""Sends what stands in the outbox: in its lane, at the pace, each message until it has arrived or is refused.

At least once: Telegram has no key that would make a send happen once. A send whose outcome is unknown is sent again
and says so ("repeat"); an edit may be repeated without harm. A chat that cannot be written to is parked until its
person is heard of again."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final

import structlog
from telegram import Bot, InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.door.inbox import Alert
from bot.door.meaning import Meaning, meaning
from bot.door.pacing import GRANTED, Pacer, seconds_of
from bot.door.transport import never_left
from bot.outbox import rows
from bot.outbox.post import Lasts, Post, always
from bot.outbox.rows import Claimed, Row
from bot.outbox.waiting import Waiting
from bot.outbox.wording import buttons, worded
from bot.translate import Catalogues
from core.adapters.notes import Notes
from core.failpoints import failpoint

CHUNK: Final = 1_000  # rows a transaction: other writers, and the event loop, get their turn in between
BACK_OFF_MAX: Final = 60.0
STOP_GRACE: Final = 5.0  # seconds a send in flight gets at a stop

log = structlog.get_logger(__name__)


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
        lasts: Lasts = always,
    ) -> None:
        """Nothing is sent before `start`."""
        self._lasts = lasts
        self._notes = notes
        self._bot = bot
        self._pacer = pacer
        self._catalogues = catalogues
        self._alert = alert
        self._clock = clock
        self._waiting = Waiting(pacer, clock, begin=self._begin, look=self.look_again)
        self._tasks: set[asyncio.Task[None]] = set()
        self._running = False

    # ── posting ───────────────────────────────────────────────────────────────

    async def post(self, post: Post) -> bool:
        """Store one; False where the fact was posted before."""
        return await self.post_all([post]) == 1

    async def post_all(self, posts: Iterable[Post], *, cursor: tuple[str, int] | None = None) -> int:
        """Store many, in chunks; answers how many were new. The cursor (name, seq) moves with the last chunk."""
        now = self._clock().timestamp()
        todo = iter(posts)
        new = 0
        while True:
            chunk = list(islice(todo, CHUNK))
            last = len(chunk) < CHUNK
            failpoint("before post")
            moved = cursor if last else None
            inserted = await self._notes.transact(lambda db, c=chunk, m=moved: rows.insert(db, c, m, now))  # type: ignore[misc]
            failpoint("after post")
            self._enqueue(inserted.rows)
            new += inserted.new
            if last:
                return new

    async def unpark(self, chat: int) -> None:
        """The chat's person was heard of: send what waited for them."""
        self._enqueue(await self._notes.transact(lambda db: rows.unpark(db, chat)))

    async def pressed(self, chat: int, message: int) -> None:
        """A button of this message was pressed: it need not come once more."""
        await self._notes.transact(lambda db: rows.pressed(db, chat, message))

    # ── life ──────────────────────────────────────────────────────────────────

    async def start(self) -> int:
        """Begin to send what stands in the store; answers how many rows that is."""
        self._running = True
        waiting = await self._notes.transact(rows.reopen)
        await self.look()
        return waiting

    async def stop(self) -> None:
        """Start no more sends; those in flight get a moment, and else are unclear at the next start."""
        self._running = False
        self._waiting.close()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOP_GRACE)

    async def look(self) -> None:
        """Take up what has come due. A timer sees to it; who moves the clock by hand calls it, or `look_again`."""
        until, most = self._waiting.looking(), self._waiting.most
        found = await self._notes.transact(lambda db: rows.due(db, until, most))
        if self._running:
            self._waiting.found(found, all_of_them=len(found) < most)

    def look_again(self) -> None:
        """The same, without waiting for it."""
        if self._running:
            self._spawn(self.look(), "outbox looks")

    @property
    def held(self) -> int:
        """How many rows wait in memory, or are being sent."""
        return len(self._waiting)

    def _enqueue(self, found: Sequence[Row]) -> None:
        if self._running:  # else they stand in the store, and `start` takes them up
            self._waiting.add(found)

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # ── sending ───────────────────────────────────────────────────────────────

    def _begin(self, row: Row) -> None:
        if not self._running:
            self._pacer.release()
            return
        self._spawn(self._turn(row), f"outbox {row.id}")

    async def _turn(self, row: Row) -> None:
        """One row's turn. The pace was waited for; what comes back waits for its own."""
        follow, room = list[Row](), False
        try:
            follow = await self._send(row)
        finally:
            self._pacer.release()
            room = self._waiting.leave(row)
        self._enqueue(follow)
        if room:
            await self.look()

    async def _send(self, row: Row) -> list[Row]:
        if row.lasting and not await self._lasts(row.person, row.lasting):
            await self._notes.transact(lambda db: rows.withdraw(db, row))
            return []
        # "Being sent" is durable before a byte leaves: a process that dies in between leaves a row that says repeat.
        failpoint("before claim")
        claimed = await self._notes.transact(lambda db: rows.claim(db, row, self._clock()))
        failpoint("after claim")
        if claimed is None:
            return []
        try:
            failpoint("before send")
            message = await self._call(row, claimed)
            failpoint("after send")
        except TelegramError as problem:
            return await self._failed(row, claimed, problem)
        now = self._clock().timestamp()
        failpoint("before mark sent")
        follow = await self._notes.transact(lambda db: rows.sent(db, row, claimed, message, now))
        failpoint("after mark sent")
        return follow

    async def _call(self, row: Row, claimed: Claimed) -> int:
        """Sends or edits; answers the message's id."""
        t = self._catalogues.words(claimed.reader.language, zone=claimed.reader.timezone)
        text = worded(t, claimed, self._clock()).raw
        keyboard = buttons(t, claimed)
        markup = InlineKeyboardMarkup.de_json(keyboard, self._bot) if keyboard else None
        if claimed.edits is None:
            message = await self._bot.send_message(
                row.chat,
                text,
                reply_markup=markup,
                disable_notification=claimed.silent,
                rate_limit_args=GRANTED,  # type: ignore[call-arg]
            )
            return message.message_id
        try:
            await self._bot.edit_message_text(
                text,
                row.chat,
                claimed.edits,
                reply_markup=markup,
                rate_limit_args=GRANTED,  # type: ignore[call-arg]
            )
        except BadRequest as refusal:
            if meaning(refusal) is not Meaning.UNCHANGED:  # an edit that was lost on its way back has been made
                raise
        return claimed.edits

    async def _failed(self, row: Row, claimed: Claimed, problem: TelegramError) -> list[Row]:
        match problem:
            case RetryAfter():
                self._pacer.told_to_wait(row.chat, seconds_of(problem))
                return await self._wait_again(row, due_at=row.due_at, unclear=claimed.unclear)
            case ChatMigrated(new_chat_id=chat):
                await self._notes.transact(lambda db: rows.move(db, row, chat))
                return [Row(row.id, chat, row.lane, row.due_at)]
            case BadRequest() if claimed.edits is not None and meaning(problem) is Meaning.GONE:
                await self._notes.transact(lambda db: rows.anew(db, row))
                return [row]
            case Forbidden() | BadRequest() if meaning(problem) is Meaning.NO_CHAT:
                await self._notes.transact(lambda db: rows.park(db, row))
                return []
            case NetworkError() if not isinstance(problem, BadRequest):
                due_at = self._clock().timestamp() + _back_off(claimed.tries)
                return await self._wait_again(row, due_at=due_at, unclear=claimed.unclear or not never_left(problem))
            case _:
                told = str(problem)[:200]
                await self._notes.transact(lambda db: rows.bury(db, row, told))
                log.error("a message was refused", row=row.id, problem=told)
                await self._alert("message_refused", {"row": row.id, "problem": told})
                return []

    async def _wait_again(self, row: Row, *, due_at: float, unclear: bool) -> list[Row]:
        await self._notes.transact(lambda db: rows.wait_again(db, row, unclear=unclear))
        return [Row(row.id, row.chat, row.lane, due_at)]


def _back_off(tries: int) -> float:
    return float(min(BACK_OFF_MAX, 2.0 ** min(tries, 10)))
