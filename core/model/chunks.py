"""Chunks: the rows of a lead's copyings that are planned, sent and answered together, and one fact speaks of.

The first is short, so that the first copies leave early. The others are long: what each costs apart from its rows, and
what two threads lose by waiting for each other between two operations, is then paid a quarter as often.
"""

FIRST, LONG = 16_384, 65_536
"""Rows of the first chunk, and of each after it."""


def chunk_of(row: int) -> int:
    """The chunk a row is in."""
    return 0 if row < FIRST else (row - FIRST) // LONG + 1


def first_row(chunk: int) -> int:
    """The row a chunk begins with."""
    return FIRST + (chunk - 1) * LONG if chunk else 0


def span(chunk: int, size: int) -> slice:
    """The rows of a chunk in a table of `size` rows; `start` and `stop` are plain numbers, and `stop` not the less."""
    start = first_row(chunk)
    return slice(start, max(start, min(first_row(chunk + 1), size)))


def chunks(size: int) -> int:
    """How many chunks a table of `size` rows has."""
    return chunk_of(size - 1) + 1 if size else 0
