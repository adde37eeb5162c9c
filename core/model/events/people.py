"""Facts of people and their money."""

from dataclasses import dataclass

from core.model.people import PersonId


@dataclass(frozen=True, slots=True)
class PersonJoined:
    person: PersonId
    handle: str


@dataclass(frozen=True, slots=True)
class Deposited:
    person: PersonId
    amount: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    person: PersonId
    amount: int
