"""Facts of journals in which every chunk had 16,384 rows, told in the chunks of today: each lies within one of them."""

from dataclasses import replace
from typing import TypeAlias

from core.model.chunks import chunk_of
from core.model.events import EntriesAnswered, EntriesPlanned, ExitsAnswered, ExitsPlanned, Fact, LotsReleased

ROWS = 16_384
_Planned: TypeAlias = EntriesPlanned | ExitsPlanned
_Later: TypeAlias = EntriesAnswered | ExitsAnswered | LotsReleased


def retold(fact: Fact) -> Fact:
    """The same fact; of today, it is left as it is."""
    match fact:
        case EntriesPlanned() | ExitsPlanned():
            return fact if fact.until else _planned(fact)
        case EntriesAnswered() | ExitsAnswered() | LotsReleased():
            return _later(fact)
        case _:
            return fact


def _planned(fact: _Planned) -> Fact:
    return replace(fact, chunk=chunk_of(fact.chunk * ROWS), until=(fact.chunk + 1) * ROWS)


def _later(fact: _Later) -> Fact:
    """What follows a plan speaks of some of its rows."""
    chunk = chunk_of(int(fact.rows[0])) if len(fact.rows) else fact.chunk
    return fact if chunk == fact.chunk else replace(fact, chunk=chunk)
