"""The postman hands letters over: one connection for those that wait, a pace, and what was not taken goes later.

At least once: what was perhaps taken is sent again, with the same Message-ID. He holds up nobody, and stops at once:
what was on its way then is sent again at the next start.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final, assert_never

import structlog

from bot.door.inbox import Alert
from bot.mail import letters
from bot.mail.address import masked_address
from bot.mail.letters import Waiting
from bot.mail.wording import Letterhead, letter_of
from bot.outbox import Post
from bot.outbox.post import Lasts, always
from bot.screens.mail import address_refused
from bot.translate import Catalogues
from bot.wishes.topics import DECISION
from core.adapters.notes import Notes
from core.failpoints import failpoint
from core.ports import Notifier, NotNow, Refused, Taken

LOOK_EVERY: Final = 5.0
"""Seconds between two looks at what is due."""
STOP_GRACE: Final = 2.0
"""Seconds at a stop to hang up in."""
PACE: Final = 0.1
"""Seconds between two letters: the smallest mail providers take some ten a second."""
BACK_OFF: Final = timedelta(seconds=15)
BACK_OFF_MAX: Final = timedelta(hours=1)
TROUBLE_AFTER: Final = 3
"""Tries in a row in which no letter could go: then the admin is told, once."""

log = structlog.get_logger(__name__)


class Postman:
    """Sends what stands in Notes."""

    def __init__(
        self,
        notes: Notes,
        notifier: Notifier,
        *,
        head: Callable[[], Letterhead],
        catalogues: Catalogues,
        clock: Callable[[], datetime],
        post: Callable[[Post], Awaitable[bool]],
        alert: Alert,
        pace: float = PACE,
        lasts: Lasts = always,
    ) -> None:
        """Sends nothing before `start`. `post` tells somebody something in the chat, `alert` the admin."""
        self._notes, self._notifier, self._head, self._catalogues = notes, notifier, head, catalogues
        self._clock, self._post, self._alert, self._pace = clock, post, alert, pace
        self._lasts = lasts
        self._woken = asyncio.Event()
        self._round: asyncio.Task[None] | None = None
        self._ended = False
        self._failures = 0
        self._closed_until: datetime | None = None

    def look(self) -> None:
        """Something new waits."""
        self._woken.set()

    def start(self) -> None:
        """Go round from now on."""
        self._round = asyncio.create_task(self._go_round(), name="postman")

    async def stop(self) -> None:
        """Send nothing more; a letter in flight gets no time, and goes again at the next start."""
        self._ended = True  # Python 3.11 loses a cancellation that comes together with an awaited answer
        self.look()
        if self._round is not None:
            self._round.cancel()
            await asyncio.wait({self._round}, timeout=STOP_GRACE)

    async def _go_round(self) -> None:
        while not self._ended:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self._woken.wait()
            self._woken.clear()
            try:
                await self.deliver()
            except Exception:  # a store in trouble, or a mistake of ours: letters wait, and the desk goes on
                log.exception("letters could not be sent")

    async def deliver(self) -> None:
        """Send what is due now, until all is sent or nothing can be."""
        now = self._clock()
        if self._closed_until is not None and now < self._closed_until:
            return
        try:
            while waiting := await self._notes.transact(lambda db: letters.due(db, now)):
                if self._ended or not await self._send(waiting):
                    return
                await asyncio.sleep(self._pace)
        finally:
            await self._notifier.rest()

    async def _send(self, waiting: Waiting) -> bool:
        """One letter; False where no other would be taken now either. What it reminds of may be over."""
        if waiting.lasting and not await self._lasts(waiting.person, waiting.lasting):
            await self._notes.transact(lambda db: letters.bury(db, waiting.id, "over"))
            return True
        t = self._catalogues.words(waiting.language, zone=waiting.timezone)
        failpoint("before letter")
        answer = await self._notifier.send(letter_of(t, waiting, self._head()))
        failpoint("after letter")
        match answer:
            case Taken():
                await self._notes.transact(lambda db: letters.sent(db, waiting.id))
            case Refused(words):
                await self._refused(waiting, words)
            case NotNow(words, all_of_them):
                again = self._clock() + _back_off(waiting.tries)
                await self._notes.transact(
                    lambda db: letters.wait_again(db, waiting.id, problem=words, due_at=again.timestamp())
                )
                if all_of_them:
                    await self._nothing_goes(words)
                    return False
            case _ as unknown:
                assert_never(unknown)
        self._failures = 0
        return True

    async def _refused(self, waiting: Waiting, words: str) -> None:
        """Told in the chat before it is marked: repeated after a crash, that is one message."""
        t = self._catalogues.words(waiting.language, zone=waiting.timezone)
        screen = address_refused(t, masked_address(waiting.to), words)
        post = Post(
            fact=f"mail:{waiting.key}",
            person=waiting.person,
            kind="address_refused",
            chat=waiting.chat,
            lane=DECISION,
            screen=screen,
        )
        await self._post(post)
        await self._notes.transact(lambda db: letters.refuse(db, waiting, words))
        log.warning("a letter was refused", letter=waiting.id, code=words[:3])

    async def _nothing_goes(self, words: str) -> None:
        self._closed_until = self._clock() + _back_off(self._failures)
        self._failures += 1
        log.warning("no letter goes out", tries=self._failures, problem=words)
        if self._failures == TROUBLE_AFTER:
            await self._alert("mail", {"tries": self._failures})


def _back_off(tries: int) -> timedelta:
    return min(BACK_OFF_MAX, BACK_OFF * (1 << min(tries, 10)))
