"""Facts of journals in which what a sale takes of lots was an object a lead lot, told in the columns of today."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final, TypeAlias

import numpy as np

from core.model import events as e
from core.model.columns import Column, Rows
from core.model.orders import OrderId


@dataclass(frozen=True, slots=True)
class _Sale:
    lot: OrderId
    rows: Rows
    due: Column
    sale: Column


@dataclass(frozen=True, slots=True)
class _Close:
    lot: OrderId
    rows: Rows
    quantity: Column
    cost: Column
    net: Column
    withheld: Column


@dataclass(frozen=True, slots=True)
class _Cut:
    lot: OrderId
    sold: int
    before: int


@dataclass(frozen=True)
class _Planned(e.ExitsPlanned):
    lots: tuple[_Sale, ...]  # type: ignore[assignment]  # as it was


@dataclass(frozen=True)
class _Answered(e.ExitsAnswered):
    closes: tuple[_Close, ...]  # type: ignore[assignment]  # as it was


@dataclass(frozen=True)
class _Closed(e.OrderClosed):
    cuts: tuple[_Cut, ...] = ()  # type: ignore[assignment]  # as it was


Earlier: TypeAlias = _Planned | _Answered | _Closed
EARLIER: Final[dict[str, type[Earlier]]] = {
    "ExitsPlanned": _Planned,
    "ExitsAnswered": _Answered,
    "OrderClosed": _Closed,
}
"""How facts of these names were packed."""


def told_in_columns(fact: Earlier) -> e.Fact:
    """The same fact as it is today."""
    told = {each.name: getattr(fact, each.name) for each in fields(fact)}
    match fact:
        case _Planned():
            amounts = (_joined(fact.lots, name) for name in ("due", "sale"))
            return e.ExitsPlanned(**told | {"lots": e.LotSales(*_lots_and_rows(fact.lots), *amounts)})
        case _Answered():
            amounts = (_joined(fact.closes, name) for name in ("quantity", "cost", "net", "withheld"))
            return e.ExitsAnswered(**told | {"closes": e.LotCloses(*_lots_and_rows(fact.closes), *amounts)})
        case _Closed():
            sold, before = (
                np.array([getattr(cut, name) for cut in fact.cuts], np.int64) for name in ("sold", "before")
            )
            lots = tuple(cut.lot for cut in fact.cuts)
            return e.OrderClosed(**told | {"cuts": e.LotCuts(lots, sold, before) if lots else None})


def _lots_and_rows(parts: Sequence[_Sale | _Close]) -> tuple[tuple[OrderId, ...], Rows, Rows]:
    which = np.repeat(np.arange(len(parts), dtype=np.int32), [len(part.rows) for part in parts])
    return tuple(part.lot for part in parts), which, _joined(parts, "rows", np.int32)


def _joined(parts: Sequence[_Sale | _Close], name: str, kind: type[Any] = np.int64) -> Any:
    """One column of all parts, one after the other."""
    return np.concatenate([np.zeros(0, kind), *(getattr(part, name) for part in parts)])
