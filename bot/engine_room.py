"""Where the core's blocking work runs, how its book becomes bytes, and what is settled once it stands."""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from core.adapters.journals.packing import pack, unpack
from core.fold.book import Book

T = TypeVar("T")


class PackedBook:
    """The book as the codec's bytes, for snapshots; what comes back may be written in."""

    def pack(self, book: Book) -> bytes:
        """The whole book."""
        return pack(Book, book)

    def unpack(self, body: bytes) -> Book:
        """The book again, its columns free to change. Raises JournalRefused for bytes that are not whole."""
        book: Book = unpack(Book, body, writable=True)
        return book


class OneThread:
    """Runs blocking work in one thread of its own, in the order it is handed in."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "pen")

    def __call__(self, work: Callable[[], T]) -> Awaitable[T]:
        return asyncio.get_running_loop().run_in_executor(self._pool, work)

    def close(self) -> None:
        """Waits for what runs."""
        self._pool.shutdown()


def settle_memory() -> None:
    """Leaves all that stands by now out of every later search for garbage: a full one stalls the loop by some 90 ms."""
    gc.collect()
    gc.freeze()
