"""Tables of an export: values in, CSV files in one zip out. A large one takes a while: build it in a thread.

Headings are English in every language, numbers plain decimals, instants ISO with their offset. A text that a
spreadsheet would take for a formula gets a leading apostrophe (P-19).
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.statements.rows import guarded
from core.model.money import QUOTE_DECIMALS

Cell = str | int | Decimal | datetime | None
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""Of every file inside: the same data are the same bytes."""


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file; `headings` with commas between them."""

    name: str
    headings: str
    rows: Sequence[Sequence[Cell]]


def usdt(units: int) -> Decimal:
    """Money, or a ratio, from 10⁻⁸ units."""
    return Decimal(units).scaleb(-QUOTE_DECIMALS)


def zipped(tables: Sequence[Table], files: Mapping[str, bytes]) -> bytes:
    """All tables, and whole files beside them, by their path inside."""
    whole = io.BytesIO()
    with ZipFile(whole, "w") as target:
        for table in tables:
            _put(target, f"{table.name}.csv", csv_of(table))
        for path, content in files.items():
            _put(target, path, content)
    return whole.getvalue()


def csv_of(table: Table) -> bytes:
    """The file, with a mark at its start, as spreadsheets expect."""
    file = io.StringIO()
    csv.writer(file).writerows([table.headings.split(","), *(list(map(_text, row)) for row in table.rows)])
    return file.getvalue().encode("utf-8-sig")


def _put(target: ZipFile, path: str, content: bytes) -> None:
    target.writestr(ZipInfo(path, FIRST_DAY), content, ZIP_DEFLATED)


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return guarded(cell)
        case datetime():
            return cell.isoformat()
        case Decimal():
            return f"{cell.normalize():f}"
        case int():
            return str(cell)
