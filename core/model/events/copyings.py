"""Facts of copyings: their life, settings, fan-outs and released lots."""

from dataclasses import dataclass

from core.model.columns import Column, Rows
from core.model.copying import ReleaseCause, Settings, StopCause, StopWay
from core.model.market import Symbol
from core.model.orders import BatchId, OrderId
from core.model.people import PersonId


@dataclass(frozen=True, slots=True)
class CopyingStarted:
    """A row of the lead's table from now on. `ratio` is the profit share it starts with (R-17.8)."""

    lead: PersonId
    copier: PersonId
    row: int
    settings: Settings
    ratio: int


@dataclass(frozen=True, slots=True)
class CopyingChanged:
    """New settings; open copy lots keep their take-profit and stop-loss (R-15.1)."""

    lead: PersonId
    copier: PersonId
    row: int
    settings: Settings


@dataclass(frozen=True, slots=True)
class AllocationChanged:
    """Quote moved into the allocation (above zero) or out of it; neither is profit or loss (R-9.4)."""

    lead: PersonId
    copier: PersonId
    row: int
    amount: int


@dataclass(frozen=True, slots=True)
class CopyingPaused:
    lead: PersonId
    copier: PersonId
    row: int


@dataclass(frozen=True, slots=True)
class CopyingResumed:
    lead: PersonId
    copier: PersonId
    row: int


@dataclass(frozen=True, slots=True)
class CopyingClosing:
    """No more entries. `sales` are the instruments to be sold at once, each a batch of its own."""

    lead: PersonId
    copier: PersonId
    row: int
    cause: StopCause
    how: StopWay
    batch: BatchId
    sales: tuple[Symbol, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyingEnded:
    lead: PersonId
    copier: PersonId
    row: int
    cause: StopCause


@dataclass(frozen=True, slots=True)
class FanOutAdvanced:
    """The rows below `next_row` are done. Where an older journal does not say, it begins anew, and finds no lot."""

    batch: BatchId
    next_row: int = 0


@dataclass(frozen=True, slots=True)
class FanOutClosed:
    """Nothing of this batch concerns any copying any more."""

    batch: BatchId


@dataclass(frozen=True, slots=True)
class LotsReleased:
    """Copy lots of these rows become the copiers' own coins: those of one lead lot, or all of the instrument."""

    lead: PersonId
    symbol: Symbol
    cause: ReleaseCause
    lot: OrderId | None
    chunk: int
    rows: Rows
    quantity: Column
    cost: Column
    said: Column | None = None
    """What each copier is told of it: nothing where more of their lots go at once, and with the last of them all."""


@dataclass(frozen=True, slots=True)
class LeftKept:
    """A copier keeps what a lead left behind: it is a coin of theirs like any other (R-12.10)."""

    person: PersonId
    symbol: Symbol
