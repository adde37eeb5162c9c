"""How far prices may fall before a total stop-loss can act: what spares a tick the look at every copying (R-13.4).

A copying loses at most the deepest fall of any of its coins, times what its coins were worth. So one number, the least
of `(net + limit) / worth`, tells that no limit of a chunk can have been reached: exact, and never too large. The few
copyings with the least are kept apart and have a number of their own, so that they alone are looked at again and again.
"""

from dataclasses import dataclass, replace

import numpy as np

from core.decide.desk import Desk
from core.decide.equity import lots_value
from core.fold.book import Lead
from core.model.columns import Column, Entries, Places, mul_div
from core.model.market import Symbol
from core.model.money import RATIO_UNITS

ROUNDING = 4
"""Quote units that rounding a value down can make of difference, with room to spare."""
APART = 32
"""One copying in so many of a chunk is looked at by itself."""


@dataclass(frozen=True, slots=True)
class Slack:
    """While no mark is more than `fall` (a fraction in 10⁻⁸) below the one in `marks`, no limit is reached.

    A `fall` below zero: somebody is so near that every price is looked at.
    """

    marks: dict[Symbol, int]
    fall: int

    def holds(self, desk: Desk) -> bool:
        """Whether it still says so of the prices of now."""
        if self.fall < 0:
            return False
        for symbol, then in self.marks.items():
            now = desk.mark(symbol)
            if now < then and (then - now) * RATIO_UNITS > self.fall * then:
                return False
        return True


@dataclass(frozen=True, slots=True)
class Guarded:
    """One chunk: the copyings nearest to their limit, and all others."""

    rows: Entries
    near: Slack
    far: Slack


def guarded(desk: Desk, lead: Lead, here: slice, *, apart: int = APART) -> Guarded:
    """The copyings in these rows, at the prices of now; one in `apart` of them is kept apart."""
    marks = _marks(desk, lead, here)
    where, fall = _falls(desk, lead, here)
    if len(where) == 0:
        nobody = Slack({}, RATIO_UNITS)
        return Guarded(where, nobody, nobody)
    few = min(len(where) - 1, (here.stop - here.start) // apart)
    order = np.argpartition(fall, few)
    rows = np.sort(where[order[:few]]) + here.start
    near = Slack(marks, int(fall[order[:few]].min())) if few else Slack({}, RATIO_UNITS)
    return Guarded(rows, near, Slack(marks, int(fall[order[few]])))


def renewed(desk: Desk, lead: Lead, known: Guarded) -> Guarded:
    """The same chunk with its nearest looked at anew."""
    _, fall = _falls(desk, lead, known.rows)
    least = int(fall.min()) if len(fall) else RATIO_UNITS
    return replace(known, near=Slack(_marks(desk, lead, known.rows), least))


def _falls(desk: Desk, lead: Lead, where: Places) -> tuple[Entries, Column]:
    """Entries of `where` whose limit a fall of prices can reach, and the greatest fall that does not, −1 for none."""
    table = lead.copyings
    limit, armed = table.total_stop_loss[where], table.limited(where)
    if not armed.any():
        return np.zeros(0, np.intp), np.zeros(0, np.int64)
    worth = lots_value(desk, lead, where)
    room = table.realised[where] + worth - table.open_cost[where] + limit - ROUNDING
    worth += ROUNDING
    entries = np.flatnonzero(armed & (room < worth))  # all others outlive a fall to nothing
    return entries, mul_div(np.maximum(room[entries], 0), RATIO_UNITS, worth[entries])[0] - 1


def _marks(desk: Desk, lead: Lead, where: Places) -> dict[Symbol, int]:
    return {symbol: desk.mark(symbol) for symbol, held in lead.copyings.held.items() if held[where].any()}
