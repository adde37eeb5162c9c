"""Telegram's HTML read as Telegram reads it: a `<` always opens a tag, and one wrong tag refuses the whole text.

Known references are `&lt; &gt; &amp; &quot;` and numeric ones; any other `&` stays as it is. Errors name the byte
offset in the text as it came.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.sandbox.model import Entity
from bot.sandbox.refused import Refused, bad_request

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]{1,8})|#(?P<decimal>[0-9]{1,8})|(?P<name>[A-Za-z]+));?")
PLAIN = re.compile(r"[^<&]+")
TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")  # relative alone; else weekday, one date, one time
SPACE = " \t\r\n\v\f\0"
LAST_CODE_POINT = 0x10FFFF
LAST_MOMENT = 2**31 - 1  # Unix seconds


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class OpenTag:
    name: str
    attributes: dict[str, str]
    offset: int
    written: int  # characters written before it


@dataclass(slots=True)
class Reader:
    """Walks the source once; `written` is the plain text so far, `offset` its length in UTF-16."""

    source: str
    at: int = 0
    offset: int = 0
    written: list[str] = field(default_factory=list)
    open: list[OpenTag] = field(default_factory=list)
    found: list[Entity] = field(default_factory=list)

    def read(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            self.step()
        if self.open:
            raise wrong(f"Can't find end tag corresponding to start tag {self.open[-1].name}")
        return "".join(self.written), self.found

    def step(self) -> None:
        if self.peek() == "<":
            self.end_tag() if self.peek(1) == "/" else self.start_tag()
            return
        if plain := PLAIN.match(self.source, self.at):
            written, self.at = plain[0], plain.end()
        else:
            written, self.at = character_at(self.source, self.at)
        self.written.extend(written)
        self.offset += utf16_length(written)

    def peek(self, ahead: int = 0) -> str:
        """The character ahead, empty at the end."""
        return self.source[self.at + ahead : self.at + ahead + 1]

    def skip_space(self) -> None:
        while (character := self.peek()) and character in SPACE:
            self.at += 1

    def take_until(self, ends: str) -> str:
        begin = self.at
        while (character := self.peek()) and character not in ends:
            self.at += 1
        return self.source[begin : self.at]

    def start_tag(self) -> None:
        begin = self.at
        self.at += 1
        name = self.take_until(SPACE + ">").lower()
        if not self.peek():
            raise wrong(f"Unclosed start tag at byte offset {self.byte(begin)}")
        if name not in TAGS:
            raise wrong(f'Unsupported start tag "{name}" at byte offset {self.byte(begin)}')
        attributes = self.attributes(name, begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {self.byte(begin)}')
        self.open.append(OpenTag(name, attributes, self.offset, len(self.written)))

    def attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self.skip_space()
            if self.peek() == ">":
                self.at += 1
                return found
            name = self.take_until(SPACE + "=>")
            if not self.peek():
                raise wrong(f'Unclosed start tag "{tag}" at byte offset {self.byte(begin)}')
            if not name:
                raise wrong(f'Empty attribute name in the tag "{tag}" at byte offset {self.byte(begin)}')
            self.skip_space()
            found[name] = self.value(tag, begin) if self.peek() == "=" else ""

    def value(self, tag: str, begin: int) -> str:
        self.at += 1
        self.skip_space()
        quote = self.peek()
        if not quote:
            raise wrong(f'Unclosed start tag "{tag}" at byte offset {self.byte(begin)}')
        value = self.quoted(quote) if quote in "'\"" else self.token()
        if not self.peek():
            raise wrong(f"Unclosed start tag at byte offset {self.byte(begin)}")
        return value

    def token(self) -> str:
        begin = self.at
        while (c := self.peek()) and c.isascii() and (c.isalnum() or c in ".-"):
            self.at += 1
        if (end := self.peek()) and end not in SPACE + ">":
            raise wrong(f"Unexpected end of name token at byte offset {self.byte(begin)}")
        return self.source[begin : self.at].lower()

    def quoted(self, quote: str) -> str:
        self.at += 1
        value: list[str] = []
        while (character := self.peek()) and character != quote:
            decoded, self.at = character_at(self.source, self.at)
            value.append(decoded)
        self.at += 1
        return "".join(value)

    def end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise wrong(f"Unexpected end tag at byte offset {self.byte(begin)}")
        self.at += 2
        name = self.take_until(SPACE + ">").lower()
        self.skip_space()
        if self.peek() != ">":
            raise wrong(f"Unclosed end tag at byte offset {self.byte(begin)}")
        self.at += 1
        tag = self.open.pop()
        if name and name != tag.name:
            raise wrong(
                f'Unmatched end tag at byte offset {self.byte(begin)}, expected "</{tag.name}>", found "</{name}>"'
            )
        if self.offset > tag.offset:
            self.close(tag)

    def close(self, tag: OpenTag) -> None:
        length = self.offset - tag.offset
        match tag.name:
            case "a":
                url = tag.attributes.get("href") or "".join(self.written[tag.written :])
                self.found.append(Entity("text_link", tag.offset, length, {"url": url}))
            case "pre" | "code":
                self.close_code(tag, length)
            case "blockquote":
                kind = "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"
                self.found.append(Entity(kind, tag.offset, length))
            case "tg-emoji":
                self.found.append(Entity("custom_emoji", tag.offset, length, emoji(tag.attributes)))
            case "tg-time":
                self.found.append(Entity("date_time", tag.offset, length, moment(tag.attributes)))
            case _:
                self.found.append(Entity(TAGS[tag.name], tag.offset, length))

    def close_code(self, tag: OpenTag, length: int) -> None:
        """`<pre><code class="language-x">` is one entity: a pre with a language. A language on its own is dropped."""
        language = tag.attributes.get("class", "").removeprefix("language-") if tag.name == "code" else ""
        inner = self.found[-1] if self.found else None
        same_stretch = inner is not None and (inner.offset, inner.length) == (tag.offset, length)
        if tag.name == "pre" and inner is not None and same_stretch and inner.type == "code" and inner.extra:
            self.found[-1] = Entity("pre", tag.offset, length, inner.extra)
            return
        self.found.append(Entity(tag.name, tag.offset, length, {"language": language} if language else {}))

    def byte(self, index: int) -> int:
        return len(self.source[:index].encode())


def character_at(source: str, at: int) -> tuple[str, int]:
    """The character at this place with references decoded, and where the next begins."""
    if source[at] != "&" or not (match := REFERENCE.match(source, at)):
        return source[at], at + 1
    if match["name"]:
        decoded = NAMED.get(match["name"])
        return (decoded, match.end()) if decoded else ("&", at + 1)
    code = int(match["hex"], 16) if match["hex"] else int(match["decimal"])
    if not 0 < code < LAST_CODE_POINT:
        return "&", at + 1
    if 0xD800 <= code <= 0xDFFF:
        raise wrong(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return chr(code), match.end()


def emoji(attributes: dict[str, str]) -> dict[str, object]:
    identifier = attributes.get("emoji-id", "")
    if not (identifier.isascii() and identifier.isdecimal()) or int(identifier) == 0:
        raise wrong("Invalid custom emoji identifier specified")
    return {"custom_emoji_id": identifier}


def moment(attributes: dict[str, str]) -> dict[str, object]:
    unix, form = attributes.get("unix", ""), attributes.get("format", "")
    if not (unix.isascii() and unix.isdecimal()) or int(unix) > LAST_MOMENT:
        raise wrong("Invalid date specified")
    if not TIME_FORMAT.fullmatch(form):
        raise wrong("Invalid date-time format specified")
    return {"unix_time": int(unix)} | ({"date_time_format": form} if form else {})


def wrong(what: str) -> Refused:
    return bad_request(f"can't parse entities: {what}")


def parse(source: str) -> tuple[str, list[Entity]]:
    """The plain text and its entities in the order they closed. Refused: whatever Telegram would not parse."""
    text, found = Reader(source).read()
    return text, [e if e.type != "code" else Entity("code", e.offset, e.length) for e in found]
