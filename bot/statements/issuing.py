"""Issues statements when somebody asks: states what the journal has settled since, and extends the person's chain.

Nobody's are made at midnight. Whenever it is done, and however often a crash cuts it off, the same numbers and figures
come out, since both follow from the journal alone; only the names are those of the first time, and stay.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.statements.chain import Chains, End, Kept
from bot.statements.sealing import FIRST, hash_holds, hash_of, public_hex, seal, signature_holds
from core.engine import Engine
from core.model.people import PersonId
from core.views.statement import Checked, Listed, Sealed
from core.views.stating import OF_A_LEAD, OF_THE_DESK, Stated, issued
from core.views.stating_person import PersonStating, concerns

AT_ONCE: Final = 128
"""Records a look-up takes at most; of long ones the journal gives fewer, since the pen waits meanwhile."""
CLOSING: Final = ("ProfitShareSettled", "CycleClosed")
"""The facts that can close a statement."""
KEPT: Final = 64
"""People whose stating is kept, so that the next week reads that week alone."""


class Names(Protocol):
    """How people are called."""

    def name(self, number: PersonId) -> str: ...

    def masked(self, number: PersonId) -> str: ...


@dataclass(frozen=True, slots=True)
class Page:
    """Page `number`, from 1, of `many` statements in all."""

    number: int
    many: int
    shown: tuple[Listed, ...]


@dataclass(slots=True)
class _Standing:
    """Somebody's stating, and how many statements it has stated."""

    stating: PersonStating
    stated: int = 0


class Issuing:
    """Everybody's statements."""

    def __init__(self, engine: Engine, chains: Chains, names: Names, key: Ed25519PrivateKey) -> None:
        self._engine, self._chains, self._names, self._key = engine, chains, names, key
        self._standing: OrderedDict[PersonId, _Standing] = OrderedDict()

    async def page(self, person: PersonId, page: int, *, size: int) -> Page:
        """A page of them, the newest first; before the first it is the first, beyond the last the last."""
        many = (await self._extended(person)).number
        page = max(1, min(page, -(-many // size)))
        return Page(page, many, await self._chains.page(person, skip=(page - 1) * size, most=size))

    async def one(self, person: PersonId, number: int) -> Kept | None:
        """One of them; None where the person has none of that number."""
        return await self._chains.one(person, number)

    async def linked(self, person: PersonId, code: str) -> int | None:
        """The number of the one a deep link names; None for every code that is not this person's."""
        return await self._chains.number_of(person, code)

    async def closed_by(self, person: PersonId, lead: PersonId, seq: int) -> int | None:
        """The number of the one that tells of a settlement; None while its cycle runs."""
        await self._extended(person)
        return await self._chains.closed_by(person, lead, seq)

    async def check(self, kept: Kept) -> Checked:
        """Makes it anew from the journal, under the names it has, and compares."""
        sealed = kept.sealed
        statement = sealed.statement
        before = await self._chains.one(statement.person, statement.number - 1)
        previous = before.sealed.hash if before else FIRST
        found = await self._stated_as(statement.person, statement.number)
        return Checked(
            same=found is not None and await asyncio.to_thread(_same, found, sealed),
            chained=sealed.previous == previous,
            signed=sealed.key == public_hex(self._key.public_key()) and signature_holds(sealed),
        )

    # ── the chain ─────────────────────────────────────────────────────────────

    async def _extended(self, person: PersonId) -> End:
        """The end of the chain once everything settled so far is in it."""
        while True:
            end, place = await self._chains.end(person), await self._chains.read_to(person)
            leads = await self._leads(person)
            if not await self._engine.onward({*leads, None}, CLOSING, after=place, most=1):
                return end
            new, read_to = await self._news(person, leads, end)
            if not new:
                await self._chains.read_to(person, read_to)
                return end
            sealed = await asyncio.to_thread(self._sealed, person, new, end)
            await self._chains.append(end, sealed, read_to=read_to)

    async def _leads(self, person: PersonId) -> frozenset[PersonId]:
        return await self._engine.read(lambda desk: concerns(desk.book, person))

    async def _news(self, person: PersonId, leads: frozenset[PersonId], end: End) -> tuple[list[Stated], int]:
        """What is stated beyond the end of the chain, and the last record read."""
        standing = self._standing.pop(person, None)
        if standing is None or standing.stating.leads != leads or standing.stated > end.number:
            standing = _Standing(self._begin(person, leads))
        new: list[Stated] = []
        while records := await self._engine.onward(
            {*leads, None}, (*OF_A_LEAD, *OF_THE_DESK), after=standing.stating.seq, most=AT_ONCE
        ):
            for stated in await asyncio.to_thread(standing.stating.take, records):
                standing.stated += 1
                if standing.stated > end.number:
                    new.append(stated)
        self._standing[person] = standing
        while len(self._standing) > KEPT:
            self._standing.popitem(last=False)
        return new, standing.stating.seq

    def _begin(self, person: PersonId, leads: frozenset[PersonId]) -> PersonStating:
        return PersonStating.begin(person, leads, paper=self._engine.venue.paper)

    async def _stated_as(self, person: PersonId, number: int) -> Stated | None:
        """The statement of this number, from the first record on."""
        leads = await self._leads(person)
        stating, passed = self._begin(person, leads), 0
        while records := await self._engine.onward(
            {*leads, None}, (*OF_A_LEAD, *OF_THE_DESK), after=stating.seq, most=AT_ONCE
        ):
            for stated in await asyncio.to_thread(stating.take, records):
                passed += 1
                if passed == number:
                    return stated
        return None

    def _sealed(self, person: PersonId, new: Sequence[Stated], end: End) -> list[tuple[Sealed, int]]:
        """To be called in a thread, like all that goes through every line of a statement."""
        found: list[tuple[Sealed, int]] = []
        previous = end.hash
        for number, stated in enumerate(new, end.number + 1):
            statement = issued(
                stated,
                number=number,
                name=self._names.name(person),
                other="" if stated.other is None else self._names.name(stated.other),
                copiers=[self._names.masked(each) for each in stated.copiers],
            )
            sealed = seal(statement, previous=previous, key=self._key)
            previous = sealed.hash
            found.append((sealed, stated.seq))
        return found


def _same(stated: Stated, sealed: Sealed) -> bool:
    """Whether what is kept, and what the journal states under the same names, both come to this hash."""
    kept = sealed.statement
    if len(stated.statement.copiers) != len(kept.copiers):
        return False
    again = issued(
        stated,
        number=kept.number,
        name=kept.name,
        other=kept.other,
        copiers=[line.name for line in kept.copiers],
    )
    return hash_holds(sealed) and hash_of(again, sealed.previous) == sealed.hash
