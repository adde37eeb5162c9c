"""The files a statement can be had as on this machine, and how each is made and called."""

from importlib.util import find_spec
from typing import Final, assert_never

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.presses.statements import Form
from bot.statements.csv_file import csv_file
from bot.statements.pdf_file import pdf_file
from bot.statements.xlsx_file import xlsx_file
from bot.translate import Words
from core.model.calendar import Calendar
from core.views.statement import Sealed, Statement

MODULES: Final = {Form.XLSX: "xlsxwriter", Form.PDF: "typst"}
"""What an extra brings; a form that is not here needs none."""


def installed() -> tuple[Form, ...]:
    """The forms whose extra is there."""
    return tuple(form for form in Form if form not in MODULES or find_spec(MODULES[form]) is not None)


def made(form: Form, sealed: Sealed, t: Words, key: Ed25519PrivateKey) -> bytes:
    """The file. Raises ExtraMissing where the form is not installed. Takes a while: call it in a thread."""
    match form:
        case Form.CSV:
            return csv_file(sealed, t)
        case Form.XLSX:
            return xlsx_file(sealed, t, key=key)
        case Form.PDF:
            return pdf_file(sealed, t, key=key)
        case _ as unknown:
            assert_never(unknown)


def file_name(statement: Statement, form: Form, calendar: Calendar) -> str:
    """What the file is called: its number, and the first day of its cycle."""
    return f"statement-{statement.number}-{calendar.date_of(statement.starts).isoformat()}.{form}"
