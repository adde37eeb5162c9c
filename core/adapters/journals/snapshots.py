"""Snapshots as files: the newest two, each whole or not there.

A file: magic `SLSN`, fold version u32, seq u64, CRC of the journal's record `seq` u32, zero u32, BLAKE2b-256 of these
and the body, then the body; little-endian. The record's CRC ties a snapshot to its journal: after an older journal was
put back and went on differently, the snapshots of the lost future are not used.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from struct import Struct

from core.ports import JournalRefused, Snapshot

KEPT = 2
_MAGIC = b"SLSN"
_OPENING = Struct("<4sIQII")
_HASH = 32
_BODY_AT = _OPENING.size + _HASH


@dataclass(frozen=True, slots=True)
class Found:
    """A whole snapshot of this fold, and the CRC of the record it ends with."""

    snapshot: Snapshot
    record_crc: int


class SnapshotFolder:
    """`fold_version` is the running fold's: snapshots of another one are not found."""

    def __init__(self, folder: Path, fold_version: int) -> None:
        self._folder = folder
        self._fold_version = fold_version

    def save(self, snapshot: Snapshot, record_crc: int) -> None:
        """On disk when this returns; only then are older ones deleted. Raises JournalRefused if the disk says no."""
        opening = _OPENING.pack(_MAGIC, self._fold_version, snapshot.seq, record_crc, 0)
        try:
            self._folder.mkdir(exist_ok=True)
            self._write(snapshot.seq, [opening, _hash(opening, snapshot.body), snapshot.body])
            self._drop(snapshot.seq)
        except OSError as error:
            raise JournalRefused(
                f"the snapshot cannot be written ({error}): see to the disk; no fact is lost"
            ) from error

    def whole(self) -> Iterator[Found]:
        """Newest first."""
        for path in sorted(self._paths(), reverse=True):
            found = self._read(path)
            if found is not None:
                yield found

    def _write(self, seq: int, blocks: list[bytes]) -> None:
        path = self._path(seq)
        unfinished = path.with_suffix(".unfinished")
        try:
            with unfinished.open("wb") as file:
                file.writelines(blocks)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        _sync_folder(self._folder)

    def _drop(self, newest: int) -> None:
        """All but the newest two, and those of a future that this journal no longer has."""
        keep = self._path(newest).name
        past = sorted(path for path in self._paths() if path.name < keep)
        future = [path for path in self._paths() if path.name > keep]
        for path in [*past[: -(KEPT - 1)], *future]:
            path.unlink()

    def _read(self, path: Path) -> Found | None:
        stored = b""
        with suppress(OSError):  # an unreadable snapshot is no snapshot: the journal has it all
            stored = path.read_bytes()
        if len(stored) < _BODY_AT:
            return None
        opening, body = stored[: _OPENING.size], stored[_BODY_AT:]
        magic, fold_version, seq, record_crc, _ = _OPENING.unpack(opening)
        if magic != _MAGIC or fold_version != self._fold_version:
            return None
        if _hash(opening, body) != stored[_OPENING.size : _BODY_AT]:
            return None
        return Found(Snapshot(seq, body), record_crc)

    def _paths(self) -> list[Path]:
        return list(self._folder.glob("*.snapshot"))

    def _path(self, seq: int) -> Path:
        return self._folder / f"{seq:019d}.snapshot"


def _hash(opening: bytes, body: bytes) -> bytes:
    digest = blake2b(opening, digest_size=_HASH)
    digest.update(body)
    return digest.digest()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
