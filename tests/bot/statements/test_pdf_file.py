"""A statement as PDF: opened by readers, every figure on its pages, names as data, PAPER across paper pages."""

import io
import re
import sys

import pypdf
import pytest
from hypothesis import given, settings

from bot.statements.computing import exact_money
from bot.statements.extras import ExtraMissing
from bot.statements.pdf_file import LATIN, SCRIPTS, pdf_file, read_pdf
from tests.bot.statements.samples import HOSTILE, KEY, deferred, lead_week, sealed, week, words


def opened(content):
    return pypdf.PdfReader(io.BytesIO(content), strict=True)


def text_of(content):
    return "\n".join(page.extract_text() for page in opened(content).pages).replace("\u00a0", " ")


def test_readers_open_it_and_find_the_sums():
    statement = week()
    text = text_of(pdf_file(sealed(statement), words(), key=KEY))
    assert "Statement 47" in text
    for units in (statement.totals.gross, -statement.totals.fees, statement.totals.net, statement.totals.payable):
        assert exact_money(words(), units, decimals=8).plain in text
    for line in statement.closes:
        assert line.order in text
        assert exact_money(words(), line.proceeds, decimals=8).plain in text


def test_a_lead_finds_each_copier_masked():
    text = text_of(pdf_file(sealed(lead_week()), words(), key=KEY))
    assert all(name in text for name in ("bre***", "cat***", "dan***", "550.00", "deferred: a lot is open"))


def test_paper_stands_across_each_paper_page_and_nowhere_else():
    many = week(closes=week().closes * 20)
    pages = opened(pdf_file(sealed(many), words(), key=KEY)).pages
    assert len(pages) > 3
    assert all("PAPER" in page.extract_text() for page in pages)
    assert "PAPER" not in text_of(pdf_file(sealed(deferred()), words(), key=KEY))


def test_every_page_has_its_number_and_the_hash():
    kept = sealed(week(closes=week().closes * 20))
    pages = opened(pdf_file(kept, words(), key=KEY)).pages
    for at, page in enumerate(pages, start=1):
        assert f"{at} / {len(pages)}" in page.extract_text()
        assert kept.hash in page.extract_text()


def test_it_says_who_it_is_and_is_the_same_every_time():
    content = pdf_file(sealed(), words(), key=KEY)
    assert opened(content).metadata.title.startswith("Statement 47")
    assert pdf_file(sealed(), words(), key=KEY) == content


@pytest.mark.parametrize("language", ["en", "ru", "es", "pt-BR", "tr", "zh-Hans", "ar"])
def test_one_template_serves_every_language(language):
    kept = sealed()
    assert read_pdf(pdf_file(kept, words(language), key=KEY))[0] == kept


def test_a_language_without_a_font_speaks_english(monkeypatch):
    monkeypatch.setattr("bot.statements.pdf_file.SCRIPTS", SCRIPTS | {"ru": ("No Such Font",)})
    assert pdf_file(sealed(), words("ru"), key=KEY) == pdf_file(sealed(), words("en"), key=KEY)
    assert LATIN


@given(HOSTILE, HOSTILE)
@settings(max_examples=60)
def test_p19_a_name_is_data_and_never_markup(name, other):
    kept = sealed(week(name=name, other=other, closes=week().closes[:1]))
    content = pdf_file(kept, words(), key=KEY)
    assert read_pdf(content)[0] == kept
    assert "550.00" in text_of(content)


def test_a_name_that_is_markup_stands_there_as_it_is():
    text = text_of(pdf_file(sealed(week(name="#panic() $x$ *b* @a", other='"]]) #{1+1}')), words(), key=KEY))
    assert "#panic() $x$ *b* @a" in text
    assert re.search(r"\"]]\) #\{1\+1}", text)


def test_a_missing_extra_is_told_in_words(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ExtraMissing, match=r"need the extra `pdf`: `pip install 'slipstream-desk\[pdf\]'`"):
        pdf_file(sealed(), words(), key=KEY)
