"""The cells an XLSX file shows, read without any extra and without trust: bounded, no entities, nothing but cells.

Whatever could make a sheet show something else than its cells is refused: formulas, pictures, hidden parts, headers,
conditional formats, parts of a kind the desk does not write. A number's format counts as part of its cell.
"""

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from bot.statements.canonical import VERSION
from bot.statements.fields import NotAValue

FILE_SIGNATURE: Final = "File signature"
SIGNED: Final = "Signed"
LARGEST: Final = 64 * 2**20
"""Bytes of all parts, unpacked: some 100,000 closes."""
MOST_PARTS: Final = 40
MOST_CELLS: Final = 4_000_000
_PARTS: Final = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core|custom)\.xml|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/styles\.xml|xl/sharedStrings\.xml|xl/theme/theme1\.xml|xl/worksheets/sheet[123]\.xml"
)
_SHEETS: Final = ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml")
_IN_A_SHEET: Final = frozenset(
    {
        "worksheet",
        "sheetPr",
        "outlinePr",
        "pageSetUpPr",
        "tabColor",
        "dimension",
        "sheetViews",
        "sheetView",
        "pane",
        "selection",
    }
    | {"sheetFormatPr", "cols", "col", "sheetData", "row", "c", "v", "mergeCells", "mergeCell", "printOptions"}
    | {"is", "t", "pageMargins", "pageSetup", "headerFooter", "oddHeader", "oddFooter"}
)
_IN_STRINGS: Final = frozenset({"sst", "si", "t"})
_HIDING: Final = {"hidden": "1", "zeroHeight": "1", "showZeros": "0", "showFormulas": "1"}
_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_UNREADABLE: Final = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, OSError, EOFError, RuntimeError, NotImplementedError,
    ValueError, KeyError, IndexError, OverflowError,
)  # fmt: skip
"""What the libraries raise over a damaged file; RuntimeError is zipfile's for an encrypted one."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with something in it. A number has the 15 digits spreadsheets hold; `shape` is its number format."""

    sheet: str
    row: int
    column: int
    text: str
    number: bool
    shape: str


def cells_of(content: bytes) -> list[Cell]:
    """Every cell, sheet by sheet. Raises NotAValue for what is no workbook, and for one with more than cells."""
    try:
        parts = _unpacked(content)
        foreign = [name for name in parts if not _PARTS.fullmatch(name)]
        if foreign:
            raise NotAValue(f"it holds {foreign[0][:60]!r}, which no statement has")  # noqa: TRY301
        names = _sheet_names(parts)
        strings = _strings(parts.get("xl/sharedStrings.xml", b"<sst/>"))
        shapes = _shapes(parts["xl/styles.xml"])
        return [
            cell
            for name, part in zip(names, _SHEETS, strict=True)
            for cell in _cells(name, parts[part], strings, shapes)
        ]
    except NotAValue:
        raise
    except _UNREADABLE as problem:
        raise NotAValue("this is no workbook, or a damaged one") from problem


def names_a_statement(content: bytes) -> bool:
    """Whether a workbook, readable or not by `cells_of`, says of itself that it is a statement."""
    try:
        return any(VERSION.encode("ascii") in part for part in _unpacked(content).values())
    except _UNREADABLE:
        return False


def digest_of(cells: Sequence[Cell]) -> str:
    """SHA-256 over all cells but the one of the file's signature, which is the last of the signed rows."""
    listed = [[cell.sheet, cell.row, cell.column, cell.text, cell.number, cell.shape] for cell in cells]
    last = max((cell.row for cell in cells if cell.sheet == SIGNED), default=0)
    kept = [line for line in listed if line[:3] != [SIGNED, last, 1]]
    return hashlib.sha256(json.dumps(sorted(kept), separators=(",", ":")).encode("ascii")).hexdigest()


def _unpacked(content: bytes) -> dict[str, bytes]:
    """Every part, its size checked before and while it is unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        listed = file.infolist()
        if len(listed) > MOST_PARTS or sum(each.file_size for each in listed) > LARGEST:
            raise NotAValue("this file is too large for a statement")
        if len({each.filename for each in listed}) != len(listed):
            raise NotAValue("a part stands in it twice")
        return {each.filename: _part(file, each) for each in listed}


def _part(file: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with file.open(entry) as part:
        content = part.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise NotAValue("a part is longer than it says")
    return content


@dataclass(slots=True)
class _Reader:
    """Walks a part; `open` meets each element with its attributes, `close` each end with the text inside."""

    open: Callable[[str, Mapping[str, str]], None]
    close: Callable[[str, str], None] = lambda _name, _text: None
    allowed: frozenset[str] | None = None
    _text: list[str] = field(default_factory=list)

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._opened
        parser.EndElementHandler = self._closed
        parser.CharacterDataHandler = self._text.append
        parser.Parse(content, True)  # noqa: FBT003 - expat takes no keyword

    def _doctype(self, *_: object) -> None:
        raise NotAValue("a part declares a document type")

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        if self.allowed is not None and name not in self.allowed:
            raise NotAValue(f"a sheet has a {name[:40]!r}, which no statement has")
        self._text.clear()
        self.open(name, attributes)

    def _closed(self, name: str) -> None:
        self.close(name, "".join(self._text))
        self._text.clear()


def _sheet_names(parts: Mapping[str, bytes]) -> list[str]:
    """The sheets' names in order; they must be the three there are, seen, and lead where the desk put them."""
    names: list[str] = []
    links: dict[str, str] = {}
    ids: list[str] = []

    def sheet(name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            if attributes.get("state", "visible") != "visible":
                raise NotAValue("a sheet is hidden")
            names.append(attributes["name"])
            ids.append(attributes["r:id"])
        if attributes.get("date1904", "0") not in {"0", "false"}:
            raise NotAValue("its dates are counted from 1904")

    def link(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            links[attributes["Id"]] = attributes["Target"].removeprefix("/xl/")

    _Reader(sheet).read(parts["xl/workbook.xml"])
    _Reader(link).read(parts["xl/_rels/workbook.xml.rels"])
    if [f"xl/{links[each]}" for each in ids] != list(_SHEETS) or len(set(names)) != len(_SHEETS):
        raise NotAValue("its sheets are not those of a statement")
    return names


def _strings(content: bytes) -> list[str]:
    found: list[str] = []

    def close(name: str, text: str) -> None:
        if name == "t":
            found.append(_unescaped(text))

    _Reader(lambda _name, _attributes: None, close, _IN_STRINGS).read(content)
    return found


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), text)


def _shapes(content: bytes) -> list[str]:
    """The number format of each cell style."""
    codes: dict[str, str] = {}
    shapes: list[str] = []
    inside: list[str] = []

    def open_(name: str, attributes: Mapping[str, str]) -> None:
        inside.append(name)
        if name == "numFmt":
            codes[attributes["numFmtId"]] = attributes["formatCode"]
        if name == "xf" and inside[-2] == "cellXfs":
            shapes.append(attributes.get("numFmtId", "0"))

    def close(_name: str, _text: str) -> None:
        inside.pop()

    _Reader(open_, close).read(content)
    # Some programs write a hyphen and a space with a backslash before it, which says the same.
    return [re.sub(r"\\([- ])", r"\1", codes.get(each, BUILT_IN.get(each, f"#{each}"))) for each in shapes]


BUILT_IN: Final = {"0": "General", "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%"}


def _cells(sheet: str, content: bytes, strings: list[str], shapes: list[str]) -> list[Cell]:
    cells: list[Cell] = []
    at: dict[str, str] = {}

    def open_(name: str, attributes: Mapping[str, str]) -> None:
        if any(attributes.get(each) in {bad, "true" if bad == "1" else "false"} for each, bad in _HIDING.items()):
            raise NotAValue("a part of a sheet is hidden")
        if any(name == of and float(attributes.get(size, "1")) < 1 for of, size in (("row", "ht"), ("col", "width"))):
            raise NotAValue("a part of a sheet is too small to be seen")
        if name == "c":
            at.clear()
            at.update(attributes)

    def close(name: str, text: str) -> None:
        if name in {"oddHeader", "oddFooter"} and text:
            raise NotAValue("a page of it has a header or a footer")
        if name not in {"v", "t"}:
            return
        if len(cells) >= MOST_CELLS:
            raise NotAValue("this file is too large for a statement")
        cell = _cell(sheet, at, text, strings, shapes)
        if cell.text:  # an empty text shows nothing, and some programs drop it
            cells.append(cell)

    _Reader(open_, close, _IN_A_SHEET).read(content)
    return cells


def _cell(sheet: str, at: Mapping[str, str], text: str, strings: list[str], shapes: list[str]) -> Cell:
    row, column = _place(at["r"])
    shape = shapes[int(at.get("s", "0"))]
    match at.get("t", "n"):
        case "s":
            return Cell(sheet, row, column, strings[int(text)], number=False, shape="")
        case "inlineStr":
            return Cell(sheet, row, column, _unescaped(text), number=False, shape="")
        case "n":
            return Cell(sheet, row, column, f"{float(text):.15g}", number=True, shape=shape)
        case other:
            raise NotAValue(f"a cell of kind {other[:10]!r} is in it")


def _place(reference: str) -> tuple[int, int]:
    found = re.fullmatch(r"([A-Z]{1,3})([1-9][0-9]{0,6})", reference)
    if not found:
        raise NotAValue("a cell stands nowhere")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1
