"""Request bodies read with a limit: JSON, forms and multipart alike."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, hdrs, web
from aiohttp.multipart import MultipartReader

from bot.sandbox.model import Upload
from bot.sandbox.refused import bad_request, too_large

JSON_LIMIT = 1 << 20
UPLOAD_LIMIT = 52 << 20  # a document of 50 MB and its form
PARTS_LIMIT = 100


@dataclass(slots=True)
class Form:
    """What one request carries: parameters by name, files by part name."""

    params: dict[str, object] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)


async def read_form(request: web.Request) -> Form:
    """The query string and the body together. Refused: malformed or too large."""
    form = Form(dict(request.query))
    match request.content_type:
        case "application/json":
            form.params |= json_object(await read_body(request, JSON_LIMIT))
        case "application/x-www-form-urlencoded":
            body = await read_body(request, JSON_LIMIT)
            form.params |= dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
        case "multipart/form-data":
            await read_parts(request, form)
        case _:
            pass
    return form


async def read_body(request: web.Request, limit: int) -> bytes:
    """The whole body. Refused with 413 as soon as it grows past the limit, whatever its length header says."""
    if (request.content_length or 0) > limit:
        raise too_large()
    if not request.can_read_body:
        return b""
    try:
        return await request.clone(client_max_size=limit).read()
    except web.HTTPRequestEntityTooLarge:
        raise too_large() from None


def json_object(body: bytes) -> dict[str, object]:
    """The JSON object in this body, empty for an empty body. Refused: anything else."""
    if not body.strip():
        return {}
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        raise bad_request("can't parse JSON object") from None
    if not isinstance(parsed, dict):
        raise bad_request("can't parse JSON object: expected an Object")
    return parsed


async def read_parts(request: web.Request, form: Form) -> None:
    left = UPLOAD_LIMIT
    try:
        async for part in parts_of(await request.multipart()):
            content = await read_part(part, left)
            left -= len(content)
            keep_part(part, content, form)
    except ValueError:
        raise bad_request("can't parse multipart request") from None


async def parts_of(reader: MultipartReader) -> AsyncIterator[BodyPartReader]:
    for _ in range(PARTS_LIMIT):
        part = await reader.next()
        if part is None:
            return
        if isinstance(part, BodyPartReader) and part.name:
            yield part
    raise too_large()


async def read_part(part: BodyPartReader, limit: int) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk():
        content += chunk
        if len(content) > limit:
            raise too_large()
    return bytes(content)


def keep_part(part: BodyPartReader, content: bytes, form: Form) -> None:
    name = part.name or ""
    if part.filename is None:
        form.params[name] = content.decode(errors="replace")
        return
    form.files[name] = Upload(part.filename, part.headers.get(hdrs.CONTENT_TYPE, "application/octet-stream"), content)
