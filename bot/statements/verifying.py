"""Checks a statement file with nothing but a public key: what the file shows must be what the desk signed.

CSV and XLSX are rebuilt from their cells, a PDF is covered byte by byte. A file is a stranger's text: it is bounded,
and whatever it holds ends in one of three answers, never in an error.
"""

from dataclasses import dataclass
from hashlib import sha256
from itertools import zip_longest
from typing import Final

from bot.statements.canonical import VERSION
from bot.statements.csv_file import csv_rows
from bot.statements.fields import NotAValue
from bot.statements.pdf_file import MARK, read_pdf
from bot.statements.rows import MOST_ROWS, Read, Rows, read_rows, rows_of
from bot.statements.sealing import FILE, hash_holds, signature_holds, signed
from bot.statements.xlsx_cells import FILE_SIGNATURE, SIGNED, Cell, cells_of, digest_of, names_a_statement
from core.views.statement import Sealed

LARGEST: Final = 16 * 2**20
"""Bytes of a file that is looked at: some 100,000 closes."""
MOST_COLUMNS: Final = 16


@dataclass(frozen=True, slots=True)
class Genuine:
    """The file is as the key in `sealed` signed it; `trusted`, if that key was given to compare with."""

    form: str
    sealed: Sealed
    trusted: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """A statement, but not as it was signed, or not by the key that was given."""

    form: str
    why: str


@dataclass(frozen=True, slots=True)
class NotAStatement:
    """Some other file, or one that cannot be read."""

    why: str


Verdict = Genuine | Changed | NotAStatement


def check(content: bytes, key: str | None = None) -> Verdict:
    """What a file is. `key`: the desk's public key as 64 hex digits; None takes the file's word for whose it is."""
    if len(content) > LARGEST:
        return NotAStatement("it is larger than any statement")
    if content.startswith(b"%PDF-"):
        return _pdf(content, key)
    if content.startswith(b"PK\x03\x04"):
        return _xlsx(content, key)
    return _csv(content, key)


def _csv(content: bytes, key: str | None) -> Verdict:
    try:
        rows = csv_rows(content)
        read = read_rows(rows)
    except NotAValue as problem:
        return _unread("CSV", problem, known=VERSION.encode() in content)
    return _differing("CSV", rows, read) or _proved("CSV", read.sealed, key)


def _xlsx(content: bytes, key: str | None) -> Verdict:
    try:
        cells = cells_of(content)
        rows, signature = _signed_rows(cells)
        read = read_rows(rows)
    except NotAValue as problem:
        return _unread("XLSX", problem, known=names_a_statement(content))
    proved = _differing("XLSX", rows, read) or _proved("XLSX", read.sealed, key)
    if isinstance(proved, Genuine) and not signed(FILE, digest_of(cells), signature, read.sealed.key):
        return Changed("XLSX", "a cell, or how its number is shown, was changed after it was signed")
    return proved


def _pdf(content: bytes, key: str | None) -> Verdict:
    try:
        sealed, body, signature = read_pdf(content)
    except NotAValue as problem:
        return _unread("PDF", problem, known=MARK.strip() in content)
    proved = _proved("PDF", sealed, key)
    if isinstance(proved, Genuine) and not signed(FILE, sha256(body).hexdigest(), signature, sealed.key):
        return Changed("PDF", "its pages or its seal were changed after it was signed")
    return proved


def _unread(form: str, problem: NotAValue, *, known: bool) -> Verdict:
    """A file that names itself a statement and cannot be read as one has been changed; any other is none."""
    return Changed(form, str(problem)) if known else NotAStatement(str(problem))


def _signed_rows(cells: list[Cell]) -> tuple[Rows, str]:
    """The rows of the sheet that is checked, and the file's signature below them."""
    texts = {(cell.row, cell.column): cell.text for cell in cells if cell.sheet == SIGNED and not cell.number}
    last = max((row for row, _ in texts), default=0)
    if last > MOST_ROWS or texts.get((last, 0)) != FILE_SIGNATURE or max(column for _, column in texts) > MOST_COLUMNS:
        raise NotAValue("the signed rows are not those of a statement")
    rows = [[texts.get((row, column), "") for column in range(MOST_COLUMNS + 1)] for row in range(last)]
    return [_trimmed(row) for row in rows], texts.get((last, 1), "")


def _differing(form: str, rows: Rows, read: Read) -> Changed | None:
    """Where the rows are not those the desk writes for what they say."""
    found = [_trimmed(row) for row in rows]
    written = [_trimmed(row) for row in rows_of(read.sealed, read.local, read.hours)]
    while found and not found[-1]:
        found.pop()
    for at, (row, right) in enumerate(zip_longest(found, written), start=1):
        if row != right:
            return Changed(form, f"row {at} is not as the desk writes it")
    return None


def _trimmed(row: list[str]) -> list[str]:
    """Without the empty cells at its end, of which a spreadsheet keeps none."""
    filled = max((at for at, cell in enumerate(row, start=1) if cell), default=0)
    return row[:filled]


def _proved(form: str, sealed: Sealed, key: str | None) -> Verdict:
    if not hash_holds(sealed):
        return Changed(form, "its figures are not those its hash was made of")
    if key is not None and sealed.key != key:
        return Changed(form, f"it is signed by another key: {sealed.key}")
    if not signature_holds(sealed):
        return Changed(form, "its signature is not that of its key")
    return Genuine(form, sealed, trusted=key is not None)
