"""A text made ready as Telegram keeps it: parsed, cleaned, trimmed, its entities in order, its length checked.

Limits: 4,096 characters of a text and 1,024 of a caption, both counted after parsing; 32 KiB before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.sandbox import markup
from bot.sandbox.found import overlap, spotted
from bot.sandbox.markup import utf16_length
from bot.sandbox.model import Entity
from bot.sandbox.parameters import Parameters
from bot.sandbox.refused import bad_request

TEXT_LIMIT, CAPTION_LIMIT, RAW_LIMIT = 4_096, 1_024, 1 << 15
CLEANED = {code: " " for code in range(32) if code not in (10, 13)} | {13: None} | dict.fromkeys(range(0x2028, 0x202F))
CODE = frozenset({"code", "pre"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
MIXABLE = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
ORDER = ("blockquote", "expandable_blockquote", "pre", "code", "text_link", "bold", "italic", "underline")
LINK = re.compile(r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?(?P<host>[^\s/?#]+)(?P<rest>[/?#]\S*)?", re.IGNORECASE)
HOSTED = frozenset({"http", "https", "ftp"})
OWN_SCHEMES = frozenset({"tg", "ton", "tonsite"})

Formatted = tuple[str, tuple[Entity, ...]]


def read_text(given: Parameters) -> Formatted:
    text, entities = _read(given, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if len(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text, entities


def read_caption(given: Parameters) -> Formatted:
    text, entities = _read(given, "caption", "caption_entities")
    if len(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return text, entities


def typed(text: str) -> Formatted:
    """What a person typed: no markup, only what clients find by themselves."""
    return _settled(text.translate(CLEANED), [])


def _read(given: Parameters, field: str, entities_field: str) -> Formatted:
    raw = given.text(field)
    if len(raw.encode()) > RAW_LIMIT:
        raise bad_request("text is too long")
    raw = raw.translate(CLEANED)
    mode = given.text("parse_mode").lower()
    if mode == "html":
        return _settled(*markup.parse(raw))
    if mode not in ("", "none"):
        raise bad_request("unsupported parse_mode")
    return _settled(raw, _explicit(given.array(entities_field, "MessageEntity") or [], utf16_length(raw)))


def _explicit(entities: Iterable[object], limit: int) -> list[Entity]:
    return [_one_explicit(entity, limit) for entity in entities]


def _one_explicit(entity: object, limit: int) -> Entity:
    if not isinstance(entity, Mapping):
        raise bad_request("can't parse MessageEntity: expected an Object")
    kind, offset, length = entity.get("type"), entity.get("offset"), entity.get("length")
    if not (isinstance(kind, str) and isinstance(offset, int) and isinstance(length, int)):
        raise bad_request("can't parse MessageEntity: Can't find field \"type\"")
    if offset < 0 or length <= 0 or offset + length > limit:
        raise bad_request("ENTITY_BOUNDS_INVALID")
    extra = {key: value for key, value in entity.items() if key not in ("type", "offset", "length")}
    return Entity(kind, offset, length, extra)


def _settled(text: str, entities: list[Entity]) -> Formatted:
    """Trimmed at both ends, then every rule of nesting applied."""
    text, entities = _trimmed(text, [kept for e in entities if (kept := _linked(e))])
    entities = _nested(entities)
    taken = [e for e in entities if e.type not in MIXABLE | QUOTES]
    entities += [e for e in spotted(text) if not any(overlap(e, other) for other in taken)]
    return text, tuple(sorted(entities, key=_place))


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    lead = len(text) - len(text.lstrip())
    lead = min([lead, *(e.offset for e in entities if e.type in CODE)])  # a table may begin with spaces
    text = text[lead:].rstrip()
    limit = utf16_length(text)
    moved = (_clipped(entity, entity.offset - lead, min(entity.end - lead, limit)) for entity in entities)
    return text, [entity for entity in moved if entity.length > 0]


def _clipped(entity: Entity, begin: int, end: int) -> Entity:
    return replace(entity, offset=max(begin, 0), length=end - max(begin, 0))


def _linked(entity: Entity) -> Entity | None:
    if entity.type != "text_link":
        return entity
    url = checked_link(str(entity.extra.get("url", "")))
    return replace(entity, extra={"url": url}) if url else None


def checked_link(url: str) -> str | None:
    """The address as a client would open it, None if it is none (the link is then dropped, its text stays)."""
    match = LINK.fullmatch(url.strip())
    if match is None:
        return None
    scheme = (match["scheme"] or "http").lower()
    if scheme in OWN_SCHEMES:
        return url.strip()
    if scheme not in HOSTED or "." not in match["host"].strip("."):
        return None
    return f"{scheme}://{match['host']}{match['rest'] or '/'}"


def _nested(entities: list[Entity]) -> list[Entity]:
    """Nothing stands inside code, quotes do not nest, links and the like do not overlap; styles mix freely."""
    code = [e for e in entities if e.type in CODE]
    code = [e for e in code if not any(other is not e and _inside(e, other) for other in code)]
    kept = list(code)
    for entity in sorted((e for e in entities if e.type not in CODE), key=_place):
        if entity.type in MIXABLE:
            kept += _around(entity, code)
            continue
        rivals = QUOTES if entity.type in QUOTES else None
        if not any(overlap(entity, other) for other in kept if _rival(other, rivals)):
            kept.append(entity)
    return kept


def _rival(other: Entity, quotes: frozenset[str] | None) -> bool:
    return other.type in quotes if quotes else other.type not in MIXABLE | QUOTES


def _inside(one: Entity, other: Entity) -> bool:
    return other.offset <= one.offset and one.end <= other.end and (one.length < other.length or other.type == "pre")


def _around(entity: Entity, code: list[Entity]) -> list[Entity]:
    """The parts of a style that lie outside code."""
    parts, begin = [], entity.offset
    for hole in sorted(code, key=_place):
        if overlap(entity, hole):
            parts.append((begin, hole.offset))
            begin = hole.end
    parts.append((begin, entity.end))
    return [replace(entity, offset=start, length=end - start) for start, end in parts if end > start]


def _place(entity: Entity) -> tuple[int, int, int]:
    rank = ORDER.index(entity.type) if entity.type in ORDER else len(ORDER)
    return entity.offset, -entity.length, rank
