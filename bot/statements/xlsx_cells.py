"""The cells an XLSX file shows, read without any extra and without trust: nothing but cells, each in its format.

Whatever could make a sheet show something else than its cells is refused: formulas, pictures, hidden parts, headers,
conditional formats. A number's format counts as part of its cell; colours and fonts do not.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.statements.canonical import VERSION
from bot.statements.fields import NotAValue
from bot.statements.xlsx_parts import (
    ID,
    SHEETS,
    STRINGS,
    STYLES,
    UNREADABLE,
    WORKBOOK,
    Parts,
    Walk,
    known_parts,
    links,
    unpacked,
)

FILE_SIGNATURE: Final = "File signature"
SIGNED: Final = "Signed"
MOST_CELLS: Final = 4_000_000
BUILT_IN: Final = {"0": "General", "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%"}
"""Number formats that have a number and no text in a file."""
_IN_A_SHEET: Final = (
    frozenset({"worksheet", "dimension", "sheetData", "row", "c", "v", "is", "t", "mergeCells", "mergeCell"})
    | {"sheetPr", "outlinePr", "pageSetUpPr", "tabColor", "sheetViews", "sheetView", "pane", "selection"}
    | {"sheetFormatPr", "cols", "col", "printOptions", "pageMargins", "pageSetup"}
    | {"headerFooter", "oddHeader", "oddFooter"}
)
_IN_STRINGS: Final = frozenset({"sst", "si", "t"})
_HIDING: Final = {"hidden": {"1", "true"}, "zeroHeight": {"1", "true"}, "showFormulas": {"1", "true"}} | {
    "showZeros": {"0", "false"}
}
_SIZES: Final = {"row": "ht", "col": "width"}
_NO_STRINGS: Final = b"<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'/>"
_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")


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
        parts = known_parts(content)
        names = _sheet_names(parts)
        strings, shapes = _strings(parts.get(STRINGS)), _shapes(parts[STYLES])
        sheets = [_Sheet(name, strings, shapes) for name in names]
        for sheet, part in zip(sheets, SHEETS, strict=True):
            Walk(sheet.opened, sheet.closed, _IN_A_SHEET).over(parts[part])
        return [cell for sheet in sheets for cell in sheet.cells]
    except NotAValue:
        raise
    except UNREADABLE as problem:
        raise NotAValue("this is no workbook, or a damaged one") from problem


def names_a_statement(content: bytes) -> bool:
    """Whether a workbook, readable or not by `cells_of`, says of itself that it is a statement."""
    try:
        return any(VERSION.encode("ascii") in part for part in unpacked(content).values())
    except UNREADABLE:
        return False


def digest_of(cells: Sequence[Cell]) -> str:
    """SHA-256 over all cells but the one of the file's signature, which is the last of the signed rows."""
    listed = [[cell.sheet, cell.row, cell.column, cell.text, cell.number, cell.shape] for cell in cells]
    last = max((cell.row for cell in cells if cell.sheet == SIGNED), default=0)
    kept = [line for line in listed if line[:3] != [SIGNED, last, 1]]
    return hashlib.sha256(json.dumps(sorted(kept), separators=(",", ":")).encode("ascii")).hexdigest()


def _sheet_names(parts: Parts) -> list[str]:
    """The sheets' names in order; they must be the three there are, seen, and lead where the desk put them."""
    found: dict[str, str] = {}

    def opened(name: str, attributes: Mapping[str, str]) -> None:
        if attributes.get("date1904", "0") not in {"0", "false"}:
            raise NotAValue("its dates are counted from 1904")
        if name == "sheet":
            if attributes.get("state", "visible") != "visible":
                raise NotAValue("a sheet is hidden")
            found[attributes["name"]] = attributes[ID]

    Walk(opened).over(parts[WORKBOOK])
    places = links(parts["xl/_rels/workbook.xml.rels"], "xl/")
    if [places[each] for each in found.values()] != list(SHEETS):
        raise NotAValue("its sheets are not those of a statement")
    return list(found)


def _strings(content: bytes | None) -> list[str]:
    """The texts that cells point at by number, each in one piece."""
    found: list[str] = []
    pieces: list[str] = []

    def closed(name: str, text: str) -> None:
        if name == "t":
            pieces.append(_unescaped(text))
        if name == "si":
            (whole,) = pieces
            found.append(whole)
            pieces.clear()

    Walk(lambda _name, _attributes: None, closed, _IN_STRINGS).over(content or _NO_STRINGS)
    return found


def _shapes(content: bytes) -> list[str]:
    """The number format of each cell style."""
    codes: dict[str, str] = {}
    shapes: list[str] = []
    inside: list[str] = []

    def opened(name: str, attributes: Mapping[str, str]) -> None:
        inside.append(name)
        if (
            name == "numFmt"
            and codes.setdefault(attributes["numFmtId"], attributes["formatCode"]) != attributes["formatCode"]
        ):
            raise NotAValue("a number format stands in it twice")
        if name == "cellXfs" and shapes:
            raise NotAValue("its formats stand in it twice")
        if name == "xf" and inside[-2] == "cellXfs":
            shapes.append(attributes.get("numFmtId", "0"))

    def closed(_name: str, _text: str) -> None:
        inside.pop()

    Walk(opened, closed).over(content)
    # Some programs write a hyphen and a space with a backslash before it, which says the same.
    return [re.sub(r"\\([- ])", r"\1", codes.get(each, BUILT_IN.get(each, f"#{each}"))) for each in shapes]


@dataclass(slots=True)
class _Sheet:
    """One sheet as it is walked; `cells` are those met so far."""

    name: str
    strings: list[str]
    shapes: list[str]
    cells: list[Cell] = field(default_factory=list)
    _row: str = ""
    _at: Mapping[str, str] = field(default_factory=dict)

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if any(attributes.get(each) in bad for each, bad in _HIDING.items()):
            raise NotAValue("a part of a sheet is hidden")
        if name in _SIZES and float(attributes.get(_SIZES[name], "1")) < 1:
            raise NotAValue("a part of a sheet is too small to be seen")
        if name == "row":
            self._row = attributes["r"]
        if name == "c":
            self._at = attributes

    def closed(self, name: str, text: str) -> None:
        if name in {"oddHeader", "oddFooter"} and text:
            raise NotAValue("a page of it has a header or a footer")
        if name not in {"v", "t"}:
            return
        if len(self.cells) >= MOST_CELLS:
            raise NotAValue("this file is too large for a statement")
        cell = self._cell(text)
        if cell.text:  # an empty text shows nothing, and some programs drop it
            self.cells.append(cell)

    def _cell(self, text: str) -> Cell:
        row, column = _place(self._at["r"])
        if self._row != str(row + 1):
            raise NotAValue("a cell stands in another row than it says")
        match self._at.get("t", "n"):
            case "s":
                return Cell(self.name, row, column, self.strings[int(text)], number=False, shape="")
            case "inlineStr":
                return Cell(self.name, row, column, _unescaped(text), number=False, shape="")
            case "n":
                shape = self.shapes[int(self._at.get("s", "0"))]
                return Cell(self.name, row, column, f"{float(text):.15g}", number=True, shape=shape)
            case other:
                raise NotAValue(f"a cell of kind {other[:10]!r} is in it")


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), text)


def _place(reference: str) -> tuple[int, int]:
    """Row and column from 0. Raises NotAValue."""
    found = re.fullmatch(r"([A-Z]{1,3})([1-9][0-9]{0,6})", reference)
    if not found:
        raise NotAValue("a cell stands nowhere")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1
