"""A statement as CSV, with the standard library alone: UTF-8 with a mark at its start, as spreadsheets expect."""

import csv
import io
from itertools import islice

from bot.statements.fields import NotAValue
from bot.statements.rows import MOST_ROWS, Rows, in_zone, rows_of
from bot.translate import Words
from core.views.statement import Sealed


def csv_file(sealed: Sealed, t: Words) -> bytes:
    """The file; only the zone and the calendar of `t` matter, the language is English."""
    file = io.StringIO()
    csv.writer(file).writerows(rows_of(sealed, in_zone(t.zone), t.calendar.utc_offset_hours))
    return file.getvalue().encode("utf-8-sig")


def csv_rows(content: bytes) -> Rows:
    """The cells of a file. Raises NotAValue where it is no CSV."""
    try:
        text = content.decode("utf-8-sig")
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), strict=True), MOST_ROWS + 1))
    except (ValueError, csv.Error) as problem:  # UnicodeDecodeError is a ValueError
        raise NotAValue("this is no CSV") from problem
    if len(rows) > MOST_ROWS:
        raise NotAValue("this file is too large for a statement")
    return rows
