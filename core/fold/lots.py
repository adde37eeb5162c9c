"""Finds and clears copy lots: the pieces of one lead lot by chunk, and lots that nothing follows any more."""

import numpy as np

from core.fold.book import Book, CopyLots, Lead
from core.model.columns import Column, Mask, Rows
from core.model.events import EntriesPlanned, ExitsPlanned
from core.model.market import Symbol
from core.model.orders import OrderId


def standing(piece: CopyLots, rows: Rows) -> Mask:
    """Which lots of the piece are those of `rows`, which ascend and may name others as well."""
    found = np.zeros(len(piece.rows), np.bool_)
    if len(rows) and len(found):
        first = int(min(rows[0], piece.rows[0]))
        named = np.zeros(int(max(rows[-1], piece.rows[-1])) - first + 1, np.bool_)
        named[rows - first] = True
        found = named[piece.rows - first]
    return found


def add_piece(lot_copies: dict[int, CopyLots], chunk: int, new: CopyLots) -> None:
    """Adds copy lots to a chunk; a row answered later than its chunk is merged in, rows stay ascending."""
    known = lot_copies.get(chunk)
    if known is None:
        lot_copies[chunk] = new
        return
    rows = np.concatenate((known.rows, new.rows))
    order = np.argsort(rows, kind="stable")
    sizes = len(known.rows), len(new.rows)
    lot_copies[chunk] = CopyLots(
        rows=rows[order],
        quantity=np.concatenate((known.quantity, new.quantity))[order],
        owed=np.concatenate((known.owed, new.owed))[order],
        cost=np.concatenate((known.cost, new.cost))[order],
        take_at=_joined(known.take_at, new.take_at, sizes, order),
        stop_at=_joined(known.stop_at, new.stop_at, sizes, order),
    )


def _joined(known: Column | None, new: Column | None, sizes: tuple[int, int], order: Column) -> Column | None:
    """Two columns that may each be absent, which means zeros; None if both are."""
    if known is None and new is None:
        return None
    parts = [
        part if part is not None else np.zeros(size, np.int64) for part, size in zip((known, new), sizes, strict=True)
    ]
    return np.concatenate(parts)[order]


def drop_if_spent(book: Book, lead: Lead, lot_id: OrderId) -> None:
    """Forgets a lead lot that is sold out, has no copies left, and of which no entry is on its way."""
    lot = lead.lots.get(lot_id)
    if lot is None or lot.quantity or lot.linked() or str(lot_id) in book.fan_outs:
        return
    if any(opens(flight.plan, lot_id) for flight in book.flights.values()):
        return
    if any(lot_id in {cut.lot for cut in fan_out.cuts} for fan_out in book.fan_outs.values()):
        return
    lead.forget(lot)


def opens(plan: EntriesPlanned | ExitsPlanned, lot_id: OrderId) -> bool:
    """Whether an answer to this plan may still open a copy lot of the lead lot."""
    if isinstance(plan, ExitsPlanned):
        return False
    return plan.batch == str(lot_id) or any(weight.lot == lot_id for weight in plan.lots)


def drop_spent_of(book: Book, lead: Lead, symbol: Symbol) -> None:
    for lot in lead.among(symbol, ()):
        drop_if_spent(book, lead, lot.id)
