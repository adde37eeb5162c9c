"""SQLite's write-ahead log judged by its checksums before SQLite reads it: SQLite drops, without a word, all that
follows a frame which is not whole, and a frame with a changed bit is none (P-12).

The file (https://www.sqlite.org/fileformat2.html#walformat): a header of 32 bytes, then frames, each a header of 24
bytes and a page. A frame's checksum goes on from the one before; a frame that tells the size of the database ends a
commit. Frames of an earlier use of the log have another salt. Nothing is written here.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_HEADER: Final = 32
_FRAME: Final = 24
_MAGIC: Final = {0x377F0682: "<u4", 0x377F0683: ">u4"}
"""How the words that are summed up are to be read."""
_PAGES: Final = frozenset(1 << power for power in range(9, 17))
_AT_ONCE: Final = 256
"""Frames summed up in one go: some 4 MB."""
_WORD: Final = 0xFFFFFFFF

Sum = tuple[int, int]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Log:
    """`whole`: commits that SQLite will read. `lost`: commits of the same use behind the first frame that is not whole,
    at least; that frame begins `broken_at` bytes into the file.

    A single lost one may never have been acknowledged, where the power went while it was written. The first of two
    was: a commit begins only when the one before it is on the disk.
    """

    whole: int = 0
    lost: int = 0
    broken_at: int = 0

    @property
    def damaged(self) -> bool:
        """Whether something acknowledged is lost for certain."""
        return self.lost > 1


def log_of(database: Path) -> Log:
    """What stands in the log beside a database that nobody has open. Raises OSError."""
    path = database.with_name(f"{database.name}-wal")
    if not path.exists() or path.stat().st_size <= _HEADER:
        return Log()
    stored: Bytes = np.memmap(path, np.uint8, "r")
    magic, _, page, _, *salt, one, two = stored[:_HEADER].view(">u4").tolist()
    order = _MAGIC.get(magic)
    if order is None or page not in _PAGES or _summed(stored[None, :24], order, (0, 0))[0] != (one, two):
        # it is on the disk before the first frame is written: behind a header that is none, all frames are lost
        return Log(lost=2 * bool(stored[_HEADER:].any()))
    count = (len(stored) - _HEADER) // (_FRAME + page)
    frames = stored[_HEADER : _HEADER + count * (_FRAME + page)].reshape(count, _FRAME + page)
    return _judged(frames, salt, order, (one, two))


def _judged(frames: Bytes, salt: list[int], order: str, start: Sum) -> Log:
    heads = frames[:, :_FRAME].view(">u4")
    ours = (heads[:, 2:4] == salt).all(axis=1)
    commits = np.flatnonzero(ours & (heads[:, 1] != 0))
    behind = int(commits[-1]) + 1 if len(commits) else 0
    whole = _whole(frames[:behind], ours, order, start)
    lost = int(np.count_nonzero(commits >= whole))
    return Log(len(commits) - lost, lost, _HEADER + whole * frames.shape[1] if lost else 0)


def _whole(frames: Bytes, ours: NDArray[np.bool_], order: str, start: Sum) -> int:
    """How many frames from the first one on are whole."""
    for first in range(0, len(frames), _AT_ONCE):
        some = frames[first : first + _AT_ONCE]
        summed_up = np.concatenate([some[:, :8], some[:, _FRAME:]], axis=1)
        told = some[:, 16:_FRAME].view(">u4").tolist()
        for place, (found, wanted) in enumerate(zip(_summed(summed_up, order, start), told, strict=True), first):
            if not ours[place] or list(found) != wanted:
                return place
            start = found
    return len(frames)


def _summed(rows: NDArray[Any], order: str, start: Sum) -> list[Sum]:
    """SQLite's checksum after each row, going on from `start`.

    Its two sums, s1 += word + s2 and s2 += word + s1 in turn, are sums of all words weighted by Fibonacci numbers.
    """
    words = rows.view(order).astype(np.uint32)
    count = words.shape[1]
    numbers = _fibonacci(count + 2)
    one, two = start
    sums: list[Sum] = []
    for of_one, of_two in (words @ np.stack([numbers[count - 1 :: -1], numbers[count:0:-1]], axis=1)).tolist():
        before, here, after = numbers[count - 1 : count + 2].tolist()
        one, two = (one * before + two * here + of_one) & _WORD, (one * here + two * after + of_two) & _WORD
        sums.append((one, two))
    return sums


@cache
def _fibonacci(count: int) -> NDArray[np.uint32]:
    """From 0 and 1 on, modulo 2³²."""
    numbers = [0, 1]
    while len(numbers) < count:
        numbers.append((numbers[-1] + numbers[-2]) & _WORD)
    return np.array(numbers, np.uint32)
