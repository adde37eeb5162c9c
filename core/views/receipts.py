"""A lead's receipt: what became of one lead order in all copies of it, counted column by column; nobody is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.model import events as e
from core.model.reasons import Reason


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one lead order: `copied` of `copiers`, and how many failed for which reason, most first."""

    copied: int
    copiers: int
    failures: tuple[tuple[Reason, int], ...]


def receipt(records: Sequence[e.Record], order: str) -> Receipt:
    """Counted over all chunks and answers of one lead order, column by column; nobody is named."""
    ends: dict[int, tuple[NDArray[Any], NDArray[Any]]] = {}
    for record in sorted(records, key=lambda each: each.seq):
        fact = record.fact
        if not isinstance(fact, e.EntriesPlanned | e.EntriesAnswered | e.ExitsPlanned | e.ExitsAnswered):
            continue
        if fact.batch == order:
            _end(ends, fact)
    everything = [reasons for _, reasons in ends.values()]
    counts = np.bincount(np.concatenate(everything)) if everything else np.zeros(1, np.int64)
    failed = [(Reason(code), int(counts[code])) for code in np.flatnonzero(counts).tolist() if code]
    ordered = sorted(failed, key=lambda pair: (-pair[1], pair[0]))
    return Receipt(int(counts[0]), int(counts.sum()), tuple(ordered))


def _end(
    ends: dict[int, tuple[NDArray[Any], NDArray[Any]]],
    fact: e.EntriesPlanned | e.EntriesAnswered | e.ExitsPlanned | e.ExitsAnswered,
) -> None:
    """The latest reason of each row of a chunk; whatever filled has none."""
    known = ends.get(fact.chunk)
    if known is None:
        if isinstance(fact, e.EntriesPlanned | e.ExitsPlanned):
            ends[fact.chunk] = (fact.rows, fact.reason.copy())
        return
    rows, reasons = known
    at = np.searchsorted(rows, fact.rows)
    reason = fact.reason.copy()
    if isinstance(fact, e.EntriesAnswered | e.ExitsAnswered):
        reason[fact.quantity > 0] = Reason.NONE
    reasons[at] = reason
