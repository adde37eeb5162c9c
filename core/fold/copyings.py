"""One lead's copyings as columns: entry i of every column is the copying in row i, from its start to its end.

Quote units (10⁻⁸ USDT), ratios in 10⁻⁸, quantities in the instrument's units. Rows are never reused or moved, so a row
number in the journal means the same for ever.
"""

from dataclasses import dataclass, field, fields

import numpy as np

from core.model.columns import Codes, Column, Mask, Places, Ratios, Rows, grown
from core.model.copying import CopyingState, Settings, Sizing, StopCause, StopWay
from core.model.market import Symbol
from core.model.people import PersonId


def _column() -> Column:
    return np.zeros(0, np.int64)


def _ratios() -> Ratios:
    return np.zeros(0, np.int32)


def _codes() -> Codes:
    return np.zeros(0, np.uint8)


ROOM = 16
"""A full table grows by one part in so many, so that room for rows to come takes little memory itself."""


@dataclass(slots=True)
class Copyings:
    """The table. `cash`, `paid_in` are zero unless Smart Sync; `bound` is what entries on their way may cost."""

    size: int = 0
    person: Rows = field(default_factory=lambda: np.zeros(0, np.int32))
    state: Codes = field(default_factory=_codes)
    paused: Codes = field(default_factory=_codes)
    sizing: Codes = field(default_factory=_codes)
    action: Codes = field(default_factory=_codes)
    stop_cause: Codes = field(default_factory=_codes)
    stop_way: Codes = field(default_factory=_codes)
    own_choice: Codes = field(default_factory=_codes)
    amount: Column = field(default_factory=_column)
    """Fixed: quote; Multiplier: a ratio; Smart Sync: the allocation it started with."""
    max_total: Column = field(default_factory=_column)
    cash: Column = field(default_factory=_column)
    bound: Column = field(default_factory=_column)
    open_cost: Column = field(default_factory=_column)
    withheld: Column = field(default_factory=_column)
    net: Column = field(default_factory=_column)
    """Net profit of the closes since the last settlement."""
    due: Column = field(default_factory=_column)
    """Σ ratio × net of the same closes, whole quote units …"""
    due_rest: Ratios = field(default_factory=_ratios)
    """… and the rest in 10⁻¹⁶, so that nothing is rounded before the settlement rounds once (section 17)."""
    realised: Column = field(default_factory=_column)
    paid_in: Column = field(default_factory=_column)
    ratio: Ratios = field(default_factory=_ratios)
    take_profit: Column = field(default_factory=_column)
    stop_loss: Ratios = field(default_factory=_ratios)
    total_stop_loss: Column = field(default_factory=_column)
    started_at: Column = field(default_factory=_column)
    """Microseconds since 1970, UTC."""
    held: dict[Symbol, Column] = field(default_factory=dict)
    """Linked copy lots by instrument, summed."""
    included: dict[Symbol, Codes] = field(default_factory=dict)
    """1 where the copier chose this instrument; read only where `own_choice` is 1."""
    never: dict[Symbol, Codes] = field(default_factory=dict)

    def row_of(self, person: PersonId) -> int | None:
        """The row of this person's running or closing copying."""
        rows = (self.person[: self.size] == person).nonzero()[0]
        return next((row for row in rows.tolist() if self.state[row] != CopyingState.ENDED), None)

    def active(self) -> int:
        """How many copy this lead now."""
        return int(np.count_nonzero(self.state[: self.size]))

    def holding(self, symbol: Symbol) -> Column:
        """The column of one instrument, made on first use."""
        column = self.held.get(symbol)
        if column is None or len(column) < len(self.person):
            column = grown(column if column is not None else _column(), len(self.person))
            self.held[symbol] = column
        return column

    def add(self, person: PersonId, settings: Settings, ratio: int, started_at: int) -> int:
        """A new running row. Grows every column when full."""
        row = self.size
        if row >= len(self.person):
            self.reserve(row + max(64, row // ROOM))
        self.size += 1
        self.person[row] = person
        self.state[row] = CopyingState.RUNNING
        self.ratio[row] = ratio
        self.started_at[row] = started_at
        self.set(row, settings)
        if settings.sizing is Sizing.SMART_SYNC:
            self.cash[row] = self.paid_in[row] = settings.size
        return row

    def set(self, row: int, settings: Settings) -> None:
        self.sizing[row] = settings.sizing
        self.action[row] = settings.total_stop_loss_action
        self.amount[row] = settings.size
        self.max_total[row] = settings.max_total
        self.take_profit[row] = settings.take_profit
        self.stop_loss[row] = settings.stop_loss
        self.total_stop_loss[row] = settings.total_stop_loss
        self.own_choice[row] = settings.instruments is not None
        self._mark(self.included, row, settings.instruments or frozenset())
        self._mark(self.never, row, settings.never)

    def settings(self, row: int) -> Settings:
        """The settings as they stand."""
        own = frozenset(symbol for symbol, column in self.included.items() if column[row])
        return Settings(
            sizing=Sizing(int(self.sizing[row])),
            size=int(self.amount[row]),
            max_total=int(self.max_total[row]),
            instruments=own if self.own_choice[row] else None,
            never=frozenset(symbol for symbol, column in self.never.items() if column[row]),
            take_profit=int(self.take_profit[row]),
            stop_loss=int(self.stop_loss[row]),
            total_stop_loss=int(self.total_stop_loss[row]),
            total_stop_loss_action=StopWay(int(self.action[row])),
        )

    def _mark(self, marks: dict[Symbol, Codes], row: int, chosen: frozenset[Symbol]) -> None:
        for symbol in sorted(chosen | marks.keys()):
            column = grown(marks.get(symbol, _codes()), len(self.person))
            column[row] = symbol in chosen
            marks[symbol] = column

    def reserve(self, size: int) -> None:
        """Room for `size` rows in every column."""
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, np.ndarray):
                setattr(self, each.name, grown(value, size))
        for group in (self.held, self.included, self.never):
            for symbol, column in group.items():
                group[symbol] = grown(column, size)

    def limited(self, where: Places) -> Mask:
        """Whose total stop-loss may still act: of the running, and of those that the copier lets the lead sell out."""
        limit, state = self.total_stop_loss[where] > 0, self.state[where]
        found: Mask = limit & (state == CopyingState.RUNNING)
        leaving = state == CopyingState.CLOSING
        if np.count_nonzero(leaving):
            leaving &= (self.stop_way[where] == StopWay.COPY_CLOSE) & (self.stop_cause[where] == StopCause.COPIER)
            found |= limit & leaving
        return found

    def linked(self, row: int) -> bool:
        """Whether the copying holds a linked lot or has an order on its way."""
        return bool(self.bound[row]) or any(row < len(column) and column[row] for column in self.held.values())
