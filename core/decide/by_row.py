"""One amount a row of a chunk, gathered from lots that each speak of some of its rows."""

from dataclasses import dataclass

import numpy as np

from core.fold.book import Lead
from core.model.chunks import span
from core.model.columns import Column, Rows, add_at, reach_each


@dataclass(frozen=True, slots=True)
class ByRow:
    """`amounts` has an entry for each row of the chunk, the first for row `start`."""

    start: int
    amounts: Column

    @classmethod
    def nothing(cls, lead: Lead, chunk: int) -> "ByRow":
        """Zero everywhere."""
        here = span(chunk, lead.copyings.size)
        return cls(here.start, np.zeros(here.stop - here.start, np.int64))

    def add(self, rows: Rows, amounts: Column, *, once: bool = True) -> None:
        """`once`: the rows ascend, and each is named but once."""
        add_at(self.amounts, reach_each(rows - self.start, once=once), amounts)

    def of(self, rows: Rows, *, once: bool = True) -> Column:
        return self.amounts[reach_each(rows - self.start, once=once)]
