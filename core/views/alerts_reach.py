"""Whom a fact over columns concerns: its entries, cut into parts, and only people who can be told anything."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.fold.book import Lead
from core.model.columns import Mask
from core.model.people import PersonId

Reachable: TypeAlias = Callable[[NDArray[Any]], Mask]
"""Which of these person numbers can be told anything at all."""


@dataclass(frozen=True, slots=True)
class Told:
    """Entry `at` of a fact, and whom it concerns."""

    at: int
    row: int
    person: PersonId


def hears(person: PersonId, reachable: Reachable | None) -> bool:
    return reachable is None or bool(reachable(np.array([person]))[0])


def concerned(lead: Lead, fact_rows: NDArray[Any], where: Mask, reachable: Reachable | None, part: slice) -> list[Told]:
    """The entries of a part of a fact that somebody can be told of; the rest costs no object."""
    start, stop, _ = part.indices(len(fact_rows))
    people = lead.copyings.person[fact_rows[start:stop]]
    told = where[start:stop] if reachable is None else where[start:stop] & reachable(people)
    places = np.flatnonzero(told)
    return [
        Told(at + start, row, PersonId(person))
        for at, row, person in zip(
            places.tolist(), fact_rows[start:stop][places].tolist(), people[places].tolist(), strict=True
        )
    ]
