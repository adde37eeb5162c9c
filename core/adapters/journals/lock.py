"""The desk's lock: one process acts for a folder, and a second one is told which (P-15).

The operating system keeps it and lets go when the process ends, however it ends. The file stays: to delete it would
let two processes hold two files of one name.
"""

import fcntl
import os
from pathlib import Path

from core.ports import JournalRefused

LOCK_FILE = "desk.lock"


class DeskInUse(JournalRefused):
    """Another process holds this folder. `pid` is its number, 0 where it left none."""

    def __init__(self, folder: Path, pid: int) -> None:
        super().__init__(f"the desk in {folder} is in use by process {pid}: stop that one first")
        self.pid = pid


class DeskLock:
    """Held from `acquire` to `release` or to the end of the process."""

    def __init__(self, folder: Path, descriptor: int) -> None:
        self.folder = folder
        self._descriptor = descriptor

    @classmethod
    def acquire(cls, folder: Path) -> "DeskLock":
        """Takes the folder for this process. Raises DeskInUse while another holder lives, here or elsewhere."""
        folder = folder.resolve()
        try:
            descriptor = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise JournalRefused(
                f"{folder / LOCK_FILE} may not be written to ({error.strerror}): see to the rights and the disk of that"
                " folder, or set DATA_DIR; nothing was traded"
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            written = os.pread(descriptor, 20, 0)
            os.close(descriptor)
            raise DeskInUse(folder, int(written) if written.isdigit() else 0) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        return cls(folder, descriptor)

    def release(self) -> None:
        """Lets go; once is enough, more does no harm."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
