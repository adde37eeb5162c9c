"""A statement as XLSX: real numbers where a number is exact, text where not, and nothing that could be a formula."""

import io
import sys
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.statements.extras import ExtraMissing
from bot.statements.xlsx_cells import SIGNED, cells_of
from bot.statements.xlsx_file import as_number, xlsx_file
from bot.translate import LANGUAGES, Catalogues
from core.model.money import UNITS
from tests.bot.statements.samples import KEY, STATEMENTS, lead_week, sealed, week, words


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def table(book):
    rows = list(book.worksheets[1].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def exact(value):
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(str(value))


def test_the_sums_read_back_are_those_of_the_statement():
    statement = week()
    book = opened(xlsx_file(sealed(statement), words(), key=KEY))
    lines = table(book)
    for heading, name in (
        ("Proceeds", "proceeds"),
        ("Cost", "cost"),
        ("Fees", "fees"),
        ("Net", "net"),
        ("Withheld", "withheld"),
    ):
        assert sum(exact(line[heading]) for line in lines) * UNITS == sum(
            getattr(line, name) for line in statement.closes
        )
    summary = {row[0]: row[1] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert exact(summary["Payable"]) * UNITS == statement.totals.payable
    assert exact(summary["Fees"]) * UNITS == -statement.totals.fees


def test_a_lead_finds_each_copier_masked():
    lines = table(opened(xlsx_file(sealed(lead_week()), words(), key=KEY)))
    assert [line["Copy trader"] for line in lines] == ["bre***", "cat***", "dan***"]
    assert sum(line["Payable"] for line in lines) == 55


def test_figures_are_numbers_and_the_header_stays_in_sight():
    book = opened(xlsx_file(sealed(), words(), key=KEY))
    sheet = book.worksheets[1]
    assert sheet.freeze_panes == "A2"
    assert [type(cell.value).__name__ for cell in sheet[2]][3:9] == ["float", "int", "int", "int", "int", "int"]
    assert sheet["H4"].number_format == "#,##0.00000000"
    assert sheet["A2"].is_date


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_readers_language(language):
    t = Catalogues.load().words(language)
    book = opened(xlsx_file(sealed(), t, key=KEY))
    assert book.worksheets[0].sheet_view.rightToLeft == (True if language == "ar" else None)
    assert book.sheetnames == [t("file", "Statement").plain, t("file", "Lines").plain, SIGNED]


@given(STATEMENTS)
@settings(max_examples=60)
def test_p19_no_text_becomes_a_formula_or_a_link(statement):
    book = opened(xlsx_file(sealed(statement), words(), key=KEY))
    for sheet in book:
        assert not sheet._hyperlinks
        for row in sheet.iter_rows():
            assert all(cell.data_type in {"s", "n", "d"} for cell in row)


@given(STATEMENTS, st.sampled_from(["en", "ru", "ar"]))
@settings(max_examples=60)
def test_our_reader_sees_what_others_see(statement, language):
    content = xlsx_file(sealed(statement), words(language), key=KEY)
    ours = {(cell.sheet, cell.row + 1, cell.column + 1): cell for cell in cells_of(content)}
    for sheet in opened(content):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value in (None, ""):
                    continue
                found = ours.pop((sheet.title, cell.row, cell.column))
                if found.number:
                    assert found.shape == cell.number_format
                    assert cell.is_date or float(found.text) == float(f"{cell.value:.15g}")
                else:
                    assert cell.value == found.text
    assert ours == {}


@given(st.decimals(-(10**15), 10**15, places=8, allow_nan=False))
def test_a_number_gives_back_its_decimal_exactly_or_is_none(value):
    number = as_number(value)
    if number is None:
        assert len(value.normalize().as_tuple().digits) > 15
    else:
        assert Decimal(f"{number:.15g}") == value == Decimal(repr(number))


def test_an_amount_too_long_for_a_number_stands_as_text():
    line = week().closes[0]
    long = week(
        closes=(
            type(line)(**{each: getattr(line, each) for each in line.__slots__} | {"cost": 12_345_678_901_234_567}),
        )
    )
    (row,) = table(opened(xlsx_file(sealed(long), words(), key=KEY)))
    assert row["Cost"] == "123456789.01234567"
    assert row["Fees"] == 2


def test_a_missing_extra_is_told_in_words(monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(ExtraMissing, match=r"need the extra `xlsx`: `pip install 'slipstream-desk\[xlsx\]'`"):
        xlsx_file(sealed(), words(), key=KEY)
