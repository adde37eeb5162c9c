"""The door between alerting and the outbox: who is told in which chat and language, and what is told together (R-18.2).

Failures of a copier, lead and code join one message for ten minutes, what needs no sound that of its kind for seconds;
the outbox sees to it. Everything here may be repeated after a crash: one message a fact, person and kind.
"""

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.drafts.notices import with_open_notice
from bot.mail.contacts import Contact, contact_of
from bot.mail.letters import ByMail
from bot.mail.topics import MailTopic, mail_topic
from bot.outbox import Gather, Outbox, Post
from bot.outbox.post import ONCE_MORE_AFTER
from bot.people.directory import Directory
from bot.people.grounds import explained
from bot.people.written import in_words
from bot.screens.alerts import alert_screen
from bot.screens.mail_letters import statement_letter
from bot.translate import Catalogues, Words
from bot.wishes.mornings import statement_due
from bot.wishes.mutes import audible
from bot.wishes.preferences import Preferences, preferences_of
from bot.wishes.topics import SAFETY, place_of
from core.adapters.notes import Notes
from core.decide.leading import LEADING
from core.model.columns import Mask
from core.model.limits import AlertLimits
from core.model.people import OPERATOR, PersonId
from core.views.alerts import Alert, AlertKind
from core.views.lasting import lasting

CURSOR: Final = "alerting"
ALIVE: Final = "alive"
AT_ONCE: Final = 50
"""Messages worded in a hop."""
USUAL_WISHES: Final = Preferences()
NO_CONTACT: Final = Contact()
ON_SCREEN: Final = frozenset({AlertKind.COPYING_STARTED})
"""What only the reader's own press can bring about, and whose outcome their screen says already."""
READ_IN_FULL: Final = frozenset(
    {AlertKind.LEAD_POST, AlertKind.ANNOUNCED, AlertKind.BROADCAST, AlertKind.SHARE_SETTLED}
)
"""What people wrote, and statements, each a message of its own however many come: of gathered ones but the first lines
are shown, and the newest one's buttons."""
SAID_ONCE: Final = frozenset({AlertKind.DESK_RESUMED})
"""Good news: urgent, but not told once more."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """How somebody is spoken to, and of what."""

    language: str | None = None
    timezone: str = "UTC"
    wishes: Preferences = USUAL_WISHES
    contact: Contact = NO_CONTACT


class Telling:
    """Alerting's door."""

    def __init__(
        self,
        notes: Notes,
        outbox: Outbox,
        people: Directory,
        catalogues: Catalogues,
        hosts: frozenset[str] = frozenset(),
        *,
        alerts: AlertLimits,
        mails: bool = False,
    ) -> None:
        """`mails`: this desk sends e-mail, too."""
        self._mails, self._alerts = mails, alerts
        self._notes, self._outbox, self._people, self._catalogues = notes, outbox, people, catalogues
        self._hosts = hosts

    async def cursor(self) -> int | None:
        """The last fact that was told to the end."""
        rows = await self._notes.run("SELECT seq FROM cursor WHERE name = ?", CURSOR)
        return rows[0][0] if rows else None

    def reachable(self, people: NDArray[Any]) -> Mask:
        """Those of the chat; people of a story have none."""
        return np.array([self._chat(PersonId(person)) is not None for person in people.tolist()], np.bool_)

    async def beat(self, now: datetime) -> None:
        """Note down that the desk lives."""
        await self._notes.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", ALIVE, now.isoformat())

    async def alive(self) -> datetime | None:
        """When it last did."""
        rows = await self._notes.run("SELECT value FROM setting WHERE key = ?", ALIVE)
        return datetime.fromisoformat(rows[0][0]) if rows else None

    async def tell(self, alerts: Sequence[Alert], *, seq: int | None) -> None:
        """Post them, each once; the cursor moves with the last of them."""
        chats = [chat for alert in alerts if (chat := self._chat(alert.to)) is not None]
        readers = await self._notes.transact(lambda db: _readers(db, chats)) if chats else {}
        posts: list[Post] = []
        told = [wanted for alert in alerts if (wanted := self._wanted(alert, readers)) is not None]
        if told:
            told = await self._notes.transact(lambda db: explained(db, in_words(db, audible(db, told))))
        for place, alert in enumerate(told, 1):
            posts += self._worded(alert, readers)
            if place % AT_ONCE == 0:
                await asyncio.sleep(0)  # a thousand messages are some 100 ms of words
        await self._outbox.post_all(posts, cursor=None if seq is None else (CURSOR, seq))

    def _wanted(self, alert: Alert, readers: Mapping[int, _Reader]) -> Alert | None:
        """As loud as its reader wants it; None where they do not, or know already. Safety asks nobody."""
        chat = self._chat(alert.to)
        if chat is None or alert.kind in ON_SCREEN:
            return None
        wishes, (topic, _) = readers.get(chat, _Reader()).wishes, place_of(alert)
        return replace(alert, loud=wishes.sounds(topic, loud=alert.loud)) if wishes.wants(topic) else None

    def _worded(self, alert: Alert, readers: dict[int, _Reader]) -> list[Post]:
        """The message; none for who has no chat."""
        chat = self._chat(alert.to)
        if chat is None:
            return []
        reader = readers.get(chat, _Reader())
        words = self._catalogues.words(reader.language, zone=reader.timezone)
        _, lane = place_of(alert)
        once_more = lane == SAFETY and alert.kind not in SAID_ONCE
        post = Post(
            fact=alert.key,
            person=alert.to,
            kind=alert.kind.value,
            chat=chat,
            lane=lane,
            screen=alert_screen(words, self._with_open_notice(alert), self._people.name),
            silent=not alert.loud,
            due_at=statement_due(alert.cycle_end, reader.timezone, words.calendar) if alert.cycle_end else alert.at,
            gather=_gather(alert, lane, self._alerts),
            once_more=once_more,
            lasting=lasting(alert) if once_more else "",
            by_mail=self._by_mail(alert, reader, words, chat=chat, once_more=once_more) if self._mails else None,
        )
        return [post]

    def _by_mail(self, alert: Alert, reader: _Reader, words: Words, *, chat: int, once_more: bool) -> ByMail | None:
        """What of it goes by e-mail too; nobody is named there but its reader (R-23.1)."""
        if reader.contact.address is None:
            return None
        leads = self._people.lead_state(alert.to) in LEADING
        topic = mail_topic(alert, once_more=once_more, leads=leads)
        if topic is None or not reader.contact.wants(topic):
            return None
        if topic is MailTopic.STATEMENT and alert.cycle_end is not None:  # one letter a week, however many leads
            week = f"week:{alert.cycle_end:%Y-%m-%d}"
            due_at = statement_due(alert.cycle_end, reader.timezone, words.calendar)
            text = statement_letter(words)
            return ByMail(fact=week, person=alert.to, kind="statement", chat=chat, text=text, not_before=due_at)
        return ByMail(
            fact=alert.key,
            person=alert.to,
            kind=alert.kind.value,
            chat=chat,
            text=alert_screen(words, alert, lambda person: self._named(person, alert.to)).text,
            after=ONCE_MORE_AFTER if topic is MailTopic.SAFETY else timedelta(),
            lasting=lasting(alert) if topic is MailTopic.SAFETY else "",
        )

    def _named(self, person: PersonId, reader: PersonId) -> str:
        return self._people.name(person) if person == reader else self._people.masked(person)

    def _with_open_notice(self, alert: Alert) -> Alert:
        """Without a button to where none may lead (R-21.4)."""
        if alert.announcement is None:
            return alert
        return replace(alert, announcement=with_open_notice(alert.announcement, self._hosts))

    def _chat(self, person: PersonId) -> int | None:
        return self._people.admin if person == OPERATOR else self._people.telegram(person)


def _gather(alert: Alert, lane: int, limits: AlertLimits) -> Gather | None:
    """What is told together with it. An edit makes no sound: what must be heard is a message of its own."""
    if window := alert.window(limits):
        of_coin = f":{alert.symbol}" if lane == SAFETY else ""
        return Gather(f"{alert.lead or 0}:{int(alert.reason)}{of_coin}", window)
    alone = alert.loud or lane == SAFETY or alert.kind in READ_IN_FULL
    return None if alone else Gather(alert.kind.value)


def _readers(db: sqlite3.Connection, chats: Sequence[int]) -> dict[int, _Reader]:
    found = {}
    for chat in set(chats):
        row = db.execute("SELECT language, timezone FROM chat WHERE chat = ?", (chat,)).fetchone()
        if row is not None:
            language, timezone = row
            found[chat] = _Reader(language, timezone, preferences_of(db, chat), contact_of(db, chat))
    return found
