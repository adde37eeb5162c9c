"""bytes_per_copying: what one copying takes in the book, beside eight bytes for each of its columns."""

import tracemalloc
from dataclasses import fields
from datetime import UTC, datetime

import numpy as np

from bot.bench.desk import BTC, LEAD, People, lead_facts, seat
from bot.bench.measuring import Row
from core.fold import fold
from core.fold.book import Book
from core.fold.copyings import ROOM
from core.model import events as e
from core.model.people import Origin


async def bytes_per_copying(n: int, rounds: int) -> list[Row]:
    """The lead's whole table with one instrument held, as the allocator counts it; people are told apart."""
    del rounds  # memory does not jitter
    at, people = datetime.now(UTC), People.drawn(n)
    book = Book()
    for seq, fact in enumerate([e.InstrumentListed(BTC), *lead_facts(LEAD)], 1):
        fold(book, e.Record(seq, at, Origin(""), fact))
    tracemalloc.start()
    seat(book, LEAD, people, at)
    table = book.leads[LEAD].copyings
    table.holding(BTC.symbol)[:] = 1
    whole = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    arrays = [getattr(table, each.name) for each in fields(table)]
    columns = [each for each in arrays if isinstance(each, np.ndarray)] + list(table.held.values())
    copying = sum(column.nbytes for column in columns) / n
    with_room = copying * (1 + 1 / ROOM)
    more = {
        "columns": len(columns),
        "with_room_to_grow_bytes": round(with_room, 1),
        "with_the_person_bytes": round(whole / n, 1),
        "met": with_room <= 150,
    }
    against = "8 bytes a column (at most 150, room to grow included)"
    return [Row("bytes_per_copying", n, [copying], [8.0 * len(columns)], against, unit="bytes", more=more)]
