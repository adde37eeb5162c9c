"""Facts of conduct: what the monitors of section 22 found, what the operator declares and decides."""

from dataclasses import dataclass

from core.model.conduct import Monitor
from core.model.market import Symbol
from core.model.people import PersonId


@dataclass(frozen=True, slots=True)
class AccountsLinked:
    """The operator declares that two accounts are one person's, or, with `on` false, that they are not (R-22.3)."""

    person: PersonId
    other: PersonId
    on: bool = True


@dataclass(frozen=True, slots=True)
class ConductFound:
    """A monitor acts on a lead. `order` is theirs, `other` the linked account; of copier flow `bought` of `volume`."""

    lead: PersonId
    monitor: Monitor
    symbol: Symbol
    order: str = ""
    other: PersonId | None = None
    bought: int = 0
    volume: int = 0


@dataclass(frozen=True, slots=True)
class ConductReviewed:
    """The operator has looked into what was found: the hold is lifted, nothing waits any more."""

    lead: PersonId


@dataclass(frozen=True, slots=True)
class LeadFoundInactive:
    """No lead order for so many days: hidden from the list, later asked as well (R-22.7)."""

    lead: PersonId
    days: int
