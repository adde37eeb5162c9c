"""Chunks: the rows of a lead's copyings that are planned, sent and answered together, and one fact speaks of.

The first is short, so that the first copies leave early, and the second twice as long, so that it is decided while the
first is written. The others are long: what each costs apart from its rows is then paid a quarter as often.
"""

FIRST, SECOND, LONG = 16_384, 32_768, 65_536
"""Rows of the first chunk, of the second, and of each after them."""


def chunk_of(row: int) -> int:
    """The chunk a row is in."""
    beyond = row - FIRST - SECOND
    return beyond // LONG + 2 if beyond >= 0 else int(row >= FIRST)


def first_row(chunk: int) -> int:
    """The row a chunk begins with."""
    return (0, FIRST)[chunk] if chunk < 2 else FIRST + SECOND + (chunk - 2) * LONG


def span(chunk: int, size: int) -> slice:
    """The rows of a chunk in a table of `size` rows; `start` and `stop` are plain numbers, and `stop` not the less."""
    start = first_row(chunk)
    return slice(start, max(start, min(first_row(chunk + 1), size)))


def chunks(size: int) -> int:
    """How many chunks a table of `size` rows has."""
    return chunk_of(size - 1) + 1 if size else 0
