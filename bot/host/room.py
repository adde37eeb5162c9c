"""The disk's room: how much a desk needs, and the reserve given up so that sales can still be written (P-12)."""

import os
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOM_LEAST: Final = 1 << 30
"""Bytes free below which nothing is bought: promises.md, section 1."""
ROOM_LAST: Final = 64 << 20
"""Bytes free below which the reserve is given up."""
RESERVE: Final = 64 << 20
"""Bytes: some thousand commits of a small desk, and the messages on them."""
RESERVE_FILE: Final = "reserve"


@dataclass(frozen=True, slots=True)
class Room:
    """Of the disk that a desk's folder is on. Its calls are the disk's own: short, and not for the loop."""

    folder: Path

    def free(self) -> int:
        """Bytes that may be written."""
        return shutil.disk_usage(self.folder).free

    def keep(self) -> None:
        """The reserve is there where there is room for it, and gone where its room is needed. Raises OSError."""
        free, path = self.free(), self.folder / RESERVE_FILE
        if free < ROOM_LAST:
            path.unlink(missing_ok=True)
        elif free >= ROOM_LEAST + RESERVE and not path.exists():
            _make(path)


def _make(path: Path) -> None:
    unfinished = path.with_suffix(".unfinished")
    with suppress(OSError), unfinished.open("wb") as file:  # a desk without a reserve is a desk all the same
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file.fileno(), 0, RESERVE)
        else:
            block = secrets.token_bytes(1 << 20)  # zeros take no room on some disks
            file.writelines(block for _ in range(RESERVE >> 20))
        unfinished.replace(path)
    unfinished.unlink(missing_ok=True)
