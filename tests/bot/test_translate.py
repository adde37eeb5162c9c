"""Words: the right language and plural, English where one is missing, no value that is not safe text."""

import gettext
from io import BytesIO

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.html import Html, esc, name
from bot.translate import LANGUAGES, Catalogues
from bot.translate.extracting import brace_problems, braces
from bot.translate.pseudo import pseudo

CATALOGUES = Catalogues.load()
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def russian(count):
    t = CATALOGUES.words("ru")
    return t.n("desk", "⏳ Working on it … {count} second", "⏳ Working on it … {count} seconds", count).plain


def test_a_plural_has_the_form_of_its_language():
    assert [russian(n).split()[-1] for n in (1, 2, 5, 11, 21, 22, 25, 111)] == [
        "секунду", "секунды", "секунд", "секунд", "секунду", "секунды", "секунд", "секунд",
    ]  # fmt: skip


def test_english_comes_message_by_message_where_a_language_has_none():
    assert CATALOGUES.words("ru")("x", "Nobody translated {what}", what=esc("this")).plain == "Nobody translated this"
    t = CATALOGUES.words("es")
    assert t("desk", "⌂ Home").plain == "⌂ Home"
    assert t.n("x", "{count} copy", "{count} copies", 12345).plain == "12.345 copies"


def test_a_catalogue_without_its_locale_would_lose_the_plural_rule():
    po = HEADER + 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "1"\nmsgstr[1] "2"\nmsgstr[2] "5"\n'

    def compiled(**how):
        out = BytesIO()
        write_mo(out, read_po(BytesIO(po.encode()), **how))
        out.seek(0)
        return gettext.GNUTranslations(out).ngettext("a", "b", 5)

    assert compiled(locale="ru") == "5"
    assert compiled() != "5"


@pytest.mark.parametrize(
    ("code", "language"),
    [("ru", "ru"), ("ru-RU", "ru"), ("pt", "pt-BR"), ("pt-br", "pt-BR"), ("zh-hant", "zh-Hans"), ("EN_us", "en"),
     ("de", "en"), (None, "en"), ("", "en"), ("a", "en")],
)  # fmt: skip
def test_the_first_guess_fits_what_telegram_says(code, language):
    assert CATALOGUES.guess(code) == language


def test_a_value_must_be_safe_text():
    t = CATALOGUES.words("en")
    with pytest.raises(TypeError, match="not Html"):
        t("x", "Hello {who}", who="<b>Eve")
    assert t("x", "Hello {who}", who=name("<b>Eve")).raw == "Hello \u2068&lt;b&gt;Eve\u2069"


def test_a_sentence_with_a_bracket_cannot_break_a_message():
    assert CATALOGUES.words("en")("x", "price < 5 & rising").raw == "price &lt; 5 &amp; rising"


def test_figures_are_isolated_where_text_runs_from_the_right():
    assert CATALOGUES.words("ar").money(123_45000000, ticker="USDT") == Html("\u2068123.45\u00a0USDT\u2069")
    assert CATALOGUES.words("ru").money(-123456_45000000).plain == "−123\u00a0456,45"


def test_the_pseudo_language_marks_lengthens_and_keeps_braces():
    text = "Lead equity {equity} of {lead}"
    made = pseudo(text)
    assert made.startswith("[!! ")
    assert braces(made) == braces(text)
    assert len(made) >= 1.4 * len(text)
    assert CATALOGUES.words("pseudo")("x", text, equity=esc("5"), lead=esc("O")).plain.startswith("[!! Lëäď")


@pytest.mark.parametrize(
    ("translated", "good"),
    [("Привет, {who}", True), ("Привет", False), ("Привет, {wh}", False), ("Привет, {who} {x}", False),
     ("Привет, {who", False), ("Привет, {who!r}", False), ("Привет, {0}", False)],
)  # fmt: skip
def test_a_misspelt_brace_is_found(translated, good):
    po = HEADER + f'msgid "Hi {{who}}"\nmsgstr "{translated}"\n'
    problems = list(brace_problems(read_po(BytesIO(po.encode()), locale="ru")))
    assert (problems == []) is good


def test_every_plural_form_is_looked_at():
    po = (
        HEADER + 'msgid "{count} copy of {x}"\n'
        'msgid_plural "{count} copies of {x}"\nmsgstr[0] "одна {x}"\nmsgstr[1] "{count} {x}"\nmsgstr[2] "{count} {y}"\n'
    )
    (problem,) = brace_problems(read_po(BytesIO(po.encode()), locale="ru"))
    assert "'y'" in problem


def test_every_language_has_words_and_a_name_of_its_own():
    assert len(set(LANGUAGES.values())) == 7
    for code in LANGUAGES:
        assert CATALOGUES.words(code).language == code
    assert CATALOGUES.words("tlh").language == "en"
