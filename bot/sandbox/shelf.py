"""Keeps the bodies of a Telegram's files in a folder, one file each, so that a killed demo's pictures open again.

A body is written whole before any chat names it, and never overwritten; what `Files` has forgotten is removed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.model import Json, StoredFile


@dataclass(frozen=True, slots=True)
class Shelf:
    """One folder; made when the first body is put there."""

    folder: Path

    def put(self, stored: StoredFile) -> bool:
        """True if the body was not there yet. A kill leaves it whole, or absent."""
        body = self.folder / stored.file_id
        if body.exists():
            return False
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = body.with_suffix(".new")
        fresh.write_bytes(stored.content)
        fresh.replace(body)
        return True

    def take(self, raw: Json) -> StoredFile | None:
        """The file that `described` told of; None where its body is gone or is another."""
        match raw:
            case {
                "id": str(file_id), "unique": str(unique), "kind": ("photo" | "document") as kind, "name": str(name),
                "mime": str(mime), "size": int(size), "sides": [int(width), int(height)],
            }:  # fmt: skip
                body = self.folder / Path(file_id).name
            case _:
                return None
        try:
            content = body.read_bytes()
        except OSError:
            return None
        return StoredFile(file_id, unique, kind, name, mime, content, width, height) if len(content) == size else None

    def keep_only(self, file_ids: Iterable[str]) -> None:
        """Removes every other body, and what a kill left half written."""
        if not self.folder.exists():
            return
        wanted = set(file_ids)
        for body in self.folder.iterdir():
            if body.name not in wanted:
                body.unlink(missing_ok=True)


def described(stored: StoredFile) -> Json:
    """All of a file but its body."""
    return {
        "id": stored.file_id,
        "unique": stored.unique_id,
        "kind": stored.kind,
        "name": stored.name,
        "mime": stored.mime,
        "size": len(stored.content),
        "sides": [stored.width, stored.height],
    }
