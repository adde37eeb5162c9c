"""Where the core's blocking work runs, how its book becomes bytes, and what is settled once it stands."""

import asyncio
import ctypes
import gc
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, Final, TypeVar

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
    """Runs blocking work in one thread of its own, in the order it is handed in.

    A hop there and back takes some 28 us where an executor of the standard library takes 45: every commit makes one.
    """

    def __init__(self) -> None:
        self._orders: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="pen", daemon=True)
        self._thread.start()

    def __call__(self, work: Callable[[], T]) -> Awaitable[T]:
        loop = asyncio.get_running_loop()
        result: asyncio.Future[T] = loop.create_future()
        self._orders.put(lambda: _answer(loop, result, work))
        return result

    def close(self) -> None:
        """Waits for what was handed in."""
        self._orders.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (order := self._orders.get()) is not None:
            order()
            del order  # what it returned is not kept until the next one


def _answer(loop: asyncio.AbstractEventLoop, result: asyncio.Future[T], work: Callable[[], T]) -> None:
    tell: Callable[[Any], None] = result.set_result
    told: object
    try:
        told = work()
    except BaseException as error:  # noqa: BLE001  # whoever waits is told, whatever it was
        tell, told = result.set_exception, error
    with suppress(RuntimeError):  # the loop is closed, and whoever waited is gone with it
        loop.call_soon_threadsafe(_settle, result, tell, told)


def _settle(result: asyncio.Future[Any], tell: Callable[[Any], None], told: object) -> None:
    if not result.done():  # nobody waits any more
        tell(told)


SEARCH_AFTER: Final = (5_000, 20, 50)
"""Objects more than before, and searches of the younger generation, after which garbage is searched for."""


def settle_memory() -> None:
    """Leaves all that stands by now out of every later search for garbage: a full one stalls the loop by some 90 ms.

    What comes later is searched seldom, as hardly anything here refers to itself. By the usual numbers 64 fills at once
    met five searches, and now and then a full one of 30 ms; by these, two.

    And keeps what columns free for the next ones. The C library would give each back to the system, which zeroes the
    pages again: half the time of a fan-out.
    """
    _keep_freed_memory()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SEARCH_AFTER)


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
