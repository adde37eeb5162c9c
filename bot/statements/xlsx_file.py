"""A statement as XLSX (extra `xlsx`): a summary and a table in the reader's language, and the signed rows as text.

A number stands as a number where a spreadsheet holds it exactly, which is up to 15 digits; a longer one stands as text.
The last row signs every cell of all sheets, so that a changed figure or word anywhere is found, in any language.
"""

import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, assert_never

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.statements.extras import imported
from bot.statements.fields import plain
from bot.statements.layout import Account, Amount, Moment, Share, Sum, Value, account, decimals_for, decimals_of, exact
from bot.statements.rows import in_zone, rows_of
from bot.statements.sealing import FILE, sign
from bot.statements.xlsx_cells import FILE_SIGNATURE, SIGNED, cells_of, digest_of
from bot.translate import RIGHT_TO_LEFT, Words
from core.views.statement import Sealed

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

EXACT_DIGITS: Final = 15  # a double gives back every decimal of so many digits, and spreadsheets show no more
MOMENT: Final = "yyyy-mm-dd hh:mm:ss"
INK, FAINT, RULE, PAPER = "#1F2933", "#7B8794", "#CBD2D9", "#B44D12"
NARROWEST, WIDEST = 10, 60  # characters
NAME_LONGEST: Final = 31  # characters of a sheet's name, which spreadsheets hold to
_NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\']")


def xlsx_file(sealed: Sealed, t: Words, *, key: Ed25519PrivateKey) -> bytes:
    """The file. Raises ExtraMissing without XlsxWriter."""
    xlsxwriter = imported("xlsxwriter", extra="xlsx")
    draft = _drawn(xlsxwriter, sealed, t, signature="")
    return _drawn(xlsxwriter, sealed, t, signature=sign(FILE, digest_of(cells_of(draft)), key))


def as_number(value: Decimal) -> float | None:
    """The number of a cell that gives back exactly this decimal; None where none does."""
    digits = plain(value).replace(".", "").lstrip("-").strip("0")
    return float(value) if len(digits) <= EXACT_DIGITS else None


def _drawn(xlsxwriter: Any, sealed: Sealed, t: Words, *, signature: str) -> bytes:
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": "Slipstream statement", "created": sealed.statement.settled_at})
        pen = _Pen(book, rtl=t.language in RIGHT_TO_LEFT)
        shown = account(sealed, t)
        _summary(pen, t("file", "Statement").plain, shown)
        _table(pen, t("file", "Lines").plain, shown)
        _signed(pen, sealed, t, signature)
    return file.getvalue()


class _Pen:
    """Writes cells of a workbook, each with the format its value asks for."""

    def __init__(self, book: "Workbook", *, rtl: bool) -> None:
        self._book, self._rtl = book, rtl
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def sheet(self, name: str, widths: Sequence[int]) -> "Worksheet":
        sheet = self._book.add_worksheet(_NOT_IN_A_NAME.sub(" ", name)[:NAME_LONGEST].strip())
        if self._rtl:
            sheet.right_to_left()
        sheet.hide_gridlines(2)
        sheet.set_paper(9)  # A4
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(max(width + 2, NARROWEST), WIDEST))
        return sheet

    def look(self, **wanted: object) -> "Format":
        look = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "top", **wanted}
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(look)
        return self._formats[key]

    def put(
        self, sheet: "Worksheet", row: int, column: int, value: Value, *, decimals: int = 2, **look: object
    ) -> None:
        """One cell; a figure that no number holds exactly stands as text, to the right like the others."""
        match value:
            case str():
                sheet.write_string(row, column, value, self.look(**look))
            case int():
                sheet.write_number(row, column, value, self.look(**look))
            case Moment():
                shape = {"num_format": MOMENT, "align": "left"}
                sheet.write_datetime(row, column, value.at.replace(tzinfo=None), self.look(**shape, **look))
            case Share():
                shape = {"num_format": _fixed("0", decimals - 2) + "%", "align": "right"}
                sheet.write_number(row, column, float(exact(value)), self.look(**{**shape, **look}))
            case Sum() | Amount():
                number, shape = as_number(exact(value)), {"num_format": _fixed("#,##0", decimals), "align": "right"}
                if number is None:
                    sheet.write_string(row, column, plain(exact(value)), self.look(align="right", **look))
                else:
                    sheet.write_number(row, column, number, self.look(**shape, **look))
            case unknown:
                assert_never(unknown)


def _fixed(whole: str, decimals: int) -> str:
    """A number format with so many decimals."""
    return f"{whole}.{'0' * decimals}" if decimals > 0 else whole


def _summary(pen: _Pen, name: str, shown: Account) -> None:
    labels = [label for label, _ in shown.parties] + [label for label, _, _ in shown.sums]
    sheet = pen.sheet(name, (max(map(len, [*labels, 2 * shown.title])), 44))
    sheet.set_row(0, 26)
    pen.put(sheet, 0, 0, shown.title, bold=True, font_size=18)
    pen.put(sheet, 0, 1, shown.mode, bold=True, align="right", font_color=PAPER if shown.paper else INK)
    pen.put(sheet, 1, 0, shown.cycle, font_color=FAINT)
    row = 3
    for label, value in shown.parties:
        pen.put(sheet, row, 0, label, font_color=FAINT)
        look = {} if isinstance(value, Moment) else {"align": "left"}
        pen.put(sheet, row, 1, value, decimals=decimals_for([value]), **look)
        row += 1
    row += 1
    decimals = decimals_of((value for _, value, _ in shown.sums), least=2)
    for label, value, strong in shown.sums:
        heavy: dict[str, Any] = {"bold": True, "top": 1, "top_color": RULE} if strong else {}
        pen.put(sheet, row, 0, label, **heavy)
        pen.put(sheet, row, 1, value, decimals=decimals, **heavy)
        row += 1
    row += 1
    for sentence in shown.how:
        sheet.set_row(row, 15 * (1 + len(sentence) // 78))
        sheet.merge_range(row, 0, row, 1, "", pen.look(text_wrap=True))
        pen.put(sheet, row, 0, sentence, text_wrap=True)
        row += 1
    row += 1
    for label, digits in shown.proof:
        sheet.set_row(row, 11 * (1 + len(digits) // 65))
        pen.put(sheet, row, 0, label, font_color=FAINT, font_size=8)
        pen.put(sheet, row, 1, digits, font_color=FAINT, font_size=7, font_name="Consolas", text_wrap=True)
        row += 1
    pen.put(sheet, row, 0, shown.check, font_color=FAINT, font_size=8)
    sheet.fit_to_pages(1, 0)


def _table(pen: _Pen, name: str, shown: Account) -> None:
    columns = list(zip(*shown.lines, strict=True)) or [()] * len(shown.headings)
    decimals = [decimals_for(column) for column in columns]
    widths = [
        max(len(heading), *(_width(value, places) for value in column), 0)
        for heading, column, places in zip(shown.headings, columns, decimals, strict=True)
    ]
    sheet = pen.sheet(name, widths)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    for column, heading in enumerate(shown.headings):
        right = any(not isinstance(value, str | Moment) for value in columns[column])
        pen.put(sheet, 0, column, heading, bold=True, bottom=1, bottom_color=INK, align="right" if right else "left")
    for row, line in enumerate(shown.lines, start=1):
        for column, value in enumerate(line):
            pen.put(sheet, row, column, value, decimals=decimals[column], bottom=1, bottom_color=RULE)


def _signed(pen: _Pen, sealed: Sealed, t: Words, signature: str) -> None:
    """The rows that are checked, as text, and the signature over all cells but its own."""
    rows = [*rows_of(sealed, in_zone(t.zone), t.calendar.utc_offset_hours), [], [FILE_SIGNATURE, signature]]
    sheet = pen.sheet(SIGNED, [max(len(row[at]) for row in rows if len(row) > 2 and at < len(row)) for at in range(9)])
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            pen.put(sheet, row, column, text, font_color=FAINT, font_size=9)


def _width(value: Value, decimals: int) -> int:
    match value:
        case str() | int():
            return len(str(value))
        case Moment():
            return len(MOMENT)
        case Share():
            return decimals + 2
        case Sum() | Amount():
            whole = len(f"{int(exact(value)):,}")
            return whole + 1 + decimals
        case unknown:
            assert_never(unknown)
