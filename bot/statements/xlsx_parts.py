"""The parts of an XLSX file, unpacked and walked without trust: bounded, no entities, each part where the desk puts it.

An XLSX file is a zip of XML parts that point at one another. One that points elsewhere, holds a part more, or offers
readers a choice, could show people something else than what is read here; so each of these is refused.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from bot.statements.fields import NotAValue

LARGEST: Final = 64 * 2**20
"""Bytes of all parts, unpacked: some 100,000 closes."""
MOST_PARTS: Final = 40
WORKBOOK: Final = "xl/workbook.xml"
STYLES: Final = "xl/styles.xml"
STRINGS: Final = "xl/sharedStrings.xml"
SHEETS: Final = ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml")
UNREADABLE: Final = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, OSError, EOFError, RuntimeError, NotImplementedError,
    ValueError, KeyError, IndexError, OverflowError,
)  # fmt: skip
"""What the libraries raise over a damaged file; RuntimeError is zipfile's for an encrypted one."""
ID: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_LINKS: Final = "http://schemas.openxmlformats.org/package/2006/relationships "
_KNOWN: Final = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core|custom)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/(workbook|styles|sharedStrings|theme/theme1|worksheets/sheet[123])\.xml"
)
_PLACES: Final = {
    "officeDocument": {WORKBOOK},
    "worksheet": set(SHEETS),
    "styles": {STYLES},
    "sharedStrings": {STRINGS},
    "theme": {"xl/theme/theme1.xml"},
    "core-properties": {"docProps/core.xml"},
    "extended-properties": {"docProps/app.xml"},
    "custom-properties": {"docProps/custom.xml"},
}
"""Where a link of each kind may lead."""

Parts = Mapping[str, bytes]


def unpacked(content: bytes) -> Parts:
    """Every part, its size checked before and while it is unpacked. Raises NotAValue, UNREADABLE."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        listed = file.infolist()
        if len(listed) > MOST_PARTS or sum(each.file_size for each in listed) > LARGEST:
            raise NotAValue("this file is too large for a statement")
        if len({each.filename for each in listed}) != len(listed):
            raise NotAValue("a part stands in it twice")
        return {each.filename: _part(file, each) for each in listed}


def known_parts(content: bytes) -> Parts:
    """The parts of a file that has none but a statement's. Raises NotAValue, UNREADABLE."""
    parts = unpacked(content)
    for name in parts:
        if not _KNOWN.fullmatch(name):
            raise NotAValue(f"it holds {name[:60]!r}, which no statement has")
    links(parts["_rels/.rels"], "")
    return parts


def links(content: bytes, folder: str) -> dict[str, str]:
    """The parts that a part points at, by the link's id. Raises NotAValue where one leads where the desk's do not."""
    found: dict[str, str] = {}

    def opened(name: str, attributes: Mapping[str, str]) -> None:
        if name != "Relationship":
            return
        kind, target = attributes["Type"].rpartition("/")[2], attributes["Target"]
        place = target.removeprefix("/") if target.startswith("/") else folder + target
        if place not in _PLACES.get(kind, set()) or place in found.values() or attributes["Id"] in found:
            raise NotAValue("its parts are not where those of a statement are")
        found[attributes["Id"]] = place

    Walk(opened, main=_LINKS).over(content)
    return found


def _part(file: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with file.open(entry) as part:
        content = part.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise NotAValue("a part is longer than it says")
    return content


@dataclass(slots=True)
class Walk:
    """Meets each element of a part as it opens, with its attributes, and as it closes, with the text inside.

    `allowed`: the only elements there may be. Without it those of other vocabularies are passed over, but nothing of
    ours may stand inside of one: that is how a file offers other readers another text.
    """

    opened: Callable[[str, Mapping[str, str]], None]
    closed: Callable[[str, str], None] = lambda _name, _text: None
    allowed: frozenset[str] | None = None
    main: str = _MAIN
    _text: list[str] = field(default_factory=list)
    _foreign: int = 0

    def over(self, content: bytes) -> None:
        """Raises NotAValue for what may not be there, expat's error for what is no XML."""
        parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.CharacterDataHandler = self._text.append
        parser.Parse(content, True)  # noqa: FBT003 - expat takes no keyword

    def _doctype(self, *_: object) -> None:
        raise NotAValue("a part declares a document type")

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        own = name.removeprefix(self.main) if name.startswith(self.main) else None
        if self.allowed is not None and own not in self.allowed:
            raise NotAValue(f"it has a {name.rpartition(' ')[2][:40]!r}, which no statement has")
        if own is not None and self._foreign:
            raise NotAValue("it offers readers a choice")
        self._text.clear()
        if own is None:
            self._foreign += 1
        else:
            self.opened(own, attributes)

    def _close(self, name: str) -> None:
        if name.startswith(self.main):
            self.closed(name.removeprefix(self.main), "".join(self._text))
        else:
            self._foreign -= 1
        self._text.clear()
