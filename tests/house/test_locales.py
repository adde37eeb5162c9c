"""Every sentence in the code is in the template and in each catalogue, with the same braces."""

import ast
from pathlib import Path

import pytest

from bot.translate import LANGUAGES
from bot.translate.catalogues import LOCALES, read_catalog
from bot.translate.extracting import TEMPLATE, brace_problems, extract

ROOT = Path(__file__).parents[2]
PRESENT = [code for code in LANGUAGES if (LOCALES / code.replace("-", "_") / "LC_MESSAGES" / "slipstream.po").is_file()]


def catalogue(code):
    return read_catalog(LOCALES / code.replace("-", "_") / "LC_MESSAGES" / "slipstream.po", code)


def keys(catalog):
    return {(message.context, message.id) for message in catalog if message.id}


def test_the_template_has_exactly_the_sentences_of_the_code():
    said = keys(extract())
    assert len(said) > 10
    assert keys(read_catalog(TEMPLATE, "en")) == said, "run: python -m bot.translate extract"


@pytest.mark.parametrize("code", PRESENT)
def test_a_catalogue_has_every_sentence_and_the_same_braces(code):
    catalog = catalogue(code)
    assert keys(catalog) == keys(extract()), "run: python -m bot.translate extract"
    assert list(brace_problems(catalog)) == []


# What a person must be able to read when something goes wrong; a screen's author adds a context once it is translated.
SAFETY = {"error", "desk", "alert", "group"}


@pytest.mark.parametrize("code", PRESENT)
def test_the_safety_sentences_are_translated(code):
    safety = [message for message in catalogue(code) if message.context in SAFETY]
    assert len(safety) > 10
    assert [message.id for message in safety if not _translated(message.string)] == []


def _translated(string):
    return all(string) if isinstance(string, tuple) else bool(string)


def test_context_and_sentence_are_literals_so_that_extraction_sees_them():
    found = 0
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not _says(node.func):
                continue
            found += 1
            literal = all(isinstance(argument, ast.Constant) for argument in node.args[:2])
            assert literal, f"{path.relative_to(ROOT)}:{node.lineno}: not a literal"
    assert found > 10


def _says(function):
    """`t(...)`, `context.t(...)` and `t.n(...)`."""
    match function:
        case (
            ast.Name("t")
            | ast.Attribute(attr="t")
            | ast.Attribute(value=ast.Name("t") | ast.Attribute(attr="t"), attr="n")
        ):
            return True
    return False
