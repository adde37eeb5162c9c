"""Text that is safe to send as HTML: `Html` is the only kind a screen takes, and `esc` the only way from str to it.

Telegram's HTML knows few tags, refuses a whole message for one `<` too many, and counts text after the tags are read.
"""

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, Self

NAME_MAX: Final = 40
MARKS_MAX: Final = 2  # on one letter; more climb over the lines above
FIRST_STRONG_ISOLATE: Final = "\u2068"
POP_ISOLATE: Final = "\u2069"
_TAG: Final = re.compile(r"<(/?)([a-z-]+)[^>]*>")
_PIECE: Final = re.compile(r"<[^>]*>|&[a-z]+;|&#x?[0-9a-f]+;|[^<&]")
# What draws nothing or changes how its neighbours are drawn: control, format (bidi, zero width), private, unassigned.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_TAPPABLE: Final = re.compile(r"(?<=\w)\.(?=\w)|(?<=:)/(?=/)|(?<![\w<>])/(?=\w)|[@#$](?=\w)")
_JOINER: Final = "\u200d"  # families and flags are built with it; kept between two symbols only


@dataclass(frozen=True, slots=True)
class Html:
    """Escaped text, perhaps with tags of ours. Joins only with its own kind, so no raw text slips in."""

    raw: str

    def __add__(self, other: Self) -> "Html":
        """Both, one after the other; anything but Html is a mistake."""
        if not isinstance(other, Html):
            return NotImplemented
        return Html(self.raw + other.raw)

    def __str__(self) -> str:
        """Refused: an f-string would turn safe text into unsafe text without a word."""
        raise TypeError("an Html has no str: use .raw at Telegram's door, or .plain for a label")

    __format__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        """Whether there is any text."""
        return bool(self.raw)

    @property
    def plain(self) -> str:
        """The text a person sees, without tags."""
        return html.unescape(_TAG.sub("", self.raw))

    @property
    def size(self) -> int:
        """Its length as Telegram counts it: UTF-16 units of what is seen."""
        return utf16(self.plain)

    def join(self, parts: Iterable["Html"]) -> "Html":
        """The parts with this between them."""
        return Html(self.raw.join(part.raw for part in parts))

    def format(self, **values: "Html") -> "Html":
        """Fill named braces; a value that is not Html is a mistake."""
        for key, value in values.items():
            if not isinstance(value, Html):
                raise TypeError(f"{key} is a {type(value).__name__}, not Html: use esc(), name() or a figure")
        return Html(self.raw.format_map({key: value.raw for key, value in values.items()}))


NOTHING: Final = Html("")
NEWLINE: Final = Html("\n")


def esc(text: str) -> Html:
    """Our own plain text, escaped. For text a person typed use `name` or `words_of`."""
    return Html(html.escape(text, quote=False))  # nothing of it ever stands in an attribute


def lines(*parts: Html) -> Html:
    """One part a line, empty ones left out."""
    return NEWLINE.join(part for part in parts if part)


def bold(text: Html) -> Html:
    """In bold."""
    return _wrapped("b", text)


def code(text: Html) -> Html:
    """In fixed width, copied by a tap; never around isolates."""
    return _wrapped("code", Html(text.raw.replace(FIRST_STRONG_ISOLATE, "").replace(POP_ISOLATE, "")))


def table(text: Html) -> Html:
    """Preformatted: columns stay columns."""
    return _wrapped("pre", text)


def quote(text: Html, *, expandable: bool = False) -> Html:
    """A block quote, folded where it is long."""
    return Html(f"<blockquote{' expandable' if expandable else ''}>{text.raw}</blockquote>")


def isolated(text: Html) -> Html:
    """Kept apart from the direction of the text around it."""
    return Html(FIRST_STRONG_ISOLATE + text.raw + POP_ISOLATE)


def name(text: str, *, longest: int = NAME_MAX) -> Html:
    """A stranger's name: one line, bounded, nothing unseen or to be tapped, escaped and isolated."""
    return isolated(esc(_bounded(_unlinked(" ".join(visible(text).split())), longest) or "?"))


def words_of(text: str, *, longest: int = 500) -> Html:
    """A stranger's longer text: as `name`, its line ends kept, and nothing in it to be tapped."""
    kept = "\n".join(" ".join(visible(line).split()) for line in text.splitlines() if line.strip())
    return isolated(esc(_bounded(_unlinked(kept), longest)))


def visible(text: str) -> str:
    """Without characters that draw nothing or reorder others; composed, at most two marks on one letter."""
    out: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        joins = letter == _JOINER and out and unicodedata.category(out[-1]) in {"So", "Sk", "Mn"}
        if letter in "\t\n\r" or kind in {"Zl", "Zp"}:
            out.append(" ")
        elif joins or (kind not in _UNSEEN and marks <= MARKS_MAX):
            out.append(letter)
    return "".join(out).strip(_JOINER)


def utf16(text: str) -> int:
    """Length in UTF-16 units, which Telegram's limits and offsets count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: Html, longest: int) -> tuple[Html, ...]:
    """Cut into parts of at most `longest` units, at line ends where it can, each with its tags closed and reopened."""
    parts: list[Html] = []
    rest = text
    while rest.size > longest:
        head, rest = _cut(rest, longest)
        parts.append(head)
    return (*parts, rest) if rest or not parts else tuple(parts)


def balanced(text: Html) -> bool:
    """Whether each tag that opens is closed in order, and no stray `<` is left."""
    open_tags: list[str] = []
    for closing, tag in _TAG.findall(text.raw):
        if not closing:
            open_tags.append(tag)
        elif not open_tags or open_tags.pop() != tag:
            return False
    return not open_tags and "<" not in _TAG.sub("", text.raw)


def _cut(text: Html, longest: int) -> tuple[Html, Html]:
    seen = 0
    at_line: tuple[int, tuple[str, ...]] | None = None
    open_tags: list[str] = []
    for found in _PIECE.finditer(text.raw):
        piece = found[0]
        tag = _TAG.fullmatch(piece)
        if tag:
            open_tags = open_tags[:-1] if tag[1] else [*open_tags, piece]
            continue
        seen += utf16(html.unescape(piece))
        if seen > longest:
            break
        if piece == "\n":
            at_line = found.end(), tuple(open_tags)
    else:
        return text, NOTHING
    cut, tags = at_line or (found.start(), tuple(open_tags))
    closing = "".join(f"</{_tag_name(tag)}>" for tag in reversed(tags))
    return Html(text.raw[:cut] + closing), Html("".join(tags) + text.raw[cut:])


def _tag_name(tag: str) -> str:
    found = _TAG.fullmatch(tag)
    assert found is not None
    return found[2]


def _wrapped(tag: Literal["b", "code", "pre"], text: Html) -> Html:
    return Html(f"<{tag}>{text.raw}</{tag}>")


def _unlinked(text: str) -> str:
    """Without what a client turns into a link, a mention or, worse, a command that a tap would give."""
    return _TAPPABLE.sub(lambda found: found[0] + "\u2060", text)


def _bounded(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
