"""Moves quote of copyings: Smart Sync has its own allocation, everybody else the person's free money (R-8, R-9)."""

import numpy as np

from core.fold.book import Book, Lead
from core.model.columns import Column, Rows, add_at, reach
from core.model.copying import Sizing


def spend(book: Book, lead: Lead, rows: Rows, amount: Column) -> None:
    """Takes `amount` of each row; what is negative is given back. One person may own several rows."""
    table, at = lead.copyings, reach(rows)
    free = amount * (table.sizing[at] != int(Sizing.SMART_SYNC))
    add_at(table.cash, at, free - amount)
    add_at(book.people.cash, table.person[at].astype(np.intp), -free)
