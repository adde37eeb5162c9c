"""The files Telegram keeps: taken in, told apart, found again by their file id."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Literal

from bot.sandbox.images import image_size, image_type
from bot.sandbox.model import StoredFile, Upload
from bot.sandbox.parameters import Parameters
from bot.sandbox.refused import bad_request, too_large

PHOTO_LIMIT, DOCUMENT_LIMIT, DOWNLOAD_LIMIT = 10_000_000, 50_000_000, 20_000_000  # bytes
SIDES_LIMIT, RATIO_LIMIT = 10_000, 20  # width + height in pixels, longer side by shorter
KEPT_LIMIT = 128_000_000  # bytes in memory, and in the folder of whoever keeps them; the oldest go first
PREFIX, DIGITS = "SANDBOX", 6

Kind = Literal["photo", "document"]


@dataclass(slots=True)
class Files:
    """By file id, oldest first."""

    kept: dict[str, StoredFile] = field(default_factory=dict)
    counted: int = 0
    total: int = 0

    def read(self, given: Parameters, name: str, kind: Kind) -> StoredFile:
        """The file of this parameter: uploaded, attached by name, or known by its id. Refused: any other."""
        if upload := given.files.get(name):
            return self.keep(upload, kind)
        value = given.text(name)
        if not value:
            raise bad_request(f"there is no {kind} in the request")
        return self.named(value, given, kind)

    def named(self, value: str, given: Parameters, kind: Kind) -> StoredFile:
        if value.startswith("attach://"):
            upload = given.files.get(value.removeprefix("attach://"))
            if upload is None:
                raise bad_request(f"can't find file {value} in the request")
            return self.keep(upload, kind)
        known = self.kept.get(value)
        if known is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if known.kind != kind:
            raise bad_request(f"can't use file of type {known.kind.title()} as {kind.title()}")
        return known

    def keep(self, upload: Upload, kind: Kind) -> StoredFile:
        """The upload as a stored file. Refused: empty, too large, or a photo that is no picture."""
        size = image_size(upload.content) if kind == "photo" else (0, 0)
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > (PHOTO_LIMIT if kind == "photo" else DOCUMENT_LIMIT):
            raise too_large()
        if size is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        if kind == "photo" and not fits(*size):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        digest = hashlib.sha256(upload.content).hexdigest()
        mime = (image_type(upload.content) or upload.mime) if kind == "photo" else upload.mime
        stored = StoredFile(
            f"{PREFIX}{self.counted + 1:0{DIGITS}}{digest[:24]}",
            digest[:16],
            kind,
            upload.name,
            mime,
            upload.content,
            *size,
        )
        self.put_back(stored)
        return stored

    def put_back(self, stored: StoredFile) -> None:
        """A file of an earlier run under the id it had; ids go on behind it."""
        self.counted = max(self.counted, number_of(stored.file_id))
        self.kept[stored.file_id] = stored
        self.total += len(stored.content)
        self._make_room()

    def found(self, file_id: str) -> StoredFile:
        stored = self.kept.get(file_id)
        if stored is None:
            raise bad_request("invalid file_id")
        if len(stored.content) > DOWNLOAD_LIMIT:
            raise bad_request("file is too big")
        return stored

    def at_path(self, path: str) -> StoredFile | None:
        """The file a bot downloads from /file/bot<token>/<path>, None if there is none."""
        stored = self.kept.get(path.rpartition("/")[2].partition(".")[0])
        return stored if stored and stored.path == path else None

    def _make_room(self) -> None:
        while self.total > KEPT_LIMIT and len(self.kept) > 1:
            oldest = self.kept.pop(next(iter(self.kept)))
            self.total -= len(oldest.content)


def number_of(file_id: str) -> int:
    """Which file of its Telegram this was, 0 for an id that is none of ours."""
    number = file_id.removeprefix(PREFIX)[:DIGITS]
    return int(number) if number.isdecimal() else 0


def fits(width: int, height: int) -> bool:
    if not width or not height or width + height > SIDES_LIMIT:
        return False
    return max(width, height) <= RATIO_LIMIT * min(width, height)
