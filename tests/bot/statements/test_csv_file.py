"""A statement as CSV: every field, plain decimals, ISO times, and no cell that a spreadsheet takes for a formula."""

import csv
import hashlib
import io
import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.statements.csv_file import csv_file
from bot.statements.rows import HEADINGS, guarded, in_zone, read_rows, rows_of, unguarded
from core.model.limits import limits
from core.model.money import UNITS
from tests.bot.statements.samples import HOSTILE, STATEMENTS, deferred, lead_week, sealed, week, words


def cells(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def pairs(rows):
    return {row[0]: row[1] for row in rows if len(row) == 2}


def test_the_sums_read_back_are_those_of_the_statement():
    statement = week()
    rows = cells(csv_file(sealed(statement), words(zone="Europe/Moscow")))
    read = pairs(rows)
    for name in ("gross", "fees", "net", "withheld", "due", "payable", "refund", "withheld_after"):
        assert Decimal(read[HEADINGS[name]]) * UNITS == getattr(statement.totals, name)
    head = next(at for at, row in enumerate(rows) if row[:1] == [HEADINGS["at"]])
    lines = [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 : head + 7]]
    for name in ("proceeds", "cost", "fees", "net", "withheld"):
        column = sum(Decimal(line[HEADINGS[name]]) for line in lines)
        assert column * UNITS == sum(getattr(line, name) for line in statement.closes)


def test_it_opens_in_a_spreadsheet_as_what_it_is():
    content = csv_file(sealed(), words(zone="Asia/Tokyo"))
    assert content.startswith(b"\xef\xbb\xbf")
    read = pairs(cells(content))
    assert read["Cycle starts"] == "2026-11-16T00:00:00+08:00"
    assert read["Settled at"] == "2026-11-23T01:00:00+09:00"
    assert read["Mode"] == "paper"
    assert read["Other party"] == "Lyra"


def test_headings_stay_english_in_every_language():
    assert csv_file(sealed(), words("ru")) == csv_file(sealed(), words("en"))


def test_the_rows_do_not_change_between_releases():
    """A sentence or a heading said otherwise would make every file given out so far look changed."""
    parts = [csv_file(sealed(each), words()) for each in (week(), deferred(), lead_week())]
    assert hashlib.sha256(b"".join(parts)).hexdigest() == GOLDEN


HOURS = limits().clock.utc_offset_hours
GOLDEN = "4d1437346ebca11805de08e7764c57a1f3f51097eca1bb1dc0324bafc4471588"


@given(STATEMENTS, st.sampled_from(["UTC", "Asia/Kolkata", "America/St_Johns", "Pacific/Apia"]))
@settings(max_examples=200)
def test_any_statement_comes_back_from_its_rows(statement, zone):
    kept = sealed(statement)
    read = read_rows(cells(csv_file(kept, words(zone=zone))))
    assert read.sealed == kept
    assert rows_of(kept, read.local, read.hours) == rows_of(kept, in_zone(zone), HOURS)


DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@given(STATEMENTS)
@settings(max_examples=200)
def test_p19_no_text_starts_a_formula_and_no_number_is_guarded(statement):
    for row in cells(csv_file(sealed(statement), words())):
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t", "\r", "\n", "\0"))
            assert not cell.startswith("-") or DECIMAL.fullmatch(cell)


@given(HOSTILE)
def test_a_guarded_text_comes_back_whatever_it_is(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\0"))


@pytest.mark.parametrize(
    ("text", "cell"), [("=1+1", "'=1+1"), ("'=1", "''=1"), ("'t Hooft", "'t Hooft"), ("\0", "'\0")]
)
def test_a_guard_is_one_apostrophe_more(text, cell):
    assert guarded(text) == cell


def test_a_statement_has_no_hidden_fraction_of_a_second():
    line = replace(week().closes[0], at=datetime.fromisoformat("2026-11-16T01:02:03.000001Z"))
    rows = rows_of(sealed(week(closes=(line,))), in_zone("UTC"), HOURS)
    assert ["2026-11-16T01:02:03.000001+00:00"] in [row[:1] for row in rows]
