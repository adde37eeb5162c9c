"""The door between alerting and the outbox: who is told in which chat and language, and what is told together (R-18.2).

The first failure of a copier, lead and code is told at once; those of the next ten minutes are counted in Notes and
told in one message when the time is over, which begins the next ten minutes. Everything here may be repeated after a
crash: a replayed fact is known by its number, and the outbox keeps one message a fact, person and kind.
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from bot.mutes import audible
from bot.outbox import Outbox, Post
from bot.people import Directory
from bot.screens.alerts import alert_screen
from bot.translate import Catalogues
from core.adapters.notes import Notes
from core.model.columns import Mask
from core.model.people import OPERATOR, PersonId
from core.views.alerts import Alert, AlertKind

CURSOR: Final = "alerting"
AT_ONCE: Final = 50
"""Messages worded in a hop."""
SAFETY, DECISION, TRADE, RECEIPT, STATEMENT = 1, 2, 3, 4, 6
LANES: Final = {
    AlertKind.DESK_HALTED: SAFETY,
    AlertKind.DESK_RESUMED: SAFETY,
    AlertKind.SETTLEMENT_REFUSED: SAFETY,
    AlertKind.SELL_DELAYED: SAFETY,
    AlertKind.COPY_FILLED: TRADE,
    AlertKind.COPY_SOLD: TRADE,
    AlertKind.LOTS_RELEASED: TRADE,
    AlertKind.LEAD_ORDER_COPIED: RECEIPT,
    AlertKind.COPYING_STARTED: RECEIPT,
    AlertKind.SHARE_SETTLED: STATEMENT,
    AlertKind.SHARE_RECEIVED: STATEMENT,
}
"""Priorities of chat.md, section 4; all others need a decision."""
ON_SCREEN: Final = frozenset({AlertKind.COPYING_STARTED})
"""What only the reader's own press can bring about, and whose outcome their screen says already."""
_ALERT: Final = TypeAdapter(Alert)


@dataclass(frozen=True, slots=True)
class _Reader:
    """How somebody is spoken to."""

    language: str | None
    timezone: str


class Telling:
    """Alerting's door."""

    def __init__(self, notes: Notes, outbox: Outbox, people: Directory, catalogues: Catalogues) -> None:
        self._notes, self._outbox, self._people, self._catalogues = notes, outbox, people, catalogues

    async def cursor(self) -> int | None:
        """The last fact that was told to the end."""
        rows = await self._notes.run("SELECT seq FROM cursor WHERE name = ?", CURSOR)
        return rows[0][0] if rows else None

    def reachable(self, people: NDArray[Any]) -> Mask:
        """Those of the chat; people of a story have none."""
        return np.array([self._chat(PersonId(person)) is not None for person in people.tolist()], np.bool_)

    async def tell(self, alerts: Sequence[Alert], *, seq: int | None) -> None:
        """Post them, those to be collapsed at most once in their time."""
        now = [alert for alert in alerts if not alert.window]
        waiting = [alert for alert in alerts if alert.window]
        if waiting:
            now += await self._notes.transact(lambda db: _first_ones(db, waiting))
        await self._post(now, seq)

    async def flush(self, now: datetime) -> datetime | None:
        """Tell what was counted and is due; when the next is."""
        due = await self._notes.transact(lambda db: _due(db, now))
        if due:
            await self._post(due, None)
            await self._notes.transact(lambda db: _begin_anew(db, due, now))
        rows = await self._notes.run("SELECT min(ends_at) FROM collapsed WHERE count > 0")
        return datetime.fromtimestamp(rows[0][0], UTC) if rows[0][0] is not None else None

    async def _post(self, alerts: Sequence[Alert], seq: int | None) -> None:
        chats = [chat for alert in alerts if (chat := self._chat(alert.to)) is not None]
        readers = await self._notes.transact(lambda db: _readers(db, chats)) if chats else {}
        posts: list[Post] = []
        told = [alert for alert in alerts if alert.kind not in ON_SCREEN]
        told = await self._notes.transact(lambda db: audible(db, told)) if told else []
        for place, alert in enumerate(told, 1):
            posts += self._worded(alert, readers)
            if place % AT_ONCE == 0:
                await asyncio.sleep(0)  # a thousand messages are some 100 ms of words
        await self._outbox.post_all(posts, cursor=None if seq is None else (CURSOR, seq))

    def _worded(self, alert: Alert, readers: dict[int, _Reader]) -> list[Post]:
        """The message; none for who has no chat."""
        chat = self._chat(alert.to)
        if chat is None:
            return []
        reader = readers.get(chat, _Reader(None, "UTC"))
        words = self._catalogues.words(reader.language, zone=reader.timezone)
        post = Post(
            fact=alert.key,
            person=alert.to,
            kind=alert.kind.value,
            chat=chat,
            lane=LANES.get(alert.kind, DECISION),
            screen=alert_screen(words, alert, self._people.name),
            silent=not alert.loud,
            due_at=alert.at,
        )
        return [post]

    def _chat(self, person: PersonId) -> int | None:
        return self._people.admin if person == OPERATOR else self._people.telegram(person)


# ── what is told together ─────────────────────────────────────────────────────


def _first_ones(db: sqlite3.Connection, alerts: Sequence[Alert]) -> list[Alert]:
    """Those that open a window, and are told now; the others are counted."""
    return [alert for alert in alerts if _opens(db, alert)]


def _opens(db: sqlite3.Connection, alert: Alert) -> bool:
    key, at = (alert.to, alert.lead or 0, int(alert.reason)), alert.at.timestamp()
    row = db.execute(
        "SELECT ends_at, first_seq, last_seq, count FROM collapsed WHERE person = ? AND lead = ? AND code = ?", key
    ).fetchone()
    if row is None or (at >= row[0] and row[3] == 0 and alert.seq > row[2]):
        db.execute(
            "INSERT OR REPLACE INTO collapsed VALUES (?, ?, ?, ?, ?, ?, 0, '')",
            (*key, at + alert.window.total_seconds(), alert.seq, alert.seq),
        )
        return True
    if alert.seq <= row[2]:
        return bool(alert.seq == row[1])  # told before a crash, perhaps: the outbox knows
    db.execute(
        "UPDATE collapsed SET last_seq = ?, count = count + 1, latest = ? WHERE person = ? AND lead = ? AND code = ?",
        (alert.seq, _ALERT.dump_json(alert).decode(), *key),
    )
    return False


def _due(db: sqlite3.Connection, now: datetime) -> list[Alert]:
    rows = db.execute("SELECT count, latest FROM collapsed WHERE count > 0 AND ends_at <= ?", (now.timestamp(),))
    return [replace(_ALERT.validate_json(latest), count=count) for count, latest in rows]


def _begin_anew(db: sqlite3.Connection, told: Sequence[Alert], now: datetime) -> None:
    """Their next window; one that has counted on meanwhile keeps what is new."""
    for alert in told:
        db.execute(
            "UPDATE collapsed SET ends_at = ?, first_seq = ?, count = count - ?"
            " WHERE person = ? AND lead = ? AND code = ? AND count >= ?",
            (
                now.timestamp() + alert.window.total_seconds(),
                alert.seq,
                alert.count,
                alert.to,
                alert.lead or 0,
                int(alert.reason),
                alert.count,
            ),
        )


def _readers(db: sqlite3.Connection, chats: Sequence[int]) -> dict[int, _Reader]:
    found = {}
    for chat in set(chats):
        row = db.execute("SELECT language, timezone FROM chat WHERE chat = ?", (chat,)).fetchone()
        if row is not None:
            found[chat] = _Reader(*row)
    return found
