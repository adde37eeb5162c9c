"""Where the core's blocking work runs, how its book becomes bytes, and what is settled once it stands."""

import asyncio
import ctypes
import gc
import sys
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
    """Leaves all that stands by now out of every later search for garbage: a full one stalls the loop by some 90 ms.

    And keeps what columns free for the next ones. The C library would give each back to the system, which zeroes the
    pages again: half the time of a fan-out.
    """
    _keep_freed_memory()
    gc.collect()
    gc.freeze()


def _keep_freed_memory() -> None:
    """Of the GNU C library alone; elsewhere nothing happens. The numbers are those of its `malloc.h`."""
    if sys.platform != "linux":
        return
    library = ctypes.CDLL(None)
    if not hasattr(library, "gnu_get_libc_version"):
        return
    trim_threshold, top_pad, mmap_threshold, arena_max = -1, -2, -3, -8
    for option, value in (
        (arena_max, 1),
        (mmap_threshold, 32 << 20),  # the most it takes
        (trim_threshold, 512 << 20),
        (top_pad, 16 << 20),
    ):
        library.mallopt(option, value)
