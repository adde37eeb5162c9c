"""Who a Telegram id is to the desk: their number in the book, their name, and their roles, worked out from facts alone.

A projection of durable records, read whole at start and kept up by `engine.listen`; names live in Notes. The admin acts
in the book as the operator, number 0; who it was stands in the command's origin.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from bot.chat.routes import Role
from bot.html import visible
from core.adapters.notes import Notes
from core.decide.desk import Desk
from core.decide.leading import LEADING
from core.engine import Engine
from core.model import events as e
from core.model.people import LeadState, PersonId

PREFIX: Final = "tg:"
FORGOTTEN: Final = "forgotten:{number}"
"""The setting that says so of a number."""
SEEN_OF_A_NAME: Final = 3
VISITOR: Final = frozenset({Role.VISITOR})


def handle_of(telegram: int) -> str:
    """What the book calls a person of the chat."""
    return f"{PREFIX}{telegram}"


def telegram_of(handle: str) -> int | None:
    """The Telegram id in a handle of the book; None for the operator and for people of a story."""
    digits = handle.removeprefix(PREFIX)
    return int(digits) if digits != handle and digits.isdecimal() else None


def masked(name: str) -> str:
    """A name as others see it (rule 28): its first letters, and nothing that tells how long it is."""
    return f"{visible(name).strip()[:SEEN_OF_A_NAME]}***"


@dataclass(frozen=True, slots=True)
class Member:
    """One person who joined."""

    telegram: int
    number: PersonId


@dataclass(frozen=True, slots=True)
class Standing:
    """What the book says of people: their handles by number, and the states of those who ever applied."""

    handles: tuple[str, ...]
    leads: dict[PersonId, LeadState]


def standing(desk: Desk) -> Standing:
    """A view of the book."""
    return Standing(tuple(desk.book.people.names), {lead.person: lead.state for lead in desk.book.leads.values()})


class Directory:
    """Everybody. Reading it costs a look-up in memory, so rights are worked out anew at every update."""

    def __init__(self, notes: Notes, *, admin: int | None, paper: Callable[[int], int]) -> None:
        """Knows nobody before `follow`. `paper`: the quote units that a Telegram id starts with."""
        self._notes = notes
        self._admin = admin
        self._paper = paper
        self._numbers: dict[int, PersonId] = {}
        self._telegrams: dict[PersonId, int] = {}
        self._names: dict[PersonId, str] = {}
        self._leads: dict[PersonId, LeadState] = {}
        self._forgotten: dict[int, PersonId] = {}
        """By Telegram id: who asked to be forgotten is as if they had never joined, until they do so again."""

    async def follow(self, engine: Engine) -> None:
        """Learn what the book says now, and everything it says from now on."""
        engine.listen(self.learn)
        now = await engine.read(standing)
        for number, handle in enumerate(now.handles):
            self._enter(PersonId(number), handle)
        self._leads = now.leads | self._leads
        rows = await self._notes.run("SELECT person, name FROM profile")
        self._names |= {PersonId(person): name for person, name in rows}
        gone = await self._notes.run("SELECT key FROM setting WHERE key GLOB ?", FORGOTTEN.format(number="*"))
        for (key,) in gone:
            self.forget(PersonId(int(key.rpartition(":")[2])))

    def learn(self, records: Sequence[e.Record]) -> None:
        """What new facts say of people."""
        for record in records:
            match record.fact:
                case e.PersonJoined(person, handle):
                    self._enter(person, handle)
                case e.LeadApplied(lead):
                    self._leads[lead] = LeadState.APPLIED
                case e.LeadApproved(lead):
                    self._leads[lead] = LeadState.APPROVED
                case e.LeadRejected(lead):
                    self._leads[lead] = LeadState.REJECTED
                case e.LeadInstrumentsChosen(lead, _) if self._leads.get(lead) is LeadState.APPROVED:
                    self._leads[lead] = LeadState.ACTIVE
                case e.StopLeadingRequested(lead, _):
                    self._leads[lead] = LeadState.STOP_REQUESTED
                case e.StopLeadingEnded(lead, _) | e.SuspensionLifted(lead):
                    self._leads[lead] = LeadState.ACTIVE
                case e.LeadSuspended(lead):
                    self._leads[lead] = LeadState.SUSPENDED
                case e.LeadStopped(lead):
                    self._leads[lead] = LeadState.STOPPED
                case e.LeadRevoked(lead):
                    self._leads[lead] = LeadState.REVOKED
                case _:
                    pass

    def _enter(self, number: PersonId, handle: str) -> None:
        telegram = telegram_of(handle)
        if telegram is not None:
            self._numbers[telegram] = number
            self._telegrams[number] = telegram

    def forget(self, number: PersonId) -> None:
        """Know them no more; their number in the book waits for their coming back."""
        telegram = self._telegrams.pop(number, None)
        self._names.pop(number, None)
        if telegram is not None:
            del self._numbers[telegram]
            self._forgotten[telegram] = number

    async def know_again(self, telegram: int) -> None:
        """Somebody who was forgotten joins once more, and is who they were."""
        number = self._forgotten.get(telegram)
        if number is None:
            return
        await self._notes.run("DELETE FROM setting WHERE key = ?", FORGOTTEN.format(number=number))
        del self._forgotten[telegram]
        self._enter(number, handle_of(telegram))

    # ── who is who ────────────────────────────────────────────────────────────

    def number(self, telegram: int) -> PersonId | None:
        """Their number in the book; None for those who have not joined."""
        return self._numbers.get(telegram)

    def telegram(self, number: PersonId) -> int | None:
        """The chat of a person of the book; None for the operator."""
        return self._telegrams.get(number)

    def name(self, number: PersonId) -> str:
        """The name they go by, which they see themselves and a lead shows to all; never empty."""
        return self._names.get(number) or f"#{number}"

    def called(self, name: str) -> tuple[PersonId, ...]:
        """Who goes by this name, in either case; where nobody does, those whose names begin with it."""
        wanted = name.strip().casefold()
        names = {member.number: self.name(member.number).casefold() for member in self.members()}
        exact = tuple(number for number, known in names.items() if known == wanted)
        return exact or tuple(number for number, known in names.items() if known.startswith(wanted))

    def masked(self, number: PersonId) -> str:
        """The name as others see it."""
        return masked(self.name(number))

    def lead_state(self, number: PersonId) -> LeadState:
        """Where they are on the way to leading and back."""
        return self._leads.get(number, LeadState.NONE)

    def members(self) -> Iterator[Member]:
        """All who joined, in the order in which they did."""
        for number in sorted(self._telegrams):
            yield Member(self._telegrams[number], number)

    @property
    def admin(self) -> int | None:
        """The admin's Telegram id, which is also their chat."""
        return self._admin

    def paper(self, telegram: int) -> int:
        """The paper money a person starts with, in quote units."""
        return self._paper(telegram)

    # ── what they may do ──────────────────────────────────────────────────────

    def rights(self, telegram: int) -> frozenset[Role]:
        """Their roles. Whoever has not accepted the risk notice has not joined, and is a visitor."""
        admin = frozenset({Role.ADMIN}) if telegram == self._admin else frozenset[Role]()
        number = self.number(telegram)
        if number is None:
            return admin | VISITOR
        leads = self.lead_state(number) in LEADING
        return admin | {Role.LEAD if leads else Role.COPIER}

    def way_to_leading(self, telegram: int) -> LeadState:
        """Where a Telegram user id is on the way to leading and back."""
        number = self.number(telegram)
        return LeadState.NONE if number is None else self.lead_state(number)

    def known(self, telegram: int) -> bool:
        """Whether updates of this id are stored however many come."""
        return telegram == self._admin or telegram in self._numbers

    # ── names ─────────────────────────────────────────────────────────────────

    async def call(self, number: PersonId, name: str) -> None:
        """Remember the name a person goes by; the same again costs nothing."""
        if self._names.get(number) == name:
            return
        sql = (
            "INSERT INTO profile (person, telegram, name) VALUES (?, ?, ?)"
            " ON CONFLICT (person) DO UPDATE SET name = excluded.name"
        )
        await self._notes.run(sql, number, self.telegram(number), name)
        self._names[number] = name

    async def bio(self, number: PersonId) -> str:
        """What a person says of themselves, empty where they say nothing."""
        rows = await self._notes.run("SELECT bio FROM profile WHERE person = ?", number)
        return str(rows[0][0]) if rows else ""

    async def contact(self, number: PersonId) -> str:
        """How the admin reaches a person outside the chat, in their own words; empty where they never said."""
        rows = await self._notes.run("SELECT contact FROM profile WHERE person = ?", number)
        return str(rows[0][0]) if rows else ""

    async def reach(self, number: PersonId, contact: str) -> None:
        """Remember how the admin reaches a person (R-3.6); nobody else is shown it."""
        sql = (
            "INSERT INTO profile (person, telegram, name, contact) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (person) DO UPDATE SET contact = excluded.contact"
        )
        await self._notes.run(sql, number, self.telegram(number), self._names.get(number, ""), contact)

    async def seen(self, numbers: Sequence[PersonId]) -> dict[PersonId, datetime]:
        """When each was last heard of, as far back as updates are kept; who is not in it was not heard of since."""
        chats = {chat: number for number in numbers if (chat := self.telegram(number)) is not None}
        sql = "SELECT person, max(received_at) FROM inbox WHERE person = ? GROUP BY person"
        rows = [row for chat in chats for row in await self._notes.run(sql, chat)]
        return {chats[chat]: datetime.fromtimestamp(at, UTC) for chat, at in rows}

    async def describe(self, number: PersonId, bio: str) -> None:
        """Remember what a person says of themselves."""
        sql = (
            "INSERT INTO profile (person, telegram, name, bio) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (person) DO UPDATE SET bio = excluded.bio"
        )
        await self._notes.run(sql, number, self.telegram(number), self._names.get(number, ""), bio)
