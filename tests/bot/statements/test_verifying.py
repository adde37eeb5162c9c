"""What a file shows must be what was signed: any figure changed anywhere is found, and nothing hostile gets further."""

import csv
import io
import random
import re
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.statements.csv_file import csv_file
from bot.statements.pdf_file import MARK, pdf_file, sealed_body
from bot.statements.rows import in_zone, rows_of
from bot.statements.sealing import FILE, public_hex, seal, sign
from bot.statements.verifying import LARGEST, Changed, Genuine, NotAStatement, check
from bot.statements.xlsx_file import xlsx_file
from core.model.calendar import Calendar, CycleStart, Hours
from core.model.limits import Limits, limits
from tests.bot.statements.samples import FIRST, KEY, STATEMENTS, STRANGER, deferred, lead_week, sealed, week, words

PUBLIC = public_hex(KEY.public_key())
CALENDAR = limits().clock
HOURS = CALENDAR.utc_offset_hours
ALONE = (["Cycle starts"], ["Cycle ends"])
FORMS = ("CSV", "XLSX", "PDF")
MADE = [week(), deferred(), lead_week(), week(other="=cmd()", name="'@x"), week(closes=(), number=1)]


def made(form, kept, language="en", *, key=KEY, calendar=CALENDAR):
    t = replace(words(language, zone="Europe/Moscow"), limits=Limits(clock=calendar))
    match form:
        case "CSV":
            return csv_file(kept, t)
        case "XLSX":
            return xlsx_file(kept, t, key=key)
        case _:
            return pdf_file(kept, t, key=key)


FILES = {form: made(form, sealed()) for form in FORMS}


def written(rows):
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["en", "ru", "ar", "pseudo"])
@pytest.mark.parametrize("statement", MADE, ids=range(len(MADE)))
def test_a_file_of_the_desk_is_genuine(form, language, statement):
    kept = sealed(statement)
    assert check(made(form, kept, language), PUBLIC) == Genuine(form, kept, trusted=True)
    assert check(made(form, kept, language)) == Genuine(form, kept, trusted=False)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("hours", [-12, 0, 14])
@pytest.mark.parametrize("statement", MADE[:3], ids=range(3))
def test_a_file_of_a_desk_with_another_calendar_is_genuine(form, hours, statement):
    """It says its own offset, so that whoever checks it needs no number of the desk (R-1.4)."""
    kept, calendar = sealed(statement), Calendar(Hours(hours), CycleStart(6, 12 * 3600))
    file = made(form, kept, calendar=calendar)
    assert check(file, PUBLIC) == Genuine(form, kept, trusted=True)
    if form == "CSV":
        offset = kept.statement.starts.astimezone(calendar.zone).isoformat()
        assert offset in file.decode()


@pytest.mark.parametrize("offset", ["+08:30", "+07:59"])
def test_a_cycle_in_no_desks_zone_is_found(offset):
    zone = datetime.fromisoformat(f"2026-11-16T00:00:00{offset}").tzinfo
    rows = rows_of(sealed(), in_zone("UTC"), HOURS)
    other = [
        [row[0], datetime.fromisoformat(row[1]).astimezone(zone).isoformat()] if row[:1] in ALONE else row
        for row in rows
    ]
    assert other != rows
    assert isinstance(check(written(other), PUBLIC), Changed)


@given(STATEMENTS)
@settings(max_examples=40)
def test_any_statement_in_any_form_is_genuine(statement):
    kept = sealed(statement)
    for form in FORMS:
        assert check(made(form, kept), PUBLIC) == Genuine(form, kept, trusted=True)


@pytest.mark.parametrize("form", FORMS)
def test_another_key_is_found(form):
    theirs = made(form, sealed(key=STRANGER), key=STRANGER)
    assert isinstance(check(theirs), Genuine)
    verdict = check(theirs, PUBLIC)
    assert isinstance(verdict, Changed)
    assert "signed by another key" in verdict.why


@pytest.mark.parametrize("form", FORMS)
def test_the_desks_key_in_a_strangers_file_does_not_make_it_the_desks(form):
    forged = replace(sealed(key=STRANGER), key=PUBLIC)
    assert isinstance(check(made(form, forged, key=STRANGER), PUBLIC), Changed)


@pytest.mark.parametrize("form", FORMS)
def test_a_statement_put_elsewhere_in_the_chain_is_found(form):
    moved = replace(sealed(), previous="ab" * 32)
    assert "figures are not those its hash" in check(made(form, moved), PUBLIC).why


# ── every character of CSV ────────────────────────────────────────────────────


def test_every_single_figure_changed_in_a_csv_is_found():
    rows = list(csv.reader(io.StringIO(FILES["CSV"].decode("utf-8-sig"), newline="")))
    tried = 0
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            for place in (found.start() for found in re.finditer("[0-9]", cell)):
                digit = str((int(cell[place]) + 1) % 10)
                changed = [*row[:column], cell[:place] + digit + cell[place + 1 :], *row[column + 1 :]]
                verdict = check(written([*rows[:at], changed, *rows[at + 1 :]]), PUBLIC)
                assert not isinstance(verdict, Genuine), (at, column, cell)
                tried += 1
    assert tried > 700


@given(st.data())
@settings(max_examples=300)
def test_any_other_cell_in_a_csv_is_found(data):
    rows = rows_of(sealed(), in_zone("UTC"), HOURS)
    at = data.draw(st.integers(0, len(rows) - 1).filter(lambda at: rows[at]))
    column = data.draw(st.integers(0, len(rows[at]) - 1))
    cell = data.draw(st.one_of(st.text(max_size=8), st.just(rows[at][column] + "0"), st.just(" " + rows[at][column])))
    changed = [list(row) for row in rows]
    changed[at][column] = cell
    same = cell == rows[at][column] or _printed(changed) == _printed(rows)
    assert isinstance(check(written(changed), PUBLIC), Genuine) == same


def _printed(rows):
    try:
        return list(csv.reader(io.StringIO(written(rows).decode("utf-8-sig"), newline="")))
    except UnicodeError:
        return None


@pytest.mark.parametrize("change", ["drop", "twice", "swap"])
def test_a_row_dropped_doubled_or_moved_in_a_csv_is_found(change):
    rows = rows_of(sealed(), in_zone("UTC"), HOURS)
    for at, row in enumerate(rows[:-1]):
        other = {
            "drop": [*rows[:at], *rows[at + 1 :]],
            "twice": [*rows[: at + 1], row, *rows[at + 1 :]],
            "swap": [*rows[:at], rows[at + 1], row, *rows[at + 2 :]],
        }[change]
        genuine = isinstance(check(written(other), PUBLIC), Genuine)
        assert not genuine or [each for each in other if each] == [each for each in rows if each]


def test_a_csv_with_other_line_ends_is_the_same_file():
    assert isinstance(check(FILES["CSV"].replace(b"\r\n", b"\n"), PUBLIC), Genuine)


def test_a_csv_needs_no_rules_of_its_zone():
    """The reader's offset is the file's; which zone has it, and since when, may differ on the machine that checks."""
    odd = timezone(timedelta(hours=6, minutes=13))
    rows = rows_of(sealed(), lambda at: at.astimezone(odd), HOURS)
    assert any("+06:13" in cell for row in rows for cell in row)
    assert isinstance(check(written(rows), PUBLIC), Genuine)


def test_one_instant_shown_in_two_ways_is_found():
    rows = rows_of(sealed(), in_zone("UTC"), HOURS)
    twice = [
        [cell.replace("2026-11-16T02:00:00.125000+00:00", "2026-11-16T03:00:00.125000+01:00") for cell in row]
        for row in rows
    ]
    assert twice != rows
    assert isinstance(check(written(twice), PUBLIC), Genuine)  # the same instant, said in another way
    same = week(closes=week().closes[:1] * 2)
    rows = rows_of(sealed(same), in_zone("UTC"), HOURS)
    at = next(at for at, row in enumerate(rows) if row[:1] == ["2026-11-16T02:00:00.125000+00:00"])
    rows[at][0] = "2026-11-16T03:00:00.125000+01:00"
    assert isinstance(check(written(rows), PUBLIC), Changed)


# ── every cell of XLSX ────────────────────────────────────────────────────────


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def zipped(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return file.getvalue()


def test_every_number_changed_in_an_xlsx_is_found():
    parts, tried = parts_of(FILES["XLSX"]), 0
    for sheet in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"):
        for found in re.finditer(rb"<v>([^<]+)</v>", parts[sheet]):
            place = found.start(1)
            digit = str((int(chr(parts[sheet][place]) if chr(parts[sheet][place]).isdigit() else 0) + 1) % 10).encode()
            changed = parts[sheet][:place] + digit + parts[sheet][place + 1 :]
            assert not isinstance(check(zipped(parts | {sheet: changed}), PUBLIC), Genuine)
            tried += 1
    assert tried > 200


def test_every_word_changed_in_an_xlsx_is_found():
    parts = parts_of(FILES["XLSX"])
    strings = parts["xl/sharedStrings.xml"]
    places = [found.start(1) for found in re.finditer(rb">([^<>]+)</t>", strings)]
    assert len(places) > 100
    for place in places:
        changed = strings[:place] + (b"7" if strings[place : place + 1] != b"7" else b"8") + strings[place + 1 :]
        assert not isinstance(check(zipped(parts | {"xl/sharedStrings.xml": changed}), PUBLIC), Genuine)


def test_a_file_zipped_anew_is_the_same_file():
    assert isinstance(check(zipped(parts_of(FILES["XLSX"])), PUBLIC), Genuine)


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("part", "old", "new", "says"),
    [
        ("xl/styles.xml", b"#,##0.00000000", b"&quot;999&quot;#,##0.00", "how its number is shown"),
        (SHEET, b"<sheetData>", b"<sheetData><row r='90' hidden='1'/>", "hidden"),
        (SHEET, b"<cols><col", b"<cols><col hidden='1'", "hidden"),
        (SHEET, b"</sheetData>", b"</sheetData><headerFooter><oddHeader>9</oddHeader></headerFooter>", "a header"),
        (SHEET, b"</sheetData>", b"</sheetData><conditionalFormatting/>", "no statement has"),
        (SHEET, b"</sheetData>", b"</sheetData><drawing r:id='rId1'/>", "no statement has"),
        (SHEET, b"<v>", b"<f>1+1</f><v>", "no statement has"),
        ("xl/workbook.xml", b"<workbookPr", b"<workbookPr date1904='1'", "1904"),
        ("xl/workbook.xml", b'name="Lines"', b'name="Lines" state="hidden"', "hidden"),
        ("xl/workbook.xml", b'name="Lines"', b'name="Linen"', "changed after it was signed"),
        ("xl/_rels/workbook.xml.rels", b"worksheets/sheet1", b"worksheets/sheet2", "not where those"),
        ("xl/_rels/workbook.xml.rels", b"sharedStrings.xml", b"../docProps/custom.xml", "not where those"),
        ("xl/_rels/workbook.xml.rels", b"styles.xml", b"theme/theme1.xml", "not where those"),
        ("_rels/.rels", b"xl/workbook.xml", b"docProps/custom.xml", "not where those"),
        ("xl/styles.xml", b"<cellXfs", b"<mc:AlternateContent xmlns:mc='x'><cellXfs", "a choice"),
        ("xl/styles.xml", b"<cellXfs", b"<cellXfs><xf numFmtId='0'/></cellXfs><cellXfs", "twice"),
        ("xl/styles.xml", b"<numFmts", b"<numFmts><numFmt numFmtId='164' formatCode='9'/></numFmts><numFmts", "twice"),
        ("xl/sharedStrings.xml", b"</t></si><si><t>PAPER", b"</t><t>PAPER", "damaged"),
        (SHEET, b'<c r="A1"', b'<c r="A2"', "another row"),
        (SHEET, b"<sheetData>", b"<x:sheetData xmlns:x='y'/><sheetData>", "no statement has"),
        ("xl/sharedStrings.xml", b"<sst", b"<!DOCTYPE x [<!ENTITY a 'b'>]><sst", "document type"),
    ],
)  # fmt: skip
def test_what_would_show_something_else_than_the_cells_is_found(part, old, new, says):
    parts = parts_of(FILES["XLSX"])
    assert old in parts[part]
    verdict = check(zipped(parts | {part: parts[part].replace(old, new, 1)}), PUBLIC)
    assert isinstance(verdict, Changed), verdict
    assert says in verdict.why


@pytest.mark.parametrize("name", ["xl/drawings/drawing1.xml", "xl/vbaProject.bin", "xl/worksheets/sheet4.xml", "../x"])
def test_a_part_more_is_found(name):
    verdict = check(zipped(parts_of(FILES["XLSX"]) | {name: b"<x/>"}), PUBLIC)
    assert isinstance(verdict, Changed)
    assert "which no statement has" in verdict.why


def test_the_seal_of_one_file_does_not_fit_another():
    one, other = made("XLSX", sealed()), made("XLSX", sealed(week(number=48)))
    signatures = [
        re.findall(rb"<t>([0-9a-f]{128})</t>", parts_of(each)["xl/sharedStrings.xml"])[-1] for each in (one, other)
    ]
    parts = parts_of(one)
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(*signatures)
    assert isinstance(check(zipped(parts), PUBLIC), Changed)


def test_a_workbook_saved_by_another_program_is_judged_by_its_cells():
    book = openpyxl.load_workbook(io.BytesIO(FILES["XLSX"]))
    for change in (False, True):
        if change:
            book.worksheets[1]["I2"] = 999
        file = io.BytesIO()
        book.save(file)
        assert isinstance(check(file.getvalue(), PUBLIC), Changed if change else Genuine)


# ── every byte of PDF ─────────────────────────────────────────────────────────


def test_a_changed_byte_anywhere_in_a_pdf_is_found():
    content, luck = FILES["PDF"], random.Random(7)
    places = {*luck.sample(range(len(content)), 1500), *range(len(content) - 900, len(content)), *range(40)}
    for place in places:
        changed = bytearray(content)
        changed[place] ^= 1 << luck.randrange(8)
        assert not isinstance(check(bytes(changed), PUBLIC), Genuine), place


@pytest.mark.parametrize("added", [b"\n", b" ", b"%", b"\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n", b"\0" * 2000])
def test_what_is_added_behind_a_pdf_is_found(added):
    assert isinstance(check(FILES["PDF"] + added, PUBLIC), Changed)
    assert isinstance(check(FILES["PDF"][:-1], PUBLIC), Changed)


def test_another_table_of_a_pdf_is_found():
    content = FILES["PDF"]
    at = content.rindex(b"startxref\n") + len(b"startxref\n")
    assert isinstance(check(content[:at] + b"1" + content[at:], PUBLIC), Changed)


def test_a_strangers_pages_around_the_desks_statement_are_found():
    kept = sealed()
    pages = pdf_file(sealed(week(number=99), key=STRANGER), words(), key=STRANGER)
    pages = pages[: pages.index(MARK)]
    body = sealed_body(pages, kept)
    digest = __import__("hashlib").sha256(body).hexdigest()
    end = pages[pages.rindex(b"startxref") :]
    forged = body + f"%file-signature {sign(FILE, digest, STRANGER)}\n".encode() + end
    assert isinstance(check(forged, PUBLIC), Changed)


# ── files of all kinds ────────────────────────────────────────────────────────


@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", MARK, b"\xef\xbb\xbf"]))
@settings(max_examples=300)
def test_other_files_are_no_statements(content, start):
    assert isinstance(check(start + content), NotAStatement | Changed)


@given(st.sampled_from(FORMS), st.data())
@settings(max_examples=300)
def test_a_damaged_file_brings_an_answer_and_never_an_error(form, data):
    content = bytearray(FILES[form])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        match data.draw(st.sampled_from(["flip", "cut", "insert"])):
            case "flip":
                content[at] ^= data.draw(st.integers(1, 255))
            case "cut":
                del content[at : at + data.draw(st.integers(1, 2000))]
            case _:
                content[at:at] = data.draw(st.binary(min_size=1, max_size=30))
        if not content:
            content = bytearray(b"x")
    assert isinstance(check(bytes(content), PUBLIC), Genuine | Changed | NotAStatement)


def test_a_file_that_is_too_large_is_not_looked_at():
    assert check(b"x" * (LARGEST + 1)) == NotAStatement("it is larger than any statement")


def test_a_csv_of_empty_rows_is_not_gathered():
    assert check(b"\n" * 300_000) == NotAStatement("this file is too large for a statement")


def test_a_zip_bomb_is_not_unpacked():
    parts = parts_of(FILES["XLSX"]) | {"xl/sharedStrings.xml": b"\0" * (65 * 2**20)}
    bomb = zipped(parts)
    assert len(bomb) < 2**20
    assert check(bomb) == NotAStatement("this file is too large for a statement")


def test_a_part_longer_than_it_says_is_refused():
    content = FILES["XLSX"]
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        entry = file.getinfo("xl/sharedStrings.xml")
        real = entry.file_size
    lying = content.replace(real.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != content
    assert isinstance(check(lying, PUBLIC), NotAStatement | Changed)


@pytest.mark.parametrize("depth", [50_000])
def test_deep_xml_brings_an_answer(depth):
    parts = parts_of(FILES["XLSX"]) | {"xl/styles.xml": b"<a>" * depth + b"</a>" * depth}
    assert isinstance(check(zipped(parts), PUBLIC), Changed)


def test_a_strangers_workbook_is_no_statement():
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    file = io.BytesIO()
    book.save(file)
    assert isinstance(check(file.getvalue()), NotAStatement)


def test_a_plain_table_and_a_plain_text_are_no_statements():
    assert isinstance(check(b"a,b\r\n1,2\r\n"), NotAStatement)
    assert isinstance(check(b""), NotAStatement)
    assert isinstance(check("Выписка".encode("utf-16")), NotAStatement)


def test_a_chain_of_three_is_sealed_as_one():
    before, chain = FIRST, []
    for number in (1, 2, 3):
        chain.append(seal(week(number=number), previous=before, key=KEY))
        before = chain[-1].hash
    assert [each.previous for each in chain[1:]] == [each.hash for each in chain[:-1]]
